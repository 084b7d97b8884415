package phrase

import (
	"strings"
	"unicode/utf8"
)

// lesson finds the course and the teacher of a class that was listened to.
func (p *reading) lesson(a *act, f *frame) {
	d := &a.Said
	d.Course, d.Teacher = f.course, f.teacher
	if d.Comment == "" {
		d.Comment = typed(p.remark(f))
	}
	if f.quote != "" && d.Course == "" {
		d.Course = f.quote
	}
	if d.Course == "" {
		course, teacher, doubt := p.findCourse(f)
		if d.Teacher == "" && teacher == "" && course != "" {
			if teacher = p.nameAlone(f, course); teacher == "" {
				course, teacher = p.glued(course)
			}
		}
		d.Course = course
		if d.Teacher == "" {
			d.Teacher = teacher
		}
		if doubt && course != "" {
			a.doubts = append(a.doubts, "course")
		}
	}
	if full := courseNames[d.Course]; full != "" {
		d.Course = full
	}
}

// courseNames are the short names under which everybody knows some courses.
var courseNames = map[string]string{"高数": "高等数学", "线代": "线性代数", "大物": "大学物理", "大英": "大学英语", "马原": "马克思主义基本原理", "毛概": "毛泽东思想和中国特色社会主义理论体系概论", "形策": "形势与政策", "近纲": "中国近现代史纲要", "军理": "军事理论"}

// run is a stretch of the message that no token of a firm meaning covers.
type run struct {
	from, to int
	before   class // what stands right before it
	hint     bool  // the word before it is 听, 讲, 叫
	after    class
}

// findCourse looks for the name of a course among what is left of the words.
func (p *reading) findCourse(f *frame) (course, teacher string, doubt bool) {
	best := 1
	for _, r := range p.runs(f) {
		text := p.s[r.from:r.to]
		name, who := splitTeacher(text)
		name = trimCourse(name)
		score := courseScore(name, text, r)
		if score > best && !p.saysIn(name, notCourses) {
			best, course = score, name
			if who != "" {
				teacher = who
			}
			doubt = strings.Contains(text, "好像") || strings.Contains(text, "应该是")
		}
	}
	return course, teacher, doubt
}

// runs lists the stretches between firm tokens. A word that may also stand inside a name (与, 管理) does not end a stretch it is glued into.
func (p *reading) runs(f *frame) []run {
	var out []run
	cur := run{from: f.from, to: f.from}
	flush := func(end int, t token) {
		cur.to = end
		cur.after = t.class
		if strings.TrimSpace(p.s[cur.from:cur.to]) != "" {
			out = append(out, cur)
		}
	}
	for _, t := range p.tokens {
		if int(t.end) <= f.from {
			continue
		}
		if int(t.at) >= f.to {
			break
		}
		if p.inside(t, cur.from) {
			continue
		}
		flush(int(t.at), t)
		cur = run{from: int(t.end), before: t.class, hint: t.class == classHint && t.n == kObserve || t.class == classKind && t.n == kObserve || t.class == classVerb && p.teaches(t)}
	}
	flush(f.to, token{})
	return out
}

// teaches tells whether a verb may have a course for its object.
func (p *reading) teaches(t token) bool {
	switch p.s[t.at:t.end] {
	case "讲", "讲授", "讲了", "上", "上了", "讲授了", "教":
		return true
	}
	return false
}

// inside tells whether a token may be part of the name it stands in: words that hold others in check always, the rest only glued to text.
func (p *reading) inside(t token, from int) bool {
	word := p.s[t.at:t.end]
	left := int(t.at) > from && p.s[t.at-1] != ' ' && p.s[t.at-1] != ','
	right := int(t.end) < len(p.s) && p.s[t.end] >= 0x80
	switch t.class {
	case classKnown:
		return true
	case classOffice, classForeign, classTitle:
		return left || right
	case classOpens, classOrder, classPlace, classHint, classNumber, classParty:
		return left && right && !(t.class == classHint && t.n == kObserve)
	case classVerb:
		return left && right && utf8.RuneCountInString(word) == 1 && !p.teaches(t)
	case classCrowd:
		return right && word != "老师" && word != "同学" && oneOf(p.s, int(t.end), "是", "姓", "讲", "上", "都", "们", "的", "很", "反", "到", "听") == 0
	}
	return false
}

// splitTeacher takes the name of a teacher off: 刘静的形势与政策.
func splitTeacher(text string) (course, teacher string) {
	who, what, ok := strings.Cut(text, "的")
	who = strings.TrimSpace(who)
	if n := utf8.RuneCountInString(who); ok && n >= 2 && n <= 4 {
		first, _ := utf8.DecodeRuneInString(who)
		if (strings.ContainsRune(surnames, first) && n <= 3 || isCompound(who)) && strings.IndexFunc(who, func(r rune) bool { return strings.ContainsRune(notInNames, r) }) < 0 {
			return what, who
		}
	}
	return text, ""
}

// trimCourse takes what cannot belong to the name of a course off both ends.
func trimCourse(s string) string {
	s = clean(s)
	for {
		before := s
		if courseHeadChars.mayBegin(s) {
			s = trimCourseHeads(s)
		}
		if courseTailChars.mayEnd(s) {
			s = trimCourseTails(s)
		}
		if s == before {
			return s
		}
	}
}

