// Package kvtest is what every engine of package kv must pass: the promises of kv.Engine and kv.Tx as tests, and a
// comparison with a plain map over long random histories. It knows no engine.
package kvtest

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/store/kv"
)

// Run tests an engine. Each call of open gives a new empty store, which the suite closes.
func Run(t *testing.T, open func(*testing.T) kv.Engine) {
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.Engine)
	}{
		{"Empty", testEmpty},
		{"Values", testValues},
		{"Buffers", testBuffers},
		{"Limits", testLimits},
		{"OwnWrites", testOwnWrites},
		{"Sticky", testSticky},
		{"ReadOnly", testReadOnly},
		{"Over", testOver},
		{"Order", testOrder},
		{"Ranges", testRanges},
		{"Prefixes", testPrefixes},
		{"Break", testBreak},
		{"ScanWhileWriting", testScanWhileWriting},
		{"EmptiedPages", testEmptiedPages},
		{"Failure", testFailure},
		{"Panic", testPanic},
		{"Exit", testExit},
		{"FailuresAmongOthers", testFailuresAmongOthers},
		{"Counter", testCounter},
		{"FrozenView", testFrozenView},
		{"Transfers", testTransfers},
		{"Closed", testClosed},
		{"CloseWaits", testCloseWaits},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(t)
			t.Cleanup(func() { closeOnce(t, e) })
			c.test(t, e)
		})
	}
	t.Run("Model", func(t *testing.T) { testModel(t, open) })
}

func closeOnce(t *testing.T, e kv.Engine) {
	if err := e.Close(); err != nil && !errors.Is(err, kv.ErrClosed) {
		t.Errorf("close: %v", err)
	}
}

// RunSnapshot tests that restore makes a store with the same entries of what Snapshot wrote.
func RunSnapshot(t *testing.T, open func(*testing.T) kv.Engine, restore func(*testing.T, []byte) kv.Engine) {
	e := open(t)
	t.Cleanup(func() { closeOnce(t, e) })
	put(t, e, "a", "k1=v1", "k2=", "k3="+strings.Repeat("x", 10_000))
	put(t, e, "b", "k1=other")

	var copied bytes.Buffer
	n, err := e.Snapshot(&copied)
	if err != nil || n != int64(copied.Len()) {
		t.Fatalf("Snapshot = %d, %v; wrote %d bytes", n, err, copied.Len())
	}
	put(t, e, "a", "k4=later")

	r := restore(t, copied.Bytes())
	t.Cleanup(func() { closeOnce(t, r) })
	want := []string{"k1=v1", "k2=", "k3=" + strings.Repeat("x", 10_000)}
	same(t, "restored table a", want, entries(t, r, "a"))
	same(t, "restored table b", []string{"k1=other"}, entries(t, r, "b"))
	put(t, r, "b", "k2=goes on")

	if _, err := e.Snapshot(fullDisk{}); err == nil {
		t.Error("Snapshot to a full disk gives no error")
	}
	put(t, e, "a", "k5=still works")
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("full") }

// update runs fn, which must succeed.
func update(t *testing.T, e kv.Engine, fn func(kv.Tx)) {
	t.Helper()
	if err := e.Update(func(tx kv.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t *testing.T, e kv.Engine, fn func(kv.Tx)) {
	t.Helper()
	if err := e.View(func(tx kv.Tx) error { fn(tx); return nil }); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// put writes entries of the form key=value.
func put(t *testing.T, e kv.Engine, table string, entries ...string) {
	t.Helper()
	update(t, e, func(tx kv.Tx) {
		for _, entry := range entries {
			key, value, _ := strings.Cut(entry, "=")
			tx.Put(table, []byte(key), []byte(value))
		}
	})
}

// entries are those of a table, as put takes them.
func entries(t *testing.T, e kv.Engine, table string) []string {
	t.Helper()
	var all []string
	view(t, e, func(tx kv.Tx) { all = listed(tx.Scan(table, nil, nil)) })
	return all
}

func listed(scan iter.Seq2[[]byte, []byte]) []string {
	var all []string
	for k, v := range scan {
		all = append(all, fmt.Sprintf("%s=%s", k, v))
	}
	return all
}

func keys(scan iter.Seq2[[]byte, []byte]) []string {
	var all []string
	for k := range scan {
		all = append(all, string(k))
	}
	return all
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
