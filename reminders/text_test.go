package reminders

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestEveryTextLeadsOn: a text names the day on which it is told, and says what to answer or to do; it fits into one message of the stricter platform.
func TestEveryTextLeadsOn(t *testing.T) {
	b := newBook(t)
	b.assign("2026-04-13 10:00", b.file("2026-04-13 09:00"), "2026-05-09", "后勤处")
	b.answered("2026-03-23 15:00")
	b.raise("2026-03-23 10:00", "lin", "后勤处", "图书馆插座不够用")
	did(t, b.st, "lin", "chen", policy.ObserveClass, "2026-04-20")
	booked(t, b.school, b.st, "2026-03-04", "2026-03-09", 1, "热水")
	items := b.items("2026-03-03", "2026-06-30")
	empty, err := Agenda(b.school, NewFacts(b.school, nil), clockAt(t, "2025-09-01 00:00"), clockAt(t, "2027-01-31 00:00"))
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`“[^”]+”|请马上|补入配置`)
	kinds := map[string]int{}
	for _, it := range append(items, empty...) {
		kinds[it.Kind]++
		if !strings.HasPrefix(it.Text, "【") || !said.MatchString(it.Text) {
			t.Errorf("%s leads nowhere: %q", it.Key, it.Text)
		}
		if len(it.Text) > 2048 {
			t.Errorf("%s has %d bytes", it.Key, len(it.Text))
		}
	}
	for _, kind := range []string{
		KindReceptionDuty, KindReceptionSheet, KindReceptionVisit, KindQuota, KindUnconfirmed, KindOfficeDigest, KindPetitionDue, KindPetitionOverdue, KindPetitionRate,
		KindIssueDue, KindYearClose, KindCalendarMissing,
	} {
		if kinds[kind] == 0 {
			t.Errorf("no %s among %d texts", kind, len(items)+len(empty))
		}
	}
}

// TestQuotaNamesTheWeekItIsToldIn: also if that is later than planned, and after the teaching weeks.
func TestQuotaNamesTheWeekItIsToldIn(t *testing.T) {
	school := sample(t)
	term, _ := school.Calendar.TermByID("2025-2026-2")
	missing := []ledger.Standing{{Rule: &school.Measure.Rules[0], Left: 1}}
	for on, want := range map[string]string{"2026-04-08": "第6教学周小结", "2026-04-13": "第7教学周小结", "2026-07-05": "第18教学周小结", "2026-07-06": "学期末小结"} {
		if got := sayQuota(school, day(t, on), term, missing, nil); !strings.Contains(got, want+"：还差组织生活 1 次") {
			t.Errorf("%s: %s", on, got)
		}
	}
	at := clockAt(t, "2026-03-06 16:00")
	if got := lateText("正文", at.Add(5*time.Minute)); got != "【补发】原定3月6日16:05\n正文" {
		t.Errorf("%q", got)
	}
}
