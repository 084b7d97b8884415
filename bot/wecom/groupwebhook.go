package wecom

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/silenceper/wechat/v2/util"
	"golang.org/x/time/rate"

	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// A group robot may post twenty times a minute (protocol 2.9). We stay below: at most robotBurst + 9 in any minute.
const (
	robotPerMinute = 18
	robotBurst     = 9
)

// webhookSend needs no access token and no trusted address: the key is all. It stands in no log, no error and no row of the outbox.
const webhookSend = "webhook/send"

// GroupSender posts texts in groups through their robots. It is safe for concurrent use.
//
// A text longer than MaxText goes out in numbered parts, because the platform refuses what is longer. It has no duplicate check here: a part that may have
// been posted is posted again with a line that says so.
type GroupSender struct {
	base     string
	robots   map[string]*webhook
	progress wire.Progress
	now      func() time.Time
	log      zerolog.Logger
}

// webhook is one robot: its key, and its pace.
type webhook struct {
	key  string
	pace *rate.Limiter
}

// Format prints nothing of the key.
func (webhook) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("wecom group robot")) }

// NewGroupSender builds the sender of the group robots, by the names of their offices. apiBase is that of Config; nothing is called before something is sent.
func NewGroupSender(apiBase string, keys map[string]string, log zerolog.Logger, now func() time.Time) *GroupSender {
	guardLibrary()
	s := &GroupSender{base: Config{APIBase: apiBase}.base() + "/cgi-bin/", robots: make(map[string]*webhook, len(keys)), now: now, log: log}
	for office, key := range keys {
		s.robots[office] = &webhook{key, rate.NewLimiter(rate.Every(time.Minute/(robotPerMinute-robotBurst)), robotBurst)}
	}
	return s
}

// Remembers is how long a text that may have been posted is known to have gone out before.
func (s *GroupSender) Remembers() time.Duration { return wire.ProgressLasts }

// Send posts a text in the group of an office and says what became of it. A robot that has posted enough for now posts nothing: a Retry for this group alone.
func (s *GroupSender) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	office, _ := to.Group()
	robot := s.robots[office]
	parts := numbered(clean(text))
	switch {
	case to.Channel != policy.GroupChannel(Channel) || robot == nil:
		return refused(fmt.Sprintf(sayNoGroup, to.User))
	case len(parts) == 0:
		return refused(sayEmpty)
	}
	at := s.progress.Of(office, text, s.now())
	at.Parts = min(at.Parts, len(parts)-1)
	out := ledger.Outcome{State: ledger.Sent}
	for at.Parts < len(parts) {
		part := parts[at.Parts]
		if at.Doubt && !strings.Contains(text, ledger.SayMaybeAgain) && len(part)+len(sayAgain) < MaxText {
			part += "\n" + sayAgain
		}
		if out = s.post(ctx, robot, part); out.State != ledger.Sent {
			break
		}
		at.Parts, at.Doubt = at.Parts+1, false
	}
	if out.State == ledger.Sent || out.State == ledger.Refused {
		s.progress.Forget(office, text)
	} else {
		at.Doubt = at.Doubt || out.State == ledger.Unknown
		s.progress.Keep(office, text, at, s.now())
	}
	return out
}

// post says one message.
func (s *GroupSender) post(ctx context.Context, robot *webhook, text string) ledger.Outcome {
	if !robot.pace.AllowN(s.now(), 1) {
		return ledger.Outcome{State: ledger.Retry, Reason: sayTooOften}
	}
	err := s.call(ctx, robot.key, groupText(text))
	if err == nil {
		return ledger.Outcome{State: ledger.Sent}
	}
	var e *apiError
	if !errors.As(err, &e) {
		e = newAPIError(webhookSend, err, true, robot.key)
	}
	s.log.Warn().Str("api", e.API).Int64("errcode", e.Code).Str("error", e.Text).Bool("maybe_sent", e.Maybe).Msg("wecom: group post not sent")
	return e.groupOutcome()
}

// call makes the request. Every error is an *apiError that does not hold the key.
func (s *GroupSender) call(ctx context.Context, key string, body any) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) { written.Store(info.Err == nil) },
	})
	answer, err := util.PostJSONContext(ctx, s.base+webhookSend+"?"+url.Values{"key": {key}}.Encode(), body)
	if err == nil {
		var said struct{ util.CommonError }
		err = decodeAnswer(answer, &said, webhookSend)
	}
	if err != nil {
		return newAPIError(webhookSend, err, written.Load(), key)
	}
	return nil
}

// groupOutcome says what a failed post means (protocol 2.9): a robot that was removed, or is out of its group, posts no more.
func (e *apiError) groupOutcome() ledger.Outcome {
	out := e.outcome(0)
	switch e.Code {
	case 93000, 93004, 93008:
		out = refused(sayRobotGone)
		out.Code = int(e.Code)
	}
	return out
}

// groupText is the body of a text.
func groupText(text string) any {
	return struct {
		MsgType string            `json:"msgtype"`
		Text    map[string]string `json:"text"`
	}{"text", map[string]string{"content": text}}
}
