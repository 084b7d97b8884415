package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/store"
	"lianxin/store/ledger"
)

// progress answers how a case stands: the one that is named, else the open ones of the speaker, else his last. Only who filed a case or joined it hears of
// it; for everybody else it is not there.
func (b *Bot) progress(t *talk) move {
	if id := b.caseNamed(t); id != "" {
		return ask(func(tx *store.Tx) (string, error) { return b.showCase(tx, t, id) })
	}
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.meantCases(tx, t, opShow)
		switch {
		case err != nil:
			return "", err
		case len(list) == 0:
			return sayNoCases, nil
		case len(list) == 1:
			return b.show(tx, t, list[0].ID)
		}
		f := ledger.FilingDraft{Step: stepShown, Alike: idsOf(list)}
		return fmt.Sprintf(sayCases, len(list), b.caseList(list)), b.remember(tx, t, filing(ledger.DialogCase, f))
	})
}

// show gives one case, about which the next words may be.
func (b *Bot) show(tx *store.Tx, t *talk, id string) (string, error) {
	text, err := b.showCase(tx, t, id)
	if err != nil {
		return "", err
	}
	return text, b.remember(tx, t, filing(ledger.DialogCase, ledger.FilingDraft{Step: stepShown, Case: id, Alike: []string{id}}))
}

// showCase says in a few lines what became of a case so far. Of one that was merged the course of the other is told.
func (b *Bot) showCase(tx *store.Tx, t *talk, id string) (string, error) {
	d, p, err := b.ownCase(tx, t, id)
	if err != nil {
		return "", err
	}
	p = p.For(d)
	lines := []string{fmt.Sprintf(sayCaseHead, p.ID, p.Category, p.Level.Zh(), string(p.Stage()))}
	if !d.By.Filer {
		lines[0] = fmt.Sprintf(sayCaseJoined, p.ID, p.Category, string(p.Stage()))
	}
	lines = append(lines, strings.Join(b.course(&p), "；"))
	if p.MergedInto != "" {
		more, err := b.mergedCourse(tx, t, p.MergedInto)
		return strings.TrimSpace(strings.Join(append(lines, more), "\n")), err
	}
	if answer := b.opinion(&p); answer != "" {
		lines = append(lines, answer)
	}
	for i, r := range p.Reviews {
		if !r.Given.IsZero() {
			lines = append(lines, fmt.Sprintf(sayReviewIs, [...]string{"复查", "复核"}[min(i, 1)], r.Finding, r.Opinion))
		}
	}
	if next := b.next(&p, d.By.Filer); next != "" {
		lines = append(lines, next)
	}
	return strings.Join(lines, "\n"), nil
}

// mergedCourse is what somebody hears of the case into which his own was merged, at the end if that was merged too: its course and its answer.
func (b *Bot) mergedCourse(tx *store.Tx, t *talk, id string) (string, error) {
	p, err := tx.Petition(id)
	for err == nil && p.MergedInto != "" {
		p, err = tx.Petition(p.MergedInto)
	}
	if isMissing(err) {
		return "", nil // retention has deleted it
	}
	if err != nil {
		return "", err
	}
	p = p.For(&ledger.Deed{School: b.school, By: ledger.Actor{Follower: true}, At: t.Received.UTC()})
	text := fmt.Sprintf(sayCaseJoined, p.ID, p.Category, string(p.Stage())) + "\n" + strings.Join(b.course(&p), "；")
	if answer := b.opinion(&p); answer != "" {
		text += "\n" + answer
	}
	return text, nil
}

