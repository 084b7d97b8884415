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
	if at := strings.LastIndex(asked, "："); at >= 0 { // the record that is talked of stands before
		asked = asked[at:]
	}
	if at := strings.Index(asked, " ("); at > 0 { // ... or behind
		asked = asked[:at]
	}
	if !strings.Contains(asked, "对吗") && !strings.Contains(asked, "｜") {
		awaiting = slotsAsked(asked)
	}
	if len(awaiting) == 0 {
		awaiting = []string{"confirm"}
	}
	return awaiting, nil
}

// slotsAsked finds the slots that a question asks for.
func slotsAsked(question string) []string {
	var out []string
	for _, row := range [...]struct{ words, slot string }{
		{"哪天 日期 哪一天 什么时候 几号", "date"},
		{"几节 几学时 学时 多久 多长时间", "class_hours"},
		{"哪个单位 哪个学院 哪个部门 什么单位", "unit"},
		{"什么课 哪门课 课程", "course"},
		{"哪位老师 授课教师 谁的课 谁上的", "teacher"},
		{"还是座谈 还是走访 还是调研 什么活动 记为", "kind"},
		{"对象 哪些人 还是学生 还是教师 什么人参加", "audience"},
		{"哪位党外 和谁谈 跟谁谈", "counterpart"},
		{"什么地方 在哪里 哪间 地点", "place"},
		{"多少人 几个人 人数", "headcount"},
	} {
		for _, w := range strings.Fields(row.words) {
			if strings.Contains(question, w) {
				out = append(out, row.slot)
				break
			}
		}
	}
	return out
}
