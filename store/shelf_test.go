package store_test

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestHeldByInPages lists what leaders did in pages of every size, and finds each record once, in order, with everybody it credits.
func TestHeldByInPages(t *testing.T) {
	school, st := demoSchool(), open(t)
	if err := store.SeedDemo(st, school, demoNow); err != nil {
		t.Fatal(err)
	}
	var members []string
	for _, m := range school.Leaders(school.Today(demoNow)) {
		members = append(members, m.ID)
	}
	spans := []policy.Span{{From: 1, To: policy.MakeDate(9999, 1, 1)}, {From: policy.MakeDate(2026, 2, 1), To: policy.MakeDate(2026, 10, 1)}, {}}
	fits := func(m *ledger.Mark) bool { return m.Kind == policy.ObserveClass }
	err := st.View(func(tx *store.Tx) error {
		for _, span := range spans {
			for _, who := range [][]string{members, members[:1], nil} {
				for _, fit := range []func(*ledger.Mark) bool{nil, fits} {
					want := heldPlainly(t, tx, who, span, fit)
					for _, limit := range []int{1, 3, 40, 1000} {
						got := heldInPages(t, tx, who, span, fit, limit)
						if diff := gocmp.Diff(want, got); diff != "" {
							t.Errorf("%v of %d members, %d a page (-want +got):\n%s", span, len(who), limit, diff)
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// heldPlainly reads every record and sorts.
func heldPlainly(t *testing.T, tx *store.Tx, members []string, span policy.Span, fits func(*ledger.Mark) bool) []string {
	t.Helper()
	type row struct {
		ledger.Mark
		text string
	}
	var rows []row
	for a, err := range tx.RecentActivities(0) {
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		var of ledger.Mark
		for i, m := range a.Marks() {
			if slices.Contains(members, a.Credits[i].Member) {
				of = m
				text += " " + a.Credits[i].Member
			}
		}
		if text != "" && span.Holds(a.Date) && span != (policy.Span{}) && (fits == nil || fits(&of)) {
			rows = append(rows, row{of, a.ID + sorted(text)})
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.Serial.Year, a.Serial.Year), cmp.Compare(b.Serial.Number, a.Serial.Number))
	})
	var out []string
	for _, r := range rows {
		out = append(out, r.text)
	}
	return out
}

func sorted(names string) string {
	list := slices.Sorted(slices.Values([]byte(names)))
	return string(list)
}

func heldInPages(t *testing.T, tx *store.Tx, members []string, span policy.Span, fits func(*ledger.Mark) bool, limit int) []string {
	t.Helper()
	var out []string
	for behind, pages := (store.Place{}), 0; ; pages++ {
		rows, next, more, err := tx.HeldBy(members, span, behind, fits, limit, 7*limit)
		if err != nil || len(rows) > limit || pages > 2000 {
			t.Fatalf("page %d: %d rows, %v", pages, len(rows), err)
		}
		for _, r := range rows {
			text := ""
			for _, m := range r.Members {
				text += " " + m
			}
			out = append(out, r.ID()+sorted(text))
		}
		if !more {
			return out
		}
		behind = next
	}
}

// TestQueueInPages lists everybody's cases in pages, and finds what Queue finds.
func TestQueueInPages(t *testing.T) {
	school, st := demoSchool(), open(t)
	if err := store.SeedDemo(st, school, demoNow); err != nil {
		t.Fatal(err)
	}
	day := school.Today(demoNow)
	found := 0
	err := st.View(func(tx *store.Tx) error {
		for i := range school.Members {
			m := &school.Members[i]
			want, err := tx.Queue(school, m, day, 0)
			if err != nil {
				return err
			}
			found += len(want)
			for _, limit := range []int{1, 2, 100} {
				var got []ledger.Brief
				for behind := (store.Place{}); ; {
					list, more, err := tx.QueueBehind(school, m, day, behind, nil, limit)
					if err != nil {
						return err
					}
					got = append(got, list...)
					if !more {
						break
					}
					last := list[len(list)-1]
					behind = store.Place{Day: last.Due, Serial: last.Serial}
				}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %d a page (-want +got):\n%s", m.ID, limit, diff)
				}
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("%d cases, %v", found, err)
	}
}

// TestNumberedPages goes through outbox and journal from the newest row to the first.
func TestNumberedPages(t *testing.T) {
	st := open(t)
	if err := store.SeedDemo(st, demoSchool(), demoNow); err != nil {
		t.Fatal(err)
	}
	err := st.View(func(tx *store.Tx) error {
		lines, last := 0, uint64(0)
		for before := uint64(0); ; {
			list, err := tx.JournalBefore(before, 7)
			if err != nil {
				return err
			}
			for _, l := range list {
				if last != 0 && l.Seq != last-1 {
					t.Errorf("line %d behind %d", l.Seq, last)
				}
				last = l.Seq
				lines++
			}
			if len(list) < 7 {
				break
			}
			before = last
		}
		if last != 1 || lines < 20 {
			t.Errorf("%d lines down to %d", lines, last)
		}
		rows, all := 0, 0
		for _, err := range tx.RecentNotices(0) {
			if err != nil {
				return err
			}
			all++
		}
		for before := uint64(0); ; {
			list, err := tx.NoticesBefore(before, 3)
			if err != nil {
				return err
			}
			rows += len(list)
			if len(list) < 3 {
				break
			}
			before = list[len(list)-1].Number
		}
		if rows != all {
			t.Errorf("%d of %d notices", rows, all)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
