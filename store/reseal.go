package store

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"lianxin/store/ledger"
)

// resealSlice is how many rows one transaction of Reseal changes at most.
const resealSlice = 500

// Reseal seals everything anew with the first key of the vault, so that an older key can be taken out of the key file afterwards. What was sealed with a
// key that is not at hand stays as it is and is counted as lost. It may be repeated after a failure. Sealed dialogs are left to end by themselves within
// their half hour, and sealed answers and cards to be pruned: when the older key leaves the file a day later, nothing is missed but the words of old
// replies and the buttons of old cards.
func (s *Store) Reseal(at time.Time) (resealed, lost int, err error) {
	if s.vault == nil {
		return 0, 0, noVault()
	}
	var from []byte
	for more := true; more && err == nil; {
		var n, missed int
		var next []byte
		err = s.Update(at, func(tx *Tx) error {
			var err error
			n, missed, next, err = tx.resealRows(from)
			return err
		})
		resealed, lost, from = resealed+n, lost+missed, next
		more = next != nil
	}
	if err == nil {
		err = s.resealBlobs(at, &resealed, &lost)
	}
	if err == nil {
		err = s.resealAccounts(at, &resealed, &lost)
	}
	if err == nil {
		err = s.Update(at, func(tx *Tx) error { return tx.retireKeys() })
	}
	return resealed, lost, err
}

// resealRows seals the rows of the vault anew from a key on; next is where to go on, nil at the end.
func (tx *Tx) resealRows(from []byte) (n, lost int, next []byte, err error) {
	type old struct {
		key []byte
		row sealedRow
	}
	var rows []old
	for key, row := range tx.kv.Scan(vaultTable, from, nil) {
		if len(rows) == resealSlice {
			next = append([]byte(nil), key...)
			break
		}
		var r sealedRow
		if err := decodeRow(row, &r); err != nil {
			return 0, 0, nil, err
		}
		rows = append(rows, old{append([]byte(nil), key...), r})
	}
	first := tx.vault.keys[0].id
	for _, o := range rows {
		if id, _, _ := sealedBy(o.row.Sealed); id == first {
			continue
		}
		plain, err := tx.vault.open(aboutSealed(o.key), o.row.Sealed)
		if errors.Is(err, ErrSealed) {
			lost++
			continue
		}
		o.row.Sealed = tx.seal(aboutSealed(o.key), plain)
		if o.row.Tag != nil {
			var who Person
			if err := json.Unmarshal(plain, &who); err != nil {
				return 0, 0, nil, ErrDamaged
			}
			o.row.Tag = tx.vault.shelfTags(taggedAs(o.key[serialSize]), who.Address)[0]
		}
		if err := sealed.put(tx, o.key, &o.row); err != nil {
			return 0, 0, nil, err
		}
		n++
	}
	return n, lost, next, nil
}

// resealBlobs seals the pictures anew, one a transaction: they are large.
func (s *Store) resealBlobs(at time.Time, resealed, lost *int) error {
	var hashes [][]byte
	err := s.View(func(tx *Tx) error {
		hashes = nil
		first := tx.vault.keys[0].id
		for key, row := range tx.kv.Scan(blobsTable, nil, nil) {
			if id, _, _ := sealedBy(row[min(8, len(row)):]); id != first {
				hashes = append(hashes, append([]byte(nil), key...))
			}
		}
		return nil
	})
	for _, key := range hashes {
		if err != nil {
			return err
		}
		ok := false
		err = s.Update(at, func(tx *Tx) error {
			row, there := tx.kv.Get(blobsTable, key)
			about := aboutBlob(hex.EncodeToString(key))
			plain, err := tx.vault.open(about, row[min(8, len(row)):])
			if ok = there && err == nil; ok {
				tx.set(blobsTable, key, append(append([]byte(nil), row[:8]...), tx.seal(about, plain)...))
			}
			return nil
		})
		if ok {
			*resealed++
		} else {
			*lost++
		}
	}
	return err
}

// resealAccounts seals anew what is known of accounts.
func (s *Store) resealAccounts(at time.Time, resealed, lost *int) error {
	var n, missed int
	err := s.Update(at, func(tx *Tx) error {
		var err error
		n, missed, err = tx.resealAccounts()
		return err
	})
	*resealed, *lost = *resealed+n, *lost+missed
	return err
}

// retireKeys forgets the keys that have sealed nothing that is left.
func (tx *Tx) retireKeys() error {
	used := map[string]bool{tx.vault.keys[0].id: true}
	for _, row := range tx.kv.Scan(vaultTable, nil, nil) {
		var r sealedRow
		if decodeRow(row, &r) == nil {
			id, _, _ := sealedBy(r.Sealed)
			used[id] = true
		}
	}
	for _, row := range tx.kv.Scan(blobsTable, nil, nil) {
		id, _, _ := sealedBy(row[min(8, len(row)):])
		used[id] = true
	}
	for _, row := range tx.kv.Scan(accountsTable, nil, nil) {
		id, _, _ := sealedBy(row)
		used[id] = true
	}
	var gone [][]byte
	for id := range tx.kv.Scan(keysTable, nil, nil) {
		if !used[string(id)] {
			gone = append(gone, append([]byte(nil), id...))
		}
	}
	for _, id := range gone {
		tx.unset(keysTable, id)
	}
	return tx.Log(ledger.BySystem, "resealed", "", tx.vault.keys[0].id)
}
