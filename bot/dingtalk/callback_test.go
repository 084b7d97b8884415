package dingtalk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/config/policy"
)

func TestMessageForTheBot(t *testing.T) {
	const head = `{"msgId":"m1","createAt":"1759999990000","conversationType":"1","senderStaffId":"013344",`
	at := time.UnixMilli(1759999990000).UTC()
	media := func(kind, name string) []bot.Media {
		return []bot.Media{{ID: "c", Type: kind, Name: name, Channel: Channel}}
	}
	for _, row := range []struct {
		name, body string
		want       bot.Message
	}{
		{"text", head + `"msgtype":"text","text":{"content":" 听课 "}}`, bot.Message{Kind: bot.Text, Text: "听课"}},
		{"text with a quoted message", head + `"msgtype":"text","text":{"content":"好","isReplyMsg":true,"repliedMsg":{"x":1}}}`, bot.Message{Kind: bot.Text, Text: "好"}},
		{
			"rich text", head + `"msgtype":"richText","content":{"richText":[{"text":"听课"},{"type":"picture","downloadCode":"c"},{"text":"两节"}]}}`,
			bot.Message{Kind: bot.Text, Text: "听课两节", Media: media("image", "")},
		},
		{"rich text of pictures", head + `"msgtype":"richText","content":{"richText":[{"type":"picture","downloadCode":"c"}]}}`, bot.Message{Kind: bot.Image, Media: media("image", "")}},
		{"picture", head + `"msgtype":"picture","content":{"downloadCode":"c","pictureDownloadCode":"d"}}`, bot.Message{Kind: bot.Image, Media: media("image", "")}},
		{
			"audio", head + `"msgtype":"audio","content":{"downloadCode":"c","recognition":"昨天听了两节课","duration":"4000"}}`,
			bot.Message{Kind: bot.Voice, Text: "昨天听了两节课", Media: media("voice", "")},
		},
		{"audio with a number", head + `"msgtype":"audio","content":{"downloadCode":"c","recognition":"好","duration":4000}}`, bot.Message{Kind: bot.Voice, Text: "好", Media: media("voice", "")}},
		{"video", head + `"msgtype":"video","content":{"downloadCode":"c","duration":"4","videoType":"mp4"}}`, bot.Message{Kind: bot.Video, Media: media("video", "")}},
		{"file", head + `"msgtype":"file","content":{"downloadCode":"c","fileName":"名单.xlsx","spaceId":7}}`, bot.Message{Kind: bot.File, Media: media("file", "名单.xlsx")}},
		{"unknown", head + `"msgtype":"unknownMsgType"}`, bot.Message{Kind: bot.Other}},
		{"content of another form", head + `"msgtype":"picture","content":"c"}`, bot.Message{Kind: bot.Image}},
		{
			"group", `{"msgId":"m1","createAt":1759999990000,"conversationType":"2","conversationId":"cidG","isInAtList":true,"senderStaffId":"013344","msgtype":"text","text":{"content":" 帮助"}}`,
			bot.Message{Kind: bot.Text, Text: "帮助", Group: "cidG"},
		},
		{"without a time", `{"msgId":"m1","senderStaffId":"013344","msgtype":"text","text":{"content":"好"}}`, bot.Message{Kind: bot.Text, Text: "好", At: received}},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t, nil)
			if w := d.post(row.body); w.Code != http.StatusOK || len(d.bot.all()) != 1 {
				t.Fatalf("status %d, heard %d", w.Code, len(d.bot.all()))
			}
			row.want.Key, row.want.From, row.want.Received = testClient+"|m1", policy.Address{Channel: "dingtalk", User: "013344"}, received
			if row.want.At.IsZero() {
				row.want.At = at
			}
			if diff := cmp.Diff(row.want, d.bot.all()[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReplyInTheSession: the answer is acknowledged empty, and the reply goes through the session, once, however often the message comes.
func TestReplyInTheSession(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好的 <1>")
	for range 3 {
		if w := d.post(d.message("m1")); w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Fatalf("status %d, %q", w.Code, w.Body)
		}
		d.settle(t)
	}
	want := []string{`{"msgtype":"text","text":{"content":"好的 <1>"}}` + "\n"}
	if diff := cmp.Diff(want, d.spoken()); diff != "" {
		t.Error(diff)
	}
	if len(d.bot.all()) != 3 || d.in.Counts()["answered"] != 1 || d.in.Counts()["repeated"] != 2 {
		t.Errorf("heard %d, counts %v", len(d.bot.all()), d.in.Counts())
	}
	d.quiet(t)
}

// TestReplyOfARace: two attempts at the same time are answered once.
func TestReplyOfARace(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好")
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { d.post(d.message("m1")) })
	}
	all.Wait()
	d.settle(t)
	if got := d.spoken(); len(got) != 1 {
		t.Errorf("told %d times", len(got))
	}
}

