package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"
)

// field is what a column of an imported table means.
type field string

// The fields of a line.
const (
	fieldNo        field = "序号"
	fieldName      field = "姓名"
	fieldPost      field = "职务"
	fieldDate      field = "日期"
	fieldKind      field = "方式"
	fieldWhere     field = "单位/地点"
	fieldPlace     field = "地点"
	fieldAudience  field = "对象"
	fieldHeadcount field = "人数"
	fieldTopic     field = "主题/课程"
	fieldContent   field = "主要内容/听课记录"
	fieldIssues    field = "反映问题"
	fieldHandled   field = "处理/移交"
	fieldSettled   field = "办结"
	fieldNote      field = "备注"
	fieldBy        field = "录入人"
	fieldConfirmed field = "确认时间"
	fieldHours     field = "学时"
	fieldWhen      field = "节次/时间"
	fieldTeacher   field = "任课教师/主讲人"
	fieldKlass     field = "班级/形式"
	fieldID        field = "记录编号"
)

// synonyms are the headings under which schools keep a field, narrowed and without signs. The field's own name is one of them.
var synonyms = []struct {
	field field
	words string
}{
	{fieldNo, "序号 编号 序"},
	{fieldName, "姓名 领导姓名 领导 校领导 联系领导 参加领导 参与领导 班子成员 人员 听课人 接待领导 带队领导"},
	{fieldPost, "职务 职位 职务职称 岗位"},
	{fieldDate, "日期 活动日期 开展日期 联系日期 听课日期 活动时间 时间 开展时间 联系时间 听课时间 年月日"},
	{fieldKind, "方式 类别 形式 类型 活动类别 活动形式 活动类型 活动方式 联系方式 联系形式 工作类别 事项类别"},
	{fieldWhere, "单位地点 单位 联系单位 基层单位 二级单位 学院 单位或地点 所到单位 开课单位 联系点"},
	{fieldPlace, "地点 活动地点 场所 教室 听课地点"},
	{fieldAudience, "对象 参加对象 联系对象 座谈对象 参加人员 谈话对象 服务对象 党支部 支部"},
	{fieldHeadcount, "人数 参加人数 参与人数 师生人数"},
	{fieldTopic, "主题课程 主题 课程 课程名称 活动主题 题目 活动名称 会议主题 座谈主题 事项"},
	{fieldContent, "主要内容听课记录 主要内容 内容 听课记录 活动内容 工作内容 听课意见 评语 意见建议 评语及建议 活动情况"},
	{fieldIssues, "反映问题 问题 存在问题 反映的问题 反映的主要问题 发现问题 发现的问题 收集问题 师生诉求"},
	{fieldHandled, "处理移交 处理 移交 处理情况 处理意见 处理结果 整改措施 解决措施 移交单位 责任单位"},
	{fieldSettled, "办结 办理结果 办结情况 落实情况 办结时间 是否办结 解决情况"},
	{fieldNote, "备注 说明 附注"},
	{fieldBy, "录入人 填报人 记录人 填表人 登记人"},
	{fieldConfirmed, "确认时间 本人确认 确认日期"},
	{fieldHours, "学时 课时 听课学时 听课课时 学时数 课时数 听课节数 节数"},
	{fieldWhen, "节次时间 节次 时段 上课时间 起止时间"},
	{fieldTeacher, "任课教师主讲人 任课教师 授课教师 教师 主讲人 主讲教师 教师姓名 任课老师"},
	{fieldKlass, "班级形式 班级 授课班级 听课班级 专业班级 授课对象"},
	{fieldID, "记录编号 台账编号 系统编号"},
}

// Mapped says what a column of an imported table was taken for.
type Mapped struct {
	Column  string // letter
	Heading string // as it stands
	Field   string // our own heading; "" = it is not read
}

// plainHeading narrows a heading and takes its signs, spaces and what stands in brackets away.
func plainHeading(text string) string {
	text = width.Fold.String(text)
	if at := strings.IndexByte(text, '('); at > 0 {
		text = text[:at]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n/、,，.·:-_*\u3000", r) {
			return -1
		}
		return r
	}, text)
}

// guess finds the fields of the headings of one row: exact names first, in the order in which they stand, then headings that contain a name. A field is
// found once.
func guess(row []string) map[int]field {
	found, taken := map[int]field{}, map[field]bool{}
	take := func(match func(heading, word string) bool) {
		for c, cell := range row {
			heading := plainHeading(cell)
			if _, have := found[c]; have || heading == "" || len([]rune(heading)) > longestHeading {
				continue
			}
			if f := named(heading, taken, match); f != "" {
				found[c], taken[f] = f, true
			}
		}
	}
	take(func(heading, word string) bool { return heading == word })
	take(func(heading, word string) bool { return len([]rune(word)) > 1 && strings.Contains(heading, word) })
	return found
}

// longestHeading is how many characters a heading has at most: what is longer is a sentence.
const longestHeading = 14

// named is the field that a heading names, by its longest matching word; "" if none is left for it.
func named(heading string, taken map[field]bool, match func(heading, word string) bool) field {
	best, long := field(""), 0
	for _, s := range synonyms {
		for word := range strings.FieldsSeq(s.words) {
			if !taken[s.field] && len(word) > long && match(heading, word) {
				best, long = s.field, len(word)
			}
		}
	}
	return best
}

// searched is in how many rows at the top the headings are looked for, and leastFields how many fields they must name.
const (
	searched    = 20
	leastFields = 3
)

// headOf finds the row of headings; false if there is none: a sheet of something else.
func headOf(rows [][]string) (at int, fields map[int]field, ok bool) {
	for i, row := range rows[:min(len(rows), searched)] {
		fields := guess(row)
		if len(fields) >= leastFields && (has(fields, fieldDate) || has(fields, fieldName) && len(fields) > leastFields) {
			return i, fields, true
		}
	}
	return 0, nil, false
}

func has(fields map[int]field, f field) bool {
	for _, have := range fields {
		if have == f {
			return true
		}
	}
	return false
}

// mappingOf shows what the headings were taken for, in the order of the columns.
func mappingOf(row []string, fields map[int]field) []Mapped {
	var out []Mapped
	for c, cell := range row {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		name, _ := excelize.ColumnNumberToName(c + 1)
		out = append(out, Mapped{Column: name, Heading: strings.TrimSpace(cell), Field: string(fields[c])})
	}
	return out
}

// SayMapping writes the mapping for the one who imports: A 序号→序号，B 领导→姓名，Q 图片→不导入.
func SayMapping(list []Mapped) string {
	var parts []string
	for _, m := range list {
		to := m.Field
		if to == "" || slices.Contains([]field{fieldNo, fieldPost}, field(m.Field)) {
			to = "不导入"
		}
		parts = append(parts, fmt.Sprintf("%s %s→%s", m.Column, m.Heading, to))
	}
	return strings.Join(parts, "，")
}
