package dingtalktest_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
)

// TestMain fails when anything goes on after the tests: a reader, a writer, a ping. Most of those that run side by side wait for a pace or a deadline, so there
// may be more of them than processors; those that measure time or gather people run alone.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "6") // the command line still has the last word
	goleak.VerifyTestMain(m)
}

func TestStreamTalks(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), Groups: []string{"cidG"}, PingEvery: 10 * time.Millisecond}, nil)
	b := newNotebook()
	b.say = echo
	stream, _ := s.connect(t, b, quick())
	d, err := s.Say(t.Context(), "u1", dingtalktest.Text("帮助"))
	if err != nil || d.Attempts != 1 {
		t.Fatalf("%+v %v", d, err)
	}
	if _, err := s.SayInGroup(t.Context(), "cidG", "u1", dingtalktest.Text("今天谁接待")); err != nil {
		t.Fatal(err)
	}
	await(t, "the replies", func() bool { return len(s.Told("u1")) == 1 && len(s.ToldGroup("cidG")) == 1 })
	if got := s.Told("u1")[0] + s.ToldGroup("cidG")[0]; got != "第1条：帮助第2条：今天谁接待" {
		t.Errorf("told %q", got)
	}
	if got := s.Counts().Calls; got[pathBatch]+got[pathGroup] != 0 {
		t.Errorf("replies cost calls: %v", got)
	}
	if got := stream.Counts(); got.Opened != 1 || stream.Connected() != nil {
		t.Errorf("%+v, %v", got, stream.Connected())
	}
}

// TestStreamFrames: what is no message is answered as it should be, and nothing ends the connection.
func TestStreamFrames(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), AckWithin: 5 * time.Second}, nil)
	b := newNotebook()
	stream, _ := s.connect(t, b, dingtalk.StreamOptions{})
	body, _ := s.Prepare("u1", "", dingtalktest.Text("好"))
	const message = "/v1.0/im/bot/messages/get"
	for _, row := range []struct {
		name, kind, topic, data string
		want                    dingtalktest.Ack
	}{
		{"ping", "SYSTEM", "ping", `{"opaque":"x"}`, dingtalktest.Ack{Code: 200, Data: `{"opaque":"x"}`}},
		{"unknown system topic", "SYSTEM", "moon", `{}`, dingtalktest.Ack{Code: 200, Data: `{}`}},
		{"event", "EVENT", "*", `{"x":1}`, dingtalktest.Ack{Code: 200, Data: `{"status":"SUCCESS"}`}},
		{"unknown topic", "CALLBACK", "/v1.0/other", `{}`, dingtalktest.Ack{Code: 404}},
		{"unknown kind", "HOLOGRAM", "x", `{}`, dingtalktest.Ack{Code: 404}},
		{"data that is no JSON", "CALLBACK", message, `hello`, dingtalktest.Ack{Code: 400}},
		{"another robot", "CALLBACK", message, strings.Replace(body, s.config.CorpID, "dingother", 1), dingtalktest.Ack{Code: 400}},
		{"a click that is none", "CALLBACK", "/v1.0/card/instances/callback", `{}`, dingtalktest.Ack{Code: 400}},
		{"message", "CALLBACK", message, body, dingtalktest.Ack{Code: 200, Data: `{"response":null}`}},
	} {
		got, err := s.Frame(t.Context(), row.kind, map[string]any{"topic": row.topic, "eventType": "user_add_org", "eventBornTime": 1}, row.data)
		if err != nil || got != row.want {
			t.Errorf("%s: %+v %v, want %+v", row.name, got, err, row.want)
		}
	}
	trouble := errors.New("the disk is full")
	b.trouble = func(int) error { return trouble }
	leave := func() string {
		got, err := s.Frame(t.Context(), "EVENT", map[string]any{"topic": "*", "eventType": "user_leave_org", "eventId": "e1"}, `{"userId":["u9"],"timeStamp":1760000000000}`)
		if err != nil {
			t.Error(err)
		}
		return got.Data
	}
	if got := leave(); got != `{"status":"LATER"}` {
		t.Errorf("not kept: %s", got)
	}
	b.trouble = nil
	if got := leave(); got != `{"status":"SUCCESS"}` || !slices.ContainsFunc(b.messages(), func(m bot.Message) bool { return m.Event == bot.EventLeft && m.From == to("u9") }) {
		t.Errorf("kept: %s", got)
	}
	for _, garbage := range []string{"", "hello", `{"type":1}`, `[]`, strings.Repeat("x", 100_000)} {
		if err := s.Garbage(t.Context(), garbage); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Say(t.Context(), "u1", dingtalktest.Text("还在")); err != nil {
		t.Error(err)
	}
	if got := stream.Counts(); got.Opened != 1 || len(b.messages()) != 3 {
		t.Errorf("%+v, heard %d", got, len(b.messages()))
	}
}

