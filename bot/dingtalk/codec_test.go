package dingtalk

import (
	"strings"
	"testing"
)

func testCodec(t testing.TB) *Codec {
	t.Helper()
	c, err := NewCodec("dtToken01", testKey, testClient, &counting{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCodecErrors: they name the setting and the package, and repeat nothing.
func TestCodecErrors(t *testing.T) {
	_, err := NewCodec("t", testKey+"A", "r", nil)
	if err == nil || err.Error() != "dingtalk: aes_key is not 43 characters of base64" {
		t.Error(err)
	}
	c, err := NewCodec("t", testKey, "r", strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Seal([]byte("success"), received, "n"); err == nil || err.Error() != "dingtalk: random source: EOF" {
		t.Errorf("encrypted without random bytes: %s, %v", out, err)
	}
}

func TestHugeTimestampsAreNotFresh(t *testing.T) {
	for _, at := range []string{"9223372036854775807", "-9223372036854775808", "99999999999999999999", "1760000000", "", "soon", "1760000000000.0"} {
		if err := VerifyRobot(testSecret, at, SignRobot(testSecret, at), received); err == nil || kindOf(err) != BadAge {
			t.Errorf("%q: %v", at, err)
		}
	}
}
