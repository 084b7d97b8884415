package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

func dialog(who policy.Address, expires time.Time) ledger.Dialog {
	return ledger.Dialog{Who: who, Expires: expires, Kind: ledger.DialogReport, Ask: []string{"date"}}
}

func TestDialogs(t *testing.T) {
	st := open(t)
	want := dialog(lin, noon.Add(30*time.Minute))
	update(t, st, noon, func(tx *store.Tx) error { return tx.PutDialog(want) })

	at := func(when time.Time, who policy.Address) (d ledger.Dialog, there bool) {
		t.Helper()
		update(t, st, when, func(tx *store.Tx) (err error) {
			d, there, err = tx.Dialog(who)
			return err
		})
		return d, there
	}
	got, there := at(noon.Add(30*time.Minute-1), policy.Address{Channel: "wecom", User: "linxiaofeng"})
	if diff := cmp.Diff(want, got); diff != "" || !there {
		t.Errorf("before it ends, another spelling: %v %s", there, diff)
	}
	if _, there := at(noon.Add(30*time.Minute), lin); there {
		t.Error("there at its end")
	}
	if _, there := at(noon, policy.Address{Channel: "dingtalk", User: lin.User}); there {
		t.Error("there on another platform")
	}
	view(t, st, func(tx *store.Tx) error {
		if _, there, err := tx.Dialog(lin); !there || err != nil {
			t.Errorf("in a View: %v, %v", there, err)
		}
		return nil
	})

	next := dialog(lin, noon.Add(time.Hour))
	next.Kind, next.Records = ledger.DialogAfter, []string{"HD2026-0001"}
	update(t, st, noon, func(tx *store.Tx) error { return tx.PutDialog(next) })
	if got, _ := at(noon, lin); got.Kind != ledger.DialogAfter {
		t.Errorf("the later one: %+v", got)
	}
	for range 2 {
		update(t, st, noon, func(tx *store.Tx) error {
			tx.EndDialog(lin)
			return nil
		})
		if _, there := at(noon, lin); there {
			t.Error("there after its end")
		}
	}
	for _, bad := range []ledger.Dialog{{Who: lin}, {Expires: noon}} {
		if err := st.Update(noon, func(tx *store.Tx) error { return tx.PutDialog(bad) }); err == nil {
			t.Errorf("%+v: stored", bad)
		}
	}
}
