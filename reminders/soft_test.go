package reminders

import (
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// only gives the one text that a person is told in a stretch of days; the test fails if it is not one.
func only(t testing.TB, school *policy.School, st *store.Store, from, to, member, kind string) string {
	t.Helper()
	got := previewed(t, school, st, from, to, member, kind)
	if len(got) != 1 {
		t.Fatalf("%s is told %d times from %s to %s: %q", member, len(got), from, to, got)
	}
	return got[0]
}

// TestResearchPlanIsAskedForFromWeekSix: Art. 5.3 wants it by week 6 of term 1, and a plan that is there falls silent.
func TestResearchPlanIsAskedForFromWeekSix(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	for _, row := range []struct{ from, to string }{{"2025-10-08", "2025-10-12"}, {"2025-11-03", "2025-11-09"}, {"2026-04-06", "2026-04-12"}} {
		if text := only(t, school, st, row.from, row.to, "wu", KindQuota); !strings.Contains(text, "调研计划 1 份") || strings.Contains(text, "视情况") {
			t.Errorf("%s: %s", row.from, text)
		}
	}
	update(t, st, clockAt(t, "2025-10-10 10:00"), func(tx *store.Tx) error {
		return tx.PutPlan(ledger.Plan{
			ID: tx.NextPlanID(), Member: "wu", Kind: policy.ResearchPlan, Date: day(t, "2025-10-10"), Year: "2025-2026", By: "wu", Made: tx.At,
		})
	})
	if text := only(t, school, st, "2026-04-06", "2026-04-12", "wu", KindQuota); strings.Contains(text, "调研计划") {
		t.Errorf("laid down, and still: %s", text)
	}
	for _, text := range previewed(t, school, st, "2025-10-08", "2025-10-12", "chen", KindOfficeDigest) {
		if strings.Contains(text, "调研计划") {
			t.Errorf("the office is told before the week is over: %s", text)
		}
	}
}

// TestSilentContactUnit: Art. 7 is a hint beside the rest of the digest, and one record silences it.
func TestSilentContactUnit(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	school.Member("wu").Contact = []policy.Assignment{{Name: "后勤处"}}
	const hint = "联系单位后勤处三个月没有您的记录，方便时走一走。"
	ask := func() string { return only(t, school, st, "2026-11-02", "2026-11-08", "wu", KindQuota) }
	if text := ask(); strings.Count(text, hint) != 1 {
		t.Errorf("nothing on record: %s", text)
	}
	if text := only(t, school, st, "2026-11-02", "2026-11-08", "he", KindQuota); strings.Contains(text, "联系单位") {
		t.Errorf("who has no contact unit: %s", text)
	}
	did(t, st, "wu", "wu", policy.Visit, "2026-08-03", func(a *ledger.Activity) { a.Said.Unit = "后勤处" })
	if text := ask(); !strings.Contains(text, hint) {
		t.Errorf("the last visit was three months and a day ago: %s", text)
	}
	did(t, st, "wu", "wu", policy.Visit, "2026-08-04", func(a *ledger.Activity) { a.Said.Unit = "后勤处" })
	if text := ask(); strings.Contains(text, hint) {
		t.Errorf("the last visit was three months ago: %s", text)
	}
}

// TestLessonInTheDigest: a speaker reads in his digest that his lesson is arranged, or asks to be reported.
func TestLessonInTheDigest(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	arranged(t, st, "liang", "2026-04-09", "2026-03-02 10:00", ledger.Details{PartOfDay: "下午"})
	if text := only(t, school, st, "2026-04-06", "2026-04-12", "liang", KindQuota); !strings.Contains(text, "思政第一课已安排在4月9日(周四)下午。") {
		t.Errorf("before its day: %s", text)
	}
	if text := only(t, school, st, "2026-05-04", "2026-05-10", "liang", KindQuota); !strings.Contains(text, "思政第一课安排在4月9日(周四)，讲了请回“讲了”。") {
		t.Errorf("after its day: %s", text)
	}
	week := func() string { return only(t, school, st, "2026-04-13", "2026-04-13", "chen", KindOfficeDigest) }
	if text := week(); !strings.Contains(text, "过了安排日期还没有登记的思政第一课 1 次：\n· 梁志远 4月9日(周四)") {
		t.Errorf("the office: %s", text)
	}
	did(t, st, "liang", "liang", policy.FirstLesson, "2026-04-09")
	if text := week(); strings.Contains(text, "过了安排日期") {
		t.Errorf("it was reported: %s", text)
	}
}

// TestRetireeBriefing: the office is reminded of Art. 5.6 from six tenths of the year on, until it is done.
func TestRetireeBriefing(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	const text = "向离退休人员通报学校发展情况：本学年还差 1 次，请与离退休工作处商定时间"
	for _, row := range []struct {
		day  string
		want bool
	}{{"2025-11-24", false}, {"2026-03-30", false}, {"2026-04-13", true}, {"2026-07-06", true}} {
		if got := only(t, school, st, row.day, row.day, "chen", KindOfficeDigest); strings.Contains(got, text) != row.want {
			t.Errorf("%s: %s", row.day, got)
		}
	}
	did(t, st, "he", "he", policy.RetireeBrief, "2026-04-14")
	if got := only(t, school, st, "2026-07-06", "2026-07-06", "chen", KindOfficeDigest); strings.Contains(got, text) {
		t.Errorf("done, and still: %s", got)
	}
}

// TestEntriesWithoutAWord: what has waited for a leader's 对 longer than 14 days is on the office's list (1.4 no. 31).
func TestEntriesWithoutAWord(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	did(t, st, "lin", "sun", policy.Visit, "2026-03-23")
	for _, row := range []struct {
		day  string
		want bool
	}{{"2026-04-07", true}, {"2026-03-30", false}} {
		got := only(t, school, st, row.day, row.day, "chen", KindOfficeDigest)
		if strings.Contains(got, "代登超过 14 天还没有本人确认：林晓峰 1 条") != row.want {
			t.Errorf("%s: %s", row.day, got)
		}
	}
}

// TestYearCloseNamesWhatIsMissing, leader by leader, to the assessment group and the party office alone.
func TestYearCloseNamesWhatIsMissing(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	did(t, st, "wu", "wu", policy.ObserveClass, "2026-04-20", hours(4))
	did(t, st, "wu", "wu", policy.OrgLife, "2026-04-21")
	did(t, st, "lin", "sun", policy.Visit, "2026-04-22")
	text := only(t, school, st, "2026-06-22", "2026-06-22", "deng", KindYearClose)
	for _, part := range []string{
		"06-22 09:00", "2025-2026学年将于7月19日(周日)结束，还有 27 天。还没有完成的：",
		"\n· 吴国平：差组织生活 1 次、座谈 2 次、调研计划 1 份\n", "\n· 谢安琪：差座谈 2 次、调研计划 1 份、听课 4 学时\n",
		"向离退休人员通报学校发展情况：本学年还差 1 次", "等本人确认：林晓峰 1 条",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("lacks %q: %s", part, text)
		}
	}
	for _, m := range []string{"wu", "sun", "admin"} {
		if got := previewed(t, school, st, "2026-06-19", "2026-07-19", m, KindYearClose); got != nil {
			t.Errorf("%s is told: %v", m, got)
		}
	}
}

// TestCalendarIsAskedForUntilItIsThere: the moments are asked of the calendar as it is, so that what is loaded falls silent at once.
func TestCalendarIsAskedForUntilItIsThere(t *testing.T) {
	st := emptyStore(t)
	school := sample(t)
	look := func(at string) int {
		r := New(school, st, quietLog(), Options{Spread: -1})
		tick(t, r, at)
		n := 0
		for _, row := range outbox(t, st) {
			if row.Kind == KindCalendarMissing && strings.HasSuffix(row.Key, "/admin") {
				n++
			}
		}
		return n
	}
	if n := look("2026-11-13 08:00"); n != 0 {
		t.Fatalf("%d before the day", n)
	}
	if n := look("2026-11-16 09:10"); n != 1 {
		t.Fatalf("%d on the first workday after 15 November", n)
	}
	school.Calendar.KnownYears[2027] = true
	school.Calendar.Terms = append(school.Calendar.Terms, policy.Term{ID: "2026-2027-2", Start: day(t, "2027-03-01"), Weeks: 20, TeachingWeeks: 18})
	if n := look("2026-12-18 17:00"); n != 1 {
		t.Errorf("%d: the holidays and the next term are loaded", n)
	}
}
