package wire

import (
	"fmt"
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	var p Progress
	at := time.Unix(1760000000, 0)
	check := func(name string, want Reached, after time.Duration) {
		t.Helper()
		if got := p.Of("u", "a", at.Add(after)); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	check("unknown", Reached{}, 0)
	p.Keep("u", "a", Reached{2, true}, at)
	check("kept", Reached{2, true}, ProgressLasts)
	check("too old", Reached{}, ProgressLasts+1)
	p.Keep("u", "a", Reached{}, at)
	check("nothing new", Reached{2, true}, 0)
	p.Keep("u", "b", Reached{Parts: 1}, at)
	p.Forget("u", "b")
	p.Forget("ua", "")
	check("others are forgotten", Reached{2, true}, 0)
	p.Forget("u", "a")
	check("forgotten", Reached{}, 0)
}

func TestProgressIsBounded(t *testing.T) {
	var p Progress
	at := time.Unix(1760000000, 0)
	for i := range 3 * progressMost {
		p.Keep("u", fmt.Sprint(i), Reached{Parts: 1}, at)
	}
	if len(p.done) == 0 || len(p.done) > progressMost {
		t.Errorf("%d entries", len(p.done))
	}
}
