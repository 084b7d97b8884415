package bolt

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"lianxin/store/kv"
)

// nesting notices calls of an engine from inside its own functions.
type nesting struct {
	strict bool                   // look at every call
	writer atomic.Pointer[string] // the writer's goroutine
	inside sync.Map               // if strict: the goroutines inside a call
}

// writing reports whether the caller is a function that the writer runs.
func (n *nesting) writing() bool {
	w := n.writer.Load()
	return w != nil && *w == goroutine()
}

func (n *nesting) setWriter() {
	id := goroutine()
	n.writer.Store(&id)
}

func (n *nesting) enter() error {
	if !n.strict {
		return nil
	}
	if n.writing() {
		return fmt.Errorf("kv/bolt: %w", kv.ErrNested)
	}
	if _, again := n.inside.LoadOrStore(goroutine(), nil); again {
		return fmt.Errorf("kv/bolt: %w", kv.ErrNested)
	}
	return nil
}

func (n *nesting) leave() {
	if n.strict {
		n.inside.Delete(goroutine())
	}
}

// goroutine names the calling goroutine. It takes 10 µs, so it is for tests and for calls that wait suspiciously long.
func goroutine() string {
	head := make([]byte, 32)
	head = head[:runtime.Stack(head, false)]
	name, _, _ := bytes.Cut(head, []byte("["))
	return string(name)
}
