package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// sheetWait is how many days back a reception is looked for that nobody has entered.
const sheetWait = 14

// received takes a reception that was held (Art. 5.8) as the activity that it is, with its sheet: of the leader who says so, or of the leader who sat
// there where the companion or a secretary says so. It counts whether anybody came or not.
func (b *Bot) received(t *talk) move {
	if t.cmd.Date > t.today {
		return say(sayNotHeldYet)
	}
	visits := b.visitTold(t)
	if isListed(t.Text) {
		visits = b.visitsIn(t)
	}
	if t.cmd.Visitors <= 0 {
		visits = nil
	}
	return b.enterSheet(t, b.daySaid(t), max(t.cmd.Visitors, 0), t.cmd.People, visits)
}

// daySaid is the day of a sheet; 0 if it is today only because nothing else was said.
func (b *Bot) daySaid(t *talk) policy.Date {
	if t.cmd.Date == t.today && !strings.Contains(t.Text, "今") && !strings.Contains(t.Text, "刚") {
		return 0
	}
	return t.cmd.Date
}

// isListed tells whether a sheet names its matters one after the other, behind a colon or parted by semicolons.
func isListed(text string) bool {
	return strings.ContainsAny(text, "；;\n") || strings.ContainsAny(text, ":：") && clockless(text)
}

// visitTold is the one matter of which a sentence tells, as the grammar understood it.
func (b *Bot) visitTold(t *talk) []ledger.Visit {
	if t.cmd.Topic == "" && t.cmd.Unit == "" {
		return nil
	}
	v := ledger.Visit{Topic: brief(t.cmd.Topic), Unit: t.cmd.Unit}
	if t.cmd.Days > 0 {
		v.Due = cmp.Or(t.cmd.Date, t.today).Add(t.cmd.Days)
	}
	if strings.Contains(t.Text, "当场答复") || strings.Contains(t.Text, "已答复") {
		v.Answer = "当场答复"
	}
	return []ledger.Visit{v}
}

// nobodyCame takes the bare 没人来 of the companion.
func (b *Bot) nobodyCame(t *talk) move { return b.enterSheet(t, 0, 0, 0, nil) }

// askSheet waits for what came of a reception.
func (b *Bot) askSheet(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		slot, ok, err := b.missingSheet(tx, t)
		if err != nil || !ok {
			return sayNoneMissing, err
		}
		return fmt.Sprintf(sayAskSheet, b.rosterLine(slot)), b.await(tx, t, ledger.Dialog{Kind: ledger.DialogSheet})
	})
}

// sheetAnswer hears what came of the reception.
func (b *Bot) sheetAnswer(t *talk) (move, bool) {
	switch {
	case t.is(wordsNobody):
		t.consume()
		return b.nobodyCame(t), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, saySheetDropped), true
	case t.cmd.Intent == phrase.QueryReception || t.cmd.Intent == phrase.Help || t.cmd.Intent == phrase.RecordReception:
		return move{}, false
	}
	visits := b.visitsIn(t)
	if len(visits) == 0 {
		return move{}, false
	}
	t.consume()
	return b.enterSheet(t, 0, len(visits), 0, visits), true
}

// enterSheet enters the reception of a day, or where none is named the last one that nobody has entered.
func (b *Bot) enterSheet(t *talk, day policy.Date, groups, people int, visits []ledger.Visit) move {
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := slotOn(slots, day)
		if day == 0 {
			if slot, ok, err = b.missingSheet(tx, t); err != nil {
				return "", err
			}
			if !ok {
				return sayNoneMissing, nil
			}
			day = slot.Day
		}
		d := ledger.Draft{Kind: policy.ReceptionDay, Date: day}
		d.Said = sheetDetails(visits)
		d.Said.Visitors, d.Said.Headcount = max(groups, len(visits)), people
		s := said{drafts: []ledger.Draft{d}}
		if t.who == nil || !t.who.Has(policy.Leader) {
			if !ok {
				return b.whyNone(slots, day) + b.nextReception(slots, day, ""), nil
			}
			s.leaders = []string{slot.Member}
		}
		if ok {
			if visits, err = b.withBookings(tx, slot, visits); err != nil {
				return "", err
			}
			s.drafts[0].Sheet = &ledger.Sheet{Groups: d.Said.Visitors, Visits: visits}
		}
		return b.enter(tx, t, s)
	})
}

