package store

import (
	"errors"
	"strings"
	"testing"

	"lianxin/store/kv"
	"lianxin/store/kv/memory"
)

// older is a ledger of an earlier schema with one row.
func older(t *testing.T, version string) kv.Engine {
	t.Helper()
	engine := memory.New()
	err := engine.Update(func(k kv.Tx) error {
		k.Put(metaTable, []byte(schemaKey), []byte(version))
		k.Put("notes", []byte("a"), []byte("one"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func row(t *testing.T, engine kv.Engine, table, key string) string {
	t.Helper()
	var value string
	err := engine.View(func(k kv.Tx) error {
		v, _ := k.Get(table, []byte(key))
		value = string(v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func appending(text string) migration {
	return func(k kv.Tx) error {
		v, _ := k.Get("notes", []byte("a"))
		k.Put("notes", []byte("a"), append([]byte(text), v...))
		return nil
	}
}

func TestMigrations(t *testing.T) {
	steps := []migration{appending("two "), appending("three ")}

	t.Run("step by step, once", func(t *testing.T) {
		engine := older(t, "1")
		for range 2 {
			if err := upgrade(engine, 3, steps); err != nil {
				t.Fatal(err)
			}
			if got := row(t, engine, "notes", "a"); got != "three two one" {
				t.Errorf("migrated to %q", got)
			}
		}
		if got := row(t, engine, metaTable, schemaKey); got != "3" {
			t.Errorf("schema %s", got)
		}
	})

	t.Run("from the middle", func(t *testing.T) {
		engine := older(t, "2")
		if err := upgrade(engine, 3, steps); err != nil {
			t.Fatal(err)
		}
		if got := row(t, engine, "notes", "a"); got != "three one" {
			t.Errorf("migrated to %q", got)
		}
	})

	t.Run("a new ledger needs none", func(t *testing.T) {
		engine := memory.New()
		if err := upgrade(engine, 3, []migration{nil, nil}); err != nil {
			t.Fatal(err)
		}
		if got := row(t, engine, metaTable, schemaKey); got != "3" {
			t.Errorf("schema %s", got)
		}
	})

	t.Run("one that fails leaves its ledger as it was", func(t *testing.T) {
		engine, broken := older(t, "1"), errors.New("broken")
		err := upgrade(engine, 3, []migration{appending("two "), func(k kv.Tx) error {
			k.Delete("notes", []byte("a"))
			return broken
		}})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if got := row(t, engine, metaTable, schemaKey) + " " + row(t, engine, "notes", "a"); got != "2 two one" {
			t.Errorf("after the failure: %q", got)
		}
	})

	t.Run("one that is not there", func(t *testing.T) {
		if err := upgrade(older(t, "1"), 2, nil); err == nil {
			t.Error("went on")
		}
	})
}

func TestSchemaOfThisProgram(t *testing.T) {
	if len(migrations()) != schemaVersion-1 {
		t.Errorf("%d migrations lead to schema %d", len(migrations()), schemaVersion)
	}
	for _, version := range []string{"5", "99"} {
		engine := older(t, version)
		_, err := Open(engine, Options{})
		fault := asFault(err)
		if fault == nil || !strings.Contains(fault.Say, "更新的版本") {
			t.Errorf("schema %s: %v", version, err)
		}
		if err := engine.View(func(kv.Tx) error { return nil }); !errors.Is(err, kv.ErrClosed) {
			t.Errorf("the engine of a refused ledger is open: %v", err)
		}
	}
	for _, version := range []string{"", "0", "-1", "one"} {
		if _, err := Open(older(t, version), Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("schema %q: %v", version, err)
		}
	}
}
