package phrase

import "strings"

// Awaiting reads the context of a line of the corpus ("bot asked: 1) 5月16日 2) 5月17日") as an open dialog: what is awaited, and the choices.
func Awaiting(context string) (awaiting, choices []string) {
	_, asked, ok := strings.Cut(context, "asked")
	if !ok {
		return nil, nil
	}
	asked = strings.TrimLeft(asked, ": ")
	if cuts := numbering(asked); len(cuts) > 1 {
		for i, at := range cuts {
			end := len(asked)
			if i+1 < len(cuts) {
				end = cuts[i+1]
			}
			choices = append(choices, clean(unnumbered(clean(asked[at:end]))))
		}
		return []string{"choose"}, choices
	}
	for _, row := range [...]struct{ word, slot string }{
		{"哪天", "date"},
		{"日期", "date"},
		{"哪一天", "date"},
		{"什么时候", "date"},
		{"几号", "date"},
		{"几节", "class_hours"},
		{"几学时", "class_hours"},
		{"学时", "class_hours"},
		{"什么课", "course"},
		{"哪门课", "course"},
		{"课程", "course"},
		{"哪位老师", "teacher"},
		{"授课教师", "teacher"},
		{"哪个单位", "unit"},
		{"哪个学院", "unit"},
		{"对象", "audience"},
		{"哪些人", "audience"},
	} {
		if strings.Contains(asked, row.word) && !strings.Contains(asked, "对吗") && !strings.Contains(asked, "｜") {
			return []string{row.slot}, nil
		}
	}
	return []string{"confirm"}, nil
}
