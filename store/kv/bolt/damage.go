package bolt

import (
	"fmt"
	"runtime/debug"

	"lianxin/store/kv"
)

// guard runs a step of bbolt and turns its panic about a damaged page, or the fault of reading one that the disk
// does not give, into an error.
func guard(step func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = damaged(v)
		}
	}()
	return step()
}

func damaged(v any) error { return fmt.Errorf("%w: %v", kv.ErrCorrupt, v) }
