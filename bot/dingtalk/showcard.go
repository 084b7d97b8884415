package dingtalk

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"lianxin/bot/wire"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// The variables of the template (protocol 3.8), beside CardReply. Its buttons have the ids 1 to 6; one whose label is empty is hidden, and all are once
// CardChosen is not.
const (
	CardTitle  = "title"
	CardText   = "text"
	CardChosen = "chosen"
	cardButton = "button" // with its place behind it
)

// quietCards is how long no cards are offered after the platform did not take one: what is said meanwhile is said in the session, in words.
const quietCards = 5 * time.Minute

// Shows tells whether buttons are shown now: there is a template, and the platform takes cards.
func (s *Sender) Shows() bool {
	return s.config.CardTemplate != "" && !s.now().Before(time.Unix(s.quiet.Load(), 0))
}

// ShowCard brings a text with buttons to one member, as a card. A card is made once under its id: of one that the platform has already, which an attempt of
// unknown end leaves behind, it says so, and the card was shown. What the platform does not take as a card goes as the text: for want of a template or a
// permission, or when the calls of the month are used up, which a session does not cost.
func (s *Sender) ShowCard(ctx context.Context, to policy.Address, text string, c ledger.Card) ledger.Outcome {
	if s.config.CardTemplate == "" || !c.Fits() || len(text) > MaxText || to.Channel != Channel || !isUserID(to.User) {
		return s.Send(ctx, to, text)
	}
	out, err := s.deliverCard(ctx, Card{ID: c.ID, Params: cardParams(text, &c)}, to.User, s.personSpace(to.User))
	e := (*apiError)(nil)
	switch {
	case out.State == ledger.Sent:
		return out
	case errors.As(err, &e) && isKnownCard(e):
		return ledger.Outcome{State: ledger.Sent, ID: c.ID}
	}
	s.quiet.Store(s.now().Add(quietCards).Unix())
	if out.State == ledger.Refused || e != nil && isNotForCards(e) {
		return s.Send(ctx, to, text)
	}
	return out
}

// isNotForCards tells whether the application may not, or can not any more, show cards at all.
func isNotForCards(e *apiError) bool {
	for _, code := range []string{"Forbidden.AccessDenied.AccessTokenPermissionDenied", "Forbidden.AccessDenied.ApiCountLimitForOrg", "90020"} {
		if strings.HasPrefix(e.Code, code) {
			return true
		}
	}
	return false
}

// isKnownCard tells whether the platform has a card of this id. Ids are ours and well-formed, so that nothing else can be wrong with them.
func isKnownCard(e *apiError) bool { return strings.Contains(e.Code, "outTrackId") }

// cardParams are the variables of a card that was not pressed yet.
func cardParams(text string, c *ledger.Card) map[string]string {
	title, rest, _ := strings.Cut(wire.Clean(text), "\n")
	p := map[string]string{CardTitle: title, CardText: rest, CardChosen: "", CardReply: ""}
	for i := range ledger.MostChoices {
		p[cardButton+strconv.Itoa(i+1)] = ""
	}
	for i, one := range c.Choices {
		p[cardButton+strconv.Itoa(i+1)] = one.Label
	}
	return p
}

// mostReply is how many letters of an answer stand on a card; a longer one is told in the chat.
const mostReply = 300

// onCard is what of a reply stands on the card that was pressed. rest: all of it must be told in the chat besides.
func onCard(r bot.Reply) (short bot.Reply, rest bool) {
	if len([]rune(r.Text)) <= mostReply {
		return r, false
	}
	short = r
	short.Text = saySeeBelow
	return short, true
}