// TestStreamNotStored: what is not stored is not acknowledged, comes again, and is handled once and told once.
func TestStreamNotStored(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), RetryAfter: time.Millisecond}, nil)
	b := newNotebook()
	b.say = echo
	b.trouble = func(n int) error {
		switch n {
		case 1:
			return errors.New("disk full")
		case 2:
			panic("高度机密")
		}
		return nil
	}
	s.connect(t, b, quick())
	d, err := s.Say(t.Context(), "u1", dingtalktest.Text("高度机密"))
	if err != nil || d.Attempts != 3 {
		t.Fatalf("%+v %v", d, err)
	}
	if _, err := s.Deliver(t.Context(), d.Body); err != nil { // and once more, with another messageId
		t.Fatal(err)
	}
	await(t, "the reply", func() bool { return len(s.Told("u1")) > 0 })
	time.Sleep(20 * time.Millisecond)
	if got := s.Told("u1"); len(got) != 1 || len(b.messages()) != 1 {
		t.Errorf("told %v, kept %d", got, len(b.messages()))
	}
	if strings.Contains(s.log.String(), "高度机密") {
		t.Errorf("the log holds a message: %s", &s.log)
	}
}

// TestDisplaced: a connection that is about to be closed is replaced before it ends, and what is under way on it is still acknowledged there.
func TestDisplaced(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), CloseAfter: time.Minute, Attempts: 1}, nil)
	b := newNotebook()
	held, let := make(chan struct{}), make(chan struct{})
	b.trouble = func(n int) error {
		if n == 1 {
			close(held)
			<-let
		}
		return nil
	}
	stream, _ := s.connect(t, b, dingtalk.StreamOptions{LeastPause: time.Millisecond, Steady: time.Millisecond})
	underWay := make(chan error, 1)
	go func() {
		_, err := s.Say(t.Context(), "u1", dingtalktest.Text("慢的"))
		underWay <- err
	}()
	<-held
	s.Displace()
	await(t, "the next connection", func() bool { return s.Connections() == 1 })
	if _, err := s.Say(t.Context(), "u1", dingtalktest.Text("新的")); err != nil {
		t.Error(err)
	}
	close(let)
	if err := <-underWay; err != nil {
		t.Errorf("what was under way was not acknowledged: %v", err)
	}
	if got := stream.Counts(); got.Displaced != 1 || got.Broken != 0 || len(b.messages()) != 2 {
		t.Errorf("%+v, heard %d", got, len(b.messages()))
	}
}

// TestSilentServer: a connection on which not even a ping comes is dead, though TCP holds it; so is one whose peer neither reads nor closes.
func TestSilentServer(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), PingEvery: 50 * time.Millisecond, AckWithin: time.Second, Attempts: 10, RetryAfter: time.Millisecond}, nil)
	b := newNotebook()
	opt := quick()
	opt.Idle = 400 * time.Millisecond
	stream, _ := s.connect(t, b, opt)
	for round := range 2 {
		s.Silence()
		if _, err := s.Say(t.Context(), "u1", dingtalktest.Text(fmt.Sprint("第", round))); err != nil {
			t.Fatal(err)
		}
	}
	if got := stream.Counts(); got.Broken < 2 || got.Displaced != 0 || len(b.messages()) != 2 {
		t.Errorf("%+v, heard %d", got, len(b.messages()))
	}
}

