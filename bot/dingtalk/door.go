package dingtalk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"lianxin/store/ledger"
)

// DefaultLoginBase is where members sign in to pages.
const DefaultLoginBase = "https://login.dingtalk.com"

// Paths of the signing in: a code becomes a token of the member, the token tells his union id, and that his user id in the organisation.
const (
	pathUserToken = "/v1.0/oauth2/userAccessToken"
	pathMe        = "/v1.0/contact/users/me"
	pathByUnion   = "/topapi/user/getbyunionid" // of the old API
)

// What somebody hears who could not be let in.
const (
	sayOutsider  = "只有本单位钉钉的成员可以登录。"
	sayCodeSpent = "这次登录已经用过或过期了，请重新登录。"
)

// Door lets members of the organisation sign in to pages by OAuth. It shares the access token with the Sender and is safe for concurrent use.
type Door struct{ api *api }

// NewDoor builds the door of the application of a Sender.
func NewDoor(s *Sender) *Door { return &Door{s.api} }

// Channel is the platform whose accounts it gives.
func (*Door) Channel() string { return Channel }

// Name is what people call the platform.
func (*Door) Name() string { return "钉钉" }

// Ask is where a browser is sent to be told who holds it; the platform sends it on to back, with a code and the state.
func (d *Door) Ask(_, back, state string) string {
	base := d.api.config.LoginBase
	if base == "" {
		base = DefaultLoginBase
	}
	return strings.TrimRight(base, "/") + "/oauth2/auth?" + url.Values{
		"redirect_uri": {back}, "response_type": {"code"}, "client_id": {d.api.config.ClientID}, "scope": {"openid"}, "state": {state}, "prompt": {"consent"},
	}.Encode()
}

// Who gives the user id behind a code, which the platform takes once. Somebody who is not of the organisation, and a code that is no good, is a
// *ledger.Refusal. No error quotes the code or a token.
func (d *Door) Who(ctx context.Context, code string) (user string, err error) {
	union, err := d.union(ctx, code)
	if err != nil {
		return "", err
	}
	var got struct {
		Result struct {
			ContactType int    `json:"contact_type"` // 1: somebody from outside
			UserID      string `json:"userid"`
		} `json:"result"`
	}
	err = d.api.callOld(ctx, pathByUnion, nil, request{in: fields{"unionid": union}, out: &got})
	if c := codeOf(err); c == "60121" || strings.HasPrefix(c, "60121/") || c == "33012" {
		return "", ledger.Refuse("outsider", sayOutsider)
	}
	if err != nil {
		return "", err
	}
	if got.Result.UserID == "" || got.Result.ContactType != 0 {
		return "", ledger.Refuse("outsider", sayOutsider)
	}
	return got.Result.UserID, nil
}

// union gives the union id of whoever signed in with a code.
func (d *Door) union(ctx context.Context, code string) (string, error) {
	c := d.api.config
	var token struct {
		AccessToken string `json:"accessToken"`
	}
	in := map[string]string{"clientId": c.ClientID, "clientSecret": c.ClientSecret, "code": code, "grantType": "authorization_code"}
	d.api.meter.count(d.api.log)
	err := d.api.request(ctx, request{method: http.MethodPost, path: pathUserToken, in: in, out: &token, secrets: []string{code}})
	if e := (*apiError)(nil); errors.As(err, &e) && e.Status >= 400 && e.Status < 500 && strings.Contains(strings.ToLower(e.Code), "code") {
		return "", ledger.Refuse("code_spent", sayCodeSpent)
	}
	if err != nil {
		return "", err
	}
	var me struct {
		UnionID string `json:"unionId"`
	}
	d.api.meter.count(d.api.log)
	err = d.api.request(ctx, request{method: http.MethodGet, path: pathMe, token: token.AccessToken, out: &me})
	if err == nil && me.UnionID == "" {
		err = &apiError{API: pathMe, Text: "no unionId in the answer"}
	}
	return me.UnionID, err
}
