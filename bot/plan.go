package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// plan offers to keep an activity to come. It never counts.
func (b *Bot) plan(t *talk) move {
	s := b.told(t)
	if mv, ok := b.speaksFor(t, &s); !ok {
		return mv
	}
	if t.cmd.Target != (phrase.Target{}) && len(s.drafts) == 1 {
		return b.movePlan(t, s)
	}
	return b.offerPlan(t, s)
}

// offerPlan says that what is still to come is not recorded, and keeps it as a plan at one word.
func (b *Bot) offerPlan(t *talk, s said) move {
	d, text, no := b.planOffer(t, s)
	if no != "" {
		return say(no)
	}
	return change(func(tx *store.Tx) (string, error) { return text, b.await(tx, t, d) })
}

// planOffer is the question whether what is still to come is to be kept as a plan, and what waits for the answer; no says why it cannot be.
func (b *Bot) planOffer(t *talk, s said) (d ledger.Dialog, text, no string) {
	var lines []string
	for _, d := range s.drafts {
		if d.Date == 0 || d.Kind == "" {
			return ledger.Dialog{}, "", sayPlanNoDay
		}
		lines = append(lines, b.planCard(d.Kind, d.Date, d.Said, t.today))
	}
	if len(s.leaders) == 0 && !reporter(t.who) {
		return ledger.Dialog{}, "", sayPlanWhose
	}
	t.consume()
	text = fmt.Sprintf(sayPlanOffer, strings.Join(lines, "\n"))
	if s.drafts[0].Date == t.today {
		text = strings.Replace(text, "还没到日子", "还没到时间", 1)
	}
	return ledger.Dialog{Kind: ledger.DialogPlan, Drafts: s.drafts, For: s.leaders}, text, ""
}

// plansBeside says that what was told beside a report and is still to come is not recorded, and how it is kept; "" where nothing was.
func (b *Bot) plansBeside(t *talk) string {
	var cards []string
	for _, a := range t.cmd.Plans {
		cards = append(cards, b.planCard(a.Kind, a.Date, a.Said, t.today))
	}
	if len(cards) == 0 || t.Group != "" {
		return ""
	}
	return "\n" + fmt.Sprintf(sayPlansBeside, strings.Join(cards, "；"))
}

// planCard is the card of what is still to come: without a length that nobody knows yet.
func (b *Bot) planCard(kind policy.Kind, day policy.Date, said ledger.Details, today policy.Date) string {
	line := b.card(ledger.Activity{Kind: kind, Date: day, Said: said}, today)
	return strings.Replace(line, " 学时待补", "", 1)
}

// planOrNot hears whether what was offered is to be kept as a plan.
func (b *Bot) planOrNot(t *talk) (move, bool) {
	d := *t.dialog
	if len(d.Records) > 0 {
		return b.planned(t)
	}
	switch {
	case t.cmd.Intent == phrase.Confirm, t.cmd.Intent == phrase.Ack && !t.thanks(), t.is(wordsKeep):
		t.consume()
		return b.keepPlans(t, d), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayPlanNot), true
	}
	return move{}, false
}

func (b *Bot) keepPlans(t *talk, d ledger.Dialog) move {
	s := said{leaders: d.For}
	return change(func(tx *store.Tx) (string, error) {
		var plans []ledger.Plan
		for _, draft := range d.Drafts {
			if said, err := b.arrangedAlready(tx, t, s.credits(t, draft), draft); err != nil || said != "" {
				return said, err
			}
			p, err := ledger.PlanActivity(b.school, ledger.Entry{
				Kind: draft.Kind, Date: draft.Date, Said: draft.Said, Members: s.credits(t, draft), By: t.speaker(), At: t.Received,
			})
			if err != nil {
				return "", err
			}
			plans = append(plans, p)
		}
		var lines []string
		kept := ledger.Dialog{Kind: ledger.DialogPlan}
		for _, p := range plans {
			p.ID = tx.NextPlanID()
			kept.Records = append(kept.Records, p.ID)
			if err := b.keepPlan(tx, t, p, "planned"); err != nil {
				return "", err
			}
			lines = append(lines, b.planCard(p.Kind, p.Date, p.Said, t.today))
		}
		return fmt.Sprintf(sayPlanKept, strings.Join(lines, "\n")), b.await(tx, t, kept)
	})
}

