package wecomtest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// crypt is the platform's side of signature and encryption (1.4, 1.5).
type crypt struct {
	token    string
	key      []byte
	receiver string
}

const block = 32 // of the padding; the cipher's own is 16

func newCrypt(token, encodingAESKey, receiver string) (crypt, error) {
	key, err := base64.StdEncoding.DecodeString(encodingAESKey + "=")
	if err != nil || len(key) != 32 {
		return crypt{}, errors.New("wecomtest: EncodingAESKey is not 43 characters of base64")
	}
	return crypt{token: token, key: key, receiver: receiver}, nil
}

// sign gives msg_signature.
func (c crypt) sign(timestamp, nonce, encrypted string) string {
	parts := []string{c.token, timestamp, nonce, encrypted}
	slices.Sort(parts)
	return fmt.Sprintf("%x", sha1.Sum([]byte(strings.Join(parts, ""))))
}

// encrypt encrypts for the given receiver, which is another one than its own only in deliveries that are meant to be refused.
func (c crypt) encrypt(plain, receiver string) string {
	var full bytes.Buffer
	full.WriteString(rand.Text()[:16])
	_ = binary.Write(&full, binary.BigEndian, uint32(len(plain)))
	full.WriteString(plain)
	full.WriteString(receiver)
	pad := block - full.Len()%block
	full.Write(bytes.Repeat([]byte{byte(pad)}, pad))
	out := full.Bytes()
	c.mode(cipher.NewCBCEncrypter).CryptBlocks(out, out)
	return base64.StdEncoding.EncodeToString(out)
}

// decrypt is strict: whatever the protocol does not allow is an error that names it.
func (c crypt) decrypt(encrypted string) (string, error) {
	full, err := base64.StdEncoding.DecodeString(encrypted)
	switch {
	case err != nil || strings.ContainsAny(encrypted, "\r\n"):
		return "", errors.New("ciphertext is not base64")
	case len(full) == 0 || len(full)%block != 0:
		return "", fmt.Errorf("ciphertext has %d bytes, no multiple of %d", len(full), block)
	}
	c.mode(cipher.NewCBCDecrypter).CryptBlocks(full, full)
	pad := int(full[len(full)-1])
	if pad < 1 || pad > block || !bytes.HasSuffix(full, bytes.Repeat([]byte{byte(pad)}, pad)) {
		return "", errors.New("padding is wrong")
	}
	return c.message(full[:len(full)-pad])
}

func (c crypt) message(full []byte) (string, error) {
	if len(full) < 20 {
		return "", errors.New("ciphertext is too short")
	}
	size, rest := int64(binary.BigEndian.Uint32(full[16:20])), full[20:]
	if size > int64(len(rest)) {
		return "", errors.New("length field points outside")
	}
	if string(rest[size:]) != c.receiver {
		return "", errors.New("encrypted for another receiver")
	}
	return string(rest[:size]), nil
}

func (c crypt) mode(make func(cipher.Block, []byte) cipher.BlockMode) cipher.BlockMode {
	b, err := aes.NewCipher(c.key)
	if err != nil {
		panic(err) // newCrypt saw 32 bytes
	}
	return make(b, c.key[:aes.BlockSize])
}
