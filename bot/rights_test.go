package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
)

// whoever are those of the demo school by whom the rights are tried: leaders, the offices, who may see and keep less, a student.
var whoever = strings.Fields("liang he lin huang chen sun liu ma deng zhao su tang fang peng gu li")

// rightsOf are orders for what not everybody may have, with those who may (requirements, 4), and a part of what the others hear.
var rightsOf = []struct{ order, may, no string }{
	{"导出林晓峰的台账", "liang he lin huang chen ma deng zhao", "只对有关办公室和本人开放"},
	{"导出教科院的台账", "liang he huang chen ma deng", "只对有关办公室和本人开放"},
	{"通报", "liang he huang chen ma deng", "只对有关办公室和本人开放"},
	{"考核表", "liang he lin huang chen ma deng", "只对有关办公室和本人开放"},
	{"林校的考核表", "liang he lin huang chen ma deng", "只对有关办公室和本人开放"},
	{"信访月报", "liang he chen sun liu deng", "只对有关办公室和本人开放"},
	{"导出问题清单", "liang he lin huang chen sun ma deng zhao su tang fang peng", "只对有关办公室和本人开放"},
	{"接待情况汇总", "liang he chen sun liu", "只对有关办公室和本人开放"},
	{"学年结账 2025-2026", "deng", "由考核小组办理"},
	{"全校完成情况", "liang he huang chen ma deng", "只对有关办公室和本人开放"},
	{"谁没收到", "chen sun gu", "只对有关办公室和本人开放"},
	{"这周别提醒我", "liang he lin huang fang", "没有可以停的提醒"},
}

// ask lets somebody say something on a day.
func ask(t *testing.T, s *story, who, text string) string {
	t.Helper()
	s.said++
	m := bot.Message{Key: fmt.Sprintf("r%d", s.said), From: s.address(who), Text: text, At: s.now.UTC(), Received: s.now.UTC()}
	reply, err := s.bot.Handle(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return reply.Text
}

// writtenBy counts the journal and the outbox.
func writtenBy(t *testing.T, s *story) (n int) {
	t.Helper()
	err := s.store.View(func(tx *store.Tx) error {
		for range tx.DueNotices(s.now.AddDate(1, 0, 0), 0) {
			n++
		}
		list, err := tx.JournalBefore(0, 10_000)
		n += len(list)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOrdersByRight: who may have what is given it, everybody else hears why not in a plain sentence, and nothing is written.
func TestOrdersByRight(t *testing.T) {
	for _, row := range rightsOf {
		s, err := newStory(t.TempDir() + "/lianxin.db")
		if err == nil {
			err = store.SeedDemo(s.store, s.school, s.now)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range whoever {
			before := writtenBy(t, s)
			reply := ask(t, s, who, row.order)
			may := slices.Contains(strings.Fields(row.may), who)
			given := !strings.Contains(reply, row.no) && !strings.Contains(reply, "我帮不上") && !strings.Contains(reply, "准备登记")
			if given != may {
				t.Errorf("%s says %q and hears %q", who, row.order, reply)
			}
			if !may && !strings.Contains(reply, "准备登记") && writtenBy(t, s) != before {
				t.Errorf("%s says %q, and something was written", who, row.order)
			}
		}
		_ = s.store.Close()
	}
}

// TestOfficesEnd: whose time in an office is over, or has not begun, holds none, though the configuration still lists him; what he did stays his.
func TestOfficesEnd(t *testing.T) {
	s, err := newStory(t.TempDir() + "/lianxin.db")
	if err == nil {
		err = store.SeedDemo(s.store, s.school, s.now)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.store.Close()
	today := policy.DateOf(s.now, time.Local)
	own := ask(t, s, "lin", "HD2026-0044")
	for i, m := range s.school.Members {
		if s.school.Members[i].Span = (policy.Span{To: today}); m.ID == "deng" || m.ID == "sun" {
			s.school.Members[i].Span = policy.Span{From: today.Add(1), To: today.Add(400)}
		}
	}
	for _, row := range rightsOf {
		for _, who := range strings.Fields(row.may) {
			if who == "lin" && strings.Contains(row.order, "林") {
				continue // his own
			}
			if reply := ask(t, s, who, row.order); strings.Contains(reply, "随后以文件发来") || strings.Contains(reply, "已结账") || strings.Contains(reply, "梁志远：") || strings.Contains(reply, "没有发送失败") {
				t.Errorf("%s, who has left, says %q and hears %q", who, row.order, reply)
			}
		}
	}
	if reply := ask(t, s, "lin", "HD2026-0044"); reply != own {
		t.Errorf("his own records are not his any more: %q", reply)
	}
	if reply := ask(t, s, "chen", "发布接待安排"); strings.Contains(reply, "发布吗") || strings.Contains(reply, "已发布") {
		t.Error(reply)
	}
}
