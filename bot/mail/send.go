package mail

import (
	"context"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"github.com/rs/zerolog"
	gomail "github.com/wneessen/go-mail"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Sender brings texts to people by mail. It is safe for concurrent use; at most two connections are open at once.
//
// The same text to the same address has the same Message-ID for a day, so that an attempt whose end is unknown may be repeated: most mail systems show the two
// as one. What is meant to be said twice in a day must differ.
type Sender struct {
	c       SMTP
	from    *mail.Address
	replyTo *mail.Address // nil: none
	slots   chan struct{}
	now     func() time.Time
	log     zerolog.Logger
	limit   time.Duration
}

const (
	atOnce   = 2
	sendTime = 45 * time.Second // for one attempt, from connecting to the answer
)

// NewSender builds the sender. It touches the network only when something is sent.
func NewSender(c SMTP, log zerolog.Logger, now func() time.Time) (*Sender, error) {
	if err := checkPlain(c.Plain, c.Host); err != nil {
		return nil, err
	}
	s := &Sender{c: c, slots: make(chan struct{}, atOnce), now: now, log: log, limit: sendTime}
	var err error
	if s.from, err = parseAddress(c.From); err != nil {
		return nil, err
	}
	if c.ReplyTo != "" {
		s.replyTo, err = parseAddress(c.ReplyTo)
	}
	return s, err
}

// Send brings a text to one address and says what became of it. Unknown means that it may have been delivered. It returns soon after ctx has ended. A text
// with the number of a case has it in its subject, and stands in one thread with the others about that case.
func (s *Sender) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	if to.Channel != Channel {
		return refused(sayBadAddress)
	}
	return s.send(ctx, envelope{to: to.User, text: text, number: caseIn(text), auto: "auto-generated"})
}

// Answer brings the reply to a letter to its sender, as an answer to that letter.
func (s *Sender) Answer(ctx context.Context, l Letter, text string) ledger.Outcome {
	e := envelope{to: l.From.User, text: text, number: caseIn(text), auto: "auto-replied", answers: l.MessageID, thread: l.References}
	if e.number == "" {
		e.number = l.Case
	}
	return s.send(ctx, e)
}

func (s *Sender) send(ctx context.Context, e envelope) ledger.Outcome {
	to, ok := bareAddress(e.to)
	if !ok || to == s.from.Address {
		return refused(sayBadAddress)
	}
	if e.to = to; strings.TrimSpace(e.text) == "" {
		return refused(sayEmpty)
	}
	message, err := s.compose(e)
	if err != nil {
		return s.failed(err, false)
	}
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return ledger.Outcome{State: ledger.Retry, Reason: sayWaiting}
	}
	return s.post(ctx, message)
}

// post makes one attempt.
func (s *Sender) post(ctx context.Context, message *gomail.Msg) ledger.Outcome {
	client, hangUp, err := s.client(ctx)
	if err == nil {
		defer hangUp()
		err = client.DialAndSendWithContext(ctx, message)
	}
	if message.IsDelivered() { // whatever the farewell was like
		return ledger.Outcome{State: ledger.Sent, ID: message.GetMessageID()}
	}
	if err == nil {
		err = errNothing
	}
	return s.failed(err, true)
}

// failed logs what went wrong and says what it means.
func (s *Sender) failed(err error, tried bool) ledger.Outcome {
	v := judge(err, tried)
	s.log.Warn().Str("step", v.step).Int("code", v.out.Code).Str("error", scrub(v.cause)).Stringer("outcome", stateName(v.out.State)).Msg("mail: not sent")
	return v.out
}

// stateName prints an outcome in the log.
type stateName ledger.OutcomeState

// String names the state.
func (n stateName) String() string {
	switch ledger.OutcomeState(n) {
	case ledger.Sent:
		return "sent"
	case ledger.Refused:
		return "refused"
	case ledger.Retry:
		return "retry"
	case ledger.Unknown:
		return "unknown"
	}
	return fmt.Sprint(int(n))
}
