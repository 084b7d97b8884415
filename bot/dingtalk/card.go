package dingtalk

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Card is an interactive card (protocol 3.8): what stands on it is decided by a template from the platform's card console, which takes variables by name. Its
// buttons call back with the ids that the template gives them; that arrives as a bot.Message of Kind Event named CardAction.
type Card struct {
	ID     string            // outTrackId: comes back with every click as TaskID; a card is made once under an ID
	Params map[string]string // the template's variables
}

// CardAction is the name of the event that a click on a card is for the bot: EventKey is the id of the button, TaskID the ID of the card, Text the values of
// its fields as JSON, if it has any. All of them came through somebody's client and are not to be trusted.
const CardAction = "card_action"

// CardReply is the template's variable in which the one who clicked reads what became of it.
const CardReply = "reply"

// SendCard shows a card to one member.
func (s *Sender) SendCard(ctx context.Context, to policy.Address, c Card) ledger.Outcome {
	if to.Channel != Channel || !isUserID(to.User) {
		return refused(sayBadUser)
	}
	out, _ := s.deliverCard(ctx, c, to.User, s.personSpace(to.User))
	return out
}

// personSpace is where a card to one member goes.
func (s *Sender) personSpace(user string) fields {
	return fields{
		"openSpaceId":             "dtv1.card//IM_ROBOT." + user,
		"imRobotOpenSpaceModel":   fields{"supportForward": false},
		"imRobotOpenDeliverModel": fields{"spaceType": "IM_ROBOT", "robotCode": s.config.RobotCode},
	}
}

// SendGroupCard shows a card in a group that the robot is in.
func (s *Sender) SendGroupCard(ctx context.Context, conversation string, c Card) ledger.Outcome {
	if conversation == "" {
		return refused(sayNoGroup)
	}
	out, _ := s.deliverCard(ctx, c, conversation, fields{
		"openSpaceId":             "dtv1.card//IM_GROUP." + conversation,
		"imGroupOpenSpaceModel":   fields{"supportForward": false},
		"imGroupOpenDeliverModel": fields{"robotCode": s.config.RobotCode},
	})
	return out
}

// deliverCard makes a card and shows it to somebody. The error is what the platform refused, or why there was no answer.
func (s *Sender) deliverCard(ctx context.Context, c Card, who string, where fields) (ledger.Outcome, error) {
	switch {
	case s.config.CardTemplate == "":
		return refused(sayNoTemplate), nil
	case c.ID == "":
		return refused(sayBadContent), nil
	}
	where["cardTemplateId"], where["outTrackId"], where["cardData"] = s.config.CardTemplate, c.ID, params(c.Params)
	where["callbackType"] = "STREAM"
	if s.config.CardURL != "" {
		if err := s.cards.register(ctx, s.registerCards); err != nil {
			return s.failed(err, who), err
		}
		where["callbackType"], where["callbackRouteKey"] = "HTTP", s.routeKey()
	}
	var answer struct {
		Result struct {
			DeliverResults []struct {
				Success  bool   `json:"success"`
				ErrorMsg string `json:"errorMsg"`
			} `json:"deliverResults"`
		} `json:"result"`
	}
	if err := s.api.call(ctx, http.MethodPost, pathDeliver, where, &answer); err != nil {
		return s.failed(err, who), err
	}
	for _, one := range answer.Result.DeliverResults {
		if !one.Success { // in an answer that says success, as ever
			err := &apiError{API: pathDeliver, Status: http.StatusOK, Code: "card.undelivered", Text: scrub(one.ErrorMsg)}
			return s.failed(err, who), err
		}
	}
	return ledger.Outcome{State: ledger.Sent, ID: c.ID}, nil
}

// UpdateCard changes variables of a card that was sent: for everybody, and for single members by their user ids. What is not named stays. It must not be
// called while a click on the card is being answered: the answer itself changes the card.
func (s *Sender) UpdateCard(ctx context.Context, id string, everybody map[string]string, single map[string]map[string]string) ledger.Outcome {
	in := fields{"outTrackId": id, "cardUpdateOptions": fields{"updateCardDataByKey": true, "updatePrivateDataByKey": true}}
	if len(everybody) > 0 {
		in["cardData"] = params(everybody)
	}
	if len(single) > 0 {
		private := fields{}
		for user, p := range single {
			private[user] = params(p)
		}
		in["privateData"] = private
	}
	if err := s.api.call(ctx, http.MethodPut, pathCards, in, nil); err != nil {
		return s.failed(err, slices.Collect(maps.Keys(single))...)
	}
	return ledger.Outcome{State: ledger.Sent, ID: id}
}

func params(p map[string]string) fields {
	if p == nil {
		p = map[string]string{}
	}
	return fields{"cardParamMap": p}
}

// routeKey names our callback address at the platform.
func (s *Sender) routeKey() string { return "lianxin-" + s.config.RobotCode }

// registerCards tells the platform where to call back about cards, and with which secret to sign.
func (s *Sender) registerCards(ctx context.Context) error {
	return s.api.call(ctx, http.MethodPost, pathRegister, fields{
		"callbackRouteKey": s.routeKey(), "callbackUrl": s.config.CardURL, "apiSecret": cardSecret(s.config.ClientSecret), "forceUpdate": true,
	}, nil)
}

// cardRoute registers the callback address once in the life of the process, before the first card.
type cardRoute struct {
	mu   sync.Mutex
	done atomic.Bool
}

func (r *cardRoute) register(ctx context.Context, do func(context.Context) error) error {
	if r.done.Load() {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done.Load() {
		return nil
	}
	err := do(ctx)
	r.done.Store(err == nil)
	return err
}
