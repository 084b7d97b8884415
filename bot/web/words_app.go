package web

import (
	"strconv"
	"strings"

	"lianxin/store/report"
)

// The sentences of the pages; the rest stands in the templates under app.
const (
	sayMissing     = "没有这一页，或者您无权查看。"
	sayBroken      = "台账暂时读不出来，请稍后再试。"
	sayNotDone     = "没有办成，什么也没有改。请稍后再试。"
	sayStale       = "这一页放得太久或已经退出登录，没有照办。请返回、刷新后再试。"
	sayForeign     = "这个请求来自别的网站，没有照办。"
	sayTooLong     = "内容太长，没有照办。"
	sayNoPicture   = "这张图片打不开。"
	sayPlainMember = "本校成员"
)

// signinWords say why somebody has to sign in once more.
var signinWords = map[string]string{
	"state": "这次登录已经过期或不完整，请重新登录。", "refused": "没有登录成：这次授权已经用过、过期，或不是本单位成员。请重新登录。",
	"platform": "平台暂时没有回应，请稍后再试。", "busy": "登录的人太多，请稍后再试。", "out": "已退出登录。",
	"gone": "这个账号已不在学校通讯录里，暂时不能登录。如有疑问请联系系统管理员。",
}

// dutyStates are how duties stand. No word and no colour blames.
var dutyStates = map[report.State]state{
	report.Behind: {"进度偏慢", wait}, report.Missed: {"时间已过", wait}, report.Open: {"进行中", wait}, report.Soft: {"根据情况", gone},
	report.Waiting: {"待确认", wait}, report.Done: {"已完成", good}, report.Exempt: {"免", gone},
}

// noticeWord says what a notice was about.
func noticeWord(kind string) string {
	switch {
	case strings.HasPrefix(kind, "reception_"):
		return "接待日"
	case kind == "quota":
		return "完成情况"
	case kind == "first_lesson":
		return "第一课"
	case kind == "unconfirmed":
		return "待确认的记录"
	case kind == "office_digest":
		return "工作汇总"
	case kind == "petition_rate":
		return "评价邀请"
	case strings.HasPrefix(kind, "petition_"), kind == "case":
		return "信访办理"
	case kind == "issue", strings.HasPrefix(kind, "issue_"):
		return "问题办理"
	case kind == "year_close":
		return "学年收尾"
	case kind == "calendar_missing":
		return "校历"
	}
	return "答复"
}

// settingWord says the value of a setting.
func settingWord(value string) string {
	if zh := settingWords[value]; zh != "" {
		return zh
	}
	return value
}

var settingWords = map[string]string{
	"academic": "学年", "calendar": "自然年", "teaching_week": "教学周", "iso_week": "自然周", "explicit_dates": "公布的日期",
	"next_workday_monday": "顺延到下一个工作日周一", "day_before": "提前一天", "skip": "取消", "ask_office": "由办公室定",
	"all_present": "在场的都计入，各自确认", "host_only": "只计主持的一位", "ceil": "按比例，向上取整", "none": "不折算", "manual": "由办公室定",
	"office_grants": "由办公室准予",
}

// underProgress says which week it is.
func underProgress(p *report.Progress) string { return p.Under() }

// amount writes a number without needless digits.
func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// people says how many came; "" for nobody known.
func people(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + "人"
}
