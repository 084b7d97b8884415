package report_test

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// facts are marks and exemptions of one member, as a store gives them.
type facts struct {
	marks   []ledger.Mark
	granted []ledger.Exemption
}

func (f facts) Marks(_ string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return func(yield func(ledger.Mark, error) bool) {
		for _, m := range f.marks {
			if span.Holds(m.Date) && !yield(m, nil) {
				return
			}
		}
	}
}

func (f facts) Exemptions(string) iter.Seq2[ledger.Exemption, error] {
	return func(yield func(ledger.Exemption, error) bool) {
		for _, e := range f.granted {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// did is one credit that counts.
func did(on string, kind policy.Kind, change ...func(*ledger.Mark)) ledger.Mark {
	m := ledger.Mark{Date: ledgertest.Day(on), Kind: kind, Hours: 2, Unit: "教育科学学院", Audience: policy.Students, Confirmed: true, Noted: true}
	for _, fn := range change {
		fn(&m)
	}
	return m
}

func progressOf(t *testing.T, who, on string, f facts, change ...func(*policy.School)) report.Progress {
	t.Helper()
	school := ledgertest.School()
	for _, fn := range change {
		fn(school)
	}
	p, err := report.Make(school, school.Member(who), ledgertest.Day(on), f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestStates: how each duty stands, and which one comes next.
func TestStates(t *testing.T) {
	waits := func(m *ledger.Mark) { m.Confirmed = false }
	span := policy.Span{From: ledgertest.Day("2026-08-31"), To: ledgertest.Day("2027-01-18")}
	for name, tt := range map[string]struct {
		who, on string
		f       facts
		want    map[string]report.State
		next    string
	}{
		"nothing done": {"lin", "2026-11-19", facts{}, map[string]report.State{
			"5.1": report.Behind, "5.3a": report.Behind, "5.3b": report.Behind, "5.3c": report.Soft, "5.4b": report.Behind,
		}, "5.4b"},
		"the first week": {"lin", "2026-08-31", facts{}, map[string]report.State{
			"5.1": report.Open, "5.3a": report.Open, "5.3b": report.Open, "5.3c": report.Soft, "5.4b": report.Open,
		}, "5.4b"},
		"lessons heard, one forum": {"lin", "2026-11-19", facts{marks: []ledger.Mark{
			did("2026-10-01", policy.ObserveClass), did("2026-10-02", policy.ObserveClass), did("2026-10-03", policy.Forum),
		}}, map[string]report.State{
			"5.1": report.Behind, "5.3a": report.Open, "5.3b": report.Open, "5.3c": report.Soft, "5.4b": report.Done,
		}, "5.1"},
		"what waits is not to be done again": {"lin", "2026-11-19", facts{marks: []ledger.Mark{
			did("2026-10-01", policy.ObserveClass, waits), did("2026-10-02", policy.ObserveClass, waits),
		}}, map[string]report.State{
			"5.1": report.Behind, "5.3a": report.Behind, "5.3b": report.Behind, "5.3c": report.Soft, "5.4b": report.Waiting,
		}, "5.1"},
		"exempt": {"xie", "2026-11-19", facts{granted: []ledger.Exemption{{Member: "xie", Rules: []string{"5.4b"}, Span: span, Reason: "出国"}}}, map[string]report.State{
			"5.3a": report.Behind, "5.3c": report.Soft, "5.4b": report.Exempt,
		}, "5.3a"},
		"the first lesson missed": {"fang", "2026-11-19", facts{}, map[string]report.State{"5.4a": report.Missed}, ""},
		"and after the term":      {"fang", "2027-01-25", facts{}, map[string]report.State{"5.4a": report.Missed}, ""},
		"in its last week":        {"fang", "2026-10-11", facts{}, map[string]report.State{"5.4a": report.Behind}, "5.4a"},
		"and the day after it":    {"fang", "2026-10-12", facts{}, map[string]report.State{"5.4a": report.Missed}, ""},
		"the first lesson due":    {"fang", "2026-10-08", facts{}, map[string]report.State{"5.4a": report.Behind}, "5.4a"},
	} {
		t.Run(name, func(t *testing.T) {
			p := progressOf(t, tt.who, tt.on, tt.f)
			got := map[string]report.State{}
			for i := range p.Duties {
				got[p.Duties[i].Rule.ID] = p.Duties[i].State()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			next := ""
			if d := p.Next(); d != nil {
				next = d.Rule.ID
			}
			if next != tt.next {
				t.Errorf("next: %q, want %q", next, tt.next)
			}
		})
	}
}

// TestBothYears: beside the school's reading of 每年 stands the other (1.4 no. 1).
func TestBothYears(t *testing.T) {
	f := facts{marks: []ledger.Mark{did("2026-03-20", policy.Forum), did("2026-10-20", policy.Forum)}}
	p := progressOf(t, "lin", "2026-11-19", f)
	if p.OtherYear.ID != "2026" || p.Week != 12 || p.WeeksLeft != 7 {
		t.Errorf("%+v", p)
	}
	for i := range p.Duties {
		if d := &p.Duties[i]; d.Rule.ID == "5.3a" && (d.Done != 1 || d.Other != 2) || !d.Yearly() && d.Other != 0 {
			t.Errorf("%s: %g beside %g", d.Rule.ID, d.Done, d.Other)
		}
	}
	p = progressOf(t, "lin", "2026-11-19", f, func(s *policy.School) { s.Measure.Settings.YearBasis = policy.CalendarBasis })
	if p.OtherYear.ID != "2026-2027" {
		t.Errorf("%+v", p.OtherYear)
	}
}
