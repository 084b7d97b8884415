package ledger_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestCorrect(t *testing.T) {
	school := ledgertest.School()
	said := ledger.Details{ClassHours: 2, Unit: "教育科学学院"}
	lesson := own(t, school, "lin", "2026-11-18", policy.ObserveClass, said)
	hour := ledger.Details{ClassHours: 1, Unit: "教育科学学院"}
	tests := []struct {
		name    string
		by      string
		changes ledger.Changes
		code    string
		waits   string
		late    bool
	}{
		{"own class hours", "lin", ledger.Changes{Said: &hour}, "", "", false},
		{"own day", "lin", ledger.Changes{Date: day("2026-11-17")}, "", "", false},
		{"own kind", "lin", ledger.Changes{Kind: policy.Visit}, "", "", false},
		{"own day, guessed", "lin", ledger.Changes{Date: day("2026-11-17"), Confirm: []string{"date"}}, "", ledger.WaitsMember, false},
		{"the office changes the hours", "chen", ledger.Changes{Said: &hour}, "", ledger.WaitsMember, false},
		{"the office adds the unit", "chen", ledger.Changes{Said: &ledger.Details{ClassHours: 2, Unit: "文学院"}}, "", "", false},
		{"a stranger", "wu", ledger.Changes{Said: &hour}, "not_yours", "", false},
		{"nothing", "lin", ledger.Changes{}, "nothing_changed", "", false},
		{"the same again", "lin", ledger.Changes{Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: &said}, "nothing_changed", "", false},
		{"a day to come", "lin", ledger.Changes{Date: day("2026-11-20")}, "future", "", false},
		{"an unknown kind", "lin", ledger.Changes{Kind: "party"}, "unknown_kind", "", false},
		{"a day long ago", "lin", ledger.Changes{Date: day("2026-10-01")}, "", ledger.WaitsOffice, true},
		{"a day long ago, by the office", "chen", ledger.Changes{Date: day("2026-10-01")}, "", ledger.WaitsMember, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, err := lesson.Correct(school, member(t, school, tt.by), tt.changes, noon)
			refused(t, err, tt.code)
			if tt.code != "" {
				if diff := cmp.Diff(lesson, b); diff != "" {
					t.Errorf("a refused correction changed the record: %s", diff)
				}
				return
			}
			if b.Waits("lin") != tt.waits || b.Late != tt.late || !b.Corrected.Equal(noon) {
				t.Errorf("waits for %q, late %v: %+v", b.Waits("lin"), b.Late, b)
			}
			if lesson.Said.ClassHours != 2 || lesson.Waits("lin") != "" {
				t.Error("the record that was corrected has changed")
			}
		})
	}
}

func TestCorrectAsksTheOthersAnew(t *testing.T) {
	school := ledgertest.School()
	a := report(t, school, ledger.Entry{
		Kind: policy.Research, Date: day("2026-11-17"), Members: []string{"lin", "he"}, By: member(t, school, "lin"), At: noon,
	})
	a, err := a.Confirm("he", noon)
	refused(t, err, "")

	b, err := a.Correct(school, member(t, school, "lin"), ledger.Changes{Date: day("2026-11-18")}, noon)
	refused(t, err, "")
	if b.Waits("lin") != "" || b.Waits("he") != ledger.WaitsMember {
		t.Errorf("another day: %+v", b.Credits)
	}
	b, err = a.Correct(school, member(t, school, "lin"), ledger.Changes{Said: &ledger.Details{Topic: "实习"}}, noon)
	refused(t, err, "")
	if b.Waits("lin") != "" || b.Waits("he") != "" {
		t.Errorf("another topic: %+v", b.Credits)
	}
	b, err = a.Correct(school, member(t, school, "he"), ledger.Changes{Date: day("2026-11-18")}, noon)
	refused(t, err, "")
	if b.Waits("he") != "" || b.Waits("lin") != ledger.WaitsMember {
		t.Errorf("the colleague's word: %+v", b.Credits)
	}
}

// TestCorrectIsAWord: a leader who corrects what was entered for him has said 对 to the rest.
func TestCorrectIsAWord(t *testing.T) {
	school := ledgertest.School()
	a := group(t, school)
	b, err := a.Correct(school, member(t, school, "lin"), ledger.Changes{Said: &ledger.Details{Comment: "补充"}}, noon)
	refused(t, err, "")
	if b.Waits("lin") != "" || b.Waits("he") != ledger.WaitsMember {
		t.Errorf("after lin's correction: %+v", b.Credits)
	}
	b, err = a.Correct(school, member(t, school, "chen"), ledger.Changes{Said: &ledger.Details{Comment: "补充"}}, noon)
	refused(t, err, "")
	if b.Waits("lin") != ledger.WaitsMember {
		t.Errorf("after the office's: %+v", b.Credits)
	}
}

func TestCorrectOfALateEntry(t *testing.T) {
	school := ledgertest.School()
	lin := member(t, school, "lin")
	late := report(t, school, ledger.Entry{Kind: policy.Visit, Date: day("2026-09-15"), Members: []string{"lin"}, By: lin, At: noon})
	late, err := late.Approve(member(t, school, "chen"), noon)
	refused(t, err, "")

	b, err := late.Correct(school, lin, ledger.Changes{Date: day("2026-09-16")}, noon)
	refused(t, err, "")
	if b.Waits("lin") != ledger.WaitsOffice {
		t.Errorf("another late day is approved already: %+v", b)
	}
	b, err = late.Correct(school, lin, ledger.Changes{Date: day("2026-11-16")}, noon)
	refused(t, err, "")
	if b.Late || !b.Approved.IsZero() || b.Waits("lin") != "" {
		t.Errorf("a day in time: %+v", b)
	}
	b, err = late.Correct(school, lin, ledger.Changes{Said: &ledger.Details{Comment: "补充"}}, noon)
	refused(t, err, "")
	if b.Waits("lin") != "" {
		t.Errorf("a comment: %+v", b)
	}
}

// TestCorrectAfterThePeriod: what a closed term counted changes only with the office (1.4 no. 30).
func TestCorrectAfterThePeriod(t *testing.T) {
	school := ledgertest.School()
	lin := member(t, school, "lin")
	lesson := own(t, school, "lin", "2026-07-10", policy.ObserveClass, ledger.Details{ClassHours: 1})
	changes := ledger.Changes{Said: &ledger.Details{ClassHours: 2}}
	for when, waits := range map[string]string{"2026-07-19 22:00": "", "2026-07-20 00:00": ledger.WaitsOffice} {
		b, err := lesson.Correct(school, lin, changes, at(when))
		refused(t, err, "")
		if b.Waits("lin") != waits {
			t.Errorf("%s: waits for %q", when, b.Waits("lin"))
		}
	}
	b, err := lesson.Correct(school, lin, ledger.Changes{Date: day("2026-09-01")}, at("2026-09-02 09:00"))
	refused(t, err, "")
	if b.Waits("lin") != ledger.WaitsOffice {
		t.Errorf("taken out of a closed term: waits for %q", b.Waits("lin"))
	}
}

func TestCorrectOfARecordTakenBack(t *testing.T) {
	school := ledgertest.School()
	lin := member(t, school, "lin")
	gone, err := own(t, school, "lin", "2026-11-18", policy.Visit, ledger.Details{}).Retract(lin, "", noon)
	refused(t, err, "")
	_, err = gone.Correct(school, lin, ledger.Changes{Kind: policy.Forum}, noon.Add(time.Minute))
	refused(t, err, "retracted")
}
