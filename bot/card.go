package bot

import (
	"fmt"
	"strconv"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// card says one activity in one line: what｜when｜where｜about what. It is what the member checks before he answers 对, 改 or 删. A day of another calendar
// year than today's has its year.
func (b *Bot) card(a ledger.Activity, today policy.Date) string {
	parts := []string{b.cardHead(a)}
	if a.Kind == "" {
		parts = nil // a draft of which not even the kind is known
	}
	if when := cardWhen(a, today); when != "" {
		parts = append(parts, when)
	}
	parts = append(parts, cardPlaces(a)...)
	if about := cardAbout(a); about != "" {
		parts = append(parts, about)
	}
	if n := a.Said.Headcount; n > 0 {
		parts = append(parts, headcount(n, a.Said.Approx))
	}
	if n := max(len(a.Said.Issues), len(a.Said.Handoffs)); n > 0 {
		parts = append(parts, fmt.Sprintf("问题%d条", n))
	}
	return strings.Join(parts, "｜")
}

// cardHead is the kind with its amount: 听课 2学时; an unknown amount is said as such, not left out.
func (b *Bot) cardHead(a ledger.Activity) string {
	name := b.kindName(a.Kind)
	switch {
	case a.Kind == policy.OrgLife && a.Said.Subkind != "":
		return a.Said.Subkind
	case a.Kind != policy.ObserveClass && a.Kind != policy.FirstLesson:
		return name
	case a.Said.ClassHours > 0:
		return name + " " + amount(a.Said.ClassHours) + "学时"
	case a.Kind == policy.ObserveClass:
		return name + " 学时待补"
	}
	return name
}

// kindName is the name in which a kind is said in chat; the measure's own names are longer.
func (b *Bot) kindName(k policy.Kind) string { return report.KindName(b.school, k) }

func cardWhen(a ledger.Activity, today policy.Date) string {
	when := ""
	if a.Date != 0 {
		when = a.Date.ChineseFrom(today)
	}
	switch {
	case a.Said.Periods != "":
		when += a.Said.Periods + "节"
	case a.Said.Start != "" && a.Said.End != "":
		when += a.Said.Start + "-" + a.Said.End
	case a.Said.Start != "":
		when += a.Said.Start
	default:
		when += a.Said.PartOfDay
	}
	return when
}

func cardPlaces(a ledger.Activity) []string {
	var out []string
	unit := a.Said.Unit
	if a.Said.Branch != "" {
		unit += a.Said.Branch
	}
	for _, part := range []string{unit, a.Said.Place} {
		if part != "" {
			out = append(out, part)
		}
	}
	if len(out) == 0 && a.Said.Level == "school" {
		out = append(out, "校级")
	}
	return out
}

// cardAbout is what it was about, in the words of the kind: course·teacher, audience and topic, counterpart.
func cardAbout(a ledger.Activity) string {
	d := a.Said
	var parts []string
	add := func(values ...string) {
		for _, v := range values {
			if v != "" {
				parts = append(parts, v)
			}
		}
	}
	switch a.Kind {
	case policy.ObserveClass:
		add(d.Course, teacherName(d.Teacher), d.Klass)
	case policy.NonpartyTalk:
		add(d.Counterpart)
	case policy.NonpartyEvent:
		add(d.Party, d.Event)
	case policy.Consultation:
		add(d.Form, d.Matter)
	case policy.Ideology:
		add(d.Meeting)
	case policy.ReceptionDay:
		if d.Visitors > 0 {
			add(fmt.Sprintf("来访%d批", d.Visitors))
		}
	default:
		add(d.Audience, d.Topic)
	}
	return strings.Join(parts, "·")
}

// teacherName gives a bare surname its title: 李 -> 李老师.
func teacherName(name string) string {
	if len([]rune(name)) == 1 {
		return name + "老师"
	}
	return name
}

func headcount(n int, approx bool) string {
	if approx {
		return fmt.Sprintf("约%d人", n)
	}
	return fmt.Sprintf("%d人", n)
}

// amount writes a number without a needless ".0".
func amount(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
