package wire

import (
	"testing"
	"time"
)

// TestTold: a claim is one caller's, until it is given back or forgotten after two hours.
func TestTold(t *testing.T) {
	var told Told
	at := time.Unix(1_700_000_000, 0)
	if !told.Claim("a", at) || told.Claim("a", at.Add(time.Hour)) || !told.Claim("b", at) {
		t.Error("a claim is not one caller's")
	}
	told.Release("a")
	if !told.Claim("a", at.Add(time.Hour)) {
		t.Error("a claim was not given back")
	}
	if !told.Claim("b", at.Add(2*time.Hour+time.Second)) || told.Claim("a", at.Add(2*time.Hour+time.Second)) {
		t.Error("the wrong claim was forgotten")
	}
}

// TestFirst: the same click shortly after is the first one; later it is another.
func TestFirst(t *testing.T) {
	var told Told
	at := time.Unix(1_700_000_000, 0)
	for _, row := range []struct{ after, first time.Duration }{{0, 0}, {9 * time.Second, 0}, {10 * time.Second, 10 * time.Second}, {19 * time.Second, 10 * time.Second}} {
		if got := told.First("k", at.Add(row.after), 10*time.Second); !got.Equal(at.Add(row.first)) {
			t.Errorf("after %v: %v", row.after, got.Sub(at))
		}
	}
}

// TestParts: a short text as it is, a long one in numbered parts, nothing of nothing.
func TestParts(t *testing.T) {
	if got := Parts(" \n", 100); got != nil {
		t.Errorf("%q", got)
	}
	if got := Parts(" 好 ", 100); len(got) != 1 || got[0] != " 好 " {
		t.Errorf("%q", got)
	}
	if got := Parts("第一句。第二句。", 12); len(got) != 2 || got[0] != "第一句。\n（1/2）" || got[1] != "第二句。\n（2/2）" {
		t.Errorf("%q", got)
	}
}
