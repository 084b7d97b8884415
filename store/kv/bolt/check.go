package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"lianxin/store/kv"
)

// Check reads a whole file that no engine has open, a copy for instance, and gives nil if every page is sound and in
// its place, kv.ErrCorrupt with the first faults if not, and kv.ErrLocked if an engine has it open.
func Check(path string) error {
	if err := check(path); err != nil {
		return fmt.Errorf("kv/bolt: check %s: %w", path, err)
	}
	return nil
}

func check(path string) error {
	size, err := fileSize(path)
	if err != nil {
		return err
	}
	if size == 0 {
		return fmt.Errorf("%w: it is empty", kv.ErrCorrupt)
	}
	return withReadOnly(path, defaultLockTimeout, func(db *bbolt.DB) error {
		if _, err := inspectFile(path, true); err != nil {
			return err
		}
		return db.View(checkPages)
	})
}

// checkPages runs bbolt's own check, which also finds pages that are neither in use nor free.
func checkPages(btx *bbolt.Tx) error {
	const most = 10
	var faults []error
	for fault := range btx.Check(bbolt.WithKVStringer(silent{})) {
		if len(faults) < most {
			faults = append(faults, fault)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %w", kv.ErrCorrupt, errors.Join(faults...))
}

// silent keeps keys and values out of error texts.
type silent struct{}

func (silent) KeyToString([]byte) string   { return "…" }
func (silent) ValueToString([]byte) string { return "…" }
