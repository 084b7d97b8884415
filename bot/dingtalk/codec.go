package dingtalk

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" // the platform's choice; the secrecy rests on the token
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	randomSize = 16             // random bytes in front of every plaintext
	headerSize = randomSize + 4 // and the length of the message, big endian
	padBlock   = 32             // PKCS#7 over 32 bytes, not over AES's 16
	keyChars   = 43             // an aes_key: 32 bytes in base64 without its "="
)

// Codec signs, encrypts and decrypts what goes through one subscription (protocol 3.9; the scheme is that of WeCom, the receiver is the application's key).
// It may be used by many goroutines at once, provided that its random source may.
type Codec struct {
	token   string
	receive string
	block   cipher.Block
	iv      []byte
	random  io.Reader
}

// NewCodec makes a codec. receiveID is the application's key. random is crypto/rand's Reader outside tests. A key that is not 43 characters of base64 is
// refused; its text is never repeated in the error.
func NewCodec(token, aesKey, receiveID string, random io.Reader) (*Codec, error) {
	key, err := decodeKey(aesKey)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("dingtalk: aes_key: %w", err)
	}
	return &Codec{token: token, receive: receiveID, block: block, iv: key[:aes.BlockSize], random: random}, nil
}

var errKey = errors.New("dingtalk: aes_key is not 43 characters of base64")

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

// Sign gives the signature of a ciphertext: the lower-case hex SHA-1 over token, timestamp, nonce and ciphertext, sorted bytewise and joined.
func (c *Codec) Sign(timestamp, nonce, encrypt string) string {
	parts := []string{c.token, timestamp, nonce, encrypt}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// Open verifies the signature in constant time and decrypts. Every error is a *Rejection.
func (c *Codec) Open(signature, timestamp, nonce, encrypt string) (string, error) {
	if subtle.ConstantTimeCompare([]byte(c.Sign(timestamp, nonce, encrypt)), []byte(signature)) != 1 {
		return "", reject(BadSignature)
	}
	return c.Decrypt(encrypt)
}

// Decrypt gives the plaintext of a ciphertext whose signature was verified before. The checks run in the order of the kinds; every error is a *Rejection.
func (c *Codec) Decrypt(encrypt string) (string, error) {
	if strings.ContainsAny(encrypt, "\r\n") { // the standard decoder passes over line breaks
		return "", reject(BadBase64)
	}
	full, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil {
		return "", reject(BadBase64)
	}
	if len(full) == 0 || len(full)%padBlock != 0 {
		return "", reject(BadSize)
	}
	cipher.NewCBCDecrypter(c.block, c.iv).CryptBlocks(full, full)
	body, err := unpad(full)
	if err != nil {
		return "", err
	}
	return c.message(body)
}

// message takes the random bytes, the length and the receive id off.
func (c *Codec) message(body []byte) (string, error) {
	if len(body) < headerSize {
		return "", reject(BadLength)
	}
	size := int64(binary.BigEndian.Uint32(body[randomSize:]))
	body = body[headerSize:]
	if size > int64(len(body)) {
		return "", reject(BadLength)
	}
	if subtle.ConstantTimeCompare(body[size:], []byte(c.receive)) != 1 {
		return "", reject(BadReceiver)
	}
	return string(body[:size]), nil
}

func unpad(full []byte) ([]byte, error) {
	pad := full[len(full)-1]
	if pad < 1 || pad > padBlock {
		return nil, reject(BadPadding)
	}
	body, tail := full[:len(full)-int(pad)], full[len(full)-int(pad):]
	var odd byte
	for _, b := range tail {
		odd |= b ^ pad
	}
	if odd != 0 {
		return nil, reject(BadPadding)
	}
	return body, nil
}

// Encrypt gives the base64 ciphertext of a message under 16 fresh random bytes. It fails only when the random source does.
func (c *Codec) Encrypt(plain []byte) (string, error) {
	size := headerSize + len(plain) + len(c.receive)
	pad := padBlock - size%padBlock
	full := make([]byte, headerSize, size+pad)
	if _, err := io.ReadFull(c.random, full[:randomSize]); err != nil {
		return "", fmt.Errorf("dingtalk: random source: %w", err)
	}
	binary.BigEndian.PutUint32(full[randomSize:], uint32(len(plain)))
	full = append(append(full, plain...), c.receive...)
	for range pad {
		full = append(full, byte(pad))
	}
	cipher.NewCBCEncrypter(c.block, c.iv).CryptBlocks(full, full)
	return base64.StdEncoding.EncodeToString(full), nil
}
