package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// found is one issue that a report tells of.
type found struct {
	text  string
	owner string // the unit that was asked on the spot, else the one whose matter it is; "" = the leader himself
}

// arrow stands in a record between an issue and the unit that was asked to see to it.
const arrow = " → "

// foundIn lists the issues of a record: those that were handed to a unit on the spot, and the others.
func (b *Bot) foundIn(a *ledger.Activity, today policy.Date) []found {
	var out []found
	for _, h := range a.Said.Handoffs {
		text, unit, _ := strings.Cut(h, arrow)
		if b.school.Unit(unit) == nil {
			unit = ""
		}
		out = append(out, found{strings.TrimSpace(text), unit})
	}
	for _, text := range a.Said.Issues {
		text = strings.TrimSpace(text)
		if text == "" || slices.ContainsFunc(out, func(f found) bool { return f.text == text }) {
			continue
		}
		out = append(out, found{text, b.ownerOf(text, today)})
	}
	return slices.DeleteFunc(out, func(f found) bool { return f.text == "" })
}

// ownerOf is the unit whose matter an issue is, by the table of categories; "" if the table does not know.
func (b *Bot) ownerOf(text string, today policy.Date) string {
	cmd := b.reader.Parse(text, phrase.Context{Today: today, Role: "student"})
	if cmd.Intent != phrase.FileCase || b.school.Unit(cmd.Unit) == nil {
		return ""
	}
	return cmd.Unit
}

// offersIssues is the line under a report that tells of issues which are not entered yet; "" if it tells of none, or of matters that few may read (Art. 5.2).
func (b *Bot) offersIssues(tx *store.Tx, made []ledger.Activity, today policy.Date) (string, error) {
	n := 0
	for i := range made {
		if !b.unrestricted(made[i].Kind) {
			continue
		}
		fresh, _, err := b.freshIssues(tx, &made[i], today)
		if err != nil {
			return "", err
		}
		n += len(fresh)
	}
	if n == 0 {
		return "", nil
	}
	return fmt.Sprintf(sayIssueOffer, n), nil
}

// unrestricted tells whether records of a kind are not restricted.
func (b *Bot) unrestricted(k policy.Kind) bool {
	spec := b.school.Measure.Kind(k)
	return spec == nil || !spec.Restricted
}

// raise makes issues of what the last report told (转问题, Art. 6.3): each has a unit that deals with it, and a first answer is owed in 7 workdays.
func (b *Bot) raise(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		records, err := b.raisable(tx, t)
		if err != nil {
			return "", err
		}
		d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
		var made []ledger.Issue
		before := 0
		for i := range records {
			fresh, known, err := b.freshIssues(tx, &records[i], t.today)
			if err != nil {
				return "", err
			}
			before += known
			for _, f := range fresh {
				issue, err := tx.RaiseIssue(d, ledger.IssueEntry{
					From: records[i].ID, Source: b.kindName(records[i].Kind), Unit: records[i].Said.Unit, Owner: f.owner, Text: f.text, For: creditedTo(&records[i], t.by),
				})
				if err != nil {
					return "", err
				}
				made = append(made, issue)
			}
		}
		switch {
		case len(made) == 0 && before > 0:
			return sayIssueRaised, nil
		case len(made) == 0:
			return sayIssueNothing, nil
		}
		if err := b.tellIssues(tx, t, made, d.Steps); err != nil {
			return "", err
		}
		return b.raised(tx, t, made)
	})
}

// raisable finds the records of the report that is meant: those just made or shown, else the last one the speaker entered. Only whose report it is, who may
// report for him and the offices make issues of it.
func (b *Bot) raisable(tx *store.Tx, t *talk) ([]ledger.Activity, error) {
	list, err := b.meant(tx, t, phrase.Target{}, "")
	if t.dialog != nil && t.dialog.Kind == ledger.DialogShown && len(t.dialog.Records) == 1 {
		list, err = byID(tx, t.dialog.Records)
	}
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(a ledger.Activity) bool { return !a.Live() || !b.unrestricted(a.Kind) || !b.mayRead(t, &a) }), nil
}

// creditedTo is the leader in whose record an issue stands, if the speaker is not among those whom it credits.
func creditedTo(a *ledger.Activity, speaker string) string {
	if len(a.Credits) == 0 || slices.ContainsFunc(a.Credits, func(c ledger.Credit) bool { return c.Member == speaker }) {
		return ""
	}
	return a.Credits[0].Member
}

// freshIssues are the issues of a record that are not entered yet, and how many are.
func (b *Bot) freshIssues(tx *store.Tx, a *ledger.Activity, today policy.Date) (fresh []found, known int, err error) {
	var have []string
	for i, err := range tx.IssuesFrom(a.ID) {
		if err != nil {
			return nil, 0, err
		}
		have = append(have, i.Text)
	}
	handed, err := b.handedOver(tx, a)
	if err != nil {
		return nil, 0, err
	}
	have = append(have, handed...)
	for _, f := range b.foundIn(a, today) {
		if slices.Contains(have, strings.TrimSpace(ledger.Mask(b.school, f.text))) {
			known++
			continue
		}
		fresh = append(fresh, f)
	}
	return fresh, known, nil
}

// issuesLeft says which open issues came out of a record that is taken back: they are matters of their own by then, go on, and can be ended by a word.
func (b *Bot) issuesLeft(tx *store.Tx, t *talk, record string) ([]string, error) {
	if t.Group != "" {
		return nil, nil
	}
	d := &ledger.Deed{School: b.school, By: ledger.Staff(t.speaker()), At: tx.At}
	var lines []string
	first := ""
	for i, err := range tx.IssuesFrom(record) {
		if err != nil {
			return nil, err
		}
		if !i.Solved.IsZero() || !i.SeenBy(d) {
			continue
		}
		first = cmp.Or(first, i.ID)
		lines = append(lines, b.issueLine(&i, t.today))
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return append(append([]string{fmt.Sprintf(sayIssuesLeft, len(lines))}, lines...), fmt.Sprintf(sayIssuesLeftEnd, first)), nil
}

// raised is the card of new issues, with a word where one of them is common already (共性问题, Art. 6.4).
func (b *Bot) raised(tx *store.Tx, t *talk, made []ledger.Issue) (string, error) {
	lines := []string{fmt.Sprintf(sayIssueMade, len(made))}
	var ids []string
	for i := range made {
		ids = append(ids, made[i].ID)
		lines = append(lines, b.issueLine(&made[i], t.today))
		alike, err := tx.SimilarIssues(made[i].Text)
		if err != nil {
			return "", err
		}
		if len(alike) >= b.school.Petitions.Times().ClusterCases {
			lines = append(lines, fmt.Sprintf(sayIssueCommon, len(alike), made[i].ID))
		}
	}
	lines = append(lines, b.issueNext(t, &made[0], tx)...)
	return strings.Join(lines, "\n"), b.layIssues(tx, t, ids...)
}

// layIssues puts issues on the table.
func (b *Bot) layIssues(tx *store.Tx, t *talk, ids ...string) error {
	return b.remember(tx, t, ledger.Dialog{Kind: ledger.DialogIssues, Records: ids})
}
