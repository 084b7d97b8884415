package report

import (
	"fmt"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/report/paper"
)

// Line is one line of the 台账: what one leader did on one day (requirements 1.6). An activity of several leaders is a line for each of them, with one ID.
type Line struct {
	ID              string // of the record
	Name, Post      string
	Date            policy.Date
	Kind            string // 方式: the subkind where there is one
	Unit, Place     string
	Audience        string // with whom: an audience, a counterpart, a party, a branch
	Headcount       int
	Approx          bool
	Groups          int // of visitors at a reception
	Topic           string
	Content         string
	Issues, Handled []string
	Settled         string
	Note            string
	By              string
	Confirmed       time.Time // UTC; zero: it waits
	Hours           float64   // class hours
	When            string    // 5-6节, 15:00-17:00, 下午
	Teacher, Klass  string    // of a lesson; for others who spoke, and in which form
}

// LineOf makes the line of a member's part in an activity. settled says what became of the issues.
func LineOf(school *policy.School, a *ledger.Activity, m *policy.Member, settled string) Line {
	d := &a.Said
	l := Line{
		ID: a.ID, Name: m.Name, Post: m.Title, Date: a.Date, Kind: kindOf(school, a), Unit: d.Unit, Place: d.Place,
		Audience: d.Audience, Headcount: d.Headcount, Approx: d.Approx, Groups: d.Visitors, Topic: a.About(), Content: d.Comment,
		Issues: d.Issues, Handled: d.Handoffs, Settled: settled, Note: notesOf(a, m.ID), By: enteredBy(school, a), Confirmed: confirmedBy(a, m.ID),
		Hours: d.ClassHours, When: d.When(), Teacher: d.Teacher, Klass: d.Klass,
	}
	for _, part := range []struct{ to, from *string }{
		{&l.Audience, &d.Branch},
		{&l.Audience, &d.Counterpart},
		{&l.Audience, &d.Party},
		{&l.Topic, &d.Course},
		{&l.Topic, &d.Event},
		{&l.Topic, &d.Matter},
		{&l.Topic, &d.Meeting},
		{&l.Teacher, &d.Speaker},
		{&l.Klass, &d.Form},
	} {
		if *part.to == "" {
			*part.to = *part.from
		}
	}
	if a.Paper != nil && l.Settled == "" {
		l.Settled = a.Paper.Settled
	}
	return l
}

// kindOf is the name of the kind, or of the subkind.
func kindOf(school *policy.School, a *ledger.Activity) string {
	if a.Kind == policy.OrgLife && a.Said.Subkind != "" {
		return a.Said.Subkind
	}
	return KindName(school, a.Kind)
}

// The notes that say how a record stands. They are read back on import.
const (
	noteOwnBranch = "本人所在支部，不计入"
	noteSchool    = "校级会议，不计入"
	noteWaits     = "待本人确认，未计入"
	noteLate      = "补记"
	noteOffice    = "补记待党委办核准，未计入"
)

// noteMark is what stands between notes.
const noteMark = "；"

// notesOf is what a line says beside its facts.
func notesOf(a *ledger.Activity, member string) string {
	var notes []string
	add := func(note string, is bool) {
		if is {
			notes = append(notes, note)
		}
	}
	waits := a.Waits(member)
	add(noteOwnBranch, a.Said.OwnBranch)
	add(noteSchool, a.Said.Level == schoolLevel)
	add(noteWaits, waits == ledger.WaitsMember)
	add(noteOffice, a.Late && a.Approved.IsZero())
	add(noteLate, a.Late && !a.Approved.IsZero())
	if a.Paper != nil {
		add(a.Paper.Note, a.Paper.Note != "")
	}
	return strings.Join(notes, noteMark)
}

// schoolLevel marks the leadership's own meetings.
const schoolLevel = "school"

func enteredBy(school *policy.School, a *ledger.Activity) string {
	switch m := school.Member(a.By); {
	case a.Paper != nil:
		return a.Paper.By
	case m != nil:
		return m.Name
	}
	return ""
}

func confirmedBy(a *ledger.Activity, member string) time.Time {
	for _, c := range a.Credits {
		if c.Member == member {
			return c.Confirmed
		}
	}
	return time.Time{}
}

// columns are those of the 台账 as the requirements give them, and behind them what a count and a second look need.
var columns = []paper.Column{
	{Title: "序号", Width: 6, Kind: paper.Number},
	{Title: "姓名", Width: 9},
	{Title: "职务", Width: 11},
	{Title: "日期", Width: 12, Kind: paper.Day},
	{Title: "方式", Width: 11},
	{Title: "单位/地点", Width: 24},
	{Title: "对象", Width: 14},
	{Title: "人数", Width: 7, Kind: paper.Number},
	{Title: "主题/课程", Width: 20},
	{Title: "主要内容/听课记录", Width: 36},
	{Title: "反映问题", Width: 28},
	{Title: "处理/移交", Width: 24},
	{Title: "办结", Width: 12},
	{Title: "备注", Width: 18},
	{Title: "录入人", Width: 9},
	{Title: "确认时间", Width: 17, Kind: paper.Moment},
	{Title: "学时", Width: 6, Kind: paper.Number},
	{Title: "节次/时间", Width: 12},
	{Title: "任课教师/主讲人", Width: 12},
	{Title: "班级/形式", Width: 12},
	{Title: "记录编号", Width: 13},
}

// cells puts the line into the columns, into the memory of row.
func (l *Line) cells(row []paper.Cell, number int, loc *time.Location) []paper.Cell {
	return append(row[:0],
		paper.Count(number), paper.Words(l.Name), paper.Words(l.Post), paper.OnDay(l.Date), paper.Words(l.Kind), paper.Words((&ledger.Details{Unit: l.Unit, Place: l.Place}).Where()), paper.Words(l.Audience),
		l.people(), paper.Words(l.Topic), paper.Words(l.Content), paper.Words(numberedLines(l.Issues)), paper.Words(numberedLines(l.Handled)), paper.Words(l.Settled),
		paper.Words(l.Note), paper.Words(l.By), momentCell(l.Confirmed, loc), paper.Cell{Number: l.Hours}, paper.Words(l.When), paper.Words(l.Teacher),
		paper.Words(l.Klass), paper.Words(l.ID))
}

// people is how many came: 30, 约30, 3批.
func (l *Line) people() paper.Cell {
	switch {
	case l.Groups > 0:
		return paper.Words(fmt.Sprintf("%d批", l.Groups))
	case l.Headcount > 0 && l.Approx:
		return paper.Words(fmt.Sprintf("约%d", l.Headcount))
	}
	return paper.Count(l.Headcount)
}

func momentCell(at time.Time, loc *time.Location) paper.Cell {
	if at.IsZero() {
		return paper.Cell{}
	}
	at = at.In(loc)
	return paper.AtMinute(policy.DateOf(at, loc), at.Hour()*60+at.Minute())
}

// numberedLines writes several items one under the other, each with its number; one item stands by itself.
func numberedLines(items []string) string {
	if len(items) == 1 {
		return oneLine(items[0])
	}
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d. %s", i+1, oneLine(item))
	}
	return b.String()
}

// oneLine takes the line breaks out of an item.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}
