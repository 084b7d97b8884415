package phrase

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// choice reads a pick: 2, 第一个, 选B, or the text of one of the choices.
func (p *reading) choice(s, awaits string) *Command {
	pick := strings.Trim(s, softPunct)
	for _, cut := range [...]string{"我选", "选择", "选", "就", "是", "要"} {
		pick = strings.TrimPrefix(pick, cut)
	}
	for _, cut := range [...]string{"吧", "那个", "好了", "啦", "的", "选项", "那项"} {
		pick = strings.TrimSuffix(pick, cut)
	}
	for i, choice := range p.c.Choices {
		if pick != "" && (pick == strings.ToLower(choice) || utf8.RuneCountInString(pick) >= 2 && strings.Contains(choice, pick)) {
			return &Command{Intent: Choose, Choice: i + 1}
		}
	}
	if len(p.c.Choices) > 0 && p.short(8) { // 周书记, of 1) 周文斌 2) 周国栋
		for _, id := range p.persons() {
			if m := p.school.Member(id); m != nil {
				if i := slices.Index(p.c.Choices, m.Name); i >= 0 {
					return &Command{Intent: Choose, Choice: i + 1}
				}
			}
		}
	}
	if n := p.pickedDay(); n > 0 {
		return &Command{Intent: Choose, Choice: n}
	}
	if awaits != "" && awaits != "choose" && awaits != "confirm" && len(p.c.Choices) == 0 {
		return nil
	}
	if n := ordinalPick(pick, len(p.c.Choices)); n > 0 {
		return &Command{Intent: Choose, Choice: n}
	}
	return nil
}

// pickedDay gives the choice that a few words point at by a day (我记得是17日) or by its place among the others (两个里头选后一个); 0 if they point at none.
func (p *reading) pickedDay() int {
	if len(p.c.Choices) == 0 || !p.short(16) || p.asking() || p.holds(classKind) || p.lengthNow() || p.cues.any(cueChange, cueRetract, cueNot) {
		return 0
	}
	found := 0
	for _, t := range p.tokens {
		if t.class != classDay {
			continue
		}
		e := &p.days[t.n]
		if e.form != formDay && e.form != formMonthDay {
			return 0
		}
		for i, choice := range p.c.Choices {
			if _, day, ok := strings.Cut(strings.TrimSuffix(choice, "日"), "月"); ok && day == itoa(e.day) || strings.HasSuffix(choice, "-"+twoDigits(e.day)) {
				if found > 0 {
					return 0
				}
				found = i + 1
			}
		}
	}
	if found > 0 || p.holds(classDay) {
		return found
	}
	first, last := p.says("前头", "前一个", "前面", "头一个", "上面", "上头", "前者", "第一"), p.says("后头", "后一个", "后面", "末一个", "下面", "下头", "后者", "最后")
	switch {
	case first && !last:
		return 1
	case last && !first && len(p.c.Choices) == 2:
		return 2
	case last && !first && p.says("最后", "末一个"):
		return len(p.c.Choices)
	}
	return 0
}

// twoDigits writes a day of the month as dates do.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + itoa(n)
	}
	return itoa(n)
}

// ordinalPick reads the number of a choice; count is how many there are, 0 if that is not known.
func ordinalPick(pick string, count int) int {
	switch pick {
	case "前一个", "前者", "上面", "前面", "头一个", "上面一个", "前面一个", "a", "①":
		return 1
	case "后一个", "后者", "下面", "后面", "b", "②", "后面一个", "下面一个":
		return 2
	case "c", "③":
		return 3
	case "最后一个", "最后", "末一个":
		return count
	}
	rest := strings.TrimPrefix(pick, "第")
	n, ok := readNumeral(rest, 0)
	if !ok || n.frac >= 0 || n.series > 0 || n.value < 1 || n.value > 20 {
		return 0
	}
	switch rest[n.end:] {
	case "":
		return n.value
	case "个", "条", "项", "种", "号", "位", ".", ")", "行", "件", "天":
		if rest == pick && rest[n.end:] != "号" && rest[n.end:] != "." && rest[n.end:] != ")" {
			return 0 // 两个, 三条: how many, not which
		}
		return n.value
	}
	return 0
}
