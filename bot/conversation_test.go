package bot_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
)

// A conversation script is a story told from outside: at what time, who says what, and what is answered.
//
//	at 2026-11-19T10:00     moves the clock
//	say lin 昨天听了两节课     a member writes; the reply goes to stdout
//	group lin 昨天听了两节课   the same, said in a group chat
//	again                   the platform repeats the last message
//	event lin subscribe     an event of the platform
//	reopen                  the program ends and starts again
//	tick                    the reminders look: what they write into the outbox, one line each
//	deliver                 all that is due arrives
//	outbox                  what waits to be told, one line each
//	ledger                  the activities, oldest first
//	journal                 what was done to which record, oldest first
//	since lin 2026-11-16    a leader is in post only since a day
//	robots 党委办公室         there is a group robot of an office
//	taken 旧台账.xlsx 3      a table of earlier years is taken in, of so many lessons of lin
//	posts                   what waits to be posted in groups
//	file 'ledger?for=…'     a file of the outbox is made: its name and what it holds, without the names of the styles
//	draw progress/lin/2026-11-19   a picture of the outbox is drawn: its size
func TestConversations(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "conversations"),
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			s, err := newStory(filepath.Join(env.WorkDir, "lianxin.db"))
			if err != nil {
				return err
			}
			env.Values["story"] = s
			env.Defer(func() { _ = s.store.Close() })
			return nil
		},
		Cmds: with(with(accountCmds, caseCmds), map[string]func(*testscript.TestScript, bool, []string){
			"at": told((*story).at), "say": told((*story).say), "again": told((*story).again), "event": told((*story).event),
			"reopen": told((*story).reopen), "outbox": told((*story).outbox), "ledger": told((*story).ledger), "seed": told((*story).seed),
			"filed": told((*story).filed), "filer": told((*story).filer), "desk": told((*story).desk),
			"looks": told((*story).looks), "issues": told((*story).issues), "since": told((*story).since), "draw": told((*story).draw), "file": told((*story).file),
			"group": told((*story).group), "tick": told((*story).tick), "deliver": told((*story).deliver), "journal": told((*story).journal),
			"taken": told((*story).taken), "robots": told((*story).robots), "posts": told((*story).posts),
			"cards": told((*story).cards), "press": told((*story).press), "shown": told((*story).shown),
		}),
	})
}

// story is one school, one ledger and one clock.
type story struct {
	path   string
	school *policy.School
	store  *store.Store
	bot    *bot.Bot
	look   *reminders.Reminders
	now    time.Time
	said   int
	last   bot.Message
	code   string // the last one-time code; scripts say CODE

	buttons bool            // are shown
	seen    map[string]bool // cards that were written down
}

func newStory(path string) (*story, error) {
	school, err := config.DemoSchool()
	if err != nil {
		return nil, err
	}
	s := &story{path: path, school: school, now: time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location), seen: map[string]bool{}}
	return s, s.open()
}

// open opens the ledger with an engine that runs every function twice: whoever does not bear that is found out here.
func (s *story) open() error {
	engine, err := bolt.Open(s.path, bolt.Options{RunTwice: true})
	if err != nil {
		return err
	}
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		return err
	}
	if s.store, err = store.Open(engine, store.Options{Location: s.school.Location, Vault: vault}); err != nil {
		return err
	}
	s.bot = bot.New(s.school, s.store, zerolog.Nop(), bot.Options{
		Fetch: fetchPicture, Pictures: []string{"wecom"}, Files: func(channel string) bool { return channel == "wecom" }, NoticeName: reminders.NoticeName,
		Cards: func(string) bool { return s.buttons }, Preview: s.planned,
	})
	s.look = reminders.New(s.school, s.store, zerolog.Nop(), reminders.Options{Spread: -1})
	return nil
}

// planned is what will be told, as the program gives it to the bot.
func (s *story) planned(tx *store.Tx, from, to time.Time) ([]bot.Planned, error) {
	items, err := reminders.Preview(s.school, tx, from, to, false)
	out := make([]bot.Planned, 0, len(items))
	for _, it := range items {
		out = append(out, bot.Planned{At: it.At, To: it.Receiver(), What: it.Name(), Text: it.Text})
	}
	return out, err
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
	s.now = at
	return err
}

func (s *story) say(w io.Writer, args []string) error {
	s.said++
	return s.hear(w, bot.Message{Key: fmt.Sprintf("m%d", s.said), From: s.address(args[0]), Text: strings.Join(args[1:], " ")})
}

func (s *story) group(w io.Writer, args []string) error {
	s.said++
	m := bot.Message{Key: fmt.Sprintf("g%d", s.said), From: s.address(args[0]), Group: "office-chat", Text: strings.Join(args[1:], " ")}
	return s.hear(w, m)
}

func (s *story) event(w io.Writer, args []string) error {
	s.said++
	return s.hear(w, bot.Message{Key: fmt.Sprintf("e%d", s.said), From: s.address(args[0]), Kind: bot.Event, Event: args[1]})
}

func (s *story) again(w io.Writer, _ []string) error { return s.hear(w, s.last) }