// course lists what happened and what is promised, in the order of time.
func (b *Bot) course(p *ledger.Petition) []string {
	var steps []event
	add := func(at time.Time, text string) {
		if !at.IsZero() {
			steps = append(steps, event{at, b.school.Today(at).Chinese() + text})
		}
	}
	add(p.Received, "登记")
	if p.Told.Outcome != "" && p.Told.Outcome != ledger.ToldEntrust {
		add(p.Told.At, string(p.Told.Outcome))
	}
	for _, a := range p.Assignments {
		if a.Live() {
			add(a.At, "交"+a.Unit)
		}
	}
	add(p.Extension.Approved, "批准延期")
	add(p.Replied, "答复")
	add(p.Rework.At, "换人重新办理")
	for i, r := range p.Reviews {
		add(r.Asked, "申请"+[...]string{"复查", "复核"}[min(i, 1)])
	}
	add(p.Withdrawn, "撤回")
	add(p.MergedAt, "并入"+p.MergedInto)
	add(p.Closed, "办结")
	slices.SortStableFunc(steps, func(x, y event) int { return x.at.Compare(y.at) })
	out := make([]string, 0, len(steps))
	for _, s := range steps {
		out = append(out, s.text)
	}
	if l, ok := p.Promised(b.school); ok {
		out = append(out, fmt.Sprintf(sayNextWord, l.Internal.Chinese(), string(l.For)))
	}
	for _, c := range []struct {
		n    int
		what string
	}{{len(p.Urges), "催办 %d 次"}, {p.Supplements, "补充 %d 次"}, {p.Followers, "附议 %d 人"}} {
		if c.n > 0 {
			out = append(out, fmt.Sprintf(c.what, c.n))
		}
	}
	if len(p.Supervised) > 0 && p.Owed() {
		out = append(out, "已列入督办")
	}
	return out
}

// next says what the filer can do now.
func (b *Bot) next(p *ledger.Petition, own bool) string {
	until := p.ReviewUntil(b.school)
	switch {
	case !own:
		return ""
	case p.Stage() == ledger.StageAnswered && p.RatingDays(b.school) != nil:
		return fmt.Sprintf(sayCanRate, until.Chinese())
	case until != 0 && until >= b.school.Today(p.Replied) && (p.Stage() == ledger.StageAnswered || p.Stage() == ledger.StageClosed || p.Stage() == ledger.StageReviewed):
		return fmt.Sprintf(sayCanReview, until.Chinese(), reviewWord(p))
	case p.Working() && p.Rework.At.IsZero():
		return sayCanUrge
	case p.Owed():
		return sayCanUrgeOnly
	}
	return ""
}

// reviewWord is what the filer can ask for next: 复查, after its opinion 复核.
func reviewWord(p *ledger.Petition) string {
	return [...]string{"复查", "复核"}[min(len(p.Reviews), 1)]
}

// caseList numbers cases with category, day and stage; no word of them.
func (b *Bot) caseList(list []ledger.Petition) string {
	lines := make([]string, 0, len(list))
	for i := range list {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, b.caseLine(&list[i])))
	}
	return strings.Join(lines, "\n")
}

// caseLine is a case in one line.
func (b *Bot) caseLine(p *ledger.Petition) string {
	return fmt.Sprintf(sayCaseLine, p.ID, p.Category, b.school.Today(p.Received).Chinese(), string(p.Stage()))
}

// seen answers 谁看过: who looked at the speaker's case, by role and day. Whoever has no case is told about activity records.
func (b *Bot) seen(t *talk) move {
	if b.caseNamed(t) != "" {
		return b.onCase(t, opSeen)
	}
	return change(func(tx *store.Tx) (string, error) {
		mine, err := tx.Mine(b.school, t.From, false)
		if err != nil || len(mine) == 0 {
			return sayAccess, err
		}
		return b.onCase(t, opSeen).run(tx)
	})
}

// seenBy lists the looks at one case (section 4, rule 10).
func (b *Bot) seenBy(tx *store.Tx, t *talk, id string) (string, error) {
	d, p, err := b.ownCase(tx, t, id)
	if err != nil {
		return "", err
	}
	if no := ledger.May(b.school, d.By, ledger.OpLooks, &p, t.today); no != nil {
		return "", no
	}
	looks, err := tx.Looks(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	var lines []string
	for _, s := range ledger.SeenBy(b.school, looks) {
		what := saySeenText
		if s.Name {
			what = saySeenName
		}
		lines = append(lines, fmt.Sprintf(saySeenLine, s.Day.Chinese(), string(s.Role), what))
	}
	switch {
	case len(lines) == 0 && p.Level == ledger.LevelOpen:
		return fmt.Sprintf(saySeenNobodyOpen, id), nil
	case len(lines) == 0:
		return fmt.Sprintf(saySeenNobody, id), nil
	}
	return fmt.Sprintf(saySeen, id, strings.Join(lines, "\n")), nil
}
