package phrase

import (
	"os"
	"strings"
	"testing"
)

// TestDates reads every day of the table the way a report or a plan would. What the words do not fix must stay open.
func TestDates(t *testing.T) {
	r := demoReader(t)
	data, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, line := range strings.Split(string(data), "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		rows++
		side := map[string]tense{"past": past, "future": future, "open": open}[f[1]]
		if got := firstDay(r, f[2], Context{Today: date(t, f[0])}, side); got != f[3] {
			t.Errorf("%s %s %q: %s, want %s", f[0], f[1], f[2], got, f[3])
		}
	}
	if rows < 150 {
		t.Errorf("only %d rows", rows)
	}
}

// firstDay writes the day that a text names: "-" for none, "?" behind one that wants a yes.
func firstDay(r *Reader, text string, c Context, side tense) string {
	p := &reading{Reader: r, s: r.folder.text(text), c: c}
	p.scan()
	p.join()
	find := resolver{&r.school.Calendar, c.Today}
	for _, tk := range p.tokens {
		if tk.class != classDay {
			continue
		}
		e := &p.days[tk.n]
		res := find.day(e, side, nil, 0)
		if res.date == 0 {
			return "-"
		}
		if res.doubt || e.loose {
			return res.date.String() + "?"
		}
		return res.date.String()
	}
	return "-"
}
