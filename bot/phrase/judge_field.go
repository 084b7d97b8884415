package phrase

import (
	"strings"
	"unicode/utf8"
)

// fieldNames are the fields of a record by which people add to it or change it: 学时改成3, 补充课程大学语文. A longer name stands before one that it holds.
var fieldNames = [...]struct{ field, words string }{
	{"class_hours", "听课学时 学时数 课时数 学时 课时 节数"},
	{"date", "听课日期 活动日期 听课时间 日期"},
	{"teacher", "任课教师 任课老师 授课教师 授课老师 主讲教师 主讲老师 上课老师 上课教师 老师姓名 教师姓名 老师名字 老师 教师"},
	{"course", "课程名称 课程名 课程 课名"},
	{"headcount", "座谈人数 参加人数 参会人数 人数"},
	{"place", "听课地点 座谈地点 地点 教室"},
	{"klass", "听课班级 班级"},
	{"comment", "听课记录 听课意见 听课评价 听课评语 听课感受 评语 评价 意见"},
	{"topic", "座谈主题 主题 议题"},
}

// adding are the words by which something is added to a record; changing those by which a field gets its value.
var (
	adding   = [...]string{"补充一下", "补充下", "补充", "补上", "补一下", "补录", "加上", "添上", "添加", "加一句", "加一条", "补一句", "再加"}
	changing = [...]string{"改成", "改为", "改作", "换成", "应该是", "应当是", "应为", "更正为", "调整为", "其实是", "实际是", "是", "为", "叫", ":"}
)

// lengthFrom tells whether a length is told behind byte from: 听课记录:10月19日 2节 is a report.
func (p *reading) lengthFrom(from int) bool {
	for _, t := range p.tokens {
		if int(t.at) >= from && (t.class == classHours || t.class == classPeriod) {
			return true
		}
	}
	return false
}

// dayAlone tells whether nothing but a day is told behind byte from: 听课记录改成周三 moves the record and is no comment.
func (p *reading) dayAlone(from int) bool {
	day := false
	for _, t := range p.tokens {
		switch {
		case int(t.end) <= from:
			continue
		case t.class == classDay:
			day = true
		case t.class != classPart:
			continue // what it covers is left over below
		}
		if strings.Trim(p.s[from:max(from, int(t.at))], softPunct) != "" {
			return false
		}
		from = int(t.end)
	}
	return day && strings.Trim(p.s[from:], softPunct+"的") == ""
}

// becoming is how many of the changing words say that the value was another one before.
const becoming = 7

// field judges what is said of a field of a record by the name of the field. The record is the last one unless the words point at another.
func (p *reading) field() *Command {
	numbered := p.numberFirst() > 0 // what is written behind a number and a field is its value, whatever it looks like
	if !numbered && (p.asking() || p.cues.any(cueRemind, cueMute, cueBook, cueReception) || p.wholeReport() && !p.pointsHard()) {
		return nil
	}
	name, from, adds := p.fieldAt()
	if name == "" {
		return nil
	}
	c := p.fieldValue(name, from)
	if len(c.Fields) == 0 || name == "comment" && !numbered && (!adds || p.lengthFrom(from) || p.dayAlone(from)) {
		return nil
	}
	cmd := &Command{Intent: CorrectActivity, Target: p.recordTarget(), Changes: c}
	if d, i := p.dayFrom(0, past); i >= 0 && int(p.tokens[i].at) < from {
		id := cmd.Target.ID
		cmd.Target = p.lastRecord(id, from)
		cmd.Target.Date, cmd.Target.Last = d, false // 昨天那条日期改成周二
	} else if cmd.Target.ID == "" && !p.cues.has(cueThat) || name == "date" {
		cmd.Target = p.lastRecord(cmd.Target.ID, from)
	}
	return cmd
}

// numberFirst is where the number of a record ends with which the message begins; 0 if it begins otherwise.
func (p *reading) numberFirst() int {
	if i := p.first(classRecord); i >= 0 && p.tokens[i].at == 0 {
		return int(p.tokens[i].end)
	}
	return 0
}

// fieldAt finds the field that the message begins with, pointers to the record aside, and where its value begins. adds: the words add to a record that stands.
func (p *reading) fieldAt() (name string, value int, adds bool) {
	i := p.numberFirst()
	numbered := i > 0
	for i < len(p.s) {
		next := oneOf(p.s, i, "刚才那条", "刚才的", "上一条", "上条", "那条", "那次", "这条", "记录", "昨天", "前天", "请", "把", "将", "给", "的", "麻烦", "帮我", " ", ",")
		if more := oneOf(p.s, i, adding[:]...); more > 0 {
			next, adds = more, true
		}
		if next == 0 {
			break
		}
		i = next
	}
	pointed := numbered || i > 0 && p.cues.any(cueThat, cueNewest)
	if n := oneOf(p.s, i, "听课的", "座谈的"); n > 0 {
		i = n
	}
	for _, f := range fieldNames {
		for _, w := range strings.Fields(f.words) {
			if !has(p.s, i, w) {
				continue
			}
			j := i + len(w)
			words := changing[:]
			if f.field == "place" || f.field == "klass" { // 教室是锁着的 tells of a door
				words = changing[:becoming]
			}
			end := oneOf(p.s, skip(p.s, j, " "), words...)
			if end == 0 && strings.HasSuffix(w, "地点") { // 地点在主楼
				end = oneOf(p.s, j, "在", "是")
			}
			if f.field == "comment" && end == 0 {
				if end = oneOf(p.s, j, adding[:]...); end > 0 { // 听课意见补充：板书清楚
					adds = true
				}
			}
			if end == 0 && !adds {
				return "", 0, false
			}
			return f.field, skip(p.s, max(end, j), " ", ":", "是"), adds || pointed || strings.HasPrefix(w, "听课")
		}
	}
	return "", 0, false
}

// longestField is how many characters a new value may have; a comment may be longer.
const longestField = 24

// fieldValue reads the value of a field that begins at byte from.
func (p *reading) fieldValue(name string, from int) Changes {
	var c Changes
	text := clean(p.s[from:])
	if text == "" || name != "comment" && name != "topic" && utf8.RuneCountInString(text) > longestField {
		return c
	}
	d := &c.To.Said
	switch name {
	case "course":
		d.Course = strings.Trim(trimCourse(upToStop(text)), "《》")
		if full := courseNames[d.Course]; full != "" {
			d.Course = full
		}
	case "teacher":
		short := trimTitle(upToStop(text))
		if p.nameAfterIn(short) == len(short) {
			d.Teacher = short
		}
	case "comment":
		d.Comment = typed(text)
	case "topic":
		d.Topic = typed(text)
	case "klass":
		d.Klass = upToStop(text)
	case "place":
		d.Place = upToStop(text)
	case "class_hours":
		if n, ok := readNumeral(text, 0); ok && n.half > 0 && n.half <= 24 && oneOf(text, n.end, "分", "小时", "点", "月", "号") == 0 {
			d.ClassHours = float64(n.half) / 2
		}
	case "headcount":
		if n, ok := readNumeral(text, 0); ok {
			d.Headcount, d.Approx = n.value, n.approx
		}
	case "date":
		c = p.changes(from, len(p.s))
		return c
	}
	if d.Course+d.Teacher+d.Comment+d.Topic+d.Klass+d.Place != "" || d.ClassHours > 0 || d.Headcount > 0 {
		c.set(name)
	}
	return c
}
