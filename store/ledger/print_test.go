package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestPrint: records that look like one thing never have prints that differ, and most that are two things do.
func TestPrint(t *testing.T) {
	records, told := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"", "教三401", "教三402", "高等数学", "王丽", "1-2", "上午"})
		said := func() ledger.Details {
			return ledger.Details{
				ClassHours: 2, Unit: "教育科学学院", Place: word.Draw(t, "place"), Course: word.Draw(t, "course"), Teacher: word.Draw(t, "teacher"),
				Periods: word.Draw(t, "periods"), PartOfDay: word.Draw(t, "part"), Topic: word.Draw(t, "topic"), Meeting: word.Draw(t, "meeting"),
			}
		}
		a := ledger.Activity{Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: said()}
		b := ledger.Activity{Kind: policy.ObserveClass, Date: day("2026-11-18"), Said: said()}
		differ := ledger.PrintOf(&a.Said).Differs(ledger.PrintOf(&b.Said))
		if differ && a.SameAs(&b) {
			t.Fatalf("%+v and %+v", a.Said, b.Said)
		}
		if !a.SameAs(&b) {
			records++
		}
		if differ {
			told++
		}
	})
	if told*100 < records*95 {
		t.Errorf("%d of %d pairs are told apart", told, records)
	}
}
