package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// deskDeed is what the speaker does to a case: what he is to it is found by the ledger. Refuses as for a case that is not there.
func (b *Bot) deskDeed(tx *store.Tx, t *talk, id string) (*ledger.Deed, error) {
	by, err := tx.ActorOn(b.school, t.From, id)
	if isMissing(err) {
		return nil, ledger.NoCase()
	}
	return &ledger.Deed{School: b.school, By: by, At: tx.At}, err
}

// caseOf reads the case of a deed, if the speaker may do something to it.
func (b *Bot) caseOf(tx *store.Tx, d *ledger.Deed, op ledger.Op, id string) (ledger.Petition, error) {
	p, err := tx.Petition(id)
	if isMissing(err) {
		return p, ledger.NoCase()
	}
	if err != nil {
		return p, err
	}
	if no := ledger.May(b.school, d.By, op, &p, b.school.Today(d.At)); no != nil {
		return p, no
	}
	return p, nil
}

// transition is one step of a case.
type transition func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)

// step carries a transition out: it is kept with its journal lines, everybody whom it concerns is told, and the speaker hears what came of it.
func (b *Bot) step(tx *store.Tx, t *talk, id string, run transition) (string, error) {
	d, err := b.deskDeed(tx, t, id)
	if err != nil {
		return "", err
	}
	p, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return run(d, p) })
	if isMissing(err) {
		return "", ledger.NoCase()
	}
	if err != nil {
		return "", err
	}
	if err := b.tellOthers(tx, p, d.Steps, doerOf(t, d, id)); err != nil {
		return "", err
	}
	return b.done(tx, t, d, p)
}

// doerOf is who is not told of his own step: the account of a member of staff, but of who filed the case the sealed address. Were his account left out of
// what the offices hear that would tell who filed.
func doerOf(t *talk, d *ledger.Deed, id string) policy.Address {
	if d.By.Filer || d.By.Follower {
		return store.SealedAddress(id, 0)
	}
	return t.From
}

// stepping is a move that carries one transition out.
func (b *Bot) stepping(t *talk, id string, run transition) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return b.step(tx, t, id, run) })
}

// done says what was done, where the case stands, and which words work next. Whoever may not see it any more (回避) hears only the first.
func (b *Bot) done(tx *store.Tx, t *talk, d *ledger.Deed, p ledger.Petition) (string, error) {
	text := fmt.Sprintf(sayCaseDone, p.ID, b.deeds(d.Steps, p.ID))
	if ledger.May(b.school, d.By, ledger.OpSee, &p, b.school.Today(d.At)) != nil {
		return text, b.settled(tx, t)
	}
	text += "\n" + fmt.Sprintf(sayCaseNow, b.caseNow(&p))
	if words := b.nextWords(d, &p); words != "" {
		text += "\n" + words
	}
	return text, b.lay(tx, t, p.ID)
}

// deeds says the steps of one deed about a case in one sentence.
func (b *Bot) deeds(steps []ledger.Step, id string) string {
	var parts []string
	for _, s := range steps {
		if s.About == id {
			parts = append(parts, b.stepZh(s.Verb, s.Note))
		}
	}
	return strings.Join(parts, "；")
}

// caseNow is the stage of a case and the clock that runs.
func (b *Bot) caseNow(p *ledger.Petition) string {
	line := string(p.Stage())
	if p.Due != 0 {
		line += fmt.Sprintf(sayCaseDue, string(p.DueFor), p.Due.Chinese())
	}
	return line
}

// unlessRefused forgets a refusal: what was to be noted beside the thing itself is not worth undoing it.
func unlessRefused(err error) error {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return nil
	}
	return err
}

// refusalCode is the code of a refusal; "" for anything else.
func refusalCode(err error) string {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// obey carries an order out.
func (b *Bot) obey(t *talk, o order) move {
	if len(o.cases) == 0 {
		return b.whichCase(t, o)
	}
	id := o.cases[0]
	several := len(distinct(o.cases)) > 1 || slices.Contains(wordsAllCases, strings.TrimSpace(o.rest))
	if several && o.verb != verbShow && o.verb != verbMerge && o.verb != verbJoin {
		return say(fmt.Sprintf(sayOneByOne, id))
	}
	switch o.verb {
	case verbShow:
		return b.openCase(t, id)
	case verbRaw:
		return b.showWords(t, id)
	case verbPictures:
		return b.showPictures(t, id)
	case verbAssign:
		return b.assign(t, o)
	case verbMerge:
		return b.mergeInto(t, o)
	case verbJoin:
		return b.askMerge(t, o.cases)
	case verbReply:
		return b.reply(t, o)
	case verbWho:
		return b.look(t, id, o.rest)
	case verbLet, verbLetNot:
		return b.let(t, o)
	case verbFor:
		return b.behalf(t, o)
	}
	if run := b.plain(t, o); run != nil {
		return b.stepping(t, id, run)
	}
	return say(sayCaseHow)
}
