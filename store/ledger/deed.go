package ledger

import (
	"time"

	"lianxin/config/policy"
)

// Names by which a journal line calls those who must not be named, and the program itself.
const (
	ByFiler    = "filer"    // 来信人
	ByFollower = "follower" // 附议人
	BySystem   = "system"
	ByStranger = "visitor" // somebody who is neither listed nor the filer
)

// Actor is who does something to a case. Whether it is the filer is found by the store (Tx.ActorOn): a record does not know.
type Actor struct {
	Member   *policy.Member // nil: not listed
	Filer    bool           // filed the case
	Follower bool           // joined it (附议)
	System   bool           // the program by itself
}

// TheSystem is the program acting by itself: 督办, closing, retention.
func TheSystem() Actor { return Actor{System: true} }

// Staff is a member who acts by office.
func Staff(m *policy.Member) Actor { return Actor{Member: m} }

// Name is how the journal calls the actor: never by name where that would tell who filed.
func (a Actor) Name() string {
	switch {
	case a.System:
		return BySystem
	case a.Filer:
		return ByFiler
	case a.Follower:
		return ByFollower
	case a.Member != nil:
		return a.Member.ID
	}
	return ByStranger
}

// Deed is who does something, when, and what came of it: every transition appends its Steps, which the store writes into the journal (Tx.Keep) and
// the caller turns into notices. A Deed is made afresh in each run of a transaction.
type Deed struct {
	School *policy.School
	By     Actor
	At     time.Time // UTC
	Steps  []Step
	Logged int // how many of them the store has written
}

// Step is one line of the journal, and whom it concerns.
type Step struct {
	About string // id of the case or issue
	Verb  string // one of the Verb constants
	Note  string // short facts, never words of a filer
	Tells []Concern
}

// Concern is somebody who is to be told of a step.
type Concern struct {
	Who  Role   // RoleFiler (with everybody who joined), RoleOfficer, RoleHead, RoleHandler, RoleLeader
	Unit string // for handlers and leaders
}

// day is the school's day of the deed.
func (d *Deed) day() policy.Date { return d.School.Today(d.At) }

// times are the school's time limits.
func (d *Deed) times() policy.Timings { return d.School.Petitions.Times() }

// note appends a step.
func (d *Deed) note(about, verb, note string, tells ...Concern) {
	d.Steps = append(d.Steps, Step{About: about, Verb: verb, Note: note, Tells: tells})
}

// Whom a step concerns.
func toFiler() Concern             { return Concern{Who: RoleFiler} }
func toOfficer() Concern           { return Concern{Who: RoleOfficer} }
func toHead() Concern              { return Concern{Who: RoleHead} }
func toUnit(unit string) Concern   { return Concern{Who: RoleHandler, Unit: unit} }
func toLeader(unit string) Concern { return Concern{Who: RoleLeader, Unit: unit} }

// toUnits concerns every unit that works on a case.
func toUnits(p *Petition) []Concern {
	var out []Concern
	for _, unit := range p.Units() {
		out = append(out, toUnit(unit))
	}
	return out
}

// Verbs of the journal about a case.
const (
	VerbFiled        = "filed"
	VerbTold         = "told"
	VerbSummarised   = "summarised"
	VerbClassified   = "classified"
	VerbAssigned     = "assigned"
	VerbTaken        = "taken"
	VerbReturned     = "returned"
	VerbAskedReturn  = "asked_return"
	VerbKept         = "return_denied"
	VerbRemoved      = "reassigned"
	VerbAskedMore    = "asked_extension"
	VerbExtended     = "extended"
	VerbNotExtended  = "extension_denied"
	VerbPart         = "part"    // a co-handler's part
	VerbDrafted      = "drafted" // a reply waits for the second person
	VerbChecked      = "checked"
	VerbRejected     = "rejected"
	VerbReplied      = "replied"
	VerbRated        = "rated"
	VerbReworked     = "rework"
	VerbClosed       = "closed"
	VerbWithdrawn    = "withdrawn"
	VerbMerged       = "merged"
	VerbAbsorbed     = "absorbed"
	VerbAdded        = "supplemented"
	VerbUrged        = "urged"
	VerbSupervised   = "supervised"
	VerbHidden       = "hidden"
	VerbJoined       = "joined"
	VerbAllowed      = "contact_allowed"
	VerbReleased     = "contact_released"
	VerbRecused      = "recused"
	VerbObjected     = "objected"
	VerbHandedBack   = "handed_back"
	VerbAskedReview  = "review_asked"
	VerbReviewed     = "reviewed"
	VerbHearing      = "hearing"
	VerbEnded        = "ended"
	VerbFollowedUp   = "followed_up"
	VerbExcluded     = "excluded"
	VerbLookAsked    = "look_asked"
	VerbLookApproved = "look_approved"
	VerbLookDenied   = "look_denied"
	VerbLooked       = "identity_opened"
	VerbRead         = "read"
	VerbForgotten    = "identity_deleted"
	VerbDeleted      = "deleted"
)
