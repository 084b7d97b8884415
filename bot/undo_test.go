package bot_test

import (
	"path/filepath"
	"testing"

	"lianxin/bot"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestRefusalLeavesNothing holds that of a move that is refused after it has written nothing stays but the reply.
func TestRefusalLeavesNothing(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	m := bot.Message{Key: "m1", From: s.address("li"), At: s.now.UTC(), Received: s.now.UTC()}
	for range 2 {
		said, err := s.bot.CarryOut(m, func(tx *store.Tx) (string, error) {
			tx.Bump("half")
			return "", ledger.Refuse("no", "不行。")
		})
		if said != "不行。" || err != nil {
			t.Errorf("hears %q, %v", said, err)
		}
	}
	err = s.store.View(func(tx *store.Tx) error {
		if n := tx.Count("half"); n != 0 {
			t.Errorf("what was written before the refusal stays: %d", n)
		}
		if _, ok := tx.Answered(store.MessageKey(m.At, m.Key)); !ok {
			t.Error("the reply was not stored")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
