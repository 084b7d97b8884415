package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// many is a school of n leaders, who are all bound by the rules.
func many(n int) *policy.School {
	school := ledgertest.School()
	lin := *school.Member("lin")
	school.Members = nil
	for i := range n {
		m := lin
		m.ID, m.Name = fmt.Sprintf("m%05d", i), fmt.Sprintf("名%05d", i)
		school.Members = append(school.Members, m)
	}
	return school
}

// lessonOf is a record that counts for one member.
func lessonOf(m *policy.Member, on policy.Date, at time.Time) ledger.Activity {
	return ledger.Activity{
		Kind: policy.ObserveClass, Date: on, By: m.ID, Entered: at,
		Said: ledger.Details{
			PartOfDay: "下午", Periods: "5-6", ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽", Comment: "内容充实，后排投影看不清",
			Text: "昨天下午去教科院听了两节课，王丽老师的教育心理学",
		},
		Credits: []ledger.Credit{{Member: m.ID, Confirmed: at}},
	}
}

// fill writes records in the order of time, spread over the members and two academic years.
func fill(b *testing.B, st *store.Store, school *policy.School, records int) {
	b.Helper()
	const slice = 500
	first := ledgertest.At("2025-09-01 08:00")
	step := ledgertest.At("2026-11-19 08:00").Sub(first) / time.Duration(max(records, 1))
	for done := 0; done < records; done += slice {
		at := first.Add(time.Duration(done) * step)
		err := st.Update(at, func(tx *store.Tx) error {
			for i := done; i < min(done+slice, records); i++ {
				a := lessonOf(&school.Members[i*7919%len(school.Members)], school.Today(at), at)
				a.ID = tx.NextActivityID()
				if err := tx.PutActivity(&a); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// filled is a ledger in a file with records behind it.
func filled(b *testing.B, school *policy.School, records int) (*store.Store, string) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "lianxin.db")
	st := openBench(b, path, true)
	fill(b, st, school, records)
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	return openBench(b, path, false), path
}

func openBench(b *testing.B, path string, noSync bool) *store.Store {
	b.Helper()
	engine, err := bolt.Open(path, bolt.Options{NoSync: noSync})
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: ledgertest.School().Location})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	return st
}

// report is one message as the bot handles it: not answered yet, a record, a notice to somebody, the journal, the answer.
func report(st *store.Store, m *policy.Member, at time.Time, n uint64) error {
	key := store.MessageKey(at, fmt.Sprintf("74040932718%d", n*0x9E3779B97F4A7C15))
	return st.Update(at, func(tx *store.Tx) error {
		if _, ok := tx.Answered(key); ok {
			return errors.New("answered already")
		}
		a := lessonOf(m, 20775, at)
		a.ID = tx.NextActivityID()
		_, err := tx.Notify(ledger.Notice{
			Key: "confirm/" + a.ID + "/" + m.ID, Kind: "reply", To: policy.Address{Channel: "wecom", User: m.ID}, Text: "请回复“对”", Made: at, Due: at,
		})
		return errors.Join(err, tx.PutActivity(&a), tx.Log(m.ID, "reported", a.ID, "observe_class 2026-11-18 2"),
			tx.Answer(key, "听课 2学时｜3月23日(周一)5-6节｜教育科学学院｜教育心理学·王丽 → 本学期 2/4 学时"))
	})
}

// BenchmarkReport is the write path of one message, by the records behind it and the number of writers, and on memory instead of a disk.
func BenchmarkReport(b *testing.B) {
	school := many(10_000)
	for _, records := range []int{0, 100_000, 1_000_000} {
		var st *store.Store
		var n atomic.Uint64
		for _, writers := range []int{1, 64, 256} {
			b.Run(fmt.Sprintf("records=%d/writers=%d", records, writers), func(in *testing.B) {
				if st == nil {
					st, _ = filled(b, school, records)
				}
				in.ResetTimer()
				write(in, st, school, writers, &n)
			})
		}
	}
	st, err := store.Open(memory.New(), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var n atomic.Uint64
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("memory/writers=%d", writers), func(b *testing.B) { write(b, st, school, writers, &n) })
	}
}

