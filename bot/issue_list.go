package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// issueList lists the open issues that the speaker may read, by the day on which something is owed (问题清单); 逾期问题 the late ones, 议题候选 those that are
// to go to a meeting.
func (b *Bot) issueList(t *talk) move {
	late, agenda := strings.Contains(t.Text, "逾期"), strings.Contains(t.Text, "议题")
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.readable(tx, t, func(i *ledger.Issue) bool {
			return (!late || i.Overdue(t.today)) && (!agenda || !i.Candidate.IsZero())
		})
		if err != nil {
			return "", err
		}
		if len(list) == 0 {
			return sayIssueNone, nil
		}
		return b.listIssues(tx, t, list, sayIssueList)
	})
}

// readable collects the open issues that the speaker may read.
func (b *Bot) readable(tx *store.Tx, t *talk, takes func(*ledger.Issue) bool) ([]ledger.Issue, error) {
	d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
	var out []ledger.Issue
	for i, err := range tx.OpenIssues() {
		if err != nil {
			return nil, err
		}
		if i.SeenBy(d) && takes(&i) {
			out = append(out, i)
		}
	}
	return out, nil
}

// listIssues writes issues as people pick them.
func (b *Bot) listIssues(tx *store.Tx, t *talk, list []ledger.Issue, head string) (string, error) {
	late := 0
	for i := range list {
		if list[i].Overdue(t.today) {
			late++
		}
	}
	lines := []string{fmt.Sprintf(head, len(list), late)}
	var ids []string
	for i := range list[:min(len(list), mostListed)] {
		ids = append(ids, list[i].ID)
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, b.issueLine(&list[i], t.today)))
	}
	if more := len(list) - len(ids); more > 0 {
		lines = append(lines, fmt.Sprintf(sayIssueMore, more))
	}
	lines = append(lines, sayQueuePick)
	return strings.Join(lines, "\n"), b.layIssues(tx, t, ids...)
}

// issueLine is one issue in a list.
func (b *Bot) issueLine(i *ledger.Issue, today policy.Date) string {
	parts := []string{i.ID, i.Stage(), i.Text, fmt.Sprintf(sayIssueOwner, b.ownerZh(i.Owner()))}
	switch {
	case i.Overdue(today):
		parts = append(parts, fmt.Sprintf(sayIssueLate, i.Due.Chinese()))
	case i.Due != 0:
		parts = append(parts, fmt.Sprintf(sayIssueDue, i.Due.Chinese()))
	}
	return strings.Join(parts, "｜")
}

func (b *Bot) ownerZh(h ledger.Handover) string {
	if h.Unit != "" {
		return h.Unit
	}
	return b.member(h.Member)
}

// showIssue shows one issue with its trail and what became of it.
func (b *Bot) showIssue(tx *store.Tx, t *talk, id string) (string, error) {
	i, err := b.issueRead(tx, t, id)
	if err != nil {
		return "", err
	}
	lines := []string{b.issueLine(&i, t.today)}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	from := b.member(i.By) + "，" + b.school.Today(i.Raised).Chinese()
	if i.From != "" {
		from += "，" + i.Source + " " + i.From
	}
	add(sayIssueFrom, from)
	if i.Unit != "" {
		add(sayIssueUnit, i.Unit)
	}
	for _, h := range i.Trail[1:] {
		add(sayIssueHanded, b.school.Today(h.At).Chinese(), b.member(h.By), b.ownerZh(h), strings.TrimSuffix("："+h.Note, "："))
	}
	for _, part := range []struct{ name, text string }{{"答复", i.Answer}, {"办法", i.Plan}, {"会议决定", i.Outcome}, {"结果", i.Result}} {
		if part.text != "" {
			add("%s：%s", part.name, part.text)
		}
	}
	if i.PlanDay != 0 {
		add(sayIssuePlanDay, i.PlanDay.Chinese())
	}
	if i.MeetingDay != 0 {
		add(sayIssueMeeting, i.Meeting, i.MeetingDay.Chinese())
	}
	lines = append(lines, b.issueNext(t, &i, tx)...)
	return strings.Join(lines, "\n"), b.layIssues(tx, t, id)
}

// issueNext says which words work next on an issue for the speaker; none if none do.
func (b *Bot) issueNext(t *talk, i *ledger.Issue, tx *store.Tx) []string {
	d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
	if !i.Solved.IsZero() || !i.WorkedOnBy(d) {
		return nil
	}
	words := []string{"办理 答复内容", "计划 12月20日前 怎么办", "解决 结果", "移交 单位"}
	office := t.who.Has(policy.PartyOffice, policy.PresidentOffice)
	switch {
	case i.Candidate.IsZero():
		words = append(words, "议题候选")
	case office && i.Decided.IsZero() && (i.MeetingDay == 0 || t.today < i.MeetingDay):
		words = append(words, "上会 党委会 12月1日")
	case office && i.Decided.IsZero():
		words = append(words, "结果 会议决定")
	}
	return []string{sayCaseNext + strings.Join(words, "；")}
}

// issueRead finds an issue that the speaker may read.
func (b *Bot) issueRead(tx *store.Tx, t *talk, id string) (ledger.Issue, error) {
	i, err := tx.Issue(id)
	if isMissing(err) {
		return i, ledger.NoIssue()
	}
	if err == nil && !i.SeenBy(&ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}) {
		return ledger.Issue{}, ledger.NoIssue()
	}
	return i, err
}

// whichIssue hears that something was solved without a number (可以销号了): the open issues of the speaker are shown, those of the report that is meant
// first, and the result is asked for.
func (b *Bot) whichIssue(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.readable(tx, t, func(i *ledger.Issue) bool {
			return (t.cmd.Unit == "" || i.Owner().Unit == t.cmd.Unit) && (t.cmd.Target.Text == "" || strings.Contains(i.Text, t.cmd.Target.Text))
		})
		if err != nil {
			return "", err
		}
		if len(list) == 0 {
			return sayIssueNone, nil
		}
		text, err := b.listIssues(tx, t, list, sayIssueList)
		return text + "\n" + fmt.Sprintf(sayIssueSolveHow, list[0].ID), err
	})
}
