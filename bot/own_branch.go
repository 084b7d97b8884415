package bot

import (
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// ownBranch tells whether a meeting told of is one of the leader's own branch (own_branch of the configuration), where he is an ordinary member: it is
// recorded and, unless the school decided otherwise, does not count (Art. 5.1, requirements 1.4 no. 14). With several leaders nobody's branch is meant.
func (b *Bot) ownBranch(d *ledger.Draft, credited []string) bool {
	if d.Kind != policy.OrgLife || len(credited) != 1 {
		return false
	}
	m := b.school.Member(credited[0])
	if m == nil || m.OwnBranch == "" {
		return false
	}
	said := d.Said.Branch + "\n" + d.Said.Text
	return slices.ContainsFunc(b.branchNames(m.OwnBranch), func(name string) bool { return strings.Contains(said, name) })
}

// branchNames are the ways in which people write a branch: 校长办公室党支部, 校办党支部, 校办支部.
func (b *Bot) branchNames(branch string) []string {
	names := []string{branch}
	for i := range b.school.Units {
		unit := &b.school.Units[i]
		rest, ok := strings.CutPrefix(branch, unit.Name)
		if !ok {
			continue
		}
		for _, name := range append([]string{unit.Name}, unit.Aliases...) {
			names = append(names, name+rest)
			if rest == "党支部" {
				names = append(names, name+"支部")
			}
		}
	}
	return names
}

// ownBranchNote says that a meeting of one's own branch does not count; "" where none is among the records, or where it does.
func (b *Bot) ownBranchNote(made []ledger.Activity) string {
	if b.school.Measure.Settings.OwnBranchCounts {
		return ""
	}
	if !slices.ContainsFunc(made, func(a ledger.Activity) bool { return a.Kind == policy.OrgLife && a.Said.OwnBranch }) {
		return ""
	}
	return sayOwnBranch
}
