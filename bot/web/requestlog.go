package web

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"
)

// watched hands requests on, writes one debug line for each, and turns a panic into a 500.
//
// The lines name the route and not the address: query strings hold signatures, and a path may hold a secret segment.
type watched struct {
	next http.Handler
	log  zerolog.Logger
}

func (h watched) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := &answerWriter{ResponseWriter: w}
	defer h.note(answer, r, time.Now())
	defer h.rescue(answer, r)
	h.next.ServeHTTP(answer, r)
}

func (h watched) note(answer *answerWriter, r *http.Request, began time.Time) {
	h.log.Debug().Str("method", r.Method).Str("route", routeOf(r)).Int("status", answer.status).Int64("bytes", answer.bytes).
		Dur("took", time.Since(began)).Msg("http request")
}

// rescue answers for a handler that panicked. The value of the panic is logged only if it is the runtime's own: another one may hold anything.
func (h watched) rescue(answer *answerWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	h.log.Error().Str("route", routeOf(r)).Str("panic", panicText(v)).Bytes("stack", debug.Stack()).Msg("http handler panicked")
	if answer.status != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look whole
	}
	http.Error(answer, "出错了，请稍后再试。", http.StatusInternalServerError)
}

// routeOf is the pattern that took the request, known once it was handled.
func routeOf(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

func panicText(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// answerWriter notes what was answered.
type answerWriter struct {
	http.ResponseWriter
	status int   // 0: nothing was written
	bytes  int64 // of the body
}

// WriteHeader notes the first final status.
func (w *answerWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *answerWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what lies below.
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
