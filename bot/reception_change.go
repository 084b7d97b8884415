package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// changeSchedule takes an office's change of the roster: another day, or another leader. It is shown with what follows from it before it is made,
// since everybody is told.
func (b *Bot) changeSchedule(t *talk) move {
	if !ledger.Keeper(t.who) {
		return say(sayRosterOffice)
	}
	c := ledger.SlotChange{Member: t.cmd.With, Reason: reasonIn(t.cmd.Text)}
	if rest := movedTo(t.Text); rest != "" {
		c.Day = b.dayAhead(t, rest)
	}
	if c.Day == t.cmd.Date {
		c.Day = 0
	}
	switch {
	case t.cmd.Date == 0:
		return say(sayChangeWhich)
	case c.Day == 0 && c.Member == "":
		return say(sayChangeHow)
	}
	return b.proposeChange(t, t.cmd.Date, c)
}

// callOff takes the office's word that a reception falls out.
func (b *Bot) callOff(t *talk) move {
	d := b.dayAhead(t, strings.NewReplacer("取消", "", "暂停", "", "停一次", "").Replace(t.Text))
	if d == 0 {
		return say(sayChangeWhich)
	}
	_, reason, _ := strings.Cut(strings.NewReplacer(",", "，", " ", "，").Replace(t.Text), "，")
	return b.proposeChange(t, d, ledger.SlotChange{Off: true, Reason: reasonIn(reason)})
}

// reasonIn shortens a reason to what is told to others.
func reasonIn(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "，。,. ")
	if r := []rune(text); len(r) > 20 {
		return string(r[:20])
	}
	return text
}

// proposeChange shows a change and waits for a yes. One that may not be is refused at once.
func (b *Bot) proposeChange(t *talk, day policy.Date, c ledger.SlotChange) move {
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := slotMeant(slots, day)
		if !ok {
			return fmt.Sprintf(sayNoReception, day.Chinese()) + b.nextReception(slots, day, ""), nil
		}
		c := c
		c.Slot = slot.Regular
		_, after, _, err := b.changed(tx, t, slot, []ledger.SlotChange{c})
		if err != nil {
			return "", err
		}
		booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
		if err != nil {
			return "", err
		}
		next, _ := ledger.SlotOf(after, slot.Regular)
		line := b.changeLine(slot, next)
		if t.cmd.Person != "" && t.cmd.Person != slot.Member {
			line += fmt.Sprintf(sayNotOnDuty, b.member(slot.Member), b.member(t.cmd.Person))
		}
		text := fmt.Sprintf(sayChangeAsk, line, len(booked))
		return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogChange, Change: &c})
	})
}

// changeOrNot hears the yes to a change of the roster.
func (b *Bot) changeOrNot(t *talk) (move, bool) {
	c := *t.dialog.Change
	switch {
	case t.agrees():
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			text, err := b.makeChanges(tx, t, []ledger.SlotChange{c})
			if err != nil {
				return "", err
			}
			return text, b.settled(tx, t)
		}), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayChangeDropped), true
	}
	return move{}, false
}

// changed works out the roster of a reception's term after changes, without writing it: the receptions before and after, and the roster.
func (b *Bot) changed(tx *store.Tx, t *talk, slot ledger.Slot, changes []ledger.SlotChange) (before, after []ledger.Slot, r ledger.Roster, err error) {
	term, ok := b.termOf(slot)
	if !ok {
		return nil, nil, r, ledger.Refuse("no_slot", sayNoTurn)
	}
	if r, err = tx.Roster(term); err != nil {
		return nil, nil, r, err
	}
	before = ledger.Slots(b.school, term, &r)
	for _, c := range changes {
		if r, err = r.Change(b.school, term, t.speaker(), c, t.Received); err != nil {
			return nil, nil, r, err
		}
	}
	return before, ledger.Slots(b.school, term, &r), r, nil
}

// made is one term's roster with changes in it that are not yet written.
type made struct {
	before, after []ledger.Slot
	roster        ledger.Roster
	changes       []ledger.SlotChange
}

// makeChanges changes the roster and tells everybody whom it concerns. Everything is judged before anything is written: a swap may concern two terms.
func (b *Bot) makeChanges(tx *store.Tx, t *talk, changes []ledger.SlotChange) (string, error) {
	slots, err := tx.Slots(b.school)
	if err != nil {
		return "", err
	}
	var terms []string
	byTerm := map[string][]ledger.SlotChange{}
	for _, c := range changes {
		slot, ok := ledger.SlotOf(slots, c.Slot)
		if !ok {
			return "", ledger.Refuse("no_slot", sayNoTurn)
		}
		if byTerm[slot.Term] == nil {
			terms = append(terms, slot.Term)
		}
		byTerm[slot.Term] = append(byTerm[slot.Term], c)
	}
	var all []made
	for _, id := range terms {
		slot, _ := ledger.SlotOf(slots, byTerm[id][0].Slot)
		before, after, r, err := b.changed(tx, t, slot, byTerm[id])
		if err != nil {
			return "", err
		}
		all = append(all, made{before, after, r, byTerm[id]})
	}
	var lines []string
	told := 0
	for _, m := range all {
		more, n, err := b.writeChanges(tx, t, m)
		if err != nil {
			return "", err
		}
		lines, told = append(lines, more...), told+n
	}
	text := fmt.Sprintf(sayChangeMade, strings.Join(lines, "\n"))
	if told > 0 {
		text += fmt.Sprintf(sayVisitorsTold, told)
	}
	return text, nil
}

