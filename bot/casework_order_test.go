package bot

import (
	"strings"
	"testing"

	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func day(text string) policy.Date {
	d, err := policy.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// TestReadOrder holds the forms of an order: verb and number in either order, short numbers, 这件, and what is none.
func TestReadOrder(t *testing.T) {
	one, two := []string{"XF2026-0007"}, []string{"XF2026-0007", "XF2026-0008"}
	for _, c := range []struct {
		text  string
		table []string
		want  string // verb cases|rest; "" = no order
	}{
		{"受理 XF2026-0042", nil, "受理 XF2026-0042|"},
		{"XF2026-0042受理", nil, "受理 XF2026-0042|"},
		{"xf2026-42 受理", nil, "受理 XF2026-0042|"},
		{"受理42号", nil, "受理 XF2026-0042|"},
		{"告知 42号 受理", nil, "受理 XF2026-0042|"},
		{"0042号 受理", nil, "受理 XF2026-0042|"},
		{"受理 XF42", nil, "受理 XF2026-0042|"},
		{"请把42号交办 后勤处，3天内", nil, "交办 XF2026-0042|后勤处，3天内"},
		{"XF2026-0042", nil, "看 XF2026-0042|"},
		{"看 XF2026-0042", nil, "看 XF2026-0042|"},
		{"看42号到哪了", nil, "看 XF2026-0042|到哪了"},
		{"受理", one, "受理 XF2026-0007|"},
		{"这件 受理", one, "受理 XF2026-0007|"},
		{"受理这件", one, "受理 XF2026-0007|"},
		{"第二件 受理", two, "受理 XF2026-0008|"},
		{"看", one, "看 XF2026-0007|"},
		{"受理", two, ""},
		{"受理", nil, ""},
		{"这件 受理", nil, ""},
		{"签收", nil, "签收 |"},
		{"不同意延期 42号 配件已到", nil, "不同意 XF2026-0042|配件已到"},
		{"同意 42号", nil, "同意 XF2026-0042|"},
		{"核对退回 42号 请写明金额", nil, "不同意 XF2026-0042|请写明金额"},
		{"42号并入41号", nil, "并入 XF2026-0042,XF2026-0041|"},
		{"合并 XF2026-0110、0112、0115", nil, "合并 XF2026-0110,XF2026-0112,XF2026-0115|"},
		{"批示 XF2026-0042：请三天内解决", nil, "批示 XF2026-0042|请三天内解决"},
		{"谁反映的 42号", nil, "谁反映的 XF2026-0042|"},
		{"42号是谁写的", nil, "谁反映的 XF2026-0042|"},
		{"听证开始 42号", nil, "听证开始 XF2026-0042|"},
		{"复查意见 42号 维持：程序合规", nil, "复查意见 XF2026-0042|维持：程序合规"},
		{"代评价 42号 满意", nil, "代 XF2026-0042|满意"},
		{"受理 XF20260518-003", nil, "受理 XF20260518-003|"},
		{"XF2026-0042 办结了吗", nil, ""},
		{"42号 可以办结吗？", nil, ""},
		{"42号楼的空调坏了", nil, ""},
		{"3月12号下午听课两节", nil, ""},
		{"昨天去文学院听课", one, ""},
		{"查一下我的记录", one, ""},
		{"转问题", nil, ""},
	} {
		o, ok := readOrder(c.text, 2026, c.table)
		got := ""
		if ok {
			got = string(o.verb) + " " + strings.Join(o.cases, ",") + "|" + o.rest
		}
		if got != c.want {
			t.Errorf("%q on %v is %q, want %q", c.text, c.table, got, c.want)
		}
	}
}

// TestDueIn holds the ways in which a limit is said.
func TestDueIn(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{school: school}
	thursday := day("2026-11-19")
	for text, want := range map[string]string{
		"5个工作日内答复": "2026-11-26", "三天内": "2026-11-22", "一周内回复": "2026-11-26", "11月30日前": "2026-11-30", "1月8日前": "2027-01-08",
		"2026-12-01前": "2026-12-01", "下周三前": "2026-11-25", "周五前": "2026-11-20", "周一前": "2026-11-23", "25日前": "2026-11-25",
		"10日前": "2026-12-10", "明天": "2026-11-20", "2026年12月3日": "2026-12-03",
	} {
		if got := b.dueIn(text, thursday); got.String() != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"后勤处办理", "2月30日前", "尽快"} {
		if got := b.dueIn(text, thursday); got != 0 {
			t.Errorf("%q is %s, want none", text, got)
		}
	}
}

// TestLeadAndHelp holds who leads and who helps.
func TestLeadAndHelp(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"后勤处": "后勤处", "后勤处，财务处协办": "后勤处 财务处", "后勤牵头，财务处、基建处配合，5个工作日": "后勤处 财务处 基建处",
		"财务处协办，后勤处主办": "后勤处 财务处", "后勤处牵头财务处配合": "后勤处 财务处", "没有单位": "",
	} {
		lead, with := leadAndHelp(school, text)
		if got := strings.TrimSpace(lead + " " + strings.Join(with, " ")); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestReadReply holds how free sentences are read into the parts of a reply, and that a written reply reads the same again.
func TestReadReply(t *testing.T) {
	thursday := day("2026-11-19")
	for _, c := range []struct {
		text    string
		want    string
		missing string
	}{
		{"经查热水器主板损坏，11月18日已更换，联系人后勤处王科长 0758-2716000，支持", "情况：经查热水器主板损坏\n措施：11月18日已更换\n时间：11月18日(周三)\n联系人：后勤处王科长 0758-2716000\n结论：支持", ""},
		{"情况：滤芯堵塞；措施：11月25日前更换；联系人：维修班 2716001；结论：解释", "情况：滤芯堵塞\n措施：11月25日前更换\n时间：11月25日(周三)\n联系人：维修班 2716001\n结论：解释", ""},
		{"经核课时费确实漏报12节，本月工资一并补发，请联系人事处 2716002，支持", "情况：经核课时费确实漏报12节\n措施：本月工资一并补发\n联系人：人事处 2716002\n结论：支持", ""},
		{"按规定不予采纳", "结论：不支持", "查明的情况、处理措施、完成时间、联系人和电话"},
		{"已经修好了 昨天换了主板", "措施：已经修好了，昨天换了主板\n时间：11月18日(周三)", "查明的情况、联系人和电话、处理结论（支持、解释、不支持）"},
		{"请联系后勤处", "情况：请联系后勤处", "查明的情况、处理措施、完成时间、联系人和电话、处理结论（支持、解释、不支持）"},
		{"", "", "查明的情况、处理措施、完成时间、联系人和电话、处理结论（支持、解释、不支持）"},
	} {
		r := readReply(c.text, thursday)
		got := writeReply(r)
		if got != c.want {
			t.Errorf("%q is\n%s\nwant\n%s", c.text, got, c.want)
		}
		if missing := strings.Join(r.Missing(), "、"); missing != c.missing && !(c.missing == "" && r.Missing() == nil) {
			t.Errorf("%q lacks %q, want %q", c.text, missing, c.missing)
		}
		if again := readReply(got, thursday); again != r {
			t.Errorf("%q is read again as %+v, was %+v", c.text, again, r)
		}
	}
}

// TestFillReply holds that a short answer goes into the part that it is about.
func TestFillReply(t *testing.T) {
	thursday := day("2026-11-19")
	r := ledger.Reply{Facts: "热水器主板损坏"}
	for _, text := range []string{"更换主板并检修管路", "后勤处 2716000", "不支持", "11月25日前"} {
		fillReply(&r, r.Missing(), text, thursday)
	}
	want := ledger.Reply{Facts: "热水器主板损坏", Action: "更换主板并检修管路", Contact: "后勤处 2716000", Finding: ledger.FindingDenied, Date: day("2026-11-25")}
	if r != want {
		t.Errorf("filled %+v, want %+v", r, want)
	}
}

// TestReadIssueOrder holds the forms of an order about an issue.
func TestReadIssueOrder(t *testing.T) {
	one := []string{"WT2026-0003"}
	for _, c := range []struct {
		text  string
		table []string
		want  string
	}{
		{"办理 WT2026-0001 已安排检修", nil, "答复 WT2026-0001|已安排检修"},
		{"WT1 解决：已更换", nil, "解决 WT2026-0001|已更换"},
		{"问题1 移交 基建处", nil, "移交 WT2026-0001|基建处"},
		{"计划 12月20日前 更换", one, "计划 WT2026-0003|12月20日前 更换"},
		{"WT2026-0001", nil, "看 WT2026-0001|"},
		{"上会 WT2026-0001 党委会 12月1日", nil, "上会 WT2026-0001|党委会 12月1日"},
		{"解决了吗", one, ""},
		{"看", one, ""},
		{"昨天听课两节", one, ""},
		{"计划下周三去文学院听课", nil, ""},
		{"计划下周三去文学院听课", one, ""},
		{"议题候选", one, "议题候选 WT2026-0003|"},
	} {
		o, ok := readIssueOrder(c.text, 2026, c.table)
		got := ""
		if ok {
			got = o.verb + " " + o.id + "|" + o.rest
		}
		if got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}
