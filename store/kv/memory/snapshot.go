package memory

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"lianxin/store/kv"
)

// Snapshot writes each entry as the length of its table's name, the name, the length of its key, the key, the length
// of its value and the value, in order, with lengths as varints, and after the last entry an empty name.
func (e *Engine) Snapshot(w io.Writer) (int64, error) {
	if err := e.enter(); err != nil {
		return 0, err
	}
	defer e.active.Done()
	c := &copier{w: bufio.NewWriter(w)}
	tables := *e.state.Load()
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		tables[name].Scan(func(at entry) bool {
			c.write([]byte(name), at.key, at.value)
			return c.err == nil
		})
	}
	c.write(nil)
	if c.err == nil {
		c.err = c.w.Flush()
	}
	if c.err != nil {
		return c.n, fmt.Errorf("kv/memory: snapshot: %w", c.err)
	}
	return c.n, nil
}

// copier writes parts until one fails.
type copier struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (c *copier) write(parts ...[]byte) {
	var length [binary.MaxVarintLen64]byte
	for _, p := range parts {
		c.writeBytes(binary.AppendUvarint(length[:0], uint64(len(p))))
		c.writeBytes(p)
	}
}

func (c *copier) writeBytes(b []byte) {
	if c.err == nil {
		var n int
		n, c.err = c.w.Write(b)
		c.n += int64(n)
	}
}

// Load makes a store of what Snapshot wrote. It gives kv.ErrCorrupt if r is something else or cut short.
func Load(r io.Reader) (*Engine, error) {
	e, in := New(), bufio.NewReader(r)
	err := e.Update(func(tx kv.Tx) error {
		for {
			name, err := readPart(in)
			if err != nil || len(name) == 0 {
				return err
			}
			key, err := readPart(in)
			if err != nil {
				return err
			}
			value, err := readPart(in)
			if err != nil {
				return err
			}
			tx.Put(string(name), key, value)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("kv/memory: load: %w", err)
	}
	return e, nil
}

func readPart(in *bufio.Reader) ([]byte, error) {
	n, err := binary.ReadUvarint(in)
	if err == nil && n > kv.MaxValue {
		err = errors.New("a part is too long")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", kv.ErrCorrupt, err)
	}
	part := make([]byte, n)
	if _, err := io.ReadFull(in, part); err != nil {
		return nil, fmt.Errorf("%w: %w", kv.ErrCorrupt, err)
	}
	return part, nil
}
