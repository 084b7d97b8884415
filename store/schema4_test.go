package store

import (
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// TestSchema4: a ledger in whose index supervisors stand as students is sound afterwards, and counts them as what they are.
func TestSchema4(t *testing.T) {
	day := policy.MakeDate(2026, 11, 2)
	st := broughtUp(t, 3, 1, func(k kv.Tx, tx *Tx, at time.Time) error {
		a := ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.Forum, Date: day, By: "lin", Entered: at,
			Credits: []ledger.Credit{{Member: "lin", Confirmed: at}}, Said: ledger.Details{Audience: "研究生导师"},
		}
		if err := tx.PutActivity(&a); err != nil {
			return err
		}
		mark := a.Marks()[0]
		mark.Audience = policy.Everyone
		key := append(appendDate(shelf(nil, "lin", shelfDays), day), appendSerial(nil, mark.Serial)...)
		k.Put(byPerson, key, ledger.AppendMark(nil, mark))
		return nil
	})
	err := st.View(func(tx *Tx) error {
		marks, err := All(tx.Marks("lin", policy.Span{From: day}))
		if err == nil && (len(marks) != 1 || marks[0].Audience != policy.Teachers) {
			t.Errorf("%+v", marks)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
