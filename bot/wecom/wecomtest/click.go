package wecomtest

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// codeTime is how long a response_code is good for, once (2.4).
const codeTime = 72 * time.Hour

// cards are the cards that can be clicked and updated.
type cards struct {
	tasks map[string]bool      // every task_id that was ever used
	sent  map[string]*sentCard // by msgid
	codes map[string]permit    // by response_code
}

type sentCard struct {
	card  *card
	msgID string
	rooms []string
}

// permit is the right to update a card, once.
type permit struct {
	card  *sentCard
	until time.Time
}

func newCards() cards {
	return cards{tasks: map[string]bool{}, sent: map[string]*sentCard{}, codes: map[string]permit{}}
}

// issue remembers a card that went out and gives its first response_code.
func (c *cards) issue(what *card, msgID string, rooms []string, at time.Time) string {
	s := &sentCard{card: what, msgID: msgID, rooms: rooms}
	c.sent[msgID] = s
	return c.code(s, at)
}

func (c *cards) code(s *sentCard, at time.Time) string {
	code := "RC" + secret(40)
	c.codes[code] = permit{card: s, until: at.Add(codeTime)}
	return code
}

// use gives the card that a code belongs to; nil when the code is unknown, used or too old.
func (c *cards) use(code string, at time.Time) *sentCard {
	found := c.codes[code]
	delete(c.codes, code)
	if found.card == nil || !at.Before(found.until) {
		return nil
	}
	return found.card
}

// Click is a member pressing a button of a card that the application sent. msgID is that of the line, key that of the button, and the picks are what was
// chosen before, on cards that ask. It fails when the member has no such card; otherwise it is Send.
func (p *Platform) Click(ctx context.Context, user, msgID, key string, picks ...Pick) (Delivery, error) {
	m, err := p.click(user, msgID, key, picks)
	if err != nil {
		return Delivery{}, err
	}
	return p.Send(ctx, user, m, Manner{})
}

func (p *Platform) click(user, msgID, key string, picks []Pick) (Message, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.cards.sent[msgID]
	if s == nil || !slices.Contains(s.rooms, fold(user)) {
		return Message{}, fmt.Errorf("wecomtest: %s has no card %s", user, msgID)
	}
	m := Event("template_card_event", key).With("TaskId", s.card.TaskID).With("CardType", s.card.Type).
		With("ResponseCode", p.cards.code(s, p.now())).WithXML("SelectedItems", pickXML(picks))
	m.card = msgID
	return m, nil
}

// updateClicked changes the card that was clicked, on the phone of the member who clicked it.
func (p *Platform) updateClicked(user, msgID string, r Reply) {
	p.chats.editSent([]string{fold(user)}, msgID, func(l *Line) {
		if r.Kind == "update_button" {
			l.Buttons = greyed(r.Text)
			return
		}
		l.Text, l.Buttons = r.Text, nil
		if r.Grey != "" {
			l.Buttons = greyed(r.Grey)
		}
	})
}
