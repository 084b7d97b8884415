package web

import (
	"strconv"
	"strings"

	"lianxin/config/policy"
)

// noted says the note of a journal line in the words of the page: kinds, days and fields by their names. A note of another form is shown as written.
func (s wording) noted(note string, thisYear int) string {
	words := strings.Fields(note)
	if len(words) == 0 {
		return note
	}
	if kind := s.kindWord(policy.Kind(words[0])); kind != "" {
		return s.entryNote(kind, words[1:], thisYear)
	}
	parts := strings.Split(note, "; ")
	for i, part := range parts {
		field, change, ok := strings.Cut(part, ": ")
		if name := noteFields[field]; ok && name != "" {
			parts[i] = name + " " + change
		}
	}
	return strings.Join(parts, "；")
}

// entryNote says what was entered: 听课 11月18日 2学时.
func (s wording) entryNote(kind string, rest []string, thisYear int) string {
	out := []string{kind}
	for _, word := range rest {
		if day, err := policy.ParseDate(word); err == nil {
			out = append(out, dayShort(day, thisYear))
			continue
		}
		if n, err := strconv.ParseFloat(word, 64); err == nil {
			word = hours(n)
		}
		if word != "" {
			out = append(out, word)
		}
	}
	return strings.Join(out, " ")
}

// kindWord is the name of a kind of activity; "" for what is none.
func (s wording) kindWord(k policy.Kind) string {
	if k == policy.ResearchPlan {
		return "调研计划"
	}
	if spec := s.school.Measure.Kind(k); spec != nil {
		name, _, _ := strings.Cut(spec.Zh, "/")
		return name
	}
	return ""
}

// noteFields are the fields of a record of which the journal notes a change.
var noteFields = map[string]string{
	"kind": "类别", "date": "日期", "part_of_day": "时段", "start": "开始", "end": "结束", "periods": "节次", "class_hours": "学时", "minutes": "分钟",
	"unit": "单位", "place": "地点", "course": "课程", "teacher": "任课教师", "klass": "班级", "subkind": "形式", "branch": "支部", "audience": "对象",
	"headcount": "人数", "topic": "主题", "counterpart": "谈话对象", "event": "活动", "matter": "事项", "comment": "听课记录", "visitor_groups": "来访批数",
}
