package bolt

import (
	"runtime"
	"runtime/debug"

	"lianxin/store/kv"
)

// call is one Update on its way to the writer and back.
type call struct {
	fn        func(kv.Tx) error
	err       error
	panicked  *kv.Panic
	exited    bool // fn ended its goroutine, as testing.T.FailNow does
	abandoned bool // nobody waits any more
	done      chan struct{}
}

// run calls fn and notes how it ended. It does not return if fn ended the goroutine.
func (c *call) run(t *tx) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			c.panicked = &kv.Panic{Value: v, Stack: debug.Stack()}
		} else {
			c.exited = true
		}
	}()
	c.err = c.fn(t)
	returned = true
}

// broken reports whether fn did not return.
func (c *call) broken() bool { return c.panicked != nil || c.exited }

// outcome ends the caller's Update as fn ended.
func (c *call) outcome() error {
	switch {
	case c.panicked != nil:
		panic(c.panicked)
	case c.exited:
		runtime.Goexit()
	}
	return c.err
}