// TestNeverStops: a platform that cannot be reached, refuses, sends elsewhere or gives bad tickets is tried again, with pauses; health names it.
func TestNeverStops(t *testing.T) {
	const open = "/v1.0/gateway/connections/open"
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	elsewhere := dingtalktest.Refuse(200, "", "")
	for _, f := range []dingtalktest.Fault{
		dingtalktest.Refuse(401, "authFailed", "clientSecret="+s.config.ClientSecret), dingtalktest.BadGateway(), dingtalktest.Disconnect(), dingtalktest.Punished(), dingtalktest.Truncated(), elsewhere,
	} {
		s.Inject(open, 1, f)
	}
	tickets := 0
	for _, f := range []dingtalktest.Fault{dingtalktest.Disconnect(), dingtalktest.BadGateway(), dingtalktest.Redirect("https://evil.example.com"), dingtalktest.Refuse(401, "x", "x")} {
		s.Inject("/connect", 1, func(p *dingtalktest.Platform, w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
			tickets++
			f(p, w, r, serve)
		})
	}
	stream, _ := s.connect(t, newNotebook(), quick())
	if got := stream.Counts(); got.Failed != 10 || got.Opened != 1 || tickets != 4 {
		t.Errorf("%+v", got)
	}
	if log := s.log.String(); strings.Contains(log, s.config.ClientSecret) || strings.Contains(log, "%2B%2F%3D") || !strings.Contains(log, "cannot be opened") {
		t.Errorf("log: %s", log)
	}
	fresh := dingtalk.NewStream(s.in, dingtalk.StreamOptions{})
	if err := fresh.Connected(); err == nil || !strings.Contains(err.Error(), "stream") {
		t.Errorf("before it runs: %v", err)
	}
}

// TestForeignGateway: an endpoint that is not the platform's is not called.
func TestForeignGateway(t *testing.T) {
	s := newSite(t, dingtalktest.Options{}, nil)
	s.Listen("https://evil.example.com")
	s.in = dingtalk.NewIntake(s.config, newNotebook(), s.sender, testLog(s), s.clock.now)
	stream := dingtalk.NewStream(s.in, quick())
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stream.Run(ctx)
	}()
	await(t, "two attempts", func() bool { return stream.Counts().Failed >= 2 })
	cancel()
	<-ended
	if got := stream.Counts(); got.Opened != 0 || !strings.Contains(s.log.String(), "not one of the platform's") {
		t.Errorf("%+v: %s", got, &s.log)
	}
}

// TestBackpressure: when everything is full nothing is read, and nothing is lost: every message is acknowledged in the end, and handled once.
func TestBackpressure(t *testing.T) {
	const many = 600 // more than are handled at once
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), Attempts: 1, PingEvery: 20 * time.Millisecond}, nil)
	b := newNotebook()
	free := make(chan struct{})
	var most, here atomic.Int64
	b.trouble = func(int) error {
		now := here.Add(1)
		for was := most.Load(); now > was && !most.CompareAndSwap(was, now); was = most.Load() {
		}
		<-free
		here.Add(-1)
		return nil
	}
	s.connect(t, b, quick())
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			if _, err := s.Say(t.Context(), "u1", dingtalktest.Text(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	await(t, "a full house", func() bool { return here.Load() == 256 })
	close(free)
	all.Wait()
	if len(b.messages()) != many || b.heard != many || most.Load() != 256 {
		t.Errorf("kept %d, heard %d, at most %d at once", len(b.messages()), b.heard, most.Load())
	}
}

// TestEnd: what is under way is answered when the program ends; nothing new is begun.
func TestEnd(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), Attempts: 1}, nil)
	b := newNotebook()
	held := make(chan struct{})
	b.trouble = func(int) error {
		close(held)
		time.Sleep(100 * time.Millisecond)
		return nil
	}
	stream, stop := s.connect(t, b, dingtalk.StreamOptions{})
	underWay := make(chan error, 1)
	go func() {
		_, err := s.Say(t.Context(), "u1", dingtalktest.Text("慢的"))
		underWay <- err
	}()
	<-held
	stop()
	if err := <-underWay; err != nil {
		t.Errorf("not acknowledged: %v", err)
	}
	if got := stream.Counts(); got.Opened != 1 || got.Broken+got.Displaced != 0 {
		t.Errorf("%+v", got)
	}
	await(t, "the connection to close", func() bool { return s.Connections() == 0 })
}

