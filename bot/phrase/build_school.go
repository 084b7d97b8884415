package phrase

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lianxin/config/policy"
)

// school enters the units and the people of the directory.
func (b *builder) school(s *policy.School) {
	for i := range s.Units {
		b.unit(int32(i), &s.Units[i])
	}
	for i := range s.Members {
		b.member(int32(i), &s.Members[i])
	}
	b.colleges(s)
}

// colleges enters the clipped names that only one college can have: 体院 and 体育学院 of 体育与健康学院, 计算机学院 of 计算机科学与软件学院.
func (b *builder) colleges(s *policy.School) {
	owner := map[string]int32{}
	for i := range s.Units {
		stem, college := strings.CutSuffix(s.Units[i].Name, "学院")
		if !college {
			continue
		}
		runes := []rune(stem)
		for n := 1; n < len(runes); n++ {
			for _, end := range [...]string{"院", "学院"} {
				form := string(runes[:n]) + end
				if n == 1 && (end == "学院" || strings.Contains("医法学书剧影本全分总我贵该", string(runes[0]))) {
					continue
				}
				if have, ok := owner[form]; ok && have != int32(i) {
					owner[form] = -1
					continue
				}
				owner[form] = int32(i)
			}
		}
	}
	for _, form := range slices.Sorted(maps.Keys(owner)) {
		i := owner[form]
		if _, known := b.index[form]; !known && i >= 0 {
			b.add(form, word{class: classUnit, text: s.Units[i].Name, units: []int32{i}})
		}
	}
}

// unit enters a unit by its name, its aliases and the short forms that everybody makes of such names.
func (b *builder) unit(i int32, u *policy.Unit) {
	w := word{class: classUnit, text: u.Name, units: []int32{i}}
	b.add(u.Name, w)
	for _, alias := range u.Aliases {
		if everyday(alias, u) {
			w.class = classOffice
		}
		b.add(alias, w)
		w.class = classUnit
	}
	for _, name := range append([]string{u.Name}, u.Aliases...) {
		if stem := stemOf(name); stem != "" {
			w.n = 1
			b.add(stem, w)
			w.n = 0
		}
	}
	for _, short := range shortForms(u.Name) {
		if listed(crowdWords, short) { // 学生 is not 学生处
			continue
		}
		if everyday(short, u) {
			w.class = classOffice
		}
		b.add(short, w)
		w.class = classUnit
	}
}

// everyday tells whether a short name is also a word of everyday talk: 后勤 for 后勤处. Colleges have no such names.
func everyday(short string, u *policy.Unit) bool {
	if utf8.RuneCountInString(short) > 2 || strings.HasSuffix(u.Name, "学院") {
		return false
	}
	for _, end := range [...]string{"处", "部", "办", "院", "委", "馆", "中心"} {
		if strings.HasSuffix(short, end) {
			return false
		}
	}
	return true
}

// everydayStems are stems of colleges that are rather read as subjects: 音乐 of 音乐学院.
const everydayStems = " 文学 外语 音乐 体育 美术 法律 数学 物理 化学 历史 地理 教育 管理 经济 艺术 设计 医学 农学 软件 信息 心理 新闻 传媒 旅游 建筑 材料 环境 食品 化工 电子 电气 能源 土木 国际 金融 会计 统计 社会 舞蹈 护理 药学 生物 中文 商务 人文 政治 网络 通信 工程 科学 继续 职业 研究 成人 附属 中医 临床 口腔 公共 创新 创业 "

// stemOf gives the two characters that people call a college by (机电 of 机电学院, 教科 of 教科院); "" if they are an everyday word.
func stemOf(name string) string {
	stem, ok := strings.CutSuffix(name, "学院")
	if !ok {
		if stem, ok = strings.CutSuffix(name, "院"); !ok {
			return ""
		}
	}
	if utf8.RuneCountInString(stem) != 2 || listed(everydayStems, stem) {
		return ""
	}
	return stem
}

