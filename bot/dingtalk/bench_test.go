package dingtalk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

// BenchmarkCallback is a robot message from the request to the acknowledgement, to a bot that has nothing to say.
func BenchmarkCallback(b *testing.B) {
	c := Config{ClientID: testClient, ClientSecret: testSecret, CorpID: testCorp}
	now := func() time.Time { return received }
	in := NewIntake(c, silent{}, NewSender(c, nil, zerolog.Nop(), now), zerolog.Nop(), now)
	callback, err := NewCallback(in)
	if err != nil {
		b.Fatal(err)
	}
	body, headers := (&desk{config: c.complete()}).message("m1"), signedHeaders()
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		for k, v := range headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		callback.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
	if err := in.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDecode is the decoding alone.
func BenchmarkDecode(b *testing.B) {
	body := (&desk{config: Config{OldAPIBase: DefaultOldAPIBase}}).message("m1")
	b.ReportAllocs()
	for b.Loop() {
		m, err := ParseMessage(body)
		if err != nil || m.forBot(testClient, received).Text != said {
			b.Fatal(err)
		}
	}
}

// BenchmarkEvent is an encrypted event with its encrypted answer.
func BenchmarkEvent(b *testing.B) {
	c := testCodec(b)
	encrypt, err := c.Encrypt([]byte(`{"EventType":"user_modify_org","UserId":["manager7675"],"CorpId":"` + testCorp + `"}`))
	if err != nil {
		b.Fatal(err)
	}
	sign := c.Sign("1760000000002", "n", encrypt)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Open(sign, "1760000000002", "n", encrypt); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Seal([]byte("success"), received, "n"); err != nil {
			b.Fatal(err)
		}
	}
}
