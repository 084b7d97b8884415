package store

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"strings"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"

	"lianxin/config/policy"
)

// ErrSealed is what opening gives for bytes that no key of the vault opens: the key was lost, or they were moved to another record.
var ErrSealed = errors.New("store: no key opens it")

// Vault seals what nobody may read in the ledger's file: who filed a case, who joined it, their words, their pictures, and the dialog in which they said
// it. Its keys lie in a file of their own. Sealing is XChaCha20-Poly1305 with the key of the record as associated data, so that nothing sealed for one
// record opens under another; the id of the key stands before the sealed bytes. A Vault never changes and may be used from many goroutines; it prints as
// <secret>.
type Vault struct {
	keys []vaultKey // the first one seals, all of them open
}

type vaultKey struct {
	id   string
	aead cipher.AEAD
	tags *sync.Pool // of HMACs under the key by which a person's rows are found: making one costs more than using it
}

// NewVault reads an identity key file: a line for each key, its id and the base64 of 32 bytes; the first line seals, all lines open. No error quotes a key.
func NewVault(file []byte) (*Vault, error) {
	v := &Vault{}
	for i, line := range strings.Split(strings.TrimSpace(string(file)), "\n") {
		id, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil || len(secret) != 32 || id == "" || len(id) > maxKeyID || v.key(id) != nil {
			return nil, fmt.Errorf("store: line %d of the identity key file is not a key", i+1)
		}
		key, err := newVaultKey(id, secret)
		if err != nil {
			return nil, err
		}
		v.keys = append(v.keys, key)
	}
	return v, nil
}

// maxKeyID is the longest id of a key, in bytes.
const maxKeyID = 32

// newVaultKey derives from a secret what seals and what makes tags, so that neither tells anything of the other.
func newVaultKey(id string, secret []byte) (vaultKey, error) {
	seal, err := hkdf.Key(sha256.New, secret, nil, "lianxin seal 1", chacha20poly1305.KeySize)
	if err != nil {
		return vaultKey{}, fmt.Errorf("store: vault: %w", err)
	}
	tags, err := hkdf.Key(sha256.New, secret, nil, "lianxin tag 1", sha256.Size)
	if err != nil {
		return vaultKey{}, fmt.Errorf("store: vault: %w", err)
	}
	aead, err := chacha20poly1305.NewX(seal)
	if err != nil {
		return vaultKey{}, fmt.Errorf("store: vault: %w", err)
	}
	return vaultKey{id: id, aead: aead, tags: &sync.Pool{New: func() any { return hmac.New(sha256.New, tags) }}}, nil
}

// String keeps keys out of every log; the same for %#v.
func (v *Vault) String() string   { return "<secret>" }
func (v *Vault) GoString() string { return "<secret>" }

func (v *Vault) key(id string) *vaultKey {
	for i := range v.keys {
		if v.keys[i].id == id {
			return &v.keys[i]
		}
	}
	return nil
}

// sealedVersion begins all sealed bytes; the length of the key's id, the id, the nonce and the sealed text follow.
const sealedVersion = 1

// seal seals bytes for the record named about, with the first key.
func (v *Vault) seal(about string, plain []byte) []byte {
	k := &v.keys[0]
	out := make([]byte, 0, 2+len(k.id)+chacha20poly1305.NonceSizeX+len(plain)+k.aead.Overhead())
	out = append(out, sealedVersion, byte(len(k.id)))
	out = append(out, k.id...)
	from := len(out)
	out = out[:from+chacha20poly1305.NonceSizeX]
	_, _ = rand.Read(out[from:]) // never fails: the program ends if the system has no randomness
	return k.aead.Seal(out, out[from:], plain, []byte(about))
}

