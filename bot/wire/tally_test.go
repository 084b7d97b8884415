package wire

import (
	"sync"
	"testing"
)

func TestTally(t *testing.T) {
	var n Tally
	if got := n.Copy()["a"]; got != 0 {
		t.Errorf("%d before the first", got)
	}
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { n.Add("a"); n.Add("b") })
	}
	all.Wait()
	copied := n.Copy()
	n.Add("a")
	if copied["a"] != 50 || copied["b"] != 50 || n.Copy()["a"] != 51 {
		t.Errorf("copied %v, then %v", copied, n.Copy())
	}
}
