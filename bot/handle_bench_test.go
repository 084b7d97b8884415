package bot

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
)

// BenchmarkHandle is a leader's report without the platform around it and without waiting for the disk, from 256 people at once: hear, parse, a turn in the
// transaction of a batch, the words of the card.
//
//	go test ./bot -run '^$' -bench Handle -benchtime 50000x
func BenchmarkHandle(b *testing.B) {
	demo, err := config.DemoSchool()
	if err != nil {
		b.Fatal(err)
	}
	const crowd = 5000
	school := *demo
	school.Members = append([]policy.Member{}, demo.Members...)
	for i := range crowd {
		school.Members = append(school.Members, policy.Member{
			ID: fmt.Sprintf("p%03d", i), Name: fmt.Sprintf("测试%c", '一'+i), Roles: []policy.Role{policy.Leader}, Post: policy.PostVicePresident,
			Contact:  []policy.Assignment{{Name: "教育科学学院"}},
			Accounts: []policy.Address{{Channel: "wecom", User: fmt.Sprintf("user%03d", i)}},
		})
	}
	school.Index()
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "lianxin.db"), bolt.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: school.Location})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	house := New(&school, st, zerolog.Nop(), Options{})
	now := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	var said atomic.Int64
	b.SetParallelism(256 / runtime.GOMAXPROCS(0))
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as main does
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(said.Add(1)) - 1
			m := Message{
				Key: fmt.Sprintf("ww/%d", i), From: policy.Address{Channel: "wecom", User: fmt.Sprintf("user%03d", i*7919%crowd)}, Kind: Text, At: now, Received: now,
				Text: fmt.Sprintf("昨天下午去教科院听了两节课，王丽老师的教育心理学，地点主楼%d", 101+i/crowd),
			}
			if _, err := house.Handle(context.Background(), m); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
