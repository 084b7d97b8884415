package wecomtest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config/policy"
)

// notebook is a bot without a school: it stores what it is told under its key and answers how many things it has stored by then.
type notebook struct {
	mu      sync.Mutex
	kept    map[string]bot.Message
	replies map[string]bot.Reply
	late    map[string]string // by key
	asked   int

	trouble func(asked int) error                  // before anything is stored; may also sleep and panic
	say     func(n int, m bot.Message) string      // nil: "第n条"
	tell    func(m bot.Message, text string) error // of Late; nil: keeps it
}

func newNotebook() *notebook {
	return &notebook{kept: map[string]bot.Message{}, replies: map[string]bot.Reply{}, late: map[string]string{}}
}

// Handle stores a message once.
func (b *notebook) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	if b.trouble != nil {
		if err := b.trouble(b.count()); err != nil {
			return bot.Reply{}, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if r, known := b.replies[m.Key]; known {
		return r, nil
	}
	b.kept[m.Key] = m
	r := bot.Reply{Text: fmt.Sprintf("第%d条", len(b.kept))}
	if b.say != nil {
		r.Text = b.say(len(b.kept), m)
	}
	b.replies[m.Key] = r
	return r, ctx.Err()
}

// Late keeps what could not be said in the answer, once.
func (b *notebook) Late(_ context.Context, m bot.Message, r bot.Reply) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, told := b.late[m.Key]; told {
		return nil
	}
	if b.tell != nil {
		if err := b.tell(m, r.Text); err != nil {
			return err
		}
	}
	b.late[m.Key] = r.Text
	return nil
}

func (b *notebook) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked++
	return b.asked
}

// only gives the one message that was stored.
func (b *notebook) only(t *testing.T) bot.Message {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.kept) != 1 {
		t.Fatalf("%d messages are stored, want 1", len(b.kept))
	}
	for _, m := range b.kept {
		return m
	}
	return bot.Message{}
}

