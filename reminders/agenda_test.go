package reminders

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// agenda lists what an empty ledger owes in a stretch of days, one line an item: "03-04 09:00 reception_duty 5.8 liang".
func agenda(t testing.TB, school *policy.School, from, to string, kinds ...string) []string {
	t.Helper()
	items, err := Agenda(school, NewFacts(school, nil), clockAt(t, from+" 00:00"), clockAt(t, to+" 23:59"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, it := range items {
		if len(kinds) == 0 || strings.Contains(strings.Join(kinds, " "), it.Kind) {
			out = append(out, fmt.Sprintf("%s %s %s %s", it.At.Format("01-02 15:04"), it.Kind, it.Rule, it.Member.ID))
		}
	}
	return out
}

// TestTerm compares a whole term with a list made by hand from the calendar.
func TestTerm(t *testing.T) {
	duties := []struct{ day, early, eve, next, leader string }{
		{"03-09", "03-04", "03-06", "03-10", "liang"},
		{"03-23", "03-18", "03-20", "03-24", "he"},
		{"04-13", "04-08", "04-10", "04-14", "zhou"}, // for 04-06 清明节
		{"04-20", "04-15", "04-17", "04-21", "lin"},
		{"05-11", "05-07", "05-09", "05-12", "wu"}, // for 05-04 劳动节; 05-09 is a make-up Saturday
		{"05-18", "05-13", "05-15", "05-19", "xie"},
		{"06-01", "05-27", "05-29", "06-02", "huang"},
		{"06-15", "06-10", "06-12", "06-16", "liang"},
		{"06-29", "06-24", "06-26", "06-30", "he"},
	}
	want := map[string]bool{}
	for _, d := range duties {
		want[d.early+" 09:00 reception_duty 5.8 "+d.leader] = true
		want[d.eve+" 16:00 reception_duty 5.8 "+d.leader] = true
		want[d.eve+" 16:10 reception_sheet 5.8 sun"] = true
		want[d.day+" 14:30 reception_duty 5.8 "+d.leader] = true
		want[d.day+" 17:05 reception_sheet 5.8 sun"] = true
		want[d.next+" 10:00 reception_sheet 5.8 sun"] = true
	}
	for _, wednesday := range []string{"04-08", "05-06", "06-03", "06-24"} {
		for leader, rule := range map[string]string{
			"liang": "5.4a", "he": "5.4a", "zhou": "5.4b", "lin": "5.4b", "wu": "5.4b", "xie": "5.4b", "huang": "5.4b",
		} {
			want[wednesday+" 10:00 quota "+rule+" "+leader] = true
		}
	}
	for _, monday := range strings.Fields(`03-02 03-09 03-16 03-23 03-30 04-07 04-13 04-20 04-27 05-06
		05-11 05-18 05-25 06-01 06-08 06-15 06-22 06-29 07-06 07-13`) { // 04-07 for 清明节, 05-06 for 劳动节
		want[monday+" 09:00 office_digest 6.2 chen"] = true
		want[monday+" 09:00 office_digest 6.2 deng"] = true
	}
	for _, day := range []string{"06-22", "07-13"} { // for Friday 06-19 端午节 and Sunday 07-12
		want[day+" 09:00 year_close 6.1 chen"] = true
		want[day+" 09:00 year_close 6.1 deng"] = true
	}
	got := map[string]bool{}
	for _, line := range agenda(t, sample(t), "2026-03-02", "2026-07-19") {
		if got[line] {
			t.Errorf("twice: %s", line)
		}
		got[line] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agenda of the term (-want +got):\n%s", diff)
	}
}

func TestOrderAndKeys(t *testing.T) {
	school := sample(t)
	list := func() []Item {
		items, err := Agenda(school, NewFacts(school, nil), clockAt(t, "2025-09-01 00:00"), clockAt(t, "2027-01-31 00:00"))
		if err != nil {
			t.Fatal(err)
		}
		return items
	}
	items, again := list(), list()
	seen := map[string]bool{}
	for i, it := range items {
		if seen[it.Key] {
			t.Errorf("key twice: %s", it.Key)
		}
		seen[it.Key] = true
		if i > 0 && it.At.Before(items[i-1].At) {
			t.Errorf("out of order: %s", it.Key)
		}
		if it.Key != again[i].Key || it.Text != again[i].Text {
			t.Errorf("another run gives %s for %s", again[i].Key, it.Key)
		}
		if it.Rule == "" || it.Why == "" || !it.At.Before(it.Until) || strings.Count(it.Key, "/") != 3 || len(it.Text) > pieceBytes {
			t.Errorf("item is incomplete or too long (%d bytes): %+v", len(it.Text), it)
		}
		if sameDay := it.Kind == KindReceptionDuty || it.Kind == KindReceptionSheet; !sameDay && !speaks(school, it.At) {
			t.Errorf("at a quiet time: %s %s", it.At, it.Key)
		}
	}
	if len(items) < 300 {
		t.Errorf("only %d items in three terms", len(items))
	}
	texts := map[string]string{}
	for _, it := range items {
		who := it.Member.ID + it.Text
		if other, ok := texts[who]; ok {
			t.Errorf("%s and %s say the same words to one person", it.Key, other)
		}
		texts[who] = it.Key
	}
}

func TestHolidaysAndVacations(t *testing.T) {
	tests := []struct {
		name, from, to string
		kinds          []string
		want           []string
	}{
		{"a Wednesday in 国庆节 moves to the next workday", "2026-10-05", "2026-10-11", []string{KindQuota}, []string{
			"10-08 09:00 quota 5.4a liang", "10-08 09:00 quota 5.4a he", "10-08 09:00 quota 5.4b zhou", "10-08 09:00 quota 5.4b lin",
			"10-08 09:00 quota 5.4b wu", "10-08 09:00 quota 5.4b xie", "10-08 09:00 quota 5.4b huang",
		}},
		{"the digest of a Monday off comes on the first workday, not twice", "2026-10-05", "2026-10-11", []string{KindOfficeDigest}, []string{
			"10-08 09:00 office_digest 6.2 chen", "10-08 09:00 office_digest 6.2 deng",
		}},
		{"15 November is a Sunday", "2026-11-10", "2026-12-10", []string{KindCalendarMissing}, []string{
			"11-16 09:00 calendar_missing 5.8 chen", "11-16 09:00 calendar_missing 5.8 deng", "11-16 09:00 calendar_missing 5.8 admin",
		}},
		{"the last known term ends on 17 January", "2026-12-11", "2027-01-10", []string{KindCalendarMissing}, []string{
			"12-15 09:10 calendar_missing 5.8 chen", "12-15 09:10 calendar_missing 5.8 deng", "12-15 09:10 calendar_missing 5.8 admin",
			"12-18 09:10 calendar_missing 5.8 chen", "12-18 09:10 calendar_missing 5.8 deng", "12-18 09:10 calendar_missing 5.8 admin",
		}},
		{"holidays that are known are not asked for", "2025-11-01", "2025-12-31", []string{KindCalendarMissing}, nil},
		{"the summer is silent", "2026-07-20", "2026-08-30", nil, nil},
		{"weeks 7 to 9 have no quota", "2026-10-12", "2026-11-01", []string{KindQuota}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, agenda(t, sample(t), test.from, test.to, test.kinds...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLeaveAndPosts(t *testing.T) {
	school := sample(t)
	school.Member("lin").Leaves = []policy.Leave{{Span: policy.Span{From: day(t, "2026-04-01"), To: day(t, "2026-05-01")}}}
	school.Member("wu").Span = policy.Span{From: day(t, "2025-09-01"), To: day(t, "2026-04-01")}
	got := strings.Join(agenda(t, school, "2026-04-06", "2026-04-12", KindQuota), "\n")
	if strings.Contains(got, "lin") || strings.Contains(got, "wu") || !strings.Contains(got, "xie") {
		t.Errorf("who is on leave or left is told what is missing:\n%s", got)
	}
	duty := strings.Join(agenda(t, school, "2026-04-15", "2026-04-20", KindReceptionDuty), "\n")
	if strings.Contains(duty, "lin") || !strings.Contains(duty, "xie") {
		t.Errorf("the turn of a leader on leave goes to the next in post:\n%s", duty)
	}
}

func TestNothingIsMissedBetweenWindows(t *testing.T) {
	school := sample(t)
	whole := agenda(t, school, "2026-03-01", "2026-06-30")
	var parts []string
	for d := day(t, "2026-03-01"); d <= day(t, "2026-06-30"); d = d.Add(1) {
		parts = append(parts, agenda(t, school, d.String(), d.String())...)
	}
	if diff := cmp.Diff(whole, parts); diff != "" {
		t.Errorf("a day at a time gives another agenda (-whole +parts):\n%s", diff)
	}
}
