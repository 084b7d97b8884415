package wecom

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot"
	"lianxin/bot/wecom/layout"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// quietCards is how long no cards are offered after the server API did not take something, unless it takes something before.
const quietCards = 5 * time.Minute

// Shows tells whether buttons are shown now: the configuration wants them, and the server API takes what is sent. Who writes while it does not is answered in
// the HTTP answer, in words.
func (s *Sender) Shows() bool { return s.cards && !s.now().Before(time.Unix(s.quiet.Load(), 0)) }

// ShowCard brings a text with buttons to one member, as a card. A card is made once under its id: of one that the platform has already, which an attempt of
// unknown end leaves behind, it says so, and the card was shown. What does not fit on a card, and what the platform does not take as one, goes as the text.
func (s *Sender) ShowCard(ctx context.Context, to policy.Address, text string, c ledger.Card) ledger.Outcome {
	card, fits := layout.Of(clean(text), &c)
	if !fits || !s.cards || to.Channel != Channel || !isUserID(to.User) {
		return s.Send(ctx, to, text)
	}
	select {
	case s.slots <- struct{}{}:
	case <-ctx.Done():
		return ledger.Outcome{State: ledger.Retry, Reason: sayWaiting}
	}
	out, err := s.postCard(ctx, to.User, card)
	<-s.slots
	switch {
	case isCode(err, isKnownTask):
		return ledger.Outcome{State: ledger.Sent}
	case isCode(err, isCardFault):
		s.log.Warn().Str("api", "message/send").Int("errcode", out.Code).Msg("wecom: a card was not taken, its text goes instead")
		return s.Send(ctx, to, text)
	}
	return out
}

func (s *Sender) postCard(ctx context.Context, user string, card layout.Card) (ledger.Outcome, error) {
	r := &cardRequest{ToUser: user, MsgType: "template_card", AgentID: s.agentID, Card: card, EnableDuplicateCheck: 1, DuplicateCheckInterval: duplicateInterval}
	return s.sent(ctx, user, r)
}

// cardRequest is the body of message/send for a card.
type cardRequest struct {
	ToUser                 string      `json:"touser"`
	MsgType                string      `json:"msgtype"`
	AgentID                int         `json:"agentid"`
	Card                   layout.Card `json:"template_card"`
	EnableDuplicateCheck   int         `json:"enable_duplicate_check"`
	DuplicateCheckInterval int         `json:"duplicate_check_interval"`
}

// UpdateCard changes a card where it was shown, by a right that the platform gave and that is good once, for three days: right is the response_code of the
// sending or of the last press. Refused means that the right is no good any more (60140): what was to be read there must be told.
func (s *Sender) UpdateCard(ctx context.Context, to policy.Address, right string, f bot.Face, text string) ledger.Outcome {
	if right == "" || to.Channel != Channel || !isUserID(to.User) {
		return refused(sayNoRight)
	}
	card, _ := layout.Answered(f, clean(text))
	r := &updateRequest{UserIDs: []string{to.User}, AgentID: s.agentID, ResponseCode: right, Card: card}
	var answer struct {
		util.CommonError
		Invalid []string `json:"invaliduser"`
	}
	if err := s.api.post(ctx, "message/update_template_card", r, &answer); err != nil {
		if isCode(err, func(e *apiError) bool { return e.Code == codeNoRight }) {
			return ledger.Outcome{State: ledger.Refused, Reason: sayNoRight, Code: codeNoRight}
		}
		return s.failed(err, to.User)
	}
	if len(answer.Invalid) > 0 {
		return refused(sayNoSuchUser)
	}
	return ledger.Outcome{State: ledger.Sent}
}

// updateRequest is the body of message/update_template_card (protocol 2.4).
type updateRequest struct {
	UserIDs      []string    `json:"userids"`
	AgentID      int         `json:"agentid"`
	ResponseCode string      `json:"response_code"`
	Card         layout.Card `json:"template_card"`
}

// codeNoRight is what the platform says of a response_code that was used, is too old or is none.
const codeNoRight = 60140

// isCode tells whether an error is an answer of the platform of some kind.
func isCode(err error, is func(*apiError) bool) bool {
	e := (*apiError)(nil)
	return errors.As(err, &e) && is(e)
}

// isCardFault tells whether the platform took offence at the card, or takes none from this application.
func isCardFault(e *apiError) bool { return layout.IsFault(int(e.Code)) }

// isKnownTask tells whether the platform has a card of this id.
func isKnownTask(e *apiError) bool { return layout.IsKnown(int(e.Code), e.Text) }

// sent posts the body of one message to one member and keeps whether the server API takes anything at all.
func (s *Sender) sent(ctx context.Context, user string, body any) (ledger.Outcome, error) {
	var answer struct {
		util.CommonError
		InvalidUser    string `json:"invaliduser"`
		UnlicensedUser string `json:"unlicenseduser"`
		MsgID          string `json:"msgid"`
		ResponseCode   string `json:"response_code"`
	}
	err := s.api.post(ctx, "message/send", body, &answer)
	if err != nil {
		e := (*apiError)(nil)
		if isCode(err, isCardFault) && errors.As(err, &e) {
			return e.outcome(rand.Float64()), err
		}
		out := s.failed(err, user)
		if out.State != ledger.Refused {
			s.quiet.Store(s.now().Add(quietCards).Unix())
		}
		return out, err
	}
	s.quiet.Store(0)
	switch {
	case lists(answer.InvalidUser, user):
		return refused(sayNoSuchUser), nil
	case lists(answer.UnlicensedUser, user):
		return refused(sayUnlicensed), nil
	}
	return ledger.Outcome{State: ledger.Sent, ID: answer.MsgID, Update: answer.ResponseCode}, nil
}
