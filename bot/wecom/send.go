package wecom

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Sender sends texts to members through the server API (protocol 2.2). It is safe for concurrent use; at most four calls are under way at once, because the
// platform refuses more (45033).
//
// A text longer than MaxText goes out in numbered parts, in order. If a part is not taken, the next attempt with the same text begins at that part. Every
// message asks for the platform's duplicate check: the same part to the same member within half an hour is shown once, so that an attempt whose end is
// unknown may be repeated. Two notices with the very same text within half an hour are therefore one to the member, too: what is meant to be said twice must
// differ.
type Sender struct {
	agentID  int
	cards    bool         // buttons are shown
	quiet    atomic.Int64 // no cards are offered before this second
	api      *api
	slots    chan struct{}
	progress wire.Progress // in memory: after a restart the duplicate check swallows for half an hour what is sent again
	uploads  uploads
	now      func() time.Time
	log      zerolog.Logger
}

const (
	atOnce            = 4
	duplicateInterval = 1800 // seconds
)

// NewSender builds the sender of one application. It touches the network only when something is sent.
func NewSender(c Config, log zerolog.Logger, now func() time.Time) *Sender {
	return &Sender{agentID: c.AgentID, cards: c.Cards, api: newAPI(c, now), slots: make(chan struct{}, atOnce), now: now, log: log}
}

// Send brings a text to one member and says what became of it. Unknown means that it may have been delivered; sending the same text again is harmless then.
// It returns soon after ctx has ended. An account that is not the form of a user id is refused: "@all" and lists of accounts never reach the platform.
func (s *Sender) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	if to.Channel != Channel || !isUserID(to.User) {
		return refused(sayBadUser)
	}
	parts := numbered(clean(text))
	if len(parts) == 0 {
		return refused(sayEmpty)
	}
	done := 0
	if len(parts) > 1 {
		done = min(s.progress.Of(to.User, text, s.now()).Parts, len(parts)-1)
	}
	out := ledger.Outcome{State: ledger.Sent}
	for ; done < len(parts) && out.State == ledger.Sent; done++ {
		out = s.sendPart(ctx, to.User, parts[done])
	}
	if out.State == ledger.Sent || out.State == ledger.Refused {
		s.progress.Forget(to.User, text)
	} else {
		s.progress.Keep(to.User, text, wire.Reached{Parts: done - 1}, s.now())
	}
	return out
}

// sendPart sends one message.
func (s *Sender) sendPart(ctx context.Context, user, text string) ledger.Outcome {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return ledger.Outcome{State: ledger.Retry, Reason: sayWaiting}
	}
	return s.post(ctx, user, newTextRequest(user, s.agentID, text))
}

// post sends the body of one message to one member.
func (s *Sender) post(ctx context.Context, user string, body any) ledger.Outcome {
	out, err := s.sent(ctx, user, body)
	if isCode(err, isCardFault) { // which of a text is a fault of the text
		return s.failed(err, user)
	}
	return out
}

// failed logs what went wrong and says what it means. The platform repeats the receiver in some of its errors: who it is may be nobody's business (Art. 5.7).
func (s *Sender) failed(err error, user string) ledger.Outcome {
	var e *apiError
	if !errors.As(err, &e) {
		e = newAPIError("message/send", err, true)
	}
	s.log.Warn().Str("api", e.API).Int64("errcode", e.Code).Str("error", wire.Unnamed(e.Text, user)).Bool("maybe_sent", e.Maybe).Msg("wecom: message not sent")
	return e.outcome(rand.Float64())
}

// textRequest is the body of message/send. The library's own type quotes the agent id, which is documented as a number.
type textRequest struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	AgentID int    `json:"agentid"`
	Text    struct {
		Content string `json:"content"`
	} `json:"text"`
	EnableDuplicateCheck   int `json:"enable_duplicate_check"`
	DuplicateCheckInterval int `json:"duplicate_check_interval"`
}

func newTextRequest(user string, agentID int, text string) *textRequest {
	r := &textRequest{ToUser: user, MsgType: "text", AgentID: agentID, EnableDuplicateCheck: 1, DuplicateCheckInterval: duplicateInterval}
	r.Text.Content = text
	return r
}

// isUserID tells whether a text has the form of a user id: 1 to 64 letters, digits, "_", "-", "@" and ".", a letter or a digit first.
func isUserID(s string) bool {
	for i := 0; i < len(s); i++ {
		b := s[i]
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		case i > 0 && strings.IndexByte("_-@.", b) >= 0:
		default:
			return false
		}
	}
	return 1 <= len(s) && len(s) <= 64
}

// lists tells whether a list such as "u1|u2" names a member. User ids are one whatever their case.
func lists(list, user string) bool {
	for _, one := range strings.Split(list, "|") {
		if strings.EqualFold(one, user) {
			return true
		}
	}
	return false
}
