package bot

import (
	"fmt"

	"lianxin/store"
	"lianxin/store/ledger"
)

// postRoster posts in the groups what was published of a term: days, leaders and rooms. Nothing that is said in a group names a visitor, a case or what
// somebody lacks.
func (b *Bot) postRoster(tx *store.Tx, t *talk, term, step, text string) error {
	for _, to := range b.school.Groups {
		_, err := tx.Notify(ledger.Notice{
			Key:  fmt.Sprintf("%s/%s/%s/%s", kindPublished, term, step, to),
			Kind: kindPublished, Rule: "5.8", To: to, Text: text, Made: t.Received, Due: t.Received,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
