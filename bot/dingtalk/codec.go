package dingtalk

import (
	"io"

	"lianxin/bot/wire"
)

// Codec signs, encrypts and decrypts what goes through one subscription (protocol 3.9; the scheme is that of WeCom, the receiver is the application's key).
// It may be used by many goroutines at once, provided that its random source may.
type Codec struct{ *wire.Cipher }

// NewCodec makes a codec. receiveID is the application's key. random is crypto/rand's Reader outside tests. A key that is not 43 characters of base64 is
// refused; its text is never repeated in the error.
func NewCodec(token, aesKey, receiveID string, random io.Reader) (*Codec, error) {
	c, err := wire.NewCipher(wire.Keys{By: "dingtalk", Setting: "aes_key", Token: token, AES: aesKey, Receive: receiveID}, random)
	if err != nil {
		return nil, err
	}
	return &Codec{c}, nil
}
