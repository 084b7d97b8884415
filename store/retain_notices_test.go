package store_test

import (
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestRetainNotices holds that with a case go the texts of all notices about it, those to its people and those to the offices, and of no other.
func TestRetainNotices(t *testing.T) {
	st, _ := sealing(t)
	school := demoSchool()
	gone := withdrawn(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏"})
	open := fileCase(t, st, school, noon, somebody(2), ledger.Filing{Category: "后勤-宿舍", Raw: "路灯坏"})
	rows := []struct {
		key   string
		to    policy.Address
		blank bool
	}{
		{ledger.CaseSeries + "/" + gone.ID + "/assigned/2026-11-19/peng", lin, true},
		{ledger.LookSeries + "/" + gone.ID + "/1/liu", lin, true},
		{ledger.CaseSeries + "/" + gone.ID + "/filed/2026-11-19/x", store.SealedAddress(gone.ID, 0), true},
		{gone.RatingKey(ledger.RateAgain), store.SealedAddress(gone.ID, 0), true},
		{ledger.CaseSeries + "/" + open.ID + "/assigned/2026-11-19/peng", lin, false},
		{ledger.CaseSeries + "/" + gone.ID + "0/assigned/2026-11-19/peng", lin, false},
	}
	update(t, st, noon, func(tx *store.Tx) error {
		for _, r := range rows {
			if _, err := tx.Notify(ledger.Notice{Key: r.key, Kind: "case", To: r.to, Text: "请办理：饭菜卫生问题", Made: noon, Due: noon}); err != nil {
				return err
			}
		}
		return nil
	})
	went, err := st.Retain(noon.AddDate(10, 0, 0).Add(time.Hour), kept, false)
	if err != nil || went.Cases != 1 {
		t.Fatal(went, err)
	}
	view(t, st, func(tx *store.Tx) error {
		for _, r := range rows {
			n, err := tx.Notice(r.key)
			if err != nil || (n.Text == "") != r.blank {
				t.Errorf("%s reads %q, %v", r.key, n.Text, err)
			}
		}
		return nil
	})
	sound(t, st)
}