// TestSessionsThatAreNone: an address that is not the platform's is never called, and an ended one is not used; the reply goes to the outbox.
func TestSessionsThatAreNone(t *testing.T) {
	for name, change := range map[string][2]string{
		"another host":   {`"sessionWebhook":"http://127.0.0.1`, `"sessionWebhook":"http://169.254.169.254`},
		"another scheme": {`"sessionWebhook":"http:`, `"sessionWebhook":"https:`},
		"with a user":    {`"sessionWebhook":"http://`, `"sessionWebhook":"http://evil@`},
		"no address":     {`"sessionWebhook":"http`, `"sessionWebhook":"\u0000http`},
		"ended":          {`1760003600000`, `1760000030000`},
		"no end":         {`,"sessionWebhookExpiredTime":1760003600000`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			d.bot.handle = replies("好")
			body := strings.Replace(d.message("m1"), change[0], change[1], 1)
			if body == d.message("m1") {
				t.Fatal("nothing was changed")
			}
			if w := d.post(body); w.Code != http.StatusOK {
				t.Fatalf("status %d", w.Code)
			}
			d.settle(t)
			if diff := cmp.Diff([]string{"013344: 好"}, d.bot.owed()); diff != "" || len(d.spoken()) != 0 {
				t.Errorf("spoken %v, later: %s", d.spoken(), diff)
			}
		})
	}
}

// TestReplyThatFails: what the session does not take goes to the outbox; what the outbox does not take either is told when the message comes again.
func TestReplyThatFails(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = replies("好")
	d.refuse = `{"errcode":400,"errmsg":"no"}`
	d.bot.late = func(n int) error {
		if n == 1 {
			return errors.New("disk full")
		}
		return nil
	}
	for range 3 {
		if w := d.post(d.message("m1")); w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		d.settle(t)
	}
	if diff := cmp.Diff([]string{"013344: 好", "013344: 好"}, d.bot.owed()); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(d.log.String(), "disk full") {
		t.Errorf("the log says nothing: %s", d.log)
	}
	d.quiet(t)
}

func TestRejected(t *testing.T) {
	sealed := func(plain string) string {
		c, _ := NewCodec("", testKey, testClient, &counting{})
		encrypt, _ := c.Encrypt([]byte(plain))
		return `{"encrypt":"` + encrypt + `"}`
	}
	withKey := func(c *Config) { c.BodyAESKey = testKey }
	for _, row := range []struct {
		name   string
		change func(*Config)
		body   func(d *desk) string
		status int
		kind   Kind
	}{
		{"no JSON", nil, func(*desk) string { return "hello" }, 400, BadMessage},
		{"no id", nil, func(*desk) string { return `{"msgtype":"text"}` }, 400, BadMessage},
		{"another organisation", nil, func(d *desk) string { return strings.Replace(d.message("1"), testCorp, "dingother", 1) }, 403, BadReceiver},
		{"another robot", nil, func(d *desk) string {
			return strings.Replace(d.message("1"), `"robotCode":"`+testClient, `"robotCode":"dingother`, 1)
		}, 403, BadReceiver},
		{"plain where encrypted is asked for", withKey, func(d *desk) string { return d.message("1") }, 400, BadEnvelope},
		{"encrypted for another key", withKey, func(*desk) string { return `{"encrypt":"` + strings.Repeat("A", 64) + `"}` }, 403, BadSize},
		{"encrypted where plain is asked for", nil, func(d *desk) string { return sealed(d.message("1")) }, 400, BadMessage},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t, row.change)
			if w := d.post(row.body(d)); w.Code != row.status || w.Body.Len() != 0 || d.in.Counts()[string(row.kind)] != 1 {
				t.Errorf("status %d, %q, counts %v", w.Code, w.Body, d.in.Counts())
			}
			if len(d.bot.all()) != 0 {
				t.Error("the bot heard it")
			}
			d.quiet(t)
		})
	}
	d := newDesk(t, withKey)
	if w := d.post(sealed(d.message("1"))); w.Code != http.StatusOK || len(d.bot.all()) != 1 {
		t.Errorf("encrypted: status %d", w.Code)
	}
	if w := d.serve("", nil, d.message("1")); w.Code != http.StatusForbidden {
		t.Errorf("without headers: status %d", w.Code)
	}
	if w := d.serve("signature=x&timestamp=1&nonce=n", nil, `{"encrypt":"AAAA"}`); w.Code != http.StatusForbidden {
		t.Errorf("an event without a subscription: status %d", w.Code)
	}
}