// listen starts the real callback for a bot and lets the platform save its address.
func (s *site) listen(t *testing.T, b wecom.Bot) *wecom.Callback {
	t.Helper()
	callback, err := wecom.NewCallback(s.config, b, zerolog.New(s.log), s.now)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(callback)
	t.Cleanup(func() {
		s.Close()
		server.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := callback.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	if err := s.SaveURL(t.Context(), server.URL+"/callback/wecom"); err != nil {
		t.Fatal(err)
	}
	return callback
}

// Every type of message reaches the bot as what it is.
func TestCallbackUnderstands(t *testing.T) {
	from := policy.Address{Channel: wecom.Channel, User: "LinXiaofeng"}
	for name, c := range map[string]struct {
		m    wecomtest.Message
		want bot.Message
	}{
		"text":     {wecomtest.Text("听课 <2> & ]]> 👍🏽"), bot.Message{Kind: bot.Text, Text: "听课 <2> & ]]> 👍🏽"}},
		"image":    {wecomtest.Picture("M", "https://x/?a=1&b=2"), bot.Message{Kind: bot.Image, Media: []bot.Media{{ID: "M", Type: "image", URL: "https://x/?a=1&b=2"}}}},
		"voice":    {wecomtest.Voice("M"), bot.Message{Kind: bot.Voice, Media: []bot.Media{{ID: "M", Type: "voice"}}}},
		"video":    {wecomtest.Video("M", "T"), bot.Message{Kind: bot.Video, Media: []bot.Media{{ID: "M", Type: "video"}}}},
		"location": {wecomtest.Place(23.1, 113.3, 16, "行政楼"), bot.Message{Kind: bot.Location}},
		"link":     {wecomtest.Link("t", "d", "u", "p"), bot.Message{Kind: bot.Link}},
		"entering": {wecomtest.Event("enter_agent", ""), bot.Message{Kind: bot.Event, Event: "enter_agent"}},
		"menu":     {wecomtest.Event("click", "help"), bot.Message{Kind: bot.Event, Event: "click", EventKey: "help"}},
		"where":    {wecomtest.Located(23.1, 113.3, 15), bot.Message{Kind: bot.Event, Event: "LOCATION"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, b := newSite(t, wecomtest.Options{}), newNotebook()
			s.listen(t, b)
			d, err := s.Send(t.Context(), "LinXiaofeng", c.m, wecomtest.Manner{})
			if err != nil || d.Reply().Text != "第1条" {
				t.Fatalf("%+v, %v", d, err)
			}
			c.want.From, c.want.At, c.want.Received = from, morning, morning
			if d := diff.Diff(c.want, b.only(t), cmpopts.IgnoreFields(bot.Message{}, "Key", "Text")); d != "" {
				t.Error(d)
			}
			if got := b.only(t).Text; c.want.Kind == bot.Text && got != c.want.Text {
				t.Errorf("text %q", got)
			}
		})
	}
}

// However a message is delivered, it is stored once and its answer is the same.
func TestCallbackStoresOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		how     wecomtest.Manner
		trouble func(asked int) error
	}{
		"good manners":    {},
		"hangs up twice":  {how: wecomtest.Manner{CloseEarly: 2}},
		"twice at a time": {how: wecomtest.Manner{Twice: true}},
		"chunked":         {how: wecomtest.Manner{Chunked: true}},
		"slow reader":     {how: wecomtest.Manner{SlowRead: time.Microsecond}},
		"store fails twice": {trouble: func(asked int) error {
			if asked <= 2 {
				return errors.New("disk full")
			}
			return nil
		}},
		"panics once": {trouble: func(asked int) error {
			if asked == 1 {
				panic("高度机密")
			}
			return nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := newSite(t, wecomtest.Options{RetryAfter: time.Millisecond, Patience: time.Minute}), newNotebook()
			b.trouble = c.trouble
			s.listen(t, b)
			d, err := s.Send(t.Context(), "chen", wecomtest.Text("高度机密"), c.how)
			if err != nil || d.Reply().Text != "第1条" {
				t.Fatalf("%+v, %v", d, err)
			}
			again, err := s.Raw(t.Context(), "chen", d.Plain, wecomtest.Manner{})
			if err != nil || again.Reply().Text != "第1条" {
				t.Fatalf("late retry: %+v, %v", again, err)
			}
			b.only(t)
			if got := shown(s.Chat("chen")); !diff.Equal(got, []string{"高度机密", "第1条"}) {
				t.Fatalf("the phone shows %q", got)
			}
		})
	}
}

func TestCallbackRefusesStrangers(t *testing.T) {
	t.Parallel()
	s, b := newSite(t, wecomtest.Options{RetryAfter: time.Millisecond, Patience: time.Minute}), newNotebook()
	s.listen(t, b)
	other := "<xml><ToUserName>%s</ToUserName><FromUserName>chen</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId><AgentID>%d</AgentID></xml>"
	var all sync.WaitGroup
	for name, c := range map[string]struct {
		plain  string
		how    wecomtest.Manner
		status int
	}{
		"wrong signature":     {"", wecomtest.Manner{WrongSignature: true}, http.StatusForbidden},
		"wrong receiver":      {"", wecomtest.Manner{WrongReceiver: true}, http.StatusForbidden},
		"other application":   {fmt.Sprintf(other, s.config.CorpID, s.config.AgentID+1), wecomtest.Manner{}, http.StatusForbidden},
		"other corporation":   {fmt.Sprintf(other, "ww0000000000000000", s.config.AgentID), wecomtest.Manner{}, http.StatusForbidden},
		"no XML":              {"hello", wecomtest.Manner{}, http.StatusBadRequest},
		"empty":               {"", wecomtest.Manner{}, http.StatusBadRequest},
		"entities":            {`<!DOCTYPE xml [<!ENTITY a "aa">]><xml><MsgType>&a;</MsgType></xml>`, wecomtest.Manner{}, http.StatusBadRequest},
		"more than it may be": {strings.Repeat("x", 1<<20), wecomtest.Manner{}, http.StatusRequestEntityTooLarge},
	} {
		all.Go(func() {
			d, err := s.Raw(t.Context(), "chen", c.plain, c.how)
			if !errors.Is(err, wecomtest.ErrUndelivered) || d.Attempts[0].Status != c.status {
				t.Errorf("%s: %+v, %v", name, d.Attempts, err)
			}
		})
	}
	all.Wait()
	if len(b.kept) != 0 {
		t.Fatalf("%d messages were stored", len(b.kept))
	}
}

