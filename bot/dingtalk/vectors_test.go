package dingtalk

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// vector is one entry of testdata/vectors.json: made by the vendor's own packages, or made by hand to be wrong.
type vector struct {
	ID, Kind, Token, Timestamp, Nonce, Encrypt, Signature, Plaintext, Sign, Error, Expect string

	AESKey    string `json:"encoding_aes_key"`
	ReceiveID string `json:"receive_id"`
	Random    string `json:"random_hex"`
	SHA256    string `json:"plaintext_sha256"`
	AppSecret string `json:"app_secret"`
	APISecret string `json:"api_secret"`
	Now       int64  `json:"now_ms"`
	Headers   map[string]string
	HTTP      *struct {
		Query, Body string
		Alias       string `json:"query_alias"`
	}
}

func readVectors(t testing.TB) (good, bad []vector) {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Vectors, Negative []vector }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all.Vectors, all.Negative
}

// now is the instant at which a signature is looked at: the vector's, or that of the signature.
func (v *vector) now(t *testing.T) time.Time {
	t.Helper()
	if v.Now != 0 {
		return time.UnixMilli(v.Now)
	}
	var at milliseconds
	if err := at.UnmarshalJSON([]byte(v.Timestamp)); err != nil || at == 0 {
		t.Fatalf("timestamp %q", v.Timestamp)
	}
	return at.time()
}

func (v *vector) codec(t *testing.T) *Codec {
	t.Helper()
	random, err := hex.DecodeString(v.Random)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCodec(v.Token, v.AESKey, v.ReceiveID, bytes.NewReader(random))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVectors(t *testing.T) {
	good, _ := readVectors(t)
	ran := map[string]int{}
	for _, v := range good {
		ran[v.Kind]++
		t.Run(v.ID, func(t *testing.T) {
			switch v.Kind {
			case "callback_encrypt":
				checkCipher(t, &v)
			case "dingtalk_robot_header_sign":
				checkRobotSign(t, &v)
			case "dingtalk_card_callback_sign":
				at, sign := v.Headers["x-ddpaas-signature-timestamp"], v.Headers["x-ddpaas-signature"]
				if got := SignCard(v.APISecret, at); got != v.Signature || got != sign {
					t.Errorf("signed %s, want %s", got, v.Signature)
				}
				if err := VerifyCard(v.APISecret, at, sign, v.now(t)); err != nil {
					t.Error(kindOf(err))
				}
			default:
				t.Fatalf("unknown kind %q", v.Kind)
			}
		})
	}
	if len(good) != 13 || ran["callback_encrypt"] != 6 || ran["dingtalk_robot_header_sign"] != 6 || ran["dingtalk_card_callback_sign"] != 1 {
		t.Errorf("ran %v", ran)
	}
}

// checkCipher decrypts, encrypts byte for byte and reads the vector as it comes over the wire.
func checkCipher(t *testing.T, v *vector) {
	if sum := sha256.Sum256([]byte(v.Plaintext)); hex.EncodeToString(sum[:]) != v.SHA256 {
		t.Fatalf("the plaintext has SHA-256 %x", sum)
	}
	c := v.codec(t)
	if plain, err := c.Open(v.Signature, v.Timestamp, v.Nonce, v.Encrypt); err != nil || plain != v.Plaintext {
		t.Errorf("opened %q, %v", plain, err)
	}
	if encrypt, err := c.Encrypt([]byte(v.Plaintext)); err != nil || encrypt != v.Encrypt {
		t.Errorf("encrypted %s, %v; want %s", encrypt, err, v.Encrypt)
	}
	if got := c.Sign(v.Timestamp, v.Nonce, v.Encrypt); got != v.Signature {
		t.Errorf("signed %s, want %s", got, v.Signature)
	}
	if v.HTTP == nil {
		return
	}
	for _, query := range []string{v.HTTP.Query, v.HTTP.Alias} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		encrypt, err := envelope([]byte(v.HTTP.Body))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := c.Open(either(q, "signature", "msg_signature"), either(q, "timestamp", "timeStamp"), q.Get("nonce"), encrypt)
		if err != nil || plain != v.Plaintext {
			t.Errorf("over HTTP with %s: %q, %v", query, plain, err)
		}
	}
}

