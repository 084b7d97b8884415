package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Dialog 未完成的对话: what the bot still waits for from one person. It is a row with an expiry, so that it survives a restart. A dialog that ended
// without an answer may leave a draft behind, which stays a few days longer.
type Dialog struct {
	Who     policy.Address `json:"who"`
	Expires time.Time      `json:"expires"`           // UTC; 30 minutes after the last word
	Kind    string         `json:"kind"`              // what is awaited, one of the constants below
	Group   string         `json:"group,omitempty"`   // conversation in which it was begun; "" one to one
	Records []string       `json:"records,omitempty"` // ids the dialog is about, in the order shown
	Ask     []string       `json:"ask,omitempty"`     // slots still to be asked, the first one asked now: "date", "activities[1].course"
	Asked   int            `json:"asked,omitempty"`   // questions asked about the report so far
	Choices []string       `json:"choices,omitempty"` // what a number picks: ids of members or full names of units, in the order shown
	Drafts  []Draft        `json:"drafts,omitempty"`  // what was said so far and is no record yet
	For     []string       `json:"for,omitempty"`     // members on whose behalf it was said
	Confirm []string       `json:"confirm,omitempty"` // slots that will wait for 对 when the draft becomes a record
	Verdict string         `json:"verdict,omitempty"` // what choosing a record does to it, one of the verdicts below
	Reason  string         `json:"reason,omitempty"`  // why a record is to be taken back, if said
	Fields  []string       `json:"fields,omitempty"`  // what a correction changes, whose values stand in the only draft
	Left    *Left          `json:"left,omitempty"`    // the draft that an earlier dialog left behind
	Card    string         `json:"card,omitempty"`    // id of the card that went with it; "" = there were words alone
	Booking *Booking       `json:"booking,omitempty"` // a place that is wanted, or by its id alone one that was given
	Change  *SlotChange    `json:"change,omitempty"`  // of the roster, that waits for a yes
	Filing  *FilingDraft   `json:"filing,omitempty"`  // a case that is being told, or what a filer says about one
}

// FilingDraft is what was said so far of a case that is no record yet, or of a step of its filer. Its dialog is sealed.
type FilingDraft struct {
	Filing Filing       `json:"filing"`          // what was said so far
	Step   string       `json:"step,omitempty"`  // what is awaited: "level", "text", "category", "similar" ... : the bot's words
	Case   string       `json:"case,omitempty"`  // the case that a word is about: rating, supplement, review
	Alike  []string     `json:"alike,omitempty"` // ids of the cases that were offered, in the order shown
	Texts  []string     `json:"texts,omitempty"` // further words, in the order said
	Files  []Attachment `json:"files,omitempty"` // pictures that were put and belong to no case yet
}

// Private tells whether the dialog must be sealed: it is about a case that is being filed, or names a case, which would tell who has to do with it; or it is
// about a place at a reception, which would tell who comes there.
func (d *Dialog) Private() bool {
	if d.Filing != nil || d.Booking != nil {
		return true
	}
	return slices.ContainsFunc(d.Records, func(id string) bool { return strings.HasPrefix(id, PetitionLetters) })
}

// Left 草稿: a report that was begun and not finished. It can be taken up again until it is forgotten.
type Left struct {
	Until   time.Time `json:"until"` // UTC
	Ask     []string  `json:"ask,omitempty"`
	Choices []string  `json:"choices,omitempty"`
	Drafts  []Draft   `json:"drafts"`
	For     []string  `json:"for,omitempty"`
	Confirm []string  `json:"confirm,omitempty"`
}

// draftStays is how long a draft can be taken up after the bot has stopped waiting for it.
const draftStays = 3 * 24 * time.Hour

// What may be said of a record that waits; also the verb of its journal line.
const (
	VerdictConfirmed = "confirmed" // 对
	VerdictDeclined  = "declined"  // 不对
	VerdictApproved  = "approved"  // the office lets a late entry count
	VerdictRetracted = "retracted" // it is taken back
)

// What a dialog waits for.
const (
	DialogReport  = "report"  // a slot without which nothing can be recorded
	DialogAfter   = "after"   // 对, 改, 删 or a missing slot of records just made
	DialogRetract = "retract" // a yes before a record is taken back
	DialogChoose  = "choose"  // which of several records
	DialogCorrect = "correct" // which of several records a correction is for
	DialogTwin    = "twin"    // a yes before something is entered that looks entered already
	DialogPlan    = "plan"    // 好 before an activity to come is kept as a plan
	DialogLesson  = "lesson"  // a yes before first lessons are arranged, changed or called off; each draft names its speaker, and the plan that it changes
	DialogDue     = "due"     // which of several plans was carried out; Records are their ids
	DialogShown   = "shown"   // nothing: records were shown, and 第二条 means the second of them
	DialogRoster  = "roster"  // 发布 under the table of a term; Records is its id, Reason tells which table
	DialogChange  = "change"  // a yes to a change of the roster
	DialogSwap    = "swap"    // with whom, among Choices; then which of his receptions: For is the other, Records the own one
	DialogBook    = "book"    // which of the free times of a reception
	DialogBooked  = "booked"  // whether the leader on duty may know who booked
	DialogUnbook  = "unbook"  // a yes before a booking is given back
	DialogSheet   = "sheet"   // what came of a reception
	DialogImport  = "import"  // a yes before an import is taken back
	DialogTalk    = "talk"    // whether a place is booked, or the wish to talk passed on
	DialogPolicy  = "policy"  // nothing: an article was explained, and 全文 means its text; Records names it
	DialogFiling  = "filing"  // what a case still needs before it is registered; sealed
	DialogCase    = "case"    // which of the speaker's own cases is meant, or what he says about one; sealed
)

// Draft is an activity that was said but cannot be a record yet, because the day is not known.
type Draft struct {
	Kind    policy.Kind `json:"kind,omitempty"`
	Date    policy.Date `json:"date,omitzero"`
	Said    Details     `json:"said"`
	Leaders []string    `json:"leaders,omitempty"` // ids of others who were there
	Plan    string      `json:"plan,omitempty"`    // id of the plan that it carries out
	Sheet   *Sheet      `json:"sheet,omitempty"`   // what came of the reception that it is
}

// Open tells whether the dialog still waits at an instant.
func (d *Dialog) Open(at time.Time) bool { return d != nil && at.Before(d.Expires) }

// Remains gives the draft that can be taken up when the dialog waits no longer, or makes room for another: its own, else the one that it carried
// along; nil if there is none, or none any more.
func (d *Dialog) Remains(at time.Time) *Left {
	if d == nil {
		return nil
	}
	left := d.Left
	if len(d.Drafts) > 0 && (d.Kind == DialogReport || d.Kind == DialogTwin) {
		left = &Left{Until: d.Expires.Add(draftStays), Ask: d.Ask, Choices: d.Choices, Drafts: d.Drafts, For: d.For, Confirm: d.Confirm}
	}
	if left == nil || !at.Before(left.Until) {
		return nil
	}
	return left
}

// KeepLeft gives the row that keeps nothing but a draft. It ends when the draft was left, not now: the row is a plain one with a name, and the instant of a
// step in a case would tell whose step it was.
func KeepLeft(who policy.Address, left *Left) Dialog {
	return Dialog{Who: who, Expires: left.Until.Add(-draftStays).UTC(), Left: left}
}

// LeaveDraft makes the draft of a report that is given up for now.
func LeaveDraft(l Left, at time.Time) *Left {
	l.Until = at.UTC().Add(draftStays)
	return &l
}
