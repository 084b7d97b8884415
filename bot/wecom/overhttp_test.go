package wecom

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lianxin/bot"
)

func TestVerifyURL(t *testing.T) {
	good, bad := readVectors(t)
	says := make(map[string]string)
	for _, v := range append(good, bad...) {
		says[v.ID] = v.Plaintext
		if v.Kind != "echostr" {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			d := newDesk(t, func(c *Config) { c.Token, c.EncodingAESKey, c.CorpID = v.Token, v.AESKey, v.ReceiveID })
			query := url.Values{"msg_signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}, "echostr": {v.Encrypt}}.Encode()
			if v.HTTP != nil {
				query = v.HTTP.Query
			}
			want := says[v.ID]
			if v.MadeFrom != "" {
				want = says[v.MadeFrom] // spaces made plus signs again
			}
			w := d.serve(http.MethodGet, query, "")
			if w.Code != http.StatusOK || w.Body.String() != want || want == "" {
				t.Errorf("status %d, body %q, want %q", w.Code, w.Body, want)
			}
			if d.Counts()["verified"] != 1 {
				t.Errorf("counts %v", d.Counts())
			}
		})
	}
	d := newDesk(t, nil)
	for query, want := range map[string]int{
		"":                                    400,
		"msg_signature=x&timestamp=1&nonce=2": 400,
		"msg_signature=x&timestamp=1&nonce=2&echostr=AA": 403,
	} {
		if w := d.serve(http.MethodGet, query, ""); w.Code != want || w.Body.Len() != 0 {
			t.Errorf("%q: status %d, body %q", query, w.Code, w.Body)
		}
	}
}

// TestVectorsOverHTTP posts the vectors as they are: old timestamps are no reason, unless there is a window.
func TestVectorsOverHTTP(t *testing.T) {
	good, bad := readVectors(t)
	for _, v := range good {
		if v.HTTP == nil || v.HTTP.Method != http.MethodPost {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			d := newDesk(t, nil)
			for range 2 { // the second is a replay: to be met by its key
				if w := d.serve(http.MethodPost, v.HTTP.Query, v.HTTP.Body); w.Code != http.StatusOK || w.Body.Len() != 0 {
					t.Errorf("status %d, %q", w.Code, w.Body)
				}
			}
			if len(d.bot.heard) != 2 || d.bot.heard[0].Key != d.bot.heard[1].Key || d.bot.heard[0].Key == "" {
				t.Errorf("heard %+v", d.bot.heard)
			}
		})
	}
	for _, v := range bad {
		t.Run(v.ID, func(t *testing.T) {
			switch v.Kind + "/" + v.Error {
			case "wecom_post_body/bad_envelope":
				wantStatus(t, newDesk(t, nil), v.Query, v.Body, 400)
			case "callback_encrypt/bad_aes_key", "echostr/bad_signature":
				t.Log("not a request") // tested by TestNegativeVectors and TestVerifyURL
			case "callback_encrypt/stale_timestamp":
				body := `<xml><Encrypt>` + v.Encrypt + `</Encrypt></xml>`
				wantStatus(t, newDesk(t, nil), v.query(), body, 200)
				wantStatus(t, newDesk(t, func(c *Config) { c.MaxAge = 10 * time.Minute }), v.query(), body, 403)
			default:
				want := 403
				if v.Encrypt == "" {
					want = 400
				}
				d := newDesk(t, func(c *Config) { c.Token, c.EncodingAESKey, c.CorpID = v.Token, v.AESKey, v.ReceiveID })
				wantStatus(t, d, v.query(), `<xml><Encrypt>`+v.Encrypt+`</Encrypt></xml>`, want)
			}
		})
	}
}

func (v *vector) query() string {
	return url.Values{"msg_signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}}.Encode()
}

// wantStatus posts and checks that nothing is told, and that the bot hears of it only when it is accepted.
func wantStatus(t *testing.T, d *desk, query, body string, want int) {
	t.Helper()
	w := d.serve(http.MethodPost, query, body)
	if w.Code != want || w.Body.Len() != 0 {
		t.Errorf("status %d, body %q, want %d", w.Code, w.Body, want)
	}
	if accepted := want == http.StatusOK; (len(d.bot.heard) > 0) != accepted {
		t.Errorf("the bot heard %d messages", len(d.bot.heard))
	}
	d.quiet(t)
}

// TestTurnedAwayOverHTTP: a platform that waits gets a whole answer after four seconds, while the message is still being handled on its connection, and gives
// the connection up. TestDeadline says that it is not later.
func TestTurnedAwayOverHTTP(t *testing.T) {
	t.Parallel()
	d := newDesk(t, nil)
	stored := make(chan struct{})
	d.bot.handle = func(context.Context, int) (bot.Reply, error) {
		<-stored
		return bot.Reply{}, nil
	}
	server := httptest.NewServer(d)
	defer server.Close()
	defer close(stored)
	query, body := d.seal(text(1))
	begun := time.Now()
	res, err := server.Client().Post(server.URL+"/callback/wecom?"+query, "text/xml", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	rest, err := io.ReadAll(res.Body)
	if took := time.Since(begun); res.StatusCode != http.StatusServiceUnavailable || len(rest) > 0 || err != nil || !res.Close || took < answerWithin {
		t.Errorf("%s after %v, %q, %v, closes %v", res.Status, took, rest, err, res.Close)
	}
}