// arrangedAlready says which first lesson a speaker is to hold already, where he plans one in the same term; "" if there is none.
func (b *Bot) arrangedAlready(tx *store.Tx, t *talk, whose []string, d ledger.Draft) (string, error) {
	if d.Kind != policy.FirstLesson || len(whose) == 0 {
		return "", nil
	}
	m := b.school.Member(whose[0])
	p, err := b.lessonIn(tx, whose[0], d.Date)
	if p == nil || m == nil || err != nil {
		return "", err
	}
	return b.lessonAnswer(t, m, *p), b.settled(tx, t)
}

// planned hears what is said about plans just kept: 撤销 takes them back, and no record.
func (b *Bot) planned(t *talk) (move, bool) {
	ids := t.dialog.Records
	switch {
	case t.cmd.Intent == phrase.Confirm:
		return say(sayNoted), true
	case t.cmd.Intent == phrase.RetractActivity && (t.cmd.Target == phrase.Target{} || t.cmd.Target.Last), t.is(wordsGiveUp):
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			var lines []string
			for _, id := range ids {
				p, err := tx.Plan(id)
				if err != nil {
					return "", err
				}
				line, err := b.dropPlan(tx, t, p)
				if err != nil {
					return "", err
				}
				lines = append(lines, line)
			}
			return strings.Join(lines, "\n"), nil
		}), true
	case len(ids) == 1 && b.movesLast(t) != 0:
		day := b.movesLast(t)
		return change(func(tx *store.Tx) (string, error) {
			p, err := tx.Plan(ids[0])
			if err != nil {
				return "", err
			}
			return b.planMoved(tx, t, p, day)
		}), true
	}
	return move{}, false
}

// movesLast is the new day of what was just kept, where only that is said: 改到下周五; 0 for anything else.
func (b *Bot) movesLast(t *talk) policy.Date {
	if t.cmd.Intent != phrase.CorrectActivity && t.cmd.Intent != phrase.OutOfScope || t.cmd.Target.Kind != "" || t.cmd.Target.ID != "" ||
		!startsWithWord(t.Text, "改", "推迟到", "提前到", "挪到", "换到", "延到", "调到") || movedTo(t.Text) == "" {
		return 0
	}
	return b.dayAhead(t, movedTo(t.Text))
}

func (b *Bot) keepPlan(tx *store.Tx, t *talk, p ledger.Plan, verb string) error {
	if err := tx.PutPlan(p); err != nil {
		return err
	}
	return tx.Log(t.by, verb, p.ID, fmt.Sprintf("%s %s", p.Kind, p.Date))
}

// carriedOut notes in the plan that a new record was made of it.
func (b *Bot) carriedOut(tx *store.Tx, t *talk, a *ledger.Activity) error {
	if a.Plan == "" {
		return nil
	}
	p, err := tx.Plan(a.Plan)
	if err != nil {
		return err
	}
	if p, err = p.Happened(t.speaker(), a.ID); err != nil {
		return nil // it was entered or given up meanwhile: the record stands by itself
	}
	return b.keepPlan(tx, t, p, "carried out")
}

// plansOf lists the open plans of a member; those which a record that was made by hand shows to be done are left out.
func (b *Bot) plansOf(tx *store.Tx, member string) ([]ledger.Plan, error) {
	all, err := collect(tx.OpenPlans(member), mostListed)
	if err != nil {
		return nil, err
	}
	var out []ledger.Plan
	for _, p := range all {
		done, err := b.planHeld(tx, &p)
		if err != nil {
			return nil, err
		}
		if !done {
			out = append(out, p)
		}
	}
	return out, nil
}

// planHeld tells whether a record shows that what was planned was done.
func (b *Bot) planHeld(tx *store.Tx, p *ledger.Plan) (bool, error) {
	span := policy.Span{From: p.Date, To: p.Date.Add(1)}
	if term, ok := b.school.Calendar.TermOf(p.Date); ok && p.Lesson() {
		span = term.Span()
	}
	for mark, err := range tx.Credits(p.Member, span) {
		if err != nil || p.HeldAs(b.school, mark) {
			return err == nil, err
		}
	}
	return false, nil
}

// planners are the members whose plans the speaker keeps: his own, and those of the leaders who let him report.
func (b *Bot) planners(t *talk) []string {
	if reporter(t.who) {
		return []string{t.by}
	}
	return b.principals(t)
}

