package dingtalk

import (
	"context"
	"sync"
	"time"
)

// workload is the handling under way: bounded in number and time, and waited for at the end.
type workload struct {
	life  context.Context // of everything that was started
	end   context.CancelFunc
	slots chan struct{}

	mu     sync.Mutex // guards closed, and all against a Wait that has begun
	closed bool
	all    sync.WaitGroup
}

// handleWithin bounds the handling of one message.
const handleWithin = time.Minute

func newWorkload(most int) *workload {
	w := &workload{slots: make(chan struct{}, most)}
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// enter takes a place, waiting for one until ctx ends; false without one. Whoever entered must start or leave.
func (w *workload) enter(ctx context.Context) bool {
	select {
	case w.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// tryEnter takes a place if one is free.
func (w *workload) tryEnter() bool {
	select {
	case w.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (w *workload) leave() { <-w.slots }

// start runs a function in a goroutine of its own, in the place taken before, with a context that does not end with the request. After close it refuses.
func (w *workload) start(run func(context.Context)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		w.leave()
		return false
	}
	w.all.Go(func() {
		defer w.leave()
		ctx, cancel := context.WithTimeout(w.life, handleWithin)
		defer cancel()
		run(ctx)
	})
	return true
}

// close lets nothing more start and waits for what runs. When ctx ends before, it cancels what runs and gives the error of ctx.
func (w *workload) close(ctx context.Context) error {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	defer w.end()
	idle := make(chan struct{})
	go func() {
		w.all.Wait()
		close(idle)
	}()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