// missingSheet finds the last reception that has begun and that nobody has entered, among those which the speaker may enter.
func (b *Bot) missingSheet(tx *store.Tx, t *talk) (ledger.Slot, bool, error) {
	slots, err := tx.Slots(b.school)
	if err != nil {
		return ledger.Slot{}, false, err
	}
	for _, s := range slices.Backward(slots) {
		if !s.Held() || !s.Begun(b.school, t.Received) || s.Day < t.today.Add(-sheetWait) || !b.mayEnter(t, s) {
			continue
		}
		sheet, err := tx.SheetOf(s.Regular)
		if err != nil {
			return s, false, err
		}
		if sheet == nil {
			return s, true, nil
		}
	}
	return ledger.Slot{}, false, nil
}

// mayEnter tells whether the speaker may enter a reception, and see what came of it: the offices, the leader who sat there and his secretaries.
func (b *Bot) mayEnter(t *talk, s ledger.Slot) bool {
	m := b.school.Member(s.Member)
	return t.who != nil && (ledger.Keeper(t.who) || t.by == s.Member || m != nil && m.Delegated(t.by, t.today))
}

// withBookings puts the booking in the place of the time that a visit names: behind it stands who came.
func (b *Bot) withBookings(tx *store.Tx, slot ledger.Slot, visits []ledger.Visit) ([]ledger.Visit, error) {
	booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
	visits = slices.Clone(visits)
	for i, v := range visits {
		visits[i].Booking = ""
		for _, o := range booked {
			if v.Booking == b.school.Reception.PlaceAt(o.Place).String() {
				visits[i].Booking = o.ID
			}
		}
	}
	return visits, err
}

// sheetDetails puts what the visitors came about into the words of the ledger.
func sheetDetails(visits []ledger.Visit) ledger.Details {
	var d ledger.Details
	for _, v := range visits {
		if v.Topic != "" {
			d.Issues = append(d.Issues, v.Topic)
		}
		if v.Unit != "" {
			d.Handoffs = append(d.Handoffs, v.Topic+" → "+v.Unit)
		}
	}
	return d
}

// visitsIn reads the visits out of a sheet as it is typed: one matter after the other, parted by semicolons or lines.
func (b *Bot) visitsIn(t *talk) []ledger.Visit {
	text := cut(t.Text)
	if _, rest, ok := strings.Cut(strings.ReplaceAll(text, ":", "："), "："); ok && clockless(text) {
		text = rest
	}
	var out []ledger.Visit
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("；;。\n", r) }) {
		if v, ok := b.visitIn(t, part); ok {
			out = append(out, v)
		}
	}
	return out
}

// clockless tells whether the first colon of a text stands in no time of day.
func clockless(text string) bool {
	at := clockDigits.FindStringIndex(text)
	return at == nil || strings.IndexAny(text, ":：") < at[0]
}

// visitIn reads one visit: what it was about is the first thing that is said of it, then what was answered, to whom it was handed and by when.
func (b *Bot) visitIn(t *talk, text string) (ledger.Visit, bool) {
	var v ledger.Visit
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，,", r) }) {
		piece = strings.TrimSpace(piece)
		cmd := b.reader.Parse("今天接待来了1批，"+piece, phrase.Context{Today: t.today, Who: t.who})
		switch {
		case piece == "" || isCount(piece):
		case timeOnly(piece) != "":
			v.Booking = timeOnly(piece)
		case cmd.Unit != "" || handedTo(piece) != "":
			v.Unit = cmd.Unit
			if v.Unit == "" {
				v.Unit = b.unitIn(handedTo(piece))
			}
			if cmd.Days > 0 {
				v.Due = t.today.Add(cmd.Days)
			}
		case isAnswerGiven(piece):
			v.Answer = brief(piece)
		case v.Topic == "":
			v.Topic = brief(topicIn(piece))
		case daysIn(piece) > 0:
			v.Due = t.today.Add(daysIn(piece))
		default:
			v.Answer = brief(strings.TrimPrefix(v.Answer+"，"+piece, "，"))
		}
	}
	if v.Topic == "" && v.Answer != "" && v.Unit == "" {
		v.Topic, v.Answer = v.Answer, ""
	}
	return v, v.Topic != ""
}

