package wire

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// never says that a failed request for a token may be made again at once.
func never(error) time.Duration { return 0 }

// TestTokenLife: renewed five minutes early, unless it is short-lived from the start.
func TestTokenLife(t *testing.T) {
	for _, row := range []struct {
		life  time.Duration
		waits []time.Duration
		asked int
	}{
		{2 * time.Hour, []time.Duration{0, 115*time.Minute - time.Second}, 1},
		{2 * time.Hour, []time.Duration{0, 115 * time.Minute}, 2},
		{time.Minute, []time.Duration{0, 59 * time.Second}, 1},
		{time.Minute, []time.Duration{0, time.Minute}, 2},
		{10 * time.Minute, []time.Duration{0, 10*time.Minute - time.Second}, 1},
		{10*time.Minute + time.Second, []time.Duration{0, 5*time.Minute + time.Second}, 2},
		{0, []time.Duration{0, 0}, 2},
	} {
		t.Run(fmt.Sprintf("%v/%v", row.life, row.waits), func(t *testing.T) {
			now, asked := time.Unix(1760000000, 0), 0
			tk := NewTokens(func(context.Context) (Token, error) {
				asked++
				return Token{fmt.Sprint(asked), row.life}, nil
			}, never, func() time.Time { return now })
			for _, d := range row.waits {
				now = now.Add(d)
				if got, err := tk.Get(t.Context()); got != fmt.Sprint(asked) || err != nil {
					t.Errorf("%q, %v", got, err)
				}
			}
			if asked != row.asked {
				t.Errorf("asked %d times, want %d", asked, row.asked)
			}
		})
	}
}

// TestQuiet: after a refusal the platform is left alone for a while, after any other failure it is asked again at once.
func TestQuiet(t *testing.T) {
	refusal, trouble := errors.New("refused"), errors.New("no answer")
	now, asked, fail := time.Unix(1760000000, 0), 0, trouble
	tk := NewTokens(func(context.Context) (Token, error) {
		if asked++; fail != nil {
			return Token{}, fail
		}
		return Token{"t", time.Hour}, nil
	}, func(err error) time.Duration {
		if errors.Is(err, refusal) {
			return time.Minute
		}
		return 0
	}, func() time.Time { return now })
	for _, row := range []struct {
		wait  time.Duration
		fail  error
		want  error
		asked int
	}{
		{0, trouble, trouble, 1},
		{0, refusal, refusal, 2},
		{0, nil, refusal, 2},
		{time.Minute - 1, nil, refusal, 2},
		{1, refusal, refusal, 3},
		{time.Minute, nil, nil, 4},
		{0, trouble, nil, 4},
	} {
		now, fail = now.Add(row.wait), row.fail
		got, err := tk.Get(t.Context())
		if !errors.Is(err, row.want) || (got == "t") != (row.want == nil) || asked != row.asked {
			t.Errorf("%+v: %q, %v, asked %d times", row, got, err, asked)
		}
	}
}

// TestOneFlight: while one asks for a token the others wait, each no longer than he wants; when the one gives up, the next asks.
func TestOneFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		slow := NewTokens(func(ctx context.Context) (Token, error) {
			asked++
			select {
			case <-ctx.Done():
				return Token{}, ctx.Err()
			case <-time.After(3 * time.Second):
				return Token{"t", time.Hour}, nil
			}
		}, never, time.Now)
		var all sync.WaitGroup
		get := func(patience time.Duration, want string) {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				defer cancel()
				if got, err := slow.Get(ctx); got != want || (err == nil) != (want != "") {
					t.Errorf("patience %v: %q, %v", patience, got, err)
				}
			})
		}
		get(2*time.Second, "") // leads, and gives up before the answer
		synctest.Wait()
		get(time.Second, "")     // gives up while waiting
		get(10*time.Second, "t") // leads after two seconds
		get(10*time.Second, "t") // waits for that
		all.Wait()
		if asked != 2 {
			t.Errorf("asked %d times", asked)
		}
		if got, err := slow.Get(t.Context()); got != "t" || err != nil {
			t.Errorf("cached: %q, %v", got, err)
		}
		slow.Drop("older")
		if got, _ := slow.Get(t.Context()); got != "t" || asked != 2 {
			t.Error("an older token took the new one with it")
		}
	})
}

func TestPanicInFetchFreesTheOthers(t *testing.T) {
	calls := 0
	tk := NewTokens(func(context.Context) (Token, error) {
		if calls++; calls == 1 {
			panic("boom")
		}
		return Token{"t", time.Hour}, nil
	}, never, time.Now)
	func() {
		defer func() { _ = recover() }()
		_, _ = tk.Get(t.Context())
	}()
	if got, err := tk.Get(t.Context()); got != "t" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
