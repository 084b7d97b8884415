package wecomtest

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// updateRequest is the body of message/update_template_card (2.4).
type updateRequest struct {
	UserIDs      []string        `json:"userids"`
	AtAll        json.RawMessage `json:"atall"`
	AgentID      json.RawMessage `json:"agentid"`
	ResponseCode string          `json:"response_code"`
	Button       struct {
		ReplaceName string `json:"replace_name"`
	}
	Card json.RawMessage `json:"template_card"`
}

// updateCard changes a card that was sent, on the phones of the members it names.
func (p *Platform) updateCard(c *call) response {
	var ask updateRequest
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	if refused := p.mayAct(c, ask.AgentID); refused != nil {
		return refused
	}
	change, refused := ask.change()
	if refused != nil {
		return refused
	}
	was := p.cards.use(ask.ResponseCode, p.now())
	if was == nil {
		return fail(60140, "")
	}
	rooms, strangers := was.those(ask)
	p.chats.editSent(rooms, was.msgID, change)
	return answer{"invaliduser": strangers}.ok()
}

// change is what happens to the line of the card.
func (ask *updateRequest) change() (func(*Line), response) {
	if ask.Card == nil {
		if ask.Button.ReplaceName == "" {
			return nil, fail(40058, "neither button nor template_card")
		}
		return func(l *Line) { l.Buttons = greyed(ask.Button.ReplaceName) }, nil
	}
	var fresh card
	if err := json.Unmarshal(ask.Card, &fresh); err != nil || fresh.text() == "" {
		return nil, fail(40058, "template_card")
	}
	return func(l *Line) { l.Text, l.Buttons = fresh.text(), fresh.buttons() }, nil
}

// those are the receivers of the card whom an update names, and the names that are none of them.
func (s *sentCard) those(ask updateRequest) (rooms, strangers []string) {
	if boolean(ask.AtAll) {
		return s.rooms, []string{}
	}
	strangers = []string{}
	for _, user := range ask.UserIDs {
		if slices.Contains(s.rooms, fold(user)) {
			rooms = append(rooms, fold(user))
		} else {
			strangers = append(strangers, user)
		}
	}
	return rooms, strangers
}

// boolean reads 1, "1" and nothing, as the platform does.
func boolean(raw json.RawMessage) bool {
	n, _ := strconv.Atoi(strings.Trim(string(raw), `"`))
	return n != 0
}
