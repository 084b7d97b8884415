package wire

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Workload is the handling under way: bounded in number and time, and waited for at the end. A goroutine that has ended its work waits a while for more,
// because its stack has grown to what the work needs: a new one for each message would cost a twentieth of everything. It is safe for concurrent use.
type Workload struct {
	places chan struct{}
	life   context.Context // of everything that was started
	end    context.CancelFunc
	next   chan func(context.Context) // to a goroutine that waits for more
	shut   chan struct{}              // closed when nothing more will come

	mu     sync.Mutex // guards closed, and all against a Wait that has begun
	closed bool
	all    sync.WaitGroup

	now atomic.Pointer[moment]
}

// moment is the context of what is started within one second: a timer for each message would cost more than it is worth.
type moment struct {
	context.Context
	began time.Time
	end   context.CancelFunc // never called: it ends by itself, or with the life of everything
}

// Bounds of the handling.
const (
	handleWithin = time.Minute
	waitForMore  = 10 * time.Second
)

// NewWorkload makes one with so many places. Close it at the end.
func NewWorkload(most int) *Workload {
	w := &Workload{places: make(chan struct{}, most), next: make(chan func(context.Context)), shut: make(chan struct{})}
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// Enter takes a place, waiting for one until ctx ends; false without one. Whoever entered must Start or Leave.
func (w *Workload) Enter(ctx context.Context) bool {
	select {
	case w.places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// TryEnter takes a place if one is free.
func (w *Workload) TryEnter() bool {
	select {
	case w.places <- struct{}{}:
		return true
	default:
		return false
	}
}

// Leave gives a place back in which nothing was started.
func (w *Workload) Leave() { <-w.places }

// Taken is how many places are taken.
func (w *Workload) Taken() int { return len(w.places) }

// Start runs a function in another goroutine, in the place taken before, with a context that does not end with the request or with the function, but after a
// minute. After Close
// it refuses, and the place is given back. A panic of the function is not caught.
func (w *Workload) Start(run func(context.Context)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		w.Leave()
		return false
	}
	select {
	case w.next <- run:
	default:
		w.all.Go(func() { w.work(run) })
	}
	return true
}

// Do is Start that runs the function here and returns when it has ended.
func (w *Workload) Do(run func(context.Context)) bool {
	if !w.begin() {
		return false
	}
	defer w.all.Done()
	w.once(run)
	return true
}

// begin counts one more that Close waits for, or gives the place back.
func (w *Workload) begin() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		w.Leave()
		return false
	}
	w.all.Add(1)
	return true
}

// work runs one function after the other until none came for a while.
func (w *Workload) work(run func(context.Context)) {
	patience := time.NewTimer(waitForMore)
	defer patience.Stop()
	for {
		w.once(run)
		patience.Reset(waitForMore)
		select {
		case run = <-w.next:
		case <-patience.C:
			return
		case <-w.shut:
			return
		}
	}
}

// once runs a function, and notes its end even if it ends its goroutine.
func (w *Workload) once(run func(context.Context)) {
	defer w.Leave()
	run(w.lasting())
}

// lasting gives a context that ends in a minute, or up to a second before.
func (w *Workload) lasting() context.Context {
	if m := w.now.Load(); m != nil && time.Since(m.began) < time.Second {
		return m
	}
	m := &moment{began: time.Now()}
	m.Context, m.end = context.WithTimeout(w.life, handleWithin)
	w.now.Store(m)
	return m
}

// Close lets nothing more start and waits for what runs. When ctx ends before, it cancels what runs and gives the error of ctx. It may be called again.
func (w *Workload) Close(ctx context.Context) error {
	w.mu.Lock()
	if !w.closed {
		close(w.shut)
	}
	w.closed = true
	w.mu.Unlock()
	defer w.end()
	return Wait(ctx, &w.all)
}

// Wait waits for a group until ctx ends, and gives the error of ctx then.
func Wait(ctx context.Context, all *sync.WaitGroup) error {
	idle := make(chan struct{})
	go func() {
		all.Wait()
		close(idle)
	}()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
