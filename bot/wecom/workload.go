package wecom

import (
	"context"
	"sync"
	"time"
)

// workload is the handling under way: bounded in number and time, and waited for at the end. A goroutine that has ended its work waits a while for more,
// because its stack has grown to what the work needs: a new one for each message would cost a twentieth of everything.
type workload struct {
	life context.Context // of everything that was started
	end  context.CancelFunc
	all  sync.WaitGroup
	next chan func(context.Context) // to a goroutine that waits for more
	shut chan struct{}              // closed when nothing more will come

	mu     sync.Mutex
	count  int
	closed bool
}

// Bounds of the handling.
const (
	mostUnderWay = 2048
	handleWithin = time.Minute
	waitForMore  = 10 * time.Second
)

func newWorkload() *workload {
	w := &workload{next: make(chan func(context.Context)), shut: make(chan struct{})}
	w.life, w.end = context.WithCancel(context.Background())
	return w
}

// start runs a function in another goroutine, with a context that does not end with the request. It refuses when too many run or after close.
func (w *workload) start(run func(context.Context)) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed || w.count >= mostUnderWay {
		return false
	}
	w.count++
	select {
	case w.next <- run:
	default:
		w.all.Go(func() { w.work(run) })
	}
	return true
}

// work runs one function after the other until none came for a while.
func (w *workload) work(run func(context.Context)) {
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
func (w *workload) once(run func(context.Context)) {
	defer w.done()
	ctx, cancel := context.WithTimeout(w.life, handleWithin)
	defer cancel()
	run(ctx)
}

func (w *workload) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count--
}

// close lets nothing more start and waits for what runs. When ctx ends before, it cancels what runs and gives the error of ctx.
func (w *workload) close(ctx context.Context) error {
	w.mu.Lock()
	if !w.closed {
		close(w.shut)
	}
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
