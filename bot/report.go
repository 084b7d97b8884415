package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// said is a report on its way to the ledger: what was told, for whom, and what is still to be asked.
type said struct {
	drafts  []ledger.Draft
	leaders []string // on whose behalf; empty: the reporter's own
	confirm []string // slots that wait for 对
	ask     []string // slots still missing, most needed first
	choices []string // what a word that may mean several may mean: ids of members or full names of units
	asked   int      // questions asked so far
	sure    bool     // entered even where it looks entered already
}

// mostAsked is how many questions are asked about one report.
const mostAsked = 2

// report takes a report of activities held (Art. 4, 5). Without a day nothing can be recorded: it is asked and the rest kept as a draft.
func (b *Bot) report(t *talk) move {
	s := b.told(t)
	if len(s.drafts) == 0 {
		return say(sayAskKind)
	}
	if mv, ok := b.speaksFor(t, &s); !ok {
		return mv
	}
	return tailed(b.enterOrAsk(t, s), b.plansBeside(t))
}

// onBehalf tells whether the words name somebody for whom it is reported, whom the grammar then did not find: nobody is put in his place.
func onBehalf(text string) bool {
	return strings.Contains(text, "帮") || strings.Contains(text, "替") || strings.Contains(text, "代")
}

// mayMean lists the leaders among whom a delegate or an office chooses.
func (b *Bot) mayMean(t *talk, principals []string) []string {
	if !office(t.who) {
		return principals
	}
	var all []string
	for _, m := range b.school.Leaders(t.today) {
		all = append(all, m.ID)
	}
	return all
}

// told takes what the grammar understood.
func (b *Bot) told(t *talk) said {
	s := said{leaders: t.cmd.For, confirm: t.cmd.Confirm, ask: t.cmd.Ask, choices: t.cmd.Unclear}
	for _, a := range t.cmd.Activities {
		d := draft(a)
		d.Said.Text = strings.TrimSpace(cut(t.Text))
		s.drafts = append(s.drafts, d)
	}
	return s
}

// speaksFor finds on whose behalf somebody reports who does not report for himself: the one leader who let him, else the leader is asked for.
// Not ok: the move says why not.
func (b *Bot) speaksFor(t *talk, s *said) (move, bool) {
	if len(s.leaders) > 0 || reporter(t.who) {
		return move{}, true
	}
	principals := b.principals(t)
	switch {
	case len(principals) == 1 && len(s.choices) == 0 && !office(t.who) && !onBehalf(t.Text):
		s.leaders, s.ask = principals, without(s.ask, "who")
	case len(principals) > 0 || office(t.who) || len(s.choices) > 0:
		s.ask = slices.Concat([]string{"who"}, without(s.ask, "who"))
		if len(s.choices) == 0 {
			s.choices = b.mayMean(t, principals)
		}
	default:
		return say(sayNotReporter), false
	}
	return move{}, true
}

// principals lists the leaders who have delegated reporting to the speaker.
func (b *Bot) principals(t *talk) []string {
	if t.who == nil {
		return nil
	}
	var out []string
	for _, m := range b.school.Leaders(t.today) {
		if m.Delegated(t.who.ID, t.today) {
			out = append(out, m.ID)
		}
	}
	return out
}

// enterOrAsk records what is complete and asks for what is not: a missing day, kind or leader holds the report back, anything else is asked after it.
// What is still to come is offered as a plan.
func (b *Bot) enterOrAsk(t *talk, s said) move {
	if b.coming(t, s.drafts) {
		return b.offerPlan(t, s)
	}
	held := blocking(s)
	return change(func(tx *store.Tx) (string, error) {
		switch {
		case len(held) == 0:
			return b.enter(tx, t, s)
		case s.asked >= mostAsked:
			return b.enterWhole(tx, t, s)
		}
		d := ledger.Dialog{
			Kind: ledger.DialogReport, Asked: s.asked + 1, Choices: s.choices,
			Ask: slices.Concat(held, without(s.ask, held...)), Drafts: s.drafts, For: s.leaders, Confirm: s.confirm,
		}
		return b.question(d.Drafts, d.Ask[0], d.Choices, t.today) + sayDraftKept, b.await(tx, t, d)
	})
}

