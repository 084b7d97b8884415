package dingtalk

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Sender says something to people and groups (protocol 3.6). It is safe for concurrent use. While a conversation has an open session, that is used: it needs
// no token and does not count against the month's calls. Otherwise the server API is called, for up to twenty people at once who are told the same.
//
// A text longer than MaxText goes out in numbered parts, in order; if a part is not taken, the next attempt with the same text begins at that part. The
// platform has no duplicate check: a message that may have arrived is sent again with a line that says so.
type Sender struct {
	config   Config
	api      *api
	sessions sessions
	progress wire.Progress
	bundles  bundles
	uploads  uploads
	robots   map[string]*robot
	cards    cardRoute
	quiet    atomic.Int64 // no cards are offered before this second
	now      func() time.Time
	log      zerolog.Logger
}

// NewSender builds the sender of one application. It touches the network only when something is sent. keep may be nil: then the calls of the month are
// counted from now on. Close it at the end.
func NewSender(c Config, keep Meter, log zerolog.Logger, now func() time.Time) *Sender {
	c = c.complete()
	s := &Sender{
		config: c, now: now, log: log, robots: newRobots(c.Robots),
		api: newAPI(c, &meter{keep: keep, budget: c.MonthlyCalls, now: now}, log, now),
	}
	s.bundles.send = s.batch
	return s
}

// Close waits for the calls under way, until ctx ends, and closes the connections.
func (s *Sender) Close(ctx context.Context) error {
	defer s.api.client.CloseIdleConnections()
	return s.bundles.close(ctx)
}

// Remembers is how long a text that may have arrived is known to have gone out before.
func (s *Sender) Remembers() time.Duration { return wire.ProgressLasts }

// Send brings a text to one member and says what became of it. Unknown means that it may have been delivered. It returns soon after ctx has ended. An account
// that is not the form of a user id is refused.
func (s *Sender) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	if to.Channel != Channel || !isUserID(to.User) {
		return refused(sayBadUser)
	}
	return s.inParts(ctx, personKey(to.User), text, func(ctx context.Context, part Text) ledger.Outcome { return s.toPerson(ctx, to.User, part) })
}

// SendContent brings something other than text to one member, in one message.
func (s *Sender) SendContent(ctx context.Context, to policy.Address, c Content) ledger.Outcome {
	switch {
	case to.Channel != Channel || !isUserID(to.User):
		return refused(sayBadUser)
	case !c.valid():
		return refused(sayBadContent)
	}
	return s.toPerson(ctx, to.User, c)
}

// SendGroup says a text in a group that the robot is in, by its conversation id. mention is the user id of somebody who is meant by it, or "".
func (s *Sender) SendGroup(ctx context.Context, conversation, mention, text string) ledger.Outcome {
	if conversation == "" {
		return refused(sayNoGroup)
	}
	return s.inParts(ctx, groupKey(conversation), text, func(ctx context.Context, part Text) ledger.Outcome {
		return s.toGroup(ctx, conversation, mention, part)
	})
}

// inParts sends a text of any length, from where an earlier attempt came to.
func (s *Sender) inParts(ctx context.Context, who, text string, send func(context.Context, Text) ledger.Outcome) ledger.Outcome {
	parts := numbered(wire.Clean(text))
	if len(parts) == 0 {
		return refused(sayEmpty)
	}
	at := s.progress.Of(who, text, s.now())
	at.Parts = min(at.Parts, len(parts)-1)
	out := ledger.Outcome{State: ledger.Sent}
	for at.Parts < len(parts) {
		part := parts[at.Parts]
		if at.Doubt && !strings.Contains(text, ledger.SayMaybeAgain) {
			part += "\n" + sayAgain
		}
		if out = send(ctx, Text(part)); out.State != ledger.Sent {
			break
		}
		at.Parts, at.Doubt = at.Parts+1, false
	}
	if out.State == ledger.Sent || out.State == ledger.Refused {
		s.progress.Forget(who, text)
	} else {
		at.Doubt = at.Doubt || out.State == ledger.Unknown
		s.progress.Keep(who, text, at, s.now())
	}
	return out
}

