package bot

import (
	"context"
	"sync"

	"lianxin/config/policy"
)

// turns lets the messages of one person be handled one after the other, and those of different people at the same time. The zero value is ready.
type turns struct {
	mu   sync.Mutex
	busy map[policy.Address]*turn // who is being answered; nobody else
}

// turn is one person's queue.
type turn struct {
	free chan struct{} // holds one token while nobody is being answered
	here int           // messages that are handled or wait
}

// take waits until no other message of this person is being handled; done lets the next one begin. When ctx ends before, it gives the error of ctx.
func (t *turns) take(ctx context.Context, who policy.Address) (done func(), err error) {
	mine := t.join(who)
	select {
	case <-mine.free:
		return func() {
			mine.free <- struct{}{}
			t.leave(who, mine)
		}, nil
	case <-ctx.Done():
		t.leave(who, mine)
		return nil, ctx.Err()
	}
}

func (t *turns) join(who policy.Address) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := t.busy[who]
	if mine == nil {
		if t.busy == nil {
			t.busy = make(map[policy.Address]*turn)
		}
		mine = &turn{free: make(chan struct{}, 1)}
		mine.free <- struct{}{}
		t.busy[who] = mine
	}
	mine.here++
	return mine
}

func (t *turns) leave(who policy.Address, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.here--; mine.here == 0 {
		delete(t.busy, who)
	}
}
