package bot_test

import (
	"fmt"
	"io"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// taken takes a table of earlier years in: taken 旧台账.xlsx 3 makes three lessons of lin.
func (s *story) taken(_ io.Writer, args []string) error {
	records := 0
	if _, err := fmt.Sscan(args[1], &records); err != nil {
		return err
	}
	var lines []store.PaperLine
	for i := range records {
		a := ledger.Activity{
			Kind: policy.ObserveClass, Date: policy.MakeDate(2025, 10, 9).Add(i), By: ledger.ByImport, Credits: []ledger.Credit{{Member: "lin"}},
			Said: ledger.Details{ClassHours: 2, Course: "大学语文", Teacher: "王丽", Comment: "好"},
		}
		a.Paper = &ledger.Paper{Key: fmt.Sprintf("%s-%s-%d", ledger.LineKey(&a), args[0], i)}
		lines = append(lines, store.PaperLine{Activity: a})
	}
	_, err := s.store.ImportPapers(s.school, ledger.Import{At: s.now.UTC(), By: ledger.ByOperator, File: args[0], Hash: "00"}, lines, false)
	return err
}

// A large import is left to the command, which works in slices.
func TestLargeImportIsNotUndoneByAWord(t *testing.T) {
	for records, code := range map[int]string{5_000: "", 5_001: "import_large"} {
		i := ledger.Import{ID: "DR2026-0001", Records: records}
		no, got := i.MayUndo(), ""
		if no != nil {
			got = no.Code
		}
		if got != code {
			t.Errorf("%d records: %q", records, got)
		}
	}
	i, err := ledger.Import{ID: "DR2026-0001"}.Undo("chen", ledgertest.At("2026-11-19 10:00"))
	if err != nil || i.MayUndo() == nil {
		t.Errorf("%+v, %v", i, err)
	}
}
