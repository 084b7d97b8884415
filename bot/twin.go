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

// clashes are, for each member, what is said to him alone about being at two places at one time. It never holds a record back (requirements, 7.2).
type clashes map[string]string

// mostLike is how many records of one day are looked at: nobody does as much, and a flood of entries must not slow the next one down.
const mostLike = 8

// sameDay gives the live records of a member on the day of a new one whose marks look alike. The covering index decides what is read: on most days
// nothing is.
func sameDay(tx *store.Tx, member string, a *ledger.Activity, alike func(ledger.Mark) bool) ([]ledger.Activity, error) {
	var out []ledger.Activity
	for mark, err := range tx.Credits(member, policy.Span{From: a.Date, To: a.Date.Add(1)}) {
		if err != nil {
			return nil, err
		}
		if mark.Retracted || mark.Declined || !alike(mark) {
			continue
		}
		o, err := tx.Activity(mark.ID())
		if err != nil {
			return nil, err
		}
		if out = append(out, o); len(out) == mostLike {
			break
		}
	}
	return out, nil
}

// part finds which of the new records look entered already; twins are the ids of those that are there, in the order of doubled.
func (b *Bot) part(tx *store.Tx, t *talk, s said, made []ledger.Activity) (fresh, doubled []int, twins []string, err error) {
	for i := range made {
		twin := ""
		if !s.sure {
			if twin, err = twinOf(tx, &made[i]); err != nil {
				return nil, nil, nil, err
			}
		}
		if twin == "" {
			fresh = append(fresh, i)
			continue
		}
		doubled, twins = append(doubled, i), append(twins, twin)
	}
	return fresh, doubled, twins, nil
}

func twinOf(tx *store.Tx, a *ledger.Activity) (string, error) {
	looks := ledger.PrintOf(&a.Said)
	alike := func(m ledger.Mark) bool {
		return m.Kind == a.Kind && m.Hours == a.Said.ClassHours && m.Unit == a.Said.Unit && !m.Print.Differs(looks)
	}
	for _, c := range a.Credits {
		list, err := sameDay(tx, c.Member, a, alike)
		if err != nil {
			return "", err
		}
		for i := range list {
			if list[i].SameAs(a) && !otherMatter(&list[i], a) {
				return list[i].ID, nil
			}
		}
	}
	return "", nil
}

// otherMatter tells whether two guessed visits of a day are rather different things: one was a talk and the other none, or each says only what the other
// leaves out.
func otherMatter(a, o *ledger.Activity) bool {
	if a.Kind != policy.Visit || a.Said.Unit != "" {
		return false
	}
	if a.Said.Text != "" && o.Said.Text != "" && strings.Contains(a.Said.Text, "谈") != strings.Contains(o.Said.Text, "谈") {
		return true
	}
	place, audience := a.Said.Place != "", a.Said.Audience != ""
	return place != audience && place != (o.Said.Place != "") && audience != (o.Said.Audience != "")
}

// clash notes for whom a new record meets another one in time.
func (b *Bot) clash(tx *store.Tx, into clashes, a *ledger.Activity) error {
	if a.Said.Periods == "" && a.Said.Start == "" {
		return nil
	}
	for _, c := range a.Credits {
		list, err := sameDay(tx, c.Member, a, func(ledger.Mark) bool { return true })
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].Overlaps(a, &b.school.Calendar) && into[c.Member] == "" {
				into[c.Member] = fmt.Sprintf(sayClash, list[i].ID, b.card(list[i], b.school.Today(a.Entered)))
			}
		}
	}
	return nil
}

// askTwin holds back what looks entered already and asks. Where the record that is there waits for the speaker, a yes confirms that one.
func (b *Bot) askTwin(tx *store.Tx, t *talk, s said, twins []string) (string, error) {
	d := ledger.Dialog{Kind: ledger.DialogTwin, Drafts: s.drafts, For: s.leaders, Confirm: s.confirm, Ask: s.ask, Records: twins, Asked: s.asked + 1}
	records, err := byID(tx, twins)
	if err != nil {
		return "", err
	}
	ask := sayTwin
	if !slices.ContainsFunc(records, func(a ledger.Activity) bool { return a.Waits(t.by) != ledger.WaitsMember }) {
		d.Verdict, ask = ledger.VerdictConfirmed, sayTwinWaits
		if !slices.ContainsFunc(records, func(a ledger.Activity) bool { return a.By != t.by }) {
			ask = sayTwinOwn
		}
	}
	lines := ""
	for _, a := range records {
		lines += a.ID + " " + b.card(a, t.today) + "\n"
	}
	return fmt.Sprintf(ask, lines), b.await(tx, t, d)
}

// againOrNot hears whether what looked entered already is another thing.
func (b *Bot) againOrNot(t *talk) (move, bool) {
	d := *t.dialog
	again := t.is(wordsAgain)
	switch {
	case again || t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack && !t.thanks():
		t.consume()
		if d.Verdict != "" && !again {
			return b.settleNamed(t, d.Records, d.Verdict), true
		}
		return b.enterOrAsk(t, said{drafts: d.Drafts, leaders: d.For, confirm: d.Confirm, ask: d.Ask, asked: d.Asked, sure: true}), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayTwinDropped), true
	}
	return move{}, false
}