func TestNotForTheBot(t *testing.T) {
	d := newDesk(t, nil)
	group := strings.Replace(d.message("1"), `"conversationType":"1"`, `"conversationType":"2","isInAtList":false`, 1)
	if w := d.post(group); w.Code != http.StatusOK || d.in.Counts()["unmentioned"] != 1 {
		t.Errorf("status %d, counts %v", w.Code, d.in.Counts())
	}
	stranger := strings.Replace(d.message("2"), `"senderStaffId":"013344"`, `"senderStaffId":""`, 1)
	for range 2 {
		if w := d.post(stranger); w.Code != http.StatusOK {
			t.Errorf("status %d", w.Code)
		}
		d.settle(t)
	}
	if got := d.spoken(); len(got) != 1 || !strings.Contains(got[0], sayStranger) {
		t.Errorf("a stranger was told %v", got)
	}
	if len(d.bot.all()) != 0 {
		t.Errorf("the bot heard %v", d.bot.all())
	}
	d.quiet(t)
}

func TestMethodsAndBodies(t *testing.T) {
	d := newDesk(t, nil)
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete} {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(method, "/", nil))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
			t.Errorf("%s: status %d", method, w.Code)
		}
	}
	full := d.message("1") + strings.Repeat(" ", maxBody-len(d.message("1")))
	if w := d.post(full); w.Code != http.StatusOK {
		t.Errorf("a megabyte: status %d", w.Code)
	}
	if w := d.post(full + " "); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("one byte more: status %d", w.Code)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", brokenBody{}))
	if w.Code != http.StatusBadRequest || d.in.Counts()["aborted"] != 1 {
		t.Errorf("broken off: status %d", w.Code)
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

// TestNotStored: an error or a panic of the bot is 500, nothing is told, and no word of it is in the log.
func TestNotStored(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = func(_ context.Context, n int) (bot.Reply, error) {
		switch n {
		case 1:
			return bot.Reply{Text: "nie"}, errors.New("disk full")
		case 2:
			panic(said)
		}
		return bot.Reply{Text: "好"}, nil
	}
	for i, want := range []int{500, 500, 200} {
		if w := d.post(d.message("1")); w.Code != want {
			t.Errorf("attempt %d: status %d, want %d", i+1, w.Code, want)
		}
		d.settle(t)
	}
	if got := d.spoken(); len(got) != 1 || d.in.Counts()["failed"] != 2 || d.in.Counts()["panic"] != 1 {
		t.Errorf("told %v, counts %v", got, d.in.Counts())
	}
	d.quiet(t)
}

// TestLate: what is not stored in time is not acknowledged; it goes on, and the reply is told when it ends.
func TestLate(t *testing.T) {
	d := newDesk(t, nil)
	free := make(chan struct{})
	d.bot.handle = func(context.Context, int) (bot.Reply, error) {
		<-free
		return bot.Reply{Text: "好"}, nil
	}
	began := time.Now()
	if w := d.post(d.message("1")); w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
	if took := time.Since(began); took < answerWithin {
		t.Errorf("answered after %v", took)
	}
	close(free)
	d.settle(t)
	if got := d.spoken(); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}

func TestBusyAndClosing(t *testing.T) {
	d := newDesk(t, nil)
	for range underWay {
		d.in.work.TryEnter()
	}
	if w := d.post(d.message("1")); w.Code != http.StatusServiceUnavailable || d.in.Counts()["busy"] != 1 {
		t.Errorf("status %d", w.Code)
	}
	for range underWay {
		d.in.work.Leave()
	}
	if err := d.in.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := d.post(d.message("1")); w.Code != http.StatusServiceUnavailable || len(d.bot.all()) != 0 || d.in.work.Taken() != 0 {
		t.Errorf("after the end: status %d, heard %d", w.Code, len(d.bot.all()))
	}
}

func TestEmptySecretIsRefused(t *testing.T) {
	c := Config{ClientID: "a"}
	in := NewIntake(c, &conversation{}, NewSender(c, nil, newDesk(t, nil).in.log, time.Now), newDesk(t, nil).in.log, time.Now)
	if _, err := NewCallback(in); err == nil {
		t.Error("a callback without a secret was made")
	}
}

// TestClick: a click becomes an event for the bot, and the answer changes the card for the one who clicked. The same click at once is the same.
func TestClick(t *testing.T) {
	d := newDesk(t, nil)
	d.bot.handle = func(_ context.Context, n int) (bot.Reply, error) {
		return bot.Reply{Text: fmt.Sprintf("已受理%d", n)}, nil
	}
	body := `{"type":"actionCallback","outTrackId":"petition-1","corpId":"` + testCorp + `","userId":"013344","content":"{\"cardPrivateData\":{\"actionIds\":[\"accept\"],\"params\":{\"note\":\"好\"}}}"}`
	press := func(sign, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/callback/dingtalk/card", strings.NewReader(body))
		r.Header.Set("x-ddpaas-signature-timestamp", strconv.FormatInt(received.UnixMilli(), 10))
		r.Header.Set("x-ddpaas-signature", sign)
		w := httptest.NewRecorder()
		d.Cards().ServeHTTP(w, r)
		return w
	}
	at := strconv.FormatInt(received.UnixMilli(), 10)
	good := SignCard(cardSecret(testSecret), at)
	for range 2 {
		w := press(good, body)
		var got map[string]any
		if w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &got) != nil {
			t.Fatalf("status %d, %q", w.Code, w.Body)
		}
		if p := got["userPrivateData"].(map[string]any)["cardParamMap"].(map[string]any)[CardReply]; !strings.HasPrefix(fmt.Sprint(p), "已受理") {
			t.Errorf("answered %v", got)
		}
	}
	first, second := d.bot.all()[0], d.bot.all()[1]
	if first.Kind != bot.Press || first.Event != CardAction || first.EventKey != "accept" || first.TaskID != "petition-1" || first.Text != `{"note":"好"}` ||
		first.From != (policy.Address{Channel: "dingtalk", User: "013344"}) || first.Key != second.Key || first.At != second.At {
		t.Errorf("heard %+v and %+v", first, second)
	}
	for name, c := range map[string]struct {
		sign, body string
		status     int
	}{
		"robot rule":           {SignRobot(testSecret, at), body, 403},
		"another secret":       {SignCard(testSecret, at), body, 403},
		"another organisation": {good, strings.Replace(body, testCorp, "dingother", 1), 403},
		"no JSON":              {good, "x", 400},
		"no card":              {good, strings.Replace(body, "petition-1", "", 1), 400},
		"content no JSON":      {good, strings.Replace(body, `"{\"card`, `"x{\"card`, 1), 400},
	} {
		if w := press(c.sign, c.body); w.Code != c.status {
			t.Errorf("%s: status %d, want %d", name, w.Code, c.status)
		}
	}
	if len(d.bot.all()) != 2 {
		t.Errorf("heard %d", len(d.bot.all()))
	}
}

// counting is a random source without chance.
type counting struct{ n byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}
