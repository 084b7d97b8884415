package wecom

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot/wire"
)

// apiError is a call of the server API that did not succeed. It keeps nothing of the error it was made from: those hold addresses with tokens and secrets.
type apiError struct {
	API   string // gettoken, message/send
	Code  int64  // errcode; 0: there was no answer of the platform
	Text  string // scrubbed
	Maybe bool   // the platform may have done what it was asked to
}

func (e *apiError) Error() string {
	if e.Code != 0 {
		return fmt.Sprintf("wecom: %s: errcode %d: %s", e.API, e.Code, e.Text)
	}
	return fmt.Sprintf("wecom: %s: %s", e.API, e.Text)
}

// newAPIError classifies an error of a call. written tells whether the whole request left this machine.
func newAPIError(api string, err error, written bool, secrets ...string) *apiError {
	e := &apiError{API: api}
	var said *util.CommonError
	var status statusError
	switch {
	case errors.As(err, &said):
		e.Code, e.Text = said.ErrCode, scrub(said.ErrMsg, secrets...)
		return e
	case errors.As(err, &status):
		e.Maybe = written && status >= 500
		e.Text = status.Error()
		return e
	}
	e.Maybe = written
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err // without the address
	}
	e.Text = scrub(err.Error(), secrets...)
	return e
}

// tokenFault is why a call could not be made for want of a token: whatever became of the request for it, the call itself was not made.
func tokenFault(err error) *apiError {
	var e *apiError
	if errors.As(err, &e) {
		copied := *e
		copied.Maybe = false
		return &copied
	}
	return &apiError{API: "gettoken", Text: err.Error()}
}

// staleToken tells whether the platform called the access token invalid, expired or missing.
func staleToken(err error) bool {
	var e *apiError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case 40001, 40014, 41001, 42001:
		return true
	}
	return false
}

var (
	secretParameter = regexp.MustCompile(`(?i)(\b(?:access_token|corpsecret|secret|ticket|token|key|code)=)[^&\s"']+`)
	callerAddress   = regexp.MustCompile(`from ip:\s*([0-9A-Fa-f.:]+)`)
)

// scrub takes secrets out of a text: these, plain or as in a URL, and every parameter of a URL that is named like one.
func scrub(text string, secrets ...string) string {
	return wire.Scrub(text, secretParameter, secrets...)
}

// address is the address that the platform saw the call come from, as its message names it; "" if it does not.
func (e *apiError) address() string { return wire.Address(e.Text, callerAddress, ".") }
