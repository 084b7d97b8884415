package ledger

import (
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// timeZero is no instant.
var timeZero time.Time

// spanFrom is a run of days with an open end.
func spanFrom(day policy.Date) policy.Span { return policy.Span{From: day} }

// Supervise puts a case under 督办 by hand.
func (p Petition) Supervise(d *Deed, note string) (Petition, error) {
	if err := d.may(OpSupervise, &p); err != nil {
		return p, err
	}
	if !p.Open() {
		return p, refuseStage(p.Stage())
	}
	return p.supervise(d, CauseOfficer, "", 0, strings.TrimSpace(Mask(d.School, note))).settle(d), nil
}

// Order puts a case under 督办 by the order (批示) of a leader in charge.
func (p Petition) Order(d *Deed, note string) (Petition, error) {
	if err := d.may(OpOrder, &p); err != nil {
		return p, err
	}
	note = strings.TrimSpace(Mask(d.School, note))
	switch {
	case !p.Open():
		return p, refuseStage(p.Stage())
	case note == "":
		return p, refuseNoReason()
	}
	return p.supervise(d, CauseOrdered, "", 0, note).settle(d), nil
}

// supervise adds a 督办.
func (p Petition) supervise(d *Deed, why Cause, what Clock, due policy.Date, note string) Petition {
	by := d.By.Name()
	if why != CauseOfficer && why != CauseOrdered {
		by = BySystem // nobody decided it: not even the filer whose word set it off
	}
	p.Supervised = append(slices.Clone(p.Supervised), Supervision{At: d.At, By: by, Cause: why, For: what, Due: due, Note: note})
	d.note(p.ID, VerbSupervised, strings.TrimSpace(string(why)+" "+string(what)+" "+due.String()), append(toUnits(&p), toOfficer(), toHead())...)
	return p
}

// supervised tells whether the case was put under 督办 for a cause, a clock and its last day.
func (p *Petition) supervised(why Cause, what Clock, due policy.Date) bool {
	return slices.ContainsFunc(p.Supervised, func(v Supervision) bool { return v.Cause == why && v.For == what && v.Due == due })
}

// Chase is what the program does about an open case by itself on a day (requirements 2.6): a broken limit puts it under 督办; 督办 that goes by without an
// answer is told to the leader in charge; a topic with many open cases in one unit is under 督办; an answered case without a word is closed. cluster is
// how many open cases of this topic its unit has. Nothing happens twice; no step means nothing was to be done. d is a deed of TheSystem.
func (p Petition) Chase(d *Deed, cluster int) Petition {
	if p.Stage() == StageAnswered {
		if closed, err := p.Close(d); err == nil {
			return closed
		}
		return p
	}
	if !p.Open() {
		return p
	}
	p = p.chaseLimits(d)
	if lead := p.lead(); lead != nil && cluster >= d.times().ClusterCases && !p.supervised(CauseCluster, "", 0) {
		p = p.supervise(d, CauseCluster, "", 0, "")
	}
	return p.escalate(d).settle(d)
}

// chaseLimits puts the case under 督办 for each limit that is broken. 转办 is internal and 异议 a right: they cause none.
func (p Petition) chaseLimits(d *Deed) Petition {
	for _, l := range p.Limits(d.School) {
		if l.For == ClockSort || l.For == ClockObject || !l.Past(d.day()) || p.supervised(CauseOverdue, l.For, l.Legal) {
			continue
		}
		p = p.supervise(d, CauseOverdue, l.For, l.Legal, "")
	}
	return p
}

// Chases tells whether what a 督办 is about is still owed: of a broken limit, that its clock still runs.
func (p *Petition) Chases(s *policy.School, v Supervision) bool {
	return v.For == "" || slices.ContainsFunc(p.Limits(s), func(l Limit) bool { return l.For == v.For && l.Legal == v.Due })
}

// escalate tells the leader in charge of a case whose 督办 has brought no answer in a few workdays.
func (p Petition) escalate(d *Deed) Petition {
	for _, v := range p.Supervised {
		if v.Cause == CauseEscalated || v.Cause == CauseCluster || p.supervised(CauseEscalated, v.For, v.Due) || !p.Chases(d.School, v) {
			continue
		}
		if d.day() <= d.School.Calendar.DueWorkdays(d.School.Today(v.At), d.times().EscalateWorkdays) {
			continue
		}
		p.Supervised = append(slices.Clone(p.Supervised), Supervision{At: d.At, By: BySystem, Cause: CauseEscalated, For: v.For, Due: v.Due})
		d.note(p.ID, VerbSupervised, string(CauseEscalated), toLeader(p.Unit), toHead())
	}
	return p
}
