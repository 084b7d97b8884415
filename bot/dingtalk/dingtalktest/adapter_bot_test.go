package dingtalktest_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
)

// conversations are the bot's own scripts that are played over DingTalk: reports and their corrections, questions and answers, delegates, several people,
// a group, danger, and a program that ends in the middle. What a conversation does is the same both ways: the stream plays those in which a message is
// repeated, a group talks, or the program ends.
var conversations = map[string][]string{
	"webhook": {
		"ask_date", "confirm_some", "correct_which", "danger", "delegate", "group", "observe_class", "retract", "two_leaders", "two_places", "which_leader",
	},
	"stream": {"ask_date", "danger", "group"},
}

// TestConversations plays conversations of the bot over DingTalk: the same scripts, the same words, a real bot on a real ledger; what is said travels through
// the platform, and what is answered is read from the phone.
func TestConversations(t *testing.T) {
	t.Parallel()
	for mode, names := range conversations {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			var files []string
			for _, name := range names {
				files = append(files, filepath.Join("../../testdata/conversations", name+".txtar"))
			}
			testscript.Run(t, testscript.Params{
				Files: files, RequireExplicitExec: true,
				Setup: func(env *testscript.Env) error {
					s, err := newStory(env.T().(testing.TB), mode, filepath.Join(env.WorkDir, "lianxin.db"))
					if err != nil {
						return err
					}
					env.Values["story"] = s
					return nil
				},
				Cmds: map[string]func(*testscript.TestScript, bool, []string){
					"at": told((*story).at), "say": told((*story).say), "group": told((*story).group), "again": told((*story).again), "reopen": told((*story).reopen),
					"seed": told((*story).seed), "ledger": told((*story).ledger), "outbox": told((*story).outbox), "journal": told((*story).journal),
				},
			})
		})
	}
}

// story is one school, one ledger, one clock and one platform.
type story struct {
	*site
	t      testing.TB
	path   string
	school *policy.School
	store  *store.Store
	last   string // body of the message that was said last
	where  string // the chat in which it was said

	mu  sync.Mutex
	bot *bot.Bot
}

func newStory(t testing.TB, mode, path string) (*story, error) {
	school, err := config.DemoSchool()
	if err != nil {
		return nil, err
	}
	s := &story{t: t, path: path, school: school}
	if err := s.open(); err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = s.store.Close() })
	s.site = newSite(t, dingtalktest.Options{Groups: []string{"office-chat"}, PerSecond: 1 << 30}, nil)
	s.clock.stand(time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location))
	if mode == "webhook" {
		s.listen(t, s)
	} else {
		s.connect(t, s, dingtalk.StreamOptions{})
	}
	return s, nil
}

func (s *story) open() (err error) {
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		return err
	}
	if s.store, err = store.OpenFile(s.path, store.Options{Location: s.school.Location, Vault: vault}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bot = bot.New(s.school, s.store, zerolog.Nop(), bot.Options{})
	return nil
}

func (s *story) reopen(io.Writer, []string) error { return errors.Join(s.store.Close(), s.open()) }

// listener is the bot of the moment: reopen puts another one in its place.
func (s *story) listener() *bot.Bot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bot
}

// Handle hands a message to the bot of the moment.
func (s *story) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	return s.listener().Handle(ctx, m)
}

// Late hands a reply to the bot of the moment.
func (s *story) Late(ctx context.Context, m bot.Message, r bot.Reply) error {
	return s.listener().Late(ctx, m, r)
}

// told makes a command of a script out of a method that writes what happened.
func told(run func(*story, io.Writer, []string) error) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		err := run(ts.Value("story").(*story), ts.Stdout(), args)
		if neg {
			ts.Fatalf("a conversation has no opposite")
		}
		ts.Check(err)
	}
}

func (s *story) at(_ io.Writer, args []string) error {
	at, err := time.ParseInLocation("2006-01-02T15:04", args[0], s.school.Location)
	s.clock.stand(at)
	return err
}

func (s *story) say(w io.Writer, args []string) error { return s.hear(w, args, "") }

func (s *story) group(w io.Writer, args []string) error { return s.hear(w, args, "office-chat") }

// account is the DingTalk account of a member, or that of somebody unlisted.
func (s *story) account(who string) string {
	if m := s.school.Member(who); m != nil {
		for _, a := range m.Accounts {
			if a.Channel == dingtalk.Channel {
				return a.User
			}
		}
	}
	return who
}

// hear lets somebody write, and reads from the phone what was answered.
func (s *story) hear(w io.Writer, args []string, group string) error {
	user := s.account(args[0])
	s.where = user
	if group != "" {
		s.where = "g/" + group
	}
	before := len(s.Told(s.where))
	body, _ := s.Prepare(user, group, dingtalktest.Text(strings.Join(args[1:], " ")))
	s.last = body
	if _, err := s.Deliver(s.t.Context(), body); err != nil {
		return err
	}
	await(s.t, "an answer", func() bool { return len(s.Told(s.where)) > before })
	_, err := fmt.Fprintln(w, s.Told(s.where)[before])
	return err
}

// again brings the last message once more: the phone shows nothing new, and what it shows is what a repeat would be told.
func (s *story) again(w io.Writer, _ []string) error {
	before := s.Told(s.where)
	repeated := s.in.Counts()["repeated"]
	if _, err := s.Deliver(s.t.Context(), s.last); err != nil {
		return err
	}
	await(s.t, "the repeat", func() bool { return s.in.Counts()["repeated"] > repeated })
	if after := s.Told(s.where); len(after) != len(before) {
		return fmt.Errorf("a repeated message was answered again: %q", after)
	}
	_, err := fmt.Fprintln(w, before[len(before)-1])
	return err
}

func (s *story) seed(io.Writer, []string) error {
	return store.SeedDemo(s.store, s.school, s.clock.now())
}

// mark is what stands for an account in the key of a call for a human: it hangs on the platform and the vault.
var mark = regexp.MustCompile(`^crisis/[0-9a-f]+/`)

func (s *story) outbox(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.clock.now().Add(24*time.Hour), 100) {
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s -> %s\n%s\n", mark.ReplaceAllString(n.Key, "crisis/MARK/"), n.To.User, n.Text)
		}
		return nil
	})
}

func (s *story) ledger(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		var lines []string
		for a, err := range tx.RecentActivities(100) {
			if err != nil {
				return err
			}
			line := fmt.Sprintf("%s %s %s %v", a.ID, a.Kind, a.Date, a.Said.ClassHours)
			for _, c := range a.Credits {
				waits := a.Waits(c.Member)
				if waits == "" {
					waits = "counts"
				}
				line += " " + c.Member + ":" + waits
			}
			lines = append([]string{line + "\n"}, lines...)
		}
		_, err := io.WriteString(w, strings.Join(lines, ""))
		return err
	})
}

func (s *story) journal(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		var lines []string
		for line, err := range tx.JournalTail(100) {
			if err != nil {
				return err
			}
			lines = append([]string{fmt.Sprintf("%s %s %s %s", line.By, line.Verb, line.About, line.Note)}, lines...)
		}
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}
