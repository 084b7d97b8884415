package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/store"
)

// dangerWords are things of which nothing may be kept, with the beginning of the fixed reply. No word of theirs occurs in a reply.
var dangerWords = []struct{ text, reply, counter string }{
	{"我不想活了，站在天台边上", "您的安全最重要", "crisis"},
	{"我要举报院长套取经费，他收了回扣", "这类举报不在聊天里收", "discipline"},
}

// dangerDialogs are what the bot may be waiting for when it is said: who speaks, and the messages that lead there. The cases 1 (of li), 2 (of zhang, answered)
// and 3 (of wang, closed) are there.
var dangerDialogs = []struct {
	name, who string
	says      []string
}{
	{"nothing", "zqsomebody", nil},
	{"level", "zqsomebody", []string{"宿舍楼的洗衣机全坏了"}},
	{"several", "zqsomebody", []string{"1、食堂菜太贵；2、宿舍楼的洗衣机全坏了；3、教室空调坏了"}},
	{"own", "li", []string{"食堂的饭菜里吃出塑料片，和上次一样"}},
	{"join", "zqsomebody", []string{"食堂的饭菜里吃出塑料片"}},
	{"register", "zqsomebody", []string{"对处分决定不服，想申诉"}},
	{"add", "li", []string{"补充 XF2026-0001"}},
	{"withdraw", "li", []string{"撤回 XF2026-0001"}},
	{"rate", "zhang", []string{"XF2026-0002 不满意"}},
	{"grounds", "zhang", []string{"申请复查 XF2026-0002"}},
	{"follow", "wang", []string{"补充 XF2026-0003 又停水了没有人管"}},
	{"shown", "li", []string{"我的诉求"}},
	{"officer shown", "liu", []string{"看 XF2026-0001"}},
	{"officer list", "liu", []string{"待办"}},
	{"summary", "liu", []string{"交办 XF2026-0001 后勤处"}},
	{"look", "liu", []string{"谁反映的 XF2026-0001"}},
	{"merge", "liu", []string{"合并 XF2026-0001、XF2026-0004"}},
	{"reply", "peng", []string{"答复 XF2026-0004 经查是洗菜筐破损"}},
	{"report", "lin", []string{"听了两节课"}},
	{"after", "lin", []string{"昨天听了两节课"}},
	{"plan", "lin", []string{"明天下午去文学院听课"}},
}

// TestDangerAnywhere says what must not be kept in the middle of every dialog, in private and in a group, through an engine that runs everything twice: the
// fixed reply, the key of the message, a counter and for crisis one call for a human are all that comes of it; what was awaited goes on; neither the file nor the log holds a word of it.
func TestDangerAnywhere(t *testing.T) {
	for _, d := range dangerDialogs {
		t.Run(d.name, func(t *testing.T) {
			s, log := dangerStory(t)
			for _, text := range d.says {
				say(t, s, d.who, text, "")
			}
			before := rows(t, s)
			for _, w := range dangerWords {
				for _, group := range []string{"", "office-chat"} {
					reply := say(t, s, d.who, w.text, group)
					if group == "" && !strings.Contains(reply, w.reply) {
						t.Errorf("%q is answered %q", w.text, reply)
					}
					if again := say(t, s, d.who, "", group); again != reply {
						t.Errorf("a repeat of %q hears %q", w.text, again)
					}
				}
				if n := counted(t, s, w.counter); n != 2 {
					t.Errorf("%s was counted %d times", w.counter, n)
				}
			}
			after, calls := apart(rows(t, s))
			if after != before {
				t.Errorf("something else changed:\n%s\nto\n%s", before, after)
			}
			if called := calls == 1; called == (d.who == "liu") {
				t.Errorf("%d people were called", calls)
			}
			traceless(t, s, log, "天台", "不想活", "套取经费", "回扣")
		})
	}
}

