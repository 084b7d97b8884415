package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

// journal is a log that tests read while a server writes it.
type logbook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// body asks for an address and gives status and body.
func body(t testing.TB, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestServerFinishesWhatIsUnderWay(t *testing.T) {
	before := goleak.IgnoreCurrent()
	entered, finish := make(chan struct{}), make(chan struct{})
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-finish
		_, _ = io.WriteString(w, "whole answer")
	}), zerolog.Nop(), func() { close(finish) })
	address, stop := serve(t, server)
	answer := make(chan string, 1)
	go func() {
		_, text := body(t, address)
		answer <- text
	}()
	<-entered
	stop()
	if got := <-answer; got != "whole answer" {
		t.Errorf("answer %q", got)
	}
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

func TestServerCutsOffWhatDoesNotEnd(t *testing.T) {
	entered := make(chan struct{})
	server := NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	}), zerolog.Nop())
	server.drain = 20 * time.Millisecond
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, ln) }()
	go func() {
		if r, err := http.Get("http://" + ln.Addr().String()); err == nil {
			_ = r.Body.Close()
		}
	}()
	<-entered
	cancel()
	if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Serve = %v", err)
	}
}

func TestServerThatCannotListen(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	if err := NewServer(http.NotFoundHandler(), zerolog.Nop()).Serve(t.Context(), ln); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve on a closed listener = %v", err)
	}
}

func TestAnswersAreSecured(t *testing.T) {
	handler := NewServer(http.NotFoundHandler(), zerolog.Nop()).http.Handler
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Content-Security-Policy": policyOfAnswers, "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestRequestsAreLoggedWithoutTheirAddress(t *testing.T) {
	log := new(logbook)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /callback/{segment}", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	handler := NewServer(mux, zerolog.New(log)).http.Handler
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/callback/hidden?msg_signature=hidden", strings.NewReader("hidden")))
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/hidden", nil))
	got := log.String()
	for _, want := range []string{`"level":"debug"`, `"route":"POST /callback/{segment}"`, `"status":403`, `"route":"none"`, `"status":404`} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %s: %s", want, got)
		}
	}
	if strings.Contains(got, "hidden") {
		t.Errorf("the log tells too much: %s", got)
	}
}

func TestPanicIsAnswered(t *testing.T) {
	log := new(logbook)
	mux := http.NewServeMux()
	mux.HandleFunc("/value", func(http.ResponseWriter, *http.Request) { panic("petition text") })
	mux.HandleFunc("/bug", func(_ http.ResponseWriter, r *http.Request) { _ = r.Host[len(r.Host):][0] })
	mux.HandleFunc("/half", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		_ = http.NewResponseController(w).Flush()
		panic("late")
	})
	address, stop := serve(t, NewServer(mux, zerolog.New(log)))
	defer stop()
	for _, path := range []string{"/value", "/bug"} {
		if status, text := body(t, address+path); status != http.StatusInternalServerError || !strings.Contains(text, "出错了") {
			t.Errorf("%s = %d %q", path, status, text)
		}
	}
	r, err := http.Get(address + "/half")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if b, err := io.ReadAll(r.Body); err == nil {
		t.Errorf("half an answer looks whole: %q", b)
	}
	got := log.String()
	if strings.Contains(got, "petition text") || !strings.Contains(got, `"panic":"string"`) || !strings.Contains(got, "index out of range") {
		t.Errorf("log: %s", got)
	}
}
