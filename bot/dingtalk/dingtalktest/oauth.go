package dingtalktest

import (
	"net/http"
	"strings"
	"time"
)

const (
	codeLife   = 5 * time.Minute // of an OAuth code, which can be used once
	memberLife = 2 * time.Hour   // of a token of a member
)

// visitors are the members who opened a page.
type visitors struct {
	codes  map[string]visit // by code
	tokens map[string]visit // by token of the member
}

type visit struct {
	user  string
	until time.Time
}

// Visit is a member agreeing to sign in: it gives the OAuth code that the platform adds to the address of the page.
func (p *Platform) Visit(user string) (code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	code = letters(32)
	p.visitors.codes[code] = visit{user, p.now().Add(codeLife)}
	return code
}

// userToken gives the token of the member who signed in with a code, once.
func (p *Platform) userToken(w http.ResponseWriter, r *http.Request) {
	var in struct{ ClientID, ClientSecret, Code, GrantType string }
	if !decode(w, r, &in) {
		return
	}
	if in.ClientID != p.options.ClientID || in.ClientSecret != p.options.ClientSecret {
		refuse(w, http.StatusBadRequest, "invalidClientIdOrSecret", "无效的clientId或者clientSecret")
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	v, ok := p.visitors.codes[in.Code]
	delete(p.visitors.codes, in.Code)
	if !ok || !p.now().Before(v.until) || in.GrantType != "authorization_code" {
		refuse(w, http.StatusBadRequest, "invalidAuthCode", "不合法的临时授权码")
		return
	}
	token := letters(32)
	p.visitors.tokens[token] = visit{v.user, p.now().Add(memberLife)}
	answer(w, object{"accessToken": token, "refreshToken": letters(32), "expireIn": int(memberLife.Seconds()), "corpId": p.options.CorpID})
}

// me tells whose token it is.
func (p *Platform) me(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	v, ok := p.visitors.tokens[r.Header.Get("x-acs-dingtalk-access-token")]
	if !ok || !p.now().Before(v.until) {
		refuse(w, http.StatusBadRequest, "InvalidAuthentication", "不合法的access_token")
		return
	}
	answer(w, object{"nick": v.user, "unionId": unionOf(v.user), "openId": "o" + v.user})
}

// byUnion gives the user id of a member of the organisation (old API).
func (p *Platform) byUnion(w http.ResponseWriter, r *http.Request) {
	if !p.knows(r.URL.Query().Get("access_token")) {
		oldAnswer(w, 40014, "不合法的access_token")
		return
	}
	var in struct{ UnionID string }
	if !decode(w, r, &in) {
		return
	}
	user, ok := strings.CutPrefix(in.UnionID, unionOf(""))
	m, member := p.member(user)
	if !ok || !member || m.Foreign {
		oldAnswer(w, 60121, "找不到该用户")
		return
	}
	answer(w, object{"errcode": 0, "errmsg": "ok", "result": object{"contact_type": 0, "userid": user}})
}

func unionOf(user string) string { return "union-" + user }
