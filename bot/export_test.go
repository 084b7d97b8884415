package bot

import (
	"lianxin/store"
	"lianxin/store/ledger"
)

// TellSteps lets a test write the notices of what offices do.
func (b *Bot) TellSteps(tx *store.Tx, p ledger.Petition, steps []ledger.Step) error {
	return b.tellSteps(tx, p, steps)
}
