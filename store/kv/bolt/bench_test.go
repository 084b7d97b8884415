package bolt_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
	"lianxin/store/kv/memory"
)

// message is what one message to the ledger writes: a record of 600 bytes in time order, four index entries and one
// notice.
type message struct {
	record, notice [8]byte
	index          [4][24]byte
}

var (
	indexes     = [4]string{"by message", "by person", "by unit", "by kind"}
	recordBytes = make([]byte, 600)
)

// newMessage makes message n of a school of 2,000 people in 100 units who report 12 kinds of activities. The key of
// the message itself is in no order.
func newMessage(n uint64) *message {
	m := new(message)
	binary.BigEndian.PutUint64(m.record[:], n)
	binary.BigEndian.PutUint64(m.notice[:], n)
	for i, different := range [4]uint64{1 << 62, 2000, 100, 12} {
		binary.BigEndian.PutUint64(m.index[i][:], rand.Uint64N(different))
		binary.BigEndian.PutUint64(m.index[i][16:], n)
	}
	return m
}

// newSpread makes message n with all index keys in no order, the worst case: each entry touches a page of its own.
func newSpread(n uint64) *message {
	m := newMessage(n)
	for i := range m.index {
		binary.BigEndian.PutUint64(m.index[i][:], rand.Uint64())
	}
	return m
}

func (m *message) put(put func(table string, key, value []byte)) {
	put("record", m.record[:], recordBytes)
	for i, name := range indexes {
		put(name, m.index[i][:], recordBytes[:8])
	}
	put("notice", m.notice[:], recordBytes[:120])
}

// BenchmarkUpdate compares writers that each wait for their own message to be durable.
//
//	go test ./store/kv/bolt -run '^$' -bench Update -benchtime 2s
func BenchmarkUpdate(b *testing.B) {
	for _, c := range []struct {
		writers int
		message func(uint64) *message
		keys    string
	}{
		{1, newMessage, "school"}, {64, newMessage, "school"}, {256, newMessage, "school"}, {64, newSpread, "spread"},
	} {
		name := func(engine string) string {
			return fmt.Sprintf("writers=%d/keys=%s/engine=%s", c.writers, c.keys, engine)
		}
		b.Run(name("bbolt"), func(b *testing.B) { benchmarkWriters(b, c.writers, c.message, plainUpdate(b)) })
		b.Run(name("bolt"), func(b *testing.B) {
			e := benchEngine(b)
			benchmarkWriters(b, c.writers, c.message, update(e))
			b.ReportMetric(e.Stats().AverageBatch(), "batch")
		})
		b.Run(name("memory"), func(b *testing.B) { benchmarkWriters(b, c.writers, c.message, update(memory.New())) })
	}
}

