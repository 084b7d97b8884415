package wecom_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
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
	school := crowdedSchool(b, clients)
	platform := benchPlatform(b)
	handler := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	if engine != "empty" {
		handler = benchHouse(b, school, platform, engine)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	requests := make([][]byte, b.N)
	for i := range requests {
		requests[i] = wire(b, platform, i, clients)
	}
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var running sync.WaitGroup
	b.ResetTimer()
	for range clients {
		running.Go(func() { drive(b, server.Listener.Addr().String(), requests, took, &next) })
	}
	running.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// drive sends requests over one connection until none is left.
func drive(b *testing.B, address string, requests [][]byte, took []time.Duration, next *atomic.Int64) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		b.Error(err)
		return
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		i := int(next.Add(1)) - 1
		if i >= len(requests) {
			return
		}
		began := time.Now()
		if _, err := conn.Write(requests[i]); err != nil {
			b.Error(err)
			return
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil || res.StatusCode != http.StatusOK {
			b.Errorf("request %d: %v %v", i, res, err)
			return
		}
		_, _ = io.Copy(io.Discard, res.Body)
		took[i] = time.Since(began)
	}
}

// wire is the n-th message as bytes on the wire, encrypted before the clock runs.
func wire(b *testing.B, platform *wecomtest.Platform, n, clients int) []byte {
	text := fmt.Sprintf("昨天下午去教科院听了两节课，王丽老师的教育心理学，地点主楼%d", 101+n/clients)
	req, err := platform.Prepare(fmt.Sprintf("user%03d", n%clients), text, fmt.Sprint(7_000_000_000+n)).Request(context.Background(), "http://lianxin.test/callback/wecom")
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	if err := req.Write(&out); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func benchPlatform(b *testing.B) *wecomtest.Platform {
	platform, err := wecomtest.New(wecomtest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(platform.Close)
	return platform
}

// crowdedSchool is the demo school with one more leader for each client.
func crowdedSchool(b *testing.B, clients int) *policy.School {
	demo, err := config.DemoSchool()
	if err != nil {
		b.Fatal(err)
	}
	school := *demo
	school.Members = slices.Clone(demo.Members)
	for i := range clients {
		school.Members = append(school.Members, policy.Member{
			ID: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("测试%c", '一'+i), Roles: []policy.Role{policy.Leader}, Post: policy.PostVicePresident,
			Contact:  []policy.Assignment{{Name: "教育科学学院"}},
			Accounts: []policy.Address{{Channel: "wecom", User: fmt.Sprintf("user%03d", i)}},
		})
	}
	return &school
}

// benchHouse is the callback on a bot on a ledger.
func benchHouse(b *testing.B, school *policy.School, platform *wecomtest.Platform, engine string) http.Handler {
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
	b.Cleanup(func() { _ = st.Close() })
	o := platform.Options()
	demoTime := func() time.Time { return time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC) }
	callback, err := wecom.NewCallback(wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Token: o.Token, EncodingAESKey: o.EncodingAESKey},
		bot.New(school, st, zerolog.Nop(), bot.Options{}), zerolog.Nop(), demoTime)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = callback.Close(context.Background()) })
	return callback
}
