package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Dialog 未完成的对话: what the bot still waits for from one person. It is a row with an expiry, so that it survives a restart.
type Dialog struct {
	Who     policy.Address `json:"who"`
	Expires time.Time      `json:"expires"`           // UTC; 30 minutes after the last word
	Kind    string         `json:"kind"`              // what is awaited, one of the constants below
	Records []string       `json:"records,omitempty"` // ids the dialog is about, in the order shown
	Ask     []string       `json:"ask,omitempty"`     // slots still to be asked, the first one asked now: "date", "activities[1].course"
	Drafts  []Draft        `json:"drafts,omitempty"`  // what was said so far and is no record yet
	For     []string       `json:"for,omitempty"`     // members on whose behalf it was said
	Confirm []string       `json:"confirm,omitempty"` // slots that will wait for 对 when the draft becomes a record
	Verdict string         `json:"verdict,omitempty"` // what choosing a record does to it, one of the verdicts below
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

// Private tells whether the dialog must be sealed: it is about a case that is being filed, or names a case, which would tell who has to do with it.
func (d *Dialog) Private() bool {
	if d.Filing != nil {
		return true
	}
	return slices.ContainsFunc(d.Records, func(id string) bool { return strings.HasPrefix(id, PetitionLetters) })
}

// What may be said of a record that waits; also the verb of its journal line.
const (
	VerdictConfirmed = "confirmed" // 对
	VerdictDeclined  = "declined"  // 不对
	VerdictApproved  = "approved"  // the office lets a late entry count
)

// What a dialog waits for.
const (
	DialogReport  = "report"  // a slot without which nothing can be recorded
	DialogAfter   = "after"   // 对, 改, 删 or a missing slot of records just made
	DialogRetract = "retract" // a yes before a record is taken back
	DialogChoose  = "choose"  // which of several records
)

// Draft is an activity that was said but cannot be a record yet, because the day is not known.
type Draft struct {
	Kind    policy.Kind `json:"kind,omitempty"`
	Date    policy.Date `json:"date,omitzero"`
	Said    Details     `json:"said"`
	Leaders []string    `json:"leaders,omitempty"` // ids of others who were there
}

// Open tells whether the dialog still waits at an instant.
func (d *Dialog) Open(at time.Time) bool { return d != nil && at.Before(d.Expires) }
