package wecomtest

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"
	"pgregory.net/rapid"
)

// vector is what this package checks of the adapter's table of vectors.
type vector struct {
	ID, Kind, Token, Timestamp, Nonce, Encrypt, Signature, Plaintext, Error string

	Key      string `json:"encoding_aes_key"`
	Receiver string `json:"receive_id"`
	Recipe   string `json:"plaintext_recipe"`
}

func TestVectors(t *testing.T) {
	data, err := os.ReadFile("../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Vectors []vector }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, v := range all.Vectors {
		if v.Encrypt == "" || v.Recipe != "" {
			continue
		}
		c, err := newCrypt(v.Token, v.Key, v.Receiver)
		if err != nil {
			t.Fatalf("%s: %v", v.ID, err)
		}
		if got := c.sign(v.Timestamp, v.Nonce, v.Encrypt); v.Signature != "" && got != v.Signature {
			t.Errorf("%s: signature %s, want %s", v.ID, got, v.Signature)
		}
		if got, err := c.decrypt(v.Encrypt); err != nil || got != v.Plaintext {
			t.Errorf("%s: decrypted %q, %v", v.ID, got, err)
		}
		checked++
	}
	if checked < 15 {
		t.Fatalf("only %d vectors were checked", checked)
	}
}

func TestCryptAgreesWithSilenceper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.String().Draw(t, "plain")
		c, err := newCrypt("token", secret(43), "ww0123456789abcdef")
		if err != nil {
			t.Fatal(err)
		}
		key := base64.StdEncoding.EncodeToString(c.key)[:43]
		_, theirs, err := util.DecryptMsg(c.receiver, c.encrypt(plain, c.receiver), key)
		if err != nil || string(theirs) != plain {
			t.Fatalf("util reads %q, %v", theirs, err)
		}
		made, err := util.EncryptMsg([]byte(util.RandomStr(16)), []byte(plain), c.receiver, key)
		if err != nil {
			t.Fatal(err)
		}
		if ours, err := c.decrypt(string(made)); err != nil || ours != plain {
			t.Fatalf("crypt reads %q, %v", ours, err)
		}
		if ours := c.sign("10", "9", string(made)); ours != util.Signature(c.token, "10", "9", string(made)) {
			t.Fatalf("signature %s", ours)
		}
	})
}

func TestDecryptIsStrict(t *testing.T) {
	c, err := newCrypt("token", secret(43), "ww0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	good := c.encrypt("hello", c.receiver)
	raw := func(full []byte) string { // encrypted as it is, with its own length field and padding
		c.mode(cipher.NewCBCEncrypter).CryptBlocks(full, full)
		return base64.StdEncoding.EncodeToString(full)
	}
	long := append([]byte("0123456789abcdef\xff\xff\xff\xffhello\x00\x00\x00\x00\x00"), 2, 2)
	short := append(make([]byte, 12), bytes.Repeat([]byte{20}, 20)...)
	uneven := append([]byte("0123456789abcdef\x00\x00\x00\x05hello\x00\x00\x00\x00\x00"), 1, 2)
	for name, bad := range map[string]string{
		"empty":           "",
		"no base64":       "%%%",
		"line break":      good[:20] + "\n" + good[20:],
		"half a block":    base64.StdEncoding.EncodeToString(make([]byte, 16)),
		"random":          base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 64))),
		"other receiver":  c.encrypt("hello", "ww0123456789abcdeF"),
		"length field":    raw(long),
		"too short":       raw(short),
		"uneven padding":  raw(uneven),
		"longer receiver": c.encrypt("hello", "ww0123456789abcdef0"),
	} {
		if got, err := c.decrypt(bad); err == nil {
			t.Errorf("%s: decrypted to %q", name, got)
		}
	}
}

func TestNewRefusesBadKey(t *testing.T) {
	for _, key := range []string{"short", strings.Repeat("a", 44), strings.Repeat("!", 43)} {
		if p, err := New(Options{EncodingAESKey: key}); err == nil {
			p.Close()
			t.Errorf("%q was taken", key)
		}
	}
}
