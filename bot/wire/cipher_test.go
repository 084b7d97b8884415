package wire

import (
	"bytes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

const (
	testToken = "xK9pLq2R"
	testKey   = "ZM3dgv8yVU6ip562In9xKXWpt6yqTIbHKzFzHhgz6a8"
)

func keys(aes, receive string) Keys {
	return Keys{By: "wire", Setting: "a_key", Token: testToken, AES: aes, Receive: receive}
}

// counting is a random source that is not random: every byte is one more than the byte before.
type counting struct{ n byte }

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

func testCipher(t testing.TB) *Cipher {
	t.Helper()
	c, err := NewCipher(keys(testKey, "corp"), &counting{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantKind checks what an error rejects; want is "" when there should be none.
func wantKind(t *testing.T, err error, want Kind) {
	t.Helper()
	r := &Rejection{}
	if err != nil && !errors.As(err, &r) || r.Kind != want {
		t.Errorf("rejected as %q (%v), want %q", r.Kind, err, want)
	}
}

// encryptBlocks encrypts whole blocks as they are: no header, no padding, no receive id. It uses the standard library's chaining.
func encryptBlocks(c *Cipher, full []byte) string {
	full = bytes.Clone(full)
	cipher.NewCBCEncrypter(c.block, c.iv[:]).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full)
}

// TestLengths walks over every padding, twice.
func TestLengths(t *testing.T) {
	for _, id := range []string{"", "corp"} {
		c, err := NewCipher(keys(testKey, id), &counting{})
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
				t.Errorf("receive id %q, %d bytes: %v, %q", id, n, err, got)
			}
		}
	}
}

// TestStrict has the checks of the encoding that the vectors do not reach, one row each.
func TestStrict(t *testing.T) {
	c := testCipher(t)
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
		{"URL alphabet", strings.Repeat("-_", 22), BadBase64},
		{"no padding of base64", strings.TrimRight(good, "="), BadBase64},
		{"empty", "", BadSize},
		{"16 bytes", good[:20] + "AA==", BadSize},
		{"padding of zeros", encryptBlocks(c, make([]byte, padBlock)), BadPadding},
		{"padding that differs", encryptBlocks(c, append(make([]byte, 30), 1, 2)), BadPadding},
		{"padding of 33", encryptBlocks(c, bytes.Repeat([]byte{33}, 2*padBlock)), BadPadding},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := c.Decrypt(row.encrypt)
			wantKind(t, err, row.want)
		})
	}
}

// TestShortBody has plaintexts of one block that end before, at and after their header.
func TestShortBody(t *testing.T) {
	c := testCipher(t)
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
			wantKind(t, err, row.want)
		})
	}
}

func TestKeys(t *testing.T) {
	for _, key := range []string{
		"", testKey[:42], testKey + "8", testKey + "=", testKey[:42] + "*", testKey[:42] + "\n", testKey[:20] + "_" + testKey[21:],
		strings.Repeat("é", 21) + "a",
	} {
		_, err := NewCipher(keys(key, "corp"), &counting{})
		if err == nil || err.Error() != "wire: a_key is not 43 characters of base64" {
			t.Errorf("key %q: %v", key, err)
		}
	}
}

func TestNoRandomNoCiphertext(t *testing.T) {
	c, err := NewCipher(keys(testKey, "corp"), strings.NewReader("fifteen bytes.."))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Encrypt([]byte("hello")); out != "" || !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != "wire: random source: unexpected EOF" {
		t.Errorf("%q, %v", out, err)
	}
}

// TestOneErrorOutside: whoever forges must not learn which check failed.
func TestOneErrorOutside(t *testing.T) {
	for _, k := range []Kind{BadSignature, BadBase64, BadSize, BadPadding, BadLength, BadReceiver} {
		err := Reject("wire", k)
		wantKind(t, err, k)
		if err.Error() != "wire: callback rejected" {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// TestSignatureSortsBytes: numbers are sorted as text, whichever of the four comes first.
func TestSignatureSortsBytes(t *testing.T) {
	c := testCipher(t)
	for _, row := range []struct{ timestamp, nonce, encrypt string }{
		{"9", "10", "a"}, {"10", "9", "a"}, {"1760000000", "zzz", "+/"}, {"", "", ""}, {"2", "11", "0"}, {"z", "y", "~"},
	} {
		sign := c.Sign(row.timestamp, row.nonce, row.encrypt)
		parts := []string{testToken, row.timestamp, row.nonce, row.encrypt}
		slices.Sort(parts)
		if want := fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, "")))); sign != want || string(c.AppendSign([]byte("a"), row.timestamp, row.nonce, row.encrypt)) != "a"+want {
			t.Errorf("%v: signature %s, want %s", row, sign, want)
		}
		if err := c.Verify(sign, row.timestamp, row.nonce, row.encrypt); err != nil {
			t.Errorf("%v: own signature rejected", row)
		}
		for _, wrong := range []string{"", sign[:39], sign + "0", strings.ToUpper(sign), strings.Repeat("0", 40)} {
			wantKind(t, c.Verify(wrong, row.timestamp, row.nonce, row.encrypt), BadSignature)
			_, err := c.Open(wrong, row.timestamp, row.nonce, row.encrypt)
			wantKind(t, err, BadSignature)
		}
	}
}

// FuzzDecrypt feeds ciphertexts and, through a cipher that encrypts whatever it is told, plaintexts with broken headers and padding. What is taken must
// encrypt to something that decrypts to the same, and the standard library's chaining must come to the same bytes.
func FuzzDecrypt(f *testing.F) {
	c := testCipher(f)
	whole, err := c.Encrypt([]byte("hello"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, []byte("hello"))
	f.Add("AAAA\nAAAA", bytes.Repeat([]byte{32}, 32))
	f.Add(strings.Repeat("-_", 22), append(make([]byte, 19), bytes.Repeat([]byte{13}, 13)...))
	f.Fuzz(func(t *testing.T, encrypt string, raw []byte) {
		full := make([]byte, (len(raw)+padBlock-1)/padBlock*padBlock)
		copy(full, raw)
		for _, e := range []string{encrypt, encryptBlocks(c, full)} {
			plain, err := c.Decrypt(e)
			if r := (*Rejection)(nil); err != nil {
				if !errors.As(err, &r) || r.Kind == "" {
					t.Errorf("no rejection: %v", err)
				}
				continue
			}
			back, err := c.Encrypt([]byte(plain))
			if err != nil || len(back) != len(e) {
				t.Errorf("%q decrypts to %q, which encrypts to %q, %v", e, plain, back, err)
			}
		}
		e, err := c.Encrypt(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Decrypt(e); err != nil || got != string(raw) {
			t.Errorf("there and back: %v, %q", err, got)
		}
		full, err = base64.StdEncoding.DecodeString(e)
		if err != nil {
			t.Fatal(err)
		}
		cipher.NewCBCDecrypter(c.block, c.iv[:]).CryptBlocks(full, full)
		if encryptBlocks(c, full) != e || !bytes.HasPrefix(full[headerSize:], raw) {
			t.Errorf("the standard library comes to other bytes: %x", full)
		}
	})
}
