package clerk

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"lianxin/store/report"
)

// Paths of the control socket under which a running server does this work.
const (
	ExportPath = "/ledger/export"
	PaperPath  = "/ledger/report"
	ImportPath = "/ledger/import"
	ClosePath  = "/ledger/close"
)

// Query writes an ask for the control socket.
func (a Ask) Query() url.Values {
	v := url.Values{"period": {a.Period}, "unit": {a.Unit}, "person": {a.Person}, "format": {a.Format}, "kind": {a.Kind}}
	if a.ByName {
		v.Set("sheets", "person")
	}
	return v
}

// ReadAsk reads what Query wrote.
func ReadAsk(v url.Values) Ask {
	return Ask{
		Kind: v.Get("kind"), Period: v.Get("period"), Unit: v.Get("unit"), Person: v.Get("person"), ByName: v.Get("sheets") == "person", Format: v.Get("format"),
	}
}

// ImportQuery names a file that is sent over the control socket, or an import to be taken back.
func ImportQuery(file, undo string, dry bool) url.Values {
	v := url.Values{"file": {file}, "undo": {undo}}
	if dry {
		v.Set("dry", "1")
	}
	return v
}

// Take imports the file in a body, or takes an import back, as a query says.
func (c *Clerk) Take(v url.Values, body io.Reader, at time.Time) (Said, error) {
	if id := v.Get("undo"); id != "" {
		return c.Undo(id, at)
	}
	data, err := io.ReadAll(io.LimitReader(body, report.MostPacked+1))
	if err != nil {
		return Said{}, fmt.Errorf("clerk: %w", err)
	}
	return c.Import(v.Get("file"), data, at, v.Has("dry"))
}

// CloseQuery says which year is to be closed.
func CloseQuery(year string, again bool) url.Values {
	v := url.Values{"year": {year}}
	if again {
		v.Set("again", "1")
	}
	return v
}

// Encode writes what was said for the control socket.
func (s Said) Encode(err error) (string, error) {
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(s)
	return string(text), err
}

// Decode reads what Encode wrote.
func Decode(text string) (s Said, err error) {
	err = json.Unmarshal([]byte(text), &s)
	return s, err
}

// Control is the control socket of a running server (web.Control).
type Control interface {
	Handle(pattern string, handler http.Handler)
	Stream(run func(w io.Writer, r *http.Request) error) http.Handler
	Task(run func(r *http.Request) (string, error)) http.Handler
}

// Serve lets the commands work while the server runs.
func (c *Clerk) Serve(control Control, now func() time.Time) {
	control.Handle("POST "+ExportPath, control.Stream(func(w io.Writer, r *http.Request) error { return c.Export(ReadAsk(r.URL.Query()), w) }))
	control.Handle("POST "+PaperPath, control.Stream(func(w io.Writer, r *http.Request) error { return c.Paper(ReadAsk(r.URL.Query()), now(), w) }))
	control.Handle("POST "+ImportPath, control.Task(func(r *http.Request) (string, error) {
		said, err := c.Take(r.URL.Query(), r.Body, now())
		return said.Encode(err)
	}))
	control.Handle("POST "+ClosePath, control.Task(func(r *http.Request) (string, error) {
		v := r.URL.Query()
		said, err := c.Close(v.Get("year"), v.Has("again"), now())
		return said.Encode(err)
	}))
}
