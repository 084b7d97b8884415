package wecom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/config/policy"
)

// TestMaxAge: the window is on both sides of now, and its edges are inside.
func TestMaxAge(t *testing.T) {
	d := newDesk(t, func(c *Config) { c.MaxAge = 10 * time.Minute })
	encrypt, err := d.codec.Encrypt([]byte(text(1)))
	if err != nil {
		t.Fatal(err)
	}
	for timestamp, want := range map[string]int{
		fmt.Sprint(received.Unix() - 601): 403, fmt.Sprint(received.Unix() - 600): 200, fmt.Sprint(received.Unix()): 200,
		fmt.Sprint(received.Unix() + 600): 200, fmt.Sprint(received.Unix() + 601): 403, "": 403, "soon": 403, "99999999999999999999": 403,
	} {
		query := url.Values{"msg_signature": {d.codec.Sign(timestamp, "n", encrypt)}, "timestamp": {timestamp}, "nonce": {"n"}}.Encode()
		if w := d.serve(http.MethodPost, query, `<xml><Encrypt>`+encrypt+`</Encrypt></xml>`); w.Code != want {
			t.Errorf("timestamp %q: status %d, want %d", timestamp, w.Code, want)
		}
	}
	if got := d.Counts()[string(BadAge)]; got != 5 {
		t.Errorf("counts %v", d.Counts())
	}
}

func TestMessageForTheBot(t *testing.T) {
	at := time.Unix(1760000000, 0).UTC()
	for _, row := range []struct {
		name, plain string
		want        bot.Message
	}{
		{"text", text(42), bot.Message{Key: testCorp + "|1000002|42", Kind: bot.Text, Text: said, At: at}},
		{
			"image", common + `<MsgType>image</MsgType><PicUrl>https://p</PicUrl><MediaId>m</MediaId><MsgId>1</MsgId></xml>`,
			bot.Message{Kind: bot.Image, At: at, Media: []bot.Media{{ID: "m", Type: "image", URL: "https://p"}}},
		},
		{
			"voice", common + `<MsgType>voice</MsgType><MediaId>m</MediaId><Format>amr</Format></xml>`,
			bot.Message{Kind: bot.Voice, At: at, Media: []bot.Media{{ID: "m", Type: "voice"}}},
		},
		{"video", common + `<MsgType>video</MsgType><MediaId>m</MediaId></xml>`, bot.Message{Kind: bot.Video, At: at, Media: []bot.Media{{ID: "m", Type: "video"}}}},
		{"location", common + `<MsgType>location</MsgType></xml>`, bot.Message{Kind: bot.Location, At: at}},
		{"link", common + `<MsgType>link</MsgType></xml>`, bot.Message{Kind: bot.Link, At: at}},
		{
			"event without a time", `<xml><FromUserName>zhangsan</FromUserName><MsgType>event</MsgType><Event>template_card_event</Event><EventKey>k</EventKey><TaskId>t</TaskId></xml>`,
			bot.Message{Kind: bot.Press, Event: "template_card_event", EventKey: "k", TaskID: "t", At: received},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t, nil)
			plain := strings.ReplaceAll(row.plain, "[ww1]", "["+testCorp+"]")
			if w := d.post(plain); w.Code != http.StatusOK || len(d.bot.heard) != 1 {
				t.Fatalf("status %d, heard %d", w.Code, len(d.bot.heard))
			}
			row.want.From = policy.Address{Channel: "wecom", User: "zhangsan"}
			row.want.Received = received
			got := d.bot.heard[0]
			if row.want.Key == "" {
				row.want.Key = got.Key // TestKey is about keys
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReply(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好的 ]]> <1>")
	first, again := d.post(text(1)), d.post(text(1))
	for _, w := range []*httptest.ResponseRecorder{first, again} {
		m := d.reply(t, w)
		if m.To != "zhangsan" || m.From != testCorp || m.Type != "text" || m.Content != "好的 ]]> <1>" || m.Created != received.Unix() {
			t.Errorf("reply %+v", m)
		}
	}
	if first.Body.String() == again.Body.String() {
		t.Error("two answers are the same to the byte: the nonce is not fresh")
	}
	if got := d.Counts()["answered"]; got != 2 {
		t.Errorf("counts %v", d.Counts())
	}
	d.quiet(t)
}

// TestLongReply: the first part is the answer, the rest follows by another way.
func TestLongReply(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies(strings.Repeat("一二三四五六七八九。", 100))
	m := d.reply(t, d.post(text(1)))
	if len(m.Content) > MaxText || !strings.HasSuffix(m.Content, "。") {
		t.Errorf("%d bytes in the answer: %q", len(m.Content), m.Content)
	}
	if len(d.bot.later) != 1 || m.Content+strings.TrimPrefix(d.bot.later[0], "zhangsan: ") != strings.Repeat("一二三四五六七八九。", 100) {
		t.Errorf("later %q", d.bot.later)
	}
}

// TestReplyThatIsNotShown: the platform shows no text in the answer to a click on a card.
func TestReplyThatIsNotShown(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("已确认")
	w := d.post(`<xml><FromUserName>zhangsan</FromUserName><MsgType>event</MsgType><Event>template_card_event</Event></xml>`)
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("status %d, %q", w.Code, w.Body)
	}
	if diff := cmp.Diff([]string{"zhangsan: 已确认"}, d.bot.later); diff != "" {
		t.Error(diff)
	}
}

