package reminders

import (
	"fmt"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func TestOpening(t *testing.T) {
	tests := []struct{ at, want string }{
		{"2026-03-04 10:00", "2026-03-04 10:00"},
		{"2026-03-04 07:59", "2026-03-04 09:00"},
		{"2026-03-04 08:00", "2026-03-04 08:00"},
		{"2026-03-04 20:59", "2026-03-04 20:59"},
		{"2026-03-04 21:00", "2026-03-05 09:00"},
		{"2026-03-06 21:00", "2026-03-09 09:00"}, // Friday night
		{"2026-03-07 12:00", "2026-03-09 09:00"},
		{"2026-05-09 10:00", "2026-05-09 10:00"}, // a make-up Saturday
		{"2026-04-03 23:00", "2026-04-07 09:00"}, // 清明节
		{"2026-12-31 22:00", "2027-01-01 09:00"}, // holidays that are not known yet
	}
	school := sample(t)
	for _, test := range tests {
		if got := opening(school, clockAt(t, test.at)); !got.Equal(clockAt(t, test.want)) {
			t.Errorf("opening(%s) = %s, want %s", test.at, got.Format("2006-01-02 15:04"), test.want)
		}
	}
	school.Reminders = policy.Reminders{QuietFrom: 20 * 60, QuietUntil: 10 * 60}
	if got := opening(school, clockAt(t, "2026-03-04 08:00")); !got.Equal(clockAt(t, "2026-03-04 10:00")) {
		t.Errorf("quiet hours until ten: %s", got)
	}
}

func TestHours(t *testing.T) {
	hours := Hours(sample(t))
	night := clockAt(t, "2026-03-08 22:00") // Sunday
	tests := []struct {
		name string
		n    ledger.Notice
		at   time.Time
		free bool
	}{
		{"a reply", ledger.Notice{Kind: "reply"}, night, true},
		{"what a colleague did", ledger.Notice{Kind: "proposal"}, night, true},
		{"a quota", ledger.Notice{Kind: KindQuota, Key: "quota/2025-2026-2/w06/lin"}, night, false},
		{"a reception of tomorrow", ledger.Notice{Kind: KindReceptionDuty, Key: "reception_duty/2026-03-09/d1/lin"}, night, false},
		{"a reception of today", ledger.Notice{Kind: KindReceptionDuty, Key: "reception_duty/2026-03-08/d0/lin"}, night, true},
		{"a quota by day", ledger.Notice{Kind: KindQuota}, clockAt(t, "2026-03-09 11:00"), true},
	}
	for _, test := range tests {
		got := hours(&test.n, test.at)
		if free := got.Equal(test.at); free != test.free {
			t.Errorf("%s: may go at %s", test.name, got)
		}
		morning := clockAt(t, "2026-03-09 09:00")
		if !test.free && (!got.After(morning) || got.After(morning.Add(5*time.Minute))) {
			t.Errorf("%s: waits until %s", test.name, got)
		}
	}
}

func TestSpread(t *testing.T) {
	places := map[time.Duration]bool{}
	for i := range 1000 {
		at := spread(policy.Address{Channel: "wecom", User: fmt.Sprint(i)}, 6*time.Minute)
		if at < 18*time.Second || at >= 6*time.Minute {
			t.Fatalf("place %v", at)
		}
		places[at.Truncate(time.Second)] = true
	}
	if len(places) < 250 {
		t.Errorf("1000 receivers in %d seconds only", len(places))
	}
	if spread(policy.Address{Channel: "wecom", User: "Lin"}, time.Minute) != spread(policy.Address{Channel: "wecom", User: "lin"}, time.Minute) {
		t.Error("two spellings of one account have two places")
	}
}
