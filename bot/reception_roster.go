package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// generate shows the office the roster of a term as it would be published: the rotation over the calendar with the changes that were made; what a
// holiday moved is marked, so that it is looked at before anybody is told (1.4 no. 6).
func (b *Bot) generate(t *talk) move {
	if !ledger.Keeper(t.who) {
		return say(sayRosterOffice)
	}
	term, ok := b.school.Calendar.TermByID(t.cmd.Period)
	if !ok {
		term, ok = b.school.Calendar.TermAround(t.today)
	}
	if !ok {
		return say(sayNoTurn)
	}
	return change(func(tx *store.Tx) (string, error) { return b.showRoster(tx, t, term) })
}

// showRoster shows the table and waits for 发布.
func (b *Bot) showRoster(tx *store.Tx, t *talk, term policy.Term) (string, error) {
	table, err := b.rosterTable(tx, term)
	if err != nil {
		return "", err
	}
	d := ledger.Dialog{Kind: ledger.DialogRoster, Records: []string{term.ID}, Reason: fingerprint(table)}
	stands, err := b.rosterStands(tx, term)
	if err != nil {
		return "", err
	}
	text := table + "\n" + sayPublishHow
	if stands {
		text = strings.ReplaceAll(table, sayPleaseCheck, "") + "\n" + sayRosterStands
	}
	return text, b.await(tx, t, d)
}

// rosterStands tells whether what was published last is what would be published now.
func (b *Bot) rosterStands(tx *store.Tx, term policy.Term) (bool, error) {
	r, err := tx.Roster(term)
	if err != nil || !r.IsPublished() {
		return false, err
	}
	next := r
	next.Days = ledger.PlannedSlots(b.school, term)
	return slices.Equal(ledger.Slots(b.school, term, &r), ledger.Slots(b.school, term, &next)), nil
}

// rosterTable is the roster as the next publication would have it.
func (b *Bot) rosterTable(tx *store.Tx, term policy.Term) (string, error) {
	r, err := tx.Roster(term)
	if err != nil {
		return "", err
	}
	next := r
	next.Days, next.Published = ledger.PlannedSlots(b.school, term), []ledger.Publication{{}}
	slots := ledger.Slots(b.school, term, &next)
	if len(slots) == 0 || len(b.school.Reception.Roster) == 0 {
		return "", ledger.Refuse("no_roster", sayNoRoster, term.Name())
	}
	lines := []string{fmt.Sprintf(sayRosterHead, term.Name(), b.versionZh(&r))}
	for _, s := range slots {
		lines = append(lines, b.rosterRow(s))
	}
	return strings.Join(lines, "\n"), nil
}

// rosterRow is one reception in the office's table.
func (b *Bot) rosterRow(s ledger.Slot) string {
	switch {
	case s.Off:
		return fmt.Sprintf(sayRowOff, s.Regular.Chinese(), inBrackets(s.Reason))
	case s.Day == 0:
		return fmt.Sprintf(sayRowOpen, s.Regular.Chinese(), s.Holiday)
	case s.Member == "":
		return fmt.Sprintf(sayRowNobody, s.Day.Chinese())
	case s.Holiday != "":
		return b.rosterLine(s) + fmt.Sprintf(sayRowMoved, s.Regular.Chinese(), s.Holiday)
	case s.Day != s.Regular:
		return b.rosterLine(s) + fmt.Sprintf(sayRowByOffice, s.Regular.Chinese())
	case s.Member != s.Turn:
		return b.rosterLine(s) + fmt.Sprintf(sayRowInstead, b.member(s.Turn))
	}
	return b.rosterLine(s)
}

func (b *Bot) versionZh(r *ledger.Roster) string {
	if !r.IsPublished() {
		return "尚未发布"
	}
	last := r.Published[len(r.Published)-1]
	return fmt.Sprintf("第%d版，%s发布", r.Version(), b.school.Today(last.At).Chinese())
}

// fingerprint tells two tables apart.
func fingerprint(table string) string {
	sum := sha256.Sum256([]byte(table))
	return hex.EncodeToString(sum[:8])
}

