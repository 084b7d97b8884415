package bot_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/store"
)

// TestLateLeavesNoTrace holds that a reply which is told later, or the rest of one that was too long, lies in the outbox without a word of it and without
// whose it is: it may be the receipt of a case, a filer's words shown to an officer, or who the filer is.
func TestLateLeavesNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lianxin.db")
	s, err := newStory(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct{ who, text string }{
		{"zqstudent", "宿舍热水三天没有了，匿名"}, {"liu", "看 XF2026-0001"}, {"zqstudent", "食堂吃出塑料片，公开实名"}, {"liu", "谁反映的 XF2026-0002 需要当面核实"},
	} {
		var out bytes.Buffer
		if err := s.say(&out, []string{m.who, m.text}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.bot.Late(context.Background(), s.last, bot.Reply{Text: out.String()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	sent := 0
	err = s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.now, 0) {
			if err != nil {
				return err
			}
			if n.Kind != "reply" {
				continue
			}
			sent++
			if to, text, err := tx.OpenNotice(&n); to.User == "" || text == "" || err != nil {
				t.Errorf("%s cannot be told: %v", n.Key, err)
			}
		}
		return nil
	})
	if err != nil || sent != 4 {
		t.Fatalf("%d replies are told, %v", sent, err)
	}
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"zqstudent", "三天没有", "塑料片"} {
		if bytes.Contains(bytes.ToLower(file), []byte(word)) {
			t.Errorf("%q lies readable in the file", word)
		}
	}
}

// TestLooksTwice: who presses a button that only looks is told each time when that was, so that a platform which shows the same words once in half an hour shows
// both; the same press is told once.
func TestLooksTwice(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.store.Close()
	for i, key := range []string{"p1", "p1", "p2"} {
		m := bot.Message{Key: key, From: s.address("lin"), Kind: bot.Press, Received: s.now.UTC().Add(time.Duration(i/2) * time.Minute)}
		if err := s.bot.Late(t.Context(), m, bot.Reply{Text: "没有未完成的事项。"}); err != nil {
			t.Fatal(err)
		}
	}
	var told []string
	err = s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.now.Add(time.Hour), 0) {
			if err != nil {
				return err
			}
			_, text, err := tx.OpenNotice(&n)
			if err != nil {
				return err
			}
			told = append(told, text)
		}
		return nil
	})
	if err != nil || !slices.Equal(told, []string{"没有未完成的事项。\n（10:00）", "没有未完成的事项。\n（10:01）"}) {
		t.Errorf("%q, %v", told, err)
	}
}
