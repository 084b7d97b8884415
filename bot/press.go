package bot

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// press is a button that somebody pressed. Its words are heard as if he had typed them: as the answer to the question of its card as long as that is open,
// else as a message of its own, whatever the dialog has come to. Nothing that came with it is trusted: the words are those that the ledger keeps.
type press struct {
	card   ledger.Card // zero where the sender has no such card
	choice ledger.Choice
	no     string // why the press comes to nothing, as it is said; "" = it is heard
	over   bool   // the card is of no use any more
	right  string // to change the card, that came with the press
}

// Face is what a card comes to look like by a press: where it is shown, its buttons give way to Label. The zero Face changes nothing.
type Face struct {
	Card, Title string
	Label       string // what was pressed, or that the card is of no use any more
}

// pressed finds the card and the button, and whether they can be heard. open is the dialog of the sender as it is stored.
func (b *Bot) pressed(tx *store.Tx, m Message, open *ledger.Dialog) (*press, error) {
	c, err := tx.Card(m.TaskID)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrSealed):
		return &press{no: sayCardUnknown}, nil
	case err != nil:
		return nil, err
	case !b.shownTo(tx, &c, m.From):
		return &press{no: sayCardNotYours}, nil
	}
	p := &press{card: c, right: m.Right}
	n, _ := strconv.Atoi(m.EventKey)
	choice, ok := c.Choice(n)
	if !ok {
		p.no = sayCardUnknown
		return p, nil
	}
	p.choice = choice
	if choice.Again {
		return p, nil
	}
	p.no, err = b.overtaken(tx, &c, open, m)
	p.over = p.no != ""
	return p, err
}

// overtaken says why nothing on a card can be pressed any more; "" if it can.
func (b *Bot) overtaken(tx *store.Tx, c *ledger.Card, open *ledger.Dialog, m Message) (string, error) {
	switch {
	case !c.Pressed.IsZero():
		return fmt.Sprintf(sayCardPressed, c.Label), nil
	case c.Asks && !(open.Open(m.Received) && open.Card == c.ID):
		return sayCardPast, nil
	}
	for _, was := range c.About {
		a, err := tx.Activity(was.ID)
		switch {
		case isMissing(err):
			return sayCardPast, nil
		case err != nil:
			return "", err
		case !a.Live():
			return fmt.Sprintf(sayCardTaken, a.ID), nil
		case len(a.History) != was.Version:
			return fmt.Sprintf(sayCardChanged, a.ID, b.card(a, b.school.Today(m.Received))), nil
		}
	}
	return "", nil
}

// shownTo tells whether a card was shown to somebody: on this account, or on another one of the same person, to which it may have fallen over.
func (b *Bot) shownTo(tx *store.Tx, c *ledger.Card, from policy.Address) bool {
	to, err := tx.Resolve(c.To)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(tx.AccountsOf(b.school, from), func(a policy.Address) bool { return a.Fold() == to.Fold() })
}

// repeated gives a repeat of a press what its card came to look like.
func (b *Bot) repeated(tx *store.Tx, m Message, stored *Reply) error {
	if m.Kind != Press {
		return nil
	}
	c, err := tx.Card(m.TaskID)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrSealed) || err == nil && !b.shownTo(tx, &c, m.From) {
		return nil
	}
	stored.Face = (&press{card: c}).face()
	return err
}

// speak puts the words of a pressed button in the place of the press.
func (t *talk) speak() {
	t.Kind, t.Text = Text, t.press.choice.Say
	if !t.press.card.Asks {
		t.dialog = nil // it means what it says, whatever was asked last
	}
}

// once tells whether the press is the only one that its card takes.
func (p *press) once() bool { return p != nil && !p.choice.Again }

// face is how the card of a press looks that comes to nothing.
func (p *press) face() Face {
	f := Face{Card: p.card.ID, Title: p.card.Title}
	switch {
	case !p.card.Pressed.IsZero():
		f.Label = fmt.Sprintf(sayCardChosen, p.card.Label)
	case p.over:
		f.Label = sayCardOver
	}
	return f
}

// after is how the card looks after a press that was heard.
func (p *press) after() Face {
	if p == nil {
		return Face{}
	}
	f := Face{Card: p.card.ID, Title: p.card.Title}
	if p.once() {
		f.Label = fmt.Sprintf(sayCardChosen, p.choice.Label)
	}
	return f
}

// taken says that the card was pressed meanwhile; "" if it was not.
func (p *press) taken(tx *store.Tx) (said string, err error) {
	if !p.once() {
		return "", nil
	}
	c, err := tx.Card(p.card.ID)
	if err != nil || c.Pressed.IsZero() {
		return "", err
	}
	return fmt.Sprintf(sayCardPressed, c.Label), nil
}

// note keeps that a button was pressed.
func (p *press) note(tx *store.Tx) error {
	if !p.once() {
		return nil
	}
	c := p.card.Press(p.choice.Label, tx.At)
	if p.right != "" {
		c.Update, c.Shown = p.right, tx.At // the one before is of no use any more
	}
	return tx.PutCard(c)
}