// shortForms are the obvious short forms of a unit's name: 教育科学院, 党委办, 财务. The bare stem of a college is none: 马克思主义基本原理 is a course.
func shortForms(name string) []string {
	var out []string
	stem, college := strings.CutSuffix(name, "学院")
	if college && utf8.RuneCountInString(stem) >= 3 {
		out = append(out, stem+"院")
	}
	if stem, ok := strings.CutSuffix(name, "办公室"); ok {
		out = append(out, stem+"办")
		switch stem {
		case "党委":
			out = append(out, "党办", "党委办公", "校党委办")
		case "校长":
			out = append(out, "校办", "校长办")
		case "纪委":
			out = append(out, "纪委办", "纪检办", "校纪委", "纪委")
		}
	}
	for _, end := range [...]string{"工作处", "管理处", "工作部", "处", "部"} {
		if stem, ok := strings.CutSuffix(name, end); ok && utf8.RuneCountInString(stem) >= 2 {
			out = append(out, stem)
			if end != "处" && end != "部" {
				out = append(out, stem+end[len(end)-len("处"):])
			}
			break
		}
	}
	return out
}

// member enters a person of the directory: leaders and office holders by name, alias, and surname with title. Of others only the aliases that the
// configuration gives are entered: their names are everyday words too often, and nobody reports for them.
func (b *builder) member(i int32, m *policy.Member) {
	w := word{class: classPerson, text: m.Name, people: []int32{i}}
	for _, alias := range m.Aliases {
		b.add(alias, w)
	}
	if len(m.Roles) == 0 && m.Title == "" {
		return
	}
	b.add(m.Name, w)
	for _, form := range calledForms(m) {
		b.add(form, w)
	}
	if m.Has(policy.Leader) {
		for _, form := range misheard(m.Name) {
			b.add(form, word{class: classPerson, text: m.Name, people: []int32{i}, n: 1})
		}
	}
}

// calledForms are surname and title as people are called: 林校, 林校长, 林副校长, 周书记, 郑书记.
func calledForms(m *policy.Member) []string {
	surname := surnameOf(m.Name)
	title := m.Title
	if title == "" || !strings.ContainsAny(title, "书校院处部主馆所科") {
		title = m.Post
	}
	var out []string
	add := func(forms ...string) {
		for _, f := range forms {
			if form := surname + f; !slices.Contains(out, form) {
				out = append(out, form)
			}
		}
	}
	vice := strings.Contains(title, "副")
	for _, core := range [...]string{"书记", "校长", "院长", "处长", "部长", "主任", "馆长", "所长", "科长", "主席"} {
		if !strings.Contains(title, core) {
			continue
		}
		add(core)
		if vice {
			add("副" + core)
		}
		if core == "校长" {
			add("校")
			if vice {
				add("副校")
			}
		}
	}
	if strings.Contains(title, "纪委书记") {
		add("纪委书记", "纪委")
	}
	return out
}

// surnameOf gives the surname of a Chinese name.
func surnameOf(name string) string {
	if isCompound(name) && utf8.RuneCountInString(name) > 2 {
		_, n := utf8.DecodeRuneInString(name)
		_, k := utf8.DecodeRuneInString(name[n:])
		return name[:n+k]
	}
	_, n := utf8.DecodeRuneInString(name)
	return name[:n]
}

// misheard are the spellings that dictation makes of a name of three characters: one or both characters of the given name sound alike.
func misheard(name string) []string {
	runes := []rune(name)
	if len(runes) != 3 {
		return nil
	}
	var out []string
	for _, second := range alike(runes[1]) {
		for _, third := range alike(runes[2]) {
			if form := string([]rune{runes[0], second, third}); form != name {
				out = append(out, form)
			}
		}
	}
	return out
}

// alike gives the characters that sound like r, r among them.
func alike(r rune) []rune {
	for _, group := range strings.Fields(soundAlike) {
		if strings.ContainsRune(group, r) {
			return []rune(group)
		}
	}
	return []rune{r}
}
