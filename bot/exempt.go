package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// relieved hears the orders about leave and exemptions (1.4 no. 18). Only those who have to do with duties are listened to: to a student 请假 means
// something else.
func (b *Bot) relieved(t *talk) (move, bool) {
	if t.who == nil || !t.who.Has(policy.PartyOffice, policy.Leader, policy.Secretary, policy.CollegeSecretary, policy.CollegeDean, policy.MidLevel) {
		return move{}, false
	}
	if !t.says(reliefSigns) {
		return move{}, false // most messages
	}
	o := readRelief(b.school, t.Text, t.today)
	switch o.what {
	case grantLeave, grantFree, grantNumber:
		return b.grant(t, o), true
	case takeBack:
		return b.takeReliefBack(t, o), true
	case listRelief:
		return b.reliefs(t), true
	}
	return move{}, false
}

// grant enters what the office granted, tells the leader, and says what is asked of him now.
func (b *Bot) grant(t *talk, o reliefOrder) move {
	switch {
	case !office(t.who):
		return say(sayExemptOffice)
	case o.member == "":
		return say(sayExemptWho)
	case o.span == policy.Span{} && o.what == grantLeave:
		return say(sayExemptDays)
	}
	wish := b.wish(t, o)
	return change(func(tx *store.Tx) (string, error) {
		e, err := ledger.Grant(b.school, wish, t.who, t.Received)
		if err != nil {
			return "", err
		}
		have, err := collect(tx.Exemptions(e.Member), 0)
		if err != nil {
			return "", err
		}
		if err := e.Again(have); err != nil {
			return "", err
		}
		e.ID = tx.NextExemptionID()
		if err := tx.PutExemption(e); err != nil {
			return "", err
		}
		if err := tx.Log(t.by, "exempted", e.ID, exemptNote(e)); err != nil {
			return "", err
		}
		effect, err := b.effect(tx, t, e)
		if err != nil {
			return "", err
		}
		what := b.exemptLine(e)
		if err := b.tellExempt(tx, t, e, e.ID, fmt.Sprintf(sayExemptTell, what, effect)); err != nil {
			return "", err
		}
		empty, err := b.emptied(tx, t, e)
		return fmt.Sprintf(sayExempted, what, effect, e.ID) + empty, err
	})
}

// wish turns an order into what is asked for: of several rules that a word may mean those that bind the member, and the period of the rule where no
// days were named.
func (b *Bot) wish(t *talk, o reliefOrder) ledger.Exemption {
	e := ledger.Exemption{Member: o.member, Rules: o.rules, Span: o.span, Fixed: o.what == grantNumber, Need: o.need, Reason: o.reason}
	m := b.school.Member(o.member)
	at := t.today
	if e.Span.From != 0 && !e.Span.Holds(at) {
		at = e.Span.From
	}
	if len(e.Rules) > 1 {
		bound := slices.DeleteFunc(slices.Clone(e.Rules), func(id string) bool { return b.ruleFor(m, id, at) == nil })
		if len(bound) > 0 {
			e.Rules = bound
		}
	}
	if len(e.Rules) == 0 {
		if e.Span == (policy.Span{}) {
			e.Span = b.school.Year(at).Span
		}
		return e
	}
	r := b.ruleFor(m, e.Rules[0], at)
	if r == nil {
		r = b.school.Measure.Rule(e.Rules[0])
	}
	if p, ok := b.school.PeriodOf(r, at); ok && (e.Fixed || e.Span == policy.Span{}) {
		e.Span = p.Span
	}
	return e
}

// ruleFor is the rule that a member knows by an id: the one of the measure, or his unit's own after its pattern. nil if none binds him.
func (b *Bot) ruleFor(m *policy.Member, id string, at policy.Date) *policy.Rule {
	for _, r := range b.school.RulesFor(m, at) {
		if r.Answers(id) {
			return r
		}
	}
	return nil
}

// takeReliefBack withdraws the exemption that was named, or the only one of a member that stands.
func (b *Bot) takeReliefBack(t *talk, o reliefOrder) move {
	if !office(t.who) {
		return say(sayExemptOffice)
	}
	return change(func(tx *store.Tx) (string, error) {
		e, said, err := b.namedRelief(tx, o)
		if said != "" || err != nil {
			return said, err
		}
		if e, err = e.Withdraw(t.who, t.Received); err != nil {
			return "", err
		}
		if err := tx.PutExemption(e); err != nil {
			return "", err
		}
		if err := tx.Log(t.by, "withdrawn", e.ID, exemptNote(e)); err != nil {
			return "", err
		}
		if err := b.tellExempt(tx, t, e, e.ID+"/withdrawn", fmt.Sprintf(sayExemptGoneTell, b.exemptLine(e))); err != nil {
			return "", err
		}
		return fmt.Sprintf(sayExemptGone, b.exemptLine(e)), nil
	})
}

// namedRelief finds the exemption that an order takes back; said is what to answer where it names none, or several.
func (b *Bot) namedRelief(tx *store.Tx, o reliefOrder) (e ledger.Exemption, said string, err error) {
	if o.id != "" {
		e, err = tx.Exemption(o.id)
		if isMissing(err) {
			return e, fmt.Sprintf(sayExemptNone, o.id), nil
		}
		return e, "", err
	}
	if o.member == "" {
		return e, sayExemptWhich, nil
	}
	have, err := collect(tx.Exemptions(o.member), 0)
	if err != nil {
		return e, "", err
	}
	have = slices.DeleteFunc(have, func(e ledger.Exemption) bool { return !e.Live() })
	switch len(have) {
	case 0:
		return e, fmt.Sprintf(sayExemptNone, b.member(o.member)), nil
	case 1:
		return have[0], "", nil
	}
	return e, fmt.Sprintf(sayExemptWhichOf, b.exemptLines(have)), nil
}

// reliefs lists what stands for this year and later: all of it for those who see everybody's numbers, else what was granted to the speaker.
func (b *Bot) reliefs(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		list, err := collect(tx.RecentExemptions(0), 0)
		if err != nil {
			return "", err
		}
		year := b.school.Year(t.today).Span
		list = slices.DeleteFunc(list, func(e ledger.Exemption) bool {
			return !e.Live() || e.Span.To <= year.From || e.Member != t.by && !seesAll(t.who)
		})
		if len(list) == 0 {
			return sayExemptListNone, nil
		}
		return fmt.Sprintf(sayExemptList, b.exemptLines(list[:min(len(list), mostListed)])), nil
	})
}

// exemptLines lists exemptions with their numbers.
func (b *Bot) exemptLines(list []ledger.Exemption) string {
	lines := make([]string, 0, len(list))
	for _, e := range list {
		lines = append(lines, "· "+b.exemptLine(e))
	}
	return strings.Join(lines, "\n")
}

// exemptNote is an exemption as the journal keeps it: facts, without the reason.
func exemptNote(e ledger.Exemption) string {
	rules := "all"
	if len(e.Rules) > 0 {
		rules = strings.Join(e.Rules, "+")
	}
	note := fmt.Sprintf("%s %s %s..%s", e.Member, rules, e.Span.From, e.Span.To.Add(-1))
	if e.Fixed {
		note += fmt.Sprintf(" need %d", e.Need)
	}
	return note
}

// tellExempt tells the leader what was entered for him or taken back.
func (b *Bot) tellExempt(tx *store.Tx, t *talk, e ledger.Exemption, key, text string) error {
	m := b.school.Member(e.Member)
	if m == nil || m.ID == t.by || len(m.Accounts) == 0 {
		return nil
	}
	return b.tell(tx, t, m, "exempt/"+key, "", text)
}
