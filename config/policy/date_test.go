package policy

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMakeDate(t *testing.T) {
	for _, tt := range []struct {
		y    int
		m    time.Month
		d    int
		want string
	}{
		{2024, 2, 29, "2024-02-29"},
		{2026, 2, 29, ""}, // nobody's day
		{2100, 2, 29, ""},
		{2000, 2, 29, "2000-02-29"},
		{2026, 2, 30, ""},
		{2026, 13, 1, ""},
		{2026, 12, 31, "2026-12-31"},
		{2026, 4, 31, ""},
		{2026, 0, 1, ""},
		{1970, 1, 1, "1970-01-01"},
	} {
		if got := MakeDate(tt.y, tt.m, tt.d); got.String() != tt.want {
			t.Errorf("MakeDate(%d, %d, %d) = %q, want %q", tt.y, tt.m, tt.d, got, tt.want)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-2-3", "2026-02-30", "26-02-03", "2026-02-03T00:00:00Z", "2026/02/03", " 2026-02-03", "明天"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %s", s, d)
		}
	}
}

func TestDateOfZone(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	at := time.Date(2026, 3, 23, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
	for _, tt := range []struct {
		at   time.Time
		want string
	}{{at.Add(-time.Nanosecond), "2026-03-23"}, {at, "2026-03-24"}, {at.Add(time.Nanosecond), "2026-03-24"}} {
		if got := DateOf(tt.at, shanghai).String(); got != tt.want {
			t.Errorf("DateOf(%s) = %s, want %s", tt.at, got, tt.want)
		}
	}
}

func TestDateWords(t *testing.T) {
	d := day(t, "2026-03-23")
	if got := d.Chinese(); got != "3月23日(周一)" {
		t.Errorf("Chinese = %s", got)
	}
	if got := d.ChineseFrom(day(t, "2026-11-19")) + d.ChineseFrom(day(t, "2027-01-01")); got != "3月23日(周一)2026年3月23日(周一)" {
		t.Errorf("ChineseFrom = %s", got)
	}
	if got := Date(0).Chinese() + Date(0).String(); got != "" {
		t.Errorf("no date is said as %q", got)
	}
	if Date(0).Add(5) != 0 {
		t.Error("five days after no date is a date")
	}
	if got := day(t, "2026-01-01").isoWeek(); got != 1 {
		t.Errorf("ISO week of 2026-01-01 = %d", got)
	}
	if got := day(t, "2021-01-03").isoWeek(); got != 53 {
		t.Errorf("ISO week of 2021-01-03 = %d", got)
	}
}

func TestDateText(t *testing.T) {
	type row struct {
		D Date `json:"d,omitzero"`
		S Span `json:"s,omitzero"`
	}
	in := row{D: day(t, "2026-02-28"), S: Span{From: day(t, "2026-03-01")}}
	text, err := json.Marshal(in)
	if err != nil || string(text) != `{"d":"2026-02-28","s":{"from":"2026-03-01"}}` {
		t.Fatalf("%s, %v", text, err)
	}
	var out row
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Fatalf("%+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"d":""}`), &out); err != nil || out.D != 0 {
		t.Errorf("empty text: %s, %v", out.D, err)
	}
	if err := json.Unmarshal([]byte(`{"d":"2026-02-30"}`), &out); err == nil {
		t.Error("30 February was read")
	}
}

func TestSpan(t *testing.T) {
	from, to := day(t, "2026-03-01"), day(t, "2026-04-01")
	for _, tt := range []struct {
		span Span
		d    Date
		want bool
	}{
		{Span{from, to}, from - 1, false},
		{Span{from, to}, from, true},
		{Span{from, to}, to - 1, true},
		{Span{from, to}, to, false},
		{Span{From: from}, to.Add(9999), true},
		{Span{To: to}, from, true},
		{Span{}, from, false},
	} {
		if got := tt.span.Holds(tt.d); got != tt.want {
			t.Errorf("%v holds %s: %v", tt.span, tt.d, got)
		}
	}
	if got := (Span{from, to}).Days(); got != 31 {
		t.Errorf("March has %d days", got)
	}
	if (Span{From: from}).Days() != 0 || (Span{}).Days() != 0 {
		t.Error("open and empty spans have no number of days")
	}
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.IntRange(1, 80000).Draw(t, "day"))
		back, err := ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%s read back as %s, %v", d, back, err)
		}
		if MakeDate(d.Year(), d.Month(), d.Day()) != d {
			t.Fatalf("%s does not come back from its parts", d)
		}
		monday := d.Monday()
		if monday.Weekday() != time.Monday || monday > d || d-monday > 6 {
			t.Fatalf("Monday of %s is %s", d, monday)
		}
		if next := d.Add(1); (d.Weekday()+1)%7 != next.Weekday() || !(d < next) {
			t.Fatalf("after %s comes %s", d, next)
		}
		h := rapid.IntRange(0, 23).Draw(t, "hour")
		zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "zone")*3600)
		if got := DateOf(d.At(h, 0, zone), zone); got != d {
			t.Fatalf("%d o'clock of %s falls on %s", h, d, got)
		}
	})
}
