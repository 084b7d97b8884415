package report_test

import (
	"fmt"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// A reception that stands in the ledger without a sheet, as every imported one does, was held: the papers count it like the duty of the leadership does.
func TestReceptionsWithoutASheet(t *testing.T) {
	school := ledgertest.School()
	school.Reception.Roster = []string{"liang", "he", "lin"}
	st := emptyLedger(t, school)
	defer st.Close()
	at := ledgertest.At("2026-10-20 10:00")
	err := st.Update(at, func(tx *store.Tx) error {
		for _, r := range []struct {
			day, leader string
			declined    bool
		}{{"2026-09-07", "liang", false}, {"2026-09-21", "he", true}} {
			c := ledger.Credit{Member: r.leader, Confirmed: at}
			if r.declined {
				c.Declined = at
			}
			a := ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.ReceptionDay, Date: ledgertest.Day(r.day), By: ledger.ByImport, Entered: at,
				Credits: []ledger.Credit{c}, Said: ledger.Details{Visitors: 3, Comment: "王某某来访"},
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
	term, _ := school.Calendar.TermByID("2026-2027-1")
	year, _ := school.Calendar.YearByID("2026-2027")
	err = st.View(func(tx *store.Tx) error {
		today := school.Today(at)
		bulletin, err := report.Bulletin(school, term.Period(), year, today, tx)
		if err != nil {
			return err
		}
		if text := fmt.Sprint(bulletin.Document.Blocks); !strings.Contains(text, "应接待 4 次，已登记接待 1 次，接待来访 3 批") {
			t.Errorf("the bulletin says %s", text)
		}
		summary, err := report.ReceptionSummary(school, term, today, tx)
		if err != nil {
			return err
		}
		rows := ""
		for _, b := range summary.Document.Blocks {
			if rows += b.Text + "\n"; b.Grid != nil {
				rows += fmt.Sprintln(b.Grid.Rows)
			}
		}
		for _, part := range []string{"共接待 1 次，来访 3 批", "梁志远党委书记 3 见台账 HD2026-0001", "何敏华校长  未登记接待情况"} {
			if !strings.Contains(rows, part) {
				t.Errorf("the summary lacks %q: %s", part, rows)
			}
		}
		if strings.Contains(rows, "王某某") {
			t.Error("the summary names a visitor")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
