//go:build unix

package bolt_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

// childWriter writes with 32 goroutines until it is killed, and says which keys are durable.
func childWriter(path string) error {
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	failure := make(chan error)
	for w := range 32 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("%d-%02d-%06d", os.Getpid(), w, i)
				if err := e.Update(func(tx kv.Tx) error { return writeBoth(tx, key) }); err != nil {
					failure <- err
				}
				fmt.Println(key)
			}
		}()
	}
	return <-failure
}

// writeBoth puts an entry in two tables, deletes an old one in both, and counts.
func writeBoth(tx kv.Tx, key string) error {
	value := make([]byte, len(key)*20)
	tx.Put("left", []byte(key), value)
	tx.Put("right", []byte(key), value)
	for k := range tx.Scan("scratch", nil, nil) {
		tx.Delete("scratch", k)
		break
	}
	tx.Put("scratch", []byte(key), value)
	return nil
}

// TestKill kills a writing process again and again, and looks for every key that it had called durable.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	var durable []string
	for round := range 6 {
		before := len(durable)
		durable = append(durable, writeAndKill(t, path)...)
		if len(durable) == before {
			t.Fatal("the child wrote nothing")
		}
		if err := bolt.Check(path); err != nil {
			t.Fatal(err)
		}
		e := reopen(t, path, bolt.Options{})
		if err := e.View(func(tx kv.Tx) error { return hasAll(tx, durable) }); err != nil {
			t.Fatal(err)
		}
		if round%2 == 0 { // else the next child finds the file as the kill left it
			put(t, e, "scratch", fmt.Sprint("round ", round), "goes on")
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if err := bolt.Check(path); err != nil {
			t.Fatal(err)
		}
	}
}

// writeAndKill kills a child at a random moment after its first acknowledgement and gives the keys it acknowledged.
func writeAndKill(t *testing.T, path string) (durable []string) {
	t.Helper()
	c := startChild(t, "writer", path)
	var once sync.Once
	c.lines(func(key string) {
		durable = append(durable, key)
		once.Do(func() {
			time.AfterFunc(rand.N(150*time.Millisecond), func() { c.cmd.Process.Kill() })
		})
	})
	if err := c.cmd.Wait(); err == nil {
		t.Error("the child ended by itself")
	}
	return durable
}

func hasAll(tx kv.Tx, durable []string) error {
	for _, key := range durable {
		if _, ok := tx.Get("left", []byte(key)); !ok {
			return fmt.Errorf("%s was acknowledged and is lost", key)
		}
	}
	return sameTables(tx)
}
