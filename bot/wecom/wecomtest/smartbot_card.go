package wecomtest

import (
	"context"
	"encoding/json"
	"fmt"
)

// showCard puts a card into a chat; the caller holds the lock. A card is held against the same rules as those of an application, and its id is good once.
func (p *SmartBot) showCard(room string, raw json.RawMessage) int {
	var c card
	switch {
	case json.Unmarshal(raw, &c) != nil || c.fault() != "":
		return 40058
	case p.tasks[c.TaskID]:
		return codeKnownTask
	case !p.meter(room).allow(p.now()):
		return 45009
	}
	id := secret(24)
	p.cards[id] = &sentCard{card: &c, msgID: id, rooms: []string{room}}
	if c.TaskID != "" {
		p.tasks[c.TaskID] = true
	}
	p.chats.add(room, Line{At: p.now(), From: FromApp, Kind: "template_card", MsgID: id, Text: c.text(), Buttons: c.buttons()})
	return 0
}

// codeKnownTask is refused with a word about the task_id.
const codeKnownTask = 42045

// Click is a member pressing a button of a card that the bot showed: msgID is that of the line, key that of the button. It gives the msgid of the event, and
// fails when he has no such card. Otherwise it is Say.
func (p *SmartBot) Click(ctx context.Context, user, msgID, key string) (string, error) {
	p.mu.Lock()
	s := p.cards[msgID]
	p.mu.Unlock()
	if s == nil || s.rooms[0] != fold(user) {
		return "", fmt.Errorf("wecomtest: %s has no card %s", user, msgID)
	}
	return p.Say(ctx, user, SmartClick(s.card.TaskID, key))
}

// update changes the card that was clicked, once and within five seconds; the caller holds the lock.
func (p *SmartBot) update(s *smartSocket, f smartFrame) int {
	a := p.callbackOf(s, f)
	var in smartBody
	var c card
	switch {
	case a == nil || a.kind != "template_card_event" || a.used || p.now().Sub(a.at) > welcomeLasts:
		return 846605
	case json.Unmarshal(f.Body, &in) != nil || in.Response != "update_template_card" || json.Unmarshal(in.Card, &c) != nil || c.fault() != "":
		return 40058
	}
	shown := p.cardOf(a.room, c.TaskID)
	if shown == nil {
		return 40058
	}
	a.used = true
	p.chats.editSent(shown.rooms, shown.msgID, func(l *Line) { l.Text, l.Buttons = c.text(), c.buttons() })
	return 0
}

// cardOf finds the card with a task in a chat; the caller holds the lock.
func (p *SmartBot) cardOf(room, task string) *sentCard {
	for _, s := range p.cards {
		if s.card.TaskID == task && s.rooms[0] == room {
			return s
		}
	}
	return nil
}
