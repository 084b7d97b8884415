package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// mostRecords is how many records one answer lists.
const mostRecords = 8

// records lists records (查询记录): the speaker's own, of a period and a kind if they were named; those of somebody else by right. 第二条 then means
// the second of them, and its number shows what was changed in it.
func (b *Bot) records(t *talk) move {
	if id := idNamed(t.Text, ledger.ActivityLetters); id != "" {
		return b.history(t, id)
	}
	whose, mv, ok := b.recordsOf(t)
	if !ok {
		return mv
	}
	span, named := b.spanOf(t.cmd.Period)
	switch {
	case t.cmd.Date != 0:
		span = policy.Span{From: t.cmd.Date, To: t.cmd.Date.Add(1)}
	case !named:
		span = b.school.Year(t.today).Span
	}
	return change(func(tx *store.Tx) (string, error) {
		list, total, err := b.held(tx, t, whose, span)
		if err != nil {
			return "", err
		}
		if len(list) == 0 {
			return b.noRecords(t, whose), nil
		}
		d := ledger.Dialog{Kind: ledger.DialogShown}
		var lines []string
		for i, a := range list {
			d.Records = append(d.Records, a.ID)
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, b.recordLine(t, &a, whose)))
		}
		head := sayRecords
		if len(whose) != 1 || whose[0] != t.who {
			head = sayRecordsOf
		}
		newest := ""
		if total > len(list) {
			newest = fmt.Sprintf(sayNewest, len(list))
		}
		text := fmt.Sprintf(head, total, newest, strings.Join(lines, "\n"))
		return text, b.remember(tx, t, d)
	})
}

// recordsOf finds whose records are asked for; not ok: the move says why none are shown.
func (b *Bot) recordsOf(t *talk) ([]*policy.Member, move, bool) {
	scope := t.cmd.Scope
	m := b.school.Member(scope)
	switch {
	case scope == "all" && seesAll(t.who):
		return b.school.Leaders(t.today), move{}, true
	case scope == "all" || strings.HasPrefix(scope, "unit:"):
		if strings.HasPrefix(scope, "unit:") && t.who != nil {
			return []*policy.Member{t.who}, move{}, true
		}
		return nil, say(sayNotAllowed), false
	case m != nil && m != t.who:
		if !seesAll(t.who) && (t.who == nil || !m.Delegated(t.who.ID, t.today)) {
			return nil, say(sayNotAllowed), false
		}
		return []*policy.Member{m}, move{}, true
	case t.who == nil:
		return nil, say(sayNotReporter), false
	}
	return []*policy.Member{t.who}, move{}, true
}

// held gives the newest records of the members within the span, each once, and how many there are. Restricted ones are left out where the speaker may
// not read them (Art. 5.2). Who asks for his own sees what he entered for others too.
func (b *Bot) held(tx *store.Tx, t *talk, whose []*policy.Member, span policy.Span) ([]ledger.Activity, int, error) {
	var all []ledger.Activity
	seen := map[string]bool{}
	add := func(a ledger.Activity) {
		if !seen[a.ID] && (t.cmd.Target.Kind == "" || a.Kind == t.cmd.Target.Kind) && span.Holds(a.Date) && b.mayRead(t, &a) {
			seen[a.ID] = true
			all = append(all, a)
		}
	}
	for _, m := range whose {
		for a, err := range tx.ActivitiesOf(m.ID, span) {
			if err != nil {
				return nil, 0, err
			}
			add(a)
		}
		if m != t.who || reporter(m) {
			continue
		}
		entered, err := collect(tx.EnteredBy(m.ID), deepest)
		if err != nil {
			return nil, 0, err
		}
		for _, a := range entered {
			add(a)
		}
	}
	slices.SortStableFunc(all, func(x, y ledger.Activity) int {
		if x.Date != y.Date {
			return int(y.Date - x.Date)
		}
		return strings.Compare(y.ID, x.ID)
	})
	return all[:min(len(all), mostRecords)], len(all), nil
}

func (b *Bot) noRecords(t *talk, whose []*policy.Member) string {
	own := len(whose) == 1 && whose[0] == t.who
	switch {
	case own && t.cmd.Date != 0:
		return fmt.Sprintf(sayNoRecordsOn, t.cmd.Date.Chinese(), b.kindAsked(t))
	case own:
		return sayNoRecords
	}
	return sayNoRecordsOf
}

// kindAsked is the name of the kind of records that are asked for; "" for records of any.
func (b *Bot) kindAsked(t *talk) string {
	if t.cmd.Target.Kind == "" {
		return ""
	}
	return b.kindName(t.cmd.Target.Kind)
}

// recordLine is one record in a list, with what it waits for or lacks.
func (b *Bot) recordLine(t *talk, a *ledger.Activity, whose []*policy.Member) string {
	line := a.ID + " " + b.card(*a, t.today)
	member := t.by
	if len(whose) == 1 && whose[0] != t.who {
		member = whose[0].ID
	}
	var names []string
	for _, c := range a.Credits {
		names = append(names, b.member(c.Member))
	}
	if len(whose) > 1 || !slices.Contains(names, b.member(member)) {
		line += "（" + strings.Join(names, "、") + "）"
		member = a.Credits[0].Member
	}
	if state := stateZh(a.Waits(member)); state != "" {
		return line + "（" + state + "）"
	}
	if list := lacks(*a); len(list) > 0 {
		return line + "（缺记录：" + strings.Join(list, "、") + "）"
	}
	return line
}

// spanOf reads a period by its id: a term, an academic year, a calendar year or a month; false for none of them.
func (b *Bot) spanOf(id string) (policy.Span, bool) {
	if term, ok := b.school.Calendar.TermByID(id); ok {
		return term.Period().Span, true
	}
	if year, ok := b.school.Calendar.YearByID(id); ok && len(id) > len("2026") {
		return year.Span, true
	}
	if first, err := policy.ParseDate(id + "-01"); err == nil {
		return policy.Span{From: first, To: first.Add(31 - first.Add(31).Day() + 1)}, true
	}
	if first, err := policy.ParseDate(id + "-01-01"); err == nil {
		return policy.CalendarYear(first).Span, true
	}
	return policy.Span{}, false
}

// shownChosen hears a number under a list of records: that record is shown with what was changed in it.
func (b *Bot) shownChosen(t *talk) (move, bool) {
	if n := t.cmd.Choice; n >= 1 && n <= len(t.dialog.Records) {
		return b.history(t, t.dialog.Records[n-1]), true
	}
	return move{}, false
}