// TestDangerBehindAnOrder says it as part of an order: as 补充, as the reason of a rating, in a summary, a reply, an order of a leader, a case that an office
// enters, a correction of a report.
func TestDangerBehindAnOrder(t *testing.T) {
	for _, o := range []struct{ who, order string }{
		{"li", "补充 XF2026-0001 "},
		{"zhang", "XF2026-0002 不满意，"},
		{"zhang", "申请复查 XF2026-0002 "},
		{"zqsomebody", "附议 XF2026-0001，"},
		{"zqsomebody", "匿名反映："},
		{"liu", "登记来访：来访人张三，电话13800000077，反映"},
		{"liu", "代补充 XF2026-0001 "},
		{"liu", "谁反映的 XF2026-0001 "},
		{"peng", "答复 XF2026-0004 "},
		{"peng", "退回 XF2026-0004 "},
		{"wu", "批示 XF2026-0004："},
		{"lin", "第1条改成"},
		{"lin", "昨天走访食堂，学生说"},
	} {
		t.Run(o.who+" "+o.order, func(t *testing.T) {
			s, log := dangerStory(t)
			say(t, s, "lin", "昨天听了两节课，高等数学，王丽", "")
			before := rows(t, s)
			for _, w := range dangerWords {
				if reply := say(t, s, o.who, o.order+w.text, ""); !strings.Contains(reply, w.reply) {
					t.Errorf("%q is answered %q", o.order+w.text, reply)
				}
			}
			after, calls := apart(rows(t, s))
			if after != before {
				t.Errorf("something else changed:\n%s\nto\n%s", before, after)
			}
			if called := calls == 1; called == (o.who == "liu") {
				t.Errorf("%d people were called", calls)
			}
			traceless(t, s, log, "天台", "不想活", "套取经费", "回扣")
		})
	}
}

// dangerStory is a ledger with four cases and a log at its lowest level.
func dangerStory(t *testing.T) (*story, *bytes.Buffer) {
	t.Helper()
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s.bot = bot.New(s.school, s.store, zerolog.New(&log).Level(zerolog.TraceLevel), bot.Options{Fetch: fetchPicture})
	for _, step := range []struct {
		do   func(io.Writer, []string) error
		args []string
	}{
		{s.filed, []string{"li", "open", "后勤-食堂", "食堂的饭菜里吃出塑料片"}},
		{s.filed, []string{"zhang", "confidential", "后勤-宿舍", "宿舍热水三天没有"}},
		{s.filed, []string{"wang", "open", "后勤-宿舍", "宿舍停水没人管"}},
		{s.filed, []string{"zhao", "open", "后勤-食堂", "食堂排队太长"}},
		{s.office, []string{"liu", "summarise", "XF2026-0002", "热水问题"}},
		{s.office, []string{"liu", "entrust", "XF2026-0002", "后勤处"}},
		{s.office, []string{"peng", "reply", "XF2026-0002", "经查热水器损坏"}},
		{s.office, []string{"liu", "channel", "XF2026-0003", "请找供水公司"}},
		{s.office, []string{"liu", "summarise", "XF2026-0004", "排队问题"}},
		{s.office, []string{"liu", "entrust", "XF2026-0004", "后勤处"}},
	} {
		var out bytes.Buffer
		if err := step.do(&out, step.args); err != nil {
			t.Fatal(err)
		}
	}
	return s, &log
}

// say lets somebody write; without a text the last message comes again.
func say(t *testing.T, s *story, who, text, group string) string {
	t.Helper()
	m := s.last
	if text != "" {
		s.said++
		m = bot.Message{Key: fmt.Sprintf("m%d", s.said), From: s.address(who), Text: text, Group: group, At: s.now.UTC(), Received: s.now.UTC()}
	}
	s.last = m
	reply, err := s.bot.Handle(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return reply.Text
}

// apart takes the calls for a human out of what a ledger holds: of danger they are all that is left, sealed.
func apart(rows string) (rest string, calls int) {
	call := regexp.MustCompile(`(?m)^crisis/MARK/[^ ]* -> reply\n\n`)
	return call.ReplaceAllString(rows, ""), len(call.FindAllString(rows, -1))
}

// rows writes down everything that a message may change beside answers and counters: cases, activities, dialogs, notices, journal.
func rows(t *testing.T, s *story) string {
	t.Helper()
	var out bytes.Buffer
	err := s.store.View(func(tx *store.Tx) error {
		for _, who := range []string{"zqsomebody", "li", "zhang", "wang", "liu", "peng", "lin"} {
			d, ok, err := tx.Dialog(s.address(who))
			if err := errors.Join(err, json.NewEncoder(&out).Encode([]any{who, ok, d})); err != nil {
				return err
			}
		}
		for p, err := range tx.RecentPetitions(0) {
			if err := errors.Join(err, json.NewEncoder(&out).Encode(p)); err != nil {
				return err
			}
		}
		return nil
	})
	if err = errors.Join(err, s.ledger(&out, nil), s.journal(&out, nil), s.outbox(&out, nil)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func counted(t *testing.T, s *story, name string) (n uint64) {
	t.Helper()
	err := s.store.View(func(tx *store.Tx) error {
		n = tx.Count(name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// traceless holds that neither the ledger's file nor the log holds one of the words.
func traceless(t *testing.T, s *story, log *bytes.Buffer, words ...string) {
	t.Helper()
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(file, []byte(w)) {
			t.Errorf("%q lies in the file", w)
		}
		if strings.Contains(log.String(), w) {
			t.Errorf("%q stands in the log", w)
		}
	}
}
