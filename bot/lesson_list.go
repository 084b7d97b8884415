package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// asksLessons tells whether somebody asks what first lessons are arranged, and not what the measure wants of them.
func (b *Bot) asksLessons(t *talk) bool {
	return len(t.Text) <= 90 && lessonAsksPlainly(t.Text)
}

func lessonAsksPlainly(text string) bool {
	return lessonAsks.MatchString(text) && !lessonRules.MatchString(text) && !strings.Contains(text, "安排我")
}

// lessons answers: offices for the whole school, a speaker for himself, who is let to report for a leader for that leader. Not taken: it is none of the
// asker's business, and means something else.
func (b *Bot) lessons(t *talk) (move, bool) {
	id, _ := takeMember(b.school, t.Text)
	mine := id == t.by || id == "" && (strings.Contains(t.Text, "我") || !seesLessons(t.who))
	switch {
	case mine && ledger.MayLecture(t.who):
		return b.lessonsOf(t, t.who), true
	case id != "" && (seesLessons(t.who) || b.school.Member(id).Delegated(t.by, t.today)):
		return b.lessonsOf(t, b.school.Member(id)), true
	case seesLessons(t.who):
		return b.allLessons(t), true
	}
	return move{}, false
}

// seesLessons tells whether somebody sees all first lessons: who arranges them, the offices, and those who see everybody's records.
func seesLessons(m *policy.Member) bool {
	return ledger.Arranger(m) || seesAll(m) || m != nil && m.Has(policy.PresidentOffice)
}

// lecturers lists those for whom a first lesson may be arranged on a day, in the order of the configuration.
func (b *Bot) lecturers(day policy.Date) []*policy.Member {
	var out []*policy.Member
	for i := range b.school.Members {
		if m := &b.school.Members[i]; m.Serves(day) && ledger.MayLecture(m) {
			out = append(out, m)
		}
	}
	return out
}

// lessonRule is the rule that asks for first lessons on a day; nil if the school's measure has none.
func (b *Bot) lessonRule(day policy.Date) *policy.Rule {
	for i := range b.school.Measure.Rules {
		if r := &b.school.Measure.Rules[i]; slices.Contains(r.Kinds, policy.FirstLesson) && r.Like == "" {
			return b.school.RuleOn(r.ID, day)
		}
	}
	return nil
}

// lessonReported is the id of the record of a first lesson that a member held in the term of a day; "" if there is none.
func (b *Bot) lessonReported(tx *store.Tx, m *policy.Member, day policy.Date) (string, error) {
	term, ok := b.school.Calendar.TermOf(day)
	if !ok {
		return "", nil
	}
	id := ""
	for mark, err := range tx.Credits(m.ID, term.Span()) {
		if err != nil {
			return "", err
		}
		if mark.Kind == policy.FirstLesson && !mark.Retracted && !mark.Declined {
			id = mark.ID()
		}
	}
	return id, nil
}

// lessonsOf answers for one speaker: what is arranged, or what he has held this term.
func (b *Bot) lessonsOf(t *talk, m *policy.Member) move {
	return ask(func(tx *store.Tx) (string, error) {
		list, err := b.openLessons(tx, m.ID)
		if err != nil {
			return "", err
		}
		if len(list) > 0 {
			return b.lessonAnswer(t, m, list[0]), nil
		}
		term, _ := b.school.Calendar.TermAround(t.today)
		held, err := b.lessonReported(tx, m, term.Start)
		switch {
		case err != nil:
			return "", err
		case held != "" && m == t.who:
			return fmt.Sprintf(sayLessonMineDone, held), nil
		case held != "":
			return fmt.Sprintf(sayLessonOf, m.Name, fmt.Sprintf(sayLessonReported, held)), nil
		case m == t.who:
			return sayLessonMineNone, nil
		}
		return fmt.Sprintf(sayLessonOfNone, m.Name), nil
	})
}

func (b *Bot) lessonAnswer(t *talk, m *policy.Member, p ledger.Plan) string {
	card := b.lessonCard(p.Date, p.Said)
	switch {
	case m != t.who:
		return fmt.Sprintf(sayLessonOf, m.Name, card)
	case p.Date > t.today:
		return fmt.Sprintf(sayLessonMine, card)
	}
	return fmt.Sprintf(sayLessonMineDue, card)
}

// mostLessons is how many rows a list of first lessons shows.
const mostLessons = 40

// allLessons lists the first lessons of the term, or in the vacation of the coming one: what is arranged, what was held, and for whom nothing is arranged yet.
// The term after it follows as soon as something is arranged in it.
func (b *Bot) allLessons(t *talk) move {
	term, ok := b.termAhead(t.today)
	if !ok {
		return say(sayNoTurn)
	}
	return ask(func(tx *store.Tx) (string, error) {
		text, _, err := b.lessonsOfTerm(tx, t, term)
		next, ok := b.termAhead(term.Span().To)
		if err != nil || !ok || next.ID == term.ID {
			return text, err
		}
		more, some, err := b.lessonsOfTerm(tx, t, next)
		if err == nil && some {
			text += "\n" + more
		}
		return text, err
	})
}

// lessonsOfTerm lists the first lessons of a term; some: there are any.
func (b *Bot) lessonsOfTerm(tx *store.Tx, t *talk, term policy.Term) (text string, some bool, err error) {
	var rows strings.Builder
	var open []string
	shown := 0
	day := max(t.today, term.Start)
	r := b.lessonRule(day)
	for _, m := range b.lecturers(day) {
		row, err := b.lessonRow(tx, t, m, term)
		switch {
		case err != nil:
			return "", false, err
		case row != "" && shown < mostLessons:
			rows.WriteString(row)
			shown++
		case row == "" && r != nil && b.school.Bound(r, m, day):
			open = append(open, m.Name)
		}
	}
	if shown == 0 && len(open) == 0 {
		rows.WriteString(sayLessonNobody)
	}
	if len(open) > 0 {
		fmt.Fprintf(&rows, sayLessonOpen, b.nameSome(open))
	}
	return fmt.Sprintf(sayLessonList, term.Name(), rows.String()), shown > 0, nil
}

// nameSome lists names, and how many there are where they are too many.
func (b *Bot) nameSome(names []string) string {
	if len(names) <= mostLessons {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等 %d 位", strings.Join(names[:mostLessons], "、"), len(names))
}

// lessonRow is one speaker's lesson of a term; "" if he has none.
func (b *Bot) lessonRow(tx *store.Tx, t *talk, m *policy.Member, term policy.Term) (string, error) {
	p, err := b.lessonIn(tx, m.ID, term.Start)
	if err != nil {
		return "", err
	}
	if p != nil {
		note := ""
		if p.Date <= t.today {
			note = sayLessonDue
		}
		return fmt.Sprintf(sayLessonRow, m.Name, b.lessonCard(p.Date, p.Said), note), nil
	}
	id, err := b.lessonReported(tx, m, term.Start)
	if err != nil || id == "" {
		return "", err
	}
	a, err := tx.Activity(id)
	return fmt.Sprintf(sayLessonRow, m.Name, b.lessonCard(a.Date, a.Said), fmt.Sprintf(sayLessonHeld, id)), err
}

// termAhead is the term that holds a day, else the next one, else the last.
func (b *Bot) termAhead(day policy.Date) (policy.Term, bool) {
	for _, term := range b.school.Calendar.Terms {
		if day < term.Span().To {
			return term, true
		}
	}
	return b.school.Calendar.TermAround(day)
}
