package ledger_test

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// markList are the marks of one member, whoever asks.
type markList []ledger.Mark

func (l markList) Marks(_ string, span policy.Span) iter.Seq2[ledger.Mark, error] {
	return func(yield func(ledger.Mark, error) bool) {
		for _, m := range l {
			if span.Holds(m.Date) && !yield(m, nil) {
				return
			}
		}
	}
}

func (markList) Exemptions(string) iter.Seq2[ledger.Exemption, error] {
	return func(func(ledger.Exemption, error) bool) {}
}

func TestSilentUnits(t *testing.T) {
	on := ledgertest.Day
	both := []policy.Assignment{{Name: "文学院"}, {Name: "音乐学院", Span: policy.Span{From: on("2026-01-10")}}}
	at := func(day, unit string) ledger.Mark { return ledger.Mark{Kind: policy.Visit, Date: on(day), Unit: unit} }
	gone := at("2026-05-30", "文学院")
	gone.Retracted = true
	for _, row := range []struct {
		name  string
		day   string
		since string
		marks markList
		want  []string
	}{
		{"nothing at all", "2026-05-31", "", nil, []string{"文学院", "音乐学院"}},
		{"three months ago to the day: 28 February", "2026-05-31", "", markList{at("2026-02-28", "文学院")}, []string{"音乐学院"}},
		{"a day longer", "2026-05-31", "", markList{at("2026-02-27", "文学院")}, []string{"文学院", "音乐学院"}},
		{"today", "2026-05-31", "", markList{at("2026-05-31", "音乐学院")}, []string{"文学院"}},
		{"elsewhere", "2026-05-31", "", markList{at("2026-05-30", "教务处")}, []string{"文学院", "音乐学院"}},
		{"taken back", "2026-05-31", "", markList{gone}, []string{"文学院", "音乐学院"}},
		{"a contact unit of less than three months", "2026-04-09", "", nil, []string{"文学院"}},
		{"of three months", "2026-04-10", "", nil, []string{"文学院", "音乐学院"}},
		{"the leader came later", "2026-05-31", "2026-03-01", nil, nil},
		{"over the year", "2026-02-15", "", markList{at("2025-11-15", "文学院")}, nil},
	} {
		m := policy.Member{ID: "liang", Contact: both}
		if row.since != "" {
			m.Span.From = on(row.since)
		}
		got, err := ledger.SilentUnits(&m, on(row.day), row.marks)
		if diff := cmp.Diff(row.want, got); diff != "" && len(row.want)+len(got) > 0 || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", row.name, err, diff)
		}
	}
}