// isCount tells whether a piece only says how many came, or that it is a sheet.
func isCount(piece string) bool {
	rest := strings.TrimSpace(piece)
	for _, word := range [...]string{"登记来访", "接待登记", "今天下午", "今天", "下午", "当班", "当天", "昨天", "接待日", "接待", "来访", "来了", "共", "一共", "刚", "完"} {
		rest = strings.ReplaceAll(rest, word, "")
	}
	rest = strings.TrimFunc(rest, func(r rune) bool {
		return strings.ContainsRune("0123456789一二两三四五六七八九十几个批人位次名 月号日", r)
	})
	return rest == ""
}

// timeOnly is the time of a piece that only says whose place it was: 15:20那批; "" for anything else.
func timeOnly(piece string) string {
	clock, ok := clockNamed(piece)
	if !ok || len([]rune(piece)) > 9 {
		return ""
	}
	return clock.String()
}

func isAnswerGiven(piece string) bool {
	return strings.Contains(piece, "答复") || strings.Contains(piece, "解释") || strings.Contains(piece, "说明了") || strings.Contains(piece, "已告知") || strings.Contains(piece, "当场")
}

// handedTo is what stands behind the word by which a matter is handed over; "" if it is handed to nobody.
func handedTo(piece string) string {
	for _, word := range [...]string{"转给", "转交", "交给", "交由", "转", "请", "让"} {
		if _, rest, ok := strings.Cut(piece, word); ok {
			return rest
		}
	}
	return ""
}

// unitIn finds the unit that a text begins with, by its name or an alias; "" if it begins with none.
func (b *Bot) unitIn(text string) string {
	for _, u := range b.school.Units {
		for _, name := range append([]string{u.Name}, u.Aliases...) {
			if strings.HasPrefix(text, name) {
				return u.Name
			}
		}
	}
	return ""
}

// topicIn leaves out the words by which a topic is led in.
func topicIn(piece string) string {
	for _, lead := range [...]string{"反映", "关于", "询问", "咨询", "来问", "来说"} {
		if _, rest, ok := strings.Cut(piece, lead); ok && rest != "" {
			return strings.TrimSpace(rest)
		}
	}
	return piece
}

// daysIn reads a limit: 3天内, 一周内; 0 if there is none.
func daysIn(piece string) int {
	for i, digit := range chineseDigits {
		for _, form := range [...]string{digit, fmt.Sprint(i + 1)} {
			switch {
			case strings.Contains(piece, form+"天"):
				return i + 1
			case strings.Contains(piece, form+"周"):
				return 7 * (i + 1)
			}
		}
	}
	return 0
}

func brief(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40])
	}
	return text
}

// sheetFor judges the sheet of a reception among new records; nil if the record is of no reception of the roster. It is judged before anything is
// written: a reception is entered once, for the one leader who sat there.
func (b *Bot) sheetFor(tx *store.Tx, t *talk, d ledger.Draft, a *ledger.Activity) (*ledger.Sheet, error) {
	if a.Kind != policy.ReceptionDay {
		return nil, nil
	}
	slots, err := tx.Slots(b.school)
	if err != nil {
		return nil, err
	}
	slot, ok := slotOn(slots, a.Date)
	if !ok {
		return nil, nil
	}
	before, err := tx.SheetOf(slot.Regular)
	if err != nil {
		return nil, err
	}
	s := ledger.Sheet{Groups: a.Said.Visitors}
	if d.Sheet != nil {
		s = *d.Sheet
	}
	s.Leader, s.By = a.Credits[0].Member, t.by
	s, err = ledger.EnterSheet(b.school, slot, before, s, t.Received)
	return &s, err
}

// sheets judges the sheets of all receptions among new records, by their place.
func (b *Bot) sheets(tx *store.Tx, t *talk, s said, made []ledger.Activity) (map[int]ledger.Sheet, error) {
	out := map[int]ledger.Sheet{}
	seen := map[policy.Date]bool{}
	for i := range made {
		sheet, err := b.sheetFor(tx, t, s.drafts[i], &made[i])
		if err != nil {
			return nil, err
		}
		if sheet != nil && !seen[sheet.Slot] {
			seen[sheet.Slot] = true
			out[i] = *sheet
		}
	}
	return out, nil
}

