package wecom

import (
	"context"
	"sync"
	"time"
)

// workload is the handling under way: bounded in number and time, and waited for at the end.
type workload struct {
	life context.Context // of everything that was started
	end  context.CancelFunc
	all  sync.WaitGroup

	mu     sync.Mutex
	count  int
	closed bool
}

// Bounds of the handling.
const (
	mostUnderWay = 2048
	handleWithin = time.Minute
)

func newWorkload() *workload {
	w := new(workload)
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// start runs a function in its own goroutine, with a context that does not end with the request. It refuses when too many run or after close.
func (w *workload) start(run func(context.Context)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || w.count >= mostUnderWay {
		return false
	}
	w.count++
	w.all.Go(func() {
		defer w.done()
		ctx, cancel := context.WithTimeout(w.life, handleWithin)
		defer cancel()
		run(ctx)
	})
	return true
}

func (w *workload) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count--
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
