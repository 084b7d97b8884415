package dingtalk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"lianxin/bot/wire"
)

// apiError is a call that did not succeed. It keeps nothing of the error it was made from: those hold addresses with tokens and secrets.
type apiError struct {
	API    string // path, such as /v1.0/robot/oToMessages/batchSend
	Status int    // of HTTP; 0: there was no answer
	Code   string // what the platform calls it; "" if it did not say
	Text   string // scrubbed
	Scopes string // permissions that are missing
	Maybe  bool   // the platform may have done what it was asked to
}

func (e *apiError) Error() string {
	return strings.TrimRight(fmt.Sprintf("dingtalk: %s: %s: %s", e.API, e.Code, e.Text), ": ")
}

// Codes that we give ourselves, where the platform gives none.
const (
	codePunished = "punished" // the page that stands before the platform when one address calls too often (protocol 3.10)
	codeWaiting  = "waiting"  // the call was not made: too many others wait
	codeNoAnswer = ""
)

// lost is a call without an answer. written tells whether the whole request left this machine.
func lost(api string, err error, written bool, secrets ...string) *apiError {
	if at := (*url.Error)(nil); errors.As(err, &at) {
		err = at.Err // without the address
	}
	return &apiError{API: api, Text: scrub(err.Error(), secrets...), Maybe: written}
}

// fault is what both APIs say when they refuse.
type fault struct {
	Code    string      `json:"code"`
	Message string      `json:"message"`
	ErrCode *int64      `json:"errcode"`
	ErrMsg  string      `json:"errmsg"`
	SubCode string      `json:"sub_code"`
	Status  json.Number `json:"status"` // of the page that stands before the platform
	Punish  string      `json:"punish"`
	Denied  struct {
		Scopes []string `json:"requiredScopes"`
	} `json:"accessdenieddetail"`
}

// judge reads an answer and gives what it refuses; nil for one that refuses nothing. old asks for an errcode: without one it is not the platform's.
func judge(api string, status int, body []byte, old bool, secrets ...string) *apiError {
	var f fault
	e := &apiError{API: api, Status: status}
	broken := json.Unmarshal(body, &f) != nil
	switch {
	case broken && status == http.StatusOK && (len(body) == 0 || body[0] == '{'):
		e.Text, e.Maybe = "the answer is cut off", true
	case broken && status >= http.StatusInternalServerError:
		e.Text, e.Maybe = "HTTP status "+strconv.Itoa(status), true
	case broken || f.Punish != "" || f.Status == "1111":
		e.Code, e.Text = codePunished, "HTTP status "+strconv.Itoa(status)
	case f.ErrCode != nil && *f.ErrCode != 0:
		e.Code, e.Text = strconv.FormatInt(*f.ErrCode, 10), scrub(f.ErrMsg, secrets...)
		if f.SubCode != "" {
			e.Code += "/" + f.SubCode
		}
	case status >= http.StatusInternalServerError:
		e.Code, e.Text, e.Maybe = f.Code, scrub(f.Message, secrets...), true
	case status != http.StatusOK:
		e.Code, e.Text, e.Scopes = orStatus(f.Code, status), scrub(f.Message, secrets...), strings.Join(f.Denied.Scopes, "、")
	case old && f.ErrCode == nil:
		e.Text, e.Maybe = "the answer is not that of the server API", true
	default:
		return nil
	}
	return e
}

func orStatus(code string, status int) string {
	if code == "" {
		return "http." + strconv.Itoa(status)
	}
	return code
}

// staleToken tells whether the platform called the access token invalid, expired or missing.
func staleToken(err error) bool {
	e := (*apiError)(nil)
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case "token.invalid", "88/40014", "40014", "42001": // the last three are the old API's
		return true
	}
	return strings.HasPrefix(e.Code, "InvalidAuthentication")
}

var (
	secretParameter = regexp.MustCompile(`(?i)(\b(?:access_token|accesstoken|client_?secret|app_?secret|secret|session|ticket|token|key|code|sign)["']?\s*[=:]\s*["']?)[^&\s"',}]+`)
	callerAddress   = regexp.MustCompile(`(?i)\bip\b[^0-9a-f]{0,12}([0-9a-f.:]{7,39})`)
)

// scrub takes secrets out of a text: these, plain or as in a URL, and everything that is named like one.
func scrub(text string, secrets ...string) string {
	return wire.Scrub(text, secretParameter, secrets...)
}

// address is the address that the platform saw the call come from, as its message names it; "" if it does not.
func (e *apiError) address() string { return wire.Address(e.Text, callerAddress, ".:") }

// codeOf is what the platform calls a failed call; "" for any other error and for none.
func codeOf(err error) string {
	if e := (*apiError)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}
