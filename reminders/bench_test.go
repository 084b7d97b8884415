package reminders

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/metrics"
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

// twelve adds rules until twelve bind each leader.
func twelve(school *policy.School) {
	each := policy.Who{Scope: policy.Each, Group: "学校领导班子成员"}
	kinds := []policy.Kind{policy.Visit, policy.Research, policy.Forum, policy.OrgLife}
	for n := 0; ; n++ {
		if len(school.RulesFor(&school.Members[len(school.Members)-1], policy.MakeDate(2026, 4, 8))) == 12 {
			return
		}
		school.Measure.Rules = append(school.Measure.Rules, policy.Rule{
			ID: fmt.Sprintf("9.%d", n), Title: fmt.Sprintf("第%d项", n), Who: each, Kinds: []policy.Kind{kinds[n%len(kinds)]}, Min: 2, Unit: "times", Per: policy.PerYear,
		})
	}
}

// BenchmarkAgendaOverAMillion is the goal of the standings: the quota digests of 10,000 leaders under 12 rules each, over 1,000,000 activities of two
// years, in under 1 s and under 200 MB. What is reported beside the time is the most memory that was in use.
func BenchmarkAgendaOverAMillion(b *testing.B) {
	const leaders, records, slice = 10_000, 1_000_000, 2000
	school := crowd(b, leaders)
	twelve(school)
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "lianxin.db"), bolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	st := storeOn(b, engine)
	first := clockAt(b, "2024-09-02 20:00")
	step := clockAt(b, "2026-04-08 00:00").Sub(first) / records
	kinds := []policy.Kind{policy.ObserveClass, policy.Forum, policy.OrgLife, policy.Visit}
	for done := 0; done < records; done += slice {
		update(b, st, first.Add(time.Duration(done)*step), func(tx *store.Tx) error {
			for i := done; i < done+slice; i++ {
				at := first.Add(time.Duration(i) * step)
				id := school.Members[len(school.Members)-1-i*7919%leaders].ID
				a := ledger.Activity{
					ID: tx.NextActivityID(), Kind: kinds[i%len(kinds)], Date: school.Today(at), By: id, Entered: at,
					Said:    ledger.Details{ClassHours: 1, Unit: "教育科学学院", Audience: "学生"},
					Credits: []ledger.Credit{{Member: id, Confirmed: at}},
				}
				if err := tx.PutActivity(a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	from, to := clockAt(b, "2026-04-08 00:00"), clockAt(b, "2026-04-08 23:59")
	runtime.GC()
	stop := watchHeap()
	b.ResetTimer()
	for b.Loop() {
		err := st.View(func(tx *store.Tx) error {
			_, err := Agenda(school, NewFacts(school, tx), from, to)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	heap := stop() / (1 << 20)
	b.ReportMetric(heap, "MB-heap")
	if heap > 200 {
		b.Errorf("%.0f MB in use, the goal is 200", heap)
	}
}

// watchHeap looks at the memory in use until stop, which gives the most that was seen, in bytes.
func watchHeap() (stop func() float64) {
	done, most := make(chan struct{}), make(chan float64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		peak := 0.0
		for {
			metrics.Read(sample)
			peak = max(peak, float64(sample[0].Value.Uint64()))
			select {
			case <-done:
				most <- peak
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(done); return <-most }
}
