package bot

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// openCase shows one case as the reader may have it: the officers with the filer's words, everybody else with the summary; its clocks, its course, and
// which words work next. Who filed or joined it is answered as a filer. The reading of a case that is not public is noted (section 4, rule 10).
func (b *Bot) openCase(t *talk, id string) move {
	return shown(func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		if d.By.Filer || d.By.Follower {
			return b.asFiler(tx, t, id)
		}
		p, err := tx.ReadPetition(d, id)
		if err != nil {
			return "", err
		}
		lines := b.caseHead(d, &p)
		words, err := b.wordLines(tx, d, &p)
		if err != nil {
			return "", err
		}
		lines = append(lines, words...)
		lines = append(lines, b.caseLines(d, &p)...)
		course, err := b.courseOf(tx, id, b.plays(d, &p, ledger.RoleOfficer, ledger.RoleHead))
		if err != nil {
			return "", err
		}
		lines = append(append(lines, sayCourse), course...)
		if next := b.nextWords(d, &p); next != "" {
			lines = append(lines, next)
		}
		return strings.Join(lines, "\n"), b.lay(tx, t, id)
	})
}

// asOwn hears an order of somebody of the staff about a case that he filed or joined as it is heard from everybody who did: he urges, adds, withdraws, and
// handles nothing. What only an office does is refused by the case.
func (b *Bot) asOwn(t *talk, o order) (move, bool) {
	if len(o.cases) == 0 || !b.filedOrJoined(t, o.cases[0]) {
		return move{}, false
	}
	own := *t
	own.cmd = b.reader.Parse(cut(t.Text), phrase.Context{Today: t.today, Role: "student"})
	if serial, _ := ledger.ParseID(ledger.PetitionLetters, o.cases[0]); b.caseNamed(&own) == "" && int(serial.Year) == t.today.Year() {
		own.cmd.Case = strconv.Itoa(int(serial.Number)) // 这件
	}
	switch _, does := caseOps[own.cmd.Intent]; {
	case does && o.verb != verbFor, o.verb == verbShow, own.cmd.Intent == phrase.QueryAccess:
		return b.petition(&own)
	case o.verb == verbChase:
		return b.carryOn(&own, opUrge, o.cases[0], ""), true
	case o.verb == verbHide:
		return b.carryOn(&own, opHide, o.cases[0], ""), true
	}
	return move{}, false
}

// filedOrJoined tells whether the speaker filed a case or joined it.
func (b *Bot) filedOrJoined(t *talk, id string) bool {
	own := false
	err := b.store.View(func(tx *store.Tx) error {
		by, err := tx.ActorOn(b.school, t.From, id)
		own = by.Filer || by.Follower
		return err
	})
	return own && err == nil
}

// asFiler shows somebody of the staff who filed or joined the case what its filer sees of it.
func (b *Bot) asFiler(tx *store.Tx, t *talk, id string) (string, error) { return b.show(tx, t, id) }

// plays tells whether the actor of a deed has one of the roles in a case.
func (b *Bot) plays(d *ledger.Deed, p *ledger.Petition, roles ...ledger.Role) bool {
	return slices.ContainsFunc(ledger.RolesOf(b.school, d.By, p, b.school.Today(d.At)), func(r ledger.Role) bool { return slices.Contains(roles, r) })
}

// caseHead is what the case is.
func (b *Bot) caseHead(d *ledger.Deed, p *ledger.Petition) []string {
	kind := p.Category + "（" + string(p.Class)
	if p.Simple {
		kind += "，简易办理"
	}
	if p.Major {
		kind += "，重大"
	}
	lines := []string{
		strings.Join([]string{p.ID, string(p.Stage()), kind + "）", p.Level.Zh()}, "｜"),
		fmt.Sprintf(sayCaseSummary, orElse(p.Summary, sayCaseUnwritten)),
	}
	if p.Place != "" {
		lines = append(lines, fmt.Sprintf(sayCasePlace, p.Place))
	}
	if p.Source != ledger.FromChat {
		door := string(p.Source) + "，" + b.member(p.EnteredBy) + "登记"
		if p.Superior.Body != "" {
			door = string(p.Source) + "：" + strings.TrimSpace(p.Superior.Body+" "+p.Superior.Number)
		}
		lines = append(lines, fmt.Sprintf(sayCaseDoor, door))
	}
	if p.Follows != "" {
		lines = append(lines, fmt.Sprintf(sayCaseFollows, p.Follows))
	}
	return lines
}

// wordLines are the filer's own words, for the officers only.
func (b *Bot) wordLines(tx *store.Tx, d *ledger.Deed, p *ledger.Petition) ([]string, error) {
	if ledger.May(b.school, d.By, ledger.OpRaw, p, b.school.Today(d.At)) != nil {
		return nil, nil
	}
	words, err := tx.WordsOf(d, p.ID)
	if errors.Is(err, store.ErrSealed) {
		return []string{sayCaseSealed}, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for i, w := range words {
		line := sayCaseWords
		if i > 0 {
			line = sayCaseAdded
		}
		out = append(out, fmt.Sprintf(line, w.Text))
	}
	reasons, err := b.reasonLines(tx, d, p.ID)
	return append(out, reasons...), err
}

// reasonLines are why the filer rated so, and why he asks for a review.
func (b *Bot) reasonLines(tx *store.Tx, d *ledger.Deed, id string) ([]string, error) {
	ratings, reviews, err := tx.ReasonsOf(d, id)
	if errors.Is(err, store.ErrSealed) {
		return nil, nil // it is said of the words
	}
	var out []string
	for _, w := range ratings {
		out = append(out, fmt.Sprintf(sayCaseWhy, w.Text))
	}
	for _, w := range reviews {
		out = append(out, fmt.Sprintf(sayCaseGrounds, w.Text))
	}
	return out, err
}

// showWords shows the filer's words alone.
func (b *Bot) showWords(t *talk, id string) move {
	return shown(func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		if d.By.Filer || d.By.Follower {
			return b.asFiler(tx, t, id)
		}
		p, err := b.caseOf(tx, d, ledger.OpRaw, id)
		if err != nil {
			return "", err
		}
		lines, err := b.wordLines(tx, d, &p)
		if err != nil {
			return "", err
		}
		return strings.Join(append([]string{id}, lines...), "\n"), b.lay(tx, t, id)
	})
}

