package bot

import (
	"errors"
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// deskDeed is what the speaker does to a case: what he is to it is found by the ledger. Refuses as for a case that is not there.
func (b *Bot) deskDeed(tx *store.Tx, t *talk, id string) (*ledger.Deed, error) {
	by, err := tx.ActorOn(b.school, t.From, id)
	if isMissing(err) {
		return nil, ledger.NoCase()
	}
	return &ledger.Deed{School: b.school, By: by, At: tx.At}, err
}

// caseOf reads the case of a deed, if the speaker may do something to it.
func (b *Bot) caseOf(tx *store.Tx, d *ledger.Deed, op ledger.Op, id string) (ledger.Petition, error) {
	p, err := tx.Petition(id)
	if isMissing(err) {
		return p, ledger.NoCase()
	}
	if err != nil {
		return p, err
	}
	if no := ledger.May(b.school, d.By, op, &p, b.school.Today(d.At)); no != nil {
		return p, no
	}
	return p, nil
}

// transition is one step of a case.
type transition func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)

// step carries a transition out: it is kept with its journal lines, everybody whom it concerns is told, and the speaker hears what came of it.
func (b *Bot) step(tx *store.Tx, t *talk, id string, run transition) (string, error) {
	d, err := b.deskDeed(tx, t, id)
	if err != nil {
		return "", err
	}
	p, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return run(d, p) })
	if isMissing(err) {
		return "", ledger.NoCase()
	}
	if err != nil {
		return "", err
	}
	if err := b.tellOthers(tx, p, d.Steps, t.From); err != nil {
		return "", err
	}
	return b.done(tx, t, d, p)
}

// stepping is a move that carries one transition out.
func (b *Bot) stepping(t *talk, id string, run transition) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return b.step(tx, t, id, run) })
}

// done says what was done, where the case stands, and which words work next. Whoever may not see it any more (回避) hears only the first.
func (b *Bot) done(tx *store.Tx, t *talk, d *ledger.Deed, p ledger.Petition) (string, error) {
	text := fmt.Sprintf(sayCaseDone, p.ID, b.deeds(d.Steps, p.ID))
	if ledger.May(b.school, d.By, ledger.OpSee, &p, b.school.Today(d.At)) != nil {
		return text, b.settled(tx, t)
	}
	text += "\n" + fmt.Sprintf(sayCaseNow, b.caseNow(&p))
	if words := b.nextWords(d, &p); words != "" {
		text += "\n" + words
	}
	return text, b.lay(tx, t, p.ID)
}

// deeds says the steps of one deed about a case in one sentence.
func (b *Bot) deeds(steps []ledger.Step, id string) string {
	var parts []string
	for _, s := range steps {
		if s.About == id {
			parts = append(parts, b.stepZh(s.Verb, s.Note))
		}
	}
	return strings.Join(parts, "；")
}

// caseNow is the stage of a case and the clock that runs.
func (b *Bot) caseNow(p *ledger.Petition) string {
	line := string(p.Stage())
	if p.Due != 0 {
		line += fmt.Sprintf(sayCaseDue, string(p.DueFor), p.Due.Chinese())
	}
	return line
}

// unlessRefused forgets a refusal: what was to be noted beside the thing itself is not worth undoing it.
func unlessRefused(err error) error {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return nil
	}
	return err
}

// refusalCode is the code of a refusal; "" for anything else.
func refusalCode(err error) string {
	var no *ledger.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// obey carries an order out.
func (b *Bot) obey(t *talk, o order) move {
	if len(o.cases) == 0 {
		return b.whichCase(t, o)
	}
	id := o.cases[0]
	switch o.verb {
	case verbShow:
		return b.openCase(t, id)
	case verbRaw:
		return b.showWords(t, id)
	case verbAssign:
		return b.assign(t, o)
	case verbMerge:
		return b.mergeInto(t, o)
	case verbJoin:
		return b.askMerge(t, o.cases)
	case verbReply:
		return b.reply(t, o)
	case verbWho:
		return b.look(t, id, o.rest)
	case verbLet, verbLetNot:
		return b.let(t, o)
	case verbFor:
		return b.behalf(t, o)
	}
	if run := b.plain(t, o); run != nil {
		return b.stepping(t, id, run)
	}
	return say(sayCaseHow)
}

// plain gives the transition of an order that is nothing but one step.
func (b *Bot) plain(t *talk, o order) transition {
	if run := b.plainOfficer(t, o); run != nil {
		return run
	}
	switch o.verb {
	case verbTake:
		return b.sign
	case verbReturn:
		return b.giveBack(o)
	case verbExtend:
		days, why := extension(o.rest)
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskExtension(d, days, why) }
	case verbOrder, verbChase:
		return b.chase(t, o)
	case verbRecuse:
		return b.recuse(t, o)
	}
	return nil
}

// plainOfficer gives those of the officers.
func (b *Bot) plainOfficer(t *talk, o order) transition {
	switch o.verb {
	case verbAccept, verbForward, verbNotOurs, verbChannel:
		return b.telling(o)
	case verbSummary:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Summarise(d, o.rest) }
	case verbCategory, verbClass, verbSimple, verbFull, verbMajor, verbMinor, verbTarget:
		return b.classify(o)
	case verbClose:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Close(d) }
	case verbReview, verbRereview:
		return giveReview(o)
	case verbHear, verbHeard:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Hearing(d, o.verb == verbHear)
		}
	case verbEnd:
		return end
	case verbObject:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Object(d, o.rest) }
	case verbHandBack:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.HandBack(d) }
	case verbRelease:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Release(d) }
	case verbExclude:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Exclude(d, o.rest) }
	case verbHide:
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Hide(d, ledger.LevelConfidential)
		}
	case verbUnhide:
		return neverOpen
	}
	return nil
}

