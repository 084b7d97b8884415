package dingtalk

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
)

// said is what members write in these tests: it must never stand in a log.
const said = "机密的诉求"

const (
	testSecret = "client-secret-of-the-tests"
	testClient = "dingabcdefghij123456"
	testCorp   = "ding9f50b15bccd16741"
	testKey    = "kzxa4xuons5xri3bz4pl1ukfh9g0vumzgmez1xqnqeq"
)

var received = time.UnixMilli(1760000000000).UTC()

// conversation is a Bot with knobs.
type conversation struct {
	mu     sync.Mutex
	heard  []bot.Message
	later  []string
	handle func(ctx context.Context, n int) (bot.Reply, error) // n counts from 1; nil: nothing to say
	late   func(n int) error
}

func (b *conversation) Handle(ctx context.Context, m bot.Message) (bot.Reply, error) {
	b.mu.Lock()
	b.heard = append(b.heard, m)
	n, handle := len(b.heard), b.handle
	b.mu.Unlock()
	if handle == nil {
		return bot.Reply{}, nil
	}
	return handle(ctx, n)
}

func (b *conversation) Late(_ context.Context, m bot.Message, r bot.Reply) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.later = append(b.later, m.From.User+": "+r.Text)
	if b.late != nil {
		return b.late(len(b.later))
	}
	return nil
}

// all gives what was heard.
func (b *conversation) all() []bot.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]bot.Message(nil), b.heard...)
}

// owed gives what was handed to the outbox.
func (b *conversation) owed() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.later...)
}

func replies(text string) func(context.Context, int) (bot.Reply, error) {
	return func(context.Context, int) (bot.Reply, error) { return bot.Reply{Text: text}, nil }
}

// desk is a callback with its bot, its log and an old API that hears what is said in sessions.
type desk struct {
	*Callback
	config Config
	bot    *conversation
	log    *safeBuffer
	in     *Intake

	mu     sync.Mutex
	told   []string // bodies of sendBySession
	refuse string   // what the old API answers instead of ok
}

// safeBuffer is a log that many goroutines write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func newDesk(t *testing.T, change func(*Config)) *desk {
	t.Helper()
	d := &desk{bot: &conversation{}, log: &safeBuffer{}}
	old := httptest.NewServer(http.HandlerFunc(d.hear))
	t.Cleanup(old.Close)
	d.config = Config{ClientID: testClient, ClientSecret: testSecret, CorpID: testCorp, OldAPIBase: old.URL, APIBase: old.URL}
	if change != nil {
		change(&d.config)
	}
	log := zerolog.New(d.log)
	now := func() time.Time { return received }
	sender := NewSender(d.config, nil, log, now)
	d.in = NewIntake(d.config, d.bot, sender, log, now)
	var err error
	if d.Callback, err = NewCallback(d.in); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.in.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if err := sender.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return d
}

// hear is the old API.
func (d *desk) hear(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != "" {
		_, _ = w.Write([]byte(d.refuse))
		return
	}
	d.told = append(d.told, body.String())
	_, _ = w.Write([]byte(`{"errcode":0,"errmsg":"ok"}`))
}

// spoken gives what was said in sessions.
func (d *desk) spoken() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.told...)
}

// settle waits for what goes on behind answered requests.
func (d *desk) settle(t *testing.T) {
	t.Helper()
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		if d.in.work.Taken() == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatal("the handling does not end")
		}
	}
}

// serve posts something.
func (d *desk) serve(query string, headers map[string]string, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/callback/dingtalk?"+query, strings.NewReader(body))
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// signedHeaders are those of a robot message.
func signedHeaders() map[string]string {
	at := strconv.FormatInt(received.UnixMilli(), 10)
	return map[string]string{"timestamp": at, "sign": SignRobot(testSecret, at)}
}

// post brings a robot message.
func (d *desk) post(body string) *httptest.ResponseRecorder {
	return d.serve("", signedHeaders(), body)
}

// message is the JSON of a text to this desk's robot, with a session.
func (d *desk) message(id string) string {
	return `{"msgId":"` + id + `","msgtype":"text","conversationType":"1","conversationId":"cid1","createAt":1759999990000,"chatbotCorpId":"` + testCorp +
		`","robotCode":"` + testClient + `","senderStaffId":"013344","senderId":"$:LWCP_v1:$x","sessionWebhook":"` + d.config.OldAPIBase +
		`/robot/sendBySession?session=geheim","sessionWebhookExpiredTime":1760003600000,"text":{"content":" ` + said + ` "}}`
}

// quiet fails when the log holds what it must not.
func (d *desk) quiet(t *testing.T) {
	t.Helper()
	for _, secret := range []string{said, testSecret, "geheim", testKey, "013344"} {
		if strings.Contains(d.log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, d.log)
		}
	}
}

// silent is a bot that has nothing to say.
type silent struct{}

func (silent) Handle(context.Context, bot.Message) (bot.Reply, error) { return bot.Reply{}, nil }

func (silent) Late(context.Context, bot.Message, bot.Reply) error { return nil }
