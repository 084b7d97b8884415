package wire

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
)

const (
	randomSize = 16             // random bytes in front of every plaintext
	headerSize = randomSize + 4 // and the length of the message, big endian
	padBlock   = 32             // PKCS#7 over 32 bytes, not over AES's 16
	keyChars   = 43             // of an encoded key: 32 bytes in base64 without its "="
)

// Cipher signs, encrypts and decrypts for one application. Its scheme is a signature over a shared token, and AES-256-CBC over random bytes, a length, the
// message and the id of its receiver. It may be used by many goroutines at once, provided that its random source may.
type Cipher struct {
	by      string
	token   string
	receive string
	block   cipher.Block
	iv      [aes.BlockSize]byte
	random  io.Reader
	scratch sync.Pool // of *[]byte; nothing that is returned shares memory with one
}

// Keys are what a Cipher is made of.
type Keys struct {
	By      string // the adapter, as its errors name it
	Setting string // what the operator calls AES, for the error about it
	Token   string // of the signature
	AES     string // 43 characters of base64
	Receive string // id of the receiver
}

// NewCipher makes a cipher. A key that is not 43 characters of base64 is refused; its text is never repeated in the error. random is crypto/rand's Reader
// outside tests.
func NewCipher(k Keys, random io.Reader) (*Cipher, error) {
	key, err := decodeKey(k.AES)
	if err != nil {
		return nil, fmt.Errorf("%s: %s %w", k.By, k.Setting, err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", k.By, k.Setting, err)
	}
	c := &Cipher{by: k.By, token: k.Token, receive: k.Receive, block: block, random: random}
	copy(c.iv[:], key)
	return c, nil
}

var errKey = errors.New("is not 43 characters of base64")

// decodeKey must not be strict about the last character: real keys carry non-zero bits there that decoding drops.
func decodeKey(encoded string) ([]byte, error) {
	if len(encoded) != keyChars {
		return nil, errKey
	}
	key, err := base64.StdEncoding.DecodeString(encoded + "=")
	if err != nil || len(key) != 32 {
		return nil, errKey
	}
	return key, nil
}

// Open verifies the signature and decrypts. Every error is a *Rejection.
func (c *Cipher) Open(signature, timestamp, nonce, encrypt string) (string, error) {
	if err := c.Verify(signature, timestamp, nonce, encrypt); err != nil {
		return "", err
	}
	return c.Decrypt(encrypt)
}

// Decrypt gives the plaintext of a ciphertext whose signature was verified before. The checks run in the order of the kinds; every error is a *Rejection.
func (c *Cipher) Decrypt(encrypt string) (string, error) {
	buf := c.borrow(base64.StdEncoding.DecodedLen(len(encrypt)))
	defer c.giveBack(buf)
	full, ok := decodeBase64((*buf)[:0], encrypt)
	if !ok {
		return "", c.reject(BadBase64)
	}
	if len(full) == 0 || len(full)%padBlock != 0 {
		return "", c.reject(BadSize)
	}
	cbcDecrypt(c.block, c.iv[:], full)
	body, ok := unpad(full)
	if !ok {
		return "", c.reject(BadPadding)
	}
	return c.message(body)
}

// message takes the random bytes, the length and the receive id off.
func (c *Cipher) message(body []byte) (string, error) {
	if len(body) < headerSize {
		return "", c.reject(BadLength)
	}
	size := int64(binary.BigEndian.Uint32(body[randomSize:]))
	body = body[headerSize:]
	if size > int64(len(body)) {
		return "", c.reject(BadLength)
	}
	if subtle.ConstantTimeCompare(body[size:], []byte(c.receive)) != 1 {
		return "", c.reject(BadReceiver)
	}
	return string(body[:size]), nil
}

func (c *Cipher) reject(k Kind) error { return Reject(c.by, k) }

// decodeBase64 is stricter than the standard decoder, which passes over line breaks.
func decodeBase64(dst []byte, encrypt string) (full []byte, ok bool) {
	if strings.IndexByte(encrypt, '\n') >= 0 || strings.IndexByte(encrypt, '\r') >= 0 {
		return nil, false
	}
	full, err := base64.StdEncoding.AppendDecode(dst, []byte(encrypt))
	return full, err == nil
}

// borrow gives a buffer of at least n bytes of capacity.
func (c *Cipher) borrow(n int) *[]byte {
	if buf, ok := c.scratch.Get().(*[]byte); ok && cap(*buf) >= n {
		return buf
	}
	buf := make([]byte, 0, max(n, 1<<10))
	return &buf
}

// giveBack keeps a buffer for the next callback, unless it is so large that few callbacks need it.
func (c *Cipher) giveBack(buf *[]byte) {
	if cap(*buf) <= 64<<10 {
		c.scratch.Put(buf)
	}
}

func unpad(full []byte) (body []byte, ok bool) {
	pad := full[len(full)-1]
	if pad < 1 || pad > padBlock || int(pad) > len(full) {
		return nil, false
	}
	body, tail := full[:len(full)-int(pad)], full[len(full)-int(pad):]
	var odd byte
	for _, b := range tail {
		odd |= b ^ pad
	}
	return body, odd == 0
}

// Encrypt gives the base64 ciphertext of a message under 16 fresh random bytes. It fails only when the random source does.
func (c *Cipher) Encrypt(plain []byte) (string, error) {
	size := headerSize + len(plain) + len(c.receive)
	pad := padBlock - size%padBlock
	encoded := base64.StdEncoding.EncodedLen(size + pad)
	buf := c.borrow(size + pad + encoded)
	defer c.giveBack(buf)

	full := (*buf)[:size+pad]
	if _, err := io.ReadFull(c.random, full[:randomSize]); err != nil {
		return "", fmt.Errorf("%s: random source: %w", c.by, err)
	}
	binary.BigEndian.PutUint32(full[randomSize:], uint32(len(plain)))
	copy(full[headerSize:], plain)
	copy(full[headerSize+len(plain):], c.receive)
	for i := size; i < len(full); i++ {
		full[i] = byte(pad)
	}
	cbcEncrypt(c.block, c.iv[:], full)
	out := full[len(full) : len(full)+encoded]
	base64.StdEncoding.Encode(out, full)
	return string(out), nil
}
