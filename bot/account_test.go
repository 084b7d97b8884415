package bot_test

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
)

// oneTime is a code in a reply.
var oneTime = regexp.MustCompile(`验证码 (\d{6})，`)

// Commands of scripts about accounts:
//
//	unlisted lin dingtalk   the configuration does not know a member's account on a platform
//	reach lin               where somebody is told things, in that order
//	notes                   what waits to be told, sealed rows opened
//	wherecode               the last code does not stand readable in the ledger's file
var accountCmds = map[string]func(*testscript.TestScript, bool, []string){
	"unlisted": told((*story).unlisted), "reach": told((*story).reach), "notes": told((*story).notes), "wherecode": whereCode,
}

func (s *story) unlisted(_ io.Writer, args []string) error {
	m := s.school.Member(args[0])
	m.Accounts = slices.DeleteFunc(slices.Clone(m.Accounts), func(a policy.Address) bool { return a.Channel == args[1] })
	return nil
}

func (s *story) reach(w io.Writer, args []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for _, a := range tx.Reach(s.school, s.address(args[0])) {
			fmt.Fprintln(w, a)
		}
		return nil
	})
}

func (s *story) notes(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.now.Add(24*time.Hour), 100) {
			if err != nil {
				return err
			}
			to, text, err := tx.OpenNotice(&n)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "-> %s\n%s\n", to, text)
		}
		return nil
	})
}

func whereCode(ts *testscript.TestScript, neg bool, _ []string) {
	nobyte(ts, neg, []string{ts.Value("story").(*story).code})
}

// TestCodeRepeated: a repeat of the message gets the same code; a later order another one, and the earlier is of no use any more.
func TestCodeRepeated(t *testing.T) {
	s, err := newStory(t.TempDir() + "/lianxin.db")
	if err != nil {
		t.Fatal(err)
	}
	defer s.store.Close()
	ask := func(key, from, text string) string {
		channel, user, _ := strings.Cut(from, ":")
		m := bot.Message{Key: key, From: policy.Address{Channel: channel, User: user}, Text: text, At: s.now.UTC(), Received: s.now.UTC()}
		reply, err := s.bot.Handle(context.Background(), m)
		if err != nil {
			t.Fatal(err)
		}
		return reply.Text
	}
	first := ask("k1", "wecom:hu", "绑定钉钉")
	if again := ask("k1", "wecom:hu", "绑定钉钉"); again != first || !oneTime.MatchString(first) {
		t.Errorf("%q, then %q", first, again)
	}
	second := ask("k2", "wecom:hu", "绑定账号")
	code := func(text string) string { return oneTime.FindStringSubmatch(text)[1] }
	if code(first) == code(second) {
		t.Fatal("the same code twice")
	}
	if said := ask("k3", "dingtalk:0199", "绑定"+code(first)); !strings.Contains(said, "不对") {
		t.Errorf("an earlier code: %s", said)
	}
	if said := ask("k4", "dingtalk:0199", "绑定："+code(second)); !strings.Contains(said, "企业微信账号 hu 取的") || strings.Contains(said, "已绑定") {
		t.Errorf("the last code: %s", said)
	}
	if said := ask("k5", "dingtalk:0199", "确认绑定："+code(second)); !strings.Contains(said, "已绑定") {
		t.Errorf("the last code, sure: %s", said)
	}
}
