package wecom

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"
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

// encryptBlocks encrypts whole blocks as they are: no header, no padding, no receive id.
func encryptBlocks(c *Codec, full []byte) string {
	cipher.NewCBCEncrypter(c.block, c.iv[:]).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full)
}

// TestLengths walks over every padding, twice.
func TestLengths(t *testing.T) {
	for _, id := range []string{"", testCorp} {
		c, err := NewCodec(testToken, testKey, id, &counting{})
		if err != nil {
			t.Fatal(err)
		}
		for n := range 2*padBlock + 1 {
			want := strings.Repeat("x", n)
			encrypt, err := c.Encrypt([]byte(want))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := c.Decrypt(encrypt); err != nil || got != want {
				t.Errorf("receive id %q, %d bytes: %v, %q", id, n, kindOf(err), got)
			}
		}
	}
}

// TestStrict has the checks of the encoding that the vectors do not reach, one row each.
func TestStrict(t *testing.T) {
	c := testCodec(t, &counting{})
	good, err := c.Encrypt([]byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, encrypt string
		want          Kind
	}{
		{"good", good, ""},
		{"line feed inside", good[:8] + "\n" + good[8:], BadBase64},
		{"carriage return at the end", good + "\r", BadBase64},
		{"no padding of base64", strings.TrimRight(good, "="), BadBase64},
		{"empty", "", BadSize},
		{"16 bytes", good[:20] + "AA==", BadSize},
		{"padding of zeros", encryptBlocks(c, make([]byte, padBlock)), BadPadding},
		{"padding of 33", encryptBlocks(c, bytes.Repeat([]byte{33}, 2*padBlock)), BadPadding},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := c.Decrypt(row.encrypt)
			wantKind(t, err, []Kind{row.want})
		})
	}
}

// TestShortBody has plaintexts of one block that end before, at and after their header.
func TestShortBody(t *testing.T) {
	c := testCodec(t, &counting{})
	for _, row := range []struct {
		name string
		pad  int
		size uint32
		want Kind
	}{
		{"nothing but padding", 32, 0, BadLength},
		{"one byte short of a header", 13, 0, BadLength},
		{"header alone: no receive id", 12, 0, BadReceiver},
		{"length one past the end", 12, 1, BadLength},
		{"length of four gigabytes", 12, 1<<32 - 1, BadLength},
	} {
		t.Run(row.name, func(t *testing.T) {
			full := make([]byte, padBlock)
			binary.BigEndian.PutUint32(full[randomSize:], row.size)
			for i := padBlock - row.pad; i < padBlock; i++ {
				full[i] = byte(row.pad)
			}
			_, err := c.Decrypt(encryptBlocks(c, full))
			wantKind(t, err, []Kind{row.want})
		})
	}
}

func TestKeys(t *testing.T) {
	for _, key := range []string{"", testKey[:42], testKey + "8", testKey + "=", testKey[:42] + "*", testKey[:42] + "\n", testKey[:20] + "_" + testKey[21:]} {
		if _, err := NewCodec(testToken, key, testCorp, &counting{}); err == nil {
			t.Errorf("key %q was taken", key)
		} else if key != "" && strings.Contains(err.Error(), key) {
			t.Errorf("the error repeats the key %q", key)
		}
	}
}

func TestNoRandomNoReply(t *testing.T) {
	c, err := NewCodec(testToken, testKey, testCorp, rejectReader{})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Seal([]byte("hello"), 1, "n"); err == nil {
		t.Errorf("encrypted without random bytes: %s", out)
	}
}

// TestOneErrorOutside: whoever forges must not learn which check failed.
func TestOneErrorOutside(t *testing.T) {
	texts := make(map[string]bool)
	for _, k := range []Kind{BadEnvelope, BadSignature, BadAge, BadBase64, BadSize, BadPadding, BadLength, BadReceiver, BadMessage} {
		err := reject(k)
		var r *Rejection
		if !errors.As(err, &r) || r.Kind != k {
			t.Errorf("%v is no rejection of kind %s", err, k)
		}
		texts[err.Error()] = true
	}
	if len(texts) != 1 {
		t.Errorf("rejections differ in their text: %v", texts)
	}
}

// TestSignatureSortsBytes: numbers are sorted as text, whichever of the four comes first.
func TestSignatureSortsBytes(t *testing.T) {
	c := testCodec(t, &counting{})
	for _, row := range []struct{ timestamp, nonce, encrypt string }{
		{"9", "10", "a"}, {"10", "9", "a"}, {"1760000000", "zzz", "+/"}, {"", "", ""}, {"2", "11", "0"}, {"z", "y", "~"},
	} {
		sign := c.Sign(row.timestamp, row.nonce, row.encrypt)
		if theirs := util.Signature(testToken, row.timestamp, row.nonce, row.encrypt); sign != theirs {
			t.Errorf("%v: signature %s, silenceper has %s", row, sign, theirs)
		}
		if err := c.Verify(sign, row.timestamp, row.nonce, row.encrypt); err != nil {
			t.Errorf("%v: own signature rejected", row)
		}
		for _, wrong := range []string{"", sign[:39], sign + "0", strings.ToUpper(sign), strings.Repeat("0", 40)} {
			if err := c.Verify(wrong, row.timestamp, row.nonce, row.encrypt); kindOf(err) != BadSignature {
				t.Errorf("%v: signature %q gives %v", row, wrong, kindOf(err))
			}
		}
	}
}
