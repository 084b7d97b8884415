package ledger

// SeenBy tells whether the actor of a deed may read the issue: whoever may work on it, those of the unit that raised it, and everybody who had it before.
func (i *Issue) SeenBy(d *Deed) bool {
	m := d.By.Member
	if m == nil || !m.Serves(d.day()) {
		return false
	}
	if i.may(d) || i.Unit != "" && belongs(d.School, m, i.Unit) && len(m.Roles) > 0 {
		return true
	}
	if raiser := d.School.Member(i.By); raiser != nil && raiser.Delegated(m.ID, d.day()) {
		return true // his secretary, who may report for him
	}
	for _, h := range i.Trail {
		if h.Member == m.ID || h.Unit != "" && d.School.Handles(m, h.Unit) {
			return true
		}
	}
	return false
}

// WorkedOnBy tells whether the actor of a deed may work on the issue.
func (i *Issue) WorkedOnBy(d *Deed) bool { return i.may(d) }

// NoIssue is the refusal of an issue that is not there, or that somebody may not know to be there.
func NoIssue() *Refusal {
	return Refuse("no_issue", "没有找到这个问题，或您无权查看，请核对编号。")
}
