package wecom

import (
	"io"

	"lianxin/bot/wire"
)

// Codec signs, encrypts and decrypts for one application (protocol 1.4 and 1.5). It may be used by many goroutines at once, provided that its random
// source may.
type Codec struct{ *wire.Cipher }

// NewCodec makes a codec. receiveID is the corporation id of a self-built application and the empty string for an AI bot. random is crypto/rand's Reader
// outside tests. A key that is not 43 characters of base64 is refused; its text is never repeated in the error.
func NewCodec(token, encodingAESKey, receiveID string, random io.Reader) (*Codec, error) {
	c, err := wire.NewCipher(wire.Keys{By: "wecom", Setting: "encoding_aes_key", Token: token, AES: encodingAESKey, Receive: receiveID}, random)
	if err != nil {
		return nil, err
	}
	return &Codec{c}, nil
}