// open opens what was sealed for the record named about; ErrSealed if no key does.
func (v *Vault) open(about string, sealed []byte) ([]byte, error) {
	id, rest, ok := sealedBy(sealed)
	if !ok || v == nil {
		return nil, ErrSealed
	}
	k := v.key(id)
	if k == nil || len(rest) < chacha20poly1305.NonceSizeX {
		return nil, ErrSealed
	}
	plain, err := k.aead.Open(nil, rest[:chacha20poly1305.NonceSizeX], rest[chacha20poly1305.NonceSizeX:], []byte(about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// sealedBy gives the id of the key that sealed bytes, and what follows it.
func sealedBy(sealed []byte) (id string, rest []byte, ok bool) {
	if len(sealed) < 2 || sealed[0] != sealedVersion || len(sealed) < 2+int(sealed[1]) {
		return "", nil, false
	}
	n := 2 + int(sealed[1])
	return string(sealed[2:n]), sealed[n:], true
}

// tagSize is the length of a tag in bytes: enough that no two people share one.
const tagSize = 16

// tags are the marks under which the rows of an address may stand, that of the first key first. Without the key file a tag tells nothing.
func (v *Vault) tags(a policy.Address) [][]byte { return v.shelfTags(shelfPeople, a) }

// mac is a mark of a text that nobody can make without the key.
func (k *vaultKey) mac(text string) []byte {
	h := k.tags.Get().(hash.Hash)
	defer k.tags.Put(h)
	h.Reset()
	h.Write([]byte(text))
	return h.Sum(nil)
}

// shelfTags are the tags of one shelf of the vault: what somebody has on one shelf cannot be told by its tag to be of the one who has something on another.
func (v *Vault) shelfTags(shelf byte, a policy.Address) [][]byte {
	a = a.Fold()
	about := a.Channel + "\x00" + a.User
	if shelf != shelfPeople {
		about = "\x00" + string(shelf) + "\x00" + about
	}
	out := make([][]byte, 0, len(v.keys))
	for i := range v.keys {
		out = append(out, v.keys[i].mac(about)[:tagSize])
	}
	return out
}

// keysTable holds, for each key that ever sealed something here, a word sealed with it: by it a lost key is noticed, and a wrong one under the same id.
const keysTable = "vault_keys"

var keyWord = []byte("lianxin")

// seal seals bytes in a transaction and sees to it that the key is known to the ledger.
func (tx *Tx) seal(about string, plain []byte) []byte {
	id := []byte(tx.vault.keys[0].id)
	if _, ok := tx.kv.Get(keysTable, id); !ok {
		tx.set(keysTable, id, tx.vault.seal("key/"+string(id), keyWord))
	}
	return tx.vault.seal(about, plain)
}

// lostKeys lists the ids of keys that sealed something here and that the vault does not have, or has with another content.
func (tx *Tx) lostKeys() []string {
	var out []string
	for id, sealed := range tx.kv.Scan(keysTable, nil, nil) {
		if word, err := tx.vault.open("key/"+string(id), sealed); err != nil || !bytes.Equal(word, keyWord) {
			out = append(out, string(id))
		}
	}
	return out
}

// LostKeys lists the ids of identity keys that sealed something in this ledger and that the vault cannot use: what they sealed can be read by nobody, the
// rest of the ledger goes on. Empty with all keys at hand; without a vault all keys are lost.
func (s *Store) LostKeys() (ids []string, err error) {
	err = s.View(func(tx *Tx) error {
		ids = tx.lostKeys()
		return nil
	})
	return ids, err
}

// HoldsIdentities tells whether anything in the ledger is sealed: then it needs the key file with which that was done.
func (s *Store) HoldsIdentities() (holds bool, err error) {
	err = s.View(func(tx *Tx) error {
		for range tx.kv.Scan(keysTable, nil, nil) {
			holds = true
			return nil
		}
		return nil
	})
	return holds, err
}

// Unlock gives the ledger its vault, before anybody uses it; Options.Vault does the same.
func (s *Store) Unlock(v *Vault) { s.vault = v }
