package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// setPlan lays down the research plan of a year, or adds to it (Art. 5.3). One plan a year is what rule 5.3c asks for.
func (b *Bot) setPlan(t *talk) move {
	var items []ledger.PlanItem
	for _, it := range t.cmd.Topics {
		text := strings.TrimSpace(strings.NewReplacer(",", "，", ";", "；").Replace(it.Text))
		items = append(items, ledger.PlanItem{Text: strings.Trim(text, "，；。 "), Unit: it.Unit})
	}
	year := b.yearOf(t.cmd.Period, t.today)
	return change(func(tx *store.Tx) (string, error) {
		p, err := b.researchPlan(tx, t.by, year)
		switch {
		case err == nil:
			p, err = p.Extend(t.speaker(), items)
		case isMissing(err):
			p, err = ledger.NewResearchPlan(t.speaker(), year, items, t.today, t.Received)
		}
		if err != nil {
			return "", err
		}
		if p.ID == "" {
			p.ID = tx.NextPlanID()
		}
		if err := b.keepPlan(tx, t, p, "planned"); err != nil {
			return "", err
		}
		done, err := researched(tx, p.Member, year)
		return fmt.Sprintf(sayResearchKept, b.school.Say(year, t.today), len(p.Items), itemLines(p, done)), err
	})
}

// yearOf is the year that a period names, else the one that holds today, as the school counts years.
func (b *Bot) yearOf(id string, today policy.Date) policy.Period {
	if p, ok := b.school.Calendar.YearByID(id); ok && b.school.Measure.Settings.YearBasis != policy.CalendarBasis {
		return p
	}
	return b.school.Year(today)
}

// researchPlan finds the plan that a member laid down for a year; store.ErrNotFound if he laid down none.
func (b *Bot) researchPlan(tx *store.Tx, member string, year policy.Period) (ledger.Plan, error) {
	for p, err := range tx.ResearchPlans(member, year.Span) {
		if err != nil || p.Year == year.ID {
			return p, err
		}
	}
	return ledger.Plan{}, store.ErrNotFound
}

// itemLines lists the items of a research plan; those that name a unit at which the member did research since, with the day (Art. 5.3: 落实).
func itemLines(p ledger.Plan, done map[string]policy.Date) string {
	lines := make([]string, 0, len(p.Items))
	for i, it := range p.Items {
		line := fmt.Sprintf("%d. %s", i+1, it.Text)
		if day := done[it.Unit]; it.Unit != "" && day != 0 {
			line += fmt.Sprintf(sayItemDone, day.Chinese())
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// researched gives the units at which a member did research in a year, each with the last day.
func researched(tx *store.Tx, member string, year policy.Period) (map[string]policy.Date, error) {
	out := map[string]policy.Date{}
	for mark, err := range tx.Credits(member, year.Span) {
		if err != nil {
			return nil, err
		}
		if mark.Kind == policy.Research && !mark.Retracted && !mark.Declined && mark.Unit != "" {
			out[mark.Unit] = mark.Date
		}
	}
	return out, nil
}

// plans answers what is planned: the research plan of the year, and what is still to come. What is due can be entered by its number.
func (b *Bot) plans(t *talk) move {
	whose := t.who
	if m := b.school.Member(t.cmd.Scope); m != nil {
		whose = m
	}
	switch {
	case whose == nil || !whose.Has(policy.Leader) && !reporter(whose):
		return say(sayNotReporter)
	case whose != t.who && !seesAll(t.who) && (t.who == nil || !whose.Delegated(t.who.ID, t.today)):
		return say(sayNotAllowed)
	}
	year := b.yearOf(t.cmd.Period, t.today)
	return change(func(tx *store.Tx) (string, error) {
		name := b.school.Say(year, t.today)
		lines := []string{fmt.Sprintf(sayNoResearch, name)}
		p, err := b.researchPlan(tx, whose.ID, year)
		switch {
		case err == nil:
			done, err := researched(tx, whose.ID, year)
			if err != nil {
				return "", err
			}
			lines = []string{fmt.Sprintf(sayResearchIs, name, len(p.Items), itemLines(p, done))}
		case !isMissing(err):
			return "", err
		}
		open, err := b.plansOf(tx, whose.ID)
		if err != nil || len(open) == 0 {
			return lines[0], err
		}
		return b.openPlans(tx, t, lines, open, whose.ID == t.by)
	})
}

// openPlans adds what is still to come to an answer, what is due first, so that its numbers are those to choose from.
func (b *Bot) openPlans(tx *store.Tx, t *talk, lines []string, open []ledger.Plan, own bool) (string, error) {
	d := ledger.Dialog{Kind: ledger.DialogDue}
	lines = append(lines, sayPlansHead)
	for i, p := range open {
		line := fmt.Sprintf("%d. %s", i+1, b.planCard(p.Kind, p.Date, p.Said, t.today))
		if p.Date <= t.today {
			line += sayPlanDue
			d.Records = append(d.Records, p.ID)
		}
		lines = append(lines, line)
	}
	text := strings.Join(lines, "\n")
	if len(d.Records) == 0 || !own || t.Group != "" {
		return text, nil
	}
	return text + "\n" + sayPlanNumber, b.remember(tx, t, d)
}

// dueNote offers to enter what was planned and is due; "" if nothing is.
func (b *Bot) dueNote(tx *store.Tx, t *talk) (string, error) {
	if t.Group != "" || !reporter(t.who) {
		return "", nil
	}
	list, err := b.due(tx, t)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return "\n" + fmt.Sprintf(sayDueNote, b.planCard(list[0].Kind, list[0].Date, list[0].Said, t.today)), nil
}
