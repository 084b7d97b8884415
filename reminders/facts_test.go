package reminders

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// did puts an activity of one leader on record: confirmed, unless by somebody else.
func did(t testing.TB, st *store.Store, leader, by string, kind policy.Kind, on string, change ...func(*ledger.Activity)) {
	t.Helper()
	at := day(t, on).At(20, 0, china())
	update(t, st, at, func(tx *store.Tx) error {
		a := ledger.Activity{ID: tx.NextActivityID(), Kind: kind, Date: day(t, on), By: by, Entered: at, Credits: []ledger.Credit{{Member: leader}}}
		if by == leader {
			a.Credits[0].Confirmed = at
		}
		for _, fn := range change {
			fn(&a)
		}
		return tx.PutActivity(&a)
	})
}

func hours(n float64) func(*ledger.Activity) {
	return func(a *ledger.Activity) { a.Said.ClassHours = n }
}

// planned lays down the research plan of a leader.
func planned(t testing.TB, st *store.Store, member, on string) {
	t.Helper()
	update(t, st, clockAt(t, on+" 11:00"), func(tx *store.Tx) error {
		return tx.PutPlan(ledger.Plan{
			ID: tx.NextPlanID(), Member: member, Kind: policy.ResearchPlan, Date: day(t, on), Year: "2026-2027", By: member, Made: tx.At,
			Items: []ledger.PlanItem{{Text: "3月去教科院"}},
		})
	})
}

// filed puts a case on record that was taken on the day it was received; the unit that has it answers by another day.
func filed(t testing.TB, st *store.Store, unit, received, due string, change ...func(*ledger.Petition)) {
	t.Helper()
	at := day(t, received).At(10, 0, china())
	update(t, st, at, func(tx *store.Tx) error {
		p := ledger.Petition{
			ID: tx.NextPetitionID(), Received: at, Told: ledger.Told{At: at}, Accepted: at, Class: policy.Appeal, Category: "后勤-食堂", Unit: unit, Summary: "秘密",
		}
		if unit != "" {
			p.Assignments = []ledger.Assignment{{Unit: unit, Lead: true, At: at, Due: day(t, due)}}
		}
		for _, fn := range change {
			fn(&p)
		}
		return tx.PutPetition(p.Settle(sample(t)))
	})
}