func TestNotForTheBot(t *testing.T) {
	head := `<xml><ToUserName>` + testCorp + `</ToUserName><FromUserName>%s</FromUserName><MsgType>%s</MsgType><Event>%s</Event><AgentID>%s</AgentID><Content>` + said + `</Content></xml>`
	for _, row := range []struct {
		name, plain string
		status      int
		count, log  string
	}{
		{"unknown type", fmt.Sprintf(head, "u", "hologram", "", ""), 200, "unknown", "hologram"},
		{"unknown event", fmt.Sprintf(head, "u", "event", "moon_phase", ""), 200, "unknown", "moon_phase"},
		{"unknown with a long name", fmt.Sprintf(head, "u", strings.Repeat("长", 100), "", ""), 200, "unknown", strings.Repeat("长", 13) + `"`},
		{"of the platform", fmt.Sprintf(head, "sys", "event", "change_contact", ""), 200, "system", "change_contact"},
		{"of nobody", fmt.Sprintf(head, "", "event", "close_inactive_agent", ""), 200, "system", "close_inactive_agent"},
		{"other application", fmt.Sprintf(head, "u", "text", "", "1000003"), 403, "receiver", "receiver"},
		{"other corporation", strings.Replace(fmt.Sprintf(head, "u", "text", "", ""), testCorp, "ww0000000000000000", 1), 403, "receiver", "receiver"},
		{"no XML", "hello", 400, "message", "message"},
		{"empty", "", 400, "message", "message"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t, nil)
			w := d.post(row.plain)
			if w.Code != row.status || w.Body.Len() != 0 || len(d.bot.heard) != 0 || d.Counts()[row.count] != 1 {
				t.Errorf("status %d, heard %d, counts %v", w.Code, len(d.bot.heard), d.Counts())
			}
			if !strings.Contains(d.log.String(), row.log) {
				t.Errorf("the log does not say %q: %s", row.log, d.log)
			}
			d.quiet(t)
		})
	}
}

// TestLeaver: a change in the address book by which an account leaves or comes is told to the bot as that account's; others are not.
func TestLeaver(t *testing.T) {
	event := `<xml><ToUserName>` + testCorp + `</ToUserName><FromUserName>sys</FromUserName><CreateTime>1760000000</CreateTime><MsgType>event</MsgType>` +
		`<Event>change_contact</Event><ChangeType>%s</ChangeType><UserID>%s</UserID></xml>`
	for change, want := range map[string]string{
		"delete_user/ZhangSan": "account_left/ZhangSan", "create_user/ZhangSan": "account_back/ZhangSan", "update_user/ZhangSan": "", "delete_party/ZhangSan": "",
		"delete_user/@all": "",
	} {
		kind, user, _ := strings.Cut(change, "/")
		d := newDesk(t, nil)
		if w := d.post(fmt.Sprintf(event, kind, user)); w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Errorf("%s: status %d", change, w.Code)
		}
		got := ""
		for _, m := range d.bot.heard {
			got += m.Event + "/" + m.From.User
		}
		if got != want {
			t.Errorf("%s: heard %q", change, got)
		}
		d.quiet(t)
	}
}

func TestAnyAgent(t *testing.T) {
	d := newDesk(t, func(c *Config) { c.AgentID = 0 })
	if w := d.post(text(1)); w.Code != http.StatusOK || len(d.bot.heard) != 1 {
		t.Errorf("status %d", w.Code)
	}
}

