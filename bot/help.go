package bot

import (
	"strings"

	"lianxin/config/policy"
)

// help says what the member can do here, by role, in one screen of a phone.
func (b *Bot) help(m *policy.Member) string {
	lines := []string{helpHead}
	if m != nil && m.Has(policy.Leader) {
		lines = append(lines, helpLeader...)
	}
	if m != nil && !m.Has(policy.Leader) && reporter(m) {
		lines = append(lines, helpMidLevel...)
	}
	if m != nil && m.Has(policy.Secretary, policy.PartyOffice) {
		lines = append(lines, helpDelegate...)
	}
	if m != nil && m.Has(policy.PartyOffice, policy.PresidentOffice) {
		lines = append(lines, helpOffice...)
	}
	if m == nil || !m.Has(policy.Leader) {
		lines = append(lines, helpFiling...)
	}
	lines = append(lines, helpEverybody...)
	return strings.Join(lines, "\n")
}