// keepSheet numbers and keeps a sheet together with the record by which it counts.
func (b *Bot) keepSheet(tx *store.Tx, t *talk, s ledger.Sheet, record string) (ledger.Sheet, error) {
	s.ID, s.Record = tx.NextSheetID(), record
	if err := tx.PutSheet(s); err != nil {
		return s, err
	}
	return s, tx.Log(t.by, "sheet", s.ID, fmt.Sprintf("%s %s %d", s.Day, s.Leader, s.Groups))
}

// sheetText is what a sheet says: its number, how many came, and each matter.
func (b *Bot) sheetText(s ledger.Sheet) string {
	if s.Groups == 0 {
		return fmt.Sprintf(saySheetEmpty, s.ID)
	}
	lines := []string{fmt.Sprintf(saySheet, s.ID, s.Groups)}
	for i, v := range s.Visits {
		line := fmt.Sprintf("%d. %s", i+1, v.Topic)
		if v.Answer != "" {
			line += "，" + v.Answer
		}
		if v.Unit != "" {
			line += " → " + v.Unit
		}
		if v.Due != 0 {
			line += fmt.Sprintf("（%s前答复）", v.Due.Chinese())
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// showSheet shows a sheet to those who may see what came of a reception.
func (b *Bot) showSheet(t *talk, id string) move {
	return ask(func(tx *store.Tx) (string, error) {
		s, err := tx.Sheet(id)
		if isMissing(err) {
			return sayNothingSheet, nil
		}
		if err != nil {
			return "", err
		}
		if !b.mayEnter(t, ledger.Slot{Member: s.Leader}) {
			return sayNotAllowed, nil
		}
		return fmt.Sprintf(saySheetHead, s.Day.Chinese(), b.titled(s.Leader)) + "\n" + b.sheetText(s), nil
	})
}

// showBookings tells who may know how many come and about what; names only of those who let it be known, and only to the leader on duty and to the
// companion (requirements, 4).
func (b *Bot) showBookings(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := b.slotToShow(slots, t)
		if !ok {
			return sayNoTurn, nil
		}
		if !b.mayEnter(t, slot) {
			return sayNotAllowed, nil
		}
		booked, err := collect(tx.BookingsOf(slot.Regular), mostBookings)
		if err != nil || len(booked) == 0 {
			return fmt.Sprintf(sayNobodyBooked, b.slotLine(slot)), err
		}
		slices.SortFunc(booked, func(x, y ledger.Booking) int { return x.Place - y.Place })
		lines := []string{fmt.Sprintf(sayBookingsOf, b.slotLine(slot), len(booked))}
		for _, o := range booked {
			lines = append(lines, b.bookingRow(t, slot, o))
		}
		return strings.Join(lines, "\n"), nil
	})
}

// slotToShow is the reception whose bookings are asked for: that of the day, else the speaker's next one, else the next one.
func (b *Bot) slotToShow(slots []ledger.Slot, t *talk) (ledger.Slot, bool) {
	if d := b.dayAhead(t, t.Text); d != 0 {
		return slotOn(slots, d)
	}
	if s, ok := nextSlot(slots, t.today, t.by); ok {
		return s, true
	}
	return nextSlot(slots, t.today, "")
}

func (b *Bot) bookingRow(t *talk, slot ledger.Slot, o ledger.Booking) string {
	row := fmt.Sprintf("%s %d人", b.school.Reception.PlaceAt(o.Place), o.People)
	if o.Topic != "" {
		row += "，" + o.Topic
	}
	if o.Named && (t.by == slot.Member || t.who.Has(policy.PresidentOffice)) {
		row += "（" + b.visitorName(o) + "）"
	}
	return row
}

// visitorName is the name of a visitor who lets it be known.
func (b *Bot) visitorName(o ledger.Booking) string {
	at := o.By.Address()
	if m := b.school.MemberAt(at); m != nil {
		return m.Name
	}
	return at.User
}

// absence takes the word of somebody who came to a reception and met nobody (Art. 4.4). The office looks into it; who said it is told to nobody.
func (b *Bot) absence(t *talk) move {
	day := t.cmd.Date
	if day == 0 {
		day = t.today
	}
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		slot, ok := slotOn(slots, day)
		switch {
		case !ok:
			return b.whyNone(slots, day) + b.nextReception(slots, max(day, t.today), ""), nil
		case !slot.Begun(b.school, t.Received):
			return fmt.Sprintf(sayNotYetBegun, b.slotLine(slot)), nil
		case t.cmd.Person != "" && t.cmd.Person != slot.Member:
			return fmt.Sprintf(sayOtherOnDuty, b.slotLine(slot)), nil
		}
		return b.noteAbsence(tx, t, slot)
	})
}

