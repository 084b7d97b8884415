package bot

import (
	"strings"

	"lianxin/config/policy"
)

// help says what the member can do here, by role, in one screen of a phone. Who asks for the help about 信访件 or 问题 and works on them gets their page.
func (b *Bot) help(m *policy.Member, asked string) string {
	switch {
	case strings.Contains(asked, "信访") && b.deskOf(m) != "":
		return strings.Join(b.helpCases(m), "\n")
	case strings.Contains(asked, "问题") && b.hasIssues(m):
		return strings.Join(append([]string{helpIssueHead}, helpIssues...), "\n")
	}
	return strings.Join(b.helpFirst(m), "\n")
}

// helpFirst is the first page.
func (b *Bot) helpFirst(m *policy.Member) []string {
	var lines []string
	add := func(list []string, is bool) {
		if is {
			lines = append(lines, list...)
		}
	}
	has := func(roles ...policy.Role) bool { return m != nil && m.Has(roles...) }
	add(helpLeader, has(policy.Leader))
	add(helpDuty, has(policy.Leader))
	add(helpMidLevel, reporter(m) && !has(policy.Leader))
	add([]string{helpCaseLine[b.deskOf(m)]}, b.deskOf(m) != "")
	add(helpIssueLine, b.hasIssues(m))
	add(helpDelegate, has(policy.Secretary, policy.PartyOffice))
	add([]string{helpLessons}, has(policy.MarxismSchool))
	add(helpOffice, has(policy.PartyOffice, policy.PresidentOffice))
	add(helpApprove, office(m))
	add([]string{helpPapers[seesAll(m)]}, seesAll(m) || has(policy.Leader))
	add([]string{helpMonthly}, has(policy.PetitionOfficer, policy.PresidentOffice) && !seesAll(m))
	add([]string{helpClose}, has(policy.AssessmentGroup))
	head := helpHead
	if len(lines) == 0 {
		head = helpHeadPlain
	}
	add(helpFiling, !has(policy.Leader))
	return append(append([]string{head}, lines...), helpEverybody...)
}
