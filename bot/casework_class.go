package bot

import (
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

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
