package wire

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// started enters and starts.
func started(w *Workload, run func(context.Context)) bool { return w.TryEnter() && w.Start(run) }

// TestPlaces: as many run as there are places, whoever waits for one gets it when it is free, or gives up.
func TestPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWorkload(2)
		second := func(context.Context) { time.Sleep(time.Second) }
		for _, want := range []bool{true, true, false} {
			if got := started(w, second); got != want {
				t.Errorf("started: %v, want %v", got, want)
			}
		}
		if w.Taken() != 2 {
			t.Errorf("%d places are taken", w.Taken())
		}
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if w.Enter(short) {
			t.Error("a third place")
		}
		begin := time.Now()
		if !w.Enter(t.Context()) || time.Since(begin) != time.Second-time.Millisecond {
			t.Errorf("a place after %v", time.Since(begin))
		}
		w.Leave()
		synctest.Wait()
		if err := w.Close(t.Context()); err != nil || w.Taken() != 0 {
			t.Errorf("%v, %d places are taken", err, w.Taken())
		}
	})
}

// TestGoroutineWaitsForMore: a goroutine is used again for ten seconds, unless it ended itself.
func TestGoroutineWaitsForMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWorkload(9)
		last := ""
		run := func(fresh bool, end func()) {
			t.Helper()
			before := last
			if !started(w, func(context.Context) { last = goroutine(); end() }) {
				t.Fatal("refused")
			}
			synctest.Wait()
			if (last != before) != fresh {
				t.Errorf("%s after %s, another one: want %v", last, before, fresh)
			}
		}
		nothing := func() {}
		run(true, nothing)
		time.Sleep(waitForMore - 1)
		run(false, nothing)
		time.Sleep(waitForMore + 1)
		run(true, nothing)
		run(false, runtime.Goexit)
		run(true, nothing)
		if w.Taken() != 0 {
			t.Errorf("%d places are taken", w.Taken())
		}
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// goroutine names the one that calls.
func goroutine() string {
	var stack [64]byte
	name, _, _ := strings.Cut(string(stack[:runtime.Stack(stack[:], false)]), " [")
	return name
}

// TestHandleWithin: what takes longer than a minute is cancelled.
func TestHandleWithin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWorkload(1)
		begin := time.Now()
		started(w, func(ctx context.Context) {
			<-ctx.Done()
			if took := time.Since(begin); took != handleWithin {
				t.Errorf("cancelled after %v", took)
			}
		})
		if err := w.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestCloseWorkload: nothing starts any more, what runs is waited for as long as the caller likes, then it is cancelled.
func TestCloseWorkload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWorkload(2)
		var ended atomic.Bool
		started(w, func(ctx context.Context) {
			<-ctx.Done()
			ended.Store(true)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begin := time.Now()
		if err := w.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(begin))
		}
		synctest.Wait()
		if !ended.Load() {
			t.Error("what ran was not told that it is over")
		}
		if started(w, func(context.Context) { t.Error("started after the end") }) || w.Taken() != 0 {
			t.Errorf("%d places are taken after a refusal", w.Taken())
		}
		if err := w.Close(t.Context()); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	})
}

// TestWorkloadFromManySides is for the race detector.
func TestWorkloadFromManySides(t *testing.T) {
	w := NewWorkload(8)
	var ran, refused atomic.Int64
	done := make(chan struct{})
	for range 4 {
		go func() {
			for range 500 {
				if !w.Enter(t.Context()) || !w.Start(func(context.Context) { ran.Add(1) }) {
					refused.Add(1)
				}
			}
			done <- struct{}{}
		}()
	}
	for range 3 {
		<-done
	}
	if err := w.Close(t.Context()); err != nil {
		t.Error(err)
	}
	<-done
	if ran.Load()+refused.Load() != 2000 || w.Taken() != 0 {
		t.Errorf("%d ran, %d were refused, %d places are taken", ran.Load(), refused.Load(), w.Taken())
	}
}

// TestDo: the function runs here, Close waits for it, and after Close it does not run and its place is free.
func TestDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, ended := NewWorkload(1), false
		go func() {
			here := goroutine()
			if !w.TryEnter() || !w.Do(func(ctx context.Context) {
				if _, limited := ctx.Deadline(); !limited || goroutine() != here {
					t.Error("without a limit, or elsewhere")
				}
				time.Sleep(time.Second)
				ended = true
			}) {
				t.Error("refused")
			}
		}()
		synctest.Wait()
		if err := w.Close(t.Context()); err != nil || !ended || w.Taken() != 0 {
			t.Errorf("%v, ended %v, %d places are taken", err, ended, w.Taken())
		}
		if w.TryEnter() && w.Do(func(context.Context) { t.Error("after Close") }) || w.Taken() != 0 {
			t.Errorf("%d places are taken after Close", w.Taken())
		}
	})
}