func benchEngine(b *testing.B) *bolt.Engine {
	e, err := bolt.Open(filepath.Join(b.TempDir(), "db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { e.Close() })
	return e
}

func update(e kv.Engine) func(*message) error {
	return func(m *message) error {
		return e.Update(func(tx kv.Tx) error {
			m.put(tx.Put)
			return nil
		})
	}
}

func benchPlain(b *testing.B, opt *bbolt.Options) *bbolt.DB {
	db, err := bbolt.Open(filepath.Join(b.TempDir(), "db"), 0o600, opt)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

func plainUpdate(b *testing.B) func(*message) error {
	db := benchPlain(b, nil)
	return func(m *message) error {
		return db.Update(func(btx *bbolt.Tx) error { return plainPut(btx, m) })
	}
}

func plainPut(btx *bbolt.Tx, m *message) error {
	var failures []error
	m.put(func(table string, key, value []byte) {
		t, err := btx.CreateBucketIfNotExists([]byte(table))
		if err == nil {
			err = t.Put(key, value)
		}
		failures = append(failures, err)
	})
	return errors.Join(failures...)
}

// benchmarkWriters reports how many messages a second all writers got done, and how long one waited.
func benchmarkWriters(b *testing.B, writers int, message func(uint64) *message, write func(*message) error) {
	var next atomic.Uint64
	waits := make([][]time.Duration, writers)
	var all sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for w := range writers {
		all.Go(func() {
			for n := next.Add(1); n <= uint64(b.N); n = next.Add(1) {
				m, began := message(n), time.Now()
				if err := write(m); err != nil {
					b.Error(err)
					return
				}
				waits[w] = append(waits[w], time.Since(began))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	sorted := slices.Sorted(slices.Values(slices.Concat(waits...)))
	b.ReportMetric(float64(len(sorted))/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(sorted[len(sorted)/2].Seconds()*1e3, "p50-ms")
	b.ReportMetric(sorted[len(sorted)*99/100].Seconds()*1e3, "p99-ms")
}

// BenchmarkView reads from a table of 100,000 entries.
func BenchmarkView(b *testing.B) {
	const entries = 100_000
	key := func(i int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(i)) }
	fill := func(tx kv.Tx) error {
		for i := range entries {
			tx.Put("a", key(i), recordBytes[:100])
		}
		return nil
	}
	for name, e := range map[string]kv.Engine{"bolt": benchEngine(b), "memory": memory.New()} {
		if err := e.Update(fill); err != nil {
			b.Fatal(err)
		}
		b.Run("get/engine="+name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				_ = e.View(func(tx kv.Tx) error { tx.Get("a", key(i*7919%entries)); return nil })
			}
		})
		b.Run("scan of 1000/engine="+name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				from := i * 7919 % (entries - 1000)
				_ = e.View(func(tx kv.Tx) error {
					for range tx.Scan("a", key(from), key(from+1000)) {
					}
					return nil
				})
			}
		})
	}
}

// BenchmarkFreePages is why the list of free pages is not written with every commit: one message at a time in plain
// bbolt, with a number of free pages behind it.
//
//	go test ./store/kv/bolt -run '^$' -bench FreePages -benchtime 500x
func BenchmarkFreePages(b *testing.B) {
	for _, free := range []int{0, 17_000, 100_000} {
		for _, c := range []struct {
			name string
			opt  bbolt.Options
		}{
			{"no list", bbolt.Options{NoFreelistSync: true}},
			{"no list, map", bbolt.Options{NoFreelistSync: true, FreelistType: bbolt.FreelistMapType}},
			{"list", bbolt.Options{}},
			{"list, map", bbolt.Options{FreelistType: bbolt.FreelistMapType}},
		} {
			b.Run(fmt.Sprintf("free=%d/%s", free, c.name), func(b *testing.B) {
				db := benchPlain(b, &c.opt)
				leaveFreePages(b, db, free)
				benchmarkWriters(b, 1, newMessage, func(m *message) error {
					return db.Update(func(btx *bbolt.Tx) error { return plainPut(btx, m) })
				})
				b.ReportMetric(float64(db.Stats().FreePageN), "free-pages")
			})
		}
	}
}

// leaveFreePages fills pages and deletes the entries of every other one.
func leaveFreePages(b *testing.B, db *bbolt.DB, free int) {
	db.NoSync = true
	defer func() { db.NoSync = false }()
	const inPage = 3
	value := make([]byte, 1200)
	for _, keep := range []bool{true, false} {
		for first := 0; first < free*inPage*2; first += 6000 {
			if err := db.Update(func(btx *bbolt.Tx) error {
				t, err := btx.CreateBucketIfNotExists([]byte("old"))
				if err != nil {
					return err
				}
				t.FillPercent = 1
				for i := first; i < first+6000; i++ {
					key := binary.BigEndian.AppendUint64(nil, uint64(i))
					if keep {
						err = errors.Join(err, t.Put(key, value))
					} else if i/inPage%2 == 0 {
						err = errors.Join(err, t.Delete(key))
					}
				}
				return err
			}); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := db.Sync(); err != nil {
		b.Fatal(err)
	}
}
