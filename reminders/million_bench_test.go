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
	school, st := manyActivities(b, 10_000, 1_000_000)
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

// BenchmarkIdleTickOverAMillion is the goal of a look that has nothing to tell: under 50 ms over 1,000,000 activities of 10,000 leaders under 12 rules each, of
// whom every tenth has paused his reminders. In the same run over 1,000 activities: what the records behind it cost.
func BenchmarkIdleTickOverAMillion(b *testing.B) {
	for _, records := range []int{2000, 1_000_000} {
		b.Run(fmt.Sprintf("activities=%d", records), func(b *testing.B) {
			school, st := manyActivities(b, 10_000, records)
			at := clockAt(b, "2026-04-08 12:00")
			update(b, st, at, func(tx *store.Tx) error {
				for i := 0; i < len(school.Members); i += 10 {
					p := ledger.Pause{ID: tx.NextPauseID(), Member: school.Members[i].ID, Since: at, Until: school.Today(at).Add(5 + i%30), Made: at}
					if err := tx.PutPause(p); err != nil {
						return err
					}
				}
				return nil
			})
			r := New(school, st, quietLog(), Options{})
			if _, err := r.Tick(context.Background(), at); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				at = at.Add(time.Second)
				if _, err := r.Tick(context.Background(), at); err != nil {
					b.Fatal(err)
				}
			}
			if each := b.Elapsed() / time.Duration(b.N); each > 50*time.Millisecond {
				b.Errorf("%v a tick, the goal is 50 ms", each)
			}
		})
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

// manyActivities is a school of so many leaders under 12 rules each, with so many activities of two years.
func manyActivities(b *testing.B, leaders, records int) (*policy.School, *store.Store) {
	b.Helper()
	const slice = 2000
	school := crowd(b, leaders)
	twelve(school)
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "lianxin.db"), bolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	st := storeOn(b, engine)
	first := clockAt(b, "2024-09-02 20:00")
	step := clockAt(b, "2026-04-08 00:00").Sub(first) / time.Duration(records)
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
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return school, st
}
