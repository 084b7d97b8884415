package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// explain answers what the measure says, in short, with its article; 全文 then gives the article itself.
func (b *Bot) explain(t *talk) move {
	switch t.cmd.Topic {
	case "privacy":
		return say(b.privacy())
	case "deadline":
		return b.cite(t, sayDeadline, "第五条7")
	case "petition":
		return b.cite(t, fill(sayElsewhere, b.school.Petitions.Mailboxes), "第五条7")
	case "late":
		return say(fmt.Sprintf(sayLatePolicy, b.school.Measure.Settings.LateEntryDays))
	}
	if article := articleIn(t.Text); article != "" {
		return b.article(t, article)
	}
	if t.cmd.Topic == "" && strings.Contains(t.Text, "双周") {
		return b.cite(t, b.evenWeeks(t.today), "第五条8")
	}
	if r := b.school.RuleOn(t.cmd.Topic, t.today); r != nil {
		return b.cite(t, b.ruleText(r)+b.exemption(t, r), r.Article)
	}
	m := &b.school.Measure
	var lines []string
	for i := range m.Rules {
		if r := &m.Rules[i]; b.school.InForce(r, t.today) && (r.Who.Unit == "" || t.who != nil && t.who.Unit == r.Who.Unit) {
			lines = append(lines, "· "+b.ruleText(r))
		}
	}
	return say(fmt.Sprintf(sayMeasure, m.Title, m.DocNo, strings.Join(lines, "\n")))
}

// evenWeeks says what 双周 are, and which kind this week is.
func (b *Bot) evenWeeks(today policy.Date) string {
	term, ok := b.school.Calendar.TermOf(today)
	if !ok {
		return sayEvenWeeks
	}
	kind := "单周"
	if term.Week(today)%2 == 0 {
		kind = "双周"
	}
	return sayEvenWeeks + fmt.Sprintf(sayThisWeek, term.Week(today), kind)
}

// privacy says in five lines what is kept, who sees it, how who filed is sealed, how long, and how to ask.
func (b *Bot) privacy() string {
	r := b.school.Petitions.Retention
	return fmt.Sprintf(sayPrivacy, r.CaseYears, r.IdentityYears, r.ChatDays)
}

// ruleText says a rule in one line: 听课：每学期不少于 4 学时（第五条4）.
func (b *Bot) ruleText(r *policy.Rule) string {
	per := "每年"
	if r.Per == policy.PerTerm {
		per = "每学期"
	}
	need := fmt.Sprintf("%s不少于 %d %s", per, r.Min, policy.UnitZh(r.Unit))
	if r.EveryWeek {
		need = sayEveryWeek
	}
	if r.EverySlot {
		need = "每两周一次，双周一 15:00-17:00，当班校领导接待"
	}
	soft := ""
	if r.Soft {
		soft = "，根据情况"
	}
	return fmt.Sprintf("%s：%s%s（%s）", r.Title, need, soft, r.Article)
}

// exemption says to a leader that a rule does not bind him (1.4 no. 17); "" if it does, or if that is no question.
func (b *Bot) exemption(t *talk, r *policy.Rule) string {
	if t.Group != "" || t.who == nil || !t.who.Has(policy.Leader) || r.Who.Scope == policy.Body || b.school.Bound(r, t.who, t.today) {
		return ""
	}
	return "\n" + sayExempt
}

// cite gives an answer, with its article within reach of 全文.
func (b *Bot) cite(t *talk, text, article string) move {
	if b.school.Measure.Article(article) == nil {
		return say(text)
	}
	return change(func(tx *store.Tx) (string, error) {
		return text + "\n" + sayWholeHint, b.remember(tx, t, ledger.Dialog{Kind: ledger.DialogPolicy, Records: []string{article}})
	})
}

// article gives the text of an article that was asked for by its number.
func (b *Bot) article(t *talk, name string) move {
	a := b.school.Measure.Article(name)
	if a == nil {
		return say(fmt.Sprintf(sayNoArticle, name))
	}
	if short := []rune(a.Text); len(short) > shortArticle && !strings.Contains(t.Text, "全文") {
		return b.cite(t, fmt.Sprintf("%s %s……", name, string(short[:shortArticle])), name)
	}
	return say(name + " " + a.Text)
}

// shortArticle is how many characters of an article are given before 全文 is asked for.
const shortArticle = 120

// articleOf hears 全文 after an answer.
func (b *Bot) articleOf(t *talk) (move, bool) {
	if !t.is(wordsWhole) && t.cmd.Intent != phrase.Clarify {
		return move{}, false
	}
	if !t.is(wordsWhole) {
		return move{}, false
	}
	name := t.dialog.Records[0]
	a := b.school.Measure.Article(name)
	if a == nil {
		return say(fmt.Sprintf(sayNoArticle, name)), true
	}
	return say(name + " " + a.Text), true
}

// articleIn reads the number of an article: 第五条, 第五条4, 第5条第4项; "" if none is named.
func articleIn(text string) string {
	_, rest, ok := strings.Cut(text, "第")
	if !ok {
		return ""
	}
	n, rest := numeralIn(rest)
	rest, ok = strings.CutPrefix(rest, "条")
	if n == 0 || !ok {
		return ""
	}
	name := "第" + chineseDigits[n-1] + "条"
	for _, cut := range [...]string{"的第", "第", "(", "（", "之"} {
		rest = strings.TrimPrefix(rest, cut)
	}
	if part, _ := numeralIn(rest); part > 0 {
		return fmt.Sprintf("%s%d", name, part)
	}
	return name
}

var chineseDigits = [...]string{"一", "二", "三", "四", "五", "六", "七", "八", "九"}

// numeralIn reads one digit, Arabic or Chinese, at the beginning of a text.
func numeralIn(text string) (int, string) {
	for i, digit := range chineseDigits {
		for _, form := range [...]string{digit, fmt.Sprint(i + 1)} {
			if rest, ok := strings.CutPrefix(text, form); ok {
				return i + 1, rest
			}
		}
	}
	return 0, text
}
