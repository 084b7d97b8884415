package bot

import (
	"fmt"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/report"
)

// nextDuty says in one line what to do next, with the sentence to type: first what waits for the leader's 对, then plans whose day has come, then the duty
// that is most in want.
func (b *Bot) nextDuty(tx *store.Tx, t *talk, m *policy.Member, p *report.Progress) (string, error) {
	waiting, err := collect(tx.Waiting(m.ID), mostSettled)
	if err != nil {
		return "", err
	}
	mine := m == t.who
	if len(waiting) > 0 && mine {
		return fmt.Sprintf(sayNextConfirm, len(waiting)), nil
	}
	if len(waiting) > 0 {
		return fmt.Sprintf(sayNextWaits, len(waiting)), nil
	}
	if mine {
		if due, err := b.due(tx, t); err != nil || len(due) > 0 {
			if err != nil {
				return "", err
			}
			return fmt.Sprintf(sayNextDue, b.planCard(due[0].Kind, due[0].Date, due[0].Said, t.today)), nil
		}
	}
	away, err := b.onLeave(tx, m, t.today)
	if err != nil {
		return "", err
	}
	d := p.Next()
	switch {
	case away:
		return sayNextAway, nil
	case d == nil:
		return sayNextNone, nil
	case !mine:
		return fmt.Sprintf(sayNextOf, d.Rule.Name(), amount(d.Left), policy.UnitZh(d.Rule.Unit)), nil
	}
	return fmt.Sprintf(sayNext, d.Rule.Name(), amount(d.Left), policy.UnitZh(d.Rule.Unit), b.example(m, d, t.today)), nil
}

// onLeave tells whether all duties of a member rest today, by the configuration or by what the office granted.
func (b *Bot) onLeave(tx *store.Tx, m *policy.Member, today policy.Date) (bool, error) {
	if m.OnLeave(today) {
		return true, nil
	}
	for e, err := range tx.Exemptions(m.ID) {
		if err != nil || e.Leave() && e.Span.Holds(today) {
			return err == nil, err
		}
	}
	return false, nil
}

// example is the sentence by which a duty is reported once it is done, with a unit and people that the leader knows.
func (b *Bot) example(m *policy.Member, d *report.Duty, today policy.Date) string {
	where := b.unitNear(m, today)
	switch d.Rule.Kinds[0] {
	case policy.ObserveClass:
		return fmt.Sprintf(sayLikeLesson, where)
	case policy.OrgLife:
		return fmt.Sprintf(sayLikeBranch, where)
	case policy.Forum:
		return fmt.Sprintf(sayLikeForum, where)
	case policy.ResearchPlan:
		return fmt.Sprintf(sayLikePlan, where)
	case policy.Research:
		return fmt.Sprintf(sayLikeResearch, where)
	case policy.FirstLesson:
		return sayLikeFirst
	case policy.NonpartyTalk:
		return fmt.Sprintf(sayLikeTalk, firstOf(m.ContactNonparty))
	case policy.NonpartyEvent:
		return fmt.Sprintf(sayLikeEvent, firstOf(m.ContactParty))
	case policy.Visit:
		return sayLikeVisit
	}
	return sayLikeOther
}

// unitNear is a unit that the leader may well go to, by its shortest name: his contact unit, else one in his charge, else his own.
func (b *Bot) unitNear(m *policy.Member, today policy.Date) string {
	name := m.Unit
	for _, list := range [][]policy.Assignment{m.InCharge, m.Contact} {
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].Holds(today) {
				name = list[i].Name
			}
		}
	}
	u := b.school.Unit(name)
	if u == nil {
		return sayAnyUnit
	}
	for _, alias := range u.Aliases {
		if len(alias) < len(name) {
			name = alias
		}
	}
	return name
}