// previewed gives the texts of what will be told to one person in a stretch of days.
func previewed(t testing.TB, school *policy.School, st *store.Store, from, to, member, kind string) []string {
	t.Helper()
	var out []string
	err := st.View(func(tx *store.Tx) error {
		items, err := Preview(school, tx, clockAt(t, from+" 00:00"), clockAt(t, to+" 23:59"), false)
		for _, it := range items {
			if (it.Member != nil && it.Member.ID == member || it.To == store.SealedAddress(member, 0)) && strings.HasPrefix(it.Kind, kind) {
				out = append(out, it.At.Format("01-02 15:04")+" "+it.Kind+" "+it.Rule+"\n"+it.Text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestQuotaStopsWhenMet(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	ask := func(member string) []string {
		return previewed(t, school, st, "2026-10-26", "2026-11-08", member, KindQuota)
	}

	want := []string{"11-04 10:00 quota 5.4b\n【11月4日(周三)】第10教学周小结：还差听课 4 学时（本学期剩 9 个教学周）、组织生活 2 次、座谈 2 次、调研计划 1 份（本学年）。" +
		"回一句话即可登记，例如“昨天听了两节课”；本周不想再收到，回“本周不再提醒”。学期末按登记情况汇总。"}
	if diff := cmp.Diff(want, ask("wu")); diff != "" {
		t.Errorf("with nothing on record (-want +got):\n%s", diff)
	}

	planned(t, st, "wu", "2026-10-19")
	did(t, st, "wu", "wu", policy.ObserveClass, "2026-10-20", hours(2))
	did(t, st, "wu", "sun", policy.ObserveClass, "2026-10-21", hours(1))
	did(t, st, "wu", "wu", policy.OrgLife, "2026-10-22")
	want = []string{"11-04 10:00 quota 5.4b\n【11月4日(周三)】第10教学周小结：还差听课 2 学时（本学期剩 9 个教学周）、座谈 2 次（本学年）。" +
		"另有听课 1 学时已登记、等您回“对”后计入。回一句话即可登记，例如“昨天听了两节课”；本周不想再收到，回“本周不再提醒”。学期末按登记情况汇总。"}
	if diff := cmp.Diff(want, ask("wu")); diff != "" {
		t.Errorf("what is on pace for the year is not named (-want +got):\n%s", diff)
	}

	did(t, st, "wu", "wu", policy.ObserveClass, "2026-10-23", hours(2))
	did(t, st, "wu", "wu", policy.Forum, "2026-10-24")
	if got := ask("wu"); got != nil {
		t.Errorf("all is met, and still: %v", got)
	}
	for _, text := range ask("liang") {
		if strings.Contains(text, "党外") || strings.Contains(text, "民主党派") || !strings.Contains(text, "quota 5.4a") {
			t.Errorf("Art. 5.5 in term 1: %s", text)
		}
	}
	if got := previewed(t, school, st, "2026-05-04", "2026-05-10", "liang", KindQuota); len(got) != 1 || !strings.Contains(got[0], "党外人士谈话 1 次（视情况）") {
		t.Errorf("Art. 5.5 in term 2: %v", got)
	}
}

func TestUnconfirmed(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	ask := func() []string { return previewed(t, school, st, "2026-11-16", "2026-11-22", "lin", KindUnconfirmed) }
	if got := ask(); got != nil {
		t.Errorf("nothing waits, and still: %v", got)
	}
	did(t, st, "lin", "chen", policy.ObserveClass, "2026-11-17", hours(2), func(a *ledger.Activity) { a.Said.Unit = "教务处" })
	did(t, st, "lin", "chen", policy.Visit, "2026-11-18")
	want := []string{"11-20 16:00 unconfirmed 6.2\n【11月20日(周五)】有 2 条替您登记的记录等您确认：\n· HD2026-0001 11月17日(周二) 听课 教务处\n" +
		"· HD2026-0002 11月18日(周三) 活动\n属实请回复“对”，不属实回复“不对”。没有确认的不计入完成情况，下周五再提醒您。"}
	if diff := cmp.Diff(want, ask()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for range 30 {
		did(t, st, "lin", "chen", policy.OrgLife, "2026-11-18")
	}
	if got := ask(); len(got) != 1 || len(got[0]) > pieceBytes || !strings.Contains(got[0], "· 等共 32 项") {
		t.Errorf("many: %v", got)
	}
}

func TestReceptionOnRecordNeedsNoSheet(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	ask := func() []string {
		return previewed(t, school, st, "2026-03-06", "2026-03-09", "sun", KindReceptionSheet)
	}
	if got := ask(); len(got) != 2 || !strings.Contains(got[0], "梁志远（党委书记）") || !strings.Contains(got[1], "还没有登记") {
		t.Errorf("before: %v", got)
	}
	did(t, st, "liang", "liang", policy.ReceptionDay, "2026-03-09")
	if got := ask(); len(got) != 1 {
		t.Errorf("after it was recorded: %v", got)
	}
}

func TestDutyTexts(t *testing.T) {
	got := previewed(t, sample(t), emptyStore(t), "2026-03-04", "2026-03-09", "liang", KindReceptionDuty)
	want := []string{
		"03-04 09:00 reception_duty 5.8\n【3月4日(周三)】3月9日(周一)是校领导接待日，由您接待来访师生：15:00—17:00，地点：行政楼301。" +
			"不能到场请尽早回一句换班，例如“我和何敏华换一下3月9日的接待”，对方和办公室同意后生效；当天14:30再提醒您一次。",
		"03-06 16:00 reception_duty 5.8\n【3月6日(周五)】3月9日(周一)是校领导接待日，由您接待来访师生：15:00—17:00，地点：行政楼301。" +
			"不能到场请尽早回一句换班，例如“我和何敏华换一下3月9日的接待”，对方和办公室同意后生效；当天14:30再提醒您一次。",
		"03-09 14:30 reception_duty 5.8\n【3月9日(周一)】今天是校领导接待日，由您接待来访师生：15:00—17:00，地点：行政楼301。临时到不了请马上告诉校长办公室；结束后由陪同的同志登记。",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCases(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	filed(t, st, "后勤处", "2026-04-13", "2026-05-09") // the make-up Saturday is its last good day
	want := []string{
		"04-29 08:50 petition_due 5.7\n【4月29日(周三)】信访件办理提醒\n即将到期：\n· XF2026-0001 后勤-食堂（后勤处）：5月9日(周六)前回复\n" +
			"回编号看详情和能怎么办（例如“看 XF2026-0001”）；办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。",
		"05-07 08:50 petition_due 5.7",
		"05-09 08:50 petition_due 5.7\n【5月9日(周六)】信访件办理提醒\n即将到期：\n· XF2026-0001 后勤-食堂（后勤处）：今天到期，回复\n" +
			"回编号看详情和能怎么办（例如“看 XF2026-0001”）；办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。",
		"05-11 08:50 petition_overdue 5.7\n【5月11日(周一)】信访件办理提醒\n已超期，请今天处理并说明原因：\n" +
			"· XF2026-0001 后勤-食堂（后勤处）：应于5月9日(周六)回复\n回编号看详情和能怎么办（例如“看 XF2026-0001”）；办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。",
		"05-12 08:50 petition_overdue 5.7",
	}
	for _, who := range []string{"liu", "peng"} {
		got := previewed(t, school, st, "2026-04-14", "2026-05-12", who, "petition")
		for i := range got {
			if i < len(want) && !strings.Contains(want[i], "\n") {
				got[i], _, _ = strings.Cut(got[i], "\n")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", who, diff)
		}
	}
	if got := previewed(t, school, st, "2026-04-14", "2026-05-12", "tang", "petition"); got != nil {
		t.Errorf("another unit's handler hears of it: %v", got)
	}
	for _, text := range previewed(t, school, st, "2026-04-14", "2026-05-12", "liu", "petition") {
		if strings.Contains(text, "秘密") {
			t.Errorf("a text of a case is repeated: %s", text)
		}
	}
}

func TestTellWithinFifteenDays(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	notTold := func(p *ledger.Petition) { p.Told, p.Accepted = ledger.Told{}, time.Time{} }
	filed(t, st, "", "2026-04-20", "2026-06-18", notTold) // to be told by 05-05, a holiday: internally by 04-30
	var got []string
	for _, text := range previewed(t, school, st, "2026-04-20", "2026-05-06", "liu", "petition") {
		head, _, _ := strings.Cut(text, "\n")
		got = append(got, head)
	}
	want := []string{
		"04-23 08:50 petition_tell 5.7", "04-28 08:50 petition_tell 5.7", "04-30 08:50 petition_tell 5.7", "05-06 08:50 petition_overdue 5.7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestQuotaDuringLeave: nobody is told what is missing while the leave lasts that the office granted; afterwards his share is named.
func TestQuotaDuringLeave(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	from, to := school.Today(clockAt(t, "2026-09-07 00:00")), school.Today(clockAt(t, "2026-11-16 00:00"))
	update(t, st, clockAt(t, "2026-09-01 09:00"), func(tx *store.Tx) error {
		return tx.PutExemption(ledger.Exemption{ID: tx.NextExemptionID(), Member: "wu", Span: policy.Span{From: from, To: to}, Reason: "党校学习"})
	})
	if got := previewed(t, school, st, "2026-10-01", "2026-11-15", "wu", KindQuota); got != nil {
		t.Errorf("on leave: %v", got)
	}
	got := previewed(t, school, st, "2026-12-01", "2026-12-15", "wu", KindQuota)
	if len(got) != 1 || !strings.Contains(got[0], "听课 2 学时") {
		t.Errorf("after it: %v", got)
	}
}

func TestCasesInTheVacation(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	filed(t, st, "后勤处", "2026-07-06", "2026-08-05")
	if got := previewed(t, school, st, "2026-07-20", "2026-08-06", "peng", "petition"); len(got) != 4 {
		t.Errorf("in the summer: %v", got)
	}
	answered := func(p *ledger.Petition) {
		p.Opinions = []ledger.Opinion{{Leading: true, Final: p.Received.Add(time.Hour)}}
	}
	filed(t, st, "教务处", "2026-07-06", "2026-08-05", answered)
	if got := previewed(t, school, st, "2026-07-20", "2026-08-06", "tang", "petition"); got != nil {
		t.Errorf("an answered case is still called due: %v", got)
	}
}

func TestOfficeDigests(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	filed(t, st, "后勤处", "2026-10-20", "2026-11-17")
	at := clockAt(t, "2026-11-18 15:00")
	update(t, st, at, func(tx *store.Tx) error {
		for i, n := range []ledger.Notice{
			{Kind: KindQuota, Member: "he", Refused: at, Reason: "不在应用可见范围"},
			{Kind: "reply", Refused: at, Reason: "账号不存在"},
			{Kind: KindOfficeDigest, Member: "chen", Dropped: at, Reason: "错过"},
		} {
			n.Key, n.To, n.Due = fmt.Sprint(i), policy.Address{Channel: "wecom", User: "secret"}, at
			if _, err := tx.Notify(n); err != nil {
				return err
			}
		}
		return nil
	})
	want := []string{
		"11-18 08:40 office_digest 6.2\n【11月18日(周三)】有情况需要处理\n逾期的信访件 1 件：\n· XF2026-0001（后勤处，应于11月17日(周二)回复）\n逾期的请督促承办单位尽快办理。\n看超期的信访件回“超期清单”。",
		"11-19 08:40 office_digest 6.2\n【11月19日(周四)】有情况需要处理\n没有送达的通知 2 条：\n· 何敏华·完成情况提醒：不在应用可见范围\n" +
			"· 一位师生·答复：账号不存在\n没有送达的请改用电话等方式告知，并核对账号和应用的可见范围。\n看没送达的回“谁没收到”。",
	}
	if diff := cmp.Diff(want, previewed(t, school, st, "2026-11-17", "2026-11-20", "chen", KindOfficeDigest)); diff != "" {
		t.Errorf("by day (-want +got):\n%s", diff)
	}
	week := previewed(t, school, st, "2026-11-23", "2026-11-23", "chen", KindOfficeDigest)
	for _, part := range []string{
		"11-23 09:00", "进度偏慢的校领导 7 人：\n· 梁志远：差思政第一课 1 次、听课 4 学时、组织生活 2 次、座谈 2 次、调研计划 1 份\n", "逾期的信访件 1 件", "没有送达的通知 2 条",
	} {
		if len(week) != 1 || !strings.Contains(week[0], part) {
			t.Errorf("the week's digest lacks %q: %v", part, week)
		}
	}
}

func TestDigestAfterTheVacationNamesWhatFailedInIt(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	at := clockAt(t, "2026-08-03 09:00")
	update(t, st, at, func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{
			Key: "x", Kind: KindPetitionDue, Member: "peng", Refused: at, Reason: "停用", To: policy.Address{Channel: "wecom", User: "x"}, Due: at,
		})
		return err
	})
	got := previewed(t, school, st, "2026-08-31", "2026-08-31", "chen", KindOfficeDigest)
	if len(got) != 1 || !strings.Contains(got[0], "彭刚·信访办理提醒：停用") {
		t.Errorf("first digest of the term: %v", got)
	}
}
