package wecom

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/store/ledger"
)

// Where members sign in to pages (protocol 2.8): within the platform's own client, and in any other browser.
const (
	DefaultOAuthBase = "https://open.weixin.qq.com"
	DefaultLoginBase = "https://login.work.weixin.qq.com"
)

// What somebody hears who could not be let in.
const (
	sayOutsider  = "只有本单位企业微信的成员可以登录。"
	sayCodeSpent = "这次登录已经用过或过期了，请重新登录。"
)

// Door lets members of the corporation sign in to pages by OAuth. It shares the access token with the Sender and is safe for concurrent use.
type Door struct {
	config Config
	api    *api
}

// NewDoor builds the door of the application of a Sender.
func NewDoor(c Config, s *Sender) *Door { return &Door{config: c, api: s.api} }

// Channel is the platform whose accounts it gives.
func (*Door) Channel() string { return Channel }

// Name is what people call the platform.
func (*Door) Name() string { return "企业微信" }

// Ask is where a browser is sent to be told who holds it; the platform sends it on to back, with a code and the state. userAgent tells the platform's own
// client from other browsers, in which the member scans a picture. The order of the parameters and the fragment are the platform's (2.8).
func (d *Door) Ask(userAgent, back, state string) string {
	back, state = url.QueryEscape(back), url.QueryEscape(state)
	corp, agent := url.QueryEscape(d.config.CorpID), strconv.Itoa(d.config.AgentID)
	if strings.Contains(strings.ToLower(userAgent), "wxwork") {
		return orBase(d.config.OAuthBase, DefaultOAuthBase) + "/connect/oauth2/authorize?appid=" + corp + "&redirect_uri=" + back +
			"&response_type=code&scope=snsapi_base&state=" + state + "&agentid=" + agent + "#wechat_redirect"
	}
	return orBase(d.config.LoginBase, DefaultLoginBase) + "/wwlogin/sso/login?login_type=CorpApp&appid=" + corp + "&agentid=" + agent +
		"&redirect_uri=" + back + "&state=" + state
}

// Who gives the user id behind a code, which the platform takes once and for five minutes. Somebody who is no member, and a code that is no good, is a
// *ledger.Refusal. No error quotes the code.
func (d *Door) Who(ctx context.Context, code string) (user string, err error) {
	var got struct {
		util.CommonError
		UserID string `json:"userid"`
	}
	err = d.api.withToken(ctx, func(token string) error {
		return d.api.call(ctx, &got, "auth/getuserinfo", url.Values{"access_token": {token}, "code": {code}}, util.HTTPGetContext)
	})
	if no := (*apiError)(nil); errors.As(err, &no) {
		switch no.Code {
		case 40029, 42003, 42022:
			return "", ledger.Refuse("code_spent", sayCodeSpent)
		}
		no.Text = strings.ReplaceAll(no.Text, code, "<code>")
	}
	if err != nil {
		return "", err
	}
	if !isUserID(got.UserID) {
		return "", ledger.Refuse("outsider", sayOutsider)
	}
	return got.UserID, nil
}

func orBase(base, otherwise string) string {
	if base == "" {
		return otherwise
	}
	return strings.TrimRight(base, "/")
}
