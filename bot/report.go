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
}

// report takes a report of activities held (Art. 4, 5). Without a day nothing can be recorded: it is asked and the rest kept as a draft.
func (b *Bot) report(t *talk) move {
	s := said{leaders: t.cmd.For, confirm: t.cmd.Confirm, ask: t.cmd.Ask}
	for _, a := range t.cmd.Activities {
		d := draft(a)
		d.Said.Text = strings.TrimSpace(cut(t.Text))
		s.drafts = append(s.drafts, d)
	}
	if len(s.drafts) == 0 {
		return say(sayAskKind)
	}
	if len(s.leaders) == 0 && !reporter(t.who) {
		principals := b.principals(t)
		switch {
		case len(principals) == 1:
			s.leaders = principals
		case len(principals) > 1 || office(t.who):
			s.ask = slices.Concat([]string{"who"}, without(s.ask, "who"))
		default:
			return say(sayNotReporter)
		}
	}
	return b.enterOrAsk(t, s)
}

// received takes a reception that was held (Art. 5.8) as the activity that it is: of the leader who says so, or of the leader whose turn it was where
// the companion of the president's office says so. It counts whether anybody came or not.
func (b *Bot) received(t *talk) move {
	d := ledger.Draft{Kind: policy.ReceptionDay, Date: t.cmd.Date}
	if d.Date == 0 {
		d.Date = t.today
	}
	d.Said.Visitors, d.Said.Headcount, d.Said.Text = max(t.cmd.Visitors, 0), t.cmd.People, strings.TrimSpace(cut(t.Text))
	s := said{drafts: []ledger.Draft{d}}
	if t.who == nil || !t.who.Has(policy.Leader) {
		turn, ok := b.school.OnDuty(d.Date)
		if !ok {
			return say(fmt.Sprintf(sayNoReception, d.Date.Chinese()) + b.nextReception(d.Date, ""))
		}
		s.leaders = []string{turn}
	}
	return b.enterOrAsk(t, s)
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
func (b *Bot) enterOrAsk(t *talk, s said) move {
	held := blocking(s)
	return change(func(tx *store.Tx) (string, error) {
		if len(held) == 0 {
			return b.enter(tx, t, s)
		}
		d := ledger.Dialog{
			Who: t.From.Fold(), Kind: ledger.DialogReport, Expires: t.Received.Add(dialogLasts),
			Ask: slices.Concat(held, without(s.ask, held...)), Drafts: s.drafts, For: s.leaders, Confirm: s.confirm,
		}
		return b.question(d.Drafts, d.Ask[0]) + sayDraftKept, tx.PutDialog(d)
	})
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

// enter makes the records, tells the leaders who must say 对, and remembers what 对, 改 and 删 will mean.
func (b *Bot) enter(tx *store.Tx, t *talk, s said) (string, error) {
	made := make([]ledger.Activity, 0, len(s.drafts))
	for i, d := range s.drafts {
		a, err := ledger.Report(b.school, ledger.Entry{
			Kind: d.Kind, Date: d.Date, Said: d.Said, Members: s.credits(t, d),
			By: t.speaker(), At: t.Received, Confirm: own(s.confirm, i, len(s.drafts)),
		})
		if err != nil {
			return "", err
		}
		made = append(made, a)
	}
	ids := make([]string, 0, len(made))
	for i := range made {
		made[i].ID = tx.NextActivityID()
		ids = append(ids, made[i].ID)
		if err := b.keep(tx, t, made[i], "reported"); err != nil {
			return "", err
		}
		if err := b.askLeaders(tx, t, made[i]); err != nil {
			return "", err
		}
	}
	if err := tx.PutDialog(b.after(t, ids, s.ask)); err != nil {
		return "", err
	}
	return b.recorded(tx, t, made, s)
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

// keep puts a record and its journal line.
func (b *Bot) keep(tx *store.Tx, t *talk, a ledger.Activity, verb string) error {
	if err := tx.PutActivity(a); err != nil {
		return err
	}
	return tx.Log(t.by, verb, a.ID, fmt.Sprintf("%s %s %s", a.Kind, a.Date, amount(a.Said.ClassHours)))
}

// askLeaders tells everybody whose 对 a record waits for, except the one who just reported it.
func (b *Bot) askLeaders(tx *store.Tx, t *talk, a ledger.Activity) error {
	for _, c := range a.Credits {
		m := b.school.Member(c.Member)
		if c.Member == t.by || m == nil || len(m.Accounts) == 0 || a.Waits(c.Member) != ledger.WaitsMember {
			continue
		}
		reporter := t.From.User
		if t.who != nil {
			reporter = t.who.Name
		}
		text := fmt.Sprintf(sayForAsk, reporter, a.ID, b.card(a))
		if reporterIsCredited(a, t.by) {
			text = fmt.Sprintf(sayProposal, reporter, a.ID, b.card(a))
		}
		n := ledger.Notice{
			Key: "confirm/" + a.ID + "/" + c.Member, Kind: "confirm", Rule: "6.2", To: m.Accounts[0], Member: c.Member,
			Text: text, Made: t.Received, Due: t.Received,
		}
		if _, err := tx.Notify(n); err != nil {
			return err
		}
	}
	return nil
}

func reporterIsCredited(a ledger.Activity, by string) bool {
	return slices.ContainsFunc(a.Credits, func(c ledger.Credit) bool { return c.Member == by })
}

// recorded is the confirm card: what was understood, what it counts, what may be said next.
func (b *Bot) recorded(tx *store.Tx, t *talk, made []ledger.Activity, s said) (string, error) {
	lines := make([]string, 0, len(made)+3)
	if len(made) == 1 {
		lines = append(lines, fmt.Sprintf(sayRecorded, made[0].ID))
	} else {
		lines = append(lines, fmt.Sprintf(sayRecordedMany, len(made)))
	}
	for _, a := range made {
		line, err := b.cardWithCount(tx, t, a)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	if note := b.waitNote(t, made); note != "" {
		lines = append(lines, note)
	}
	if len(s.ask) > 0 {
		lines = append(lines, b.question(s.drafts, s.ask[0]))
	} else {
		lines = append(lines, sayWords)
	}
	return strings.Join(lines, "\n"), nil
}

// waitNote says what the records wait for before they count; "" if they count now.
func (b *Bot) waitNote(t *talk, made []ledger.Activity) string {
	for _, a := range made {
		for _, c := range a.Credits {
			switch a.Waits(c.Member) {
			case ledger.WaitsMember:
				if c.Member == t.by {
					return sayWaitsSelf
				}
				return fmt.Sprintf(sayWaitsMember, b.member(c.Member))
			case ledger.WaitsOffice:
				return sayWaitsOffice
			}
		}
	}
	return ""
}

// plan notes an activity to come. A plan never counts and asks nothing.
func (b *Bot) plan(t *talk) move {
	var lines []string
	for _, a := range t.cmd.Activities {
		d := draft(a)
		lines = append(lines, b.card(ledger.Activity{Kind: d.Kind, Date: d.Date, Said: d.Said}))
	}
	return say(fmt.Sprintf(sayPlanned, strings.Join(lines, "\n")))
}

// draft keeps what phrase understood in the words of the ledger.
func draft(a phrase.Activity) ledger.Draft {
	d := ledger.Draft{Kind: a.Kind, Date: a.Date, Said: a.Said, Leaders: a.Leaders}
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