// sign signs for a case. A leader does not handle cases: he hears what he may do instead.
func (b *Bot) sign(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if b.plays(d, &p, ledger.RoleLeader, ledger.RolePrincipal) && !b.plays(d, &p, ledger.RoleHandler, ledger.RoleCoHandler) {
		return p, ledger.Refuse("not_allowed", sayLeaderTakes, p.ID)
	}
	return p.Take(d)
}

// chase is 督办 by the officer, and the order of a leader for whoever has no such office.
func (b *Bot) chase(t *talk, o order) transition {
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		if o.verb == verbChase && ledger.May(b.school, d.By, ledger.OpSupervise, &p, t.today) == nil {
			return p.Supervise(d, o.rest)
		}
		if o.verb == verbChase && o.rest == "" {
			return p.Order(d, sayOrderBare)
		}
		return p.Order(d, o.rest)
	}
}

// recuse lets the speaker withdraw, or whom he names (回避, Art. 28).
func (b *Bot) recuse(t *talk, o order) transition {
	who := t.by
	if people := membersIn(b.school, o.rest); len(people) > 0 {
		who = people[0].ID
	} else if name := strings.TrimSpace(o.rest); name != "" && !strings.ContainsAny(name, "，,。 ：:") && len([]rune(name)) <= 4 {
		who = name // the ledger says that it knows nobody of that name
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Recuse(d, who) }
}

// end is asked for by hand though it follows by itself from the opinion of 复核.
func end(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if no := ledger.May(d.School, d.By, ledger.OpGiveReview, &p, d.School.Today(d.At)); no != nil {
		return p, no
	}
	if !p.Ended.IsZero() {
		return p, ledger.Refuse("already", sayCaseEnded)
	}
	return p, ledger.Refuse("end", sayCaseEndHow)
}

// neverOpen says that nobody makes a case more public than its filer did.
func neverOpen(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	if no := ledger.May(d.School, d.By, ledger.OpSee, &p, d.School.Today(d.At)); no != nil {
		return p, no
	}
	return p, ledger.Refuse("level", sayCaseLevel)
}

// giveReview reads 维持：理由.
func giveReview(o order) transition {
	finding, opinion := "", o.rest
	for _, w := range []string{"维持", "撤销", "变更"} {
		if after, ok := strings.CutPrefix(o.rest, w); ok {
			finding, opinion = w, trimSeparators(after)
		}
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		if no := ledger.May(d.School, d.By, ledger.OpGiveReview, &p, d.School.Today(d.At)); no != nil {
			return p, no
		}
		if second := o.verb == verbRereview; len(p.Reviews) > 0 && p.Reviews[len(p.Reviews)-1].Given.IsZero() && second != (len(p.Reviews) == 2) {
			return p, ledger.Refuse("review", sayCaseWhichReview, string(p.Stage()))
		}
		return p.GiveReview(d, finding, opinion)
	}
}

// extension reads 15天，等配件到货.
func extension(rest string) (days int, why string) {
	m := daysForm.FindStringSubmatchIndex(rest)
	if m == nil {
		return 0, rest
	}
	why = trimSeparators(rest[m[1]:])
	for _, w := range []string{"理由是", "理由", "原因是", "原因", "因为", "因"} {
		if after, ok := strings.CutPrefix(why, w); ok {
			why = trimSeparators(after)
			break
		}
	}
	return numeral(rest[m[2]:m[3]]), why
}

// giveBack is 退回 by a handler. Where no word of a reason stands behind the verb the words before it are the reason: 这个不归后勤.
func (b *Bot) giveBack(o order) transition {
	why := o.rest
	for _, w := range []string{"理由是", "理由", "因为"} {
		if after, ok := strings.CutPrefix(why, w); ok {
			why = trimSeparators(after)
		}
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Return(d, why) }
}

// classify reads what the officer finds a case to be.
func (b *Bot) classify(o order) transition {
	yes, no := true, false
	c := ledger.Classification{}
	words := strings.TrimRight(o.rest, "。. ")
	switch o.verb {
	case verbCategory:
		c.Category = b.categoryNamed(words)
	case verbClass:
		c.Class = policy.Class(words)
	case verbSimple:
		c.Simple = &yes
	case verbFull:
		c.Simple = &no
	case verbMajor:
		c.Major = &yes
	case verbMinor:
		c.Major = &no
	case verbTarget:
		for _, m := range membersIn(b.school, o.rest) {
			c.Targets = append(c.Targets, m.ID)
		}
		for _, u := range unitsIn(b.school, o.rest) {
			c.TargetUnits = append(c.TargetUnits, u.name)
		}
	}
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		switch may := ledger.May(b.school, d.By, ledger.OpClassify, &p, b.school.Today(d.At)); {
		case may != nil:
			return p, may
		case o.verb == verbTarget && len(c.Targets)+len(c.TargetUnits) == 0:
			return p, ledger.Refuse("target", sayCaseTarget)
		case (o.verb == verbCategory || o.verb == verbClass) && words == "":
			return p, ledger.Refuse("what", sayCaseWhat, b.categoryNames())
		}
		return p.Classify(d, c)
	}
}

// categoryNamed is the category that words name, in full or by the last part of its name; the words themselves if they name none.
func (b *Bot) categoryNamed(words string) string {
	found := ""
	for _, c := range b.school.Petitions.Categories {
		if c.Name == words {
			return words
		}
		if _, part, _ := strings.Cut(c.Name, "-"); part == words {
			found = c.Name
		}
	}
	return orElse(found, words)
}

func (b *Bot) categoryNames() string {
	names := make([]string, 0, len(b.school.Petitions.Categories))
	for _, c := range b.school.Petitions.Categories {
		names = append(names, c.Name)
	}
	return strings.Join(names, "、")
}
