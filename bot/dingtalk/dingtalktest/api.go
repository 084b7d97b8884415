package dingtalktest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// endpoints are both server APIs, the stream and the files on one address (3.11).
func (p *Platform) endpoints() http.Handler {
	mux := http.NewServeMux()
	free := func(pattern string, f http.HandlerFunc) { mux.HandleFunc(pattern, p.misbehaving(f)) }
	billed := func(pattern string, f http.HandlerFunc) { mux.HandleFunc(pattern, p.misbehaving(p.guarded(f))) }
	free("POST /v1.0/oauth2/accessToken", p.accessToken)
	free("POST /v1.0/gateway/connections/open", p.open)
	billed("POST /v1.0/robot/oToMessages/batchSend", p.batchSend)
	billed("POST /v1.0/robot/groupMessages/send", p.groupSend)
	billed("GET /v1.0/robot/oToMessages/readStatus", p.readStatus)
	billed("POST /v1.0/robot/otoMessages/batchRecall", p.recall)
	billed("POST /v1.0/robot/groupMessages/recall", p.recall)
	billed("POST /v1.0/robot/messageFiles/download", p.fileAddress)
	billed("POST /v1.0/card/instances/createAndDeliver", p.deliverCard)
	billed("PUT /v1.0/card/instances", p.updateCard)
	billed("POST /v1.0/card/callbacks/register", p.registerCards)
	free("POST /v1.0/oauth2/userAccessToken", p.userToken)
	free("GET /v1.0/contact/users/me", p.me)
	free("POST /topapi/user/getbyunionid", p.byUnion)
	free("POST /robot/sendBySession", p.bySession)
	free("POST /robot/send", p.groupRobot)
	free("GET /files/{code}", p.file)
	free("POST /media/upload", p.old(p.uploadMedia))
	free("POST /topapi/v2/department/listsub", p.old(p.listUnits))
	free("POST /topapi/user/listsimple", p.old(p.listMembers))
	free("POST /topapi/v2/user/get", p.old(p.userGet))
	free("GET /connect", p.connect)
	return mux
}

// ServeHTTP serves one request.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.api.ServeHTTP(w, r) }

// misbehaving counts a call and lets it meet the fault that waits for it.
func (p *Platform) misbehaving(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.tally(func(c *Counts) { c.Calls[r.URL.Path]++ })
		if f := p.faults.take(r.URL.Path); f != nil {
			f(p, w, r, serve)
			return
		}
		serve(w, r)
	}
}

// guarded is what stands before everything that counts: the token, the second and the month (3.10).
func (p *Platform) guarded(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !p.knows(r.Header.Get("x-acs-dingtalk-access-token")):
			refuse(w, http.StatusBadRequest, "InvalidAuthentication", "不合法的access_token")
		case p.tooOften(r.URL.Path):
			refuse(w, http.StatusForbidden, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "qps limited")
		case p.bill():
			refuse(w, http.StatusForbidden, "Forbidden.AccessDenied.ApiCountLimitForOrg", "the api count of this month is used up")
		default:
			serve(w, r)
		}
	}
}

// old is what stands before the old API: the token, in the address.
func (p *Platform) old(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case p.knows(r.URL.Query().Get("access_token")):
			serve(w, r)
		case strings.HasPrefix(r.URL.Path, "/topapi/"):
			answer(w, object{"errcode": 88, "sub_code": "40014", "errmsg": "ding talk error", "sub_msg": "不合法的access_token"})
		default:
			oldAnswer(w, 40014, "不合法的access_token")
		}
	}
}

// accessToken gives the token that is valid, or a new one (3.6).
func (p *Platform) accessToken(w http.ResponseWriter, r *http.Request) {
	var in struct{ AppKey, AppSecret string }
	if !decode(w, r, &in) {
		return
	}
	if in.AppKey != p.options.ClientID || in.AppSecret != p.options.ClientSecret {
		refuse(w, http.StatusBadRequest, "invalidClientIdOrSecret", "无效的clientId或者clientSecret")
		return
	}
	life := 7200 * time.Second
	if m := marksOf(r); m.life > 0 {
		life = m.life
	}
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for token, until := range p.tokens {
		if marksOf(r).life == 0 && now.Before(until) {
			answer(w, object{"accessToken": token, "expireIn": int(until.Sub(now).Seconds())})
			return
		}
	}
	token := letters(32)
	p.tokens = map[string]time.Time{token: now.Add(life)}
	answer(w, object{"accessToken": token, "expireIn": int(life.Seconds())})
}

// Withdraw ends all access tokens before their time.
func (p *Platform) Withdraw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.tokens)
}

func (p *Platform) knows(token string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	until, ok := p.tokens[token]
	return ok && p.now().Before(until)
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	if json.NewDecoder(r.Body).Decode(into) != nil {
		refuse(w, http.StatusBadRequest, "invalidParameter.body", "the body is no JSON")
		return false
	}
	return true
}

func answer(w http.ResponseWriter, o any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_ = json.NewEncoder(w).Encode(o)
}

// refuse is a refusal of the new API.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	o := object{"code": code, "message": message, "requestid": letters(16)}
	if code == "Forbidden.AccessDenied.AccessTokenPermissionDenied" {
		o["accessdenieddetail"] = object{"requiredScopes": []string{message}}
	}
	_ = json.NewEncoder(w).Encode(o)
}

// oldAnswer is an answer of the old API, refusals too.
func oldAnswer(w http.ResponseWriter, code int, message string) {
	answer(w, object{"errcode": code, "errmsg": message})
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
