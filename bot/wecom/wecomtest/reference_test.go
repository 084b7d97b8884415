package wecomtest

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// morning is when the platform's clock stands in most tests.
var morning = time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)

// handClock is a clock that tests move.
type handClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *handClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *handClock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newPlatform is a platform with four members, a clock that stands, and impatience.
func newPlatform(t *testing.T, change func(*Options)) (*Platform, *handClock) {
	t.Helper()
	clock := &handClock{at: morning}
	o := Options{Members: People("LinXiaofeng", "chen", "zhao", "wang"), Now: clock.now, Console: time.Minute, RetryAfter: 10 * time.Millisecond, Groups: []string{"robot-1"}}
	if change != nil {
		change(&o)
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p, clock
}

// reference is a small application's callback, written with silenceper's crypto and encoding/xml. What it answers is up to the test.
type reference struct {
	t    *testing.T
	o    Options
	mu   sync.Mutex
	seen []seen
	// each is asked what to answer to the n-th delivery, from 1; the status 0 means that nothing is to be answered any more
	each func(n int, s seen) (status int, body string)
}

type seen struct {
	FromUserName, MsgType, Content, MsgId, Event, EventKey, ResponseCode, TaskId string

	CreateTime int64
	plain      string
	query      url.Values
	length     int64
	userAborts <-chan struct{}
}

func (ref *reference) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.Method == http.MethodGet {
		plain, ok := ref.open(q, q.Get("echostr"))
		if !ok {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write(plain)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var envelope struct{ ToUserName, Encrypt, AgentID string }
	if err := xml.Unmarshal(body, &envelope); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	plain, ok := ref.open(q, envelope.Encrypt)
	if !ok {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	s := seen{plain: string(plain), query: q, length: r.ContentLength, userAborts: r.Context().Done()}
	if err := xml.Unmarshal(plain, &s); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	status, answer := ref.each(ref.count(s), s)
	if status == 0 {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer)
}

func (ref *reference) count(s seen) int {
	ref.mu.Lock()
	defer ref.mu.Unlock()
	ref.seen = append(ref.seen, s)
	return len(ref.seen)
}

func (ref *reference) all() []seen {
	ref.mu.Lock()
	defer ref.mu.Unlock()
	return append([]seen(nil), ref.seen...)
}

func (ref *reference) open(q url.Values, encrypted string) ([]byte, bool) {
	if util.Signature(ref.o.Token, q.Get("timestamp"), q.Get("nonce"), encrypted) != q.Get("msg_signature") {
		return nil, false
	}
	_, plain, err := util.DecryptMsg(ref.o.CorpID, encrypted, ref.o.EncodingAESKey)
	return plain, err == nil
}

// wrap encrypts and signs a plaintext as a passive reply.
func (ref *reference) wrap(plain string) string {
	return wrap(ref.t, ref.o, plain)
}

func wrap(t *testing.T, o Options, plain string) string {
	encrypted, err := util.EncryptMsg([]byte(util.RandomStr(16)), []byte(plain), o.CorpID, o.EncodingAESKey)
	if err != nil {
		t.Error(err)
	}
	signature := util.Signature(o.Token, "1760000000", "42", string(encrypted))
	return fmt.Sprintf("<xml><Encrypt><![CDATA[%s]]></Encrypt><MsgSignature><![CDATA[%s]]></MsgSignature><TimeStamp>1760000000</TimeStamp><Nonce><![CDATA[42]]></Nonce></xml>",
		encrypted, signature)
}

// text is the plaintext of a text reply to a message.
func (ref *reference) text(s seen, text string) string {
	return ref.reply(s, "text", "<Content><![CDATA["+text+"]]></Content>")
}

func (ref *reference) reply(s seen, kind, inside string) string {
	return fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[%s]]></MsgType>%s</xml>",
		s.FromUserName, ref.o.CorpID, morning.Unix(), kind, inside)
}

// application starts a reference callback and makes it the platform's. Without an answer of its own it echoes.
func application(t *testing.T, p *Platform, each func(n int, s seen) (int, string)) *reference {
	t.Helper()
	ref := &reference{t: t, o: p.Options(), each: each}
	if each == nil {
		ref.each = func(_ int, s seen) (int, string) { return 200, ref.wrap(ref.text(s, "收到："+s.Content)) }
	}
	server := httptest.NewServer(ref)
	t.Cleanup(server.Close)
	t.Cleanup(p.Close)
	if err := p.SaveURL(t.Context(), server.URL+"/callback"); err != nil {
		t.Fatal(err)
	}
	return ref
}

// api calls the server API of a platform without a socket.
type api struct {
	t      *testing.T
	client *http.Client
	token  string
}

func login(t *testing.T, p *Platform) *api {
	t.Helper()
	a := &api{t: t, client: &http.Client{Transport: Direct(p)}}
	a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	return a
}

func (a *api) newToken(secretOf, corp string) string {
	a.t.Helper()
	got := a.call(http.MethodGet, "gettoken?corpid="+url.QueryEscape(corp)+"&corpsecret="+url.QueryEscape(secretOf), "", nil)
	token, _ := got["access_token"].(string)
	return token
}

func (a *api) get(path string) map[string]any {
	a.t.Helper()
	return a.call(http.MethodGet, withToken(path, a.token), "", nil)
}

func (a *api) post(path, body string) map[string]any {
	a.t.Helper()
	return a.call(http.MethodPost, withToken(path, a.token), "application/json", []byte(body))
}

func withToken(path, token string) string {
	if strings.Contains(path, "?") {
		return path + "&access_token=" + token
	}
	return path + "?access_token=" + token
}

func (a *api) call(method, path, kind string, body []byte) map[string]any {
	a.t.Helper()
	res, raw := a.raw(method, path, kind, body)
	if got := res.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/json") {
		a.t.Fatalf("%s: Content-Type %q", path, got)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		a.t.Fatalf("%s: %v in %q", path, err, raw)
	}
	return out
}

func (a *api) raw(method, path, kind string, body []byte) (*http.Response, []byte) {
	a.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, "http://qyapi.test/cgi-bin/"+path, bytes.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	res, err := a.client.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return res, raw
}

// wantCode fails unless an answer has this errcode.
func wantCode(t *testing.T, got map[string]any, code int) {
	t.Helper()
	if got["errcode"] != float64(code) {
		t.Fatalf("errcode %v (%v), want %d", got["errcode"], got["errmsg"], code)
	}
}

// textTo is the body of message/send for a text.
func textTo(p *Platform, to, text string) string {
	raw, _ := json.Marshal(map[string]any{"touser": to, "msgtype": "text", "agentid": p.Options().AgentID, "text": map[string]string{"content": text}})
	return string(raw)
}

func texts(lines []Line) []string {
	out := []string{}
	for _, l := range lines {
		out = append(out, string(l.From)+": "+l.Text)
	}
	return out
}
