package wecom

import (
	"strings"
	"testing"
)

const (
	testToken = "xK9pLq2R"
	testKey   = "ZM3dgv8yVU6ip562In9xKXWpt6yqTIbHKzFzHhgz6a8"
	testCorp  = "ww1a2b3c4d5e6f7a8b"
)

// counting is a random source that is not random: every byte is one more than the byte before.
type counting struct{ n byte }

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

func testCodec(t testing.TB, random *counting) *Codec {
	t.Helper()
	c, err := NewCodec(testToken, testKey, testCorp, random)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCodecErrors: they name the setting and the package, and repeat nothing. That the random source fails makes no reply.
func TestCodecErrors(t *testing.T) {
	_, err := NewCodec(testToken, testKey+"=", testCorp, &counting{})
	if err == nil || err.Error() != "wecom: encoding_aes_key is not 43 characters of base64" {
		t.Error(err)
	}
	c, err := NewCodec(testToken, testKey, testCorp, rejectReader{})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.AppendSeal(nil, []byte("hello"), 1, "n"); err == nil || !strings.HasPrefix(err.Error(), "wecom: random source: ") {
		t.Errorf("encrypted without random bytes: %s, %v", out, err)
	}
}

// TestOneErrorOutside: whoever forges must not learn which check failed.
func TestOneErrorOutside(t *testing.T) {
	for _, k := range []Kind{BadEnvelope, BadSignature, BadAge, BadBase64, BadSize, BadPadding, BadLength, BadReceiver, BadMessage} {
		if err := reject(k); kindOf(err) != k || err.Error() != "wecom: callback rejected" {
			t.Errorf("%s: %v", k, err)
		}
	}
}
