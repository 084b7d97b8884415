package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// Pictures and papers of cases lie in the ledger's own file, sealed, because they may show who somebody is:
//
//	blobs      hash -> second, sealed contents      under the SHA-256 of the contents
//	blob_refs  hash serial                          which cases they belong to
//
// A blob without a case, of a filing that was given up, is deleted after a day.
const (
	blobsTable = "blobs"
	blobRefs   = "blob_refs"
	hashLength = 32
	blobWaits  = 24 * time.Hour
)

// Blob is a checked and sealed picture or paper that is not yet in the ledger.
type Blob struct {
	Attachment ledger.Attachment
	sealed     []byte
	keyID      string
}

// SealBlob checks what somebody sent and seals it, before the transaction that puts it: a *ledger.Refusal for a type or a size that is not taken, or
// without a vault.
func (s *Store) SealBlob(data []byte, at time.Time) (Blob, error) {
	if s.vault == nil {
		return Blob{}, noVault()
	}
	a, err := ledger.Attach(data, at.UTC())
	if err != nil {
		return Blob{}, err
	}
	return Blob{Attachment: a, sealed: s.vault.seal(aboutBlob(a.Hash), data), keyID: s.vault.keys[0].id}, nil
}

func aboutBlob(hash string) string { return blobsTable + "/" + hash }

// PutBlob keeps a sealed blob. One that is there already stays as it is.
func (tx *Tx) PutBlob(b Blob) error {
	key, err := hex.DecodeString(b.Attachment.Hash)
	if err != nil || len(key) != hashLength || tx.vault == nil {
		return errors.New("store: a blob without contents")
	}
	_ = tx.seal("", nil) // sees to it that the key is known to the ledger
	tx.set(blobsTable, key, append(binary.BigEndian.AppendUint64(nil, uint64(tx.At.Unix())), b.sealed...))
	return nil
}

func (tx *Tx) hasBlob(hash string) bool {
	key, err := hex.DecodeString(hash)
	_, ok := tx.kv.Get(blobsTable, key)
	return ok && err == nil
}

// refer notes that a blob belongs to a case.
func (tx *Tx) refer(hash string, s ledger.Serial) {
	key, err := hex.DecodeString(hash)
	if err != nil {
		tx.fail(fmt.Errorf("store: %q is no hash", hash))
		return
	}
	tx.set(blobRefs, appendSerial(key, s), nil)
}

// OpenBlob opens a picture of a case for somebody who may see it (ledger.OpAttachments). ErrSealed: its key is lost.
func (tx *Tx) OpenBlob(d *ledger.Deed, id, hash string) ([]byte, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return nil, err
	}
	if no := ledger.May(d.School, d.By, ledger.OpAttachments, &p, d.School.Today(d.At)); no != nil {
		return nil, no
	}
	for _, a := range p.Attachments {
		if a.Hash == hash {
			return tx.openBlob(hash)
		}
	}
	return nil, ErrNotFound
}

// Picture opens a picture of a case for the outbox: who may see it was asked when the notice that names it was written. ErrNotFound: retention has deleted
// it; ErrSealed: its key is lost.
func (tx *Tx) Picture(id, hash string) ([]byte, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return nil, err
	}
	for _, a := range p.Attachments {
		if a.Hash == hash {
			return tx.openBlob(hash)
		}
	}
	return nil, ErrNotFound
}

func (tx *Tx) openBlob(hash string) ([]byte, error) {
	key, _ := hex.DecodeString(hash)
	row, ok := tx.kv.Get(blobsTable, key)
	if !ok || len(row) < 8 {
		return nil, ErrNotFound
	}
	return tx.vault.open(aboutBlob(hash), row[8:])
}

// dropBlobs takes a case's blobs away; those that belong to another case too stay.
func (tx *Tx) dropBlobs(p *ledger.Petition) {
	serial, _ := ledger.ParseID(ledger.PetitionLetters, p.ID)
	for _, a := range p.Attachments {
		key, err := hex.DecodeString(a.Hash)
		if err != nil {
			continue
		}
		tx.unset(blobRefs, appendSerial(append([]byte(nil), key...), serial))
		if !tx.referred(key) {
			tx.unset(blobsTable, key)
		}
	}
}

// referred tells whether a blob belongs to a case.
func (tx *Tx) referred(key []byte) bool {
	from, to := kv.Prefix(key)
	for range tx.kv.Scan(blobRefs, from, to) {
		return true
	}
	return false
}

// pruneBlobs deletes the blobs that no case has taken for a day.
func (tx *Tx) pruneBlobs() int {
	var gone [][]byte
	before := uint64(tx.At.Add(-blobWaits).Unix())
	for key, row := range tx.kv.Scan(blobsTable, nil, nil) {
		if len(row) >= 8 && binary.BigEndian.Uint64(row) < before && !tx.referred(key) {
			gone = append(gone, append([]byte(nil), key...))
		}
	}
	for _, key := range gone {
		tx.unset(blobsTable, key)
	}
	return len(gone)
}
