package store

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// rowVersion is the form of the rows that this program writes. Fields may come and go within a version: unknown ones are skipped, missing ones are
// zero. A new version is needed only when a field changes its meaning, and comes with a migration.
const rowVersion = '1'

// A row is a JSON object that begins with its version: {"v":1,"id":"HD2026-0001",…}
var rowHead = []byte(`{"v":1,`)

// rowWriter writes rows, one after the other into the same memory. The zero value is ready.
type rowWriter struct {
	buf bytes.Buffer
	enc *json.Encoder
}

// encode writes a record, which must be a struct with at least one field that is always written. The row is valid until the next one.
func (w *rowWriter) encode(v any) ([]byte, error) {
	if w.enc == nil {
		w.enc = json.NewEncoder(w)
		w.enc.SetEscapeHTML(false)
	}
	w.buf.Reset()
	if err := w.enc.Encode(v); err != nil {
		return nil, fmt.Errorf("cannot be written: %T", v)
	}
	return w.buf.Bytes(), nil
}

// Write takes the object that the encoder writes, puts the version into it and leaves its line end out.
func (w *rowWriter) Write(object []byte) (int, error) {
	w.buf.Write(rowHead)
	w.buf.Write(bytes.TrimSuffix(object[1:], []byte("\n")))
	return len(object), nil
}

// decodeRow reads a record. Its error never quotes the row, which may hold what nobody else should read.
func decodeRow(row []byte, v any) error {
	if !bytes.HasPrefix(row, rowHead) {
		return fmt.Errorf("%w: a row of another version than %c", ErrDamaged, rowVersion)
	}
	if err := json.Unmarshal(row, v); err != nil {
		return fmt.Errorf("%w: a row cannot be read", ErrDamaged)
	}
	return nil
}