func TestMethods(t *testing.T) {
	d := newDesk(t, nil)
	for _, method := range []string{http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions, "BREW"} {
		w := d.serve(method, "", "")
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, POST" {
			t.Errorf("%s: status %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
}

func TestBodyLimit(t *testing.T) {
	d := newDesk(t, nil)
	query, body := d.seal(text(1))
	full := body + strings.Repeat(" ", maxBody-len(body))
	if w := d.serve(http.MethodPost, query, full); w.Code != http.StatusOK {
		t.Errorf("a megabyte: status %d", w.Code)
	}
	if w := d.serve(http.MethodPost, query, full+" "); w.Code != http.StatusRequestEntityTooLarge || len(d.bot.heard) != 1 {
		t.Errorf("one byte more: status %d", w.Code)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/?"+query, brokenBody{})
	d.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || d.Counts()["aborted"] != 1 {
		t.Errorf("broken off: status %d, counts %v", w.Code, d.Counts())
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestStoreFailure(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = func(_ context.Context, n int) (bot.Reply, error) {
		if n == 1 {
			return bot.Reply{}, errors.New("disk full")
		}
		return bot.Reply{Text: "好"}, nil
	}
	if w := d.post(text(1)); w.Code != http.StatusInternalServerError || w.Body.Len() != 0 {
		t.Errorf("status %d, %q", w.Code, w.Body)
	}
	if !strings.Contains(d.log.String(), "disk full") || strings.Count(d.log.String(), "\n") != 1 {
		t.Errorf("log %q", d.log)
	}
	if m := d.reply(t, d.post(text(1))); m.Content != "好" {
		t.Errorf("second attempt: %+v", m)
	}
	d.quiet(t)
}

// TestRestNotStored: an answer that says the beginning while the rest is lost is no answer.
func TestRestNotStored(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies(strings.Repeat("好", 1000))
	d.bot.late = func(n int) error {
		if n == 1 {
			return errors.New("disk full")
		}
		return nil
	}
	if w := d.post(text(1)); w.Code != http.StatusInternalServerError {
		t.Errorf("status %d", w.Code)
	}
	if w := d.post(text(1)); w.Code != http.StatusOK || len(d.bot.later) != 2 {
		t.Errorf("status %d, later %d", w.Code, len(d.bot.later))
	}
}

func TestPanic(t *testing.T) {
	for _, row := range []struct {
		name  string
		value func()
		log   string
	}{
		{"with a text", func() { panic(said) }, `"panic":"string"`},
		{"with an error", func() { panic(errors.New(said)) }, `"panic":"*errors.errorString"`},
		{"of the runtime", func() { var a []int; _ = a[len(said)] }, "index out of range"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t, nil)
			d.bot.handle = func(context.Context, int) (bot.Reply, error) { row.value(); return bot.Reply{}, nil }
			if w := d.post(text(1)); w.Code != http.StatusInternalServerError {
				t.Errorf("status %d", w.Code)
			}
			if strings.Count(d.log.String(), "\n") != 1 || !strings.Contains(d.log.String(), row.log) {
				t.Errorf("log %q", d.log)
			}
			d.quiet(t)
			d.bot.handle = replies("好")
			d.reply(t, d.post(text(2)))
		})
	}
}

// TestPanicOutsideTheBot: whatever panics, the platform comes again.
func TestPanicOutsideTheBot(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好")
	d.Callback.now = func() time.Time { panic(said) }
	if w := d.post(text(1)); w.Code != http.StatusInternalServerError || d.Counts()["panic"] != 1 {
		t.Errorf("status %d, counts %v", w.Code, d.Counts())
	}
	d.quiet(t)
}

func TestBusy(t *testing.T) {
	d := newDesk(t, nil)
	for range underWay {
		d.work.TryEnter()
	}
	if w := d.post(text(1)); w.Code != http.StatusServiceUnavailable || len(d.bot.heard) != 0 {
		t.Errorf("status %d", w.Code)
	}
	d.work.Leave()
	if w := d.post(text(1)); w.Code != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
}

// TestManyAtOnce is for the race detector: the buffers of the codec, the counters and the workload are shared.
func TestManyAtOnce(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好")
	type request struct{ query, body string }
	var requests []request
	for i := range 64 {
		query, body := d.seal(text(i + 1))
		requests = append(requests, request{query, body})
	}
	var all sync.WaitGroup
	answers := make([]*httptest.ResponseRecorder, len(requests))
	for i, r := range requests {
		all.Go(func() { answers[i] = d.serve(http.MethodPost, r.query, r.body) })
	}
	all.Wait()
	for _, w := range answers {
		if m := d.reply(t, w); m.Content != "好" {
			t.Errorf("reply %+v", m)
		}
	}
	keys := make(map[string]bool)
	for _, m := range d.bot.heard {
		keys[m.Key] = m.Text == said
	}
	if len(keys) != 64 {
		t.Errorf("%d keys", len(keys))
	}
}

func TestBadKeyNoCallback(t *testing.T) {
	if _, err := NewCallback(Config{EncodingAESKey: "short"}, &conversation{}, zerolog.Nop(), time.Now); err == nil {
		t.Error("a callback without a key")
	}
}
