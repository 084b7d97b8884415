package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func sealedBench(b *testing.B, path string, noSync bool) *store.Store {
	b.Helper()
	engine, err := bolt.Open(path, bolt.Options{NoSync: noSync})
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: ledgertest.School().Location, Vault: vaultOf(b, keyLine("k1", 1))})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	return st
}

// BenchmarkFiling registers cases durably as the bot does: not answered yet, the case with its sealed person and words, journal, notices to the officer
// and a receipt, the end of the sealed dialog, the stored reply.
func BenchmarkFiling(b *testing.B) {
	school := demoSchool()
	for _, clients := range []int{64, 256} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			st := sealedBench(b, filepath.Join(b.TempDir(), "lianxin.db"), false)
			var n atomic.Uint64
			b.SetParallelism(max(1, clients/runtime.GOMAXPROCS(0)))
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := n.Add(1)
					at := started.Add(time.Duration(i) * 50 * time.Microsecond)
					who := policy.Address{Channel: "wecom", User: fmt.Sprintf("user%d", i%30_000)}
					key := store.MessageKey(at, fmt.Sprintf("7404093%d", i*0x9E3779B97F4A7C15))
					err := st.Update(at, func(tx *store.Tx) error {
						if _, ok := tx.Answered(key); ok {
							return fmt.Errorf("answered already")
						}
						d := &ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}
						p, err := tx.File(d, ledger.Filing{Category: "后勤-宿舍", Raw: "南苑5栋的热水器坏了三天，报修了没有人来，晚上没法洗澡，能不能尽快修一下"}, store.Person{Address: who})
						if err != nil {
							return err
						}
						tx.EndDialog(who)
						if _, err := tx.Notify(ledger.Notice{
							Key: "filed/" + p.ID, Kind: "reply", To: policy.Address{Channel: "wecom", User: "liu"}, Member: "liu", Text: "新来信 " + p.ID, Made: at, Due: at,
						}); err != nil {
							return err
						}
						return tx.Answer(key, "已登记 "+p.ID)
					})
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
		})
	}
}

// manyCases is a ledger with cases behind it: most of them closed, open ones and among them overdue ones, spread over two units and two years.
func manyCases(b *testing.B, cases, open int) *store.Store {
	b.Helper()
	st := sealedBench(b, filepath.Join(b.TempDir(), "lianxin.db"), true)
	first, today := ledgertest.At("2025-01-06 09:00"), ledgertest.Day("2026-11-19")
	units := []string{"后勤处", "教务处", "学生处", "保卫处"}
	const slice = 1000
	for done := 0; done < cases; done += slice {
		at := first.Add(time.Duration(done) * time.Minute * 900_000 / time.Duration(cases))
		err := st.Update(at, func(tx *store.Tx) error {
			for i := done; i < min(done+slice, cases); i++ {
				unit := units[i%len(units)]
				p := ledger.Petition{
					ID: tx.NextPetitionID(), Received: tx.At, Category: "后勤-宿舍", Unit: unit, Summary: "热水器损坏。", Class: policy.Suggestion,
					Told: ledger.Told{At: tx.At, By: "liu", Outcome: ledger.ToldEntrust}, Accepted: tx.At,
					Assignments: []ledger.Assignment{{Unit: unit, Lead: true, By: "liu", At: tx.At, Due: today}},
				}
				if i%(cases/open) == 0 {
					p.Due, p.DueFor = today.Add(i/(cases/open)%30-10), ledger.ClockUnit
				} else {
					p.Closed, p.ClosedBy = tx.At.Add(time.Hour), "liu"
				}
				if err := tx.PutPetition(p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return st
}

// BenchmarkQueue lists one officer's, one handler's and one leader's open and overdue cases among a million.
func BenchmarkQueue(b *testing.B) {
	school, today := demoSchool(), ledgertest.Day("2026-11-19")
	for _, cases := range []int{100_000, 1_000_000} {
		var st *store.Store
		for _, who := range []string{"liu", "peng", "wu"} {
			b.Run(fmt.Sprintf("cases=%d/%s", cases, who), func(in *testing.B) {
				if st == nil {
					st = manyCases(b, cases, 2000)
				}
				overdue := 0
				for in.Loop() {
					err := st.View(func(tx *store.Tx) error {
						list, err := tx.Queue(school, school.Member(who), today, 0)
						overdue = 0
						for _, c := range list {
							if c.Overdue(today) {
								overdue++
							}
						}
						return err
					})
					if err != nil {
						in.Fatal(err)
					}
				}
				if overdue == 0 {
					in.Fatal("nothing is overdue")
				}
				in.ReportMetric(float64(overdue), "overdue")
			})
		}
	}
}
