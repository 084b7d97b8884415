package wire

import (
	"crypto/sha1" // the platform's choice; the secrecy rests on the token
	"crypto/subtle"
	"encoding/hex"
)

// Sign gives the signature of a ciphertext: the lower-case hex SHA-1 over token, timestamp, nonce and ciphertext, sorted bytewise and joined.
func (c *Cipher) Sign(timestamp, nonce, encrypt string) string {
	sum := c.sum(timestamp, nonce, encrypt)
	return string(sum[:])
}

// AppendSign appends the signature to a buffer.
func (c *Cipher) AppendSign(b []byte, timestamp, nonce, encrypt string) []byte {
	sum := c.sum(timestamp, nonce, encrypt)
	return append(b, sum[:]...)
}

// Verify compares in constant time. Every fault, a signature of another length included, is a *Rejection of kind BadSignature.
func (c *Cipher) Verify(signature, timestamp, nonce, encrypt string) error {
	sum := c.sum(timestamp, nonce, encrypt)
	if subtle.ConstantTimeCompare(sum[:], []byte(signature)) != 1 {
		return c.reject(BadSignature)
	}
	return nil
}

func (c *Cipher) sum(timestamp, nonce, encrypt string) (out [2 * sha1.Size]byte) {
	parts := [4]string{c.token, timestamp, nonce, encrypt}
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && parts[j] < parts[j-1]; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	buf := c.borrow(len(c.token) + len(timestamp) + len(nonce) + len(encrypt))
	defer c.giveBack(buf)
	joined := (*buf)[:0]
	for _, p := range parts {
		joined = append(joined, p...)
	}
	sum := sha1.Sum(joined)
	hex.Encode(out[:], sum[:])
	return out
}
