package wecom

import (
	"slices"
	"strconv"
)

// Envelope is the outer XML of a callback (protocol 1.3). Only Encrypt is covered by the signature; To and Agent are hints that nothing is decided on.
type Envelope struct {
	To      string // ToUserName: the corporation id
	Agent   string // AgentID: may be missing or empty
	Encrypt string // base64 ciphertext, never empty
}

// ParseEnvelope reads the body of a callback, whatever the order of its elements. An element that comes twice counts with its last value. A body that is
// no such XML or has no Encrypt is a *Rejection of kind BadEnvelope.
func ParseEnvelope(body string) (Envelope, error) {
	var e Envelope
	x, ok := newScanner(body)
	if !ok || !x.each(func(name string) bool { return e.read(&x, name) }) || e.Encrypt == "" {
		return Envelope{}, reject(BadEnvelope)
	}
	return e, nil
}

func (e *Envelope) read(x *scanner, name string) (ok bool) {
	switch name {
	case "ToUserName":
		e.To, ok = x.text()
	case "AgentID":
		e.Agent, ok = x.text()
	case "Encrypt":
		e.Encrypt, ok = x.text()
	default:
		ok = x.skip()
	}
	return ok
}

// AppendSeal encrypts a passive reply and appends it to a buffer in the signed envelope of protocol 1.7; the plaintext may stand in front of the same buffer.
// The nonce is the caller's and must be fresh; the timestamp is in unix seconds. It fails only when the random source does.
func (c *Codec) AppendSeal(b, plain []byte, timestamp int64, nonce string) ([]byte, error) {
	encrypt, err := c.Encrypt(plain)
	if err != nil {
		return nil, err
	}
	at := strconv.FormatInt(timestamp, 10)
	b = slices.Grow(b, len(encrypt)+len(nonce)+200)
	b = append(b, "<xml><Encrypt><![CDATA["...)
	b = append(b, encrypt...)
	b = append(b, "]]></Encrypt><MsgSignature><![CDATA["...)
	b = c.AppendSign(b, at, nonce, encrypt)
	b = append(b, "]]></MsgSignature><TimeStamp>"...)
	b = append(b, at...)
	b = append(b, "</TimeStamp><Nonce><![CDATA["...)
	b = append(b, nonce...)
	return append(b, "]]></Nonce></xml>"...), nil
}
