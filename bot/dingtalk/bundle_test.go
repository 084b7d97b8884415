package dingtalk

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"lianxin/store/ledger"
)

// TestGathered: forty-five people who are told the same at the same time cost three calls, and each of them is in one; what is another text, or said later, is
// another call.
func TestGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var calls []int
		reached := map[string]int{}
		b := &bundles{send: func(_ context.Context, users []string, _ Content) map[string]ledger.Outcome {
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, len(users))
			out := map[string]ledger.Outcome{}
			for _, u := range users {
				reached[u]++
				out[u] = ledger.Outcome{State: ledger.Sent}
			}
			return out
		}}
		tell := func(people int, text string) {
			var all sync.WaitGroup
			for i := range people {
				all.Go(func() {
					if out := b.say(t.Context(), fmt.Sprintf("u%02d", i), Text(text)); out.State != ledger.Sent {
						t.Errorf("%d: %+v", i, out)
					}
				})
			}
			all.Wait()
		}
		tell(45, "接待日安排已公布")
		if diff := cmp.Diff([]int{20, 20, 5}, calls); diff != "" {
			t.Error(diff)
		}
		for who, n := range reached {
			if n != 1 {
				t.Errorf("%s was told %d times", who, n)
			}
		}
		tell(1, "接待日安排已公布")
		tell(1, "另一句")
		if diff := cmp.Diff([]int{20, 20, 5, 1, 1}, calls); diff != "" || len(reached) != 45 {
			t.Errorf("%s, %d people", diff, len(reached))
		}
		if err := b.close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