// What does not fit into the answer, and what an answer may not say, goes out another way.
func TestCallbackSaysTheRestLater(t *testing.T) {
	s, b := newSite(t, wecomtest.Options{}), newNotebook()
	long := strings.Repeat("教师反映食堂排队时间长。\n", 150)
	b.say = func(int, bot.Message) string { return long }
	s.listen(t, b)
	d, err := s.Say(t.Context(), "chen", "统计")
	if err != nil || len(d.Reply().Text) > 2048 {
		t.Fatalf("%d bytes, %v", len(d.Reply().Text), err)
	}
	squeeze := strings.NewReplacer("\n", "")
	if whole := d.Reply().Text + b.late[b.only(t).Key]; squeeze.Replace(whole) != squeeze.Replace(long) {
		t.Fatalf("%d of %d bytes were said", len(whole), len(long))
	}
	scan, err := s.Send(t.Context(), "chen", wecomtest.Event("scancode_push", "room"), wecomtest.Manner{})
	if err != nil || scan.Reply().Text != "" || len(b.late) != 2 {
		t.Fatalf("%+v, %v, %d said later", scan, err, len(b.late))
	}
}

// Two events of one member in one second are two, unless they are the same to the last byte.
func TestCallbackTellsEventsApart(t *testing.T) {
	s, b := newSite(t, wecomtest.Options{}), newNotebook()
	s.listen(t, b)
	for i, key := range []string{"help", "standing", "help"} {
		d, err := s.Send(t.Context(), "chen", wecomtest.Event("click", key), wecomtest.Manner{})
		if want := []string{"第1条", "第2条", "第1条"}[i]; err != nil || d.Reply().Text != want {
			t.Fatalf("%d: %+v, %v", i, d, err)
		}
	}
	if _, err := s.Send(t.Context(), "sys", wecomtest.ContactChange("update_user", "chen"), wecomtest.Manner{}); err != nil {
		t.Fatal(err)
	}
}

// The answer comes before the platform hangs up, in the platform's own times: the reply, or a 503 when the bot takes longer, and then the platform
// comes again for it.
func TestCallbackIsInTime(t *testing.T) {
	for name, c := range map[string]struct {
		takes    time.Duration // the first time
		attempts int
	}{
		"at once":      {0, 1},
		"just in time": {4*time.Second - time.Millisecond, 1},
		"too long":     {4*time.Second + time.Millisecond, 2},
		"far too long": {20 * time.Second, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newNotebook()
				b.trouble = func(n int) error {
					if n == 1 {
						time.Sleep(c.takes)
					}
					return nil
				}
				var callback *wecom.Callback
				handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { callback.ServeHTTP(w, r) })
				p, err := wecomtest.New(wecomtest.Options{Client: &http.Client{Transport: wecomtest.Direct(handler)}, CallbackURL: "http://lianxin.test/"})
				if err != nil {
					t.Fatal(err)
				}
				defer p.Close()
				o := p.Options()
				config := wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Token: o.Token, EncodingAESKey: o.EncodingAESKey}
				if callback, err = wecom.NewCallback(config, b, zerolog.Nop(), time.Now); err != nil {
					t.Fatal(err)
				}
				d, err := p.Say(t.Context(), "chen", "hi")
				if err != nil || d.Reply().Text != "第1条" || len(d.Attempts) != c.attempts {
					t.Fatalf("%+v, %v", d, err)
				}
				if err := callback.Close(t.Context()); err != nil {
					t.Fatal(err)
				}
				if b.only(t); len(b.late) != 0 {
					t.Fatalf("%d said later", len(b.late))
				}
			})
		})
	}
}
