package bot

import (
	"fmt"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// obeyIssue carries an order about an issue out.
func (b *Bot) obeyIssue(t *talk, o issueOrder) move {
	if o.verb == issueShow {
		return change(func(tx *store.Tx) (string, error) { return b.showIssue(tx, t, o.id) })
	}
	step := b.issueStep(t, o)
	return change(func(tx *store.Tx) (string, error) {
		if _, err := b.issueRead(tx, t, o.id); err != nil {
			return "", err
		}
		d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
		i, err := tx.ChangeIssue(d, o.id, func(i ledger.Issue) (ledger.Issue, error) { return step(d, i) })
		if err != nil {
			return "", err
		}
		told := d.Steps
		if i, err = b.feedBack(tx, i); err != nil {
			return "", err
		}
		if err := b.tellIssue(tx, t, &i, told); err != nil {
			return "", err
		}
		return b.issueDone(tx, t, &i, told)
	})
}

// issueStep gives the transition of an order.
func (b *Bot) issueStep(t *talk, o issueOrder) func(*ledger.Deed, ledger.Issue) (ledger.Issue, error) {
	switch o.verb {
	case issueRespond:
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Respond(d, o.rest) }
	case issuePlan:
		day := dayIn(o.rest, t.today, true)
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.PlanFor(d, day, planText(o.rest)) }
	case issueSolve:
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Solve(d, o.rest) }
	case issueHand:
		return b.handing(o)
	case issuePropose:
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Propose(d) }
	case issueSchedule:
		meeting, day := meetingIn(o.rest), dayIn(o.rest, t.today, true)
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Schedule(d, meeting, day) }
	}
	return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Decide(d, o.rest) }
}

// handing is 移交: to the unit that is named, or to a member.
func (b *Bot) handing(o issueOrder) func(*ledger.Deed, ledger.Issue) (ledger.Issue, error) {
	unit, member, note := "", "", o.rest
	if units := unitsIn(b.school, o.rest); len(units) > 0 {
		unit, note = units[0].name, trimSeparators(o.rest[units[0].to:])
	} else if people := membersIn(b.school, o.rest); len(people) > 0 {
		member = people[0].ID
		note = trimSeparators(strings.Replace(o.rest, people[0].Name, "", 1))
	}
	return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		if unit == "" && member == "" {
			return i, ledger.Refuse("whom", sayIssueWhom)
		}
		return i.HandOver(d, unit, member, note)
	}
}

// planText is how it will be solved: what is said beside the day.
func planText(rest string) string {
	for _, form := range []interface{ FindStringIndex(string) []int }{fullDayForm, monthDayForm, weekdayForm, bareDayForm} {
		if at := form.FindStringIndex(rest); at != nil {
			after := trimSeparators(rest[at[1]:])
			for _, w := range []string{"之前", "以前", "前"} {
				after = strings.TrimPrefix(after, w)
			}
			return trimSeparators(strings.TrimSpace(rest[:at[0]]) + after)
		}
	}
	return rest
}

// meetingIn names the meeting: 党委会, 校长办公会.
func meetingIn(rest string) string {
	for _, name := range []string{"党委常委会", "党委会", "校长办公会", "教代会", "专题会"} {
		if strings.Contains(rest, name) {
			return name
		}
	}
	return ""
}

// feedBack notes that the unit that raised the issue hears the result (Art. 6.4): once, with the solution or what the meeting decided.
func (b *Bot) feedBack(tx *store.Tx, i ledger.Issue) (ledger.Issue, error) {
	if i.Solved.IsZero() && i.Decided.IsZero() || !i.FedBack.IsZero() {
		return i, nil
	}
	d := &ledger.Deed{School: b.school, By: ledger.TheSystem(), At: tx.At}
	return tx.ChangeIssue(d, i.ID, func(i ledger.Issue) (ledger.Issue, error) { return i.FeedBack(d) })
}

// issueDone says what was done and where the issue stands.
func (b *Bot) issueDone(tx *store.Tx, t *talk, i *ledger.Issue, steps []ledger.Step) (string, error) {
	var parts []string
	for _, s := range steps {
		parts = append(parts, b.issueCourse(s))
	}
	lines := []string{fmt.Sprintf(sayCaseDone, i.ID, strings.Join(parts, "；")), b.issueLine(i, t.today)}
	switch {
	case !i.Solved.IsZero() && i.Unit != "":
		lines = append(lines, fmt.Sprintf(sayIssueTold, i.Unit))
	default:
		lines = append(lines, b.issueNext(t, i, tx)...)
	}
	return strings.Join(lines, "\n"), b.layIssues(tx, t, i.ID)
}
