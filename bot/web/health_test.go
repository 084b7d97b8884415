package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

func ask(h http.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestHealthNamesWhatFails(t *testing.T) {
	log := new(logbook)
	var broken atomic.Bool
	check := func(context.Context) error {
		if broken.Load() {
			return errors.New("disk is full")
		}
		return nil
	}
	well := func(context.Context) error { return nil }
	h := NewHealth(Checks{"store": check}, Checks{"wecom": check, "store": check, "clock": well}, zerolog.New(log))
	expect := func(path string, status int, text string) {
		t.Helper()
		if gotStatus, got := ask(h, path); gotStatus != status || got != text {
			t.Errorf("%s = %d %q, want %d %q", path, gotStatus, got, status, text)
		}
	}
	expect("/healthz", 200, "ok\n")
	expect("/readyz", 200, "ok\n")
	broken.Store(true)
	for range 3 {
		expect("/healthz", 503, "failing: store\n")
		expect("/readyz", 503, "failing: store, wecom\n")
	}
	broken.Store(false)
	expect("/readyz", 200, "ok\n")
	expect("/healthz", 200, "ok\n")
	if got := strings.Count(log.String(), "disk is full"); got != 3 {
		t.Errorf("the log tells of the fault %d times, want once for each part of each page", got)
	}
	if got := strings.Count(log.String(), "well again"); got != 3 {
		t.Errorf("the log tells of the recovery %d times", got)
	}
}

func TestNothingToCheckIsWell(t *testing.T) {
	if status, _ := ask(NewHealth(nil, nil, zerolog.Nop()), "/healthz"); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	if status, _ := ask(NewHealth(nil, nil, zerolog.Nop()), "/other"); status != http.StatusNotFound {
		t.Errorf("another path = %d", status)
	}
}

func TestPartThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var started atomic.Int32
		release := make(chan struct{})
		h := NewHealth(Checks{"wecom": func(context.Context) error {
			started.Add(1)
			<-release
			return nil
		}}, nil, zerolog.Nop())
		began := time.Now()
		var asked sync.WaitGroup
		for range 5 {
			asked.Go(func() {
				if status, text := ask(h, "/healthz"); status != http.StatusServiceUnavailable || text != "failing: wecom\n" {
					t.Errorf("%d %q", status, text)
				}
			})
		}
		asked.Wait()
		if took := time.Since(began); took != checkTime {
			t.Errorf("the answer took %v", took)
		}
		if status, _ := ask(h, "/healthz"); status != http.StatusServiceUnavailable {
			t.Errorf("still hanging = %d", status)
		}
		if n := started.Load(); n != 1 {
			t.Errorf("%d checks were started", n)
		}
		close(release)
		synctest.Wait()
		if status, _ := ask(h, "/healthz"); status != http.StatusOK {
			t.Errorf("after it came back = %d", status)
		}
	})
}
