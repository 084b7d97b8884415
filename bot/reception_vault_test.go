package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
)

// TestNoBookingWithoutAVault: where who comes cannot be kept safe, nobody books, with the reason and the other ways; what needs no identity goes on.
func TestNoBookingWithoutAVault(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(school, st, zerolog.Nop(), bot.Options{})
	now := time.Date(2026, 11, 30, 17, 10, 0, 0, school.Location)
	for i, tt := range []struct{ text, want string }{
		{"预约12月14号接待 反映宿舍热水", "还没有配置信访身份密钥"},
		{"预约12月14号接待 15:20 反映宿舍热水", "还没有配置信访身份密钥"},
		{"想约何校长谈谈，反映宿舍热水", "还没有配置信访身份密钥"},
		{"今天下午去了没见到人", "还没有配置信访身份密钥"},
		{"我的预约", "您没有还没到时间的接待预约"},
		{"下次接待日是谁", "梁志远"},
	} {
		m := bot.Message{Key: fmt.Sprint(i), From: policy.Address{Channel: "wecom", User: "stranger"}, Text: tt.text, At: now.UTC(), Received: now.UTC()}
		r, err := b.Handle(t.Context(), m)
		if err != nil || !strings.Contains(r.Text, tt.want) {
			t.Errorf("%s: %s, %v", tt.text, r.Text, err)
		}
	}
	if report, err := st.Verify(); err != nil {
		t.Errorf("%s: %v", report, err)
	}
}
