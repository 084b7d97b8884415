package store_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"lianxin/store"
	"lianxin/store/ledger"
)

// TestSealedNotices holds that a late reply lies in the outbox without receiver and text, opens for the delivery with the right key only, and keeps nothing
// once it is settled.
func TestSealedNotices(t *testing.T) {
	st, path := sealing(t)
	who := somebody(7)
	n := ledger.Notice{Kind: "reply", To: who, Member: "lin", Text: "ZQREPLY 已登记 XF2026-0001", Made: noon, Due: noon}
	for range 2 {
		update(t, st, noon, func(tx *store.Tx) error {
			n := n
			n.Key = "reply/m1/" + tx.Mark(n.Text)
			_, err := tx.NotifySealed(n)
			return err
		})
	}
	var row ledger.Notice
	view(t, st, func(tx *store.Tx) error {
		rows, err := list(tx.DueNotices(noon, 0))
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		row = rows[0]
		if row.Text != "" || row.Member != "" || row.To.Channel != store.SealedChannel || row.To == who {
			t.Errorf("the row tells %+v", row)
		}
		to, text, err := tx.OpenNotice(&row)
		if to != who || text != n.Text || err != nil {
			t.Errorf("opens as %s %q, %v", to, text, err)
		}
		moved := row
		moved.Key = "reply/m2"
		if _, _, err := tx.OpenNotice(&moved); !errors.Is(err, store.ErrSealed) {
			t.Errorf("what was sealed for one row opens in another: %v", err)
		}
		plain := notice("quota/1", 0)
		if to, text, err := tx.OpenNotice(&plain); to != plain.To || text != plain.Text || err != nil {
			t.Errorf("a plain row opens as %s %q, %v", to, text, err)
		}
		return nil
	})
	update(t, st, noon.Add(time.Minute), func(tx *store.Tx) error {
		row.Sent = tx.At
		return tx.SaveNotice(row)
	})
	view(t, st, func(tx *store.Tx) error {
		n, err := tx.Notice(row.Key)
		if err != nil || n.Sealed != nil {
			t.Errorf("a settled row keeps %d sealed bytes, %v", len(n.Sealed), err)
		}
		return nil
	})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"ZQREPLY", who.User} {
		if bytes.Contains(bytes.ToLower(file), bytes.ToLower([]byte(word))) {
			t.Errorf("%q lies readable in the file", word)
		}
	}
}

// TestMark holds that marks of replies are stable, differ, and cannot be made without the key.
func TestMark(t *testing.T) {
	one, _ := sealing(t)
	other := sealingAt(t, t.TempDir()+"/other.db", keyLine("k1", 2))
	mark := func(st *store.Store, text string) (m string) {
		view(t, st, func(tx *store.Tx) error {
			m = tx.Mark(text)
			return nil
		})
		return m
	}
	first := mark(one, "a")
	if again := mark(one, "a"); first != again || first == mark(one, "b") || first == mark(other, "a") {
		t.Error("marks do not tell texts apart, or tell them without the key")
	}
}
