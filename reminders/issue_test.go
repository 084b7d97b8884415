package reminders

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/store"
	"lianxin/store/ledger"
)

// raise brings an issue up.
func (b *casebook) raise(at, by, owner, text string) (id string) {
	b.t.Helper()
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		i, err := tx.RaiseIssue(&ledger.Deed{School: b.school, By: ledger.Staff(b.school.Member(by)), At: tx.At}, ledger.IssueEntry{Owner: owner, Text: text})
		id = i.ID
		return err
	})
	return id
}

func (b *casebook) work(at, by, id string, step func(*ledger.Deed, ledger.Issue) (ledger.Issue, error)) {
	b.t.Helper()
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		d := &ledger.Deed{School: b.school, By: ledger.Staff(b.school.Member(by)), At: tx.At}
		_, err := tx.ChangeIssue(d, id, func(i ledger.Issue) (ledger.Issue, error) { return step(d, i) })
		return err
	})
}

func TestIssuesNearTheirDay(t *testing.T) {
	answer := func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Respond(d, "已安排人员现场查看，正在采购插座。")
	}
	plan := func(on string) func(*ledger.Deed, ledger.Issue) (ledger.Issue, error) {
		return func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
			return i.PlanFor(d, day(t, on), "暑假统一加装插座。")
		}
	}
	tests := []struct {
		name string
		set  func(b *casebook)
		want []string
	}{
		{"a first answer in 7 workdays", func(b *casebook) { b.raise("2026-03-23 10:00", "lin", "后勤处", "图书馆插座不够") }, []string{"03-30 peng", "04-01 peng"}},
		{"solved in 30 days: 04-22", func(b *casebook) {
			b.work("2026-03-24 10:00", "peng", b.raise("2026-03-23 10:00", "lin", "后勤处", "插座"), answer)
		}, []string{"04-20 peng", "04-22 peng"}},
		{"the day of a plan is a Sunday", func(b *casebook) {
			b.work("2026-03-24 10:00", "peng", b.raise("2026-03-23 10:00", "lin", "后勤处", "插座"), plan("2026-05-17"))
		}, []string{"05-13 peng", "05-15 peng"}},
		{"a leader keeps it himself", func(b *casebook) { b.raise("2026-03-23 10:00", "lin", "", "插座") }, []string{"03-30 lin", "04-01 lin"}},
		{"handed over", func(b *casebook) {
			b.work("2026-03-24 10:00", "lin", b.raise("2026-03-23 10:00", "lin", "", "插座"), func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
				return i.HandOver(d, "教务处", "", "")
			})
		}, []string{"03-30 tang", "04-01 tang"}},
		{"a unit without 承办人: its head", func(b *casebook) {
			b.school.Units[0].Handlers = nil
			b.raise("2026-03-23 10:00", "lin", "后勤处", "插座")
		}, []string{"03-30 zeng", "04-01 zeng"}},
		{"solved", func(b *casebook) {
			b.work("2026-03-24 10:00", "peng", b.raise("2026-03-23 10:00", "lin", "后勤处", "插座"), func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
				return i.Solve(d, "二楼自习区已加装插座四十个。")
			})
		}, nil},
		{"not in the vacation", func(b *casebook) { b.raise("2026-07-16 10:00", "lin", "后勤处", "插座") }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBook(t)
			test.set(b)
			var got []string
			for _, line := range b.look("2026-03-20", "2026-08-28", KindIssueDue) {
				got = append(got, strings.Replace(line, "08:50 issue_due ", "", 1))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestIssuesInTheOfficeDigest(t *testing.T) {
	b := newBook(t)
	late := b.raise("2026-03-23 10:00", "lin", "后勤处", "图书馆插座不够用，学生只好坐在走廊里充电")
	want := "【3月30日(周一)】问题办理提醒\n· " + late + " 图书馆插座不够用，学生只好坐在走廊里…：4月1日(周三)前首次答复\n" +
		"办妥后回“解决 WT2026-0001”加结果，提醒自动停止；不属于本单位的回“移交 WT2026-0001”加单位；暂时解决不了的回“计划 WT2026-0001”加日期和办法。" +
		"到期没有登记的，列入党委办公室的每周情况。"
	if diff := cmp.Diff(want, b.text("peng", "2026-03-30", KindIssueDue)); diff != "" {
		t.Errorf("the owner (-want +got):\n%s", diff)
	}
	common := b.raise("2026-03-24 10:00", "lin", "教务处", "教室投影仪普遍老化")
	b.work("2026-03-25 10:00", "lin", common, func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) { return i.Propose(d) })
	for _, test := range []struct {
		on       string
		has, not []string
	}{
		{"2026-03-30", []string{"议题候选 1 个：\n· WT2026-0002（教务处，未安排会议）"}, []string{"逾期的问题"}}, // Monday
		{"2026-04-02", []string{"逾期的问题 1 个：\n· WT2026-0001（后勤处，应于4月1日(周三)首次答复）"}, []string{"议题候选", "WT2026-0002"}},
		{"2026-04-03", []string{"逾期的问题 1 个：\n· WT2026-0002（教务处，应于4月2日(周四)首次答复）"}, []string{"WT2026-0001"}},
		{"2026-04-07", []string{"逾期的问题 2 个：", "议题候选 1 个"}, nil}, // the week after 清明节
		{"2026-04-08", nil, []string{"问题"}},
	} {
		got := b.text("chen", test.on, KindOfficeDigest)
		for _, part := range test.has {
			if !strings.Contains(got, part) {
				t.Errorf("%s lacks %q:\n%s", test.on, part, got)
			}
		}
		for _, part := range test.not {
			if strings.Contains(got, part) {
				t.Errorf("%s has %q:\n%s", test.on, part, got)
			}
		}
	}
	b.work("2026-04-08 10:00", "chen", common, func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Schedule(d, "校长办公会", day(t, "2026-04-15"))
	})
	if got := b.text("chen", "2026-04-13", KindOfficeDigest); !strings.Contains(got, "WT2026-0002（教务处，4月15日(周三) 校长办公会）") {
		t.Errorf("with a meeting:\n%s", got)
	}
	b.work("2026-04-15 18:00", "chen", common, func(d *ledger.Deed, i ledger.Issue) (ledger.Issue, error) {
		return i.Decide(d, "列入暑期改造计划。")
	})
	if got := b.text("chen", "2026-04-20", KindOfficeDigest); strings.Contains(got, "议题候选") {
		t.Errorf("after the decision:\n%s", got)
	}
}
