package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// assignment answers who is in charge of a unit (分管), who keeps in touch with it (联系), and with which people outside the party (Art. 5.1, 5.3, 5.5).
// 分管 and 联系单位 are public; whom a leader keeps in touch with by Art. 5.5 is for himself and the offices.
func (b *Bot) assignment(t *talk) move {
	nonparty := t.cmd.Topic == "contact_nonparty"
	m := b.school.Member(t.cmd.Person)
	if m == nil && t.cmd.Scope == "self" {
		m = t.who
	}
	all := nonparty && t.cmd.Person == "" && t.cmd.Scope != "self"
	switch {
	case all && (seesAll(t.who) || t.who != nil && t.who.Has(policy.UnitedFront)):
		return b.nonpartyOfAll(t)
	case nonparty && (m == nil || m != t.who && !seesAll(t.who) && (t.who == nil || !t.who.Has(policy.UnitedFront))):
		return say(sayNotAllowed)
	case nonparty:
		return say(b.nonparty(m))
	case t.cmd.Unit != "":
		return say(b.whoFor(t, t.cmd.Unit))
	case m != nil && m == t.who && m.Has(policy.Leader) && t.Group == "":
		return b.myUnits(t)
	case m != nil && m.Has(policy.Leader):
		return say(b.unitsOf(m, t.today))
	}
	var lines []string
	for _, leader := range b.school.Leaders(t.today) {
		lines = append(lines, b.unitsOf(leader, t.today))
	}
	return say(strings.Join(lines, "\n"))
}

// unitsOf says which units a leader is in charge of and keeps in touch with.
func (b *Bot) unitsOf(m *policy.Member, today policy.Date) string {
	return fmt.Sprintf(sayUnitsOf, m.Name+m.Title, orNone(standing(m.InCharge, today)), orNone(standing(m.Contact, today)))
}

// myUnits says to a leader which units are his, and which of those he keeps in touch with he has had nothing to do with for long (Art. 7).
func (b *Bot) myUnits(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		text := b.unitsOf(t.who, t.today)
		silent, err := ledger.SilentUnits(t.who, t.today, tx)
		if err != nil || len(silent) == 0 {
			return text, err
		}
		return text + "\n" + fmt.Sprintf(sayUnitsSilent, strings.Join(silent, "、")), nil
	})
}

// whoFor says who is in charge of a unit and who keeps in touch with it.
func (b *Bot) whoFor(t *talk, unit string) string {
	var charge, contact []string
	for _, m := range b.school.Leaders(t.today) {
		if m.InChargeOf(unit, t.today) {
			charge = append(charge, m.Name+m.Title)
		}
		if m.InContactWith(unit, t.today) {
			contact = append(contact, m.Name+m.Title)
		}
	}
	if len(charge)+len(contact) == 0 {
		return fmt.Sprintf(sayNobodyFor, unit)
	}
	return fmt.Sprintf(sayWhoFor, unit, orNone(charge), orNone(contact))
}

func (b *Bot) nonparty(m *policy.Member) string {
	if len(m.ContactNonparty)+len(m.ContactParty) == 0 {
		return fmt.Sprintf(sayNoNonparty, m.Name)
	}
	return fmt.Sprintf(sayNonparty, m.Name, orNone(m.ContactNonparty), orNone(m.ContactParty))
}

// standing lists the names of the assignments that hold on a day.
func standing(list []policy.Assignment, d policy.Date) []string {
	var out []string
	for _, a := range list {
		if a.Holds(d) && !slices.Contains(out, a.Name) {
			out = append(out, a.Name)
		}
	}
	return out
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "无"
	}
	return strings.Join(list, "、")
}
