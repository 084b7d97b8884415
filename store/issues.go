package store

import (
	"fmt"
	"iter"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	openIssues   = "issues_open"
	unitIssues   = "issues_by_unit"
	sourceIssues = "issues_by_source"
)

// issues 问题 are kept by their serial (Art. 6.3):
//
//	issues_open       due serial          those not solved, by the day on which something is owed
//	issues_by_unit    unit 0 due serial   the same for the unit that has it, or the member: "@id"
//	issues_by_source  id 0 serial         those of one activity
var issues = table[ledger.Issue]{
	name:    "issues",
	keySize: serialSize,
	indexes: []string{openIssues, unitIssues, sourceIssues},
	entries: issueEntries,
	say:     func(key []byte) string { return "issues/" + readSerial(key).ID(ledger.IssueLetters) },
}

func issueEntries(into *entries, serial []byte, i *ledger.Issue) {
	var space [256]byte
	if i.From != "" {
		into.add(sourceIssues, append(appendName(space[:0], i.From), serial...), nil)
	}
	if !i.Solved.IsZero() || len(i.Trail) == 0 {
		return
	}
	into.add(openIssues, append(appendDate(space[:0], i.Due), serial...), nil)
	into.add(unitIssues, append(appendDate(appendName(space[:0], ownerName(i.Owner())), i.Due), serial...), nil)
}

// ownerName is the name under which an owner's issues stand.
func ownerName(h ledger.Handover) string {
	if h.Unit != "" {
		return h.Unit
	}
	return "@" + h.Member
}

// Issue finds an issue by its id; ErrNotFound if there is none.
func (tx *Tx) Issue(id string) (ledger.Issue, error) {
	serial, ok := ledger.ParseID(ledger.IssueLetters, id)
	if !ok {
		return ledger.Issue{}, ErrNotFound
	}
	return issues.get(tx, appendSerial(nil, serial))
}

// PutIssue writes an issue, new or changed, without a journal line.
func (tx *Tx) PutIssue(i ledger.Issue) error {
	serial, ok := ledger.ParseID(ledger.IssueLetters, i.ID)
	if !ok || len(i.Trail) == 0 || !nameful(ownerName(i.Owner())) || len(i.From) > maxName {
		return fmt.Errorf("store: issue %q is incomplete", i.ID)
	}
	return issues.put(tx, appendSerial(nil, serial), &i)
}

// RaiseIssue enters an issue under the next number, with its journal line.
func (tx *Tx) RaiseIssue(d *ledger.Deed, e ledger.IssueEntry) (ledger.Issue, error) {
	i, err := ledger.RaiseIssue(d, tx.peekSerial(ledger.IssueLetters).ID(ledger.IssueLetters), e)
	if err != nil {
		return i, err
	}
	tx.NextIssueID()
	if err := tx.PutIssue(i); err != nil {
		return i, err
	}
	return i, tx.LogDeed(d)
}

// RaiseIssuesOf enters the problems that an activity or a reception sheet names (Art. 6.3), each once, however often it is called: owner is the unit that
// is to deal with them, "" = the leader of the activity.
func (tx *Tx) RaiseIssuesOf(d *ledger.Deed, a *ledger.Activity, owner string) ([]ledger.Issue, error) {
	known := map[string]bool{}
	for i, err := range tx.IssuesFrom(a.ID) {
		if err != nil {
			return nil, err
		}
		known[i.Text] = true
	}
	var out []ledger.Issue
	for _, text := range a.Said.Issues {
		if known[ledger.Mask(d.School, text)] {
			continue
		}
		i, err := tx.RaiseIssue(d, ledger.IssueEntry{From: a.ID, Source: string(a.Kind), Unit: a.Said.Unit, Owner: owner, Text: text})
		if err != nil {
			return nil, err
		}
		known[i.Text] = true
		out = append(out, i)
	}
	return out, nil
}

// ChangeIssue applies a transition to an issue and keeps it, with its journal line.
func (tx *Tx) ChangeIssue(d *ledger.Deed, id string, step func(ledger.Issue) (ledger.Issue, error)) (ledger.Issue, error) {
	i, err := tx.Issue(id)
	if err != nil {
		return i, err
	}
	if i, err = step(i); err != nil {
		return i, err
	}
	if err := tx.PutIssue(i); err != nil {
		return i, err
	}
	return i, tx.LogDeed(d)
}

// OpenIssues gives the issues that are not solved, by the day on which something is owed.
func (tx *Tx) OpenIssues() iter.Seq2[ledger.Issue, error] {
	return issues.follow(tx, tx.kv.Scan(openIssues, nil, nil))
}

// IssuesOfUnit gives those that a unit has to deal with.
func (tx *Tx) IssuesOfUnit(unit string) iter.Seq2[ledger.Issue, error] {
	from, to := kv.Prefix(appendName(nil, unit))
	return issues.follow(tx, tx.kv.Scan(unitIssues, from, to))
}

// IssuesOfMember gives those that a member has to deal with himself.
func (tx *Tx) IssuesOfMember(id string) iter.Seq2[ledger.Issue, error] {
	return tx.IssuesOfUnit("@" + id)
}

// IssuesFrom gives those that came out of one activity.
func (tx *Tx) IssuesFrom(activity string) iter.Seq2[ledger.Issue, error] {
	from, to := kv.Prefix(appendName(nil, activity))
	return issues.follow(tx, tx.kv.Scan(sourceIssues, from, to))
}

// SimilarIssues finds the open issues that are about the same as a text: three of them are a common problem (共性问题, Art. 6.4).
func (tx *Tx) SimilarIssues(text string) ([]ledger.Issue, error) {
	var out []ledger.Issue
	for i, err := range tx.OpenIssues() {
		if err != nil {
			return nil, err
		}
		if ledger.Alike(i.Text, text) >= ledger.Same {
			out = append(out, i)
		}
	}
	return out, nil
}

// RecentIssues gives up to limit issues, solved ones too, the last one raised first; a limit of 0 gives all.
func (tx *Tx) RecentIssues(limit int) iter.Seq2[ledger.Issue, error] { return issues.newest(tx, limit) }
