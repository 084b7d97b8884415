package wecom

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// Bot is what the callback needs of the conversation.
type Bot interface {
	// Handle stores a message and everything it causes under its key, and gives the reply; a repeated key gets the stored reply. An error means that
	// nothing was stored.
	Handle(ctx context.Context, m bot.Message) (bot.Reply, error)
	// Late brings what could not be said in the answer to the sender of a message by another way. Called again for the same message and reply, it must not
	// tell it twice.
	Late(ctx context.Context, m bot.Message, r bot.Reply) error
}

// Callback is the handler of GET and POST /callback/wecom (protocol 1.2 and 1.3).
//
//	GET   verification of the address: 200 with the plain echo
//	POST  a message: 200 with the encrypted reply, or with nothing to say an empty 200
//	400   no envelope, or no message in it
//	403   signature, age or receiver are wrong; nothing says which
//	405   another method
//	413   more than a megabyte
//	500   nothing could be stored: the platform tries again
//	503   not handled in time, closing, or too much under way: likewise
//
// A message that is not handled in four seconds is not acknowledged, because nothing says yet that it is stored: the answer is 503 before the platform
// hangs up after five, the handling goes on, and the next attempt gets the stored reply. What the platform does not fetch is given to Bot.Late.
type Callback struct {
	config  Config
	codec   *Codec
	bot     Bot
	log     zerolog.Logger
	rejects zerolog.Logger // log, but not more than an attacker deserves
	now     func() time.Time
	counts  wire.Tally
	work    *wire.Workload
	owed    owed
	updater CardUpdater // nil: cards are not changed afterwards

	buffers sync.Pool // of *bytes.Buffer; nothing that is read or written shares memory with one
}

const (
	maxBody  = 1 << 20 // the longest body that is read; a text of 20 KB takes 28 KB
	underWay = 2048    // how many messages are handled at once
)

// NewCallback builds the handler. It fails on an EncodingAESKey that is not one. Close it after the server has stopped.
func NewCallback(c Config, b Bot, log zerolog.Logger, now func() time.Time) (*Callback, error) {
	codec, err := NewCodec(c.Token, c.EncodingAESKey, c.CorpID, rand.Reader)
	if err != nil {
		return nil, err
	}
	return &Callback{
		config: c, codec: codec, bot: b, log: log, now: now,
		rejects: log.Sample(&zerolog.BurstSampler{Burst: 20, Period: time.Minute}),
		work:    wire.NewWorkload(underWay),
	}, nil
}

// Counts tells how many requests ended how since the start: verified, answered, silent, late, failed, busy, system, unknown, method, too_large, aborted,
// panic, or the kind of a rejection.
func (c *Callback) Counts() map[string]uint64 { return c.counts.Copy() }

// Close turns new requests away and waits for the handling that goes on behind answered requests, until ctx ends; then it cancels that and fails.
func (c *Callback) Close(ctx context.Context) error { return c.work.Close(ctx) }

// ServeHTTP serves one request.
func (c *Callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			c.panicked(p)
			w.WriteHeader(http.StatusInternalServerError)
		}
	}()
	switch r.Method {
	case http.MethodGet:
		c.verify(w, r.URL.Query())
	case http.MethodPost:
		c.receive(w, r)
	default:
		w.Header().Set("Allow", "GET, POST")
		c.end(w, http.StatusMethodNotAllowed, "method")
	}
}

// verify answers the check that the platform makes when the address is saved. The plus signs of base64 may have become spaces on the way through a proxy
// that decodes twice; they are put back, here and nowhere else.
func (c *Callback) verify(w http.ResponseWriter, query url.Values) {
	echo := strings.ReplaceAll(query.Get("echostr"), " ", "+")
	if echo == "" {
		c.reject(w, reject(BadEnvelope))
		return
	}
	plain, err := c.open(query, echo)
	if err != nil {
		c.reject(w, err)
		return
	}
	c.counts.Add("verified")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, plain)
}