// queueLines are who works on the case, its clocks, and what became of it.
func (b *Bot) caseLines(d *ledger.Deed, p *ledger.Petition) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if targets := b.targets(p); targets != "" {
		add(sayCaseAbout, targets)
	}
	if units := assignments(p); units != "" {
		add(sayCaseUnits, units)
	}
	if p.Told.Note != "" {
		add(sayCaseTold, string(p.Told.Outcome), p.Told.Note)
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; a.ReturnWhy != "" {
			add(sayCaseReturn, a.Unit, a.ReturnWhy)
		}
	}
	if e := p.Extension; !e.Asked.IsZero() {
		add(sayCaseExtension, e.Days, e.Reason, b.extensionZh(&e))
	}
	for _, l := range p.Limits(b.school) {
		out = append(out, b.limitLine(l))
	}
	for _, v := range p.Supervised {
		line := fmt.Sprintf(sayCaseChased, b.school.Today(v.At).Chinese(), strings.TrimSuffix(string(v.Cause)+"："+v.Note, "："))
		if len(out) == 0 || out[len(out)-1] != line { // of two clocks
			out = append(out, line)
		}
	}
	if beside := besides(p); beside != "" {
		out = append(out, beside)
	}
	out = append(out, b.opinions(d, p)...)
	for i, r := range p.Reviews {
		if !r.Given.IsZero() {
			add(sayCaseReviewed, []string{"复查", "复核"}[i], r.Finding, r.Opinion)
		}
	}
	for _, r := range p.Ratings {
		add(sayCaseRated, string(r.Score), orElse(r.Solved, tellNotSaid))
	}
	return out
}

// targets names whom the case is about, for those who may know.
func (b *Bot) targets(p *ledger.Petition) string {
	names := slices.Clone(p.TargetUnits)
	for _, id := range p.Targets {
		names = append(names, b.member(id))
	}
	return strings.Join(names, "、")
}

// assignments lists the units that work on the case, with the day of each.
func assignments(p *ledger.Petition) string {
	var parts []string
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if !a.Live() {
			continue
		}
		role, state := "协办", "未签收"
		if a.Lead {
			role = "主办"
		}
		switch {
		case !a.Replied.IsZero():
			state = "已回复"
		case !a.Asked.IsZero() && a.Kept.IsZero():
			state = "要求退回"
		case !a.Taken.IsZero():
			state = "已签收"
		}
		parts = append(parts, fmt.Sprintf("%s（%s，%s前，%s）", a.Unit, role, a.Due.Chinese(), state))
	}
	return strings.Join(parts, "；")
}

func (b *Bot) extensionZh(e *ledger.Extension) string {
	switch {
	case !e.Approved.IsZero():
		return "已批准"
	case !e.Denied.IsZero():
		return "没有批准"
	}
	return "待批准"
}

// limitLine says a clock with its legal day, and the last workday on or before it.
func (b *Bot) limitLine(l ledger.Limit) string {
	name := string(l.For)
	if l.Unit != "" && l.For == ledger.ClockUnit {
		name = l.Unit + "回复"
	}
	if l.Legal == l.Internal {
		return fmt.Sprintf(sayCaseLimit, name, l.Legal.Chinese())
	}
	return fmt.Sprintf(sayCaseLimits, name, l.Legal.Chinese(), l.Internal.Chinese())
}

// besides are the numbers of a case.
func besides(p *ledger.Petition) string {
	var parts []string
	add := func(n int, format string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(format, n))
		}
	}
	add(p.Followers, "附议%d人")
	add(p.Reps, "代表%d人")
	add(p.Supplements, "补充%d次")
	add(len(p.Urges), "催办%d次")
	add(len(p.Attachments), "附件%d个")
	add(len(p.Merged), "并入%d件")
	return strings.Join(parts, "，")
}

// opinions are the answer, the reply that waits for its second person, and the parts of units that help.
func (b *Bot) opinions(_ *ledger.Deed, p *ledger.Petition) []string {
	var out []string
	if text := b.opinion(p); text != "" {
		out = append(out, sayCaseAnswer+"\n"+text)
	}
	for i := range p.Opinions {
		o := &p.Opinions[i]
		switch {
		case o.Leading && o.Final.IsZero() && o.Rejected.IsZero():
			out = append(out, fmt.Sprintf(sayCaseDraft, b.member(o.By), b.opinionText(o)))
		case !o.Leading:
			out = append(out, fmt.Sprintf(sayCasePart, o.Unit, b.opinionText(o)))
		}
	}
	return out
}

// opinionText gives the parts of an opinion in one line.
func (b *Bot) opinionText(o *ledger.Opinion) string {
	parts := []string{}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+value)
		}
	}
	add("情况：", o.Facts)
	add("处理：", o.Action)
	if o.Date != 0 {
		add("时间：", o.Date.Chinese())
	}
	add("联系：", o.Contact)
	add("结论：", string(o.Finding))
	return strings.Join(parts, "；")
}
