package bot

import (
	"fmt"
	"strconv"
	"strings"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// question asks for a slot in one short sentence, naming the activity when there are several, and numbering what may be meant where that is known.
func (b *Bot) question(drafts []ledger.Draft, name string, choices []string, today policy.Date) string {
	i, field := slotOf(name)
	text := ""
	if i >= 0 && i < len(drafts) && len(drafts) > 1 {
		text = fmt.Sprintf(sayAskOf, i+1, b.card(ledger.Activity{Kind: drafts[i].Kind, Date: drafts[i].Date, Said: drafts[i].Said}, today))
	}
	if (field == "who" || field == "unit") && len(choices) > 0 {
		ask := sayAskWhichWho
		if field == "unit" {
			ask = sayAskWhichUnit
		}
		return text + fmt.Sprintf(ask, numbered(b.namesTitled(choices)))
	}
	switch field {
	case "date":
		return text + sayAskDate
	case "course":
		return text + sayAskCourse
	case "teacher":
		return text + sayAskTeacher
	case "class_hours", "periods":
		return text + sayAskHours
	case "audience":
		return text + sayAskAudience
	case "unit":
		return text + sayAskUnit
	case "kind":
		return text + sayAskKind
	case "counterpart":
		return text + sayAskCounterpart
	case "who":
		return sayAskWho
	}
	return text + fmt.Sprintf(sayAskOther, fieldZh(field))
}

// numbered writes choices as people pick them: 1.梁志远党委书记 2.何敏华校长.
func numbered(names []string) string {
	parts := make([]string, 0, len(names))
	for i, name := range names {
		parts = append(parts, fmt.Sprintf("%d. %s", i+1, name))
	}
	return strings.Join(parts, "\n")
}

// names gives the full names behind choices: of members, and of units, which are their own names.
func (b *Bot) names(choices []string) []string {
	out := make([]string, 0, len(choices))
	for _, id := range choices {
		out = append(out, b.member(id))
	}
	return out
}

func (b *Bot) namesTitled(choices []string) []string {
	out := make([]string, 0, len(choices))
	for _, id := range choices {
		out = append(out, b.titled(id))
	}
	return out
}

// slotOf splits "activities[1].date" into 1 and "date"; a bare field has index -1.
func slotOf(name string) (int, string) {
	rest, ok := strings.CutPrefix(name, "activities[")
	if !ok {
		return -1, name
	}
	number, field, ok := strings.Cut(rest, "].")
	if i, err := strconv.Atoi(number); ok && err == nil {
		return i, field
	}
	return -1, name
}
