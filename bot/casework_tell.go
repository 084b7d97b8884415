package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// telling is 告知 with one of the outcomes that name no unit of the school (Art. 23).
func (b *Bot) telling(o order) transition {
	tell := ledger.Telling{Note: o.rest}
	switch o.verb {
	case verbAccept:
		tell = ledger.Telling{Outcome: ledger.ToldAccept}
	case verbForward:
		tell.Outcome = ledger.ToldForward
	case verbChannel:
		tell.Outcome, tell.Note = ledger.ToldChannel, b.route(o.rest)
	default:
		tell.Outcome = ledger.ToldNotOurs
	}
	inside, _ := unitAt(b.school, o.rest)
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		if no := ledger.May(b.school, d.By, ledger.OpTell, &p, b.school.Today(d.At)); no == nil && o.verb == verbForward && inside != "" {
			return p, ledger.Refuse("inside", sayCaseInside, inside)
		}
		return p.Tell(d, tell)
	}
}

// route completes the name of a legal channel with where to go and within which time, if the school lists it (requirements 2.3).
func (b *Bot) route(words string) string {
	for _, r := range b.school.Petitions.Routes {
		if r.Name == "" || !strings.Contains(words, r.Name) {
			continue
		}
		for _, part := range []string{r.Door, r.Limit} {
			if part != "" && !strings.Contains(words, part) {
				words += "，" + part
			}
		}
	}
	return words
}

// assign gives a case to a unit: with 告知 in one step if the filer was not told yet, else as an assignment or 改派. Where the summary is missing it is
// asked for, and the order carried out with it.
func (b *Bot) assign(t *talk, o order) move {
	t.consume()
	lead, with := leadAndHelp(b.school, o.rest)
	if o.unit != "" && (lead == "" || len(with) == 0) {
		lead = o.unit
		if o.with != "" {
			with = []string{o.with}
		}
	}
	due := b.dueIn(o.rest, t.today)
	if due == 0 && o.days > 0 {
		due = b.school.Calendar.DueWorkdays(t.today, o.days)
	}
	summary := o.summary
	if at := strings.Index(o.rest, "摘要"); summary == "" && at >= 0 {
		summary = trimSeparators(o.rest[at+len("摘要"):])
	}
	id := o.cases[0]
	give := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		var err error
		if no := ledger.May(b.school, d.By, ledger.OpAssign, &p, t.today); no != nil {
			return p, no
		}
		if lead == "" {
			return p, ledger.Refuse("no_unit", sayCaseNoUnit)
		}
		if summary != "" {
			if p, err = p.Summarise(d, summary); err != nil {
				return p, err
			}
		}
		if p.Stage() == ledger.StageFiled {
			return p.Tell(d, ledger.Telling{Outcome: ledger.ToldEntrust, Unit: lead, With: with, Due: due})
		}
		if a := leadOf(&p); a != nil && a.Unit == lead && len(with) == 0 && due == 0 {
			return p, ledger.Refuse("same_unit", sayCaseSameUnit, p.ID, lead, a.Due.Chinese())
		}
		return p.Assign(d, ledger.Order{Unit: lead, With: with, Due: due})
	}
	return change(func(tx *store.Tx) (string, error) {
		text, err := b.step(tx, t, id, give)
		if refusalCode(err) != "no_summary" {
			return text, err
		}
		rest := strings.TrimSpace(o.rest)
		if len(unitsIn(b.school, rest)) == 0 {
			rest = strings.TrimSpace(lead + "，" + rest)
		}
		d := ledger.Dialog{Kind: ledger.DialogCaseSummary, Records: []string{id}, Reason: rest}
		return fmt.Sprintf(sayAskSummary, id), b.await(tx, t, d)
	})
}

// leadOf is the assignment of the unit that handles a case now; nil if none does.
func leadOf(p *ledger.Petition) *ledger.Assignment {
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.Lead && a.Live() {
			return a
		}
	}
	return nil
}

