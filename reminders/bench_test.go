package reminders

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
)

// boltStore is a new ledger in a file.
func boltStore(t testing.TB) *store.Store {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "lianxin.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return storeOn(t, engine)
}

// BenchmarkAgendaOfADay is a day on which every kind of reminder is planned, for the demo school and for 10,000 leaders with an empty ledger.
func BenchmarkAgendaOfADay(b *testing.B) {
	for _, n := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("members=%d", n+14), func(b *testing.B) {
			school := crowd(b, n)
			st := boltStore(b)
			from, to := clockAt(b, "2026-04-08 00:00"), clockAt(b, "2026-04-08 23:59")
			b.ResetTimer()
			for b.Loop() {
				err := st.View(func(tx *store.Tx) error {
					items, err := Agenda(school, NewFacts(school, tx), from, to)
					if len(items) < 7+n {
						b.Fatalf("%d items", len(items))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkIdleTick is a look with nothing planned.
func BenchmarkIdleTick(b *testing.B) {
	for _, n := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("members=%d", n+14), func(b *testing.B) {
			r := New(crowd(b, n), boltStore(b), quietLog(), Options{})
			at := clockAt(b, "2026-04-08 12:00")
			if _, err := r.Tick(context.Background(), at); err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			for b.Loop() {
				at = at.Add(time.Millisecond)
				if _, err := r.Tick(context.Background(), at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNextWeek steps through a week of the calendar.
func BenchmarkNextWeek(b *testing.B) {
	r := New(sample(b), boltStore(b), quietLog(), Options{})
	end := clockAt(b, "2026-04-15 00:00")
	for b.Loop() {
		for at, ok := clockAt(b, "2026-04-08 00:00"), true; ok && at.Before(end); {
			at, ok = r.Next(at)
		}
	}
}

// BenchmarkFanOut computes and stores 5,000 notices.
func BenchmarkFanOut(b *testing.B) {
	school := crowd(b, 4993)
	for b.Loop() {
		b.StopTimer()
		r := New(school, boltStore(b), quietLog(), Options{})
		if _, err := r.Tick(context.Background(), clockAt(b, "2026-04-08 09:50")); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		told, err := r.Tick(context.Background(), clockAt(b, "2026-04-08 10:00"))
		if err != nil || told != 5000 {
			b.Fatal(told, err)
		}
	}
}

// BenchmarkDeliver sends 5,000 notices to as many people over a platform that answers at once.
func BenchmarkDeliver(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		st := boltStore(b)
		now := time.Now()
		update(b, st, now, func(tx *store.Tx) error {
			for i := range 5000 {
				id := fmt.Sprint(i)
				if _, err := tx.Notify(ledger.Notice{
					Key: id, Kind: "reply", To: policy.Address{Channel: "wecom", User: id}, Text: id, Made: now, Due: now,
				}); err != nil {
					return err
				}
			}
			return nil
		})
		d := delivery(st, &phone{}, func(o *DeliveryOptions) { o.AppPerSecond, o.AppBurst = 1e9, 1e9 })
		b.StartTimer()
		if sent, err := d.Once(context.Background()); err != nil || sent != 5000 {
			b.Fatal(sent, err)
		}
	}
}

// millionCases is a ledger of so many cases, of which 300 are open in all stages and some guarded.
func millionCases(b *testing.B, n int) *casebook {
	book := bookOf(b, boltStore(b))
	for i := 0; i < n; {
		update(b, book.st, clockAt(b, "2026-03-01 10:00"), func(tx *store.Tx) error {
			for range min(10_000, n-i) {
				at := clockAt(b, "2016-03-01 10:00").Add(time.Duration(i) * 5 * time.Minute).UTC()
				p := ledger.Petition{
					ID: tx.NextPetitionID(), Received: at, Category: "后勤-食堂", Class: policy.Appeal, Unit: "后勤处", Summary: "摘要",
					Told: ledger.Told{At: at, By: "liu", Outcome: ledger.ToldAccept}, Accepted: at, Replied: at, Closed: at, ClosedBy: "liu",
				}
				if err := tx.PutPetition(p); err != nil {
					return err
				}
				i++
			}
			return nil
		})
	}
	for i := range 300 {
		id := book.file("2026-04-13 09:00", func(f *ledger.Filing) {
			if i%10 == 0 {
				f.Targets, f.Category = []string{"tang"}, "教务-选课"
			}
		})
		switch i % 5 {
		case 0:
		case 1:
			book.accept("2026-04-13 10:00", id)
		default:
			book.assign("2026-04-13 10:00", id, "2026-04-22", "后勤处")
		}
		if i%5 == 4 {
			book.reply("2026-04-20 10:00", "peng", id)
		}
	}
	return book
}

// BenchmarkTickOverCases is a look over a million cases of which 300 are open: one in the day with nothing planned, and the one of 08:50 that writes the
// digests.
func BenchmarkTickOverCases(b *testing.B) {
	book := millionCases(b, 1_000_000)
	r := book.reminders()
	tick(b, r, "2026-04-22 08:00")
	tick(b, r, "2026-04-22 08:40")
	b.Run("idle", func(b *testing.B) {
		at := clockAt(b, "2026-04-22 08:41")
		for b.Loop() {
			at = at.Add(time.Millisecond)
			if _, err := r.Tick(context.Background(), at); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("digests", func(b *testing.B) {
		at := clockAt(b, "2026-04-22 08:50")
		for b.Loop() {
			rows, err := r.due(at)
			if err != nil || len(rows) < 2 {
				b.Fatal(len(rows), err)
			}
		}
	})
	if err := r.chase(clockAt(b, "2026-04-28 00:10")); err != nil {
		b.Fatal(err)
	}
	b.Run("overdue", func(b *testing.B) {
		at := clockAt(b, "2026-04-28 08:50")
		for b.Loop() {
			rows, err := r.due(at)
			if err != nil || len(rows) < 5 {
				b.Fatal(len(rows), err)
			}
		}
	})
	b.Run("chase", func(b *testing.B) {
		for b.Loop() {
			if err := r.chase(clockAt(b, "2026-04-28 08:50")); err != nil {
				b.Fatal(err)
			}
		}
	})
}
