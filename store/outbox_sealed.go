package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// sealedReply is the receiver of every row whose receiver and text are sealed in the row itself.
var sealedReply = policy.Address{Channel: SealedChannel, User: "reply"}

// sealedNotice is what lies sealed in such a row.
type sealedNotice struct {
	To   policy.Address `json:"to"`
	Text string         `json:"text"`
}

func aboutNotice(key string) string { return "notices/" + key }

// NotifySealed is Notify for what answers somebody: the reply may tell that he has to do with a case, or who has, so that receiver and text are sealed until
// the row is settled. Without a vault there are no cases, and the row is a plain one.
func (tx *Tx) NotifySealed(n ledger.Notice) (added bool, err error) {
	if tx.vault == nil || n.To.User == "" {
		return tx.Notify(n)
	}
	plain, err := json.Marshal(sealedNotice{n.To, n.Text})
	if err != nil {
		return false, fmt.Errorf("store: a sealed notice: %w", err)
	}
	n.Sealed = tx.seal(aboutNotice(n.Key), plain)
	n.To, n.Member, n.Text = sealedReply, "", ""
	return tx.Notify(n)
}

// OpenNotice gives receiver and text of a row for sending: those of the row, or what is sealed in it. ErrSealed: its key is lost. A receiver that stands for
// somebody else is not resolved.
func (tx *Tx) OpenNotice(n *ledger.Notice) (policy.Address, string, error) {
	if n.Sealed == nil {
		return n.To, n.Text, nil
	}
	plain, err := tx.vault.open(aboutNotice(n.Key), n.Sealed)
	if err != nil {
		return policy.Address{}, "", err
	}
	var in sealedNotice
	if err := json.Unmarshal(plain, &in); err != nil {
		return policy.Address{}, "", fmt.Errorf("%w: a sealed notice holds something else", ErrDamaged)
	}
	return in.To, in.Text, nil
}

// Mark gives a short mark that is the same for the same text and tells nothing of it without the key file.
func (tx *Tx) Mark(text string) string {
	if tx.vault == nil {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:6])
	}
	return hex.EncodeToString(tx.vault.keys[0].mac("mark\x00" + text)[:6])
}
