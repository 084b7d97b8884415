package wecomtest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// Envelope is one signed and encrypted delivery, ready to be posted (1.3). It may be posted many times and by many goroutines.
type Envelope struct {
	Query string // msg_signature, timestamp, nonce; encoded
	Body  []byte
}

// Request makes the POST for a callback address.
func (e Envelope) Request(ctx context.Context, callback string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, callback+"?"+e.Query, bytes.NewReader(e.Body))
	if err != nil {
		return nil, fmt.Errorf("wecomtest: callback address: %w", err)
	}
	req.Header.Set("Content-Type", "text/xml")
	return req, nil
}

// seal encrypts with fresh random bytes, time stamp and nonce, as every attempt does.
func (p *Platform) seal(plain string, m Manner) Envelope {
	receiver := p.options.CorpID
	if m.WrongReceiver {
		receiver = "ww" + digits(16)
	}
	encrypted := p.crypt.encrypt(plain, receiver)
	query := p.signed(encrypted)
	if m.WrongSignature {
		query.Set("msg_signature", p.crypt.sign("0", "0", encrypted))
	}
	body := "<xml>" + element("ToUserName", cdata(p.options.CorpID)) + element("Encrypt", cdata(encrypted)) +
		element("AgentID", cdata(strconv.Itoa(p.options.AgentID))) + "</xml>"
	return Envelope{Query: query.Encode(), Body: []byte(body)}
}

// signed gives the query that belongs to a ciphertext.
func (p *Platform) signed(encrypted string) url.Values {
	timestamp, nonce := strconv.FormatInt(p.now().Unix(), 10), digits(10)
	return url.Values{
		"msg_signature": {p.crypt.sign(timestamp, nonce, encrypted)},
		"timestamp":     {timestamp},
		"nonce":         {nonce},
	}
}
