package bolt_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	e := reopen(t, path, bolt.Options{})
	put(t, e, "a", "k", "v")
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 { // with and without writing
		e = reopen(t, path, bolt.Options{})
		if err := e.View(func(tx kv.Tx) error {
			if v, _ := tx.Get("a", []byte("k")); string(v) != "v" {
				t.Errorf("got %q", v)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if err := bolt.Check(path); err != nil {
			t.Error(err)
		}
	}
}

func TestOpenTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	reopen(t, path, bolt.Options{})
	for what, open := range map[string]func() error{
		"open":  func() error { _, err := bolt.Open(path, bolt.Options{LockTimeout: 50 * time.Millisecond}); return err },
		"check": func() error { return bolt.Check(path) },
	} {
		began := time.Now()
		err := open()
		if !errors.Is(err, kv.ErrLocked) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", what, err)
		}
		if waited := time.Since(began); waited > 5*time.Second {
			t.Errorf("%s waited %v", what, waited)
		}
	}
}

func TestOpenWaitsForTheOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	first := reopen(t, path, bolt.Options{})
	go func() {
		time.Sleep(100 * time.Millisecond)
		first.Close()
	}()
	reopen(t, path, bolt.Options{LockTimeout: 10 * time.Second})
}

func TestOpenNoStore(t *testing.T) {
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	anyError := errors.New("any")
	for _, c := range []struct {
		what, path  string
		open, check error
	}{
		{"a folder", folder, anyError, anyError},
		{"no folder", filepath.Join(folder, "none", "db"), fs.ErrNotExist, fs.ErrNotExist},
		{"a file as folder", filepath.Join(file("file", nil), "db"), anyError, anyError},
		{"an empty name", "", anyError, anyError},
		{"an empty file", file("empty", nil), nil, kv.ErrCorrupt},
		{"a short file", file("short", []byte("people: []\n")), kv.ErrCorrupt, kv.ErrCorrupt},
		{"zeros", file("zeros", make([]byte, 1<<16)), kv.ErrCorrupt, kv.ErrCorrupt},
		{"text", file("text", bytes.Repeat([]byte("people: []\n"), 1<<12)), kv.ErrCorrupt, kv.ErrCorrupt},
	} {
		check := bolt.Check(c.path)
		e, err := bolt.Open(c.path, bolt.Options{})
		if err == nil {
			e.Close()
		}
		for call, got := range map[string][2]error{"open": {err, c.open}, "check": {check, c.check}} {
			if want := got[1]; want == anyError && got[0] == nil || want != anyError && !errors.Is(got[0], want) {
				t.Errorf("%s of %s: %v, want %v", call, c.what, got[0], want)
			}
		}
	}
	if err := bolt.Check(filepath.Join(folder, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("check of nothing: %v", err)
	}
}
