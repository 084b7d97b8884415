package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"lianxin/store"
	"lianxin/store/ledger"
)

// reader reads a stream as a browser does.
type reader struct {
	t    testing.TB
	body *bufio.Scanner
	last string // id of the last event that had one
}

// event is one event of a stream.
type event struct {
	name string
	data map[string]any
}

// listenTo opens the stream of somebody's page at a mark.
func listenTo(t testing.TB, server, who, mark string) (*reader, *http.Response) {
	t.Helper()
	r, err := http.Get(server + "/sandbox/events?" + url.Values{"who": {who}, "mark": {mark}}.Encode())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Body.Close() })
	body := bufio.NewScanner(r.Body)
	body.Buffer(nil, 1<<20)
	return &reader{t: t, body: body}, r
}

// next gives the next event, leaving out comments.
func (r *reader) next() event {
	r.t.Helper()
	var e event
	for r.body.Scan() {
		field, value, _ := strings.Cut(r.body.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			r.last = value
		case "event":
			e.name = value
		case "data":
			if value == "" {
				continue
			}
			if err := json.Unmarshal([]byte(value), &e.data); err != nil {
				r.t.Fatalf("data %q: %v", value, err)
			}
		case "":
			if e.name != "" || e.data != nil {
				return e
			}
		}
	}
	r.t.Fatalf("the stream ended: %v", r.body.Err())
	return e
}

// until reads on until an event has the part.
func (r *reader) until(part string) any {
	r.t.Helper()
	for {
		if v, ok := r.next().data[part]; ok {
			return v
		}
	}
}

func serveHouse(t testing.TB, h *house) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	t.Cleanup(h.Close)
	return server.URL
}

func TestStreamShowsWhatChanges(t *testing.T) {
	h := newHouse(t)
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "旧的"})
	r, response := listenTo(t, serveHouse(t, h), "lin", h.mark(1))
	if got := response.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" || response.Header.Get("X-Accel-Buffering") != "no" {
		t.Errorf("headers: %v", response.Header)
	}
	first := r.next()
	for _, part := range []string{"activities", "petitions", "journal", "outbox", "clock", "unread"} {
		if _, ok := first.data[part]; !ok {
			t.Errorf("the first event lacks %s", part)
		}
	}
	if _, ok := first.data["chat"]; ok {
		t.Error("the first event repeats lines that the page has")
	}

	h.phones.put("LinXiaofeng", Line{At: morning, Text: "<i>新</i>\r\n的"})
	chat, _ := r.until("chat").(string)
	if !strings.Contains(chat, "&lt;i&gt;新&lt;/i&gt;\r\n的") || strings.Contains(chat, "旧的") || !strings.Contains(chat, `data-key="1"`) {
		t.Errorf("chat: %q", chat)
	}
	if r.last != h.mark(2) {
		t.Errorf("id %q, want %q", r.last, h.mark(2))
	}

	h.phones.put("ChenXiao", Line{At: morning, Text: "一"})
	unread, _ := r.until("unread").(map[string]any)
	if unread["chen"] != 1.0 || unread["lin"] != 0.0 {
		t.Errorf("unread: %v", unread)
	}

	h.report(t, "lin", ledger.Details{ClassHours: 2, Unit: "教育科学学院"})
	e := r.next()
	if activities, _ := e.data["activities"].(string); !strings.Contains(activities, "HD2026-0001") || !strings.Contains(activities, "2学时") {
		t.Errorf("activities: %v", e.data["activities"])
	}
	if journal, _ := e.data["journal"].(string); !strings.Contains(journal, "登记") || !strings.Contains(journal, "林晓峰") {
		t.Errorf("journal: %v", e.data["journal"])
	}
	if _, ok := e.data["outbox"]; ok {
		t.Error("the outbox is sent again although it is the same")
	}

	h.update(t, func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{Key: "k", Kind: "quota", To: h.school.Member("chen").Accounts[0], Text: "提醒", Made: tx.At, Due: tx.At})
		return err
	})
	if outbox, _ := r.until("outbox").(string); !strings.Contains(outbox, "陈晓") || !strings.Contains(outbox, "待发") {
		t.Errorf("outbox: %q", outbox)
	}
}

func TestStreamGoesOnWhereItWasCut(t *testing.T) {
	h := newHouse(t)
	server := serveHouse(t, h)
	for _, text := range []string{"一", "二", "三"} {
		h.phones.put("LinXiaofeng", Line{At: morning, Text: text})
	}
	request, err := http.NewRequest(http.MethodGet, server+"/sandbox/events?who=lin&mark="+h.mark(0), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Last-Event-ID", h.mark(2))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	r := reader{t: t, body: bufio.NewScanner(response.Body)}
	if chat, _ := r.until("chat").(string); !strings.Contains(chat, "三") || strings.Contains(chat, "二") {
		t.Errorf("chat: %q", chat)
	}
}

func TestStreamOfAnEarlierProcessStartsAgain(t *testing.T) {
	h := newHouse(t)
	server := serveHouse(t, h)
	for _, mark := range []string{"", "earlier.3", h.mark(-1), h.epoch, h.epoch + ".x"} {
		r, _ := listenTo(t, server, "lin", mark)
		if e := r.next(); e.name != "restart" {
			t.Errorf("mark %q: %+v", mark, e)
		}
		if r.body.Scan() {
			t.Errorf("mark %q: the stream goes on with %q", mark, r.body.Text())
		}
	}
}

// serve runs a server on a free port of this machine; stop ends it and fails the test if it does not end well.
func serve(t testing.TB, server *Server) (address string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, ln) }()
	return "http://" + ln.Addr().String(), func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestStreamsEnd(t *testing.T) {
	h := newHouse(t)
	before := goleak.IgnoreCurrent()
	server := NewServer(h, zerolog.Nop(), h.Close)
	address, stop := serve(t, server)
	left, leaving := listenTo(t, address, "lin", h.mark(0))
	left.next()
	stays, _ := listenTo(t, address, "chen", h.mark(0))
	stays.next()
	_ = leaving.Body.Close() // the page is closed
	began := time.Now()
	stop() // the server ends
	if took := time.Since(began); took >= drainTime {
		t.Errorf("the server waited %v for a stream", took)
	}
	for stays.body.Scan() {
		continue
	}
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}
