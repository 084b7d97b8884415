package bot

import (
	"fmt"
	"regexp"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// doors are the words of the doors by which a case comes in beside the chat (Art. 5.7), and of the levels that may stand before them.
var (
	doorForm = regexp.MustCompile(`^(?:登记|录入|新登记|收到)?(?:一件|一封|一位)?(匿名|保密)?(的)?(来信|信件|信访信|电子信箱|电子邮件|邮件|来电|电话|来访|上级转办|上级交办)(?:登记|件)?[ :：,，、]+`)
	nameForm = regexp.MustCompile(`(?:来信人|来访人|来电人|反映人|姓名)(?:是|为)?[:： ]?([\p{Han}]{2,4}?)(?:[,，。;；、 \n]|联系|电话|$)`)
	callForm = regexp.MustCompile(`(?:联系方式|联系电话|电话|手机)(?:是|为)?[:： ]*([\d][\d\- ]{5,18}\d)`)
	fromForm = regexp.MustCompile(`^([^ :：,，]{2,20})[ ,，]+([^ :：,，]{0,20}\d+[^ :：,，]{0,4}号|[^ :：,，]*〔\d{4}〕[^ :：,，]*)?[ :：,，]*`)
)

func doorOf(word string) ledger.Source {
	switch word {
	case "来信", "信件", "信访信":
		return ledger.FromLetter
	case "电子信箱", "电子邮件", "邮件":
		return ledger.FromMailbox
	case "来电", "电话":
		return ledger.FromPhone
	case "来访":
		return ledger.FromVisit
	}
	return ledger.FromSuperior
}

// entering hears an office enter what came by letter, mailbox, phone, visit or from above: 登记来访：来访人张三，电话…，反映…
func (b *Bot) entering(t *talk) (move, bool) {
	m := doorForm.FindStringSubmatch(strings.TrimSpace(t.Text))
	if m == nil || !b.enters(t) {
		return move{}, false
	}
	text := strings.TrimSpace(t.Text)[len(m[0]):]
	f := ledger.Filing{Source: doorOf(m[3])}
	if f.Source == ledger.FromVisit && m[1] == "" && isSheet(text) {
		return move{}, false
	}
	switch m[1] {
	case "匿名":
		f.Level = ledger.LevelAnonymous
	case "保密":
		f.Level = ledger.LevelConfidential
	}
	if f.Source == ledger.FromSuperior {
		if from := fromForm.FindStringSubmatch(text); from != nil {
			f.Superior = ledger.Superior{Body: from[1], Number: from[2]}
			text = text[len(from[0]):]
		}
	}
	who := personIn(text)
	f.Raw = withoutPerson(text, who)
	f.NoContact = who == store.Person{}
	return b.enterCase(t, f, who), true
}

// enters tells whether the speaker's office enters cases.
func (b *Bot) enters(t *talk) bool {
	if t.who.Has(policy.PetitionOfficer, policy.PresidentOffice, policy.PartyOffice) {
		return true
	}
	for _, m := range b.school.Heads(t.today) {
		if m == t.who {
			return true
		}
	}
	return false
}

// personIn reads who brought the matter, as the letter or the visitor said it.
func personIn(text string) store.Person {
	var who store.Person
	if m := nameForm.FindStringSubmatch(text); m != nil {
		who.Name = m[1]
	}
	if m := callForm.FindStringSubmatch(text); m != nil {
		who.Contact = strings.TrimSpace(m[1])
	}
	return who
}

// withoutPerson takes out of the words who brought the matter: that lies apart from them, and is opened with a reason only.
func withoutPerson(text string, who store.Person) string {
	if m := nameForm.FindStringSubmatchIndex(text); m != nil {
		text = text[:m[0]] + strings.TrimLeft(text[m[3]:], " ,，。;；、")
	}
	if m := callForm.FindStringIndex(text); m != nil {
		text = text[:m[0]] + strings.TrimLeft(text[m[1]:], " ,，。;；、")
	}
	if who.Name != "" {
		text = strings.ReplaceAll(text, who.Name, "来信人")
	}
	return strings.TrimSpace(text)
}

// enterCase registers the case. What the words are about is found as in the chat; danger and accusations are shown the right door and not kept.
func (b *Bot) enterCase(t *talk, f ledger.Filing, who store.Person) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) { return b.fileEntered(tx, t, f, who) })
}

