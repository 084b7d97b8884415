package reminders

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

func TestPanicAndHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		st := emptyStore(t)
		p := &phone{
			deaf:   make(chan struct{}),
			panics: func(text string) bool { return text == "panic" },
			hang:   func(text string) bool { return text == "hang" },
		}
		d := NewDelivery(st, map[string]Sender{"wecom": p}, time.Now, zerolog.New(zerolog.SyncWriter(&log)), DeliveryOptions{Jitter: func() float64 { return 0 }})
		post(t, st, "a", "panic")
		post(t, st, "b", "hang")
		post(t, st, "c", "good")
		stop := run(t, d)
		time.Sleep(time.Second)
		if got := notice(t, st, "good"); got.State(time.Time{}) != "sent" {
			t.Errorf("a notice beside bad ones: %+v", got)
		}
		if got := notice(t, st, "panic"); got.State(time.Time{}) != "pending" || got.Reason != reasonPanic {
			t.Errorf("after a panic: %+v", got)
		}
		if got := notice(t, st, "hang"); got.State(time.Time{}) != "sending" {
			t.Errorf("while the sender hangs: %+v", got)
		}
		time.Sleep(11 * time.Second)
		if got := notice(t, st, "hang"); got.State(time.Time{}) != "pending" || got.Reason != reasonNoAnswer {
			t.Errorf("after the sender hung: %+v", got)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		close(p.deaf)
		synctest.Wait()
		if strings.Contains(log.String(), "the text is") || !strings.Contains(log.String(), "a sender panicked") {
			t.Errorf("log of a panic: %s", log.String())
		}
	})
}

func TestCrashWhileSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		started := time.Now()
		dead := &phone{hang: func(string) bool { return true }, deaf: make(chan struct{})}
		for i := range 10 {
			post(t, st, fmt.Sprintf("user%d", i), fmt.Sprint(i))
		}
		first, killed := delivery(st, dead), make(chan struct{})
		go func() {
			_, _ = first.Once(context.Background())
			close(killed)
		}()
		time.Sleep(5 * time.Second) // the first process is gone: nothing it does counts any more
		for _, text := range dead.texts() {
			if got := notice(t, st, text); got.State(started.Add(3*time.Second)) != "unknown" {
				t.Errorf("row of a dead process: %s", got.State(started.Add(3*time.Second)))
			}
		}

		p := &phone{}
		sent, err := delivery(st, p).Once(context.Background())
		if err != nil || sent != 10 {
			t.Fatalf("after the crash Once = %d, %v; want 10", sent, err)
		}
		for _, n := range outbox(t, st) {
			if n.State(time.Time{}) != "sent" || n.Text != strings.TrimPrefix(n.Key, "reply/") {
				t.Errorf("after the crash: %+v", n)
			}
		}
		close(dead.deaf)
		<-killed
	})
}

func TestEndOfRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		p := &phone{latency: 3 * time.Second}
		for i := range 12 {
			post(t, st, fmt.Sprintf("user%d", i), fmt.Sprint(i))
		}
		stop := run(t, delivery(st, p))
		time.Sleep(time.Second)
		begun := time.Now()
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 2500*time.Millisecond {
			t.Errorf("Run ended after %v", took)
		}
		count := map[string]int{}
		for _, n := range outbox(t, st) {
			count[n.State(time.Time{})]++
			if n.State(time.Time{}) == "pending" && (n.Attempts != 0 || n.Due.After(begun)) {
				t.Errorf("a row that was put back: %+v", n)
			}
		}
		if diff := cmp.Diff(map[string]int{"sent": 4, "pending": 8}, count); diff != "" {
			t.Errorf("after the end (-want +got):\n%s", diff)
		}
	})
}

func TestEndCutsHangingAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		p := &phone{hang: func(string) bool { return true }}
		post(t, st, "a", "one")
		stop := run(t, delivery(st, p, func(o *DeliveryOptions) { o.SendTimeout = time.Hour }))
		time.Sleep(time.Second)
		begun := time.Now()
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took != 5*time.Second {
			t.Errorf("Run ended after %v, want the grace of 5 s", took)
		}
		if got := notice(t, st, "one"); got.State(time.Time{}) != "pending" || got.Reason != "没有答复" {
			t.Errorf("after the end: %+v", got)
		}
	})
}

func TestStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &flaky{Engine: memory.New()}
		st, p := storeOn(t, engine), &phone{latency: time.Second}
		post(t, st, "a", "one")
		post(t, st, "b", "two", func(n *ledger.Notice) { n.Due = n.Due.Add(5 * time.Second) })
		stop := run(t, delivery(st, p))
		time.Sleep(500 * time.Millisecond)
		engine.fails.Store(true) // while the first is under way
		time.Sleep(20 * time.Second)
		if diff := cmp.Diff([]string{"one"}, p.texts()); diff != "" {
			t.Errorf("with a store that fails nothing new is sent, and nothing twice (-want +got):\n%s", diff)
		}
		engine.fails.Store(false)
		time.Sleep(10 * time.Second)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"one", "two"}, p.texts()); diff != "" {
			t.Errorf("after the store works again (-want +got):\n%s", diff)
		}
		if got := notice(t, st, "one"); got.State(time.Time{}) != "sent" || got.Attempts != 1 {
			t.Errorf("the outcome that could not be written at first: %+v", got)
		}
	})
}

func TestDamagedRowStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		engine := memory.New()
		st, p := storeOn(t, engine), &phone{}
		post(t, st, "a", "bad")
		post(t, st, "b", "good")
		err := engine.Update(func(tx kv.Tx) error {
			for key := range tx.Scan("notices", nil, nil) {
				tx.Put("notices", key, []byte("nonsense"))
				break
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		d := NewDelivery(st, map[string]Sender{"wecom": p}, time.Now, zerolog.New(zerolog.SyncWriter(&log)), DeliveryOptions{})
		stop := run(t, d)
		time.Sleep(time.Minute)
		post(t, st, "c", "new")
		time.Sleep(time.Minute)
		if err := stop(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"good", "new"}, p.texts()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if n := strings.Count(log.String(), "the store fails"); n != 1 {
			t.Errorf("logged %d times", n)
		}
	})
}

func TestEndWhileTheStoreFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := &flaky{Engine: memory.New()}
		st, p := storeOn(t, engine), &phone{latency: time.Second}
		post(t, st, "a", "one")
		stop := run(t, delivery(st, p))
		time.Sleep(500 * time.Millisecond)
		engine.fails.Store(true)
		if err := stop(); !errors.Is(err, errDisk) {
			t.Errorf("Run ended with %v although an outcome is not written", err)
		}
		engine.fails.Store(false)
	})
}