func (s *story) hear(w io.Writer, m bot.Message) error {
	if s.buttons && m.Key != s.last.Key {
		s.now = s.now.Add(time.Second) // the newest card is the last one
	}
	m.At, m.Received = s.now.UTC(), s.now.UTC()
	s.last = m
	m.Text = strings.ReplaceAll(m.Text, "CODE", s.code)
	reply, err := s.bot.Handle(context.Background(), m)
	if err != nil {
		return err
	}
	if found := oneTime.FindStringSubmatch(reply.Text); found != nil {
		s.code = found[1]
	}
	if s.code != "" {
		reply.Text = strings.ReplaceAll(reply.Text, s.code, "CODE")
	}
	return s.answered(w, m, reply)
}

// address is the WeCom account of a member, or of somebody unlisted by that name; lin@dingtalk that on another platform.
func (s *story) address(who string) policy.Address {
	if who, channel, ok := strings.Cut(who, "@"); ok {
		if m := s.school.Member(who); m != nil {
			for _, a := range m.Accounts {
				if a.Channel == channel {
					return a
				}
			}
		}
		return policy.Address{Channel: channel, User: who}
	}
	if m := s.school.Member(who); m != nil {
		return m.Accounts[0]
	}
	return policy.Address{Channel: "wecom", User: who}
}

func (s *story) draw(w io.Writer, args []string) error {
	data, err := s.bot.Draw(args[0])
	if err != nil {
		return err
	}
	picture, err := png.DecodeConfig(bytes.NewReader(data))
	fmt.Fprintf(w, "%d wide, higher than wide: %v\n", picture.Width, picture.Height > picture.Width)
	return err
}

func (s *story) since(_ io.Writer, args []string) error {
	day, err := policy.ParseDate(args[1])
	s.school.Member(args[0]).Span.From = day
	return err
}

func (s *story) reopen(io.Writer, []string) error {
	if err := s.store.Close(); err != nil {
		return err
	}
	return s.open()
}

func (s *story) seed(io.Writer, []string) error { return store.SeedDemo(s.store, s.school, s.now) }

// mark is what stands for an account in the key of a call for a human: it hangs on the platform and the vault.
var mark = regexp.MustCompile(`^crisis/[0-9a-f]+/`)

func (s *story) outbox(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.now.Add(24*time.Hour), 100) {
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s -> %s\n%s\n", mark.ReplaceAllString(n.Key, "crisis/MARK/"), n.To.User, n.Text)
			if n.File != "" {
				fmt.Fprintln(w, n.File)
			}
		}
		return nil
	})
}

func (s *story) robots(_ io.Writer, args []string) error {
	for _, office := range args {
		s.school.Groups = append(s.school.Groups, policy.GroupAddress("wecom", office))
	}
	return nil
}

func (s *story) posts(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for n, err := range tx.DueNotices(s.now.Add(24*time.Hour), 0) {
			if err != nil {
				return err
			}
			if n.To.GroupName() != "" {
				fmt.Fprintf(w, "%s -> %s\n%s\n", n.Key, n.To, n.Text)
			}
		}
		return nil
	})
}

// tick lets the reminders look, and shows what is new in the outbox: what is sent, and with why what is not.
func (s *story) tick(w io.Writer, _ []string) error {
	was := map[string]bool{}
	each := func(show func(n *ledger.Notice)) error {
		return s.store.View(func(tx *store.Tx) error {
			list := []ledger.Notice{}
			for n, err := range tx.RecentNotices(0) {
				if err != nil {
					return err
				}
				if n.Kind != reminders.KindLooked {
					list = append(list, n)
				}
			}
			for _, n := range slices.Backward(list) {
				show(&n)
			}
			return nil
		})
	}
	if err := each(func(n *ledger.Notice) { was[n.Key] = true }); err != nil {
		return err
	}
	if _, err := s.look.Tick(context.Background(), s.now); err != nil {
		return err
	}
	return each(func(n *ledger.Notice) {
		switch {
		case was[n.Key]:
		case !n.Dropped.IsZero():
			fmt.Fprintf(w, "%s not told: %s\n", n.Key, n.Reason)
		case n.With != "":
			fmt.Fprintf(w, "%s with %s\n", n.Key, n.With)
		default:
			fmt.Fprintf(w, "%s -> %s\n%s\n", n.Key, n.To.User, n.Text)
		}
	})
}

func (s *story) deliver(io.Writer, []string) error {
	return s.store.Update(s.now, func(tx *store.Tx) error {
		var due []ledger.Notice
		for n, err := range tx.DueNotices(s.now, 0) {
			if err != nil {
				return err
			}
			due = append(due, n)
		}
		for _, n := range due {
			n.Attempts, n.Sent = 1, s.now
			if err := tx.SaveNotice(n); err != nil {
				return err
			}
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
				line += " " + c.Member + ":" + orCounts(a.Waits(c.Member))
			}
			lines = append(lines, line)
		}
		for i := len(lines) - 1; i >= 0; i-- {
			fmt.Fprintln(w, lines[i])
		}
		return nil
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

func orCounts(waits string) string {
	if waits == "" {
		return "counts"
	}
	return waits
}
