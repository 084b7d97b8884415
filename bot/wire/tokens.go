package wire

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Access tokens are renewed early, but never one that is short-lived from the start: that would be renewed for every call.
const (
	renewEarly = 5 * time.Minute
	shortLived = 10 * time.Minute
)

// Token is an access token with its lifetime as the platform gave it.
type Token struct {
	Value string
	Life  time.Duration
}

// Tokens is the one owner of an application's access token. At most one request for a token is under way; who needs one meanwhile waits for its result or for
// the end of his own context. It is safe for concurrent use.
type Tokens struct {
	fetch func(context.Context) (Token, error)
	quiet func(error) time.Duration
	now   func() time.Time

	mu      sync.Mutex
	value   string
	until   time.Time
	refused error     // what the platform said last, while it is not asked again
	again   time.Time // when it is
	flight  *flight
}

// flight is a request for a token that is under way.
type flight struct {
	done  chan struct{} // closed when value and err are set
	value string
	err   error
}

// NewTokens makes an owner that asks with fetch. quiet says of an error of fetch how long the platform is not asked again: every Get is answered with that
// error meanwhile. Zero means that the next Get asks again.
func NewTokens(fetch func(context.Context) (Token, error), quiet func(error) time.Duration, now func() time.Time) *Tokens {
	return &Tokens{fetch: fetch, quiet: quiet, now: now}
}

// Get gives a token that the platform has not yet called invalid. Its error is that of fetch, or of ctx.
func (t *Tokens) Get(ctx context.Context) (string, error) {
	for {
		t.mu.Lock()
		if value, err, ok := t.cached(); ok {
			t.mu.Unlock()
			return value, err
		}
		if t.flight == nil {
			return t.lead(ctx)
		}
		f := t.flight
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-f.done:
		}
		if !errors.Is(f.err, errLeaderGone) {
			return f.value, f.err
		}
	}
}

// errLeaderGone marks a flight that ended because the one who led it gave up, which says nothing to the others.
var errLeaderGone = errors.New("wire: request for a token was given up")

func (t *Tokens) cached() (string, error, bool) {
	now := t.now()
	switch {
	case t.value != "" && now.Before(t.until):
		return t.value, nil, true
	case t.refused != nil && now.Before(t.again):
		return "", t.refused, true
	}
	return "", nil, false
}

// lead asks the platform. It is entered with the lock held and leaves without it.
func (t *Tokens) lead(ctx context.Context) (value string, err error) {
	f := &flight{done: make(chan struct{})}
	t.flight = f
	asked := t.now()
	t.mu.Unlock()

	got, err := Token{}, errLeaderGone // stays so if fetch panics
	defer func() { t.land(ctx, f, asked, got, err) }()
	got, err = t.fetch(ctx)
	return got.Value, err
}

// land notes what a request for a token brought, and tells those who wait.
func (t *Tokens) land(ctx context.Context, f *flight, asked time.Time, got Token, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.flight = nil
	f.value, f.err = got.Value, err
	switch {
	case err == nil:
		t.value, t.until, t.refused = got.Value, asked.Add(usable(got.Life)), nil
	case ctx.Err() != nil:
		f.err = errLeaderGone
	default:
		if quiet := t.quiet(err); quiet > 0 {
			t.refused, t.again = err, t.now().Add(quiet)
		}
	}
	close(f.done)
}

// usable is how long a token is used.
func usable(life time.Duration) time.Duration {
	if life > shortLived {
		return life - renewEarly
	}
	return life
}

// Drop forgets a token that the platform called invalid, unless it was replaced already.
func (t *Tokens) Drop(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value = ""
	}
}
