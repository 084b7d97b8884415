package wire

import (
	"crypto/aes"
	"encoding/base64"
	"errors"
	"strings"
)

// ErrSealedFile means that a file cannot be opened with its key: it is not whole, or the key is another's.
var ErrSealedFile = errors.New("wire: the file cannot be opened with its key")

// OpenFile deciphers a file that a platform keeps encrypted under a key of its own: AES-256-CBC, the key in base64 with or without its "=", its first 16 bytes
// as vector, PKCS#7 over 32 bytes. It works in place; the result shares memory with data. Every error is ErrSealedFile.
func OpenFile(key string, data []byte) ([]byte, error) {
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(key, "="))
	if err != nil || len(raw) != 32 || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, ErrSealedFile
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, ErrSealedFile
	}
	cbcDecrypt(block, raw[:aes.BlockSize], data)
	plain, ok := unpad(data)
	if !ok {
		return nil, ErrSealedFile
	}
	return plain, nil
}
