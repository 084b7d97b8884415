package dingtalk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/time/rate"

	"lianxin/bot/wire"
)

const (
	callTimeout = 8 * time.Second // bounds one call, whatever the caller's context says
	maxAnswer   = 1 << 20         // far more than any JSON answer
	perSecond   = 10              // calls of one API; the platform takes 20 in the standard edition (protocol 3.10)
	inSessions  = 400             // answers in sessions a second; one address may call 500 times
	waitMost    = 4 * time.Second // for one's turn: a call that begins late must not be cut off before its answer
)

// Paths of the server API.
const (
	pathToken      = "/v1.0/oauth2/accessToken"
	pathBatch      = "/v1.0/robot/oToMessages/batchSend"
	pathGroup      = "/v1.0/robot/groupMessages/send"
	pathDownload   = "/v1.0/robot/messageFiles/download"
	pathOpen       = "/v1.0/gateway/connections/open"
	pathCards      = "/v1.0/card/instances"
	pathDeliver    = "/v1.0/card/instances/createAndDeliver"
	pathRegister   = "/v1.0/card/callbacks/register"
	pathSession    = "/robot/sendBySession" // of the old one, as are group robots
	pathGroupRobot = "/robot/send"
)

// api is the server API of one application. Its errors hold neither addresses nor secrets, its answers are bounded, redirects are not followed: they would
// carry a secret elsewhere.
type api struct {
	config Config
	client *http.Client
	tokens *wire.Tokens // of protocol 3.6
	meter  *meter
	log    zerolog.Logger

	mu   sync.Mutex
	pace map[string]*rate.Limiter // of each path
}

func newAPI(c Config, m *meter, log zerolog.Logger, now func() time.Time) *api {
	a := &api{config: c, meter: m, log: log, pace: map[string]*rate.Limiter{}, client: &http.Client{
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			MaxIdleConnsPerHost: perSecond,
			IdleConnTimeout:     time.Minute,
			TLSHandshakeTimeout: callTimeout,
			ForceAttemptHTTP2:   true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	a.tokens = wire.NewTokens(a.getToken, quietAfter, now)
	return a
}

// getToken asks for an access token.
func (a *api) getToken(ctx context.Context) (wire.Token, error) {
	var got struct {
		AccessToken string `json:"accessToken"`
		ExpireIn    int64  `json:"expireIn"`
	}
	in := map[string]string{"appKey": a.config.ClientID, "appSecret": a.config.ClientSecret}
	err := a.request(ctx, request{method: http.MethodPost, path: pathToken, in: in, out: &got})
	if err == nil && got.AccessToken == "" {
		err = &apiError{API: pathToken, Text: "no accessToken in the answer"}
	}
	return wire.Token{Value: got.AccessToken, Life: time.Duration(got.ExpireIn) * time.Second}, err
}

// call calls the new API with the access token. When the platform calls the token invalid, it is dropped and the call repeated once. Every error is an
// *apiError.
func (a *api) call(ctx context.Context, method, path string, in, out any) error {
	for attempt := 1; ; attempt++ {
		if err := a.wait(ctx, path); err != nil {
			return err
		}
		value, err := a.tokens.Get(ctx) // after the wait, in which a token may end
		if err != nil {
			return tokenFault(err)
		}
		a.meter.count(a.log)
		err = a.request(ctx, request{method: method, path: path, token: value, in: in, out: out})
		if !staleToken(err) {
			return err
		}
		a.tokens.Drop(value)
		if attempt == 2 {
			return err
		}
	}
}

// wait keeps one API below the platform's limit.
func (a *api) wait(ctx context.Context, path string) error {
	a.mu.Lock()
	pace := a.pace[path]
	if pace == nil {
		pace = rate.NewLimiter(perSecond, perSecond)
		if path == pathSession {
			pace = rate.NewLimiter(inSessions, inSessions)
		}
		a.pace[path] = pace
	}
	a.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, waitMost)
	defer cancel()
	if pace.Wait(ctx) != nil {
		return &apiError{API: path, Code: codeWaiting}
	}
	return nil
}

// tokenFault is why a call could not be made for want of a token: whatever became of the request for it, the call itself was not made.
func tokenFault(err error) error {
	if e := (*apiError)(nil); errors.As(err, &e) {
		copied := *e
		copied.Maybe = false
		return &copied
	}
	return &apiError{API: pathToken, Text: err.Error()}
}

// request is one call of either API.
type request struct {
	method, path string
	address      string // instead of the path behind the base of the new API; never logged
	token        string
	old          bool // the answer has an errcode
	in, out      any  // out nil: the answer is only judged
	raw          []byte
	form         string // type of the body raw, which goes in the place of in; "" = in goes, as JSON
	secrets      []string
}

// request makes one call and reads its answer.
func (a *api) request(ctx context.Context, r request) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) { written.Store(info.Err == nil) },
	})
	secrets := append(r.secrets, a.config.ClientSecret, r.token)
	status, body, err := a.do(ctx, r)
	if err != nil {
		return lost(r.path, err, written.Load(), secrets...)
	}
	if e := judge(r.path, status, body, r.old, secrets...); e != nil {
		return e
	}
	if r.out != nil && json.Unmarshal(body, r.out) != nil {
		return &apiError{API: r.path, Status: status, Text: "the answer is not that of the server API", Maybe: true}
	}
	return nil
}

func (a *api) do(ctx context.Context, r request) (status int, body []byte, err error) {
	in, kind, err := r.body()
	if err != nil {
		return 0, nil, err
	}
	address := r.address
	if address == "" {
		address = a.config.APIBase + r.path
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(in))
	if err != nil {
		return 0, nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if r.token != "" {
		req.Header.Set("x-acs-dingtalk-access-token", r.token)
	}
	res, err := a.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(http.MaxBytesReader(nil, res.Body, maxAnswer))
	return res.StatusCode, body, err
}

// body is what goes out, and its type.
func (r *request) body() (body []byte, kind string, err error) {
	switch {
	case r.method == http.MethodGet:
		return nil, "", nil
	case r.form != "":
		return r.raw, r.form, nil
	}
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	enc.SetEscapeHTML(false)
	err = enc.Encode(r.in)
	return in.Bytes(), "application/json; charset=utf-8", err
}
