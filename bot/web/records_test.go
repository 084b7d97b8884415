package web

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

func TestActivityStates(t *testing.T) {
	h := newHouse(t)
	lin, _ := h.person("lin")
	at := morning.UTC()
	yes, not, open := ledger.Credit{Member: "lin", Confirmed: at}, ledger.Credit{Member: "lin", Declined: at}, ledger.Credit{Member: "lin"}
	other := ledger.Credit{Member: "liang", Confirmed: at}
	for _, tt := range []struct {
		name     string
		activity ledger.Activity
		want     activityView
	}{
		{
			"counts",
			ledger.Activity{
				ID: "HD2026-0001", Kind: policy.ObserveClass, Date: policy.MakeDate(2026, 11, 18), Credits: []ledger.Credit{yes},
				Said: ledger.Details{ClassHours: 1.5, Unit: "文学院", Course: "古代汉语"},
			},
			activityView{ID: "HD2026-0001", Kind: "听课", Hours: "1.5学时", State: state{"已登记", good}, Facts: "林晓峰 · 11月18日 · 文学院 · 古代汉语", Mine: true},
		},
		{
			"waits for him",
			ledger.Activity{Kind: policy.OrgLife, Credits: []ledger.Credit{open}},
			activityView{Kind: "参加支部生活", State: state{"待本人确认", wait}, Facts: "林晓峰 · 日期未定", Mine: true},
		},
		{
			"waits for one of two",
			ledger.Activity{Kind: policy.OrgLife, Date: policy.MakeDate(2025, 12, 31), Said: ledger.Details{Subkind: "主题党日"}, Credits: []ledger.Credit{open, other}},
			activityView{Kind: "主题党日", State: state{"已登记", good}, Facts: "林晓峰（待确认）、梁志远 · 2025年12月31日", Mine: true},
		},
		{
			"waits for the office",
			ledger.Activity{Kind: policy.Forum, Late: true, Credits: []ledger.Credit{yes}},
			activityView{Kind: "座谈", State: state{"待办公室核准", wait}, Facts: "林晓峰 · 日期未定", Mine: true},
		},
		{
			"was not so",
			ledger.Activity{Kind: policy.Forum, Credits: []ledger.Credit{not}},
			activityView{Kind: "座谈", State: state{"本人否认", gone}, Facts: "林晓峰 · 日期未定", Mine: true},
		},
		{
			"taken back, somebody else's",
			ledger.Activity{Kind: "new_kind", Retracted: at, Credits: []ledger.Credit{other}},
			activityView{Kind: "new_kind", State: state{"已撤回", gone}, Facts: "梁志远 · 日期未定"},
		},
		{
			"entered by him for somebody else",
			ledger.Activity{Kind: policy.Forum, By: "lin", Credits: []ledger.Credit{other}},
			activityView{Kind: "座谈", State: state{"已登记", good}, Facts: "梁志远 · 日期未定", Mine: true},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, h.activity(tt.activity, lin, morning)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPetitionStates(t *testing.T) {
	h := newHouse(t)
	at, today := morning.UTC(), policy.MakeDate(2026, 11, 19)
	with := []ledger.Assignment{{Unit: "后勤处", Lead: true, At: at}}
	given := []ledger.Opinion{{Leading: true, Final: at}}
	told := ledger.Told{At: at}
	for _, tt := range []struct {
		name     string
		petition ledger.Petition
		want     petitionView
	}{
		{"with the officer", ledger.Petition{ID: "XF2026-0001", Category: "教务"}, petitionView{ID: "XF2026-0001", Category: "教务", Unit: "待转办", State: state{"已登记", wait}}},
		{"due today", ledger.Petition{Unit: "后勤处", Told: told, Assignments: with, Due: today}, petitionView{Unit: "后勤处", Due: "期限 11月19日", State: state{"办理中", wait}}},
		{"due yesterday", ledger.Petition{Unit: "后勤处", Told: told, Assignments: with, Due: today.Add(-1)}, petitionView{Unit: "后勤处", Due: "期限 11月18日", State: state{"逾期", bad}}},
		{"answered late", ledger.Petition{Unit: "后勤处", Told: told, Assignments: with, Opinions: given, Replied: at}, petitionView{Unit: "后勤处", State: state{"已答复", good}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, h.petition(tt.petition, morning)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoticeStates(t *testing.T) {
	h := newHouse(t)
	lin, _ := h.person("lin")
	at, due := morning.UTC(), morning.Add(23*time.Hour).UTC()
	to := func(user string) policy.Address { return policy.Address{Channel: "wecom", User: user} }
	for _, tt := range []struct {
		name   string
		notice ledger.Notice
		want   noticeView
	}{
		{
			"planned",
			ledger.Notice{To: to("linxiaofeng"), Due: due, Text: "一"},
			noticeView{To: "林晓峰", ToID: "lin", When: "11月20日 09:00", Text: "一", State: state{"待发", wait}, Mine: true},
		},
		{
			"tried again in vain",
			ledger.Notice{To: to("ChenXiao"), Due: due, Reason: "等不到回答", Attempts: 1},
			noticeView{To: "陈晓", ToID: "chen", When: "11月20日 09:00", State: state{"待发", wait}, Reason: "等不到回答", Tried: "已试 1 次，09:00:00 再试"},
		},
		{
			"under way",
			ledger.Notice{To: to("ChenXiao"), Due: due, Sending: at},
			noticeView{To: "陈晓", ToID: "chen", When: "11月20日 09:00", State: state{"发送中", wait}},
		},
		{
			"cut off by a crash",
			ledger.Notice{To: to("ChenXiao"), Due: due, Sending: at.Add(-time.Second)},
			noticeView{To: "陈晓", ToID: "chen", When: "11月20日 09:00", State: state{"结果不明", wait}},
		},
		{
			"sent at the second attempt",
			ledger.Notice{To: to("ChenXiao"), Due: due, Sent: at, Reason: "等不到回答"},
			noticeView{To: "陈晓", ToID: "chen", When: "11月19日 10:00", State: state{"已发出", good}},
		},
		{
			"refused, to somebody not listed",
			ledger.Notice{To: to("Nobody"), Due: due, Refused: at, Reason: "没有这个账号"},
			noticeView{To: "Nobody", When: "11月19日 10:00", State: state{"被拒", bad}, Reason: "没有这个账号"},
		},
		{
			"dropped, to somebody without a phone here",
			ledger.Notice{To: policy.Address{Channel: "dingtalk", User: "1"}, Due: due, Dropped: at, Reason: "已过时"},
			noticeView{To: "钱无机", When: "11月19日 10:00", State: state{"作废", gone}, Reason: "已过时"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, h.notice(tt.notice, lin, morning)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJournalIsSaidInChinese(t *testing.T) {
	h := newHouse(t)
	for _, tt := range []struct {
		line ledger.Journal
		want journalView
	}{
		{ledger.Journal{Seq: 7, At: morning.UTC(), By: "lin", Verb: "reported", About: "HD2026-0001", Note: "x"}, journalView{7, "11月19日 10:00", "林晓峰", "登记", "HD2026-0001", "x"}},
		{
			ledger.Journal{Seq: 11, At: morning.UTC(), By: "lin", Verb: "reported", About: "HD2026-0001", Note: "observe_class 2026-11-18 2"},
			journalView{11, "11月19日 10:00", "林晓峰", "登记", "HD2026-0001", "听课 11月18日 2学时"},
		},
		{
			ledger.Journal{Seq: 12, At: morning.UTC(), By: "lin", Verb: "corrected", About: "HD2026-0001", Note: "class_hours: 2 → 3; teacher: 王丽 → 王莉"},
			journalView{12, "11月19日 10:00", "林晓峰", "更正", "HD2026-0001", "学时 2 → 3；任课教师 王丽 → 王莉"},
		},
		{
			ledger.Journal{Seq: 13, At: morning.UTC(), By: "lin", Verb: "plan dropped", About: "JH2026-0001", Note: "observe_class 2026-11-25"},
			journalView{13, "11月19日 10:00", "林晓峰", "取消计划", "JH2026-0001", "听课 11月25日"},
		},
		{ledger.Journal{Seq: 8, At: morning.UTC(), By: "system", Verb: "sent"}, journalView{Seq: 8, At: "11月19日 10:00", By: "系统", Verb: "发出"}},
		{ledger.Journal{Seq: 9, At: morning.UTC(), By: "wecom:chenxiao", Verb: "new_verb"}, journalView{Seq: 9, At: "11月19日 10:00", By: "陈晓", Verb: "new_verb"}},
		{ledger.Journal{Seq: 10, At: morning.UTC(), By: "wecom:guest", Verb: "filed"}, journalView{Seq: 10, At: "11月19日 10:00", By: "wecom:guest", Verb: "登记"}},
	} {
		if diff := cmp.Diff(tt.want, h.journal(tt.line, morning)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestRecordsAreBounded(t *testing.T) {
	h := newHouse(t)
	h.update(t, func(tx *store.Tx) error {
		for i := range 2 * petitionRows {
			p := ledger.Petition{ID: tx.NextPetitionID(), Received: tx.At, Category: "教务", Due: policy.MakeDate(2026, 12, 1).Add(i)}
			if err := tx.PutPetition(p); err != nil {
				return err
			}
		}
		return nil
	})
	h.update(t, func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{Key: "own", Kind: "looked", To: policy.Address{Channel: ownRows, User: "reminders"}, Made: tx.At, Due: tx.At, Sent: tx.At})
		return err
	})
	for i := range activityRows + 1 {
		h.report(t, "lin", ledger.Details{Course: fmt.Sprintf("课程%d", i)})
	}
	lin, _ := h.person("lin")
	records, err := h.records(lin)
	if err != nil {
		t.Fatal(err)
	}
	if len(records.Activities) != activityRows || len(records.Petitions) != petitionRows || len(records.Journal) != journalRows {
		t.Errorf("%d activities, %d petitions, %d journal lines", len(records.Activities), len(records.Petitions), len(records.Journal))
	}
	if len(records.Notices) != 0 {
		t.Errorf("what the program notes for itself is shown: %v", records.Notices)
	}
	if got := records.Activities[0].Facts; !strings.Contains(got, fmt.Sprintf("课程%d", activityRows)) {
		t.Errorf("the newest activity is %q", got)
	}
	if got := records.Petitions[0].Due; got != "期限 12月1日" {
		t.Errorf("the first petition has %q", got)
	}
}
