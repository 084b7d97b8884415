package web

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/rs/zerolog"
)

// ControlTasks are what other commands may ask of a running server. All of them are required.
type ControlTasks struct {
	Backup func(ctx context.Context, w io.Writer) error                  // writes a consistent copy of the ledger
	Verify func(ctx context.Context) (report string, ok bool, err error) // report: what was found, as it is printed; ok: nothing is wrong
	Health http.Handler                                                  // as NewHealth gives it
}

// Control answers on the control socket (ListenControl):
//
//	POST /backup  the copy as the body; a body that breaks off is no copy
//	GET  /verify  200 and the report, or 409 and the report of a ledger that is damaged
//	GET  /health  200 or 503, as /readyz
//
// Whoever can open the socket may do all of it: the file's mode is the lock.
type Control struct {
	tasks ControlTasks
	log   zerolog.Logger
	mux   *http.ServeMux
}

// NewControl prepares the handler; Handle adds more to it before it serves.
func NewControl(tasks ControlTasks, log zerolog.Logger) *Control {
	c := &Control{tasks: tasks, log: log, mux: http.NewServeMux()}
	c.mux.HandleFunc("POST /backup", c.backup)
	c.mux.HandleFunc("GET /verify", c.verify)
	c.mux.HandleFunc("GET /health", c.health)
	return c
}

// Handle adds what else the socket answers, with a pattern of http.ServeMux.
func (c *Control) Handle(pattern string, handler http.Handler) { c.mux.Handle(pattern, handler) }

// ServeHTTP answers on the socket.
func (c *Control) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.mux.ServeHTTP(w, r) }

// backup streams the copy. A fault before the first byte is a 500 with the sentence; a later one breaks the answer off.
func (c *Control) backup(w http.ResponseWriter, r *http.Request) {
	noDeadline(w)
	w.Header().Set("Content-Type", "application/octet-stream")
	out := &answerWriter{ResponseWriter: w}
	err := c.tasks.Backup(r.Context(), out)
	if err == nil {
		return
	}
	c.log.Error().Err(err).Int64("bytes", out.bytes).Msg("backup over the control socket failed")
	if out.bytes > 0 {
		panic(http.ErrAbortHandler)
	}
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

func (c *Control) verify(w http.ResponseWriter, r *http.Request) {
	noDeadline(w)
	report, ok, err := c.tasks.Verify(r.Context())
	if err != nil {
		c.log.Error().Err(err).Msg("verify over the control socket failed")
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if !ok {
		w.WriteHeader(http.StatusConflict)
	}
	_, _ = fmt.Fprint(w, report)
}

// health asks what /readyz asks.
func (c *Control) health(w http.ResponseWriter, r *http.Request) {
	ready := r.Clone(r.Context())
	ready.URL.Path = "/readyz"
	c.tasks.Health.ServeHTTP(w, ready)
}

// Stream answers on the control socket with what a run writes, or with 500 and its error where nothing was written yet.
func (c *Control) Stream(run func(w io.Writer, r *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		noDeadline(w)
		w.Header().Set("Content-Type", "application/octet-stream")
		out := &answerWriter{ResponseWriter: w}
		err := run(out, r)
		if err == nil {
			return
		}
		c.log.Error().Err(err).Str("task", r.URL.Path).Int64("bytes", out.bytes).Msg("a task over the control socket failed")
		if out.bytes > 0 {
			panic(http.ErrAbortHandler)
		}
		http.Error(w, err.Error(), http.StatusInternalServerError)
	})
}

// Task answers on the control socket with what a run says, or with 500 and its error.
func (c *Control) Task(run func(r *http.Request) (string, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		noDeadline(w)
		said, err := run(r)
		if err != nil {
			c.log.Error().Err(err).Str("task", r.URL.Path).Msg("a task over the control socket failed")
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, said)
	})
}
