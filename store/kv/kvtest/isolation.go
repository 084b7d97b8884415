package kvtest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"lianxin/store/kv"
)

var errRefused = errors.New("refused")

// spoil writes, replaces and deletes, so that there is something to undo.
func spoil(tx kv.Tx) {
	tx.Put("a", []byte("k1"), []byte("spoiled"))
	tx.Put("a", []byte("k1"), []byte("spoiled twice"))
	tx.Delete("a", []byte("k2"))
	tx.Put("a", []byte("k2"), []byte("spoiled"))
	tx.Delete("a", []byte("k3"))
	tx.Put("a", []byte("new"), []byte("spoiled"))
	tx.Put("a", []byte("gone"), []byte("spoiled"))
	tx.Delete("a", []byte("gone"))
	tx.Put("new table", []byte("k"), []byte("spoiled"))
}

func testFailure(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k1=v1", "k2=v2", "k3=")
	err := e.Update(func(tx kv.Tx) error { spoil(tx); return errRefused })
	if err != errRefused {
		t.Errorf("update = %v, want the very error of the function", err)
	}
	same(t, "entries", []string{"k1=v1", "k2=v2", "k3="}, entries(t, e, "a"))
	same(t, "new table", []string(nil), entries(t, e, "new table"))
	if err := e.View(func(kv.Tx) error { return errRefused }); err != errRefused {
		t.Errorf("view = %v, want the very error of the function", err)
	}
	put(t, e, "new table", "k=v")
	same(t, "new table", []string{"k=v"}, entries(t, e, "new table"))
}

func testPanic(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k1=v1", "k2=v2", "k3=")
	for what, run := range map[string]func(func(kv.Tx) error) error{"update": e.Update, "view": e.View} {
		for _, value := range []any{"out of paper", errRefused} {
			got := panicOf(func() {
				err := run(func(tx kv.Tx) error { spoil(tx); panic(value) })
				t.Errorf("%s returned %v", what, err)
			})
			if p, ok := got.(*kv.Panic); ok {
				if !strings.Contains(p.Error(), fmt.Sprint(value)) || !strings.Contains(string(p.Stack), "spoil") && !strings.Contains(string(p.Stack), "testPanic") {
					t.Errorf("the panic says %v", p)
				}
				if err, isErr := value.(error); isErr && !errors.Is(p, err) {
					t.Errorf("%v does not wrap %v", p.Value, err)
				}
				got = p.Value
			}
			if got != value {
				t.Errorf("%s panicked with %v, want %v", what, got, value)
			}
		}
	}
	same(t, "entries", []string{"k1=v1", "k2=v2", "k3="}, entries(t, e, "a"))
}

func panicOf(fn func()) (value any) {
	defer func() { value = recover() }()
	fn()
	return nil
}

// testExit ends the goroutine inside a function, as t.FailNow does.
func testExit(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k1=v1", "k2=v2", "k3=")
	for _, run := range []func(func(kv.Tx) error) error{e.Update, e.View, e.Update} {
		done := make(chan bool)
		go func() {
			defer close(done)
			err := run(func(tx kv.Tx) error { spoil(tx); runtime.Goexit(); return nil })
			t.Errorf("returned %v", err)
		}()
		<-done
	}
	same(t, "entries", []string{"k1=v1", "k2=v2", "k3="}, entries(t, e, "a"))
	put(t, e, "a", "k4=goes on")
}

// testFailuresAmongOthers lets many callers come together, of whom some fail, so that an engine that joins them in one
// commit must take out the writes of those.
func testFailuresAmongOthers(t *testing.T, e kv.Engine) {
	const callers, rounds = 48, 8
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for r := range rounds {
				own := fmt.Appendf(nil, "caller %02d round %d", c, r)
				err := tolerant(func() error {
					return e.Update(func(tx kv.Tx) error { return oneOfMany(tx, c+r, own) })
				})
				if failed := (c+r)%3 != 0; failed != (err != nil) {
					t.Errorf("%s: %v", own, err)
				}
			}
		})
	}
	all.Wait()

	view(t, e, func(tx kv.Tx) {
		var total uint64
		for c := range callers {
			for r := range rounds {
				own := fmt.Appendf(nil, "caller %02d round %d", c, r)
				_, there := tx.Get("own", own)
				if should := (c+r)%3 == 0; there != should {
					t.Errorf("%s: written %v, want %v", own, there, should)
				}
				if there {
					total++
				}
			}
		}
		if n := number(tx, "shared"); n != total {
			t.Errorf("%d counted, %d written", n, total)
		}
		same(t, "writes of those who failed", []string(nil), keys(tx.Scan("failed", nil, nil)))
	})
}

