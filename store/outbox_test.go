package store_test

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

var lin = policy.Address{Channel: "wecom", User: "LinXiaofeng"}

// notice is a row for lin that is due some minutes after noon.
func notice(key string, minutes int) ledger.Notice {
	return ledger.Notice{Key: key, Kind: "quota", To: lin, Member: "lin", Text: "还差听课2学时", Made: noon, Due: noon.Add(time.Duration(minutes) * time.Minute)}
}

func notify(t testing.TB, st *store.Store, list ...ledger.Notice) {
	t.Helper()
	update(t, st, noon, func(tx *store.Tx) error {
		for _, n := range list {
			if _, err := tx.Notify(n); err != nil {
				return err
			}
		}
		return nil
	})
}

func keys(t testing.TB, seq iter.Seq2[ledger.Notice, error]) string {
	t.Helper()
	all, err := list(seq)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range all {
		out = append(out, n.Key)
	}
	return strings.Join(out, " ")
}

// rows are the lists of the outbox, as keys.
type rows struct{ Due, To, Recent, Refused string }

func outbox(t testing.TB, st *store.Store, until time.Time) rows {
	t.Helper()
	var r rows
	view(t, st, func(tx *store.Tx) error {
		r = rows{
			Due: keys(t, tx.DueNotices(until, 0)), To: keys(t, tx.NoticesTo(lin, 0)), Recent: keys(t, tx.RecentNotices(0)),
			Refused: keys(t, tx.RefusedNotices(noon)),
		}
		return nil
	})
	return r
}

func TestOutbox(t *testing.T) {
	st := open(t)
	other := notice("x", 0)
	other.To.User = "linxiaofen" // the beginning of lin's name, in another case
	notify(t, st, notice("b", 5), notice("a", 10), notice("c", 0), other)

	got := outbox(t, st, noon.Add(5*time.Minute))
	if diff := cmp.Diff(rows{Due: "c x b", To: "c a b", Recent: "x c a b"}, got); diff != "" {
		t.Error(diff)
	}
	view(t, st, func(tx *store.Tx) error {
		if due, ok := tx.NextDue(); !ok || !due.Equal(noon) {
			t.Errorf("next due: %v, %v", due, ok)
		}
		if got := keys(t, tx.DueNotices(noon.Add(time.Hour), 2)); got != "c x" {
			t.Errorf("the first two: %q", got)
		}
		if got := keys(t, tx.DueNotices(noon.Add(5*time.Minute-1), 0)); got != "c x" {
			t.Errorf("a nanosecond before b: %q", got)
		}
		if got := keys(t, tx.NoticesTo(policy.Address{Channel: "wecom", User: "LINXIAOFENG"}, 1)); got != "c" {
			t.Errorf("the newest to another spelling of the account: %q", got)
		}
		return nil
	})

	save := func(key string, change func(*ledger.Notice)) {
		t.Helper()
		update(t, st, noon, func(tx *store.Tx) error {
			n, err := tx.Notice(key)
			if err != nil {
				return err
			}
			change(&n)
			return tx.SaveNotice(n)
		})
	}
	save("c", func(n *ledger.Notice) { n.Sent, n.PlatformID = noon, "m1" })
	save("b", func(n *ledger.Notice) { n.Attempts, n.Due = 1, noon.Add(30*time.Minute) })
	save("x", func(n *ledger.Notice) { n.Refused, n.Reason = noon.Add(time.Second), "不在可见范围" })
	save("a", func(n *ledger.Notice) { n.Dropped = noon })
	got = outbox(t, st, noon.Add(time.Hour))
	if diff := cmp.Diff(rows{Due: "b", To: "c a b", Recent: "x c a b", Refused: "a x"}, got); diff != "" {
		t.Error(diff)
	}
	view(t, st, func(tx *store.Tx) error {
		if got := keys(t, tx.RefusedNotices(noon.Add(1))); got != "x" {
			t.Errorf("refused after noon: %q", got)
		}
		return nil
	})
	save("b", func(n *ledger.Notice) { n.Sent = noon })
	view(t, st, func(tx *store.Tx) error {
		if due, ok := tx.NextDue(); ok {
			t.Errorf("all is settled, next due %v", due)
		}
		return nil
	})
	sound(t, st)
}

// TestToldOnce: a Key that was used is used up, whatever became of the notice.
func TestToldOnce(t *testing.T) {
	st := open(t)
	notify(t, st, notice("quota/2026-2027-1/w10/lin", 0))
	again := notice("quota/2026-2027-1/w10/lin", 0)
	again.Text = "something else"
	update(t, st, noon, func(tx *store.Tx) error {
		added, err := tx.Notify(again)
		if added {
			t.Error("told twice")
		}
		if !tx.Told(again.Key) || tx.Told("quota/2026-2027-1/w10") {
			t.Error("Told does not know what was told")
		}
		return err
	})
	view(t, st, func(tx *store.Tx) error {
		n, err := tx.Notice(again.Key)
		if n.Text == again.Text {
			t.Error("the first text is gone")
		}
		return err
	})
	if r := sound(t, st); r.Notices != 1 {
		t.Errorf("%s", r)
	}
}

func TestOutboxRefusesTheImpossible(t *testing.T) {
	st := open(t)
	for name, spoil := range map[string]func(*ledger.Notice){
		"no key":     func(n *ledger.Notice) { n.Key = "" },
		"no address": func(n *ledger.Notice) { n.To = policy.Address{} },
		"no due":     func(n *ledger.Notice) { n.Due = time.Time{} },
		"a long key": func(n *ledger.Notice) { n.Key = strings.Repeat("k", 3000) },
	} {
		n := notice("k", 0)
		spoil(&n)
		err := st.Update(noon, func(tx *store.Tx) error {
			_, err := tx.Notify(n)
			return err
		})
		if err == nil {
			t.Errorf("%s: stored", name)
		}
	}
	err := st.Update(noon, func(tx *store.Tx) error { return tx.SaveNotice(notice("nobody", 0)) })
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saving what is not there: %v", err)
	}
}

// TestDueWhileSaving: the delivery worker may save each row inside the loop that gives them.
func TestDueWhileSaving(t *testing.T) {
	st := open(t)
	for i := range 20 {
		notify(t, st, notice("k"+string(rune('a'+i)), i))
	}
	update(t, st, noon, func(tx *store.Tx) error {
		seen := 0
		for n, err := range tx.DueNotices(noon.Add(9*time.Minute), 0) {
			if err != nil {
				return err
			}
			seen++
			n.Due = n.Due.Add(time.Hour)
			if err := tx.SaveNotice(n); err != nil {
				return err
			}
		}
		if seen != 10 {
			t.Errorf("%d rows were due", seen)
		}
		return nil
	})
	sound(t, st)
}
