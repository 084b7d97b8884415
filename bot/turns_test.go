package bot

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
)

// TestTurns has everybody say ten things at once: one person's are handled one at a time, the people's beside one another, and at the end nobody is
// remembered.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all turns
		var running sync.WaitGroup
		began := time.Now()
		for _, user := range []string{"lin", "chen", "zhao"} {
			var inside atomic.Int32
			for range 10 {
				running.Go(func() {
					done, err := all.take(t.Context(), policy.Address{Channel: "wecom", User: user})
					if err != nil {
						t.Error(err)
						return
					}
					defer done()
					if inside.Add(1) != 1 {
						t.Error("two messages of one person at once")
					}
					time.Sleep(time.Second)
					inside.Add(-1)
				})
			}
		}
		running.Wait()
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("ten messages each of three people took %v; people must not wait for one another", took)
		}
		if len(all.busy) != 0 {
			t.Errorf("%d people are remembered", len(all.busy))
		}
	})
}

// TestTurnsGivenUp waits behind somebody and is told to stop waiting.
func TestTurnsGivenUp(t *testing.T) {
	var all turns
	who := policy.Address{Channel: "wecom", User: "lin"}
	done, err := all.take(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := all.take(ctx, who); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting ended with %v", err)
	}
	done()
	if len(all.busy) != 0 {
		t.Errorf("%d people are remembered", len(all.busy))
	}
}
