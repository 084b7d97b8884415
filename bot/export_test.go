package bot

import (
	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TellSteps lets a test write the notices of what offices do.
func (b *Bot) TellSteps(tx *store.Tx, p ledger.Petition, steps []ledger.Step) error {
	return b.tellSteps(tx, p, steps)
}

// CarryOut lets a test see what becomes of a move that writes.
func (b *Bot) CarryOut(m Message, run func(tx *store.Tx) (string, error)) (string, error) {
	return b.carryOut(&talk{Message: m, cmd: new(phrase.Command)}, change(run))
}
