// Package ledger holds the records of the house and the rules of what may happen to them: activities, petitions, notices, dialogs, journal lines.
//
// It is pure: a transition takes the record, the facts and the instant, and returns a new record or a *Refusal. It never sees a store, a clock,
// a logger, a context or a socket. Records keep facts (who, when), never states: a state is derived from the facts at a given instant.
// Instants are UTC; civil days are policy.Date.
package ledger

import "fmt"

// Refusal is an expected "no": something the person asked for may not be. It is said to the person in the words of Say and is never logged as a fault.
// Everything that is not a *Refusal is a failure.
type Refusal struct {
	Code string // short stable word for tests and metrics: "not_yours", "already_confirmed"
	Say  string // the Chinese sentence for the member
}

// Error gives the code, not the sentence: what is said to a member does not belong in a log.
func (r *Refusal) Error() string { return "refused: " + r.Code }

// Refuse builds a refusal; the sentence may be formatted.
func Refuse(code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Say: fmt.Sprintf(format, args...)}
}
