package store

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Dialogs lie in one of two tables. One about a case, its filing, or anything a filer does to it, is sealed and stands under the tag of its person, so that
// neither who nor what can be read in the file, not in a free page either:
//
//	dialogs         address -> dialog
//	dialogs_sealed  tag -> second of its end, sealed dialog
//
// A person has one dialog at most.
const (
	dialogsTable  = "dialogs"
	sealedDialogs = "dialogs_sealed"
)

func aboutDialog(tag []byte) string { return sealedDialogs + "/" + hex.EncodeToString(tag) }

// Dialog gives what the bot waits for from somebody; false if it waits for nothing. In an Update an expired dialog is none; a View, which has no
// instant, gives it as it is stored. A sealed dialog whose key is lost is none.
func (tx *Tx) Dialog(who policy.Address) (ledger.Dialog, bool, error) {
	d, ok, err := tx.plainDialog(who)
	if err == nil && !ok {
		d, ok, err = tx.sealedDialog(who)
	}
	if err != nil || !ok || !tx.At.IsZero() && !d.Open(tx.At) {
		return ledger.Dialog{}, false, err
	}
	return d, true, nil
}

func (tx *Tx) plainDialog(who policy.Address) (d ledger.Dialog, ok bool, err error) {
	row, ok := tx.kv.Get(dialogsTable, appendAddress(nil, who))
	if !ok {
		return d, false, nil
	}
	if err := decodeRow(row, &d); err != nil {
		return d, false, fmt.Errorf("store: dialog of %s: %w", who, err)
	}
	return d, true, nil
}

func (tx *Tx) sealedDialog(who policy.Address) (d ledger.Dialog, ok bool, err error) {
	if tx.vault == nil {
		return d, false, nil
	}
	for _, tag := range tx.vault.tags(who) {
		row, ok := tx.kv.Get(sealedDialogs, tag)
		if !ok || len(row) < 8 {
			continue
		}
		plain, err := tx.vault.open(aboutDialog(tag), row[8:])
		if err != nil {
			continue
		}
		if err := json.Unmarshal(plain, &d); err != nil {
			return d, false, fmt.Errorf("%w: a sealed dialog holds something else", ErrDamaged)
		}
		return d, true, nil
	}
	return d, false, nil
}

// PutDialog stores what the bot waits for; it takes the place of what it waited for before. A dialog that is private (ledger.Dialog.Private) is sealed; a
// *ledger.Refusal without a vault.
func (tx *Tx) PutDialog(d ledger.Dialog) error {
	if d.Who.User == "" || d.Expires.IsZero() {
		return errors.New("store: a dialog needs somebody and an end")
	}
	if d.Private() {
		return tx.putSealedDialog(d)
	}
	row, err := tx.rows.encode(&d)
	if err != nil {
		return fmt.Errorf("store: dialog of %s: %w", d.Who, err)
	}
	tx.endSealedDialog(d.Who)
	tx.set(dialogsTable, appendAddress(nil, d.Who), row)
	return nil
}

func (tx *Tx) putSealedDialog(d ledger.Dialog) error {
	if tx.vault == nil {
		return noVault()
	}
	plain, err := json.Marshal(&d)
	if err != nil {
		return fmt.Errorf("store: a sealed dialog: %w", err)
	}
	tx.EndDialog(d.Who)
	tag := tx.vault.tags(d.Who)[0]
	end := binary.BigEndian.AppendUint64(nil, uint64(d.Expires.Unix()))
	tx.set(sealedDialogs, tag, append(end, tx.seal(aboutDialog(tag), plain)...))
	return nil
}

// EndDialog forgets what the bot waited for. Nothing happens if it waited for nothing.
func (tx *Tx) EndDialog(who policy.Address) {
	key := appendAddress(nil, who)
	if _, ok := tx.kv.Get(dialogsTable, key); ok {
		tx.unset(dialogsTable, key)
	}
	tx.endSealedDialog(who)
}

func (tx *Tx) endSealedDialog(who policy.Address) {
	if tx.vault == nil {
		return
	}
	for _, tag := range tx.vault.tags(who) {
		if _, ok := tx.kv.Get(sealedDialogs, tag); ok {
			tx.unset(sealedDialogs, tag)
		}
	}
}

// pruneSealedDialogs deletes the sealed dialogs that ended before the instant of the transaction.
func (tx *Tx) pruneSealedDialogs() int {
	n := 0
	for tag, row := range tx.kv.Scan(sealedDialogs, nil, nil) {
		if len(row) < 8 || !tx.At.Before(time.Unix(int64(binary.BigEndian.Uint64(row)), 0)) {
			tx.unset(sealedDialogs, tag)
			n++
		}
	}
	return n
}
