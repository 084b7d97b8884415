package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// noticeIssue is the kind of notices about issues.
const noticeIssue = "issue"

// issueLines say what each step of an issue means; %s is its note.
var issueLines = map[string]string{
	ledger.VerbRaised:    "列入问题清单，由%s负责",
	ledger.VerbHanded:    "移交%s",
	ledger.VerbAnswered:  "已答复",
	ledger.VerbPlanned:   "计划%s前解决",
	ledger.VerbSolved:    "已解决",
	ledger.VerbCandidate: "列为议题候选",
	ledger.VerbMeeting:   "安排上会（%s）",
	ledger.VerbDecided:   "%s已有决定",
	ledger.VerbFedBack:   "已反馈提出单位%s",
}

// issueCourse says one step of an issue.
func (b *Bot) issueCourse(s ledger.Step) string {
	line := issueLines[s.Verb]
	if !strings.Contains(line, "%s") {
		return line
	}
	note := dayZh(s.Note)
	if m := b.school.Member(note); m != nil {
		note = m.Name
	}
	return fmt.Sprintf(line, note)
}

// tellIssues tells those whom new issues concern: one notice each for all that are theirs.
func (b *Bot) tellIssues(tx *store.Tx, t *talk, made []ledger.Issue, steps []ledger.Step) error {
	for i := range made {
		if err := b.tellIssue(tx, t, &made[i], stepsFor(steps, made[i].ID)); err != nil {
			return err
		}
	}
	return nil
}

// tellIssue tells everybody whom a step of an issue concerns, but for the one who did it: who owns it now, who brought it up, the offices, and the unit that
// raised it, which hears of every progress (Art. 6.4).
func (b *Bot) tellIssue(tx *store.Tx, t *talk, i *ledger.Issue, steps []ledger.Step) error {
	for _, s := range steps {
		heard := map[string]bool{t.by: true}
		for _, c := range s.Tells {
			people, text := b.concerned(c, t.today), b.issueText(i, s, c)
			if c.Who == ledger.RoleRaiser && len(people) == 0 {
				people, text = b.officesOn(t.today), text+fmt.Sprintf(sayIssuePassOn, c.Unit)
			}
			for _, m := range people {
				if heard[m.ID] || len(m.Accounts) == 0 {
					continue
				}
				heard[m.ID] = true
				if err := b.tellOfIssue(tx, m, i, s, text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// tellOfIssue writes one notice; a step that happens again on a day is told again.
func (b *Bot) tellOfIssue(tx *store.Tx, m *policy.Member, i *ledger.Issue, s ledger.Step, text string) error {
	first := fmt.Sprintf("%s/%s/%s/%s/%s", noticeIssue, i.ID, s.Verb, b.school.Today(tx.At), m.ID)
	key := first
	for n := 2; tx.Told(key); n++ {
		key = fmt.Sprintf("%s/%d", first, n)
	}
	_, err := tx.Notify(ledger.Notice{Key: key, Kind: noticeIssue, Rule: "6.3", To: m.Accounts[0], Member: m.ID, Text: text, Made: tx.At, Due: tx.At})
	return err
}

// concerned lists the members behind a concern.
func (b *Bot) concerned(c ledger.Concern, day policy.Date) []*policy.Member {
	switch c.Who {
	case ledger.RoleOwner:
		if m := b.school.Member(c.Unit); m != nil && m.Serves(day) {
			return []*policy.Member{m}
		}
		return nil
	case ledger.RoleOffice:
		return b.officesOn(day)
	}
	people := b.school.HandlersOf(c.Unit, day)
	if len(people) == 0 || c.Who == ledger.RoleRaiser {
		people = append(people, b.headsOf(c.Unit, day)...)
	}
	return people
}

// headsOf lists those who head a unit.
func (b *Bot) headsOf(unit string, day policy.Date) []*policy.Member {
	var out []*policy.Member
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if m.Unit == unit && m.Serves(day) && m.Has(policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel) {
			out = append(out, m)
		}
	}
	return out
}

// officesOn lists 党委办 and 校长办.
func (b *Bot) officesOn(day policy.Date) []*policy.Member {
	return slices.Concat(b.school.HoldersOf(policy.PartyOffice, day), b.school.HoldersOf(policy.PresidentOffice, day))
}

// issueText is what somebody hears of a step.
func (b *Bot) issueText(i *ledger.Issue, s ledger.Step, c ledger.Concern) string {
	switch s.Verb {
	case ledger.VerbRaised, ledger.VerbHanded:
		if c.Who == ledger.RoleFormer {
			return fmt.Sprintf(tellIssueTaken, i.ID, i.Text, b.ownerZh(i.Owner()))
		}
		return fmt.Sprintf(tellIssueYours, i.ID, i.Text, i.Due.Chinese())
	case ledger.VerbAnswered:
		return fmt.Sprintf(tellIssueAnswered, i.ID, i.Text, i.Answer)
	case ledger.VerbPlanned:
		return fmt.Sprintf(tellIssuePlanned, i.ID, i.Text, i.PlanDay.Chinese(), i.Plan)
	case ledger.VerbSolved:
		return fmt.Sprintf(tellIssueSolved, i.ID, i.Text, i.Result)
	case ledger.VerbCandidate:
		if c.Who == ledger.RoleOffice {
			return fmt.Sprintf(tellIssueCandidateOffice, i.ID, i.Text)
		}
		return fmt.Sprintf(tellIssueCandidate, i.ID, i.Text)
	case ledger.VerbMeeting:
		return fmt.Sprintf(tellIssueMeeting, i.ID, i.Text, i.MeetingDay.Chinese(), i.Meeting)
	}
	return fmt.Sprintf(tellIssueDecided, i.ID, i.Text, i.Meeting, i.Outcome)
}
