package store_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

func aCard(private bool) ledger.Card {
	return ledger.Card{Private: private, Asks: private, Choices: []ledger.Choice{{Label: "满意", Say: "XF2026-0001 满意"}}}
}

// TestShow: a notice and its card are written together and once; the card has an id that no other has and that the platforms take.
func TestShow(t *testing.T) {
	st, _ := sealing(t)
	n := ledger.Notice{Key: "case/1", Kind: "case", To: policy.Address{Channel: "wecom", User: "LiXiang"}, Text: strings.Repeat("长", 50) + "\n第二行", Made: noon, Due: noon}
	var id, again, other, none string
	update(t, st, noon, func(tx *store.Tx) (err error) {
		n := n // it runs twice
		id, err = tx.Show(n, aCard(false))
		if err == nil {
			again, err = tx.Show(n, aCard(false))
		}
		n.Key = "case/2"
		if err == nil {
			other, err = tx.Show(n, aCard(false))
		}
		n.Key = "case/3"
		if err == nil {
			none, err = tx.Show(n, ledger.Card{})
		}
		return err
	})
	if id == "" || again != "" || other == id || none != "" || len(id) > 128 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		t.Fatalf("ids %q %q %q %q", id, again, other, none)
	}
	view(t, st, func(tx *store.Tx) error {
		c, err := tx.Card(id)
		if err != nil || c.To != n.To || !c.Made.Equal(noon) || len([]rune(c.Title)) != 36 {
			t.Errorf("%+v, %v", c, err)
		}
		row, err := tx.Notice("case/1")
		if err != nil || row.Card != id {
			t.Errorf("%+v, %v", row, err)
		}
		if row, err := tx.Notice("case/3"); err != nil || row.Card != "" {
			t.Errorf("%+v, %v", row, err)
		}
		for _, wrong := range []string{"", "c", id[:21] + "x", id + "0"} {
			if _, err := tx.Card(wrong); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("card %q: %v", wrong, err)
			}
		}
		return nil
	})
	if r, err := st.Verify(); err != nil {
		t.Errorf("%v: %v", r, err)
	}
}

// TestSealedCard: nothing of a private card can be read in the ledger, and without its key nobody can.
func TestSealedCard(t *testing.T) {
	st, path := sealing(t)
	n := ledger.Notice{Key: "card/1", Kind: "reply", To: policy.Address{Channel: "wecom", User: "LiXiang"}, Text: "评价 XF2026-0001", Made: noon, Due: noon}
	var id string
	update(t, st, noon, func(tx *store.Tx) (err error) {
		id, err = tx.Show(n, aCard(true))
		return err
	})
	update(t, st, noon, func(tx *store.Tx) error {
		c, err := tx.Card(id)
		if err != nil {
			return err
		}
		c = c.Press("满意", tx.At)
		c.Update = "RC-secret"
		return tx.PutCard(c)
	})
	view(t, st, func(tx *store.Tx) error {
		c, err := tx.Card(id)
		if err != nil || !c.Private || c.Label != "满意" || c.Update != "RC-secret" || !c.Asks {
			t.Errorf("%+v, %v", c, err)
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
	for _, hidden := range []string{"lixiang", "xf2026", "满意", "rc-secret"} {
		if bytes.Contains(bytes.ToLower(file), []byte(hidden)) {
			t.Errorf("the file says %q", hidden)
		}
	}
	view(t, sealingAt(t, path, keyLine("k2", 2)), func(tx *store.Tx) error {
		if _, err := tx.Card(id); !errors.Is(err, store.ErrSealed) {
			t.Errorf("without its key: %v", err)
		}
		return nil
	})
}

// TestPruneCards: cards go with the answers of their time.
func TestPruneCards(t *testing.T) {
	st, _ := sealing(t)
	n := ledger.Notice{Kind: "case", To: policy.Address{Channel: "wecom", User: "LiXiang"}, Text: "一"}
	for i, at := range []time.Time{noon, noon.Add(90 * 24 * time.Hour)} {
		n.Key, n.Made, n.Due = "case/"+string(rune('a'+i)), at, at
		update(t, st, at, func(tx *store.Tx) error {
			_, err := tx.Show(n, aCard(false))
			return err
		})
	}
	if _, err := st.Prune(noon.Add(91*24*time.Hour), 90*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	view(t, st, func(tx *store.Tx) error {
		left := 0
		for c, err := range tx.RecentCards(0) {
			if err != nil || !c.Made.After(noon) {
				t.Errorf("%+v, %v", c, err)
			}
			left++
		}
		if left != 1 {
			t.Errorf("%d cards are left", left)
		}
		return nil
	})
}
