package dingtalktest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// keyedHash is HMAC-SHA256 in base64 (3.2, 3.7, 3.8).
func keyedHash(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// shaSign is the signature of 3.9.
func shaSign(parts ...string) string {
	sort.Strings(parts)
	h := sha1.New()
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func aesKey(encoded string) (cipher.Block, []byte, error) {
	key, err := base64.StdEncoding.DecodeString(encoded + "=")
	if err != nil || len(key) != 32 {
		return nil, nil, errors.New("dingtalktest: not an aes_key")
	}
	block, err := aes.NewCipher(key)
	return block, key[:16], err
}

// seal encrypts (3.9): random, length, text, receiver, padding to 32.
func seal(encodedKey, receiver, text string) (string, error) {
	block, iv, err := aesKey(encodedKey)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	random := make([]byte, 16)
	_, _ = rand.Read(random)
	b.Write(random)
	_ = binary.Write(&b, binary.BigEndian, uint32(len(text)))
	b.WriteString(text + receiver)
	pad := 32 - b.Len()%32
	b.Write(bytes.Repeat([]byte{byte(pad)}, pad))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(b.Bytes(), b.Bytes())
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// unseal decrypts, as an application's owner would by hand.
func unseal(encodedKey, receiver, text string) (string, error) {
	block, iv, err := aesKey(encodedKey)
	if err != nil {
		return "", err
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) < 32 || len(b)%32 != 0 {
		return "", errors.New("dingtalktest: not a ciphertext")
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(b, b)
	pad := int(b[len(b)-1])
	n := int(binary.BigEndian.Uint32(b[16:20]))
	if pad < 1 || pad > 32 || 20+n > len(b)-pad || string(b[20+n:len(b)-pad]) != receiver {
		return "", errors.New("dingtalktest: the ciphertext is not for this application")
	}
	return string(b[20 : 20+n]), nil
}