func personKey(user string) string        { return "p/" + user }
func groupKey(conversation string) string { return "g/" + conversation }

func (s *Sender) toPerson(ctx context.Context, user string, c Content) ledger.Outcome {
	if out, done := s.inSession(ctx, personKey(user), "", c); done {
		return out
	}
	return s.bundles.say(ctx, user, c)
}

func (s *Sender) toGroup(ctx context.Context, conversation, mention string, c Content) ledger.Outcome {
	if out, done := s.inSession(ctx, groupKey(conversation), mention, c); done {
		return out
	}
	msgKey, msgParam := encode(c)
	var answer struct {
		ProcessQueryKey string `json:"processQueryKey"`
	}
	err := s.api.call(ctx, http.MethodPost, pathGroup, fields{
		"robotCode": s.config.RobotCode, "openConversationId": conversation, "msgKey": msgKey, "msgParam": msgParam,
	}, &answer)
	if err != nil {
		return s.failed(err, mention)
	}
	return ledger.Outcome{State: ledger.Sent, ID: answer.ProcessQueryKey}
}

// inSession says something in an open session; done is false when there is none, or none any more.
func (s *Sender) inSession(ctx context.Context, who, mention string, c Content) (out ledger.Outcome, done bool) {
	one, ok := s.sessions.of(who, s.now())
	if !ok || !sessionTakes(c) {
		return out, false
	}
	err := s.post(ctx, one.address, mention, c)
	if gone(err) {
		s.sessions.drop(who, one.address)
		return out, false
	}
	if err != nil {
		_, id, _ := strings.Cut(who, "/")
		return s.failed(err, id, mention), true
	}
	return ledger.Outcome{State: ledger.Sent}, true
}

// post makes the call of a session.
func (s *Sender) post(ctx context.Context, address, mention string, c Content) error {
	if err := s.api.wait(ctx, pathSession); err != nil {
		return err
	}
	return s.api.request(ctx, request{
		method: http.MethodPost, path: pathSession, address: address, old: true, in: sessionBody(c, mention), secrets: []string{address},
	})
}

// sessionBody is what sessions and group robots take.
func sessionBody(c Content, mention string) fields {
	msgtype, body := c.session()
	out := fields{"msgtype": msgtype, msgtype: body}
	if mention != "" {
		out["at"] = fields{"atUserIds": []string{mention}, "isAtAll": false}
	}
	return out
}

// gone tells whether the platform says that the session is not there any more, or is none (300001; protocol 3.6). Nothing was said then.
func gone(err error) bool {
	e := (*apiError)(nil)
	return errors.As(err, &e) && (e.Code == "300001" || e.Code == "http.404")
}

// failed logs what went wrong and says what it means. The accounts that the call was about are taken out of what the platform says: they may be those of filers.
func (s *Sender) failed(err error, about ...string) ledger.Outcome {
	e := (*apiError)(nil)
	if !errors.As(err, &e) {
		e = lost("", err, true)
	}
	s.log.Warn().Str("api", e.API).Str("code", e.Code).Int("status", e.Status).Str("error", wire.Unnamed(e.Text, about...)).Bool("maybe_sent", e.Maybe).
		Msg("dingtalk: message not sent")
	return outcomeOf(e)
}

// isUserID tells whether a text has the form of a user id: 1 to 64 visible ASCII characters without quotes, commas and slashes. The encrypted ids of senders,
// which begin with "$:", are none: the platform takes them nowhere.
func isUserID(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b <= ' ' || b > '~' || strings.IndexByte(`"',/\`, b) >= 0 {
			return false
		}
	}
	return 1 <= len(s) && len(s) <= 64 && !strings.HasPrefix(s, "$:")
}
