package store_test

import (
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
)

// TestRetainTexts has records of sixty days, more than one slice, and thirty days to keep: night after night the older texts go and nothing else.
func TestRetainTexts(t *testing.T) {
	const perDay = 40
	keep := policy.Retention{CaseYears: 10, IdentityYears: 3, ChatDays: 30}
	st := open(t)
	var all []string
	for day := range 60 {
		update(t, st, noon, func(tx *store.Tx) error {
			all = all[:day*perDay]
			for range perDay {
				a := visit("2026-11-18")
				a.ID, a.Entered, a.Said.Text = tx.NextActivityID(), noon.AddDate(0, 0, day), "今天中午去了第二食堂"
				all = append(all, a.ID)
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, night := range []struct{ after, goes, gone int }{{29, 0, 0}, {30, 0, 0}, {31, perDay, 1}, {31, 0, 1}, {60, 29 * perDay, 30}, {200, 30 * perDay, 60}, {201, 0, 60}} {
		for _, dry := range []bool{true, false} {
			went, err := st.Retain(noon.AddDate(0, 0, night.after), keep, dry)
			if err != nil || went != (store.Retained{Texts: night.goes}) {
				t.Errorf("after %d days (dry %v) %v went, %v; want %d texts", night.after, dry, went, err, night.goes)
			}
		}
		view(t, st, func(tx *store.Tx) error {
			for i, id := range all {
				a, err := tx.Activity(id)
				if err != nil {
					return err
				}
				if gone := a.Said.Text == ""; gone != (i < night.gone*perDay) || a.Said.Place != "第二食堂" {
					t.Fatalf("after %d days record %d has the text %q and the place %q", night.after, i, a.Said.Text, a.Said.Place)
				}
			}
			return nil
		})
	}
	if r, err := st.Verify(); err != nil {
		t.Errorf("%v: %v", r, err)
	}
}
