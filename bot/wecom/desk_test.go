package wecom

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
)

// said is what members write in these tests: it must never stand in a log.
const said = "机密的诉求"

var received = time.Date(2025, 10, 9, 8, 53, 30, 0, time.UTC) // ten seconds after CreateTime of the vectors

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

func replies(text string) func(context.Context, int) (bot.Reply, error) {
	return func(context.Context, int) (bot.Reply, error) { return bot.Reply{Text: text}, nil }
}

// desk is a callback with its bot, its log and a codec to write to it.
type desk struct {
	*Callback
	bot   *conversation
	log   *strings.Builder
	codec *Codec
}

func newDesk(t testing.TB, change func(*Config)) *desk {
	t.Helper()
	c := Config{CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testKey}
	if change != nil {
		change(&c)
	}
	d := &desk{bot: &conversation{}, log: &strings.Builder{}, codec: testCodec(t, &counting{})}
	var mu sync.Mutex
	callback, err := NewCallback(c, d.bot, zerolog.New(syncWriter{&mu, d.log}), func() time.Time { return received })
	if err != nil {
		t.Fatal(err)
	}
	d.Callback = callback
	t.Cleanup(func() { _ = callback.Close(context.Background()) })
	return d
}

// seal makes the body and the query of a plaintext.
func (d *desk) seal(plain string) (query, body string) {
	encrypt, err := d.codec.Encrypt([]byte(plain))
	if err != nil {
		panic(err)
	}
	at := fmt.Sprint(received.Unix())
	query = url.Values{"msg_signature": {d.codec.Sign(at, "n0nce", encrypt)}, "timestamp": {at}, "nonce": {"n0nce"}}.Encode()
	return query, `<xml><ToUserName><![CDATA[` + testCorp + `]]></ToUserName><Encrypt><![CDATA[` + encrypt + `]]></Encrypt></xml>`
}

// serve gives the answer to a request as soon as it is whole: the handling may still go on behind it.
func (d *desk) serve(method, query, body string) *httptest.ResponseRecorder {
	w := &answered{ResponseRecorder: httptest.NewRecorder(), whole: make(chan struct{})}
	go func() {
		d.ServeHTTP(w, httptest.NewRequest(method, "/callback/wecom?"+query, strings.NewReader(body)))
		w.Flush()
	}()
	<-w.whole
	return w.ResponseRecorder
}

// answered notes when an answer is whole: at the end of the request, or when it is sent off before.
type answered struct {
	*httptest.ResponseRecorder
	once  sync.Once
	whole chan struct{}
}

func (a *answered) Flush() { a.once.Do(func() { close(a.whole) }) }

// post delivers a plaintext as the platform does.
func (d *desk) post(plain string) *httptest.ResponseRecorder {
	query, body := d.seal(plain)
	return d.serve(http.MethodPost, query, body)
}

// text is the plaintext of a text message with a number.
func text(id int) string {
	return fmt.Sprintf(`<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1760000000</CreateTime>`+
		`<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%d</MsgId><AgentID>%d</AgentID></xml>`, testCorp, said, id, testAgent)
}

// reply decrypts an answer; it fails the test when there is none.
func (d *desk) reply(t *testing.T, w *httptest.ResponseRecorder) Message {
	t.Helper()
	var answer struct{ Encrypt, MsgSignature, TimeStamp, Nonce string }
	if err := unmarshal(w.Body.String(), &answer); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %q", w.Code, err, w.Body)
	}
	plain, err := d.codec.Open(answer.MsgSignature, answer.TimeStamp, answer.Nonce, answer.Encrypt)
	if err != nil {
		t.Fatal(kindOf(err))
	}
	m, err := ParseMessage(plain)
	if err != nil {
		t.Fatal(kindOf(err))
	}
	return m
}

// quiet checks what no answer and no log may hold.
func (d *desk) quiet(t *testing.T) {
	t.Helper()
	wantNoSecret(t, "log", d.log.String())
}
