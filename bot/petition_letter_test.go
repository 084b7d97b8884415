package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"lianxin/bot"
	"lianxin/config/policy"
)

// TestLongLetter holds that danger and accusations are found wherever they stand in a long letter, also where it is read in pieces.
func TestLongLetter(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	const filler = "食堂菜贵。"
	for _, danger := range []struct{ words, reply string }{{"我不想活了", "您的安全最重要"}, {"我要举报院长套取经费", "这类举报不在聊天里收"}} {
		for _, border := range []int{24 << 10, 47 << 10, 70 << 10} {
			for before := range 33 {
				n := border - before - len("意见\n")
				text := strings.Repeat(filler, n/len(filler))
				text += strings.Repeat(" ", n-len(text)) + danger.words + "。" + strings.Repeat(filler, 100)
				reply, err := s.bot.Letter(context.Background(), bot.Letter{
					Key: fmt.Sprintf("%s-%d-%d", danger.words, border, before), From: policy.Address{Channel: "mail", User: "a@example.edu.cn"},
					Subject: "意见", Text: text, At: s.now.UTC(), Received: s.now.UTC(),
				})
				if err != nil || !strings.Contains(reply, danger.reply) {
					t.Fatalf("%q, %d bytes before %d, is answered %q, %v", danger.words, before, border, reply, err)
				}
			}
		}
	}
}