// coming tells whether everything that was told is still ahead.
func (b *Bot) coming(t *talk, drafts []ledger.Draft) bool {
	now := t.Received.In(b.school.Location)
	minutes := policy.Clock(now.Hour()*60 + now.Minute())
	return !slices.ContainsFunc(drafts, func(d ledger.Draft) bool {
		return d.Date <= t.today && (d.Date < t.today || b.begins(&d.Said) <= minutes)
	})
}

// begins is the earliest time of day at which what was told may have begun; 0 if nothing was told of it.
func (b *Bot) begins(d *ledger.Details) policy.Clock {
	switch {
	case d.PartOfDay == "下午":
		return 12 * 60
	case d.PartOfDay == "晚上":
		return 17 * 60
	}
	return 0
}

// enterWhole records what needs no more questions and leaves the rest as a draft: two questions are all that is asked about a report.
func (b *Bot) enterWhole(tx *store.Tx, t *talk, s said) (string, error) {
	var whole, rest []int
	for i, d := range s.drafts {
		if d.Kind == "" || d.Date == 0 || slices.Contains(s.ask, "who") {
			rest = append(rest, i)
		} else {
			whole = append(whole, i)
		}
	}
	part := s.only(rest)
	left := ledger.LeaveDraft(ledger.Left{
		Ask: slices.Concat(blocking(part), without(part.ask, blocking(part)...)), Choices: part.choices,
		Drafts: part.drafts, For: part.leaders, Confirm: part.confirm,
	}, t.Received)
	if len(whole) == 0 {
		return sayDraftLeft, tx.PutDialog(ledger.KeepLeft(t.seat(), left))
	}
	text, err := b.enter(tx, t, s.only(whole))
	if err != nil {
		return "", err
	}
	d, _, err := tx.Dialog(t.seat())
	if err != nil {
		return "", err
	}
	d.Left = left
	return text + "\n" + fmt.Sprintf(sayRestLeft, len(rest)), tx.PutDialog(d)
}

// only is the part of a report that concerns some of its activities.
func (s said) only(indexes []int) said {
	part := s
	part.drafts, part.ask, part.confirm = nil, nil, nil
	for _, i := range indexes {
		part.drafts = append(part.drafts, s.drafts[i])
	}
	move := func(slots []string) []string {
		var out []string
		for _, name := range slots {
			at, field := slotOf(name)
			if at < 0 && len(s.drafts) > 1 {
				out = append(out, name)
				continue
			}
			if to := slices.Index(indexes, max(at, 0)); to >= 0 {
				out = append(out, slot(to, len(indexes), field))
			}
		}
		return out
	}
	part.ask, part.confirm = move(s.ask), move(s.confirm)
	return part
}

// blocking lists the slots without which there can be no record, in the order in which they are asked.
func blocking(s said) []string {
	var out []string
	if slices.Contains(s.ask, "who") {
		out = append(out, "who")
	}
	for i, d := range s.drafts {
		if d.Kind == "" {
			out = append(out, slot(i, len(s.drafts), "kind"))
		}
		if d.Date == 0 {
			out = append(out, slot(i, len(s.drafts), "date"))
		}
	}
	return out
}

// credits lists the members an activity will count for: the leaders it is reported for, else the reporter, and everybody who was there too.
func (s said) credits(t *talk, d ledger.Draft) []string {
	out := slices.Clone(s.leaders)
	if len(out) == 0 && t.who != nil {
		out = append(out, t.who.ID)
	}
	for _, id := range d.Leaders {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// draft keeps what phrase understood in the words of the ledger.
func draft(a phrase.Activity) ledger.Draft {
	d := ledger.Draft{Kind: a.Kind, Date: a.Date, Said: a.Said, Leaders: a.Leaders}
	if len(d.Said.Handoffs) > 0 {
		return d
	}
	for _, h := range a.Handoffs {
		d.Said.Handoffs = append(d.Said.Handoffs, h.Issue+" → "+h.Unit)
	}
	return d
}

// slot names a missing field of the i-th of n activities the way the grammar does.
func slot(i, n int, field string) string {
	if n == 1 {
		return field
	}
	return fmt.Sprintf("activities[%d].%s", i, field)
}

// own picks the fields of the i-th of n activities out of a list of slots.
func own(slots []string, i, n int) []string {
	var out []string
	for _, s := range slots {
		if at, field := slotOf(s); at == i || (n == 1 && at < 0) {
			out = append(out, field)
		}
	}
	return out
}

// without gives the list without the named entries.
func without(list []string, names ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(names, s) })
}
