package wecom

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
)

const (
	testSecret = "s3cr3t/of+the=app"
	testAgent  = 1000002
)

// server plays the server API with knobs for what may go wrong. Everything is guarded by mu.
type server struct {
	*httptest.Server
	mu     sync.Mutex
	life   int                                            // expires_in
	tokens int                                            // how many were given
	stale  bool                                           // the current token is called invalid
	sent   []sentText                                     // what was taken, in order
	send   []func(w http.ResponseWriter, r *http.Request) // what the next calls of message/send do instead
	get    []func(w http.ResponseWriter, r *http.Request) // the same for gettoken
	atOnce int                                            // calls of message/send under way
	most   int                                            // and the most there ever were
	delay  time.Duration                                  // of every message/send
	log    strings.Builder
}

type sentText struct {
	ToUser   string `json:"touser"`
	MsgType  string `json:"msgtype"`
	AgentID  int    `json:"agentid"`
	Check    int    `json:"enable_duplicate_check"`
	Interval int    `json:"duplicate_check_interval"`
	Text     struct{ Content string }
}

func newServer(t testing.TB) *server {
	t.Helper()
	s := &server{life: 7200}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /prefix/cgi-bin/gettoken", s.getToken)
	mux.HandleFunc("POST /prefix/cgi-bin/message/send", s.sendMessage)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func (s *server) config() Config {
	return Config{CorpID: testCorp, AgentID: testAgent, Secret: testSecret, APIBase: s.URL + "/prefix/"}
}

// sender is a sender on this server that logs into s.log.
func (s *server) sender(now func() time.Time) *Sender {
	return NewSender(s.config(), zerolog.New(syncWriter{&s.mu, &s.log}), now)
}

type syncWriter struct {
	mu *sync.Mutex
	to *strings.Builder
}

func (w syncWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(p)
}

func (s *server) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// then sets what the next calls of message/send do.
func (s *server) then(faults ...func(http.ResponseWriter, *http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.send = append(s.send, faults...)
}

func take(list *[]func(http.ResponseWriter, *http.Request)) func(http.ResponseWriter, *http.Request) {
	if len(*list) == 0 {
		return nil
	}
	f := (*list)[0]
	*list = (*list)[1:]
	return f
}

func (s *server) getToken(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fault := take(&s.get)
	s.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Query().Get("corpid") != testCorp || r.URL.Query().Get("corpsecret") != testSecret {
		code(40001)(w, r)
		return
	}
	s.tokens++
	s.stale = false
	fmt.Fprintf(w, `{"errcode":0,"errmsg":"ok","access_token":"token-%d","expires_in":%d}`, s.tokens, s.life)
}

func (s *server) sendMessage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.atOnce++
	s.most = max(s.most, s.atOnce)
	fault, delay := take(&s.send), s.delay
	wrong := s.stale || r.URL.Query().Get("access_token") != fmt.Sprintf("token-%d", s.tokens)
	s.mu.Unlock()
	time.Sleep(delay)
	defer func() {
		s.mu.Lock()
		s.atOnce--
		s.mu.Unlock()
	}()
	switch {
	case fault != nil:
		fault(w, r)
	case wrong:
		code(40014)(w, r)
	default:
		s.take(w, r)
	}
}

func (s *server) take(w http.ResponseWriter, r *http.Request) {
	var body sentText
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		code(47001)(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, body)
	fmt.Fprintf(w, `{"errcode":0,"errmsg":"ok","msgid":"m-%d"}`, len(s.sent))
}

func (s *server) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, m := range s.sent {
		out = append(out, m.Text.Content)
	}
	return out
}

// code answers an error code, with a message as the platform writes it that also repeats the request.
func code(n int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{
			"errcode": n,
			"errmsg":  "no, hint: [1704540159128593240839785], from ip: 203.0.113.9, more info at https://open.work.weixin.qq.com/devtool/query?e=1 for " + r.URL.String(),
		})
	}
}

func raw(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// reset closes the connection without an answer.
func reset(w http.ResponseWriter, r *http.Request) {
	_ = r.Body.Close()
	panic(http.ErrAbortHandler)
}

func leader(user string) policy.Address { return policy.Address{Channel: Channel, User: user} }

// clock is a clock that is set by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
