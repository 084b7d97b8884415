package ledger_test

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"testing"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

var (
	day = ledgertest.Day
	at  = ledgertest.At
)

// noon of the demo's day: Thursday of teaching week 12.
var noon = at("2026-11-19 12:00")

// member finds a member of a school; a test that names somebody unknown is broken.
func member(t testing.TB, school *policy.School, id string) *policy.Member {
	t.Helper()
	m := school.Member(id)
	if m == nil {
		t.Fatalf("no member %q", id)
	}
	return m
}

// refused fails the test unless err is the refusal with this code; "" means no error at all.
func refused(t testing.TB, err error, code string) {
	t.Helper()
	var no *ledger.Refusal
	switch {
	case code == "" && err != nil:
		t.Fatalf("unexpected: %v", err)
	case code != "" && !errors.As(err, &no):
		t.Fatalf("got %v, want the refusal %s", err, code)
	case code != "" && (no.Code != code || no.Say == ""):
		t.Fatalf("got %+v, want the refusal %s", no, code)
	}
}

// report makes a record that must not be refused.
func report(t testing.TB, school *policy.School, e ledger.Entry) ledger.Activity {
	t.Helper()
	a, err := ledger.Report(school, e)
	refused(t, err, "")
	a.ID = "HD2026-0001"
	return a
}

// own is a leader's own report of a day, entered on the evening of it.
func own(t testing.TB, school *policy.School, who, on string, kind policy.Kind, said ledger.Details) ledger.Activity {
	t.Helper()
	return report(t, school, ledger.Entry{
		Kind: kind, Date: day(on), Said: said, Members: []string{who}, By: member(t, school, who), At: at(on + " 20:00"),
	})
}

// book reads the marks of records as a store does.
func book(records ...ledger.Activity) shelf { return shelf{records: records} }

// shelf is a ledger in memory: records, and what was granted.
type shelf struct {
	records []ledger.Activity
	granted []ledger.Exemption
	broken  error
}

func (s shelf) Marks(member string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	var marks []ledger.Mark
	for n, a := range s.records {
		for i, m := range a.Marks() {
			m.Serial = ledger.Serial{Year: 2026, Number: uint32(n + 1)}
			if a.Credits[i].Member == member && span.Holds(a.Date) {
				marks = append(marks, m)
			}
		}
	}
	slices.SortFunc(marks, func(a, b ledger.Mark) int { return cmp.Compare(a.Date, b.Date) })
	return func(yield func(ledger.Mark, error) bool) {
		for _, m := range marks {
			if !yield(m, nil) {
				return
			}
		}
		if s.broken != nil {
			yield(ledger.Mark{}, s.broken)
		}
	}
}

func (s shelf) Exemptions(member string) iter.Seq2[ledger.Exemption, error] {
	return func(yield func(ledger.Exemption, error) bool) {
		for _, e := range s.granted {
			if e.Member == member && !yield(e, nil) {
				return
			}
		}
	}
}
