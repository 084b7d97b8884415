package wire

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"testing"
)

// sealFile is the platform's side, with the standard library's own block mode.
func sealFile(t testing.TB, key, plain []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	pad := padBlock - len(plain)%padBlock
	out := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, key[:aes.BlockSize]).CryptBlocks(out, out)
	return out
}

// TestOpenFile: every length around a block, the key with its "=" and without, and nothing that is damaged.
func TestOpenFile(t *testing.T) {
	key := []byte("0123456789abcdefghijklmnopqrstuv")
	text := base64.StdEncoding.EncodeToString(key)
	for n := range 70 {
		plain := bytes.Repeat([]byte{byte(n)}, n)
		for _, k := range []string{text, text[:43]} {
			if got, err := OpenFile(k, sealFile(t, key, plain)); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%d bytes: %q %v", n, got, err)
			}
		}
	}
	sealed := sealFile(t, key, []byte("秘密"))
	for name, row := range map[string]struct {
		key  string
		data []byte
	}{
		"nothing": {text, nil}, "half a block": {text, sealed[:8]}, "one block": {text, bytes.Clone(sealed[:16])}, "no key": {"", bytes.Clone(sealed)},
		"short key": {text[:20], bytes.Clone(sealed)}, "no base64": {"!!" + text[2:], bytes.Clone(sealed)}, "another key": {text[1:] + "A", bytes.Clone(sealed)},
	} {
		if got, err := OpenFile(row.key, row.data); !errors.Is(err, ErrSealedFile) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// FuzzOpenFile: whatever lies there, it is opened or refused.
func FuzzOpenFile(f *testing.F) {
	key := []byte("0123456789abcdefghijklmnopqrstuv")
	f.Add(base64.StdEncoding.EncodeToString(key), sealFile(f, key, []byte("好")))
	f.Add("", []byte{})
	f.Add(base64.StdEncoding.EncodeToString(key), make([]byte, 16))
	f.Fuzz(func(t *testing.T, key string, data []byte) {
		n := len(data)
		if got, err := OpenFile(key, data); err == nil && len(got) >= n {
			t.Errorf("%d bytes of %d", len(got), n)
		}
	})
}
