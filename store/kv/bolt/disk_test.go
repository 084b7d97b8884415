//go:build unix

package bolt_test

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

// childFull writes until the file may grow no further, at two limits: one that lets the file grow but a little, one
// below its present size. It says which keys are durable.
func childFull(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	if err := fill(e, "before", 8); err != nil {
		return err
	}
	for _, limit := range []int64{e.Stats().FileSize + 1, 256 << 10} {
		if err := setLimit(uint64(limit)); err != nil {
			return err
		}
		if err := fillUp(e, fmt.Sprint("limit ", limit)); err != nil {
			return err
		}
		if err := setLimit(hardLimit()); err != nil {
			return err
		}
		if err := fill(e, fmt.Sprint("after ", limit), 8); err != nil {
			return fmt.Errorf("with space again: %w", err)
		}
	}
	return e.Close()
}

// fillUp writes from many goroutines until writing fails, and reads after that.
func fillUp(e *bolt.Engine, name string) error {
	var all sync.WaitGroup
	failures := make([]error, 8)
	for w := range failures {
		all.Go(func() { failures[w] = fill(e, fmt.Sprintf("%s writer %d", name, w), 1000) })
	}
	all.Wait()
	for _, err := range failures {
		if err == nil || errors.Is(err, kv.ErrFailed) || errors.Is(err, kv.ErrCorrupt) {
			return fmt.Errorf("writing to a full disk: %w", err)
		}
	}
	return e.View(func(tx kv.Tx) error {
		if _, ok := tx.Get("left", []byte("before 0")); !ok {
			return errors.New("no reading after a failed write")
		}
		return sameTables(tx)
	})
}

// fill writes up to n entries of 100 KB, says which, and gives the first failure.
func fill(e *bolt.Engine, name string, n int) error {
	value := make([]byte, 100_000)
	for i := range n {
		key := fmt.Sprint(name, " ", i)
		if err := e.Update(func(tx kv.Tx) error {
			tx.Put("left", []byte(key), value)
			tx.Put("right", []byte(key), value)
			return nil
		}); err != nil {
			fmt.Println("failed", key)
			return err
		}
		fmt.Println("durable", key)
	}
	return nil
}

func setLimit(size uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: hardLimit()})
}

func hardLimit() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
	return limit.Max
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	c := startChild(t, "full", path)
	said := map[string][]string{}
	c.lines(func(line string) {
		what, key, _ := strings.Cut(line, " ")
		said[what] = append(said[what], key)
	})
	if err := c.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Check(path); err != nil {
		t.Fatal(err)
	}
	if len(said["failed"]) < 16 || len(said["durable"]) < 24 {
		t.Errorf("%d writes failed, %d succeeded", len(said["failed"]), len(said["durable"]))
	}
	e := reopen(t, path, bolt.Options{})
	if err := e.View(func(tx kv.Tx) error {
		for _, key := range said["failed"] {
			if _, ok := tx.Get("left", []byte(key)); ok {
				t.Errorf("%s had failed and is there", key)
			}
		}
		return hasAll(tx, said["durable"])
	}); err != nil {
		t.Error(err)
	}
}

// childPowerless gives up the rights of the superuser, if it has them, and tries what it then may not.
func childPowerless(string) error {
	if os.Getuid() == 0 {
		const nobody = 65534
		if err := syscall.Setuid(nobody); err != nil {
			return err
		}
	}
	folder, err := os.MkdirTemp("", "kv")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "db")
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	return errors.Join(
		refused(path, path, 0o400),
		refused(path, path, 0o000),
		refused(filepath.Join(folder, "new"), folder, 0o500),
		refused(path, folder, 0o000),
	)
}

// refused tries to open a file after a change of mode, which it takes back.
func refused(path, changed string, mode os.FileMode) error {
	if err := os.Chmod(changed, mode); err != nil {
		return err
	}
	defer os.Chmod(changed, 0o700)
	e, err := bolt.Open(path, bolt.Options{})
	if err == nil {
		e.Close()
	}
	if !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), path) {
		return fmt.Errorf("open with mode %v of %s: %w", mode, changed, err)
	}
	fmt.Println(err)
	return nil
}

func TestNoRights(t *testing.T) {
	c := startChild(t, "powerless", t.TempDir())
	refusals := 0
	c.lines(func(string) { refusals++ })
	if err := c.cmd.Wait(); err != nil || refusals != 4 {
		t.Errorf("%d refusals, %v", refusals, err)
	}
}