func (b *Bot) noteAbsence(tx *store.Tx, t *talk, slot ledger.Slot) (string, error) {
	clock := t.cmd.Clock
	if c, ok := clockNamed(t.Text); ok && clock == "" {
		clock = c.String()
	}
	id, added, err := tx.Absent(ledger.Absence{Slot: slot.Regular, Time: clock, By: ledger.VisitorAt(t.From)})
	if err != nil || !added {
		return sayAbsenceAgain, err
	}
	if err := tx.Log("visitor", "absence", id, slot.Day.String()); err != nil {
		return "", err
	}
	text := fmt.Sprintf(sayTellAbsence, slot.Day.Chinese(), b.titled(slot.Member), timeOr(clock), id)
	for _, m := range b.school.HoldersOf(policy.PartyOffice, t.today) {
		if err := b.tellMember(tx, t, m.ID, "absence/"+id+"/"+m.ID, text); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(sayAbsenceNoted, id), nil
}

func timeOr(clock string) string {
	if clock == "" {
		return "当天下午"
	}
	return clock + "左右"
}

// wishToTalk answers who wants to speak to a leader: the next reception of that leader can be booked, and the office can be told of the wish.
func (b *Bot) wishToTalk(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		d := ledger.Dialog{Kind: ledger.DialogTalk, For: []string{t.cmd.Person}, Booking: &ledger.Booking{Topic: t.cmd.Topic}}
		if s, ok := b.nextBookable(slots, t.Received, t.cmd.Person); ok {
			d.Booking.Slot = s.Regular
			return fmt.Sprintf(sayTalkOffer, b.slotLine(s)), b.await(tx, t, d)
		}
		if t.cmd.Person != "" {
			return fmt.Sprintf(sayTalkNone, b.member(t.cmd.Person)), b.await(tx, t, d)
		}
		return sayTalkNobody, b.await(tx, t, d)
	})
}

// talkChosen hears whether a place is booked or the wish passed on.
func (b *Bot) talkChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch {
	case t.is(wordsPassOn):
		t.consume()
		return b.passOn(t, d.For[0]), true
	case d.Booking.Slot != 0 && (t.is(wordsBookIt) || t.cmd.Intent == phrase.Confirm):
		t.consume()
		return change(func(tx *store.Tx) (string, error) {
			slots, err := tx.Slots(b.school)
			if err != nil {
				return "", err
			}
			slot, _ := ledger.SlotOf(slots, d.Booking.Slot)
			return b.offerPlaces(tx, t, slot, slots, *d.Booking)
		}), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayTalkDropped), true
	}
	return move{}, false
}

// passOn tells the president's office who wants to speak to whom: the visitor asked for it.
func (b *Bot) passOn(t *talk, leader string) move {
	whom := "校领导"
	if leader != "" {
		whom = b.titled(leader)
	}
	return change(func(tx *store.Tx) (string, error) {
		for _, m := range b.keepers(t.today) {
			key := fmt.Sprintf("talk/%s/%s/%s", t.Received.UTC().Format(time.RFC3339), leader, m.ID)
			if err := b.tellMember(tx, t, m.ID, key+"/"+fingerprint(t.From.String()), fmt.Sprintf(sayTellTalk, b.speakerName(t), whom)); err != nil {
				return "", err
			}
		}
		return sayPassedOn, b.settled(tx, t)
	})
}
