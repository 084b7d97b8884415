package reminders_test

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestRemindersWithPlans lists a term with first lessons arranged and a group robot: the same to the byte however often, every key once, in order of time; an
// empty ledger has neither.
func TestRemindersWithPlans(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	school.Groups = []policy.Address{policy.GroupAddress("wecom", "党委办公室")}
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "lianxin.db"), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	at := time.Date(2026, 2, 28, 10, 0, 0, 0, school.Location)
	err = st.Update(at, func(tx *store.Tx) error {
		for speaker, day := range map[string]policy.Date{
			"liang": policy.MakeDate(2026, 3, 18), "he": policy.MakeDate(2026, 3, 23), "zheng": policy.MakeDate(2026, 3, 26),
		} {
			p, err := ledger.ArrangeLesson(school, speaker, day, ledger.Details{Periods: "1-2"}, school.Member("su"), at)
			if err != nil {
				return err
			}
			p.ID = tx.NextPlanID()
			if err := tx.PutPlan(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	list := func(empty bool) string {
		l, err := reminders.ReadListing("2026-03-02", "2026-07-19")
		if err != nil {
			t.Fatal(err)
		}
		l.JSON, l.Empty = true, empty
		said, err := l.Of(school, st)
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
	printed := list(false)
	if printed != list(false) {
		t.Error("another run gives something else")
	}
	keys, kinds, last := map[string]bool{}, map[string]int{}, time.Time{}
	var lessons []string
	for line := range strings.Lines(printed) {
		var it struct {
			At                        time.Time
			To, Kind, Key, Rule, Text string
		}
		if err := json.Unmarshal([]byte(line), &it); err != nil {
			t.Fatal(err)
		}
		if keys[it.Key] || it.At.Before(last) || it.To == "" || it.Rule == "" || it.Text == "" {
			t.Errorf("%s", line)
		}
		keys[it.Key], last = true, it.At
		kinds[it.Kind+" "+it.To]++
		if it.Kind == "first_lesson" {
			lessons = append(lessons, it.At.Format("01-02 15:04 ")+it.To+" "+it.Rule)
		}
	}
	want := []string{
		"03-11 09:30 梁志远 5.4a", "03-16 09:30 何敏华 5.4a", "03-17 09:30 梁志远 5.4a", "03-19 09:30 郑秋云 5.4a",
		"03-20 09:30 何敏华 5.4a", // Monday at 08:00: the last workday before
		"03-25 09:30 郑秋云 5.4a",
	}
	if !slices.Equal(lessons, want) {
		t.Errorf("first lessons: %q", lessons)
	}
	if n := kinds["office_digest 党委办公室群"]; n != 20 {
		t.Errorf("%d posts of the week in a term of 20 weeks", n)
	}
	if empty := list(true); strings.Contains(empty, "first_lesson") {
		t.Error("an empty ledger has first lessons")
	}
}

// TestReadListing refuses what is no day, and days in the wrong order, and asks a server for the same listing that it read.
func TestReadListing(t *testing.T) {
	for want, days := range map[string][2]string{
		`--from "x" 不是日期，例如 2026-03-02`: {"x", "y"}, `--to "y" 不是日期，例如 2026-07-19`: {"2026-03-02", "y"},
		"--to 2026-03-01 早于 --from 2026-03-02": {"2026-03-02", "2026-03-01"},
	} {
		if _, err := reminders.ReadListing(days[0], days[1]); err == nil || err.Error() != want {
			t.Errorf("%v: %v", days, err)
		}
	}
	l, err := reminders.ReadListing("2026-03-02", "2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	l.JSON = true
	u, err := url.Parse(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := reminders.ListingOf(u.Query()); err != nil || got != l || u.Path != reminders.ListingPath {
		t.Errorf("%+v, %v", got, err)
	}
}
