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

// arranged puts a first lesson of a leader into the ledger.
func arranged(t testing.TB, st *store.Store, speaker, on string, made string, said ledger.Details) ledger.Plan {
	t.Helper()
	p := ledger.Plan{Member: speaker, Kind: policy.FirstLesson, Date: day(t, on), Said: said, By: "su", Made: clockAt(t, made).UTC()}
	update(t, st, clockAt(t, made), func(tx *store.Tx) error {
		p := p
		p.ID = tx.NextPlanID()
		return tx.PutPlan(p)
	})
	p.ID = "JH2026-0001"
	return p
}

// lessonItems lists the reminders of first lessons of a stretch of days by the ledger as it is.
func lessonItems(t testing.TB, school *policy.School, st *store.Store, from, to string) []string {
	t.Helper()
	var out []string
	err := st.View(func(tx *store.Tx) error {
		items, err := Preview(school, tx, clockAt(t, from+" 00:00"), clockAt(t, to+" 23:59"), false)
		for _, it := range items {
			if it.Kind == KindFirstLesson {
				out = append(out, fmt.Sprintf("%s %s %s %s", it.At.Format("01-02 15:04"), it.Rule, it.Member.ID, it.Key))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFirstLessonMoments(t *testing.T) {
	key := func(on, step string) string {
		return "5.4a liang first_lesson/JH2026-0001/" + on + "." + step + "/liang"
	}
	for _, row := range []struct {
		name, on, made string
		said           ledger.Details
		want           []string
	}{
		{"a Wednesday", "2026-03-18", "2026-03-02 10:00", ledger.Details{}, []string{
			"03-11 09:30 " + key("2026-03-18", "d7"), "03-17 09:30 " + key("2026-03-18", "d1"),
		}},
		{"a Monday afternoon: Sunday moves to the morning of the day", "2026-03-16", "2026-03-02 10:00", ledger.Details{PartOfDay: "下午"}, []string{
			"03-09 09:30 " + key("2026-03-16", "d7"), "03-16 09:00 " + key("2026-03-16", "d1"),
		}},
		{"a Monday at 08:00: told on Friday", "2026-03-16", "2026-03-02 10:00", ledger.Details{Periods: "1-2"}, []string{
			"03-09 09:30 " + key("2026-03-16", "d7"), "03-13 09:30 " + key("2026-03-16", "d1"),
		}},
		{"after 清明节", "2026-04-07", "2026-03-02 10:00", ledger.Details{PartOfDay: "上午"}, []string{
			"03-31 09:30 " + key("2026-04-07", "d7"), "04-03 09:30 " + key("2026-04-07", "d1"),
		}},
		{"a Saturday on which people work", "2026-05-09", "2026-03-02 10:00", ledger.Details{}, []string{
			"05-06 09:00 " + key("2026-05-09", "d7"), "05-08 09:30 " + key("2026-05-09", "d1"), // 05-02 is a holiday
		}},
		{"arranged four days before", "2026-03-18", "2026-03-14 10:00", ledger.Details{}, []string{"03-17 09:30 " + key("2026-03-18", "d1")}},
		{"arranged after its day", "2026-03-18", "2026-03-20 10:00", ledger.Details{}, nil},
		{"the first week: a week before is vacation", "2026-03-04", "2026-02-20 10:00", ledger.Details{}, []string{"03-03 09:30 " + key("2026-03-04", "d1")}},
	} {
		t.Run(row.name, func(t *testing.T) {
			school, st := sample(t), emptyStore(t)
			school.Calendar.Periods = []policy.ClassPeriod{{Name: "1", Start: 8 * 60, End: 8*60 + 45}, {Name: "2", Start: 8*60 + 55, End: 9*60 + 40}}
			arranged(t, st, "liang", row.on, row.made, row.said)
			if diff := cmp.Diff(row.want, lessonItems(t, school, st, "2026-02-01", "2026-05-31")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSpeakerWhoLeft is not reminded of a lesson that he will not hold.
func TestSpeakerWhoLeft(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	arranged(t, st, "liang", "2026-03-18", "2026-03-02 10:00", ledger.Details{})
	school.Member("liang").Span.To = day(t, "2026-03-18")
	if got := lessonItems(t, school, st, "2026-03-01", "2026-03-31"); got != nil {
		t.Errorf("%q", got)
	}
}

func TestFirstLessonIsToldOnceAndStops(t *testing.T) {
	school := sample(t)
	told := func(t *testing.T, between func(*testing.T, *store.Store, ledger.Plan)) []string {
		st := emptyStore(t)
		p := arranged(t, st, "liang", "2026-03-18", "2026-03-09 10:00", ledger.Details{PartOfDay: "下午", Unit: "文学院", Audience: "新生", Place: "一教301"})
		r := New(school, st, quietLog(), Options{Spread: -1})
		for at := clockAt(t, "2026-03-09 10:00"); at.Before(clockAt(t, "2026-03-19 00:00")); at = at.Add(10 * time.Minute) {
			if at.Equal(clockAt(t, "2026-03-12 10:00")) && between != nil {
				between(t, st, p)
			}
			if _, err := r.Tick(t.Context(), at); err != nil {
				t.Fatal(err)
			}
		}
		var out []string
		for _, n := range outbox(t, st) {
			if n.Kind == KindFirstLesson {
				out = append(out, n.Planned.In(china()).Format("01-02 15:04")+" "+n.Text)
			}
		}
		return out
	}
	want := []string{
		"03-11 09:30 【3月11日(周三)】3月18日(周三)下午请您讲思政第一课，听课的是文学院新生，地点：一教301。如不能到场，请尽早联系马克思主义学院；讲完后回“讲了”即可登记。",
		"03-17 09:30 【3月17日(周二)】明天（3月18日(周三)）下午请您讲思政第一课，听课的是文学院新生，地点：一教301。如不能到场，请尽早联系马克思主义学院；讲完后回“讲了”即可登记。",
	}
	if diff := cmp.Diff(want, told(t, nil)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := told(t, func(t *testing.T, st *store.Store, p ledger.Plan) {
		update(t, st, clockAt(t, "2026-03-12 10:00"), func(tx *store.Tx) error {
			p, err := p.Drop(school.Member("liang"), tx.At)
			if err != nil {
				return err
			}
			return tx.PutPlan(p)
		})
	}); len(got) != 1 {
		t.Errorf("a lesson that was called off is reminded of: %q", got)
	}
	if got := told(t, func(t *testing.T, st *store.Store, _ ledger.Plan) {
		update(t, st, clockAt(t, "2026-03-12 10:00"), func(tx *store.Tx) error {
			return tx.PutActivity(&ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.FirstLesson, Date: day(t, "2026-03-12"), By: "liang", Entered: tx.At,
				Credits: []ledger.Credit{{Member: "liang", Confirmed: tx.At}},
			})
		})
	}); len(got) != 1 {
		t.Errorf("a lesson that was held early is reminded of: %q", got)
	}
	if got := told(t, func(t *testing.T, st *store.Store, p ledger.Plan) {
		update(t, st, clockAt(t, "2026-03-12 10:00"), func(tx *store.Tx) error {
			p.Earlier = []ledger.Arrangement{{Date: p.Date, By: "su", At: tx.At}}
			p.Date = day(t, "2026-03-16")
			return tx.PutPlan(p)
		})
	}); len(got) != 2 || !strings.HasPrefix(got[1], "03-16 09:00") || !strings.Contains(got[1], "今天") {
		t.Errorf("a lesson that was moved: %q", got)
	}
}
