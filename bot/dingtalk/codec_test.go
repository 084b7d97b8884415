package dingtalk

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
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

// blocks encrypts whatever it is told, whole blocks with any header and padding.
func blocks(c *Codec, full []byte) string {
	out := bytes.Clone(full)
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(out, out)
	return base64.StdEncoding.EncodeToString(out)
}

// crafted is a plaintext of one block: a length and padding as they should not be.
func crafted(size uint32, pad ...byte) []byte {
	full := make([]byte, padBlock)
	binary.BigEndian.PutUint32(full[randomSize:], size)
	copy(full[padBlock-len(pad):], pad)
	return full
}

func TestRoundTrip(t *testing.T) {
	c := testCodec(t)
	for n := range 2*padBlock + 1 {
		plain := strings.Repeat("字", n)[:n]
		encrypt, err := c.Encrypt([]byte(plain))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Decrypt(encrypt); err != nil || got != plain {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	c.random = bytes.NewReader(nil)
	if _, err := c.Encrypt([]byte("x")); !errors.Is(err, io.EOF) {
		t.Errorf("without random bytes: %v", err)
	}
}

func TestDecryptRejects(t *testing.T) {
	c := testCodec(t)
	for _, row := range []struct {
		name, encrypt string
		want          Kind
	}{
		{"nothing", "", BadSize},
		{"no base64", "&&&&", BadBase64},
		{"URL alphabet", strings.Repeat("-_", 22), BadBase64},
		{"line break", "AAAA\nAAAA", BadBase64},
		{"no padding", "AAAAA", BadBase64},
		{"sixteen bytes", base64.StdEncoding.EncodeToString(make([]byte, 16)), BadSize},
		{"padding of 0", blocks(c, crafted(0, 0)), BadPadding},
		{"padding of 33", blocks(c, bytes.Repeat([]byte{33}, 64)), BadPadding},
		{"padding that differs", blocks(c, crafted(0, 1, 2)), BadPadding},
		{"only padding", blocks(c, bytes.Repeat([]byte{32}, 32)), BadLength},
		{"shorter than its header", blocks(c, append(make([]byte, 19), bytes.Repeat([]byte{13}, 13)...)), BadLength},
		{"a length beyond the end", blocks(c, crafted(12, 1)), BadLength},
		{"the largest length", blocks(c, crafted(1<<32-1, 1)), BadLength},
		{"another receiver", blocks(c, crafted(0, 1)), BadReceiver},
	} {
		if _, err := c.Decrypt(row.encrypt); err == nil || kindOf(err) != row.want {
			t.Errorf("%s: %v of kind %s, want %s", row.name, err, kindOf(err), row.want)
		}
	}
}

func TestBadKeys(t *testing.T) {
	for _, key := range []string{"", testKey[1:], testKey + "A", "!" + testKey[1:], strings.Repeat("é", 21) + "a"} {
		if _, err := NewCodec("t", key, "r", nil); err == nil || key != "" && strings.Contains(err.Error(), key) {
			t.Errorf("key %q: %v", key, err)
		}
	}
}

func TestHugeTimestampsAreNotFresh(t *testing.T) {
	for _, at := range []string{"9223372036854775807", "-9223372036854775808", "99999999999999999999", "1760000000", "", "soon", "1760000000000.0"} {
		if err := VerifyRobot(testSecret, at, SignRobot(testSecret, at), received); err == nil || kindOf(err) != BadAge {
			t.Errorf("%q: %v", at, err)
		}
	}
}
