package wire

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
)

// Cipher block chaining over a block cipher made once. The block modes of crypto/cipher copy the whole key schedule into new memory for every message, which
// costs more than the deciphering of a short one; the vectors and the fuzz tests hold both to the same bytes.

// cbcDecrypt deciphers whole blocks in place, from the last to the first, so that each still finds the ciphertext of the block before it.
func cbcDecrypt(block cipher.Block, iv, data []byte) {
	for i := len(data) - aes.BlockSize; i >= 0; i -= aes.BlockSize {
		this, before := data[i:i+aes.BlockSize], iv
		if i > 0 {
			before = data[i-aes.BlockSize : i]
		}
		block.Decrypt(this, this)
		subtle.XORBytes(this, this, before)
	}
}

// cbcEncrypt enciphers whole blocks in place.
func cbcEncrypt(block cipher.Block, iv, data []byte) {
	before := iv
	for i := 0; i < len(data); i += aes.BlockSize {
		this := data[i : i+aes.BlockSize]
		subtle.XORBytes(this, this, before)
		block.Encrypt(this, this)
		before = this
	}
}
