package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Look 查看身份 is one request to know who filed a case, with a typed reason; for a confidential case a second person approves it. A look that was approved
// is good once, for three days. The reading of a confidential case's content is a look too, of the kind "read".
type Look struct {
	Case       string    `json:"case"`
	Number     int       `json:"number"` // from 1 within the case
	By         string    `json:"by"`
	Role       Role      `json:"role"`             // as what
	Reason     string    `json:"reason,omitempty"` // for the audit, not for the filer
	Asked      time.Time `json:"asked"`
	Needs      bool      `json:"needs,omitempty"` // a second approver
	Approved   time.Time `json:"approved,omitzero"`
	ApprovedBy string    `json:"approved_by,omitempty"`
	Denied     time.Time `json:"denied,omitzero"`
	Opened     time.Time `json:"opened,omitzero"` // the identity was shown
	Read       bool      `json:"read,omitempty"`  // the content was read, not the identity
}

// lookLasts is how long an approval is good.
const lookLasts = 3 * 24 * time.Hour

// leastReason is how many letters a reason has at least.
const leastReason = 4

// AskLook asks for the identity behind a case. The number is for the store to give.
func AskLook(d *Deed, p *Petition, reason string) (Look, error) {
	if err := d.may(OpLook, p); err != nil {
		return Look{}, err
	}
	reason = strings.TrimSpace(Mask(d.School, reason))
	if len([]rune(reason)) < leastReason {
		return Look{}, refuseNoReason()
	}
	l := Look{Case: p.ID, By: d.By.Name(), Role: lookRole(d, p), Reason: reason, Asked: d.At, Needs: p.Level == LevelConfidential}
	if l.Needs {
		d.note(p.ID, VerbLookAsked, string(l.Role), toHead(), toOfficer())
	}
	return l, nil
}

// lookRole is the role as which somebody looks.
func lookRole(d *Deed, p *Petition) Role {
	roles := RolesOf(d.School, d.By, p, d.day())
	for _, r := range []Role{RoleOfficer, RoleHandler, RoleHead, RoleCoHandler, RoleUnitHead, RoleLeader, RolePrincipal, RoleOffice} {
		if slices.Contains(roles, r) {
			return r
		}
	}
	return ""
}

// Approve lets a second person approve a look, or not: another officer or the head, never who asked.
func (l Look) Approve(d *Deed, p *Petition, granted bool) (Look, error) {
	if err := d.may(OpApproveLook, p); err != nil {
		return l, err
	}
	switch {
	case l.By == d.By.Name():
		return l, refuseOwnLook()
	case !l.Needs || !l.Approved.IsZero() || !l.Denied.IsZero() || !l.Opened.IsZero():
		return l, refuseNothingAsked()
	}
	l.ApprovedBy = d.By.Name()
	if !granted {
		l.Denied = d.At
		d.note(p.ID, VerbLookDenied, string(l.Role))
		return l, nil
	}
	l.Approved = d.At
	d.note(p.ID, VerbLookApproved, string(l.Role))
	return l, nil
}

// Open uses a look, once: by who asked, in private, approved where that is needed, while it is good. Whether it may still be is asked again: the level may
// have changed since.
func (l Look) Open(d *Deed, p *Petition, private bool) (Look, error) {
	if err := d.may(OpLook, p); err != nil {
		return l, err
	}
	good := l.Asked
	if !l.Approved.IsZero() {
		good = l.Approved
	}
	switch {
	case !private:
		return l, refuseInGroup()
	case l.By != d.By.Name():
		return l, refuseNotYourLook()
	case !l.Denied.IsZero() || !l.Opened.IsZero() || d.At.Sub(good) > lookLasts:
		return l, refuseLookOver()
	case (l.Needs || p.Level == LevelConfidential) && l.Approved.IsZero():
		return l, refuseNotApproved()
	}
	l.Opened = d.At
	d.note(p.ID, VerbLooked, string(l.Role))
	return l, nil
}

// ReadLook is the look of somebody who reads the content of a case that is not public; false if the case or the reader needs none.
func ReadLook(d *Deed, p *Petition) (Look, bool) {
	role := lookRole(d, p)
	if p.Level == LevelOpen || role == "" {
		return Look{}, false
	}
	d.note(p.ID, VerbRead, string(role))
	return Look{Case: p.ID, By: d.By.Name(), Role: role, Asked: d.At, Opened: d.At, Read: true}, true
}

// Seen is what the filer is told who asks 谁看过: a role and a day, no name (section 4, rule 10).
type Seen struct {
	Role Role
	Day  policy.Date
	Name bool // the identity was opened, not only the content
}

// SeenBy turns the looks of a case into what its filer may hear, in the order of time.
func SeenBy(s *policy.School, looks []Look) []Seen {
	var out []Seen
	for _, l := range looks {
		if !l.Opened.IsZero() {
			out = append(out, Seen{Role: l.Role, Day: s.Today(l.Opened), Name: !l.Read})
		}
	}
	return out
}