// due lists the open plans whose day has come.
func (b *Bot) due(tx *store.Tx, t *talk) ([]ledger.Plan, error) {
	var out []ledger.Plan
	for _, member := range b.planners(t) {
		list, err := b.plansOf(tx, member)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			if p.Date <= t.today {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

// enterDue enters the plan whose day has come; several are numbered and chosen from.
func (b *Bot) enterDue(t *talk) move {
	if len(b.planners(t)) == 0 {
		return say(sayNotReporter)
	}
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.due(tx, t)
		switch {
		case err != nil:
			return "", err
		case len(list) == 0:
			return sayNoneDue, nil
		case len(list) == 1:
			return b.enterPlan(tx, t, list[0])
		}
		return b.listPlans(tx, t, sayWhichDue, list, "")
	})
}

func (b *Bot) enterPlan(tx *store.Tx, t *talk, p ledger.Plan) (string, error) {
	d := ledger.Draft{Kind: p.Kind, Date: p.Date, Said: p.Said, Plan: p.ID}
	s := said{drafts: []ledger.Draft{d}}
	if p.Member != t.by {
		s.leaders = []string{p.Member}
	}
	if p.Kind == policy.ObserveClass && p.Said.ClassHours == 0 {
		s.ask = append(s.ask, "class_hours")
	}
	if p.Kind == policy.ObserveClass && p.Said.Course == "" {
		s.ask = append(s.ask, "course")
	}
	if p.Kind == policy.Forum && p.Said.Audience == "" {
		s.ask = append(s.ask, "audience")
	}
	return b.enter(tx, t, s)
}

// listPlans shows plans, numbered, and waits for the number of the one that is meant.
func (b *Bot) listPlans(tx *store.Tx, t *talk, sentence string, list []ledger.Plan, verdict string) (string, error) {
	d, lines := b.numberedPlans(list, t.today)
	d.Verdict = verdict
	return fmt.Sprintf(sentence, strings.Join(lines, "\n")), b.await(tx, t, d)
}

// numberedPlans writes plans as people pick them, with the dialog that waits for the number.
func (b *Bot) numberedPlans(list []ledger.Plan, today policy.Date) (d ledger.Dialog, lines []string) {
	d.Kind = ledger.DialogDue
	for i, p := range list {
		d.Records = append(d.Records, p.ID)
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, b.planCard(p.Kind, p.Date, p.Said, today)))
	}
	return d, lines
}

// dueChosen hears which of the listed plans is to be entered, or given up.
func (b *Bot) dueChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch {
	case t.cmd.Intent == phrase.Choose && t.cmd.Choice >= 1 && t.cmd.Choice <= len(d.Records):
		id := d.Records[t.cmd.Choice-1]
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			p, err := tx.Plan(id)
			if err != nil {
				return "", err
			}
			switch d.Verdict {
			case ledger.VerdictRetracted:
				return b.dropPlan(tx, t, p)
			case verdictMoved:
				return b.planMoved(tx, t, p, d.Drafts[0].Date)
			}
			return b.enterPlan(tx, t, p)
		}), true
	case t.cmd.Intent == phrase.Choose:
		return say(fmt.Sprintf(sayNoSuchNumber, len(d.Records))), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayKept), true
	}
	return move{}, false
}

// unplan gives up a plan; several are numbered and chosen from.
func (b *Bot) unplan(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		var all []ledger.Plan
		for _, member := range b.planners(t) {
			list, err := b.plansOf(tx, member)
			if err != nil {
				return "", err
			}
			all = append(all, list...)
		}
		switch len(all) {
		case 0:
			return sayNoPlans, nil
		case 1:
			return b.dropPlan(tx, t, all[0])
		}
		return b.listPlans(tx, t, sayWhichUnplan, all, ledger.VerdictRetracted)
	})
}

func (b *Bot) dropPlan(tx *store.Tx, t *talk, p ledger.Plan) (string, error) {
	p, err := p.Drop(t.speaker(), t.Received)
	if err != nil {
		return "", err
	}
	if err := b.keepPlan(tx, t, p, "plan dropped"); err != nil {
		return "", err
	}
	if p.Lesson() {
		if err := b.tellLessonOff(tx, t, &p); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(sayUnplanned, b.planCard(p.Kind, p.Date, p.Said, t.today)), b.settled(tx, t)
}