func checkRobotSign(t *testing.T, v *vector) {
	if got := SignRobot(v.AppSecret, v.Timestamp); got != v.Sign || got != v.Headers["sign"] {
		t.Errorf("signed %s, want %s", got, v.Sign)
	}
	err := VerifyRobot(v.AppSecret, v.Headers["timestamp"], v.Headers["sign"], v.now(t))
	if v.AppSecret == "" { // it has a value, but under it everybody could sign
		if err == nil {
			t.Error("an empty secret verified something")
		}
		return
	}
	if err != nil {
		t.Error(kindOf(err))
	}
}

func TestNegativeVectors(t *testing.T) {
	_, bad := readVectors(t)
	for _, v := range bad {
		t.Run(v.ID, func(t *testing.T) {
			want := map[string]Kind{
				"stale_timestamp": BadAge, "bad_timestamp": BadAge, "bad_signature": BadSignature, "bad_receive_id": BadReceiver,
			}[v.Error]
			var err error
			switch v.Kind {
			case "dingtalk_robot_header_sign":
				err = VerifyRobot(v.AppSecret, v.Headers["timestamp"], v.Headers["sign"], v.now(t))
			case "callback_encrypt":
				_, err = v.codec(t).Open(v.Signature, v.Timestamp, v.Nonce, v.Encrypt)
			default:
				t.Fatalf("unknown kind %q", v.Kind)
			}
			if v.Expect != "reject" || want == "" || err == nil || kindOf(err) != want {
				t.Errorf("got %v of kind %s, want %s", err, kindOf(err), want)
			}
			if err.Error() != "dingtalk: callback rejected" {
				t.Errorf("the error says too much: %v", err)
			}
		})
	}
	if len(bad) != 10 {
		t.Errorf("%d negative vectors", len(bad))
	}
}

// TestEventVectors posts what the vectors say to the handler: the plaintext is an event, so the answer is the encrypted "success".
func TestEventVectors(t *testing.T) {
	good, bad := readVectors(t)
	served := 0
	for _, v := range good {
		if v.HTTP == nil {
			continue
		}
		served++
		d := newDesk(t, func(c *Config) { c.ClientID, c.EventToken, c.EventAESKey = v.ReceiveID, v.Token, v.AESKey })
		for _, query := range []string{v.HTTP.Query, v.HTTP.Alias} {
			w := d.serve(query, nil, v.HTTP.Body)
			if !strings.HasPrefix(v.Plaintext, "{") { // decrypted, but no event
				if w.Code != http.StatusBadRequest {
					t.Errorf("%s: status %d", v.ID, w.Code)
				}
				continue
			}
			if w.Code != http.StatusOK {
				t.Fatalf("%s: status %d", v.ID, w.Code)
			}
			if word := d.openAnswer(t, w); word != "success" {
				t.Errorf("%s: answered %q", v.ID, word)
			}
		}
	}
	if served != 3 {
		t.Errorf("%d events served", served)
	}
	for _, v := range bad {
		if v.Kind != "callback_encrypt" {
			continue
		}
		d := newDesk(t, func(c *Config) { c.ClientID, c.EventToken, c.EventAESKey = v.ReceiveID, v.Token, v.AESKey })
		query := url.Values{"signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}}.Encode()
		if w := d.serve(query, nil, `{"encrypt":"`+v.Encrypt+`"}`); w.Code != http.StatusForbidden || w.Body.Len() != 0 {
			t.Errorf("%s: status %d, %q", v.ID, w.Code, w.Body)
		}
	}
}

// openAnswer decrypts what the callback answered to an event.
func (d *desk) openAnswer(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var a struct {
		Signature string `json:"msg_signature"`
		TimeStamp string `json:"timeStamp"`
		Nonce     string `json:"nonce"`
		Encrypt   string `json:"encrypt"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	c, err := NewCodec(d.config.EventToken, d.config.EventAESKey, d.config.ClientID, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	word, err := c.Open(a.Signature, a.TimeStamp, a.Nonce, a.Encrypt)
	if err != nil {
		t.Fatal(kindOf(err))
	}
	return word
}
