package store_test

import (
	"fmt"
	"testing"
	"time"

	"lianxin/store"
	"lianxin/store/ledger/ledgertest"
)

func answer(t testing.TB, st *store.Store, at time.Time, key, text string) {
	t.Helper()
	update(t, st, at, func(tx *store.Tx) error { return tx.Answer(key, text) })
}

// answered asks in an Update at an instant, and in a View, which has none.
func answered(t testing.TB, st *store.Store, at time.Time, key string) (text string, inUpdate, inView bool) {
	t.Helper()
	update(t, st, at, func(tx *store.Tx) error {
		text, inUpdate = tx.Answered(key)
		return nil
	})
	view(t, st, func(tx *store.Tx) error {
		_, inView = tx.Answered(key)
		return nil
	})
	return text, inUpdate, inView
}

// TestAnswers: a repeat within 24 hours is found at every distance and across every hour and midnight, stamped or not.
func TestAnswers(t *testing.T) {
	starts := []string{"2026-11-19 07:59", "2026-11-19 08:00", "2026-11-19 00:00", "2026-12-31 23:59"} // 08:00 is midnight in UTC
	after := []time.Duration{0, time.Second, time.Minute, time.Hour, 12 * time.Hour, 23*time.Hour + 59*time.Minute, 24 * time.Hour}
	for _, start := range starts {
		for _, stamped := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s stamped %v", start, stamped), func(t *testing.T) {
				st, at := open(t), ledgertest.At(start)
				key := "7404093271873224896"
				if stamped {
					key = store.MessageKey(at, key)
				}
				answer(t, st, at, key, "已登记")
				for _, d := range after {
					text, inUpdate, inView := answered(t, st, at.Add(d), key)
					if text != "已登记" || !inUpdate || !inView {
						t.Errorf("after %v: %q, in Update %v, in View %v", d, text, inUpdate, inView)
					}
				}
				if text, inUpdate, inView := answered(t, st, at, key+"1"); inUpdate || inView {
					t.Errorf("another key: %q", text)
				}
			})
		}
	}
}

// TestAnswersStampedForLong: a stamped key is found however late the repeat comes.
func TestAnswersStampedForLong(t *testing.T) {
	st := open(t)
	key := store.MessageKey(noon, "m1")
	answer(t, st, noon.Add(2*time.Second), key, "")
	answer(t, st, noon.Add(300*time.Hour), store.MessageKey(noon.Add(300*time.Hour), "m2"), "好的")
	if _, inUpdate, inView := answered(t, st, noon.Add(400*time.Hour), key); !inUpdate || !inView {
		t.Error("an empty answer is forgotten")
	}
	if _, inUpdate, _ := answered(t, st, noon, store.MessageKey(noon.Add(time.Second), "m1")); inUpdate {
		t.Error("another instant is another message")
	}
}

func TestMessageKey(t *testing.T) {
	for at, want := range map[time.Time]string{
		time.Unix(1763517600, 999): "1763517600/m",
		{}:                         "m",
		time.Unix(12, 0):           "m",
		time.Unix(1<<33, 0):        "m",
	} {
		if got := store.MessageKey(at, "m"); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

// TestAnswersOfOddKeys: whatever a platform calls its messages is one key, and no two are the same.
func TestAnswersOfOddKeys(t *testing.T) {
	st := open(t)
	odd := []string{"1763517600/", "1763517600/a", "1763517600", "9999999999/a", "0000000000/a", "/a", "17635176OO/a", "a", "消息"}
	for _, key := range odd {
		answer(t, st, noon, key, "to "+key)
	}
	for _, key := range odd {
		if text, _, inView := answered(t, st, noon.Add(time.Hour), key); text != "to "+key || !inView {
			t.Errorf("%q: %q", key, text)
		}
	}
	for _, key := range []string{"", "a\x00b"} {
		if err := st.Update(noon, func(tx *store.Tx) error { return tx.Answer(key, "x") }); err == nil {
			t.Errorf("%q: stored", key)
		}
	}
}

func TestPrune(t *testing.T) {
	st := open(t)
	for hours := range 100 {
		at := noon.Add(time.Duration(hours-100) * time.Hour)
		answer(t, st, at, store.MessageKey(at, fmt.Sprint("s", hours)), "x")
		answer(t, st, at, fmt.Sprint("p", hours), "x")
	}
	update(t, st, noon.Add(-time.Hour), func(tx *store.Tx) error { return tx.PutDialog(dialog(lin, noon)) })

	n, err := st.Prune(noon, 48*time.Hour)
	if err != nil || n == 0 {
		t.Fatalf("%d rows went, %v", n, err)
	}
	for hours := range 100 {
		at := noon.Add(time.Duration(hours-100) * time.Hour)
		_, stamped, _ := answered(t, st, noon, store.MessageKey(at, fmt.Sprint("s", hours)))
		if old := noon.Sub(at); old <= 48*time.Hour && !stamped || old > 72*time.Hour && stamped {
			t.Errorf("stamped, %v old: %v", old, stamped)
		}
	}
	if _, inUpdate, _ := answered(t, st, noon, "p99"); !inUpdate {
		t.Error("the answer of an hour ago went")
	}
	view(t, st, func(tx *store.Tx) error {
		if _, there, err := tx.Dialog(lin); there || err != nil {
			t.Errorf("the ended dialog is there: %v, %v", there, err)
		}
		return nil
	})
	if n, err := st.Prune(noon, 48*time.Hour); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	sound(t, st)
}

// TestPruneKeepsADay: a repeat within 24 hours is found although nothing was to be kept.
func TestPruneKeepsADay(t *testing.T) {
	st, midnight := open(t), ledgertest.At("2026-11-19 08:00") // in UTC
	answer(t, st, midnight.Add(-time.Minute), "plain", "x")
	answer(t, st, midnight.Add(-time.Minute), store.MessageKey(midnight.Add(-time.Minute), "stamped"), "x")
	later := midnight.Add(24*time.Hour - 2*time.Minute)
	if _, err := st.Prune(later, 0); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"plain", store.MessageKey(midnight.Add(-time.Minute), "stamped")} {
		if _, inUpdate, _ := answered(t, st, later, key); !inUpdate {
			t.Errorf("%s: forgotten", key)
		}
	}
}

// TestPruneMuch: more than one slice goes, and only what is old.
func TestPruneMuch(t *testing.T) {
	st := open(t)
	old := noon.Add(-1000 * time.Hour)
	update(t, st, old, func(tx *store.Tx) error {
		for i := range 2500 {
			if err := tx.Answer(store.MessageKey(old, fmt.Sprint(i)), "x"); err != nil {
				return err
			}
		}
		return nil
	})
	answer(t, st, noon, store.MessageKey(noon, "new"), "x")
	if n, err := st.Prune(noon, time.Hour); n != 2500 || err != nil {
		t.Errorf("%d rows went, %v", n, err)
	}
}
