package bot_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// The commands about cases, beside those of conversation_test.go:
//
//	filed li open 后勤-食堂 太咸了       a case comes in by the chat: who, level (open, confidential, anonymous), category, words; @peng, @后勤处 is whom it is about
//	filer li rate XF2026-0001 不满意     its filer does something: rate, review, allow, withdraw, urge
//	desk                              the cases, oldest first: number, stage, units, what is due
//	looks XF2026-0001                 who looked at a case
//	issues                            the issues, oldest first
var levels = map[string]ledger.Level{"open": ledger.LevelOpen, "confidential": ledger.LevelConfidential, "anonymous": ledger.LevelAnonymous}

// filed registers a case as the chat with its filer does.
func (s *story) filed(_ io.Writer, args []string) error {
	f := ledger.Filing{Level: levels[args[1]], Category: args[2]}
	var words []string
	for _, word := range args[3:] {
		target, ok := strings.CutPrefix(word, "@")
		switch {
		case !ok:
			words = append(words, word)
		case s.school.Unit(target) != nil:
			f.TargetUnits = append(f.TargetUnits, target)
		default:
			f.Targets = append(f.Targets, target)
		}
	}
	f.Raw = strings.Join(words, " ")
	return s.store.Update(s.now, func(tx *store.Tx) error {
		d := &ledger.Deed{School: s.school, By: ledger.Actor{Filer: true}, At: tx.At}
		_, err := tx.File(d, f, store.Person{Address: s.address(args[0])})
		return err
	})
}

// filer lets the filer of a case do something.
func (s *story) filer(_ io.Writer, args []string) error {
	err := s.store.Update(s.now, func(tx *store.Tx) error {
		by, err := tx.ActorOn(s.school, s.address(args[0]), args[2])
		if err != nil {
			return err
		}
		return s.filerStep(tx, &ledger.Deed{School: s.school, By: by, At: tx.At}, args[1], args[2], strings.Join(args[3:], " "))
	})
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		return fmt.Errorf("refused: %s", no.Say)
	}
	return err
}

func (s *story) filerStep(tx *store.Tx, d *ledger.Deed, verb, id, words string) (err error) {
	change := func(step func(ledger.Petition) (ledger.Petition, error)) { _, err = tx.Change(d, id, step) }
	switch verb {
	case "rate":
		_, err = tx.Rate(d, id, ledger.Score(words), "否", "")
	case "review":
		_, err = tx.AskReview(d, id, words)
	case "allow":
		change(func(p ledger.Petition) (ledger.Petition, error) { return p.Allow(d) })
	case "withdraw":
		change(func(p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
	case "urge":
		change(func(p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	default:
		return fmt.Errorf("a filer does not %s", verb)
	}
	return err
}

func (s *story) desk(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		var lines []string
		for p, err := range tx.RecentPetitions(100) {
			if err != nil {
				return err
			}
			due := ""
			if p.Due != 0 {
				due = string(p.DueFor) + " " + p.Due.String()
			}
			line := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", p.ID, p.Stage(), strings.Join(p.Units(), "+"), due)), " ")
			lines = append([]string{line}, lines...)
		}
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}

func (s *story) looks(w io.Writer, args []string) error {
	return s.store.View(func(tx *store.Tx) error {
		list, err := tx.Looks(args[0])
		for _, l := range list {
			fmt.Fprintf(w, "%s %s read=%v opened=%v approved=%q %s\n", l.By, l.Role, l.Read, !l.Opened.IsZero(), l.ApprovedBy, l.Reason)
		}
		return err
	})
}

func (s *story) issues(w io.Writer, _ []string) error {
	return s.store.View(func(tx *store.Tx) error {
		for i, err := range tx.OpenIssues() {
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s %s %s%s %s\n", i.ID, i.Stage(), i.Owner().Unit, i.Owner().Member, i.Due)
		}
		return nil
	})
}
