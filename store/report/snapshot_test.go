package report_test

import (
	"slices"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// lesson is a lesson of lin that counts.
func lesson(t *testing.T, st *store.Store, on string, hours float64, confirmed bool) string {
	t.Helper()
	id := ""
	err := st.Update(ledgertest.At("2026-07-01 10:00"), func(tx *store.Tx) error {
		id = tx.NextActivityID()
		c := ledger.Credit{Member: "lin"}
		if confirmed {
			c.Confirmed = tx.At
		}
		return tx.PutActivity(&ledger.Activity{
			ID: id, Kind: policy.ObserveClass, Date: ledgertest.Day(on), By: "lin", Entered: tx.At, Credits: []ledger.Credit{c},
			Said: ledger.Details{ClassHours: hours, Course: "甲", Teacher: "王丽", Comment: "好"},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// linesOf works the year out.
func linesOf(t *testing.T, school *policy.School, st *store.Store, today string) (lines []ledger.SnapshotLine) {
	t.Helper()
	year, _ := school.Calendar.YearByID("2025-2026")
	err := st.View(func(tx *store.Tx) (err error) {
		lines, err = tx.YearLines(school, year, ledgertest.Day(today))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// lineOf is one line.
func lineOf(t *testing.T, lines []ledger.SnapshotLine, member, rule, period string) ledger.SnapshotLine {
	t.Helper()
	i := slices.IndexFunc(lines, func(l ledger.SnapshotLine) bool { return l.Member == member && l.Rule == rule && l.Period == period })
	if i < 0 {
		t.Fatalf("no line of %s for %s in %s", member, rule, period)
	}
	return lines[i]
}

func TestYearLines(t *testing.T) {
	school := ledgertest.School()
	school.Member("wu").Span.To = ledgertest.Day("2026-01-10")
	st := emptyLedger(t, school)
	defer st.Close()
	first, second, waits := lesson(t, st, "2025-10-09", 2, true), lesson(t, st, "2025-11-03", 2, true), lesson(t, st, "2026-04-01", 4, false)
	lines := linesOf(t, school, st, "2026-11-19")
	if l := lineOf(t, lines, "lin", "5.4b", "2025-2026-1"); l.Done != 4 || l.Verdict != ledger.VerdictDone || !slices.Equal(l.Records, []string{first, second}) {
		t.Errorf("%+v", l)
	}
	if l := lineOf(t, lines, "lin", "5.4b", "2025-2026-2"); l.Done != 0 || l.Waiting != 4 || l.Verdict != ledger.VerdictOpen || !slices.Equal(l.Waits, []string{waits}) {
		t.Errorf("%+v", l)
	}
	if l := lineOf(t, lines, "lin", "5.1", "2025-2026"); l.Verdict != ledger.VerdictMissing || len(l.Records) > 0 {
		t.Errorf("%+v", l)
	}
	if l := lineOf(t, lines, "wu", "5.4b", "2025-2026-1"); l.Need == 0 || l.Verdict != ledger.VerdictMissing {
		t.Errorf("who left in the first term: %+v", l)
	}
	for _, l := range lines {
		if l.Member == "wu" && l.Period == "2025-2026-2" {
			t.Errorf("he had left: %+v", l)
		}
	}
	if l := lineOf(t, linesOf(t, school, st, "2026-04-02"), "liang", "5.1", "2025-2026"); l.Verdict != ledger.VerdictRunning {
		t.Errorf("while the year runs: %+v", l)
	}
	order := []string{}
	for _, l := range lines {
		if len(order) == 0 || order[len(order)-1] != l.Member {
			order = append(order, l.Member)
		}
	}
	want := []string{}
	for i := range school.Members {
		if slices.Contains(order, school.Members[i].ID) {
			want = append(want, school.Members[i].ID)
		}
	}
	if !slices.Equal(order, append(want, "")) {
		t.Errorf("the order is %v, not that of the posts", order)
	}
}

// Where 每年 is the calendar year, the one that ended within the academic year is judged by all of its records, and the one that runs on is not missing yet.
func TestYearLinesByCalendarYears(t *testing.T) {
	school := ledgertest.School()
	school.Measure.Settings.YearBasis = policy.CalendarBasis
	school.Member("wu").Span.To = ledgertest.Day("2025-11-10")
	st := emptyLedger(t, school)
	defer st.Close()
	err := st.Update(ledgertest.At("2026-07-01 10:00"), func(tx *store.Tx) error {
		for _, day := range []string{"2025-03-20", "2025-10-20", "2026-03-20"} {
			a := ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.Forum, Date: ledgertest.Day(day), By: "lin", Entered: tx.At,
				Credits: []ledger.Credit{{Member: "lin", Confirmed: tx.At}}, Said: ledger.Details{Unit: "教育科学学院", Audience: "教师"},
			}
			if err := tx.PutActivity(&a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		today, member, period string
		done                  float64
		verdict               ledger.Verdict
	}{
		{"2025-11-19", "lin", "2025", 2, ledger.VerdictDone},
		{"2026-08-31", "lin", "2025", 2, ledger.VerdictDone},
		{"2026-08-31", "lin", "2026", 1, ledger.VerdictRunning},
		{"2027-01-01", "lin", "2026", 1, ledger.VerdictMissing},
		{"2026-08-31", "he", "2025", 0, ledger.VerdictMissing},
		{"2026-08-31", "wu", "2025", 0, ledger.VerdictMissing},
	} {
		lines := linesOf(t, school, st, tt.today)
		if l := lineOf(t, lines, tt.member, "5.3a", tt.period); l.Done != tt.done || l.Verdict != tt.verdict {
			t.Errorf("%s, of %s in %s: %s", tt.today, tt.member, tt.period, &l)
		}
		if slices.ContainsFunc(lines, func(l ledger.SnapshotLine) bool { return l.Member == "wu" && l.Period == "2026" }) {
			t.Errorf("%s: he had left before 2026", tt.today)
		}
	}
}

// A year is closed once; what is corrected afterwards shows as a difference with its records, and a snapshot that was touched is found out.
func TestCloseYear(t *testing.T) {
	school := ledgertest.School()
	st := emptyLedger(t, school)
	defer st.Close()
	lesson(t, st, "2025-10-09", 2, true)
	year, _ := school.Calendar.YearByID("2025-2026")
	group := policy.Member{ID: "deng", Roles: []policy.Role{policy.AssessmentGroup}}
	closing := func(at string, by *policy.Member, again bool) (out store.Closed, err error) {
		err = st.Update(ledgertest.At(at), func(tx *store.Tx) (err error) {
			out, err = tx.CloseYear(school, year, by, again)
			return err
		})
		return out, err
	}
	if _, err := closing("2026-11-19 10:00", school.Member("lin"), false); refusalOf(err) != "year_close_right" {
		t.Errorf("by a leader: %v", err)
	}
	last := ledger.LastOfTerms(school, year)
	if _, err := closing(last.String()+" 23:59", &group, false); refusalOf(err) != "year_not_over" {
		t.Errorf("on the last day: %v", err)
	}
	done, err := closing(last.Add(1).String()+" 00:00", &group, false)
	if err != nil || !done.Fresh || done.Snapshot.ID != "JZ2026-0001" || !done.Snapshot.Sound() || done.Snapshot.Rules != ledger.RulesVersion(school) {
		t.Fatalf("%+v, %v", done.Snapshot.ID, err)
	}
	added := lesson(t, st, "2025-12-01", 2, true)
	done, err = closing("2026-11-19 10:00", nil, false)
	if err != nil || done.Fresh || len(done.Changes) != 1 {
		t.Fatalf("%d differences, fresh %v, %v", len(done.Changes), done.Fresh, err)
	}
	said := report.Differences(done.Changes)
	if len(said) != 1 || !strings.Contains(said[0], "结账 2/4 未完成，现在 4/4 完成，新增 "+added) {
		t.Errorf("said %q", said)
	}
	again, err := closing("2026-11-19 10:00", nil, true)
	if err != nil || !again.Fresh || again.Snapshot.ID != "JZ2026-0002" || again.Snapshot.Prev != done.Snapshot.Hash {
		t.Errorf("%+v, %v", again.Snapshot.ID, err)
	}
	touched := again.Snapshot
	touched.Lines = slices.Clone(touched.Lines)
	touched.Lines[0].Done++
	if touched.Sound() {
		t.Error("a touched snapshot passes")
	}
	other := *school
	other.Measure.Settings.MinWholePeriods++
	if ledger.RulesVersion(&other) == ledger.RulesVersion(school) {
		t.Error("another setting has the same version")
	}
	if _, err := st.Verify(); err != nil {
		t.Error(err)
	}
}
