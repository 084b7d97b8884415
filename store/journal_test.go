package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestJournal(t *testing.T) {
	st := open(t)
	update(t, st, noon, func(tx *store.Tx) error {
		return errors.Join(tx.Log("lin", "reported", "HD2026-0001", "visit 2026-11-18"), tx.Log("lin", "confirmed", "HD2026-0001", ""))
	})
	update(t, st, noon.Add(time.Second), func(tx *store.Tx) error { return tx.Log("wecom:zhang", "filed", "XF2026-0001", "") })

	var tail []ledger.Journal
	view(t, st, func(tx *store.Tx) (err error) {
		tail, err = list(tx.JournalTail(0))
		return err
	})
	want := []ledger.Journal{
		{Seq: 3, At: noon.Add(time.Second), By: "wecom:zhang", Verb: "filed", About: "XF2026-0001"},
		{Seq: 2, At: noon, By: "lin", Verb: "confirmed", About: "HD2026-0001"},
		{Seq: 1, At: noon, By: "lin", Verb: "reported", About: "HD2026-0001", Note: "visit 2026-11-18"},
	}
	for i := range want {
		want[i].Hash = tail[i].Hash
		if i+1 < len(tail) {
			want[i].Prev = tail[i+1].Hash
		}
	}
	if diff := cmp.Diff(want, tail); diff != "" {
		t.Error(diff)
	}
	report := sound(t, st)
	if report.Journal != 3 || report.Head != tail[0].Hash {
		t.Errorf("%s, head %s", report, report.Head)
	}
	view(t, st, func(tx *store.Tx) error {
		short, err := list(tx.JournalTail(1))
		if len(short) != 1 || short[0].Seq != 3 {
			t.Errorf("the last line: %+v", short)
		}
		return err
	})
}

// TestJournalHash pins the form that is hashed: a journal once written must be provable by later programs.
func TestJournalHash(t *testing.T) {
	st := open(t)
	update(t, st, noon, func(tx *store.Tx) error { return tx.Log("lin", "reported", "HD2026-0001", "<2h>") })
	line := `{"v":1,"seq":1,"at":"2026-11-19T04:00:00Z","by":"lin","verb":"reported","about":"HD2026-0001","note":"<2h>","prev":"","hash":""}`
	sum := sha256.Sum256([]byte(line))
	if head := sound(t, st).Head; head != hex.EncodeToString(sum[:]) {
		t.Errorf("head %s is not the hash of %s", head, line)
	}
}

// TestWritersTogether: what many write at once has no number twice, no gap and an unbroken journal.
func TestWritersTogether(t *testing.T) {
	st := open(t)
	const writers, each = 32, 10
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				err := st.Update(noon, func(tx *store.Tx) error {
					a := visit("2026-11-18")
					a.ID = tx.NextActivityID()
					tx.Bump("messages")
					return errors.Join(tx.PutActivity(&a), tx.Log("lin", "reported", a.ID, ""), tx.Answer(fmt.Sprint(w, "-", i), a.ID))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	report := sound(t, st)
	if report.Activities != writers*each || report.Journal != writers*each {
		t.Errorf("%s", report)
	}
	view(t, st, func(tx *store.Tx) error {
		if n := tx.Count("messages"); n != writers*each {
			t.Errorf("counted %d", n)
		}
		last, err := list(tx.RecentActivities(1))
		if len(last) == 1 && last[0].ID != "HD2026-0320" {
			t.Errorf("the last is %s", last[0].ID)
		}
		return err
	})
}

func TestUpdate(t *testing.T) {
	st := open(t)
	t.Run("a refusal comes back as it is and leaves nothing", func(t *testing.T) {
		no := ledger.Refuse("not_yours", "不行")
		err := st.Update(noon, func(tx *store.Tx) error {
			tx.Bump("n")
			return no
		})
		var got *ledger.Refusal
		if !errors.As(err, &got) || got != no {
			t.Errorf("%v", err)
		}
		view(t, st, func(tx *store.Tx) error {
			if tx.Count("n") != 0 {
				t.Error("something stayed")
			}
			return nil
		})
	})
	t.Run("a View cannot write", func(t *testing.T) {
		err := st.View(func(tx *store.Tx) error {
			tx.Bump("n")
			return nil
		})
		if err == nil {
			t.Error("it could")
		}
	})
	t.Run("no instant", func(t *testing.T) {
		if err := st.Update(time.Time{}, func(*store.Tx) error { return nil }); err == nil {
			t.Error("it ran")
		}
	})
	t.Run("the instant is UTC in an Update and zero in a View", func(t *testing.T) {
		local := noon.In(ledgertest.School().Location)
		update(t, st, local, func(tx *store.Tx) error {
			if !tx.At.Equal(noon) || tx.At.Location() != time.UTC {
				t.Errorf("at %v", tx.At)
			}
			return nil
		})
		view(t, st, func(tx *store.Tx) error {
			if !tx.At.IsZero() {
				t.Errorf("at %v", tx.At)
			}
			return nil
		})
	})
}

func TestChanged(t *testing.T) {
	st := open(t)
	closed := func(c <-chan struct{}) bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
	first, second := st.Changed(), st.Changed()
	view(t, st, func(tx *store.Tx) error { return nil })
	update(t, st, noon, func(tx *store.Tx) error { return nil })
	_ = st.Update(noon, func(tx *store.Tx) error {
		tx.Bump("n")
		return errors.New("no")
	})
	if closed(first) {
		t.Error("news without a change")
	}
	update(t, st, noon, func(tx *store.Tx) error {
		tx.Bump("n")
		return nil
	})
	if !closed(first) || !closed(second) {
		t.Error("no news of a change")
	}
	if third := st.Changed(); closed(third) {
		t.Error("old news")
	}
}
