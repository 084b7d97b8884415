package dingtalk

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

// quietAfterRefusal is how long the platform is not asked again after it refused a token: most refusals are a configuration to be corrected.
const quietAfterRefusal = time.Minute

// token is an access token with its lifetime as the platform gave it.
type token struct {
	value string
	life  time.Duration
}

// tokens is the one owner of the application's access token (protocol 3.6). At most one request for a token is under way; who needs one meanwhile waits for
// its result or for the end of his own context.
type tokens struct {
	fetch func(context.Context) (token, error)
	now   func() time.Time

	mu      sync.Mutex
	value   string
	until   time.Time
	refused error // what the platform said last, while it is not asked again
	quiet   time.Time
	flight  *flight
}

// flight is a request for a token that is under way.
type flight struct {
	done  chan struct{} // closed when value and err are set
	value string
	err   error
}

// get gives a token that the platform has not yet called invalid.
func (t *tokens) get(ctx context.Context) (string, error) {
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
var errLeaderGone = errors.New("dingtalk: request for a token was given up")

func (t *tokens) cached() (string, error, bool) {
	now := t.now()
	switch {
	case t.value != "" && now.Before(t.until):
		return t.value, nil, true
	case t.refused != nil && now.Before(t.quiet):
		return "", t.refused, true
	}
	return "", nil, false
}

// lead asks the platform. It is entered with the lock held and leaves without it.
func (t *tokens) lead(ctx context.Context) (value string, err error) {
	f := &flight{done: make(chan struct{})}
	t.flight = f
	asked := t.now()
	t.mu.Unlock()

	got, err := token{}, errLeaderGone // stays so if fetch panics
	defer func() { t.land(ctx, f, asked, got, err) }()
	got, err = t.fetch(ctx)
	return got.value, err
}

// land notes what a request for a token brought, and tells those who wait.
func (t *tokens) land(ctx context.Context, f *flight, asked time.Time, got token, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.flight = nil
	f.value, f.err = got.value, err
	var no *apiError
	switch {
	case err == nil:
		t.value, t.until, t.refused = got.value, asked.Add(usable(got.life)), nil
	case ctx.Err() != nil:
		f.err = errLeaderGone
	case errors.As(err, &no) && no.Code != "":
		t.refused, t.quiet = err, t.now().Add(quietAfterRefusal)
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

// drop forgets a token that the platform called invalid, unless it was replaced already.
func (t *tokens) drop(value string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.value == value {
		t.value = ""
	}
}