// writeChanges writes one term's roster and the notices that follow.
func (b *Bot) writeChanges(tx *store.Tx, t *talk, m made) (lines []string, visitors int, err error) {
	if err := tx.PutRoster(m.roster); err != nil {
		return nil, 0, err
	}
	for i, c := range m.changes {
		was, _ := ledger.SlotOf(m.before, c.Slot)
		is, _ := ledger.SlotOf(m.after, c.Slot)
		if err := tx.Log(t.by, "rescheduled", c.Slot.String(), changeNote(c)); err != nil {
			return nil, 0, err
		}
		step := fmt.Sprintf("c%d", len(m.roster.Changes)-len(m.changes)+i+1)
		line := b.changeLine(was, is)
		if err := b.tellChange(tx, t, was, is, m.roster.IsPublished(), step, line); err != nil {
			return nil, 0, err
		}
		n, err := b.tellVisitors(tx, t, was, is, step)
		if err != nil {
			return nil, 0, err
		}
		lines, visitors = append(lines, line), visitors+n
	}
	return lines, visitors, nil
}

// changeNote says for the journal what a change does, in ids and days.
func changeNote(c ledger.SlotChange) string {
	switch {
	case c.Off:
		return "off"
	case c.Member == "":
		return "to " + c.Day.String()
	case c.Day == 0:
		return "by " + c.Member
	}
	return "to " + c.Day.String() + " by " + c.Member
}

// changeLine says what became of a reception: 11月30日(周一)的接待改由谢安琪副校长接待，行政楼308. Why a leader cannot be there is nobody's business.
func (b *Bot) changeLine(was, is ledger.Slot) string {
	day := was.Day
	if day == 0 {
		day = was.Regular
	}
	reason := inBrackets(is.Reason)
	switch {
	case is.Off:
		return fmt.Sprintf(sayLineOff, day.Chinese(), reason)
	case is.Day != was.Day && is.Member != was.Member, is.Day != was.Day && was.Off:
		return fmt.Sprintf(sayLineBoth, day.Chinese(), is.Day.Chinese(), b.titled(is.Member), b.school.ReceptionPlace(is.Member))
	case is.Day != was.Day:
		return fmt.Sprintf(sayLineMoved, day.Chinese(), is.Day.Chinese(), b.titled(is.Member), b.school.ReceptionPlace(is.Member), reason)
	}
	return fmt.Sprintf(sayLineInstead, day.Chinese(), b.titled(is.Member), b.school.ReceptionPlace(is.Member))
}

// tellChange tells everybody in scope about a change of what was published; before that only the leaders whom it concerns.
func (b *Bot) tellChange(tx *store.Tx, t *talk, was, is ledger.Slot, published bool, step, line string) error {
	for _, m := range b.inScope(t) {
		if !published && m.ID != was.Member && m.ID != is.Member {
			continue
		}
		text := fmt.Sprintf(sayTellChange, line)
		if m.ID == is.Member && is.Held() {
			text += fmt.Sprintf(sayTellYourDay, is.Day.Chinese())
		}
		key := fmt.Sprintf("%s/%s/%s/%s", kindPublished, keyDay(was, is), step, m.ID)
		if err := b.inform(tx, t, m, kindPublished, key, text); err != nil {
			return err
		}
	}
	if !published {
		return nil
	}
	return b.postRoster(tx, t, keyDay(was, is).String(), step, fmt.Sprintf(sayTellChange, line))
}

// keyDay is the day under which a change is told: that of the reception, so that a change on the day itself is told at once.
func keyDay(was, is ledger.Slot) policy.Date {
	if was.Day != 0 {
		return was.Day
	}
	return max(is.Day, is.Regular)
}

// tellVisitors tells those who booked what became of their reception, and gives their number. The notice goes by the number of the booking: who it
// is for the vault tells at the moment of sending.
func (b *Bot) tellVisitors(tx *store.Tx, t *talk, was, is ledger.Slot, step string) (told int, err error) {
	if was.Day == is.Day && was.Off == is.Off && was.Member == is.Member {
		return 0, nil
	}
	booked, err := collect(tx.BookingsOf(was.Regular), mostBookings)
	if err != nil {
		return 0, err
	}
	for _, o := range booked {
		clock := b.school.Reception.PlaceAt(o.Place)
		text := fmt.Sprintf(sayVisitorInstead, was.Day.Chinese(), clock, b.titled(is.Member), b.school.ReceptionPlace(is.Member))
		switch {
		case !is.Held():
			text = fmt.Sprintf(sayVisitorOff, was.Day.Chinese(), clock, inBrackets(is.Reason))
		case is.Day != was.Day:
			text = fmt.Sprintf(sayVisitorMoved, max(was.Day, was.Regular).Chinese(), is.Day.Chinese(), clock, b.titled(is.Member), b.school.ReceptionPlace(is.Member))
		}
		n := ledger.Notice{
			Key:  fmt.Sprintf("%s/%s/%s/%s", kindVisitor, keyDay(was, is), step, o.ID),
			Kind: kindVisitor, Rule: "5.8", To: store.SealedAddress(o.ID, 0), Text: text, Made: t.Received, Due: t.Received,
		}
		if _, err := tx.Notify(n); err != nil {
			return told, err
		}
		told++
	}
	return told, nil
}