// write reports from some goroutines at once.
func write(b *testing.B, st *store.Store, school *policy.School, writers int, n *atomic.Uint64) {
	b.ReportAllocs()
	b.SetParallelism(max(1, writers/runtime.GOMAXPROCS(0)))
	if writers == 1 {
		for b.Loop() {
			if err := one(st, school, n.Add(1)); err != nil {
				b.Fatal(err)
			}
		}
		return
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := one(st, school, n.Add(1)); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

var started = time.Date(2026, 11, 19, 4, 0, 0, 0, time.UTC)

func one(st *store.Store, school *policy.School, n uint64) error {
	return report(st, &school.Members[n*7919%uint64(len(school.Members))], started.Add(time.Duration(n)*50*time.Microsecond), n)
}

// BenchmarkBareRows writes the rows of one report without the store: what the engine alone costs.
func BenchmarkBareRows(b *testing.B) {
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	value := make([]byte, 600)
	n := 0
	for b.Loop() {
		n++
		key := fmt.Appendf(nil, "%08d", n)
		err := engine.Update(func(k kv.Tx) error {
			k.Put("activities", key, value)
			k.Put("activities_by_person", fmt.Appendf(nil, "m%04d d %d", n*7919%10000, n), value[:40])
			k.Put("activities_by_person", fmt.Appendf(nil, "m%04d e %d", n*7919%10000, n), nil)
			k.Put("notices", key, value[:300])
			k.Put("notices_by_key", key, value[:8])
			k.Put("notices_by_address", fmt.Appendf(nil, "m%04d %d", n*7919%10000, n), nil)
			k.Put("notices_due", key, nil)
			k.Put("journal", key, value[:350])
			k.Put("answers", key, value[:100])
			k.Put("counters", []byte("a"), key)
			k.Put("counters", []byte("b"), key)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a closed ledger.
func BenchmarkOpen(b *testing.B) {
	for _, records := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			st, path := filled(b, many(1000), records)
			if err := st.Close(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				st, err := store.OpenFile(path, store.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if err := st.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStandings: one rule and all rules of one member, all rules of a school of 10,000, the body.
func BenchmarkStandings(b *testing.B) {
	school := many(10_000)
	day := ledgertest.Day("2026-11-19")
	for _, records := range []int{100_000, 1_000_000} {
		var st *store.Store
		read := func(name string, fn func(*store.Tx) error) {
			b.Run(fmt.Sprintf("records=%d/%s", records, name), func(in *testing.B) {
				if st == nil {
					st, _ = filled(b, school, records)
				}
				in.ReportAllocs()
				for in.Loop() {
					if err := st.View(fn); err != nil {
						in.Fatal(err)
					}
				}
			})
		}
		read("rule", func(tx *store.Tx) error {
			_, err := ledger.StandingOf(school, school.Measure.Rule("5.4b"), &school.Members[4711], day, tx)
			return err
		})
		read("member", func(tx *store.Tx) error {
			_, err := ledger.Standings(school, &school.Members[4711], day, tx)
			return err
		})
		read("school", func(tx *store.Tx) error {
			n := 0
			for _, err := range ledger.AllStandings(school, day, tx) {
				if err != nil {
					return err
				}
				n++
			}
			if n != len(school.Members) {
				return fmt.Errorf("%d members", n)
			}
			return nil
		})
		read("body", func(tx *store.Tx) error {
			_, err := ledger.BodyStandings(school, day, tx)
			return err
		})
	}
}

// BenchmarkAnswered looks for a message that is new, by the two kinds of keys, among a day's 100,000 answers.
func BenchmarkAnswered(b *testing.B) {
	st := openBench(b, filepath.Join(b.TempDir(), "lianxin.db"), true)
	for slice := range 200 {
		err := st.Update(started, func(tx *store.Tx) error {
			for i := range 500 {
				n := slice*500 + i
				at := started.Add(time.Duration(n) * 100 * time.Millisecond)
				if err := tx.Answer(store.MessageKey(at, fmt.Sprintf("%x", n*7919)), "好的"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for name, key := range map[string]string{"stamped": store.MessageKey(started.Add(10_000*time.Second), "new"), "plain": "new"} {
		b.Run(name, func(b *testing.B) {
			err := st.Update(started.Add(10_000*time.Second), func(tx *store.Tx) error {
				for b.Loop() {
					if _, ok := tx.Answered(key); ok {
						return errors.New("answered")
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkVerify reads everything.
func BenchmarkVerify(b *testing.B) {
	st, _ := filled(b, many(1000), 100_000)
	for b.Loop() {
		if _, err := st.Verify(); err != nil {
			b.Fatal(err)
		}
	}
}
