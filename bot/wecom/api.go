package wecom

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/util"
	"github.com/silenceper/wechat/v2/work"
	"github.com/silenceper/wechat/v2/work/config"
	workcontext "github.com/silenceper/wechat/v2/work/context"

	"lianxin/bot/wire"
)

// callTimeout bounds one call of the server API, whatever the caller's context says.
const callTimeout = 10 * time.Second

// api is the server API of one application. silenceper's work holds the application and util makes the calls; what both lack is here: an address of our own
// for every URL instead of a global rewriter, our own token source in place of theirs (which keeps a withdrawn token until it expires and makes every caller
// wait for one hanging request), errors without addresses and secrets, an answer of bounded size, and a context for every call.
type api struct {
	base   string
	app    *workcontext.Context
	tokens tokens
	files  *http.Client // for what members sent
}

func newAPI(c Config, now func() time.Time) *api {
	guardLibrary()
	app := work.NewWork(&config.Config{
		CorpID:     c.CorpID,
		CorpSecret: c.Secret,
		AgentID:    strconv.Itoa(c.AgentID),
		Cache:      cache.NewMemory(), // demanded by the constructor; our token source does not use it
	}).GetContext()
	a := &api{base: c.base() + "/cgi-bin/", app: app, files: &http.Client{Transport: guard{transport(), maxFile}}}
	a.tokens = tokens{wire.NewTokens(a.getToken, quietAfter, now)}
	app.AccessTokenHandle = a.tokens
	return a
}

// getToken asks for an access token (protocol 2.1).
func (a *api) getToken(ctx context.Context) (wire.Token, error) {
	query := url.Values{"corpid": {a.app.CorpID}, "corpsecret": {a.app.CorpSecret}}
	var got struct {
		util.CommonError
		AccessToken string `json:"access_token"`
		ExpiresIn   int64  `json:"expires_in"`
	}
	err := a.call(ctx, &got, "gettoken", query, util.HTTPGetContext)
	if err == nil && got.AccessToken == "" {
		err = &apiError{API: "gettoken", Text: "no access_token in the answer"}
	}
	return wire.Token{Value: got.AccessToken, Life: time.Duration(got.ExpiresIn) * time.Second}, err
}

// post calls an API with a JSON body and the access token.
func (a *api) post(ctx context.Context, name string, body, answer any) error {
	return a.withToken(ctx, func(token string) error {
		return a.call(ctx, answer, name, url.Values{"access_token": {token}}, func(ctx context.Context, uri string) ([]byte, error) {
			return util.PostJSONContext(ctx, uri, body)
		})
	})
}

// get calls an API that takes its questions in the address.
func (a *api) get(ctx context.Context, name string, query url.Values, answer any) error {
	return a.withToken(ctx, func(token string) error {
		query.Set("access_token", token)
		return a.call(ctx, answer, name, query, util.HTTPGetContext)
	})
}

// withToken makes a call with the access token. When the platform calls the token invalid, it is dropped and the call repeated once.
func (a *api) withToken(ctx context.Context, call func(token string) error) error {
	for attempt := 1; ; attempt++ {
		value, err := a.tokens.Get(ctx)
		if err != nil {
			return tokenFault(err)
		}
		if err = call(value); !staleToken(err) {
			return err
		}
		a.tokens.Drop(value)
		if attempt == 2 {
			return err
		}
	}
}

// call makes one request and reads its answer. Every error is an *apiError.
func (a *api) call(ctx context.Context, answer any, name string, query url.Values, request func(context.Context, string) ([]byte, error)) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) { written.Store(info.Err == nil) },
	})
	body, err := request(ctx, a.base+name+"?"+query.Encode())
	if err == nil {
		err = decodeAnswer(body, answer, name)
	}
	if err != nil {
		return newAPIError(name, err, written.Load(), a.app.CorpSecret, query.Get("access_token"))
	}
	return nil
}

var errNoAnswer = errors.New("the answer is not that of the server API")

// decodeAnswer reads an answer. One without an errcode comes from something else on the way: it must not pass for errcode 0.
func decodeAnswer(body []byte, answer any, name string) error {
	var has struct {
		Code *int64 `json:"errcode"`
	}
	if err := json.Unmarshal(body, &has); err != nil || has.Code == nil {
		return errNoAnswer
	}
	return util.DecodeWithError(body, answer, name)
}