// TestReconnects: nothing is left behind by hundreds of connections, and no message that was acknowledged is lost.
func TestReconnects(t *testing.T) {
	const rounds = 300
	s := newSite(t, dingtalktest.Options{
		Members: dingtalktest.People("u1"), CloseAfter: time.Millisecond, Attempts: 1000, RetryAfter: time.Millisecond, AckWithin: 200 * time.Millisecond,
	}, nil)
	b := newNotebook()
	before := runtime.NumGoroutine()
	stream, stop := s.connect(t, b, dingtalk.StreamOptions{LeastPause: time.Microsecond, LongestWait: 2 * time.Microsecond, Drain: time.Second})
	acked := map[string]bool{}
	for n := 0; stream.Counts().Opened <= rounds; n++ {
		text := fmt.Sprint("第", n)
		if _, err := s.Say(t.Context(), "u1", dingtalktest.Text(text)); err != nil {
			t.Fatal(err)
		}
		acked[text] = true
		if n%2 == 0 {
			s.Drop()
			continue
		}
		s.Displace()
	}
	stop()
	kept := map[string]bool{}
	for _, m := range b.messages() {
		kept[m.Text] = true
	}
	if diff := cmp.Diff(acked, kept); diff != "" {
		t.Errorf("acknowledged and kept differ: %s", diff)
	}
	await(t, "the connections to leave nothing behind", func() bool { return runtime.NumGoroutine() < before+20 })
	t.Logf("%+v, %d messages", stream.Counts(), len(acked))
}

// TestTwoClients: two programs with the same application share the messages; each is handled by one, acknowledged once.
func TestTwoClients(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1")}, nil)
	b := newNotebook()
	s.connect(t, b, dingtalk.StreamOptions{})
	second := dingtalk.NewStream(s.in, dingtalk.StreamOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		second.Run(ctx)
	}()
	await(t, "two connections", func() bool { return s.Connections() == 2 })
	for i := range 20 {
		if _, err := s.Say(t.Context(), "u1", dingtalktest.Text(fmt.Sprint(i))); err != nil {
			t.Error(err)
		}
	}
	if b.heard != 20 {
		t.Errorf("heard %d", b.heard)
	}
	cancel()
	<-ended
}

// TestVoiceAndFiles: what was recognised is text for the bot, and a file can be fetched with what the message holds.
func TestVoiceAndFiles(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: append(dingtalktest.People("u1"), dingtalktest.Member{UserID: "away", Foreign: true})}, nil)
	b := newNotebook()
	s.connect(t, b, dingtalk.StreamOptions{})
	code := s.Upload([]byte("表格"))
	for _, m := range []dingtalktest.Message{
		dingtalktest.Audio(s.Upload(nil), "昨天听了两节课", 4000), dingtalktest.File(code, "名单.xlsx"), dingtalktest.Picture(code), dingtalktest.Unknown(),
		dingtalktest.Rich(dingtalktest.Piece{Words: "看"}, dingtalktest.Piece{Code: code}),
	} {
		if _, err := s.Say(t.Context(), "u1", m); err != nil {
			t.Fatal(err)
		}
	}
	kinds := map[bot.MessageKind]string{}
	for _, m := range b.messages() {
		kinds[m.Kind] = m.Text
		if m.Kind != bot.Voice && len(m.Media) > 0 {
			if data, err := s.sender.Fetch(t.Context(), m.Media[0]); err != nil || string(data) != "表格" {
				t.Errorf("%+v: %q %v", m, data, err)
			}
		}
	}
	if diff := cmp.Diff(map[bot.MessageKind]string{bot.Voice: "昨天听了两节课", bot.File: "", bot.Image: "", bot.Other: "", bot.Text: "看"}, kinds); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Say(t.Context(), "away", dingtalktest.Text("你好")); err != nil {
		t.Fatal(err)
	}
	await(t, "a word to the stranger", func() bool { return len(s.Told("away")) == 1 })
	if b.heard != 5 {
		t.Errorf("heard %d", b.heard)
	}
}

// TestBurst: frames that come one behind the other are all acknowledged, and the same message among them is stored once and told once.
func TestBurst(t *testing.T) {
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People("u1"), AckWithin: 5 * time.Second}, nil)
	b := newNotebook()
	b.say = echo
	s.connect(t, b, dingtalk.StreamOptions{})
	one, _ := s.Prepare("u1", "", dingtalktest.Text("一"))
	two, _ := s.Prepare("u1", "", dingtalktest.Text("二"))
	acks, err := s.Burst(t.Context(), "CALLBACK", "/v1.0/im/bot/messages/get", one, one, two, one)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range acks {
		if a.Code != 200 {
			t.Errorf("frame %d: %+v", i, a)
		}
	}
	await(t, "the replies", func() bool { return len(s.Told("u1")) == 2 })
	if len(b.messages()) != 2 {
		t.Errorf("%d are stored", len(b.messages()))
	}
}
