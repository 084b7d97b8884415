package phrase

import (
	"strings"
	"unicode/utf8"
)

// nameAlone finds the teacher whose bare name stands by itself beside the course: 教育心理学 王丽. "" if there is none.
func (p *reading) nameAlone(f *frame, course string) string {
	for i, t := range p.tokens { // somebody of the directory who teaches
		if t.class == classPerson && int(t.at) >= f.from && int(t.end) <= f.to && i > 0 && p.tokens[i-1].class == classPunct && p.teacherOf(t) {
			return p.school.Members[p.personIndexes(t)[0]].Name
		}
	}
	for _, r := range p.runs(f) {
		name := trimTitle(clean(p.s[r.from:r.to]))
		if name == course || r.before != classPunct || r.after != classPunct && r.after != classNone {
			continue
		}
		if n := utf8.RuneCountInString(name); (n == 2 || n == 3) && p.isName(name) {
			return name
		}
	}
	return ""
}

// glued takes the name of a teacher off the end of a course that it is glued to: 课程与教学论赵明. The rest must end as courses do.
func (p *reading) glued(course string) (rest, name string) {
	runes := []rune(course)
	for n := 3; n >= 2; n-- {
		if len(runes) < n+2 {
			continue
		}
		rest, name = string(runes[:len(runes)-n]), string(runes[len(runes)-n:])
		if hasCourseEnd(rest) && p.isName(name) {
			return rest, name
		}
	}
	return course, ""
}

// isName tells whether the whole text is a surname with one or two characters that no other word of the language is made of.
func (p *reading) isName(text string) bool {
	if p.nameAfterIn(text) != len(text) || hasCourseEnd(text) {
		return false
	}
	for _, w := range notPeople {
		if strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// notPeople are everyday words that begin with the character of a surname.
var notPeople = [...]string{"应用", "管理", "安全", "计划", "方法", "方向", "方案", "时间", "时代", "项目", "常识", "高级", "高等", "金工", "成人", "文化", "文学", "文献", "全体", "全部", "全程", "全勤", "强化", "石油", "马克", "水平", "双语", "能力", "元素", "单元", "实验", "白天", "满意", "满员", "满座", "成功", "和谐", "都在", "有点", "有趣", "连上", "连堂", "车间", "华侨", "南方", "北方", "东方", "西方", "古典", "国学", "国际", "明清", "宋词", "唐诗", "元曲", "平时", "平台", "符合", "关于", "包括", "向上", "云南", "农业", "乐器", "储存"}
