package bot

import (
	"fmt"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// anyLesson tells whether there is an open lesson that an order may be about: of the speaker named, of the one who says it, or for those who arrange them of
// anybody. Where there is none the words mean a record.
func (b *Bot) anyLesson(t *talk) bool {
	id, _ := b.lecturerNamed(t.Text)
	whose := b.lecturers(t.today)
	switch {
	case id != "" && ledger.Arranger(t.who):
		whose = []*policy.Member{b.school.Member(id)}
	case !ledger.Arranger(t.who):
		whose = []*policy.Member{t.who}
	}
	found := false
	err := b.store.View(func(tx *store.Tx) error {
		for _, m := range whose {
			if list, err := b.openLessons(tx, m.ID); err != nil || len(list) > 0 {
				found = err == nil
				return err
			}
		}
		return nil
	})
	return found && err == nil
}

// changeLesson takes another time, place, class or topic of a lesson that is arranged: 梁书记的第一课地点改成二教203.
func (b *Bot) changeLesson(t *talk) move {
	id, rest := b.lecturerNamed(t.Text)
	return change(func(tx *store.Tx) (string, error) {
		p, text, err := b.lessonMeant(tx, t, id)
		if p == nil || err != nil {
			return text, err
		}
		said := b.lessonDetails(t, b.school.Member(p.Member), lessonChanges.ReplaceAllString(rest, " "))
		d := ledger.Draft{Kind: policy.FirstLesson, Date: p.Date, Said: p.Said.Follows(said), Leaders: []string{p.Member}, Plan: p.ID}
		told := b.reader.Parse("第一课安排："+b.member(p.Member)+" "+lessonChanges.ReplaceAllString(rest, " "), phrase.Context{Today: t.today, Who: t.who})
		if len(told.Topics) == 1 && told.Topics[0].Date != 0 { // 书记第一课改到3月11日
			d.Date = told.Topics[0].Date
		}
		if _, _, err := b.lessonMove(tx, t, d); refusalCode(err) == "nothing_changed" {
			return sayLessonHow, nil
		}
		return b.proposeLessons(tx, t, []ledger.Draft{d}, nil)
	})
}

// lessonMeant finds the one lesson that an order is about: that of the speaker named, else the only one there is. nil: the text says why none.
func (b *Bot) lessonMeant(tx *store.Tx, t *talk, speaker string) (*ledger.Plan, string, error) {
	if speaker != "" {
		list, err := b.openLessons(tx, speaker)
		if err != nil || len(list) == 0 {
			return nil, fmt.Sprintf(sayLessonNone, b.member(speaker)), err
		}
		return &list[0], "", nil
	}
	var found []ledger.Plan
	for _, m := range b.lecturers(t.today) {
		list, err := b.openLessons(tx, m.ID)
		if err != nil {
			return nil, "", err
		}
		found = append(found, list...)
	}
	switch len(found) {
	case 0:
		return nil, fmt.Sprintf(sayLessonNone, ""), nil
	case 1:
		return &found[0], "", nil
	}
	return nil, fmt.Sprintf(sayLessonWhose, "取消"+b.member(found[0].Member)+"的第一课"), nil
}

// callOffLesson asks before a lesson is called off.
func (b *Bot) callOffLesson(t *talk) move {
	id, _ := b.lecturerNamed(t.Text)
	return change(func(tx *store.Tx) (string, error) {
		p, text, err := b.lessonMeant(tx, t, id)
		if p == nil || err != nil {
			return text, err
		}
		text = fmt.Sprintf(sayLessonAskOff, b.member(p.Member), b.lessonCard(p.Date, p.Said))
		return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogLesson, Verdict: ledger.VerdictRetracted, Records: []string{p.ID}})
	})
}

// carryCallOff calls a lesson off and tells its speaker.
func (b *Bot) carryCallOff(tx *store.Tx, t *talk, id string) (string, error) {
	p, err := tx.Plan(id)
	if err != nil {
		return "", err
	}
	if _, err := b.dropPlan(tx, t, p); err != nil {
		return "", err
	}
	return fmt.Sprintf(sayLessonOff, b.member(p.Member), b.lessonCard(p.Date, p.Said)), nil
}

// callOffMine lets a speaker take himself off; those who arranged it are told.
func (b *Bot) callOffMine(t *talk) move {
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.openLessons(tx, t.by)
		if err != nil || len(list) == 0 {
			return sayLessonMineNone, err
		}
		p := list[0]
		if _, err := b.dropPlan(tx, t, p); err != nil {
			return "", err
		}
		if p.By == p.Member {
			return fmt.Sprintf(sayUnplanned, b.planCard(p.Kind, p.Date, p.Said, t.today)), nil
		}
		return fmt.Sprintf(sayLessonMyOff, b.lessonCard(p.Date, p.Said)), nil
	})
}

// lessonNotMine tells a speaker who wants his lesson at another time who moves it.
func (b *Bot) lessonNotMine(t *talk) move {
	return ask(func(tx *store.Tx) (string, error) {
		list, err := b.openLessons(tx, t.by)
		if err != nil || len(list) == 0 {
			return sayLessonMineNone, err
		}
		p := list[0]
		if p.By == p.Member {
			return fmt.Sprintf(sayLessonReplan, b.lessonCard(p.Date, p.Said)), nil
		}
		return fmt.Sprintf(sayLessonMoveMine, b.lessonCard(p.Date, p.Said)), nil
	})
}
