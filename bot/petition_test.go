package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Commands of stories about cases, beside those of TestConversations:
//
//	picture lin good            a member sends a picture: good, lost (cannot be fetched), odd (no picture), huge
//	office liu accept XF2026-0001 [TEXT…]   staff does something: summarise, accept, entrust, channel, assign, reply, check, merge, review …
//	read liu XF2026-0001        staff reads the case, which is noted
//	chase                       what the program does by itself about open cases
//	cases                       the cases, oldest first: stage, level, unit, category
//	letter KEY ADDRESS CASE SUBJECT TEXT…   a letter arrives, with a picture for each word good or odd behind it; CASE - = none
//	nobyte TEXT…                no byte of the ledger's file spells one of the texts
var caseCmds = map[string]func(*testscript.TestScript, bool, []string){
	"picture": told((*story).picture), "mixed": told((*story).mixed), "office": told((*story).office), "read": told((*story).read), "chase": told((*story).chase),
	"cases": told((*story).cases), "letter": told((*story).letter), "nobyte": nobyte,
}

// with joins the commands of two kinds of stories.
func with(more, cmds map[string]func(*testscript.TestScript, bool, []string)) map[string]func(*testscript.TestScript, bool, []string) {
	maps.Copy(cmds, more)
	return cmds
}

// pictures are what can be fetched from the platform of a story.
var pictures = map[string][]byte{
	"good":  []byte("\x89PNG\r\n\x1a\nthe picture of a broken heater"),
	"other": []byte("\x89PNG\r\n\x1a\nthe heater a day later"),
	"odd":   []byte("<html>not a picture</html>"),
	"huge":  append([]byte("\xff\xd8\xff"), make([]byte, ledger.MaxAttachment)...),
}

func fetchPicture(_ context.Context, m bot.Media) ([]byte, error) {
	data, ok := pictures[m.ID]
	if !ok {
		return nil, errors.New("the platform has it no more")
	}
	return data, nil
}

func (s *story) picture(w io.Writer, args []string) error {
	s.said++
	m := bot.Message{Key: fmt.Sprintf("p%d", s.said), From: s.address(args[0]), Kind: bot.Image}
	for _, id := range args[1:] {
		m.Media = append(m.Media, bot.Media{ID: id, Type: "image"})
	}
	return s.hear(w, m)
}

// mixed is one message of words and one picture: mixed li good 主楼电梯坏了
func (s *story) mixed(w io.Writer, args []string) error {
	s.said++
	return s.hear(w, bot.Message{
		Key: fmt.Sprintf("x%d", s.said), From: s.address(args[0]), Text: strings.Join(args[2:], " "), Media: []bot.Media{{ID: args[1], Type: "image"}},
	})
}

func (s *story) letter(w io.Writer, args []string) error {
	l := bot.Letter{
		Key: args[0], From: policy.Address{Channel: "mail", User: args[1]}, Name: "来信者甲", Case: strings.Trim(args[2], "-"), Subject: args[3], Text: args[4],
		At: s.now.UTC(), Received: s.now.UTC(),
	}
	for _, id := range args[5:] {
		l.Attachments = append(l.Attachments, bot.LetterFile{Name: id, Data: pictures[id]})
	}
	reply, err := s.bot.Letter(context.Background(), l)
	fmt.Fprintln(w, reply)
	return err
}

// office lets staff move a case through the same transitions as in life, with the notices that follow.
func (s *story) office(w io.Writer, args []string) error {
	who, verb, id, text := s.school.Member(args[0]), args[1], args[2], strings.Join(args[3:], " ")
	steps := map[string]func(*ledger.Deed, ledger.Petition) (ledger.Petition, error){
		"summarise": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Summarise(d, text) },
		"accept": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Tell(d, ledger.Telling{Outcome: ledger.ToldAccept})
		},
		"entrust": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Tell(d, ledger.Telling{Outcome: ledger.ToldEntrust, Unit: text})
		},
		"channel": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Tell(d, ledger.Telling{Outcome: ledger.ToldChannel, Note: text})
		},
		"reply": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Reply(d, ledger.Reply{Facts: text, Action: "已经全部更换，当天恢复供水", Date: d.School.Today(d.At), Contact: "值班室 000-0000200", Finding: ledger.FindingSupported})
		},
		"assign": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Assign(d, ledger.Order{Unit: text})
		},
		"check":   func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Check(d, true, "") },
		"close":   func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Close(d) },
		"release": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Release(d) },
		"review": func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.GiveReview(d, "维持", text)
		},
		"merge": nil,
	}
	step, ok := steps[verb]
	if !ok {
		return fmt.Errorf("an office cannot %q", verb)
	}
	err := s.store.Update(s.now, func(tx *store.Tx) error {
		d := &ledger.Deed{School: s.school, By: ledger.Staff(who), At: tx.At}
		if verb == "merge" {
			return s.merge(tx, d, id, text)
		}
		p, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return step(d, p) })
		if err != nil {
			return err
		}
		return s.bot.TellSteps(tx, p, d.Steps)
	})
	return said(w, err)
}

func (s *story) merge(tx *store.Tx, d *ledger.Deed, id, into string) error {
	p, err := tx.Petition(id)
	if err != nil {
		return err
	}
	other, err := tx.Petition(into)
	if err != nil {
		return err
	}
	if p, other, err = p.MergeInto(d, other); err != nil {
		return err
	}
	return errors.Join(tx.Keep(d, p, other), s.bot.TellSteps(tx, p, d.Steps))
}

// said writes a refusal down as what it is: an answer.
func said(w io.Writer, err error) error {
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		fmt.Fprintln(w, no.Say)
		return nil
	}
	return err
}

func (s *story) read(w io.Writer, args []string) error {
	return said(w, s.store.Update(s.now, func(tx *store.Tx) error {
		_, err := tx.ReadPetition(&ledger.Deed{School: s.school, By: ledger.Staff(s.school.Member(args[0])), At: tx.At}, args[1])
		return err
	}))
}

func (s *story) chase(w io.Writer, _ []string) error {
	n, err := s.store.Chase(s.school, s.now, s.bot.TellSteps)
	fmt.Fprintln(w, n)
	return err
}

func (s *story) cases(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		var lines []string
		for p, err := range tx.RecentPetitions(0) {
			if err != nil {
				return err
			}
			line := fmt.Sprintf("%s %s %s unit=%s %s", p.ID, p.Stage(), p.Level.Zh(), p.Unit, p.Category)
			if n := len(p.Attachments); n > 0 {
				line += fmt.Sprintf(" pictures=%d", n)
			}
			if len(p.Targets)+len(p.TargetUnits) > 0 {
				line += fmt.Sprintf(" about=%v", append(p.Targets, p.TargetUnits...))
			}
			if p.Follows != "" {
				line += " follows=" + p.Follows
			}
			lines = append([]string{line}, lines...)
		}
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}

// nobyte fails if the ledger's file holds one of the texts; with ! it fails if the file lacks one, which shows that it looks in the right place.
func nobyte(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value("story").(*story)
	ts.Check(s.store.Close())
	file, err := os.ReadFile(s.path)
	ts.Check(err)
	lower := bytes.ToLower(file)
	for _, text := range args {
		if bytes.Contains(lower, bytes.ToLower([]byte(text))) != neg {
			ts.Fatalf("%q in the ledger's file: %v", text, !neg)
		}
	}
	ts.Check(s.open())
}
