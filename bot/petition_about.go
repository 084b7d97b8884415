package bot

import (
	"slices"
	"strings"
)

// sort finds the category of a case and, where the category names none, its unit: what the grammar found if the school knows it, else the school's own table
// of keywords.
func (b *Bot) sort(category, unit, text string) (string, string) {
	known := b.school.Petitions.Category(category)
	if known == nil || category == other {
		if found := b.byKeyword(text); found != "" {
			return found, ""
		}
	}
	if category == "" {
		return other, unit
	}
	if known != nil && known.Unit != "" {
		unit = ""
	}
	return category, unit
}

// other is the category of what belongs to none.
const other = "其他"

// byKeyword finds the category whose keywords cover most of a text; "" if none occurs.
func (b *Bot) byKeyword(text string) string {
	best, most := "", 0
	for _, c := range b.school.Petitions.Categories {
		sum := 0
		for _, k := range c.Keywords {
			if strings.Contains(text, k) {
				sum += len(k)
			}
		}
		if sum > most {
			best, most = c.Name, sum
		}
	}
	return best
}

// about finds whom a case is about, so that they see nothing of it (section 4, rule 3): the units and people named in a complaint of conduct. Who is only
// asked to look into a matter is not its target.
func (b *Bot) about(category, class, text string) (people, units []string) {
	c := b.school.Petitions.Category(category)
	conduct := c != nil && c.OnConduct
	if conduct {
		for i := range b.school.Units {
			u := &b.school.Units[i]
			if slices.ContainsFunc(append([]string{u.Name}, u.Aliases...), func(name string) bool { return accused(text, name) }) {
				units = append(units, u.Name)
			}
		}
	}
	if !conduct && class != "投诉" {
		return nil, units
	}
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if len(m.Roles) == 0 && m.Kind == "student" {
			continue
		}
		if slices.ContainsFunc(append([]string{m.Name}, m.Aliases...), func(name string) bool { return accused(text, name) }) {
			people = append(people, m.ID)
		}
	}
	return people, units
}

// accused tells whether a text speaks of somebody otherwise than by asking him.
func accused(text, name string) bool {
	for {
		before, after, found := strings.Cut(text, name)
		if !found || name == "" {
			return false
		}
		asked := slices.ContainsFunc([]string{"请", "希望", "建议", "恳请", "求", "向", "给", "麻烦", "尊敬的", "盼"}, func(w string) bool { return strings.HasSuffix(before, w) }) ||
			slices.ContainsFunc([]string{"您好", "你好", "好", "管管", "过问", "关注", "批示", "重视"}, func(w string) bool { return strings.HasPrefix(after, w) })
		if !asked {
			return true
		}
		text = after
	}
}
