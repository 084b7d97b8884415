package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// plansMeant lists the open plans of a day, a kind and a unit that the speaker keeps; leaders narrows them to those of the leaders who were named.
func (b *Bot) plansMeant(tx *store.Tx, t *talk, target phrase.Target, day policy.Date, leaders []string) ([]ledger.Plan, error) {
	var out []ledger.Plan
	for _, member := range b.planners(t) {
		if len(leaders) > 0 && !slices.Contains(leaders, member) {
			continue
		}
		list, err := b.plansOf(tx, member)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if (day == 0 || p.Date == day) && (target.Kind == "" || p.Kind == target.Kind) &&
				(target.Unit == "" || p.Said.Unit == "" || p.Said.Unit == target.Unit) {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// movePlan gives the plan that is named another day; where there is none, what was said is offered as a plan of its own.
func (b *Bot) movePlan(t *talk, s said) move {
	day := s.drafts[0].Date
	d, offer, no := b.planOffer(t, s)
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.plansMeant(tx, t, t.cmd.Target, t.cmd.Target.Date, s.leaders)
		switch {
		case err != nil:
			return "", err
		case len(list) == 1:
			return b.planMoved(tx, t, list[0], day)
		case len(list) > 1:
			return b.listMoves(tx, t, list, day)
		case no != "":
			return no, nil
		}
		return fmt.Sprintf(sayNoPlanToMove, b.whatMeant(t.cmd.Target)) + offer, b.await(tx, t, d)
	})
}

// moveNamed gives the only plan another day, or asks which: 计划改到下周五. false: the message is about something else.
func (b *Bot) moveNamed(t *talk) (move, bool) {
	if t.cmd.Intent != phrase.OutOfScope && t.cmd.Intent != phrase.CorrectActivity && t.cmd.Intent != phrase.QueryPlan || !strings.Contains(t.Text, "计划") ||
		strings.Contains(t.Text, "调研计划") || movedTo(t.Text) == "" || len(b.planners(t)) == 0 {
		return move{}, false
	}
	day := b.dayAhead(t, movedTo(t.Text))
	if day == 0 {
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.plansMeant(tx, t, phrase.Target{}, 0, nil)
		switch {
		case err != nil:
			return "", err
		case len(list) == 0:
			return sayNoPlans, nil
		case len(list) == 1:
			return b.planMoved(tx, t, list[0], day)
		}
		return b.listMoves(tx, t, list, day)
	}), true
}

// listMoves asks which of several plans gets the new day.
func (b *Bot) listMoves(tx *store.Tx, t *talk, list []ledger.Plan, day policy.Date) (string, error) {
	d, lines := b.numberedPlans(list, t.today)
	d.Verdict, d.Drafts = verdictMoved, []ledger.Draft{{Date: day}}
	return fmt.Sprintf(sayWhichMove, day.Chinese(), strings.Join(lines, "\n")), b.await(tx, t, d)
}

// verdictMoved is what choosing a plan does to it where another day was named.
const verdictMoved = "moved"

// planMoved puts a plan on another day and says it back. A first lesson that others arranged is theirs to move.
func (b *Bot) planMoved(tx *store.Tx, t *talk, p ledger.Plan, day policy.Date) (string, error) {
	if p.Lesson() && p.By != p.Member {
		return fmt.Sprintf(sayLessonMoveMine, b.lessonCard(p.Date, p.Said)), nil
	}
	before := p.Date
	p, err := p.Move(t.speaker(), day, t.today)
	if err != nil {
		return "", err
	}
	if err := b.keepPlan(tx, t, p, "plan moved"); err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayPlanMoved, before.Chinese(), b.planCard(p.Kind, p.Date, p.Said, t.today))
	return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogPlan, Records: []string{p.ID}})
}

// changePlan changes what was planned for a day to come: 下周三的听课改成座谈. Of several plans the words must tell which.
func (b *Bot) changePlan(tx *store.Tx, t *talk, c phrase.Changes) (string, error) {
	list, err := b.plansMeant(tx, t, t.cmd.Target, t.cmd.Target.Date, nil)
	switch {
	case err != nil:
		return "", err
	case len(list) == 0:
		return fmt.Sprintf(sayNoPlanMeant, b.planWords(t.cmd.Target)), nil
	case len(list) > 1:
		_, lines := b.numberedPlans(list, t.today)
		return fmt.Sprintf(sayPlanWhich, strings.Join(lines, "\n")), nil
	case slices.Contains(c.Fields, "date"):
		return b.planMoved(tx, t, list[0], c.To.Date)
	case list[0].Lesson():
		return fmt.Sprintf(sayLessonReplan, b.lessonCard(list[0].Date, list[0].Said)), nil
	}
	p := list[0]
	changed := c.Apply(phrase.Activity{Kind: p.Kind, Date: p.Date, Said: p.Said})
	applyRest(&changed.Said, &c.To.Said, c.Fields)
	was := b.planCard(p.Kind, p.Date, p.Said, t.today)
	if p, err = p.Alter(t.speaker(), changed.Kind, changed.Said); err != nil {
		return "", err
	}
	if err := b.keepPlan(tx, t, p, "plan changed"); err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayPlanChanged, was, b.planCard(p.Kind, p.Date, p.Said, t.today))
	return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogPlan, Records: []string{p.ID}})
}

// dropMeant gives up the plan that an order to take something back is about, or asks which; false if it is about none.
func (b *Bot) dropMeant(tx *store.Tx, t *talk) (string, bool, error) {
	target := t.cmd.Target
	named := strings.Contains(t.Text, "计划")
	day := cmp.Or(target.Ahead, target.Date)
	if target.ID != "" || t.pick != "" || day == 0 && !named {
		return "", false, nil
	}
	list, err := b.plansMeant(tx, t, target, day, nil)
	switch {
	case err != nil:
		return "", false, err
	case len(list) == 1:
		text, err := b.dropPlan(tx, t, list[0])
		return text, true, err
	case len(list) > 1:
		text, err := b.listPlans(tx, t, sayWhichUnplan, list, ledger.VerdictRetracted)
		return text, true, err
	case named || target.Date > t.today:
		return fmt.Sprintf(sayNoPlanMeant, b.planWords(target)), true, nil
	}
	return "", false, nil
}

// planWords says which plan was looked for: 11月25日(周三)听课.
func (b *Bot) planWords(target phrase.Target) string {
	target.Date = cmp.Or(target.Ahead, target.Date)
	if target.Kind == "" && target.Subkind == "" {
		if target.Date == 0 {
			return ""
		}
		return target.Date.Chinese()
	}
	return b.whatMeant(target)
}
