package wecom

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"
)

// vector is one entry of testdata/vectors.json: made by the vendor's own packages, or made by hand to be wrong.
type vector struct {
	ID, Kind, Token, Timestamp, Nonce, Encrypt, Signature, Plaintext, Query, Body, Error, Expect string

	MadeFrom  string `json:"made_from"`
	AESKey    string `json:"encoding_aes_key"`
	ReceiveID string `json:"receive_id"`
	Random    string `json:"random_hex"`
	Recipe    string `json:"plaintext_recipe"`
	Length    *int   `json:"plaintext_len"`
	SHA256    string `json:"plaintext_sha256"`
	Envelope  string `json:"reply_envelope"`
	Image     string `json:"image_base64"`
	MD5       string
	HTTP      *struct {
		Method, Query, Body string
		ExpectBody          string `json:"expect_body"`
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

var recipe = regexp.MustCompile(`^repeat the UTF-8 string "(.*)" (\d+) times$`)

// plaintext is the text itself or what its recipe makes; either way it must have the hash that the vector states.
func (v *vector) plaintext(t *testing.T) []byte {
	t.Helper()
	text := v.Plaintext
	if v.Recipe != "" {
		m := recipe.FindStringSubmatch(v.Recipe)
		if m == nil {
			t.Fatalf("recipe not understood: %s", v.Recipe)
		}
		n, _ := strconv.Atoi(m[2])
		text = strings.Repeat(m[1], n)
	}
	if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != v.SHA256 {
		t.Fatalf("plaintext has SHA-256 %x, the vector says %s", sum, v.SHA256)
	}
	return []byte(text)
}

func (v *vector) random(t *testing.T) []byte {
	t.Helper()
	random, err := hex.DecodeString(v.Random)
	if err != nil || len(random) != 16 {
		t.Fatalf("random_hex %q: %v", v.Random, err)
	}
	return random
}

func (v *vector) codec(t *testing.T) *Codec {
	t.Helper()
	c, err := NewCodec(v.Token, v.AESKey, v.ReceiveID, bytes.NewReader(v.random(t)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVectors(t *testing.T) {
	good, _ := readVectors(t)
	ran := make(map[string]int)
	for _, v := range good {
		t.Run(v.ID, func(t *testing.T) {
			switch v.Kind {
			case "callback_encrypt", "echostr":
				checkCipher(t, &v)
				checkHTTP(t, &v)
			case "passive_reply":
				checkCipher(t, &v)
				checkReply(t, &v)
			case "wecom_group_robot_image":
				checkImage(t, &v)
			default:
				t.Fatalf("unknown kind %q", v.Kind)
			}
		})
		ran[v.Kind]++
	}
	t.Logf("ran %d vectors: %v", len(good), ran)
	if len(good) < 28 {
		t.Errorf("%d vectors in the file, at least 28 were copied", len(good))
	}
}

// checkCipher decrypts and encrypts byte for byte, and asks silenceper's util for a second opinion.
func checkCipher(t *testing.T, v *vector) {
	plain := v.plaintext(t)
	c := v.codec(t)
	got, err := c.Open(v.Signature, v.Timestamp, v.Nonce, v.Encrypt)
	if err != nil {
		t.Fatalf("Open: %v", kindOf(err))
	}
	if got != string(plain) {
		t.Errorf("decrypted\n%q\nwant\n%q", got, plain)
	}
	if v.Length != nil && len(got) != *v.Length {
		t.Errorf("decrypted %d bytes, want %d", len(got), *v.Length)
	}
	encrypt, err := c.Encrypt(plain)
	if err != nil || encrypt != v.Encrypt {
		t.Errorf("Encrypt: %v\n%s\nwant\n%s", err, encrypt, v.Encrypt)
	}
	if sign := util.Signature(v.Token, v.Timestamp, v.Nonce, v.Encrypt); sign != v.Signature || sign != c.Sign(v.Timestamp, v.Nonce, v.Encrypt) {
		t.Errorf("signatures differ: theirs %s, ours %s, vector %s", sign, c.Sign(v.Timestamp, v.Nonce, v.Encrypt), v.Signature)
	}
	theirs, err := util.EncryptMsg(v.random(t), plain, v.ReceiveID, v.AESKey)
	if err != nil || string(theirs) != encrypt {
		t.Errorf("silenceper encrypts differently: %v", err)
	}
	_, opinion, err := util.DecryptMsg(v.ReceiveID, v.Encrypt, v.AESKey)
	if v.ReceiveID == "" { // its length check takes an empty receive id for a wrong length
		if err == nil {
			t.Error("silenceper now decrypts for an empty receive id: compare it")
		}
	} else if err != nil || !bytes.Equal(opinion, plain) {
		t.Errorf("silenceper decrypts differently: %v", err)
	}
}

// checkHTTP reads the vector as it comes over the wire.
func checkHTTP(t *testing.T, v *vector) {
	if v.HTTP == nil {
		return
	}
	query, err := url.ParseQuery(v.HTTP.Query)
	if err != nil {
		t.Fatal(err)
	}
	encrypt := query.Get("echostr")
	if v.HTTP.Method == "POST" {
		e, err := ParseEnvelope(v.HTTP.Body)
		if err != nil {
			t.Fatalf("envelope: %v", err)
		}
		encrypt = e.Encrypt
		if e.To != v.ReceiveID {
			t.Errorf("envelope is to %q", e.To)
		}
	}
	plain, err := v.codec(t).Open(query.Get("msg_signature"), query.Get("timestamp"), query.Get("nonce"), encrypt)
	if err != nil || plain != string(v.plaintext(t)) {
		t.Errorf("over HTTP: %v, %q", err, plain)
	}
	if v.HTTP.ExpectBody != "" && v.HTTP.ExpectBody != plain {
		t.Errorf("answers %q, want %q", plain, v.HTTP.ExpectBody)
	}
}

// checkReply builds the reply from what it says and compares the whole answer.
func checkReply(t *testing.T, v *vector) {
	var said struct {
		ToUserName, FromUserName, MsgType, Content string
		CreateTime                                 int64
		Name                                       string `xml:"Button>ReplaceName"`
	}
	if err := xml.Unmarshal([]byte(v.Plaintext), &said); err != nil {
		t.Fatal(err)
	}
	passive := map[string]Passive{"text": PassiveText(said.Content), "update_button": UpdateButton(said.Name)}[said.MsgType]
	if passive == nil {
		t.Fatalf("unknown type of reply %q", said.MsgType)
	}
	plain := AppendPassive(nil, said.ToUserName, said.FromUserName, said.CreateTime, passive)
	if string(plain) != v.Plaintext {
		t.Errorf("plaintext\n%s\nwant\n%s", plain, v.Plaintext)
	}
	at, err := strconv.ParseInt(v.Timestamp, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.codec(t).AppendSeal(nil, plain, at, v.Nonce)
	if err != nil || v.Envelope != "" && string(answer) != v.Envelope {
		t.Errorf("envelope %v\n%s\nwant\n%s", err, answer, v.Envelope)
	}
}

// checkImage is about a message that the application does not send yet; the digest is checked so that the vector is right on the day it does.
func checkImage(t *testing.T, v *vector) {
	raw, err := base64.StdEncoding.DecodeString(v.Image)
	if err != nil {
		t.Fatal(err)
	}
	if sum := md5.Sum(raw); hex.EncodeToString(sum[:]) != v.MD5 {
		t.Errorf("md5 %x, want %s", sum, v.MD5)
	}
}

// kinds translates the words of the vector file.
var kinds = map[string][]Kind{
	"bad_signature":         {BadSignature},
	"bad_base64":            {BadBase64},
	"bad_block_size":        {BadSize},
	"bad_padding":           {BadPadding},
	"bad_length":            {BadLength},
	"bad_padding_or_length": {BadPadding, BadLength},
	"bad_receive_id":        {BadReceiver},
	"bad_envelope":          {BadEnvelope},
}

func TestNegativeVectors(t *testing.T) {
	_, bad := readVectors(t)
	ran := make(map[string]int)
	for _, v := range bad {
		t.Run(v.ID, func(t *testing.T) {
			switch v.Kind + "/" + v.Expect {
			case "callback_encrypt/reject", "echostr/reject":
				checkRejected(t, &v)
			case "callback_encrypt/policy":
				checkPolicy(t, &v)
			case "wecom_post_body/reject":
				_, err := ParseEnvelope(v.Body)
				wantKind(t, err, kinds[v.Error])
			default:
				t.Fatalf("unknown kind %q, %q", v.Kind, v.Expect)
			}
		})
		ran[v.Kind+"/"+v.Expect]++
	}
	t.Logf("ran %d negative vectors: %v", len(bad), ran)
	if len(bad) < 26 {
		t.Errorf("%d negative vectors in the file, at least 26 were copied", len(bad))
	}
}

func checkRejected(t *testing.T, v *vector) {
	c, err := NewCodec(v.Token, v.AESKey, v.ReceiveID, rejectReader{})
	if v.Error == "bad_aes_key" {
		if err == nil {
			t.Fatal("the key was taken")
		}
		if strings.Contains(err.Error(), v.AESKey) {
			t.Errorf("the error repeats the key: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Open(v.Signature, v.Timestamp, v.Nonce, v.Encrypt)
	wantKind(t, err, kinds[v.Error])
	if v.Kind == "echostr" { // spaces made plus again, as the handler does for echostr alone
		if _, err := c.Open(v.Signature, v.Timestamp, v.Nonce, strings.ReplaceAll(v.Encrypt, " ", "+")); err != nil {
			t.Errorf("with plus signs again: %v", kindOf(err))
		}
	}
}

// checkPolicy is for what the crypto takes and the server may refuse by its own rule; the handler's tests show the rule.
func checkPolicy(t *testing.T, v *vector) {
	c, err := NewCodec(v.Token, v.AESKey, v.ReceiveID, rejectReader{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Open(v.Signature, v.Timestamp, v.Nonce, v.Encrypt); err != nil {
		t.Errorf("rejected as %v", kindOf(err))
	}
}

func wantKind(t *testing.T, err error, want []Kind) {
	t.Helper()
	got := kindOf(err)
	for _, k := range want {
		if got == k {
			return
		}
	}
	t.Errorf("rejected as %q, want one of %q", got, want)
}

// kindOf is the kind of a rejection, or the text of another error, or "" for none.
func kindOf(err error) Kind {
	var r *Rejection
	if errors.As(err, &r) {
		return r.Kind
	}
	if err != nil {
		return Kind(err.Error())
	}
	return ""
}

// rejectReader is a random source for codecs that must not encrypt.
type rejectReader struct{}

func (rejectReader) Read([]byte) (int, error) { return 0, errors.New("no random here") }
