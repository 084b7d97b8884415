package report

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// No count of one to four is shown, and none can be worked out from the sum.
func TestFewAreHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		by, sum := map[string]int{}, 0
		for i := range rapid.IntRange(1, 8).Draw(t, "kinds") {
			n := rapid.IntRange(1, 12).Draw(t, "n")
			by[fmt.Sprint(i)], sum = n, sum+n
		}
		list := merged(by)
		seen := 0
		for _, c := range list {
			seen += c.N
			if c.N < fewest && sum >= fewest {
				t.Fatalf("%v shows %+v", by, list)
			}
		}
		if seen != sum {
			t.Fatalf("%v became %+v", by, list)
		}
		parts := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 6).Draw(t, "parts")
		hidden, left, shown := 0, 0, 0
		for i, text := range Parted(parts...) {
			if text == fmt.Sprint(parts[i]) {
				if parts[i] > 0 && parts[i] < fewest {
					t.Fatalf("%v shows %s", parts, text)
				}
				if parts[i] > 0 {
					shown++
				}
				continue
			}
			hidden, left = hidden+1, left+parts[i]
		}
		if shown > 0 && (hidden == 1 || hidden > 0 && left < fewest) {
			t.Fatalf("%v is shown as %v", parts, Parted(parts...))
		}
	})
}

func TestShown(t *testing.T) {
	for n, want := range map[int]string{0: "0", 1: "少于5", 4: "少于5", 5: "5", 12: "12"} {
		if got := Shown(n); got != want {
			t.Errorf("%d is shown as %s", n, got)
		}
	}
	if rate(3, 4) != "不足5件，不计算" || rate(3, 5) != "60.0%" || rate(0, 0) != "不足5件，不计算" {
		t.Errorf("rates %s %s", rate(3, 4), rate(3, 5))
	}
	if rate(4999, 5000) != "99.9%" || rate(5000, 5000) != "100.0%" {
		t.Errorf("one of 5000 is missing: %s", rate(4999, 5000))
	}
	if got := fmt.Sprint(Parted(7, 2)); got != "[不单列 少于5]" {
		t.Errorf("%s", got)
	}
}
