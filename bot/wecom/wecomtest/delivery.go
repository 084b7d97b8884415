package wecomtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// attempts is how often the platform tries before it gives up (1.7).
const attempts = 3

// ErrUndelivered means that no attempt was answered with status 200 in time.
var ErrUndelivered = errors.New("wecomtest: the callback did not accept the message")

// Delivery is what became of one message of a member.
type Delivery struct {
	MsgID    string // empty for events
	Plain    string // the XML that was encrypted; the same in every attempt
	Attempts []Attempt
	Replies  []Reply // one for each attempt that was accepted: several only for a delivery that was made twice
}

// Attempt is one POST to the callback.
type Attempt struct {
	Took   time.Duration // until the answer was read, or until it was given up
	Status int           // 0 when there was no answer
	Err    error         // what went wrong underway; nil whenever an answer was read

	body []byte
}

// Accepted tells whether the application has the message, as far as the platform can know.
func (d Delivery) Accepted() bool { return len(d.Replies) > 0 }

// Reply is what the member was told at once; zero when nothing was said.
func (d Delivery) Reply() Reply {
	if !d.Accepted() {
		return Reply{}
	}
	return d.Replies[0]
}

// Say is a member typing a text and pressing the send key. It returns when the application has answered or the platform has given up, and by then the
// answer is in the member's chat. It fails with ErrUndelivered, with a *BadReply when the answer was unusable, or with the error of the context.
func (p *Platform) Say(ctx context.Context, user, text string) (Delivery, error) {
	return p.Send(ctx, user, Text(text), Manner{})
}

// Send is Say for any message and with any manners.
func (p *Platform) Send(ctx context.Context, user string, m Message, how Manner) (Delivery, error) {
	var id string
	if m.kind != "event" {
		id = p.nextID()
	}
	var line int
	if m.shown != "" {
		line = p.chats.add(fold(user), Line{At: p.now(), From: FromMember, Kind: m.kind, Text: m.shown, URL: m.url, MediaID: m.media, MsgID: id})
	}
	plain := m.plain(p.options.CorpID, user, p.options.AgentID, id, p.now().Unix())
	d, err := p.Raw(ctx, user, plain, how)
	d.MsgID = id
	if !d.Accepted() && line != 0 {
		p.chats.edit(fold(user), line, func(l *Line) { l.Failed = true })
	}
	return d, errors.Join(err, p.show(user, m, d.Reply()))
}

// Raw delivers a plaintext as it is, well formed or not, and leaves the chats alone. With the Plain of an earlier delivery it is a late retry.
func (p *Platform) Raw(ctx context.Context, user, plain string, how Manner) (Delivery, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.life, cancel)()
	d := Delivery{Plain: plain}
	for n := 1; n <= attempts; n++ {
		began := time.Now()
		round := p.round(ctx, plain, how, n)
		d.Attempts = append(d.Attempts, round...)
		if err := p.accept(user, &d, round); d.Accepted() || err != nil {
			return d, err
		}
		if n < attempts && sleep(ctx, p.options.RetryAfter-time.Since(began)) != nil {
			break
		}
	}
	return d, undelivered(ctx, d.Attempts[len(d.Attempts)-1])
}

func undelivered(ctx context.Context, last Attempt) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("%w: %w", ErrUndelivered, ctx.Err())
	case last.Err != nil:
		return fmt.Errorf("%w: %w", ErrUndelivered, last.Err)
	}
	return fmt.Errorf("%w: status %d", ErrUndelivered, last.Status)
}

// accept takes over the replies of the attempts of one round that were answered with 200.
func (p *Platform) accept(user string, d *Delivery, round []Attempt) error {
	var faults []error
	for _, a := range round {
		if a.Status != http.StatusOK || a.Err != nil {
			continue
		}
		r, err := p.OpenReply(user, a.body)
		d.Replies = append(d.Replies, r)
		faults = append(faults, err)
	}
	if len(d.Replies) > 1 && !d.Replies[0].says(d.Replies[1]) {
		faults = append(faults, badReply("one message got two different answers"))
	}
	return errors.Join(faults...)
}

// round makes one attempt, or two at once.
func (p *Platform) round(ctx context.Context, plain string, how Manner, n int) []Attempt {
	out := make([]Attempt, 1, 2)
	if how.Twice {
		out = out[:2]
	}
	var all sync.WaitGroup
	for i := range out {
		all.Go(func() { out[i] = p.attempt(ctx, plain, how, n) })
	}
	all.Wait()
	return out
}

// attempt posts once and waits for the answer no longer than the platform does.
func (p *Platform) attempt(ctx context.Context, plain string, how Manner, n int) Attempt {
	if p.CutFor() > 0 {
		return Attempt{Err: errUnreachable}
	}
	ctx, cancel := context.WithTimeout(ctx, p.options.Patience)
	defer cancel()
	began := time.Now()
	req, err := p.seal(plain, how).Request(ctx, p.Options().CallbackURL)
	if err != nil {
		return Attempt{Err: err}
	}
	req = how.dress(req)
	if how.hangsUp(n) {
		req, stop := hangUp(req, cancel)
		defer stop()
		_ = p.post(ctx, req, how) // whatever came of it, nobody looked
		return Attempt{Took: time.Since(began), Err: errHungUp}
	}
	a := p.post(ctx, req, how)
	a.Took = time.Since(began)
	return a
}

func (p *Platform) post(ctx context.Context, req *http.Request, how Manner) Attempt {
	res, err := p.client.Do(req)
	if err != nil {
		return Attempt{Err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(how.reader(ctx, res.Body))
	return Attempt{Status: res.StatusCode, Err: err, body: body}
}
