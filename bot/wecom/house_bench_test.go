package wecom_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// BenchmarkCallback measures the whole way of one message over loopback HTTP: encrypted callback, parsing, one durable transaction (record, index keys,
// journal line, stored reply, dialog), encrypted reply. In the same run: an empty handler, and the same program on an in-memory store.
//
//	go test ./bot/wecom -run '^$' -bench Callback -benchtime 2s
func BenchmarkCallback(b *testing.B) {
	for _, clients := range []int{1, 64, 256} {
		for _, engine := range []string{"empty", "memory", "bolt"} {
			b.Run(fmt.Sprintf("%s/clients=%d", engine, clients), func(b *testing.B) { benchCallback(b, engine, clients) })
		}
	}
}

func benchCallback(b *testing.B, engine string, clients int) {
	platform := benchPlatform(b)
	handler := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	if engine != "empty" {
		school := crowdedSchool(b)
		handler = benchHouse(b, school, platform, benchStore(b, school, engine), duringDemo)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	messages := prepare(platform, 0, b.N)
	b.ResetTimer()
	load(b, server.URL, messages, clients)
	b.StopTimer()
}

// BenchmarkBehind is the same with records behind it: four years of a university of 20,000 people who report, and the crowd among them.
// Filling the ledger takes minutes.
//
//	go test ./bot/wecom -run '^$' -bench Behind -benchtime 60000x -timeout 60m
func BenchmarkBehind(b *testing.B) {
	school, platform := crowdedSchool(b), benchPlatform(b)
	st := benchStore(b, school, "bolt")
	server := httptest.NewServer(benchHouse(b, school, platform, st, duringDemo))
	defer server.Close()
	have, said := 0, 0
	for _, records := range []int{0, 1_000_000, 5_000_000} {
		fillLedger(b, st, school, have, records)
		have = records
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			messages := prepare(platform, said, b.N)
			b.ResetTimer()
			load(b, server.URL, messages, 256)
			said += b.N
		})
	}
}

// BenchmarkSoak goes on for as long as it is told, one day of the school after the other, and says how much memory is held after the first minute
// and at the end, the garbage not counted.
//
//	go test ./bot/wecom -run '^$' -bench Soak -benchtime 10m -timeout 30m
func BenchmarkSoak(b *testing.B) {
	const slice = 10_000
	school, platform := crowdedSchool(b), benchPlatform(b)
	var day atomic.Int64
	clock := func() time.Time { return duringDemo().AddDate(0, 0, -int(day.Load()%200)) }
	server := httptest.NewServer(benchHouse(b, school, platform, benchStore(b, school, "bolt"), clock))
	defer server.Close()
	began, early, said := time.Now(), 0.0, 0
	for b.Loop() {
		load(b, server.URL, prepare(platform, said, slice), 256)
		said += slice
		day.Add(1)
		if early == 0 && time.Since(began) > time.Minute {
			early = heldMB()
		}
	}
	b.ReportMetric(float64(said), "messages")
	b.ReportMetric(early, "early-MB")
	b.ReportMetric(heldMB(), "late-MB")
}

// heldMB is how much of the heap is in use, in MB.
func heldMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// prepare encrypts the messages from number first on before the clock runs.
func prepare(platform *wecomtest.Platform, first, n int) []wecomtest.Envelope {
	messages := make([]wecomtest.Envelope, n)
	for i := range messages {
		at := first + i
		text := fmt.Sprintf("昨天下午去教科院听了两节课，王丽老师的教育心理学，地点主楼%d", 101+at/crowd) // nobody hears one lesson twice
		messages[i] = platform.Prepare(fmt.Sprintf("user%03d", at*7919%crowd), text, fmt.Sprint(7_000_000_000+at))
	}
	return messages
}

