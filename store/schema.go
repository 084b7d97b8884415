package store

import (
	"fmt"
	"strconv"

	"lianxin/store/kv"
)

const (
	metaTable = "meta"
	schemaKey = "schema"

	// schemaVersion is the form of tables and keys that this program reads and writes.
	schemaVersion = 4
)

// migration brings a ledger from one schema version to the next, in one transaction.
type migration func(kv.Tx) error

// migrations holds, at place n, the way from version n+1 to n+2.
func migrations() []migration { return []migration{courseOfPetitions, marksTellMore, audiencesAnew} }

// upgrade brings a ledger to the wanted version: a new one is marked with it, an older one is migrated step by step, a newer one is refused.
func upgrade(engine kv.Engine, want int, steps []migration) error {
	for {
		have, err := schemaOf(engine)
		switch {
		case err != nil:
			return err
		case have == want:
			return nil
		case have > want:
			return newerLedger(have, want)
		}
		if err := step(engine, have, want, steps); err != nil {
			return err
		}
	}
}

// step does one migration, or marks an empty ledger.
func step(engine kv.Engine, have, want int, steps []migration) error {
	err := engine.Update(func(k kv.Tx) error {
		if have == 0 {
			setSchema(k, want)
			return nil
		}
		if have > len(steps) {
			return fmt.Errorf("no migration from schema %d", have)
		}
		setSchema(k, have+1)
		return steps[have-1](k)
	})
	if err != nil {
		return fmt.Errorf("store: schema: %w", err)
	}
	return nil
}

func setSchema(k kv.Tx, version int) {
	k.Put(metaTable, []byte(schemaKey), strconv.AppendInt(nil, int64(version), 10))
}

// schemaOf reads the version of a ledger; 0 for a new one.
func schemaOf(engine kv.Engine) (version int, err error) {
	err = engine.View(func(k kv.Tx) error {
		text, ok := k.Get(metaTable, []byte(schemaKey))
		if !ok {
			return nil
		}
		version, err = strconv.Atoi(string(text))
		if err != nil || version < 1 {
			return fmt.Errorf("%w: the schema version cannot be read", ErrDamaged)
		}
		return nil
	})
	return version, err
}
