package bot

import (
	"fmt"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// kindLesson is the kind of notices about first lessons, those told when something happens too: they wait for an hour at which the bot may speak.
const kindLesson = "first_lesson"

// kindAtOnce is the kind of notices that wait for no hour: a lesson of today or tomorrow may be over by then.
const kindAtOnce = "confirm"

// tellLesson tells a speaker what was arranged for him, or what is different now; false if he has no account.
func (b *Bot) tellLesson(tx *store.Tx, t *talk, before *ledger.Plan, p ledger.Plan) (told bool, err error) {
	from := b.arrangerName(t.who)
	text := fmt.Sprintf(sayTellLesson, from, b.lessonCard(p.Date, p.Said), from)
	if before != nil {
		text = fmt.Sprintf(sayTellLessonNew, from, b.lessonCard(p.Date, p.Said), b.lessonCard(before.Date, before.Said), from)
	}
	return b.tellAboutLesson(tx, t, b.school.Member(p.Member), &p, fmt.Sprintf("v%d", p.Version()), text)
}

// tellLessonOff tells whom it concerns that a lesson is called off: the speaker, or where he did it himself those who arranged it.
func (b *Bot) tellLessonOff(tx *store.Tx, t *talk, p *ledger.Plan) error {
	if p.By == p.Member && len(p.Earlier) == 0 {
		return nil
	}
	card := b.lessonCard(p.Date, p.Said)
	if t.by != p.Member {
		_, err := b.tellAboutLesson(tx, t, b.school.Member(p.Member), p, "off", fmt.Sprintf(sayTellLessonOff, b.arrangerName(t.who), card))
		return err
	}
	for _, m := range b.arrangersOf(p, t.today) {
		if _, err := b.tellAboutLesson(tx, t, m, p, "off", fmt.Sprintf(sayTellLessonGone, b.member(p.Member), card)); err != nil {
			return err
		}
	}
	return nil
}

// arrangersOf are those who are told about a lesson: 马克思主义学院, and whoever arranged it.
func (b *Bot) arrangersOf(p *ledger.Plan, day policy.Date) []*policy.Member {
	out := b.school.HoldersOf(policy.MarxismSchool, day)
	m := b.school.Member(p.By)
	if m == nil || m.Has(policy.MarxismSchool) || m.ID == p.Member {
		return out
	}
	return append(out, m)
}

// arrangerName is the office for which an arranger speaks.
func (b *Bot) arrangerName(m *policy.Member) string {
	role := policy.MarxismSchool
	if !m.Has(role) {
		role = policy.PartyOffice
	}
	for _, r := range policy.Roles {
		if r.Role == role {
			return r.Zh
		}
	}
	return m.Name
}

func (b *Bot) tellAboutLesson(tx *store.Tx, t *talk, m *policy.Member, p *ledger.Plan, step, text string) (told bool, err error) {
	if m == nil || len(m.Accounts) == 0 {
		return false, nil
	}
	kind := kindLesson
	if p.Date <= t.today.Add(1) {
		kind = kindAtOnce
	}
	_, err = tx.Notify(ledger.Notice{
		Key: fmt.Sprintf("%s/%s/%s/%s", kindLesson, p.ID, step, m.ID), Kind: kind, Rule: "5.4a",
		To: m.Accounts[0], Member: m.ID, Text: text, Made: t.Received, Due: t.Received,
	})
	return err == nil, err
}
