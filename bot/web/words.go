package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// tone is the colour in which a state is shown; the word beside it always says the same.
type tone string

const (
	good tone = "good" // done
	wait tone = "wait" // somebody still has to do something
	bad  tone = "bad"  // refused, overdue
	gone tone = "gone" // taken back, dropped
)

// state is a word with its tone.
type state struct {
	Word string
	Tone tone
}

// noticeStates are the states of the outbox as they are shown.
var noticeStates = map[string]state{
	"sent": {"已发出", good}, "pending": {"待发", wait}, "sending": {"发送中", wait}, "unknown": {"结果不明", wait},
	"refused": {"被拒", bad}, "dropped": {"作废", gone}, "joined": {"并入一条", good},
}

// creditStates are what a record waits for, as Activity.Waits names it.
var creditStates = map[string]state{
	"": {"已登记", good}, ledger.WaitsMember: {"待本人确认", wait}, ledger.WaitsOffice: {"待办公室核准", wait},
	ledger.WaitsDeclined: {"本人否认", gone}, ledger.WaitsRetracted: {"已撤回", gone},
}

// verbs are the words of the journal.
var verbs = map[string]string{
	"bound": "绑定账号", "unbound": "解除绑定", "preferred": "选择首选平台", "account_ended": "账号停用", "account_back": "账号恢复",
	"reported": "登记", "confirmed": "确认", "declined": "否认", "corrected": "更正", "retracted": "撤回", "approved": "核准",
	"imported": "导入", "import_undone": "撤销导入", "year_closed": "学年结账", "exported": "导出材料",
	"plan dropped": "取消计划", "plan moved": "改计划日期", "plan changed": "改计划",
	"filed": "登记", "told": "告知", "accepted": "受理", "replied": "答复", "closed": "办结", "rated": "评价",
	"published": "发布", "rescheduled": "改安排", "booked": "预约", "rebooked": "改约", "unbooked": "取消预约", "sheet": "接待登记", "absence": "没见到人",
	"swap asked": "提出换班", "swap agreed": "同意换班", "swap declined": "不同意换班", "swap approved": "核准换班", "swap denied": "不核准换班",
	"paused reminders": "暂停提醒", "resumed reminders": "恢复提醒",
	"noticed": "拟发", "sent": "发出", "refused": "被拒", "dropped": "作废", "repaired": "修复",
}

// verb gives the Chinese word of a journal line, or the word itself where none is known.
func verb(v string) string {
	if zh, ok := verbs[v]; ok {
		return zh
	}
	if zh := ledger.VerbZh(v); zh != "" {
		return zh
	}
	return v
}

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// dayAndTime gives "11月19日 周四 10:00".
func dayAndTime(t time.Time) string {
	return fmt.Sprintf("%d月%d日 %s %s", t.Month(), t.Day(), weekdays[t.Weekday()], t.Format("15:04"))
}

// dayShort gives "11月19日", with the year in front where it is not this one.
func dayShort(d policy.Date, thisYear int) string {
	switch {
	case d == 0:
		return "日期未定"
	case d.Year() != thisYear:
		return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
	}
	return fmt.Sprintf("%d月%d日", d.Month(), d.Day())
}

// instantShort gives "11月19日 10:00", with the year in front where it is not this one.
func instantShort(t time.Time, thisYear int) string {
	return dayShort(policy.DateOf(t, t.Location()), thisYear) + " " + t.Format("15:04")
}

// wording says the records of a school in words.
type wording struct{ school *policy.School }

// kindName is the name of a kind of activity, or of the sort of meeting where that is said.
func (s wording) kindName(a ledger.Activity) string {
	if a.Said.Subkind != "" {
		return a.Said.Subkind
	}
	if spec := s.school.Measure.Kind(a.Kind); spec != nil {
		name, _, _ := strings.Cut(spec.Zh, "/")
		return name
	}
	return string(a.Kind)
}

// hours writes "2学时", "1.5学时", and "" for none.
func hours(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64) + "学时"
}

// named gives the name of a member, of an account that a member holds, of the program itself; anybody else is shown as written.
func (s wording) named(by string) string {
	switch by {
	case ledger.BySystem:
		return "系统"
	case ledger.ByFiler:
		return "来信人"
	case ledger.ByFollower:
		return "附议人"
	}
	if m := s.school.Member(by); m != nil {
		return m.Name
	}
	if channel, user, ok := strings.Cut(by, ":"); ok {
		if m := s.school.MemberAt(policy.Address{Channel: channel, User: user}); m != nil {
			return m.Name
		}
	}
	return by
}

// joined puts the words that are not empty together.
func joined(sep string, words ...string) string {
	var some []string
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return strings.Join(some, sep)
}