// publish lets the roster be known. Only a table that was just shown, and is still the same, is published; otherwise it is shown first.
func (b *Bot) publish(t *talk) move {
	term, ok := b.school.Calendar.TermAround(t.today)
	shown := ""
	if t.dialog != nil && t.dialog.Kind == ledger.DialogRoster {
		shown = t.dialog.Reason
		if named, found := b.school.Calendar.TermByID(t.dialog.Records[0]); found {
			term, ok = named, true
		}
	}
	if !ok {
		return say(sayNoTurn)
	}
	return change(func(tx *store.Tx) (string, error) {
		table, err := b.rosterTable(tx, term)
		if err != nil {
			return "", err
		}
		if fingerprint(table) != shown {
			return b.showRoster(tx, t, term)
		}
		return b.published(tx, t, term)
	})
}

func (b *Bot) published(tx *store.Tx, t *talk, term policy.Term) (string, error) {
	r, err := tx.Roster(term)
	if err != nil {
		return "", err
	}
	before := ledger.Slots(b.school, term, &r)
	if r, err = r.Publish(b.school, term, t.speaker(), t.Received); err != nil {
		return "", err
	}
	if err := tx.PutRoster(r); err != nil {
		return "", err
	}
	if err := tx.Log(t.by, "published", term.ID, fmt.Sprintf("version %d", r.Version())); err != nil {
		return "", err
	}
	after := ledger.Slots(b.school, term, &r)
	told, err := b.tellRoster(tx, t, term, &r, after)
	if err != nil {
		return "", err
	}
	for i := range after {
		was, ok := ledger.SlotOf(before, after[i].Regular)
		if !ok {
			continue
		}
		if _, err := b.tellVisitors(tx, t, was, after[i], fmt.Sprintf("v%d", r.Version())); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(sayPublished, term.Name(), r.Version(), told), b.settled(tx, t)
}

// tellRoster tells everybody in scope what was published; each leader finds his own days first.
func (b *Bot) tellRoster(tx *store.Tx, t *talk, term policy.Term, r *ledger.Roster, slots []ledger.Slot) (told int, err error) {
	var lines []string
	own := map[string][]string{}
	for _, s := range slots {
		if s.Held() {
			lines = append(lines, b.rosterLine(s))
			own[s.Member] = append(own[s.Member], s.Day.Chinese())
		}
	}
	for _, m := range b.inScope(t) {
		text := fmt.Sprintf(sayTellRoster, term.Name(), r.Version(), strings.Join(lines, "\n"))
		if days := own[m.ID]; len(days) > 0 {
			text = fmt.Sprintf(sayTellOwn, strings.Join(days, "、")) + "\n" + text
		}
		key := fmt.Sprintf("%s/%s/v%d/%s", kindPublished, term.ID, r.Version(), m.ID)
		if err := b.inform(tx, t, m, kindPublished, key, text); err != nil {
			return told, err
		}
		told++
	}
	text := fmt.Sprintf(sayTellRoster, term.Name(), r.Version(), strings.Join(lines, "\n"))
	return told, b.postRoster(tx, t, term.ID, fmt.Sprintf("v%d", r.Version()), text)
}

// The kinds of notices about receptions that are told when something happens; those of reminders/agenda.go are told at their hour.
const (
	kindPublished = "reception_published"
	kindVisitor   = "reception_visitor"
)

// inScope lists everybody whom the roster concerns, except the speaker: the leaders, their secretaries, and the offices that work with it.
func (b *Bot) inScope(t *talk) []*policy.Member {
	var out []*policy.Member
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if m.Serves(t.today) && len(m.Accounts) > 0 && m.ID != t.by &&
			m.Has(policy.Leader, policy.Secretary, policy.PartyOffice, policy.PresidentOffice, policy.PetitionOfficer, policy.DisciplineOffice) {
			out = append(out, m)
		}
	}
	return out
}

// inform puts a notice about receptions for a member into the outbox.
func (b *Bot) inform(tx *store.Tx, t *talk, m *policy.Member, kind, key, text string) error {
	_, err := tx.Notify(ledger.Notice{
		Key: key, Kind: kind, Rule: "5.8", To: m.Accounts[0], Member: m.ID, Text: text, Made: t.Received, Due: t.Received,
	})
	return err
}

// rosterAwaited hears what is said under the table: 发布, or a change.
func (b *Bot) rosterAwaited(t *talk) (move, bool) {
	switch {
	case t.is(wordsPublish), t.is(wordsChecked):
		return b.publish(t), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayNotPublished), true
	}
	return move{}, false
}
