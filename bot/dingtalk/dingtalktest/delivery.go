package dingtalktest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// ErrUndelivered means that the application did not acknowledge in any attempt.
var ErrUndelivered = errors.New("dingtalktest: the application did not take the message")

// Delivery is what became of one message.
type Delivery struct {
	MsgID    string
	Body     string // JSON, the same in every attempt
	Attempts int
	Status   int // of the last answer: of HTTP, or the code of a frame; 0: there was none
}

// Say lets somebody write to the robot. It returns when the application has acknowledged, or with ErrUndelivered.
func (p *Platform) Say(ctx context.Context, user string, m Message) (Delivery, error) {
	return p.bring(ctx, user, "", m)
}

// SayInGroup lets somebody write in a group and mention the robot.
func (p *Platform) SayInGroup(ctx context.Context, conversation, user string, m Message) (Delivery, error) {
	return p.bring(ctx, user, conversation, m)
}

func (p *Platform) bring(ctx context.Context, user, group string, m Message) (Delivery, error) {
	body, id := p.Prepare(user, group, m)
	p.show(place{user: user, group: group}.chat(), Line{From: user, Kind: m.kind, Text: m.shown})
	d, err := p.Deliver(ctx, body)
	d.MsgID = id
	return d, err
}

// Deliver brings a message that was prepared, as often as it takes and the platform has patience for. Brought again, it is the same message.
func (p *Platform) Deliver(ctx context.Context, body string) (Delivery, error) {
	d := Delivery{Body: body}
	for d.Attempts = 1; ; d.Attempts++ {
		status, err := p.Attempt(ctx, body)
		if d.Status = status; err == nil && status == http.StatusOK {
			return d, nil
		}
		if d.Attempts == p.options.Attempts || ctx.Err() != nil {
			return d, fmt.Errorf("%w: status %d: %w", ErrUndelivered, status, errors.Join(err, ctx.Err()))
		}
		p.tally(func(c *Counts) { c.Repeated++ })
		select {
		case <-ctx.Done():
		case <-time.After(p.options.RetryAfter):
		}
	}
}

// Attempt brings a message once, over HTTP or the stream.
func (p *Platform) Attempt(ctx context.Context, body string) (status int, err error) {
	p.mu.Lock()
	callback := p.options.CallbackURL
	p.mu.Unlock()
	if callback != "" {
		return p.post(ctx, callback, body)
	}
	a, err := p.Frame(ctx, "CALLBACK", object{"topic": "/v1.0/im/bot/messages/get"}, body)
	return a.Code, err
}

// post is one attempt over HTTP (3.2).
func (p *Platform) post(ctx context.Context, to, body string) (int, error) {
	if p.options.BodyAESKey != "" {
		encrypt, err := seal(p.options.BodyAESKey, p.options.ClientID, body)
		if err != nil {
			return 0, err
		}
		sealed, _ := json.Marshal(object{"encrypt": encrypt})
		body = string(sealed)
	}
	at := millis(p.now())
	status, _, err := p.call(ctx, to, body, map[string]string{
		"timestamp": at, "sign": keyedHash(p.options.ClientSecret, at+"\n"+p.options.ClientSecret),
	})
	return status, err
}

// call makes one POST to the application.
func (p *Platform) call(ctx context.Context, to, body string, headers map[string]string) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, p.options.Patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewBufferString(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	res, err := p.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return res.StatusCode, data, err
}

// Event brings an event of the subscription over HTTP (3.9) and checks the answer: the encrypted "success", within Options.EventWithin.
func (p *Platform) Event(ctx context.Context, plain string) error {
	encrypt, err := seal(p.options.EventAESKey, p.options.ClientID, plain)
	if err != nil {
		return err
	}
	at, nonce := millis(p.now()), letters(8)
	query := url.Values{"signature": {shaSign(p.options.EventToken, at, nonce, encrypt)}, "timestamp": {at}, "nonce": {nonce}}
	body, _ := json.Marshal(object{"encrypt": encrypt})
	began := time.Now()
	status, data, err := p.call(ctx, p.options.CallbackURL+"?"+query.Encode(), string(body), nil)
	if err != nil {
		return err
	}
	var out struct {
		Signature string `json:"msg_signature"`
		TimeStamp string `json:"timeStamp"`
		Nonce     string `json:"nonce"`
		Encrypt   string `json:"encrypt"`
	}
	if status != http.StatusOK || json.Unmarshal(data, &out) != nil {
		return fmt.Errorf("dingtalktest: event answered with status %d", status)
	}
	if out.Signature != shaSign(p.options.EventToken, out.TimeStamp, out.Nonce, out.Encrypt) {
		return errors.New("dingtalktest: the answer to an event is not signed")
	}
	word, err := unseal(p.options.EventAESKey, p.options.ClientID, out.Encrypt)
	switch took := time.Since(began); {
	case err != nil:
		return err
	case word != "success":
		return fmt.Errorf("dingtalktest: event answered with %q", word)
	case took > p.options.EventWithin:
		return fmt.Errorf("dingtalktest: event answered after %v", took)
	}
	return nil
}