// courseHeads and courseTails stand around the name of a course and are no part of it.
var (
	courseHeads = []string{"的课", "好像是", "应该是", "是", "的", "了", "一门", "一个", "这门", "那门", "门", "叫做", "叫", "课程名称", "课程是", "课程", "内容是", "讲的是", "讲的", "上的是", "上的", "名字叫", "名为", "他的", "她的", "课", "开的", "就是", "一节", "大概", "听的", "老师", "教的", "在", "都是", "科目", "去", "也", "个", "年级", "叫的", "开设的", "本科生", "补充", "补上", "加上"}
	courseTails = []string{"这门课", "的课程", "专项课", "课程", "的课", "课", "的", "了", "吧", "啊", "一共", "共", "上的", "讲的", "教的", "讲", "上", "一", "只"}

	courseHeadChars = firstChars(courseHeads)
	courseTailChars = lastChars(courseTails)
)

func trimCourseHeads(s string) string {
	for _, head := range courseHeads {
		short, ok := strings.CutPrefix(s, head)
		if ok && (head != "课" || !strings.HasPrefix(s, "课程")) && !(head == "课程" && courseTail(short)) {
			s = clean(short)
		}
	}
	return s
}

func trimCourseTails(s string) string {
	for _, tail := range courseTails {
		short, ok := strings.CutSuffix(s, tail)
		switch {
		case !ok, tail == "专项课" && short == "", tail == "课" && (strings.HasSuffix(s, "党课") || strings.HasSuffix(s, "体育课")):
		case tail == "专项课":
			s = short + "专项"
		default:
			s = clean(short)
		}
	}
	return s
}

// courseTail tells whether a text goes on with a name that begins with 课程: 课程与教学论, 课程思政概论.
func courseTail(rest string) bool {
	for _, tail := range [...]string{"与", "论", "设计", "思政", "教学"} {
		if strings.HasPrefix(rest, tail) {
			return true
		}
	}
	return false
}

// courseScore rates how much a text looks like the name of a course, which holds none of notCourses.
func courseScore(name, text string, r run) int {
	n := utf8.RuneCountInString(name)
	if r.after == classKlass || n < 2 || n > 16 || strings.ContainsAny(name, "我你他她它们很不没太吗呢吧啊哦嗯这那些,。;:!?、的了") {
		return 0
	}
	score := 0
	if r.hint {
		score += 2
	}
	if r.before == classTeacher || r.before == classUnit || r.after == classTeacher {
		score++
	}
	if (r.before == classPunct || r.before == classUnit) && (r.after == classPunct || r.after == classNone) {
		score += 2 // a clause of its own
	}
	if strings.Contains(text, "课") || strings.Contains(text, "叫") {
		score++
	}
	if hasCourseEnd(name) {
		score += 2
	}
	if score < 2 && n <= 8 && (r.before == classUnit || r.hint) {
		score = 2
	}
	return score
}

// notCourses are words that no course is called by.
var notCourses = []string{"从头", "到尾", "连上", "连堂", "哪门", "哪节", "什么课", "翻本子", "说不准", "登记", "记录", "完成", "任务", "一下", "学时", "帮", "补", "今天", "昨天", "下午", "上午", "效果", "秩序", "气氛", "老师姓", "年轻人", "总体", "参加", "一起", "随后", "收获", "领导", "汇报", "座谈", "不错", "学期", "情况", "只听", "走了", "半节", "还有", "另外", "去听", "推门", "一共", "写错", "记一", "比较", "推荐", "授课", "左右", "一圈", "记得", "旁边", "后面", "前面", "回来", "过去", "进去", "同志", "校长", "书记", "感觉", "到场", "全程", "中间", "迟到", "早退", "还没", "次课", "其中", "备注", "补录", "聊", "领导听课", "意见", "反馈", "建议", "认真", "互动", "板书", "清楚", "生动"}

// courseEnds are how the names of courses end.
var (
	courseEnds     = []string{"学", "论", "史", "法", "理", "语", "计", "程", "析", "术", "础", "作", "库", "构", "统", "络", "图", "乐", "画", "技", "策", "数", "导", "践", "验", "训", "鉴赏", "英语", "写作", "选读", "欣赏", "概论", "原理", "阅读", "翻译", "口语", "听力", "教育", "管理", "控制", "测量", "会计", "营销", "经济", "政治", "物理", "化学", "生物", "球", "操", "拳", "瑜伽", "声乐", "钢琴", "舞蹈", "素描", "书法", "编程", "安全", "网络", "智能", "数据", "算法", "电路", "力学", "材料", "思修", "毛概", "马原", "高数", "线代", "专项", "体操", "武术", "田径", "游泳", "太极", "心理", "健康", "就业指导", "规划", "文献", "汉语", "文学", "艺术", "地理", "历史", "哲学", "逻辑", "统计", "金融", "法律", "体系结构", "工艺", "系统"}
	courseEndChars = lastChars(courseEnds)
)

// hasCourseEnd tells whether a name ends as courses do.
func hasCourseEnd(name string) bool {
	if !courseEndChars.mayEnd(name) {
		return false
	}
	for _, end := range courseEnds {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
