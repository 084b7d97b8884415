package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// TestCountsFor: what the card says that a record will give.
func TestCountsFor(t *testing.T) {
	tests := []struct {
		name string
		by   string
		on   string
		kind policy.Kind
		said ledger.Details
		want string
	}{
		{"two lessons", "lin", "2026-11-18", policy.ObserveClass, lesson(2), "5.4b 2 class_hour"},
		{"half a lesson", "lin", "2026-11-18", policy.ObserveClass, lesson(0.5), ""},
		{"a forum with students, in charge of teaching", "lin", "2026-11-18", policy.Forum, forum("毕业生"), "5.3a 1 times, 5.3b 1 times"},
		{"the same, in charge of something else", "wu", "2026-11-18", policy.Forum, forum("毕业生"), "5.3a 1 times"},
		{"a forum with young teachers", "lin", "2026-11-18", policy.Forum, forum("青年教师"), "5.3a 1 times"},
		{"a forum with nobody named", "lin", "2026-11-18", policy.Forum, forum(""), ""},
		{"a visit", "lin", "2026-11-18", policy.Visit, ledger.Details{PlaceType: "食堂"}, ""},
		{"a branch in charge", "lin", "2026-11-18", policy.OrgLife, branch("教务处"), "5.1 1 times"},
		{"the leadership's own meeting", "zhou", "2026-11-18", policy.OrgLife, ledger.Details{Level: "school"}, ""},
		{"a talk with the person of contact", "liang", "2026-11-18", policy.NonpartyTalk, ledger.Details{Counterpart: "罗晓敏"}, "5.5a 1 times"},
		{"a talk without one", "lin", "2026-11-18", policy.NonpartyTalk, ledger.Details{Counterpart: "罗晓敏"}, ""},
		{"the retired are told", "he", "2026-11-18", policy.RetireeBrief, ledger.Details{}, "5.6 1 times"},
		{"a reception", "he", "2026-11-16", policy.ReceptionDay, ledger.Details{}, "5.8 1 slot"},
		{"a first lesson in time", "he", "2026-10-08", policy.FirstLesson, lesson(1), "5.4a 1 times"},
		{"a first lesson too late", "he", "2026-11-18", policy.FirstLesson, lesson(1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			school := ledgertest.School()
			a := own(t, school, tt.by, tt.on, tt.kind, tt.said)
			if got := said(ledger.CountsFor(school, a, member(t, school, tt.by))); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func said(list []ledger.Counted) string {
	var parts []string
	for _, c := range list {
		parts = append(parts, fmt.Sprintf("%s %g %s", c.Rule.ID, c.Amount, c.Unit))
	}
	return strings.Join(parts, ", ")
}

func TestCountsForOnceConfirmed(t *testing.T) {
	school := ledgertest.School()
	lin := member(t, school, "lin")
	entry := ledger.Entry{Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: lesson(2), Members: []string{"lin"}, By: member(t, school, "zhao"), At: noon}
	a := report(t, school, entry)
	if got := said(ledger.CountsFor(school, a, lin)); got != "5.4b 2 class_hour" {
		t.Errorf("waiting for 对: %q", got)
	}
	if got := ledger.CountsFor(school, a, member(t, school, "he")); got != nil {
		t.Errorf("for somebody who was not there: %v", got)
	}
	declined, err := a.Decline("lin", noon)
	refused(t, err, "")
	if got := ledger.CountsFor(school, declined, lin); got != nil {
		t.Errorf("declined: %v", got)
	}
	entry.Date = day("2026-09-18")
	late := report(t, school, entry)
	if got := ledger.CountsFor(school, late, lin); got != nil {
		t.Errorf("late: %v", got)
	}
	late, err = late.Approve(member(t, school, "chen"), noon)
	refused(t, err, "")
	if got := said(ledger.CountsFor(school, late, lin)); got != "5.4b 2 class_hour" {
		t.Errorf("late and approved: %q", got)
	}
}
