package ledger_test

import (
	"strings"
	"testing"
	"time"

	"lianxin/store/ledger"
)

func TestIssues(t *testing.T) {
	school := caseSchool()
	at := at("2026-09-28 16:00")
	by := func(who string) *ledger.Deed { return &ledger.Deed{School: school, By: actor(t, school, who), At: at} }
	type run = func(*ledger.Deed, ledger.Issue) (ledger.Issue, error)
	i, err := ledger.RaiseIssue(by("wu"), "WT2026-0001", ledger.IssueEntry{From: "HD2026-0001", Source: "走访", Unit: "音乐学院", Owner: "后勤处", Text: "琴房空调坏，找彭勇13812345678"})
	refused(t, err, "")
	if strings.Contains(i.Text, "彭勇") || strings.Contains(i.Text, "138") || i.Due != day("2026-10-13") { // seven workdays over the holiday, with 10-10
		t.Errorf("%+v", i)
	}
	step := func(who, code string, fn run) {
		t.Helper()
		d := by(who)
		next, err := fn(d, i)
		refused(t, err, code)
		if err == nil {
			i = next
			if len(d.Steps) != 1 {
				t.Errorf("%d steps", len(d.Steps))
			}
		}
		at = at.Add(time.Minute)
	}
	respond := func(text string) run {
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Respond(d, text) }
	}
	step("li", "issue_right", respond("已安排维修，周五前修好"))
	step("peng", "hollow", respond("已收到"))
	step("peng", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.HandOver(d, "基建处", "", "归基建处")
	})
	step("peng", "issue_right", respond("已安排维修，周五前修好"))
	step("peng", "issue_right", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.HandOver(d, "后勤处", "", "") })
	step("wu", "unknown_unit", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.HandOver(d, "天文系", "", "") })
	step("wu", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.HandOver(d, "后勤处", "", "归后勤处")
	})
	if len(i.Trail) != 3 || i.Owner().Unit != "后勤处" {
		t.Errorf("trail %+v", i.Trail)
	}
	step("peng", "", respond("空调外机损坏，已报厂家"))
	if i.Stage() != "办理中" || i.Due != day("2026-10-28") {
		t.Errorf("%s, due %s", i.Stage(), i.Due)
	}
	step("peng", "plan_day", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.PlanFor(d, day("2026-09-01"), "换新")
	})
	step("peng", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.PlanFor(d, day("2026-12-01"), "寒假前换新")
	})
	if i.Due != day("2026-12-01") || i.Overdue(day("2026-12-01")) || !i.Overdue(day("2026-12-02")) {
		t.Errorf("due %s", i.Due)
	}
	step("chen", "issue_step", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Schedule(d, "校长办公会", day("2026-10-20"))
	})
	step("wu", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Propose(d) })
	step("wu", "issue_right", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Schedule(d, "校长办公会", day("2026-10-20"))
	})
	step("chen", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Schedule(d, "校长办公会", day("2026-10-20"))
	})
	decide := func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Decide(d, "同意列入采购") }
	step("chen", "issue_step", decide)
	at = at.AddDate(0, 0, 25)
	step("chen", "", decide)
	step("peng", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Solve(d, "六间琴房空调全部换新")
	})
	step("peng", "issue_over", respond("再说一句别的话"))
	step("system", "", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.FeedBack(d) })
	step("system", "already", func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.FeedBack(d) })
	if i.Due != 0 || i.Stage() != "已解决" {
		t.Errorf("%s, due %s", i.Stage(), i.Due)
	}
	_, err = ledger.RaiseIssue(by("stranger"), "WT2026-0002", ledger.IssueEntry{Text: "x"})
	refused(t, err, "issue_right")
	_, err = ledger.RaiseIssue(by("wu"), "WT2026-0002", ledger.IssueEntry{Text: " "})
	refused(t, err, "issue_text")
}
