package store_test

import (
	"testing"

	"lianxin/store"
	"lianxin/store/ledger"
)

// TestJoinNamesNobody holds that the journal never names who joined a case, though a member of staff does.
func TestJoinNamesNobody(t *testing.T) {
	st, _ := sealing(t)
	school := demoSchool()
	p := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "路灯坏"})
	update(t, st, noon, func(tx *store.Tx) error {
		_, err := tx.Join(by(school, tx, "zhao"), p.ID, school.Member("zhao").Accounts[0])
		return err
	})
	view(t, st, func(tx *store.Tx) error {
		lines, err := list(tx.JournalOf(p.ID))
		if last := lines[len(lines)-1]; err != nil || last.Verb != ledger.VerbJoined || last.By != ledger.ByFollower {
			t.Errorf("%+v, %v", last, err)
		}
		return nil
	})
}
