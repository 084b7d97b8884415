package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/store"
	"lianxin/store/ledger"
)

// tasksOf are the tasks of a sound ledger.
func tasksOf(st *store.Store) ControlTasks {
	return ControlTasks{
		Backup: func(_ context.Context, w io.Writer) error { return st.Backup(w) },
		Verify: func(context.Context) (string, bool, error) {
			report, err := st.Verify()
			return report.String() + "\n", err == nil, nil
		},
		Health: NewHealth(nil, nil, zerolog.Nop()),
	}
}

// serveControl answers on a socket of its own and gives a client of it.
func serveControl(t *testing.T, control *Control) (client *ControlClient, path string) {
	t.Helper()
	path = filepath.Join(shortDir(t), "lianxin.sock")
	ln, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- NewServer(control, zerolog.Nop()).Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	client, err = DialControl(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client, path
}

// shortDir is a folder whose path leaves room for the name of a socket.
func shortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestControl(t *testing.T) {
	h := newHouse(t)
	h.report(t, "lin", ledger.Details{Course: "教育心理学"})
	control := NewControl(tasksOf(h.store), zerolog.Nop())
	control.Handle("GET /metrics", NewAdmin(zerolog.Nop()))
	client, _ := serveControl(t, control)

	report, ok, err := client.Verify(t.Context())
	if err != nil || !ok || !strings.HasSuffix(report, "journal ok\n") || !strings.HasPrefix(report, "activities 1 ") {
		t.Errorf("Verify = %q, %v, %v", report, ok, err)
	}
	if text, ok, err := client.Health(t.Context()); err != nil || !ok || text != "ok\n" {
		t.Errorf("Health = %q, %v, %v", text, ok, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	f, err := os.Create(copied)
	if err != nil {
		t.Fatal(err)
	}
	n, err := client.Backup(t.Context(), f)
	if err != nil || n == 0 {
		t.Errorf("Backup = %d, %v", n, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenFile(copied, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if got, err := st.Verify(); err != nil || got.Activities != 1 {
		t.Errorf("the copy: %v, %v", got, err)
	}
	if text, _, err := client.text(t.Context(), "/metrics", http.StatusOK); err != nil || !strings.Contains(text, "go_goroutines") {
		t.Errorf("what was added: %d bytes, %v", len(text), err)
	}
}

func TestControlTellsWhatFails(t *testing.T) {
	failing := errors.New("disk is full")
	client, _ := serveControl(t, NewControl(ControlTasks{
		Backup: func(context.Context, io.Writer) error { return failing },
		Verify: func(context.Context) (string, bool, error) {
			return "activities 1 journal broken at line 3\n", false, nil
		},
		Health: NewHealth(nil, Checks{"wecom": func(context.Context) error { return failing }}, zerolog.Nop()),
	}, zerolog.Nop()))
	if _, err := client.Backup(t.Context(), io.Discard); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("Backup = %v", err)
	}
	if report, ok, err := client.Verify(t.Context()); err != nil || ok || !strings.Contains(report, "broken at line 3") {
		t.Errorf("Verify = %q, %v, %v", report, ok, err)
	}
	if text, ok, err := client.Health(t.Context()); err != nil || ok || text != "failing: wecom\n" {
		t.Errorf("Health = %q, %v, %v", text, ok, err)
	}
}

func TestControlTellsWhatCannotBeVerified(t *testing.T) {
	client, _ := serveControl(t, NewControl(ControlTasks{
		Verify: func(context.Context) (string, bool, error) { return "", false, errors.New("store is closed") },
	}, zerolog.Nop()))
	if _, _, err := client.Verify(t.Context()); err == nil || !strings.Contains(err.Error(), "store is closed") {
		t.Errorf("Verify = %v", err)
	}
}

// A copy that breaks off must not pass for a whole one.
func TestBackupThatBreaksOff(t *testing.T) {
	client, _ := serveControl(t, NewControl(ControlTasks{Backup: func(_ context.Context, w io.Writer) error {
		if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<20)); err != nil {
			return err
		}
		return errors.New("disk is gone")
	}}, zerolog.Nop()))
	if n, err := client.Backup(t.Context(), io.Discard); err == nil {
		t.Errorf("a broken copy of %d bytes passed", n)
	}
}

func TestSocketIsTheOwnersAlone(t *testing.T) {
	path := filepath.Join(shortDir(t), "s.sock")
	ln, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("%v lie in the folder, %v", entries, err)
	}
	if err := ln.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	if _, err := DialControl(path); !errors.Is(err, ErrNotServing) {
		t.Errorf("DialControl = %v", err)
	}
}

func TestSocketOfADeadProcessIsReplaced(t *testing.T) {
	path := filepath.Join(shortDir(t), "s.sock")
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	_ = dead.Close()
	if _, err := DialControl(path); !errors.Is(err, ErrNotServing) {
		t.Errorf("DialControl to a dead socket = %v", err)
	}
	ln, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	client, err := DialControl(path)
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
}

func TestSocketInUseIsLeftAlone(t *testing.T) {
	_, path := serveControl(t, NewControl(tasksOf(openStore(t)), zerolog.Nop()))
	if _, err := ListenControl(path); !errors.Is(err, ErrServing) {
		t.Errorf("ListenControl = %v", err)
	}
	client, err := DialControl(path)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, ok, err := client.Health(t.Context()); err != nil || !ok {
		t.Errorf("the first server: %v, %v", ok, err)
	}
}

func TestFileInTheSocketsPlaceIsLeftAlone(t *testing.T) {
	path := filepath.Join(shortDir(t), "s.sock")
	if err := os.WriteFile(path, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ListenControl(path); err == nil {
		t.Error("a file was taken for a socket")
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "precious" {
		t.Errorf("the file holds %q, %v", b, err)
	}
}

func TestSocketPathTooLong(t *testing.T) {
	dir := shortDir(t)
	for n := 80; n < 130; n++ {
		path := filepath.Join(dir, strings.Repeat("n", max(1, n-len(dir)-1)))
		ln, err := ListenControl(path)
		if fits := err == nil; fits {
			client, err := DialControl(path)
			if err != nil {
				t.Fatalf("%d bytes: opened but not reached: %v", len(path), err)
			}
			client.Close()
			_ = ln.Close()
			continue
		}
		if !strings.Contains(err.Error(), "路径太长") {
			t.Errorf("%d bytes: %v", len(path), err)
		}
		if _, err := DialControl(path); !errors.Is(err, ErrNotServing) {
			t.Errorf("%d bytes: DialControl = %v", len(path), err)
		}
	}
}

func TestSocketInNoFolder(t *testing.T) {
	if _, err := ListenControl(filepath.Join(shortDir(t), "none", "s.sock")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ListenControl = %v", err)
	}
}

func TestAnotherProcessesSocketIsNotRemoved(t *testing.T) {
	path := filepath.Join(shortDir(t), "s.sock")
	first, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("the second socket: %v", err)
	}
}

// A server that takes the question and never answers is not well, and whoever asks does not hang with it.
func TestHealthOfAServerThatHangs(t *testing.T) {
	path := filepath.Join(shortDir(t), "lianxin.sock")
	ln, err := ListenControl(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close() // nobody accepts: the system takes connections all the same
	client, err := DialControl(path)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	client.well = 50 * time.Millisecond
	if text, ok, err := client.Health(t.Context()); ok || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%q, %v, %v", text, ok, err)
	}
}
