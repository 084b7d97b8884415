package reminders

import (
	"fmt"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// chase does what the program does about open cases by itself (requirements 2.6): 督办, the leader in charge, closing. Staff read of it in their digest of
// the next morning (writeCases), one message a person however many cases there are; a filer is told here that his case was closed.
func (r *Reminders) chase(at time.Time) error {
	n, err := r.st.Chase(r.school, at, r.tellClosed)
	if n > 0 {
		r.log.Info().Int("cases", n).Msg("reminders: cases were chased or closed")
	}
	return err
}

// tellClosed writes, in the transaction that closed a case because its filer said nothing, the notices to everybody who filed it or joined it.
func (r *Reminders) tellClosed(tx *store.Tx, p ledger.Petition, steps []ledger.Step) error {
	for _, s := range steps {
		if s.Verb != ledger.VerbClosed {
			continue
		}
		people, err := tx.Filers(p.ID)
		if err != nil {
			return err
		}
		for _, to := range people {
			if _, err := tx.Notify(r.closedNotice(&p, to, tx.At)); err != nil {
				return fmt.Errorf("reminders: %s: %w", p.ID, err)
			}
		}
	}
	return nil
}

// closedUse is how long the word that a case was closed is of use.
const closedUse = 30 * 24 * time.Hour

func (r *Reminders) closedNotice(p *ledger.Petition, to policy.Address, at time.Time) ledger.Notice {
	n := ledger.Notice{
		Key: fmt.Sprintf("%s/%s/%s", KindPetitionClosed, p.ID, to.User), Kind: KindPetitionClosed, Rule: "5.7", To: to, Made: at, Planned: at,
		Until: at.Add(closedUse), Text: sayClosed(r.school, p, caseOf(to)),
	}
	n.Due = r.dueAt(&n, at, at).UTC()
	return n
}