// oneOfMany writes something of its own and counts in an entry that all share; then a third of all fails, and a
// third panics.
func oneOfMany(tx kv.Tx, which int, own []byte) error {
	tx.Put("own", own, []byte("x"))
	add(tx, "shared", 1)
	if which%3 == 0 {
		return nil
	}
	tx.Put("failed", own, []byte("x"))
	for k := range tx.Scan("own", nil, nil) {
		tx.Delete("own", k)
		break
	}
	if which%3 == 1 {
		panic(errRefused)
	}
	return errRefused
}

func tolerant(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = v.(error)
		}
	}()
	return fn()
}

func number(tx kv.Tx, key string) uint64 {
	v, ok := tx.Get("number", []byte(key))
	if !ok {
		return 0
	}
	return binary.BigEndian.Uint64(v)
}

func add(tx kv.Tx, key string, n uint64) {
	tx.Put("number", []byte(key), binary.BigEndian.AppendUint64(nil, number(tx, key)+n))
}

func testCounter(t *testing.T, e kv.Engine) {
	const callers, rounds = 16, 25
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for range rounds {
				if err := e.Update(func(tx kv.Tx) error { add(tx, "n", 1); return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	view(t, e, func(tx kv.Tx) {
		if n := number(tx, "n"); n != callers*rounds {
			t.Errorf("counted to %d, want %d", n, callers*rounds)
		}
	})
}

func testFrozenView(t *testing.T, e kv.Engine) {
	put(t, e, "a", "k1=v1", "k2=v2")
	err := e.View(func(tx kv.Tx) error {
		before, _ := tx.Get("a", []byte("k1"))
		written := make(chan error)
		go func() {
			for i := range 50 {
				if err := e.Update(func(tx kv.Tx) error {
					tx.Put("a", []byte("k1"), fmt.Appendf(nil, "later %d", i))
					tx.Delete("a", []byte("k2"))
					tx.Put("a", fmt.Appendf(nil, "k3 %d", i), make([]byte, 3000))
					return nil
				}); err != nil {
					written <- err
				}
			}
			close(written)
		}()
		for err := range written {
			t.Error(err)
		}
		same(t, "a value read before", "v1", string(before))
		same(t, "a running View", []string{"k1=v1", "k2=v2"}, listed(tx.Scan("a", nil, nil)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(entries(t, e, "a")); got != 51 {
		t.Errorf("a later View sees %d entries, want 51", got)
	}
}

// testTransfers moves amounts between accounts while Views add them up.
func testTransfers(t *testing.T, e kv.Engine) {
	const accounts, amount = 10, 100
	update(t, e, func(tx kv.Tx) {
		for i := range accounts {
			add(tx, fmt.Sprint(i), amount)
		}
	})
	var movers, viewers sync.WaitGroup
	stop := make(chan bool)
	for m := range 4 {
		movers.Go(func() {
			for i := range 40 {
				from, to := fmt.Sprint((m+i)%accounts), fmt.Sprint((m*3+i*7+1)%accounts)
				err := e.Update(func(tx kv.Tx) error {
					add(tx, to, 1)
					if number(tx, from) == 0 {
						return errRefused
					}
					add(tx, from, ^uint64(0))
					return nil
				})
				if err != nil && err != errRefused {
					t.Error(err)
				}
			}
		})
	}
	for range 3 {
		viewers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				var sum uint64
				if err := e.View(func(tx kv.Tx) error {
					for _, v := range tx.Scan("number", nil, nil) {
						sum += binary.BigEndian.Uint64(v)
					}
					return nil
				}); err != nil || sum != accounts*amount {
					t.Errorf("sum %d, %v", sum, err)
					return
				}
			}
		})
	}
	movers.Wait()
	close(stop)
	viewers.Wait()
}
