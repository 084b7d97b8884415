package wecom

import (
	"context"
	"encoding/xml"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
)

func unmarshal(body string, into any) error { return xml.Unmarshal([]byte(body), into) }

// after is a Handle that takes so long.
func after(d time.Duration, text string) func(context.Context, int) (bot.Reply, error) {
	return func(context.Context, int) (bot.Reply, error) {
		time.Sleep(d)
		return bot.Reply{Text: text}, nil
	}
}

// TestDeadline: a reply up to four seconds is the answer. A message that takes longer is not acknowledged; its handling is never broken off, and a reply
// that the platform does not come back for is told by another way.
func TestDeadline(t *testing.T) {
	for _, row := range []struct {
		name    string
		takes   time.Duration
		text    string
		status  int
		count   string
		answers time.Duration
		later   []string
	}{
		{"in time", 3999 * time.Millisecond, "好", 200, "answered", 3999 * time.Millisecond, nil},
		{"too late", 4001 * time.Millisecond, "好", 503, "late", 4 * time.Second, []string{"zhangsan: 好"}},
		{"too late with nothing to say", time.Minute - time.Second, " \n", 503, "late", 4 * time.Second, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, nil)
				d.bot.handle = after(row.takes, row.text)
				start := time.Now()
				w := d.post(text(1))
				if took := time.Since(start); w.Code != row.status || took != row.answers || d.Counts()[row.count] != 1 {
					t.Errorf("status %d after %v, counts %v", w.Code, took, d.Counts())
				}
				if empty := w.Body.Len() == 0; empty != (row.status != 200) {
					t.Errorf("body %q", w.Body)
				}
				if err := d.Close(t.Context()); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(row.later, d.bot.later); diff != "" {
					t.Error(diff)
				}
				d.quiet(t)
			})
		})
	}
}

// TestFetchedByTheNextAttempt: the platform comes again and gets the reply in the answer; it is not told a second time.
func TestFetchedByTheNextAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.bot.handle = func(_ context.Context, n int) (bot.Reply, error) {
			if n == 1 {
				time.Sleep(6 * time.Second)
			}
			return bot.Reply{Text: "好"}, nil
		}
		if w := d.post(text(1)); w.Code != http.StatusServiceUnavailable {
			t.Errorf("first attempt: status %d", w.Code)
		}
		if w := d.post(text(1)); w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("second attempt: status %d", w.Code)
		}
		if err := d.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if len(d.bot.later) != 0 {
			t.Errorf("told again: %q", d.bot.later)
		}
		d.quiet(t)
	})
}

// TestNotStoredInTheEnd: what fails after its attempt was turned away is logged and left to the platform.
func TestNotStoredInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.bot.handle = func(context.Context, int) (bot.Reply, error) {
			time.Sleep(5 * time.Second)
			return bot.Reply{}, errors.New("disk full")
		}
		if w := d.post(text(1)); w.Code != http.StatusServiceUnavailable {
			t.Errorf("status %d", w.Code)
		}
		if err := d.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if len(d.bot.heard) != 1 || len(d.bot.later) != 0 || !strings.Contains(d.log.String(), "message not stored") {
			t.Errorf("heard %d times, told %d times, log %q", len(d.bot.heard), len(d.bot.later), d.log)
		}
		d.quiet(t)
	})
}

// TestPanicBehindTheAnswer does not take the process with it and is not tried again.
func TestPanicBehindTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.bot.handle = func(context.Context, int) (bot.Reply, error) {
			time.Sleep(5 * time.Second)
			panic(said)
		}
		d.post(text(1))
		d.bot.late = func(int) error { panic(said) }
		if err := d.Close(t.Context()); err != nil || len(d.bot.heard) != 1 || d.Counts()["panic"] != 1 {
			t.Errorf("%v, heard %d, counts %v", err, len(d.bot.heard), d.Counts())
		}
		d.quiet(t)
	})
}

// TestPanicOfLate: likewise when the reply cannot be told.
func TestPanicOfLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.bot.handle = after(5*time.Second, "好")
		d.bot.late = func(int) error { panic(said) }
		d.post(text(1))
		if err := d.Close(t.Context()); err != nil || d.Counts()["panic"] != 1 {
			t.Errorf("%v, counts %v", err, d.Counts())
		}
		d.quiet(t)
	})
}

// TestClientGone: the platform hangs up; the message is handled to its end all the same.
func TestClientGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.bot.handle = func(ctx context.Context, _ int) (bot.Reply, error) {
			time.Sleep(time.Second)
			return bot.Reply{}, ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		query, body := d.seal(text(1))
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/?"+query, strings.NewReader(body)))
		if w.Code != http.StatusOK {
			t.Errorf("status %d: the context of the request reached the bot", w.Code)
		}
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		ended := false
		d.bot.handle = func(ctx context.Context, _ int) (bot.Reply, error) {
			<-ctx.Done()
			ended = true
			return bot.Reply{}, ctx.Err()
		}
		go d.post(text(1))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		if err := d.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if w := d.post(text(2)); w.Code != http.StatusServiceUnavailable {
			t.Errorf("after closing: status %d", w.Code)
		}
		synctest.Wait()
		if !ended {
			t.Error("the handling was not told that it is over")
		}
		if err := d.Close(t.Context()); err != nil {
			t.Errorf("closed twice: %v", err)
		}
	})
}
