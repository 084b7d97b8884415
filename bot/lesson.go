package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// lessonWords hears what is said about first lessons (Art. 5.4) outside a schedule: asked for, changed, called off, held.
func (b *Bot) lessonWords(t *talk) (move, bool) {
	switch {
	case t.who == nil || t.cmd.Intent == phrase.ScheduleFirstLesson:
		return move{}, false
	case ledger.MayLecture(t.who) && b.saysHeld(t):
		return b.lessonHeld(t)
	case !aboutLessons(t.Text) || len(t.Text) > 300:
		return move{}, false
	case ledger.Arranger(t.who) && lessonCancels.MatchString(t.Text) && b.anyLesson(t):
		return b.callOffLesson(t), true
	case ledger.MayLecture(t.who) && lessonMyOff.MatchString(t.Text) && !hasAny(t.Text, inQuestions[:]) && b.anyLesson(t):
		return b.callOffMine(t), true
	case ledger.Arranger(t.who) && lessonChanges.MatchString(t.Text) && b.anyLesson(t):
		return b.changeLesson(t), true
	case ledger.MayLecture(t.who) && lessonMoves.MatchString(t.Text) && b.anyLesson(t):
		return b.lessonNotMine(t), true
	case b.asksLessons(t):
		return b.lessons(t)
	}
	return move{}, false
}

// schedule shows the first lessons that are to be arranged or moved, and waits for a yes.
func (b *Bot) schedule(t *talk) move {
	if !ledger.Arranger(t.who) {
		return say(sayLessonArranger)
	}
	return change(func(tx *store.Tx) (string, error) {
		var drafts []ledger.Draft
		var unread []string
		for _, it := range t.cmd.Topics {
			if it.Who == "" || it.Date == 0 {
				unread = append(unread, unreadLesson(it, b.member(it.Who)))
				continue
			}
			d, err := b.lessonDraft(tx, t, it)
			if err != nil {
				return "", err
			}
			drafts = append(drafts, d)
		}
		return b.proposeLessons(tx, t, drafts, unread)
	})
}

func unreadLesson(it phrase.Item, name string) string {
	if it.Who == "" {
		return fmt.Sprintf(sayLessonUnread, it.Clause, sayLessonNoWho)
	}
	return fmt.Sprintf(sayLessonUnread, name, sayLessonNoDay)
}

// lessonDraft is one item of a schedule. Where the speaker has a lesson in the same term already it is that one which is moved.
func (b *Bot) lessonDraft(tx *store.Tx, t *talk, it phrase.Item) (ledger.Draft, error) {
	said := b.lessonDetails(t, b.school.Member(it.Who), it.Clause)
	if said.Start == "" && said.Periods == "" && it.PartOfDay != "" {
		said.PartOfDay = it.PartOfDay
	}
	d := ledger.Draft{Kind: policy.FirstLesson, Date: it.Date, Said: said, Leaders: []string{it.Who}}
	p, err := b.lessonIn(tx, it.Who, it.Date)
	if err != nil || p == nil {
		return d, err
	}
	d.Plan, d.Said = p.ID, p.Said.Follows(said)
	return d, nil
}

// lessonIn finds the open first lesson of a speaker in the term of a day; nil if there is none.
func (b *Bot) lessonIn(tx *store.Tx, speaker string, day policy.Date) (*ledger.Plan, error) {
	term, ok := b.school.Calendar.TermOf(day)
	list, err := b.openLessons(tx, speaker)
	for i := range list {
		if ok && term.Span().Holds(list[i].Date) {
			return &list[i], err
		}
	}
	return nil, err
}

// openLessons lists the first lessons that a member is to hold, by day.
func (b *Bot) openLessons(tx *store.Tx, speaker string) ([]ledger.Plan, error) {
	list, err := b.plansOf(tx, speaker)
	var out []ledger.Plan
	for _, p := range list {
		if p.Lesson() {
			out = append(out, p)
		}
	}
	return out, err
}

