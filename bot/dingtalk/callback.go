package dingtalk

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/wire"
)

// Callback is the handler of POST /callback/dingtalk in webhook mode: robot messages (protocol 3.2), and encrypted events if there is a subscription (3.9).
//
//	200  a message that is stored; an event, with the encrypted "success"
//	400  no envelope, or no message in it
//	403  signature, age, robot or organisation are wrong; nothing says which
//	405  another method than POST
//	413  more than a megabyte
//	500  nothing could be stored: the platform may try again
//	503  not stored in time, closing, or too much under way: likewise
//
// The reply is never in the answer: that the platform shows it is not documented. It goes through the session of the conversation (see Intake).
type Callback struct {
	in      *Intake
	events  *Codec // nil: no event subscription
	bodies  *Codec // nil: messages come in plain
	rejects zerolog.Logger
}

const (
	maxBody      = 1 << 20                 // the longest body that is read
	answerWithin = 2500 * time.Millisecond // how long the platform is kept waiting for a message
	cardWithin   = 1800 * time.Millisecond // and for a click; it shows an error after two seconds
)

// NewCallback builds the handler. It fails on a key that is none, and on an empty secret, under which everybody could sign.
func NewCallback(in *Intake) (*Callback, error) {
	c := &Callback{in: in, rejects: in.log.Sample(&zerolog.BurstSampler{Burst: 20, Period: time.Minute})}
	if in.config.ClientSecret == "" {
		return nil, errors.New("dingtalk: webhook mode without a client_secret")
	}
	for _, one := range []struct {
		codec      **Codec
		token, key string
	}{{&c.events, in.config.EventToken, in.config.EventAESKey}, {&c.bodies, "", in.config.BodyAESKey}} {
		if one.key == "" {
			continue
		}
		codec, err := NewCodec(one.token, one.key, in.config.ClientID, rand.Reader)
		if err != nil {
			return nil, err
		}
		*one.codec = codec
	}
	return c, nil
}

// ServeHTTP serves one request.
func (c *Callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, ok := c.read(w, r)
	if !ok {
		return
	}
	query := r.URL.Query()
	if signature := either(query, "signature", "msg_signature"); signature != "" {
		c.event(w, query, signature, body)
		return
	}
	m, err := c.message(r.Header, body)
	if err != nil {
		c.reject(w, err)
		return
	}
	c.take(w, &m)
}

// read reads a body; false if the request is answered already.
func (c *Callback) read(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		c.end(w, http.StatusMethodNotAllowed, "method")
		return nil, false
	}
	var body bytes.Buffer
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody))
	if long := (*http.MaxBytesError)(nil); errors.As(err, &long) {
		c.end(w, http.StatusRequestEntityTooLarge, "too_large")
		return nil, false
	}
	if err != nil {
		c.end(w, http.StatusBadRequest, "aborted")
		return nil, false
	}
	return body.Bytes(), true
}

// message believes and decodes a robot message.
func (c *Callback) message(header http.Header, body []byte) (Message, error) {
	if err := VerifyRobot(c.in.config.ClientSecret, header.Get("timestamp"), header.Get("sign"), c.in.now()); err != nil {
		return Message{}, err
	}
	plain := string(body)
	if c.bodies != nil {
		encrypt, err := envelope(body)
		if err != nil {
			return Message{}, err
		}
		if plain, err = c.bodies.Decrypt(encrypt); err != nil {
			return Message{}, err
		}
	}
	m, err := ParseMessage(plain)
	if err == nil && !c.in.mine(m.Corp, m.Robot) {
		err = reject(BadReceiver)
	}
	return m, err
}

// take has a message stored and acknowledges it, if that comes in time.
func (c *Callback) take(w http.ResponseWriter, m *Message) {
	if !c.in.work.TryEnter() {
		c.end(w, http.StatusServiceUnavailable, "busy")
		return
	}
	stored := c.in.accept(m)
	if stored == nil {
		c.end(w, http.StatusServiceUnavailable, "busy")
		return
	}
	timer := time.NewTimer(answerWithin)
	defer timer.Stop()
	select {
	case h := <-stored:
		if h.err != nil {
			w.WriteHeader(http.StatusInternalServerError) // counted and logged by the intake
			return
		}
		c.end(w, http.StatusOK, "stored")
	case <-timer.C:
		// Nothing says that it is stored: it is not acknowledged. The handling goes on, and the reply is told when it ends.
		c.end(w, http.StatusServiceUnavailable, "late")
	}
}

