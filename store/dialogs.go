package store

import (
	"errors"
	"fmt"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

const dialogsTable = "dialogs"

// Dialog gives what the bot waits for from somebody; false if it waits for nothing. In an Update an expired dialog is none; a View, which has no
// instant, gives it as it is stored.
func (tx *Tx) Dialog(who policy.Address) (ledger.Dialog, bool, error) {
	row, ok := tx.kv.Get(dialogsTable, appendAddress(nil, who))
	if !ok {
		return ledger.Dialog{}, false, nil
	}
	var d ledger.Dialog
	if err := decodeRow(row, &d); err != nil {
		return ledger.Dialog{}, false, fmt.Errorf("store: dialog of %s: %w", who, err)
	}
	if !tx.At.IsZero() && !d.Open(tx.At) {
		return ledger.Dialog{}, false, nil
	}
	return d, true, nil
}

// PutDialog stores what the bot waits for; it takes the place of what it waited for before.
func (tx *Tx) PutDialog(d ledger.Dialog) error {
	if d.Who.User == "" || d.Expires.IsZero() {
		return errors.New("store: a dialog needs somebody and an end")
	}
	row, err := tx.rows.encode(&d)
	if err != nil {
		return fmt.Errorf("store: dialog of %s: %w", d.Who, err)
	}
	tx.set(dialogsTable, appendAddress(nil, d.Who), row)
	return nil
}

// EndDialog forgets what the bot waited for. Nothing happens if it waited for nothing.
func (tx *Tx) EndDialog(who policy.Address) {
	key := appendAddress(nil, who)
	if _, ok := tx.kv.Get(dialogsTable, key); ok {
		tx.unset(dialogsTable, key)
	}
}