// fileEntered is enterCase within a transaction.
func (b *Bot) fileEntered(tx *store.Tx, t *talk, f ledger.Filing, who store.Person) (string, error) {
	cmd := b.reader.Parse(cut(f.Raw), phrase.Context{Today: t.today, Role: "student"})
	if cmd.Category == "" && cmd.Intent != phrase.ReportDiscipline {
		cmd = b.reader.Parse(cut("反映"+f.Raw), phrase.Context{Today: t.today, Role: "student"}) // a matter in two words
	}
	switch {
	case cmd.Intent == phrase.Crisis:
		tx.Bump("crisis")
		return fill(sayCrisis, b.school.Petitions.CrisisContacts), nil
	case cmd.Intent == phrase.ReportDiscipline:
		tx.Bump("discipline")
		return fill(sayDiscipline, b.school.Petitions.Doors), nil
	case b.school.Petitions.Category(cmd.Category) != nil:
		f.Category = cmd.Category
	default:
		f.Category = sayOtherCategory
	}
	f.Targets, f.TargetUnits = b.about(f.Category, cmd.Type, f.Raw)
	if c := b.school.Petitions.Category(f.Category); c != nil && c.OnConduct {
		units, members := b.conduct(f.Raw)
		f.Targets, f.TargetUnits = ledger.Union(f.Targets, members), ledger.Union(f.TargetUnits, units)
	}
	d := &ledger.Deed{School: b.school, By: ledger.Staff(t.who), At: tx.At}
	p, err := tx.File(d, f, who)
	if err != nil {
		return "", err
	}
	if err := b.tellOthers(tx, p, d.Steps, t.From); err != nil {
		return "", err
	}
	return b.entered(tx, t, d, p)
}

// conduct finds whom a matter of conduct is about: the units and the people that it names.
func (b *Bot) conduct(text string) (units, members []string) {
	for _, u := range unitsIn(b.school, text) {
		units = append(units, u.name)
	}
	for _, m := range membersIn(b.school, text) {
		members = append(members, m.ID)
	}
	return units, members
}

// entered says under which number, and within which time what is owed. Whoever entered a case and may not see it hears the number only.
func (b *Bot) entered(tx *store.Tx, t *talk, d *ledger.Deed, p ledger.Petition) (string, error) {
	text := fmt.Sprintf(sayEntered, p.ID, string(p.Source), p.Category)
	if ledger.May(b.school, d.By, ledger.OpSee, &p, b.school.Today(d.At)) != nil {
		return text, nil
	}
	if p.Unit != "" {
		text += fmt.Sprintf(sayEnteredUnit, p.Unit)
	}
	for _, l := range p.Limits(b.school) {
		text += "\n" + b.limitLine(l)
	}
	if words := b.nextWords(d, &p); words != "" {
		text += "\n" + words
	}
	return text, b.lay(tx, t, p.ID)
}

// behalf enters what somebody says who came by another door: 代补充, 代催办, 代撤回, 代评价, 代申请复查.
func (b *Bot) behalf(t *talk, o order) move {
	id := o.cases[0]
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		if _, err := b.caseOf(tx, d, ledger.OpSee, id); err != nil {
			return "", err
		}
		if d.By.Filer {
			return "", ledger.Refuse("own", sayBehalfOwn)
		}
		p, err := b.behalfOf(tx, d, id, o)
		if err != nil {
			return "", err
		}
		if err := b.tellOthers(tx, p, d.Steps, t.From); err != nil {
			return "", err
		}
		return b.done(tx, t, d, p)
	})
}

func (b *Bot) behalfOf(tx *store.Tx, d *ledger.Deed, id string, o order) (ledger.Petition, error) {
	switch o.word {
	case "代补充":
		if o.rest == "" {
			return ledger.Petition{}, ledger.Refuse("no_text", sayBehalfText)
		}
		return tx.Add(d, id, o.rest, nil)
	case "代催办":
		return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	case "代撤回":
		return tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
	case "代评价":
		score, why := ratingIn(o.rest)
		return tx.Rate(d, id, score, "", why)
	}
	return tx.AskReview(d, id, o.rest)
}

// ratingIn reads a rating and what is said beside it.
func ratingIn(text string) (ledger.Score, string) {
	for _, s := range []ledger.Score{ledger.ScoreBad, ledger.ScoreFair, ledger.ScoreGood} {
		if after, ok := strings.CutPrefix(text, string(s)); ok {
			return s, trimSeparators(after)
		}
	}
	return "", text
}
