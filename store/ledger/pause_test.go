package ledger_test

import (
	"errors"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestAskPause(t *testing.T) {
	school := ledgertest.School()
	at := time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location)
	today := school.Today(at)
	lin, dean := school.Member("lin"), &policy.Member{ID: "dean", Roles: []policy.Role{policy.CollegeDean}}
	student := &policy.Member{ID: "wecom:2024101001"}
	tests := []struct {
		name  string
		who   *policy.Member
		until policy.Date
		code  string
	}{
		{"until a day", lin, today.Add(1), ""},
		{"until he says so", lin, 0, ""},
		{"a dean, for his first lesson", dean, today.Add(7), ""},
		{"the last day that is taken", lin, today.Add(100), ""},
		{"today", lin, today, "pause_past"},
		{"yesterday", lin, today.Add(-1), "pause_past"},
		{"too far ahead", lin, today.Add(101), "pause_long"},
		{"somebody without such reminders", student, today.Add(1), "pause_nothing"},
	}
	for _, test := range tests {
		p, err := ledger.AskPause(school, test.who, test.until, true, at)
		code := ""
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			code = no.Code
		}
		if code != test.code {
			t.Errorf("%s: %q, %v", test.name, code, err)
		}
		if err == nil && (p.Member != test.who.ID || !p.Since.Equal(at) || !p.Made.Equal(at) || p.Since.Location() != time.UTC || p.Until != test.until) {
			t.Errorf("%s: %+v", test.name, p)
		}
	}
}

// TestPauseCovers looks at the instants around the beginning and the end of a pause, in all ways in which one ends.
func TestPauseCovers(t *testing.T) {
	school := ledgertest.School()
	school.Reminders.QuietFrom, school.Reminders.QuietUntil = 21*60, 8*60
	clock := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", text, school.Location)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	date := func(text string) policy.Date {
		d, err := policy.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	since := clock("2026-11-19 10:00:00")
	tests := []struct {
		name  string
		pause ledger.Pause
		end   string // "" = it does not end
	}{
		{"a workday", ledger.Pause{Since: since, Until: date("2026-11-20")}, "2026-11-20 09:00:00"},
		{"a Saturday", ledger.Pause{Since: since, Until: date("2026-11-21")}, "2026-11-23 09:00:00"},
		{"until he says so", ledger.Pause{Since: since}, ""},
		{"taken back by day", ledger.Pause{Since: since, Ended: clock("2026-11-20 15:00:00")}, "2026-11-20 15:00:00"},
		{"taken back at night", ledger.Pause{Since: since, Ended: clock("2026-11-20 23:00:00")}, "2026-11-23 09:00:00"},
		{"taken back before its day", ledger.Pause{Since: since, Until: date("2026-12-10"), Ended: clock("2026-11-20 15:00:00")}, "2026-11-20 15:00:00"},
		{"taken back when it was over", ledger.Pause{Since: since, Until: date("2026-11-20"), Ended: clock("2026-11-24 15:00:00")}, "2026-11-20 09:00:00"},
		{"another one in its place", ledger.Pause{Since: since, Ended: clock("2026-11-20 15:00:00"), Next: "ZT2026-0002"}, "2026-11-20 15:00:00"},
	}
	for _, test := range tests {
		for at, want := range map[time.Time]bool{since.Add(-1): false, since: true} {
			if got := test.pause.Covers(school, at); got != want {
				t.Errorf("%s: covers %s: %v", test.name, at, got)
			}
		}
		if test.end == "" {
			if !test.pause.Covers(school, since.AddDate(10, 0, 0)) {
				t.Errorf("%s: it ends", test.name)
			}
			continue
		}
		end := clock(test.end)
		if !test.pause.Covers(school, end.Add(-1)) || test.pause.Covers(school, end) {
			t.Errorf("%s: does not end at %s", test.name, end)
		}
		if at, ok := test.pause.Resumes(school); !ok || !at.Equal(end) {
			t.Errorf("%s: resumes at %s", test.name, at)
		}
	}
}

func TestPauseAfterPause(t *testing.T) {
	school := ledgertest.School()
	at := time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location)
	old, _ := ledger.AskPause(school, school.Member("lin"), 0, false, at)
	old.ID = "ZT2026-0001"
	p, _ := ledger.AskPause(school, school.Member("lin"), school.Today(at).Add(8), true, at.Add(time.Hour))
	p.ID = "ZT2026-0002"
	p, old = p.After(old)
	if !p.Since.Equal(at) || !p.Made.Equal(at.Add(time.Hour)) || old.Next != p.ID || old.Covers(school, at.Add(2*time.Hour)) || !p.Covers(school, at.Add(time.Minute)) {
		t.Errorf("%+v\n%+v", p, old)
	}
}

// TestRests: what has a day of its own, and what an office works by, goes on whatever its reader says.
func TestRests(t *testing.T) {
	for kind, want := range map[string]bool{
		"quota": true, "unconfirmed": true, "first_lesson": true,
		"reception_duty": false, "reception_sheet": false, "reception_visitor": false, "reception_published": false, "petition_tell": false, "petition_due": false,
		"petition_overdue": false, "petition_rate": false, "issue_due": false, "office_digest": false, "year_close": false, "calendar_missing": false,
		"reply": false, "crisis": false, "confirm": false,
	} {
		if got := ledger.Rests(kind); got != want {
			t.Errorf("%s rests: %v", kind, got)
		}
	}
}
