package reminders

import (
	"errors"
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// openBriefs gives what the index knows of all open cases, by due day. No record is read for it.
func (f *Facts) openBriefs() ([]ledger.Brief, error) {
	if f.tx == nil || f.haveBriefs {
		return f.briefs, nil
	}
	briefs, err := store.All(f.tx.OpenBriefs())
	f.briefs, f.haveBriefs = briefs, err == nil
	return f.briefs, err
}

// eachCase reads the open cases whose brief is wanted, by due day.
func (f *Facts) eachCase(wanted func(*ledger.Brief) bool, do func(*ledger.Petition)) error {
	briefs, err := f.openBriefs()
	if err != nil {
		return fmt.Errorf("reminders: open cases: %w", err)
	}
	for i := range briefs {
		if !wanted(&briefs[i]) {
			continue
		}
		p, err := f.petition(briefs[i].Serial)
		if err != nil {
			return fmt.Errorf("reminders: %s: %w", briefs[i].ID(), err)
		}
		do(p)
	}
	return nil
}

// petition reads a case, once.
func (f *Facts) petition(serial ledger.Serial) (*ledger.Petition, error) {
	if p := f.cases[serial]; p != nil {
		return p, nil
	}
	p, err := f.tx.Petition(serial.ID(ledger.PetitionLetters))
	if err != nil {
		return nil, err
	}
	f.cases[serial] = &p
	return &p, nil
}

// clocks are the limits of one case that are told on one day.
type clocks struct {
	petition *ledger.Petition
	limits   []ledger.Limit // the first to end first
}

// chased is a case that was put under 督办, and why.
type chased struct {
	petition *ledger.Petition
	why      []ledger.Supervision
}

// caseNews is what one person hears of cases on a day, by how urgent it is.
type caseNews struct {
	overdue, due, tell []clocks
	chased             []chased
}

// first is the id of the case that is named first; "" if there is none.
func (n *caseNews) first() string {
	for _, list := range [...][]clocks{n.overdue, n.due, n.tell} {
		if len(list) > 0 {
			return list[0].petition.ID
		}
		if len(n.chased) > 0 {
			return n.chased[0].petition.ID
		}
	}
	return ""
}

// dayOfCases is what everybody hears of cases on a day.
type dayOfCases struct {
	readers []*policy.Member
	news    map[string]*caseNews // by member id
}

func (d *dayOfCases) of(m *policy.Member) *caseNews {
	if n := d.news[m.ID]; n != nil {
		return n
	}
	return &caseNews{}
}

// to is the news of a member who hears something.
func (d *dayOfCases) to(m *policy.Member) *caseNews {
	n := d.news[m.ID]
	if n == nil {
		n = &caseNews{}
		d.news[m.ID] = n
		d.readers = append(d.readers, m)
	}
	return n
}

// caseReaders lists who hears of a case on a day.
func (f *Facts) caseReaders(day policy.Date) ([]*policy.Member, error) {
	news, err := f.caseNews(day)
	if err != nil {
		return nil, err
	}
	return news.readers, nil
}

// caseNews sorts out who hears what on a day. It reads the cases whose clock ends within the five workdays or has ended, and those under 督办.
func (f *Facts) caseNews(day policy.Date) (*dayOfCases, error) {
	if d := f.casesOn[day]; d != nil {
		return d, nil
	}
	d := &dayOfCases{news: map[string]*caseNews{}}
	horizon := f.school.Calendar.AddWorkdays(day, 5)
	var fault error
	err := f.eachCase(func(b *ledger.Brief) bool { return b.Supervised || b.Due != 0 && b.Due <= horizon }, func(p *ledger.Petition) {
		c := newConcerned(f.school, p, day)
		d.addClocks(c)
		fault = errors.Join(fault, f.addChased(d, c))
	})
	if err = errors.Join(err, fault); err != nil {
		return nil, err
	}
	f.casesOn[day] = d
	return d, nil
}

// addClocks takes in the limits of a case that are told on a day.
func (d *dayOfCases) addClocks(c *concerned) {
	for _, l := range c.p.Limits(c.school) {
		place := c.place(l)
		if place == nowhere {
			continue
		}
		for _, m := range c.readers(l, place == overdue) {
			d.to(m).add(place, c.p, l)
		}
	}
}

// place is the part of a digest in which a clock stands.
type place int

const (
	nowhere place = iota
	overdue
	due
	tell
)

// place finds it: one of the days on which a clock is told, or none. Running out of the right to object is no fault; nor is it that no unit has a case which
// none can take: the officer answers it himself.
func (c *concerned) place(l ledger.Limit) place {
	cal := &c.school.Calendar
	switch {
	case l.For == ledger.ClockSort && c.p.Told.At.IsZero(): // the telling covers it
		return nowhere
	case l.Late(c.day) && (l.For == ledger.ClockObject || l.For == ledger.ClockSort && len(c.handlers(c.p.Unit)) == 0):
		return nowhere
	case l.Late(c.day):
		return overdue
	case c.day != l.Internal && c.day != cal.AddWorkdays(l.Internal, -2) && c.day != cal.AddWorkdays(l.Internal, -5):
		return nowhere
	case l.For == ledger.ClockTell || l.For == ledger.ClockObject:
		return tell
	}
	return due
}

// add writes a clock down, in the line of its case.
func (n *caseNews) add(at place, p *ledger.Petition, l ledger.Limit) {
	list := map[place]*[]clocks{overdue: &n.overdue, due: &n.due, tell: &n.tell}[at]
	if last := len(*list) - 1; last >= 0 && (*list)[last].petition == p {
		if c := &(*list)[last]; !slices.Contains(c.limits, l) {
			c.limits = append(c.limits, l)
		}
		return
	}
	*list = append(*list, clocks{petition: p, limits: []ledger.Limit{l}})
}

// addChased takes in what the program put under 督办, or reported to the leader in charge, by itself since the last digest, and is still owed. What the
// conversation did is told by the conversation.
func (f *Facts) addChased(d *dayOfCases, c *concerned) error {
	if !c.p.Owed() {
		return nil
	}
	for _, v := range c.p.Supervised {
		if v.Cause != ledger.CauseOverdue && v.Cause != ledger.CauseCluster && v.Cause != ledger.CauseEscalated || !c.p.Chases(f.school, v) {
			continue
		}
		for _, m := range c.chasedReaders(v) {
			fresh, err := f.fresh(m, v, c.day)
			if err != nil {
				return err
			}
			if fresh {
				d.to(m).addChased(c.p, v)
			}
		}
	}
	return nil
}

func (n *caseNews) addChased(p *ledger.Petition, v ledger.Supervision) {
	if last := len(n.chased) - 1; last >= 0 && n.chased[last].petition == p {
		n.chased[last].why = append(n.chased[last].why, v)
		return
	}
	n.chased = append(n.chased, chased{petition: p, why: []ledger.Supervision{v}})
}

// onlyEscalated tells whether nothing is told but what 督办 did not move and what therefore went to the leader in charge.
func (n *caseNews) onlyEscalated() bool {
	if len(n.overdue)+len(n.due)+len(n.tell) > 0 {
		return false
	}
	for _, c := range n.chased {
		if slices.ContainsFunc(c.why, func(v ledger.Supervision) bool { return v.Cause != ledger.CauseEscalated }) {
			return false
		}
	}
	return true
}

// remembered is how many days a 督办 is named after it began, if every digest since was missed.
const remembered = 14

// fresh tells whether a 督办 belongs into the digest of a day: no digest has named it to the member since, nor the conversation when it did it. A look into
// the future takes the first digest as told.
func (f *Facts) fresh(m *policy.Member, v ledger.Supervision, day policy.Date) (bool, error) {
	first := f.school.Today(v.At)
	if first > day || day.Add(-remembered) > first || caseDigestAt(f.school, day).Before(v.At) {
		return false, nil
	}
	for d := first; d < day; d = d.Add(1) {
		if !f.school.Calendar.IsWorkday(d) || caseDigestAt(f.school, d).Before(v.At) {
			continue
		}
		switch err := f.digest(m, d); {
		case err == nil, errors.Is(err, store.ErrNotFound) && f.today == 0:
			return false, nil
		case !errors.Is(err, errLost) && !errors.Is(err, store.ErrNotFound):
			return false, err
		}
	}
	return !f.toldIn(v.At, m.Accounts...), nil
}

// errLost is what digest gives for one that came too late to be sent.
var errLost = errors.New("reminders: the digest was dropped")

// digest tells what became of a member's digest of cases on a day: nil if he was told, errLost, or store.ErrNotFound if there was none.
func (f *Facts) digest(m *policy.Member, day policy.Date) error {
	key := seriesPetition + "/" + day.String() + "/" + stepDigest + "/" + m.ID
	if err, known := f.digests[key]; known {
		return err
	}
	n, err := f.tx.Notice(key)
	if err == nil && !n.Dropped.IsZero() {
		err = errLost
	}
	f.digests[key] = err
	return err
}
