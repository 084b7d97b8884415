package bot_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"lianxin/store"
)

// TestDrawCasePicture opens the picture that a notice names, and no other.
func TestDrawCasePicture(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		s.picture(io.Discard, []string{"li", "good"}), s.say(io.Discard, []string{"li", "南苑3栋楼梯间的灯坏了"}), s.say(io.Discard, []string{"li", "1"}),
		s.say(io.Discard, []string{"liu", "看图 XF2026-0001"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var named string
	if err := s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.RecentNotices(0) {
			if err != nil || n.Picture != "" {
				named = n.Picture
				return err
			}
		}
		return nil
	}); err != nil || named == "" {
		t.Fatalf("%q %v", named, err)
	}
	if got, err := s.bot.Draw(named); err != nil || !bytes.Equal(got, pictures["good"]) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for _, other := range []string{"case/XF2026-0009/" + named[len("case/XF2026-0001/"):], "case/XF2026-0001/00"} {
		if _, err := s.bot.Draw(other); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", other, err)
		}
	}
	if err := s.store.Close(); err != nil {
		t.Error(err)
	}
}
