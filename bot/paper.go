package bot

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// paperKind is a paper that is asked for. Its text is how the file is called in a notice.
type paperKind string

// The papers (requirements, 1.6).
const (
	paperLedger     paperKind = "ledger"     // 台账
	paperBulletin   paperKind = "bulletin"   // 通报
	paperAssessment paperKind = "assessment" // 学年考核表
	paperPetitions  paperKind = "petitions"  // 信访月报, 年报
	paperIssues     paperKind = "issues"     // 问题清单
	paperAgenda     paperKind = "agenda"     // 议题候选
	paperReceptions paperKind = "receptions" // 接待日安排表
	paperReceived   paperKind = "received"   // 接待情况汇总
)

// paperOrder is one paper, for whom it is made and of what.
type paperOrder struct {
	kind   paperKind
	period string // id of a term, an academic or calendar year, or a month
	whose  string // member id; "" = everybody's
	unit   string // full name; "" = every unit
	format string // ".xlsx"; "" = the usual one of the kind
	byName bool   // 台账: a sheet for each person
}

// usual is the ending under which a kind is written if nobody asks for another one.
func (k paperKind) usual() string {
	switch k {
	case paperBulletin, paperAssessment, paperPetitions, paperReceived, paperReceptions:
		return ".docx"
	}
	return ".xlsx"
}

// papers hears orders for papers, in whole messages: 导出台账, 导出我的记录, 导出教科院的台账, 通报, 考核表, 信访月报, 学年结账.
func (b *Bot) papers(t *talk) (move, bool) {
	if t.Group != "" {
		return move{}, false
	}
	if !t.says(paperMakes) && !t.says(paperRoots) && !t.says(wordsClose) {
		return move{}, false // nearly all messages
	}
	if t.who == nil {
		_, ok := b.readPaper(t.plain(), &policy.Member{}, t.today)
		return say(sayPaperNobody), ok
	}
	if year, again, ok := b.readClose(t); ok {
		return b.closeYear(t, year, again), true
	}
	o, ok := b.readPaper(t.plain(), t.who, t.today)
	if !ok {
		return move{}, false
	}
	return b.hand(t, o), true
}

// paperMeant makes an order of what the grammar understood (把上学期台账导出来, 生成学期通报).
func (b *Bot) paperMeant(t *talk) move {
	o := paperOrder{kind: paperLedger, period: t.cmd.Period, whose: t.cmd.Person}
	switch scope := t.cmd.Scope; {
	case t.cmd.Intent == phrase.GenerateBulletin:
		o.kind = paperBulletin
	case t.cmd.Intent == phrase.ExportPerson || scope == "all":
	case strings.HasPrefix(scope, "unit:"):
		o.unit = strings.TrimPrefix(scope, "unit:")
	default:
		o.whose = t.by
	}
	if o.period == "" {
		o.period = b.school.Year(t.today).ID
	}
	mv := b.hand(t, o)
	if !t.cmd.Ranking {
		return mv
	}
	run := mv.run
	mv.run = func(tx *store.Tx) (string, error) {
		text, err := run(tx)
		return text + "\n" + sayPaperNoRank, err
	}
	return mv
}

// hand says what will come, and lets the file follow through the outbox, where it survives a restart.
func (b *Bot) hand(t *talk, o paperOrder) move {
	if t.who == nil {
		return say(sayPaperNobody)
	}
	if no := b.mayPaper(o, t.who, t.today); no != nil {
		return say(no.Say)
	}
	p, known := PeriodByID(b.school, o.period)
	if !known {
		return say(sayPaperPeriod)
	}
	name := b.paperTitle(o, p)
	if b.opt.Files == nil || !b.opt.Files(t.From.Channel) {
		return say(fmt.Sprintf(sayPaperNot, name))
	}
	return change(func(tx *store.Tx) (string, error) {
		_, err := tx.Notify(ledger.Notice{
			Key: "file/" + answerKey(t.Message), Kind: "reply", To: t.From, Member: t.by, Text: fmt.Sprintf(sayPaperLost, name), File: o.name(t.who, t.today),
			Made: t.Received, Due: t.Received,
		})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf(sayPaperComes, name), tx.Log(t.by, ledger.VerbExported, string(o.kind), name)
	})
}

// paperTitle names a paper as people say it.
func (b *Bot) paperTitle(o paperOrder, p policy.Period) string {
	of := ""
	switch {
	case o.whose != "":
		of = "，" + b.member(o.whose)
	case o.unit != "":
		of = "，" + o.unit
	}
	return fmt.Sprintf("%s（%s%s）", paperNames[o.kind], p.Name, of)
}

// mayPaper tells whether a member may have a paper (requirements, 4): nil = yes.
func (b *Bot) mayPaper(o paperOrder, m *policy.Member, day policy.Date) *ledger.Refusal {
	may, own := false, o.whose == m.ID
	switch o.kind {
	case paperLedger:
		of := b.school.Member(o.whose)
		head := o.unit != "" && m.Unit == o.unit && m.Has(policy.CollegeSecretary, policy.CollegeDean)
		may = own || seesAll(m) || of != nil && of.Delegated(m.ID, day) || head
	case paperAssessment:
		may = seesAll(m) || own && m.Has(policy.Leader)
	case paperBulletin:
		may = seesAll(m)
	case paperPetitions:
		may = m.Has(policy.PetitionOfficer, policy.PresidentOffice, policy.PartyOffice, policy.AssessmentGroup) || principal(m) || slices.Contains(b.school.Heads(day), m)
	case paperIssues, paperAgenda:
		may = b.hasIssues(m)
	case paperReceptions:
		may = true
	case paperReceived:
		may = ledger.Keeper(m) || m.Has(policy.PetitionOfficer) || principal(m)
	}
	if !may || !m.Serves(day) {
		return ledger.Refuse("paper_right", sayNotAllowed)
	}
	return nil
}

// principal tells whether the member is the party secretary or the president.
func principal(m *policy.Member) bool {
	return m.Has(policy.Leader) && (m.Post == policy.PostPartySecretary || m.Post == policy.PostPresident)
}

// name is how a notice names the paper, with the member for whom it is made and the day of the order.
func (o paperOrder) name(m *policy.Member, day policy.Date) string {
	v := url.Values{"for": {m.ID}, "day": {day.String()}, "period": {o.period}}
	for key, text := range map[string]string{"whose": o.whose, "unit": o.unit, "format": o.format} {
		if text != "" {
			v.Set(key, text)
		}
	}
	if o.byName {
		v.Set("sheets", "person")
	}
	return string(o.kind) + "?" + v.Encode()
}

// readName reads what name wrote.
func readName(name string) (o paperOrder, member string, day policy.Date, err error) {
	u, err := url.Parse(name)
	if err != nil {
		return o, "", 0, fmt.Errorf("bot: a file without a name")
	}
	v := u.Query()
	day, err = policy.ParseDate(v.Get("day"))
	o = paperOrder{
		kind: paperKind(u.Path), period: v.Get("period"), whose: v.Get("whose"), unit: v.Get("unit"), format: v.Get("format"), byName: v.Get("sheets") == "person",
	}
	return o, v.Get("for"), day, err
}

// UseTemplate has 台账 written into the school's own form. It is called before the first message.
func (b *Bot) UseTemplate(t *report.Template) { b.form = t }