// mergeInto merges a case into another one, both of which the order names (并案).
func (b *Bot) mergeInto(t *talk, o order) move {
	cases := o.cases
	if len(cases) < 2 {
		more, _ := casesAt(o.rest, t.today.Year(), nil)
		cases = append(slices.Clone(cases), more...)
	}
	if cases = distinct(cases); len(cases) != 2 {
		return say(sayMergeHow)
	}
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return b.mergeAll(tx, t, []string{cases[1], cases[0]}) })
}

// distinct keeps each case once, in the order in which they were named.
func distinct(cases []string) []string {
	var out []string
	for _, id := range cases {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// mergeOne carries one merger out, and gives the case into which it was merged with the deed.
func (b *Bot) mergeOne(tx *store.Tx, t *talk, from, into string) (*ledger.Deed, ledger.Petition, error) {
	none := ledger.Petition{}
	d, err := b.deskDeed(tx, t, from)
	if err != nil {
		return nil, none, err
	}
	other, err := b.deskDeed(tx, t, into)
	if err != nil {
		return nil, none, err
	}
	if other.By.Filer || other.By.Follower {
		d.By = other.By // whoever filed one of them handles neither
	}
	p, err := b.caseOf(tx, d, ledger.OpMerge, from)
	if err != nil {
		return nil, none, err
	}
	q, err := b.caseOf(tx, d, ledger.OpMerge, into)
	if err != nil {
		return nil, none, err
	}
	if p, q, err = p.MergeInto(d, q); err != nil {
		return nil, none, err
	}
	if err := tx.Keep(d, p, q); err != nil {
		return nil, none, err
	}
	return d, q, b.tellOthers(tx, p, d.Steps, t.From)
}

// stepsFor keeps the steps about one case.
func stepsFor(steps []ledger.Step, id string) []ledger.Step {
	return slices.DeleteFunc(slices.Clone(steps), func(s ledger.Step) bool { return s.About != id })
}

// askMerge shows what would be merged into what before it is: 合并 does not say which one stays.
func (b *Bot) askMerge(t *talk, cases []string) move {
	if cases = distinct(cases); len(cases) < 2 {
		return say(sayMergeHow)
	}
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		for _, id := range cases {
			d, err := b.deskDeed(tx, t, id)
			if err != nil {
				return "", err
			}
			if _, err := b.caseOf(tx, d, ledger.OpMerge, id); err != nil {
				return "", err
			}
		}
		text := fmt.Sprintf(sayMergeAsk, strings.Join(cases[1:], "、"), cases[0])
		return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogCaseMerge, Records: cases})
	})
}

// mergeOrNot hears whether the cases are to be merged.
func (b *Bot) mergeOrNot(t *talk) (move, bool) {
	cases := t.dialog.Records
	switch t.cmd.Intent {
	case phrase.Confirm, phrase.Ack:
		t.consume()
		return change(func(tx *store.Tx) (string, error) { return b.mergeAll(tx, t, cases) }), true
	case phrase.Deny:
		return b.drop(t, sayCaseDropped), true
	}
	return move{}, false
}

// mergeAll merges all cases into the first one. What can not be merged is said before anything is.
func (b *Bot) mergeAll(tx *store.Tx, t *talk, cases []string) (string, error) {
	for _, id := range cases {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		p, err := b.caseOf(tx, d, ledger.OpMerge, id)
		if err != nil {
			return "", err
		}
		if !p.Working() {
			return "", ledger.Refuse("stage", sayMergeStage, id, string(p.Stage()))
		}
	}
	var all ledger.Deed
	var into ledger.Petition
	for _, id := range cases[1:] {
		d, p, err := b.mergeOne(tx, t, id, cases[0])
		if err != nil {
			return "", err
		}
		all.School, all.By, all.At, into = d.School, d.By, d.At, p
		all.Steps = append(all.Steps, stepsFor(d.Steps, p.ID)...)
	}
	return b.done(tx, t, &all, into)
}