// load sends all messages with so many clients at once and says how it went.
func load(b *testing.B, server string, messages []wecomtest.Envelope, clients int) {
	took := make([]time.Duration, len(messages))
	var next atomic.Int64
	var running sync.WaitGroup
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as main does
	runtime.GC()                                      // what was prepared is not the program's garbage
	spent, began := processTime(b), time.Now()
	for range clients {
		running.Go(func() { drive(b, server, messages, took, &next) })
	}
	running.Wait()
	lasted := time.Since(began)
	spent = processTime(b) - spent
	slices.Sort(took)
	n := float64(len(messages))
	b.ReportMetric(n/lasted.Seconds(), "messages/s")
	b.ReportMetric(float64(spent.Microseconds())/n, "cpu-us/message") // the clients' part included
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// processTime is the CPU time that this process has used, in user and in system mode.
func processTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// drive sends requests one after the other, over a connection of its own, until none is left.
func drive(b *testing.B, server string, messages []wecomtest.Envelope, took []time.Duration, next *atomic.Int64) {
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	for {
		i := int(next.Add(1)) - 1
		if i >= len(messages) {
			return
		}
		began := time.Now()
		req, err := messages[i].Request(context.Background(), server+"/callback/wecom")
		if err != nil {
			b.Error(err)
			return
		}
		res, err := transport.RoundTrip(req)
		if err != nil {
			b.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			b.Errorf("request %d: %s", i, res.Status)
			return
		}
		took[i] = time.Since(began)
	}
}

func benchPlatform(b *testing.B) *wecomtest.Platform {
	platform, err := wecomtest.New(wecomtest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(platform.Close)
	return platform
}

// crowd is how many people write. Each is a leader and reports the same lesson again and again; with fewer of them the records of one day would pile
// up as they never do.
const crowd = 5000

// crowdedSchool is the demo school with a crowd of leaders more.
func crowdedSchool(b *testing.B) *policy.School {
	demo, err := config.DemoSchool()
	if err != nil {
		b.Fatal(err)
	}
	school := *demo
	school.Members = slices.Clone(demo.Members)
	for i := range crowd {
		school.Members = append(school.Members, policy.Member{
			ID: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("测试%c", '一'+i), Roles: []policy.Role{policy.Leader}, Post: policy.PostVicePresident,
			Contact:  []policy.Assignment{{Name: "教育科学学院"}},
			Accounts: []policy.Address{{Channel: "wecom", User: fmt.Sprintf("user%03d", i)}},
		})
	}
	school.Index()
	return &school
}

// duringDemo is a Thursday in term, ten o'clock.
func duringDemo() time.Time { return time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC) }

// benchStore is an empty ledger on disk or in memory.
func benchStore(b *testing.B, school *policy.School, engine string) *store.Store {
	var under kv.Engine = memory.New()
	if engine == "bolt" {
		on, err := bolt.Open(filepath.Join(b.TempDir(), "lianxin.db"), bolt.Options{})
		if err != nil {
			b.Fatal(err)
		}
		under = on
	}
	st, err := store.Open(under, store.Options{Location: school.Location})
	if err != nil {
		b.Fatal(err)
	}
	vault, err := store.NewVault([]byte("bench " + strings.Repeat("A", 43) + "="))
	if err != nil {
		b.Fatal(err)
	}
	st.Unlock(vault) // as serve does
	b.Cleanup(func() { _ = st.Close() })
	return st
}

// benchHouse is the callback on a bot on a ledger.
func benchHouse(b *testing.B, school *policy.School, platform *wecomtest.Platform, st *store.Store, now func() time.Time) http.Handler {
	o := platform.Options()
	callback, err := wecom.NewCallback(wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Token: o.Token, EncodingAESKey: o.EncodingAESKey},
		bot.New(school, st, zerolog.Nop(), bot.Options{}), zerolog.Nop(), now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = callback.Close(context.Background()) })
	return callback
}

// fillLedger writes the records numbered from..to in the order of time, spread over people and four years.
func fillLedger(b *testing.B, st *store.Store, school *policy.School, from, to int) {
	const slice, all, people = 2000, 5_000_000, 20_000
	first := time.Date(2022, 9, 1, 0, 0, 0, 0, time.UTC)
	step := duringDemo().AddDate(0, 0, -7).Sub(first) / all
	for done := from; done < to; done += slice {
		at := first.Add(time.Duration(done) * step)
		err := st.Update(at, func(tx *store.Tx) error {
			for i := done; i < min(done+slice, to); i++ {
				who := fmt.Sprintf("p%03d", i*7919%people)
				a := ledger.Activity{
					ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: school.Today(at), By: who, Entered: at,
					Said:    ledger.Details{PartOfDay: "下午", ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽"},
					Credits: []ledger.Credit{{Member: who, Confirmed: at}},
				}
				if err := errors.Join(tx.PutActivity(&a), tx.Log(who, "reported", a.ID, "observe_class")); err != nil {
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