// event answers an event of the subscription, within a second and a half. Of those that tell of accounts the bot hears first; of the others nothing is made
// but a line in the log.
func (c *Callback) event(w http.ResponseWriter, query url.Values, signature string, body []byte) {
	encrypt, err := envelope(body)
	if err == nil && c.events == nil {
		err = reject(BadSignature)
	}
	if err != nil {
		c.reject(w, err)
		return
	}
	plain, err := c.events.Open(signature, either(query, "timestamp", "timeStamp"), query.Get("nonce"), encrypt)
	if err != nil {
		c.reject(w, err)
		return
	}
	var e struct {
		EventType string `json:"EventType"`
	}
	if json.Unmarshal([]byte(plain), &e) != nil || e.EventType == "" {
		c.reject(w, reject(BadMessage))
		return
	}
	c.in.event(e.EventType)
	if change := readChange("", "", plain); change.tells() && c.in.mine(change.Corp, "") && !c.in.kept(&change) {
		c.end(w, http.StatusServiceUnavailable, "late")
		return
	}
	c.success(w)
}

// success is the encrypted "success".
func (c *Callback) success(w http.ResponseWriter) {
	answer, err := c.events.Seal([]byte("success"), c.in.now(), rand.Text())
	if err != nil {
		c.in.log.Error().Err(err).Msg("dingtalk: answer not encrypted")
		c.end(w, http.StatusInternalServerError, "failed")
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(answer)
}

// event counts and logs an event of the subscription, over HTTP or over the stream.
func (in *Intake) event(kind string) {
	in.counts.Add("event")
	in.log.Info().Str("event", name(kind)).Msg("dingtalk: event")
}

// Seal encrypts a text and wraps it in the signed answer of protocol 3.9. The nonce is the caller's and must be fresh. It fails only when the random source
// does.
func (c *Codec) Seal(plain []byte, at time.Time, nonce string) ([]byte, error) {
	encrypt, err := c.Encrypt(plain)
	if err != nil {
		return nil, err
	}
	timestamp := strconv.FormatInt(at.UnixMilli(), 10)
	return json.Marshal(map[string]string{
		"msg_signature": c.Sign(timestamp, nonce, encrypt), "timeStamp": timestamp, "nonce": nonce, "encrypt": encrypt,
	})
}

// envelope gives the ciphertext of a body.
func envelope(body []byte) (string, error) {
	var e struct {
		Encrypt string `json:"encrypt"`
	}
	if json.Unmarshal(body, &e) != nil || e.Encrypt == "" {
		return "", reject(BadEnvelope)
	}
	return e.Encrypt, nil
}

// either gives a parameter under the first of its names that is there.
func either(query url.Values, names ...string) string {
	for _, n := range names {
		if v := query.Get(n); v != "" {
			return v
		}
	}
	return ""
}

// name makes a name that came over the wire fit for a log.
func name(s string) string {
	const longest = 40
	if len(s) > longest {
		s = s[:wire.RuneBorder(s, longest)]
	}
	return wire.Clean(s)
}

// reject answers what is not to be believed or not to be understood.
func (c *Callback) reject(w http.ResponseWriter, err error) {
	kind := kindOf(err)
	c.rejects.Warn().Str("kind", string(kind)).Msg("dingtalk: callback rejected")
	status := http.StatusForbidden
	if kind == BadEnvelope || kind == BadMessage {
		status = http.StatusBadRequest
	}
	c.end(w, status, string(kind))
}

// end answers with a status and nothing else.
func (c *Callback) end(w http.ResponseWriter, status int, how string) {
	c.in.counts.Add(how)
	w.WriteHeader(status)
}
