package wecomtest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
)

// Direct is a transport that calls a handler without a socket: for a client of the platform's API, or, in Options.Client, for an application's callback.
// The handler runs in the goroutine of the caller and sees the caller's context. An answer that comes after the context ended is lost, as on the wire.
func Direct(h http.Handler) http.RoundTripper { return direct{h} }

type direct struct{ handler http.Handler }

// RoundTrip serves one request.
func (d direct) RoundTrip(req *http.Request) (res *http.Response, err error) {
	w := newRecorder()
	defer func() {
		if req.Body != nil {
			req.Body.Close()
		}
		if p := recover(); p == http.ErrAbortHandler {
			res, err = nil, io.ErrUnexpectedEOF
		} else if p != nil {
			panic(p)
		}
	}()
	if trace := httptrace.ContextClientTrace(req.Context()); trace != nil && trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
	d.handler.ServeHTTP(w, incoming(req))
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return w.response(req), nil
}

// incoming makes the request of a client one that a handler may read.
func incoming(req *http.Request) *http.Request {
	in := req.Clone(req.Context())
	in.RequestURI, in.RemoteAddr = req.URL.RequestURI(), "127.0.0.1:443"
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	return in
}

// recorder keeps an answer instead of sending it.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}} }

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// response gives what was written as a client would read it.
func (w *recorder) response(req *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header.Clone(), Body: io.NopCloser(bytes.NewReader(w.body.Bytes())), ContentLength: int64(w.body.Len()), Request: req,
	}
}

// copyTo sends what was kept after all.
func (w *recorder) copyTo(out http.ResponseWriter) {
	for name, values := range w.header {
		out.Header()[name] = values
	}
	out.WriteHeader(max(w.status, http.StatusOK))
	_, _ = out.Write(w.body.Bytes())
}
