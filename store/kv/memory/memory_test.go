package memory_test

import (
	"bytes"
	"errors"
	"testing"

	"lianxin/store/kv"
	"lianxin/store/kv/kvtest"
	"lianxin/store/kv/memory"
)

func open(*testing.T) kv.Engine { return memory.New() }

func TestEngine(t *testing.T) { kvtest.Run(t, open) }

func TestSnapshot(t *testing.T) {
	kvtest.RunSnapshot(t, open, func(t *testing.T, copied []byte) kv.Engine {
		e, err := memory.Load(bytes.NewReader(copied))
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestLoadRefuses(t *testing.T) {
	e := memory.New()
	if err := e.Update(func(tx kv.Tx) error { tx.Put("table", []byte("key"), []byte("value")); return nil }); err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if _, err := e.Snapshot(&whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole.Len() {
		if _, err := memory.Load(bytes.NewReader(whole.Bytes()[:n])); !errors.Is(err, kv.ErrCorrupt) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	if _, err := memory.Load(bytes.NewReader(bytes.Repeat([]byte{0xFF}, 100))); !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("nonsense: %v", err)
	}
}