// open checks signature and age and decrypts.
func (c *Callback) open(query url.Values, encrypt string) (string, error) {
	timestamp := query.Get("timestamp")
	if err := c.codec.Verify(query.Get("msg_signature"), timestamp, query.Get("nonce"), encrypt); err != nil {
		return "", err
	}
	if !c.fresh(timestamp) {
		return "", reject(BadAge)
	}
	return c.codec.Decrypt(encrypt)
}

// fresh tells whether a timestamp in unix seconds lies within the configured window around now.
func (c *Callback) fresh(timestamp string) bool {
	if c.config.MaxAge <= 0 {
		return true
	}
	at, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && c.now().Sub(time.Unix(at, 0)).Abs() <= c.config.MaxAge
}

// receive takes a message.
func (c *Callback) receive(w http.ResponseWriter, r *http.Request) {
	body, err := c.readBody(w, r)
	if err != nil {
		c.unreadable(w, err)
		return
	}
	envelope, err := ParseEnvelope(body)
	if err != nil {
		c.reject(w, err)
		return
	}
	plain, err := c.open(r.URL.Query(), envelope.Encrypt)
	if err != nil {
		c.reject(w, err)
		return
	}
	m, err := ParseMessage(plain)
	if err == nil && !c.mine(&m) {
		err = reject(BadReceiver)
	}
	if err != nil {
		c.reject(w, err)
		return
	}
	c.dispatch(w, r, &m, plain)
}

func (c *Callback) readBody(w http.ResponseWriter, r *http.Request) (string, error) {
	body := c.buffer()
	defer c.giveBack(body)
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody))
	return body.String(), err
}

// buffer gives an empty buffer.
func (c *Callback) buffer() *bytes.Buffer {
	if b, ok := c.buffers.Get().(*bytes.Buffer); ok {
		b.Reset()
		return b
	}
	return bytes.NewBuffer(make([]byte, 0, 8<<10))
}

// giveBack keeps a buffer for the next request, unless it is so large that few requests need it.
func (c *Callback) giveBack(b *bytes.Buffer) {
	if b.Cap() <= 32<<10 {
		c.buffers.Put(b)
	}
}

func (c *Callback) unreadable(w http.ResponseWriter, err error) {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		c.end(w, http.StatusRequestEntityTooLarge, "too_large")
		return
	}
	c.end(w, http.StatusBadRequest, "aborted")
}

// mine tells whether the decrypted message names this corporation and this application, as far as it names any. The envelope names them too, but is not
// signed: nothing is decided on it.
func (c *Callback) mine(m *Message) bool {
	if m.To != "" && m.To != c.config.CorpID {
		return false
	}
	return m.Agent == "" || c.config.AgentID == 0 || m.Agent == strconv.Itoa(c.config.AgentID)
}

// dispatch sorts out what is not for the bot.
func (c *Callback) dispatch(w http.ResponseWriter, r *http.Request, m *Message, plain string) {
	switch {
	case !m.Known():
		c.log.Info().Str("type", name(m.Type)).Str("event", name(m.Event)).Msg("wecom: unknown kind of message")
		c.end(w, http.StatusOK, "unknown")
	case (m.From == "" || m.From == "sys") && !m.tellsOfAccount():
		c.log.Info().Str("event", m.Event).Str("change", name(m.ChangeType)).Msg("wecom: event of the platform itself")
		c.end(w, http.StatusOK, "system")
	default:
		c.answer(w, r, m, c.message(m, plain))
	}
}

// name makes a name that came over the wire fit for a log.
func name(s string) string {
	const longest = 40
	return s[:wire.RuneBorder(s+" ", min(len(s), longest))]
}

// reject answers what is not to be believed or not to be understood.
func (c *Callback) reject(w http.ResponseWriter, err error) {
	var r *Rejection
	kind := BadEnvelope
	if errors.As(err, &r) {
		kind = r.Kind
	}
	c.rejects.Warn().Str("kind", string(kind)).Msg("wecom: callback rejected")
	status := http.StatusForbidden
	if kind == BadEnvelope || kind == BadMessage {
		status = http.StatusBadRequest
	}
	c.end(w, status, string(kind))
}

// end answers with a status and nothing else.
func (c *Callback) end(w http.ResponseWriter, status int, how string) {
	c.counts.Add(how)
	w.WriteHeader(status)
}