// proposeLessons shows drafts with what is to be minded, and waits for a yes. What may not be is said and left out; if nothing is left it is a refusal.
func (b *Bot) proposeLessons(tx *store.Tx, t *talk, drafts []ledger.Draft, notes []string) (string, error) {
	var lines []string
	var good []ledger.Draft
	for _, d := range drafts {
		before, _, err := b.lessonMove(tx, t, d)
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) && len(drafts) > 1 {
			notes = append(notes, fmt.Sprintf(sayLessonRefused, b.member(d.Leaders[0]), no.Say))
			continue
		}
		if err != nil {
			return "", err
		}
		line, err := b.lessonLine(tx, t, len(good)+1, d, before)
		if err != nil {
			return "", err
		}
		good, lines = append(good, d), append(lines, line)
	}
	if len(good) == 0 {
		return strings.Join(notes, "\n"), nil
	}
	seen := fingerprint(strings.Join(lines, "\n"))
	text := fmt.Sprintf(sayLessonAsk, strings.Join(append(lines, notes...), "\n"))
	return text, b.await(tx, t, ledger.Dialog{Kind: ledger.DialogLesson, Drafts: good, Reason: seen})
}

// lessonMove works out what a draft makes of the plans, without writing it: the plan before, if there was one, and after.
func (b *Bot) lessonMove(tx *store.Tx, t *talk, d ledger.Draft) (before *ledger.Plan, after ledger.Plan, err error) {
	if d.Plan == "" {
		after, err = ledger.ArrangeLesson(b.school, d.Leaders[0], d.Date, d.Said, t.speaker(), t.Received)
		return nil, after, err
	}
	p, err := tx.Plan(d.Plan)
	if err != nil {
		return nil, p, err
	}
	after, err = p.Rearrange(b.school, d.Date, d.Said, t.speaker(), t.Received)
	return &p, after, err
}

// lessonLine is one draft as it is shown: who, when, where, and what is to be minded about it.
func (b *Bot) lessonLine(tx *store.Tx, t *talk, n int, d ledger.Draft, before *ledger.Plan) (string, error) {
	m := b.school.Member(d.Leaders[0])
	note := ""
	if before != nil {
		note = fmt.Sprintf(sayLessonWas, b.lessonCard(before.Date, before.Said))
	}
	if name, off := b.school.Calendar.Off(d.Date); off {
		note += fmt.Sprintf(sayLessonOffDay, name)
	}
	note += b.lessonWeek(d.Date)
	held, err := b.lessonReported(tx, m, d.Date)
	switch {
	case err != nil:
		return "", err
	case held != "":
		note += sayLessonTwice
	case d.Date < t.today:
		note += sayLessonOver
	}
	return fmt.Sprintf(sayLessonLine, n, m.Name, m.Title, b.lessonCard(d.Date, d.Said), note), nil
}

// lessonWeek says that a day lies outside the weeks in which the measure wants first lessons; "" if it does not.
func (b *Bot) lessonWeek(day policy.Date) string {
	term, ok := b.school.Calendar.TermOf(day)
	r := b.lessonRule(day)
	if !ok || r == nil || r.Window.Weeks == [2]int{} {
		return ""
	}
	if week := term.Week(day); week < r.Window.Weeks[0] || week > r.Window.Weeks[1] {
		return fmt.Sprintf(sayLessonWeek, week, r.Window.Weeks[0], r.Window.Weeks[1])
	}
	return ""
}

// lessonCard is the card of a lesson without the name of its kind.
func (b *Bot) lessonCard(day policy.Date, said ledger.Details) string {
	if said.Audience == "" {
		said.Audience = said.Klass
	}
	card := b.planCard(policy.FirstLesson, day, said, 0)
	_, rest, _ := strings.Cut(card, "｜")
	if said.ClassHours > 0 {
		rest += "｜" + amount(said.ClassHours) + "学时"
	}
	return rest
}

// lessonOrNot hears the yes to a schedule, a change or a cancellation.
func (b *Bot) lessonOrNot(t *talk) (move, bool) {
	d := *t.dialog
	switch {
	case t.agrees():
		t.consume()
		return change(func(tx *store.Tx) (string, error) { return b.carryLessons(tx, t, d) }), true
	case t.cmd.Intent == phrase.Deny && d.Verdict == ledger.VerdictRetracted:
		return b.drop(t, sayKept), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayLessonNot), true
	case t.cmd.Intent == phrase.CorrectActivity && len(d.Drafts) > 0:
		return b.correctLessons(t, d), true
	}
	return move{}, false
}

