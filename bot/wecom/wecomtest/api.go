package wecomtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxBody is more than any call may carry.
const maxBody = 24 << 20

// endpoint is one call of the server API.
type endpoint struct {
	method string
	open   bool // needs no access token
	serve  func(*call) response
}

// call is one request to an endpoint. It is served under the platform's lock.
type call struct {
	query url.Values
	body  []byte
	kind  string // Content-Type
	token *token // nil for open endpoints
	fault Fault
}

// decode reads a JSON body; nil means that it could be read.
func (c *call) decode(into any) response {
	if err := json.Unmarshal(c.body, into); err != nil {
		return fail(47001, "body is not the JSON of this call")
	}
	return nil
}

// endpoints is the table of what the platform can do (2.12), by path behind /cgi-bin/.
func (p *Platform) endpoints() map[string]endpoint {
	get := func(serve func(*call) response) endpoint { return endpoint{method: http.MethodGet, serve: serve} }
	post := func(serve func(*call) response) endpoint { return endpoint{method: http.MethodPost, serve: serve} }
	return map[string]endpoint{
		"gettoken":                     {method: http.MethodGet, open: true, serve: p.getToken},
		"getcallbackip":                get(p.callbackIP),
		"get_jsapi_ticket":             get(p.ticket),
		"ticket/get":                   get(p.ticket),
		"message/send":                 post(p.messageSend),
		"message/recall":               post(p.messageRecall),
		"message/update_template_card": post(p.updateCard),
		"appchat/create":               post(p.groupCreate),
		"appchat/get":                  get(p.groupGet),
		"appchat/send":                 post(p.groupSend),
		"media/upload":                 post(p.mediaUpload),
		"media/uploadimg":              post(p.mediaUploadImage),
		"media/get":                    get(p.mediaGet),
		"user/get":                     get(p.userGet),
		"user/list_id":                 post(p.userListID),
		"department/get":               get(p.departmentGet),
		"agent/get":                    get(p.agentGet),
		"department/list":              get(p.departmentList),
		"department/simplelist":        get(p.departmentSimpleList),
		"auth/getuserinfo":             get(p.userInfo),
		"auth/getuserdetail":           post(p.userDetail),
		"webhook/send":                 {method: http.MethodPost, open: true, serve: p.robotSend},
		"webhook/upload_media":         {method: http.MethodPost, open: true, serve: p.robotUpload},
	}
}

// ServeHTTP is the server API. Behind a path prefix it needs http.StripPrefix, as any handler.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, found := strings.CutPrefix(r.URL.Path, "/cgi-bin/")
	e, known := p.api[path]
	if !found || !known {
		w.WriteHeader(http.StatusNotFound)
		fail(40066, "no such path").write(w)
		return
	}
	crowded := p.enter(path)
	defer p.leave(path)
	p.unreachable(r)
	fault := p.faults.take(path)
	serve := func(w http.ResponseWriter, r *http.Request) { p.answer(r, path, e, fault, crowded).write(w) }
	if fault.around != nil {
		fault.around(p, w, r, serve)
		return
	}
	serve(w, r)
}

// answer checks what is common to all calls, in the platform's order: method, load, token.
func (p *Platform) answer(r *http.Request, path string, e endpoint, fault Fault, crowded bool) response {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil || len(body) > maxBody:
		return fail(45001, "body is too large or broken")
	case r.Method != e.method:
		return wrongMethod(e.method)
	case crowded:
		return fail(45033, "")
	case fault.code != 0:
		return fail(fault.code, "")
	}
	c := &call{query: r.URL.Query(), body: body, kind: r.Header.Get("Content-Type"), fault: fault}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.exhausted(path) {
		return fail(45009, "")
	}
	if !e.open {
		var refused response
		if c.token, refused = p.tokens.check(c.query.Get("access_token"), p.now()); refused != nil {
			return refused
		}
	}
	return e.serve(c)
}

func wrongMethod(want string) response {
	if want == http.MethodGet {
		return fail(43001, "")
	}
	return fail(43002, "")
}

// callbackIP is the list of addresses that deliveries come from (1.7).
func (p *Platform) callbackIP(*call) response {
	return answer{"ip_list": []string{"127.0.0.1"}}.ok()
}
