package ledger

import "fmt"

// RatingSeries begins the keys of the questions for a rating, and is their kind.
const RatingSeries = "petition_rate"

// The steps of that question.
const (
	RateWithReply = "reply" // with the answer itself
	RateAgain     = "again" // once more, after some days; then silence
)

// What the keys of notices about a case begin with, before the case: case/XF2026-0042/filed/2026-11-19/liu, look/XF2026-0042/1/liu.
const (
	CaseSeries = "case" // a step of it
	LookSeries = "look" // the second person's word on a look
)

// RatingKey is the Notice.Key under which the filer is asked for a rating of the present answer: petition_rate/XF2026-0042/1/reply; a second answer has
// another number. Whoever gets there first asks, the conversation with the answer or the reminders after it, and nobody is asked twice.
func (p *Petition) RatingKey(step string) string {
	return fmt.Sprintf("%s/%s/%d/%s", RatingSeries, p.ID, p.finals(), step)
}