// correctLessons shows a schedule again with what was corrected in it: 不对，书记是3月10日. What is not understood ends it, so that no later yes is for it.
func (b *Bot) correctLessons(t *talk, d ledger.Dialog) move {
	said := lessonWrong.ReplaceAllString(t.Text, "")
	cmd := b.reader.Parse("第一课安排："+said, phrase.Context{Today: t.today, Who: t.who})
	drafts := slices.Clone(d.Drafts)
	good, moved := len(cmd.Topics) > 0, false
	for _, it := range cmd.Topics {
		if it.Who == "" && len(drafts) == 1 {
			it.Who = drafts[0].Leaders[0]
		}
		at := slices.IndexFunc(drafts, func(d ledger.Draft) bool { return d.Leaders[0] == it.Who })
		if good = good && at >= 0 && it.Date != 0; !good {
			break
		}
		details := b.lessonDetails(t, b.school.Member(it.Who), it.Clause)
		if details.Start == "" && details.Periods == "" && it.PartOfDay != "" {
			details.PartOfDay = it.PartOfDay
		}
		was := b.lessonCard(drafts[at].Date, drafts[at].Said)
		drafts[at].Date, drafts[at].Said = it.Date, drafts[at].Said.Follows(details)
		moved = moved || was != b.lessonCard(drafts[at].Date, drafts[at].Said)
	}
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		if !good || !moved {
			return sayLessonAgain, b.settled(tx, t)
		}
		return b.proposeLessons(tx, t, drafts, nil)
	})
}

// carryLessons does what was agreed to. Nothing is written unless all of it still may be: what somebody else changed meanwhile is not overwritten.
func (b *Bot) carryLessons(tx *store.Tx, t *talk, d ledger.Dialog) (string, error) {
	if d.Verdict == ledger.VerdictRetracted {
		return b.carryCallOff(tx, t, d.Records[0])
	}
	if same, err := b.lessonsAsShown(tx, t, d); err != nil || !same {
		return sayLessonMoved, err
	}
	var lines []string
	for _, draft := range d.Drafts {
		before, p, err := b.lessonMove(tx, t, draft)
		if err != nil {
			return "", err
		}
		line, err := b.keepLesson(tx, t, before, p)
		if err != nil {
			return "", err
		}
		lines = append(lines, line)
	}
	first := b.school.Member(d.Drafts[0].Leaders[0])
	return fmt.Sprintf(sayLessonMade, strings.Join(lines, "\n"), first.Name), b.settled(tx, t)
}

// lessonsAsShown tells whether what was agreed to is still what was shown: nobody has arranged, moved or called off the same lessons meanwhile.
func (b *Bot) lessonsAsShown(tx *store.Tx, t *talk, d ledger.Dialog) (bool, error) {
	var lines []string
	for i, draft := range d.Drafts {
		now, err := b.lessonIn(tx, draft.Leaders[0], draft.Date)
		if err != nil || (now == nil) != (draft.Plan == "") {
			return false, err
		}
		before, _, err := b.lessonMove(tx, t, draft)
		if err != nil {
			return false, err
		}
		line, err := b.lessonLine(tx, t, i+1, draft, before)
		if err != nil {
			return false, err
		}
		lines = append(lines, line)
	}
	return fingerprint(strings.Join(lines, "\n")) == d.Reason, nil
}

// keepLesson writes one plan, new or changed, and tells its speaker.
func (b *Bot) keepLesson(tx *store.Tx, t *talk, before *ledger.Plan, p ledger.Plan) (string, error) {
	verb := "lesson changed"
	if before == nil {
		p.ID, verb = tx.NextPlanID(), "lesson arranged"
	}
	if err := b.keepPlan(tx, t, p, verb); err != nil {
		return "", err
	}
	told, err := b.tellLesson(tx, t, before, p)
	line := b.member(p.Member) + "：" + b.lessonCard(p.Date, p.Said)
	if err == nil && !told {
		line += "（" + strings.TrimSuffix(fmt.Sprintf(sayLessonUntold, b.member(p.Member)), "。") + "）"
	}
	return line, err
}
