package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// checkTime is how long a part may take to say how it is.
const checkTime = 2 * time.Second

// Checks are the parts of the house by name, each with a question whose nil answer means "well". The function should end with its context.
type Checks map[string]func(ctx context.Context) error

// NewHealth answers GET /healthz from the parts without which the program should be started again, and GET /readyz from the parts without which it
// should be given no requests: 200 and "ok", or 503 and the names of the parts that fail. Why they fail goes to the log, once for each change.
func NewHealth(live, ready Checks, log zerolog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", newDoctor(live, log))
	mux.Handle("GET /readyz", newDoctor(ready, log))
	return mux
}

// doctor asks a set of parts how they are.
type doctor struct {
	parts []*part
	log   zerolog.Logger
}

func newDoctor(checks Checks, log zerolog.Logger) *doctor {
	d := &doctor{log: log}
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		d.parts = append(d.parts, &part{name: name, check: checks[name]})
	}
	return d
}

func (d *doctor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	failing := d.failing(r.Context())
	if len(failing) == 0 {
		_, _ = fmt.Fprintln(w, "ok")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = fmt.Fprintf(w, "failing: %s\n", strings.Join(failing, ", "))
}

// failing asks all parts at once and names those that are not well, in the order of their names.
func (d *doctor) failing(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	ill := make([]bool, len(d.parts))
	var asked sync.WaitGroup
	for i, p := range d.parts {
		asked.Go(func() { ill[i] = !p.well(ctx, d.log) })
	}
	asked.Wait()
	var names []string
	for i, p := range d.parts {
		if ill[i] {
			names = append(names, p.name)
		}
	}
	return names
}

// part is one part of the house with what was last heard of it.
type part struct {
	name  string
	check func(ctx context.Context) error

	mu      sync.Mutex
	running chan struct{} // closed when the check under way ends; nil if none is
	err     error         // of the last check that ended
	ill     bool          // as last logged
}

// well asks the part and waits for the answer until ctx ends. A check that hangs is not started a second time: the part is ill until it answers.
func (p *part) well(ctx context.Context, log zerolog.Logger) bool {
	var err error
	select {
	case <-p.ask():
		p.mu.Lock()
		err = p.err
		p.mu.Unlock()
	case <-ctx.Done():
		err = fmt.Errorf("no answer in %v", checkTime)
	}
	p.report(err, log)
	return err == nil
}

// ask starts a check unless one is under way, and gives its end.
func (p *part) ask() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil {
		return p.running
	}
	done := make(chan struct{})
	p.running = done
	go func() {
		// Its own limit and not that of the request: several requests may wait for it.
		ctx, cancel := context.WithTimeout(context.Background(), checkTime)
		defer cancel()
		err := p.check(ctx)
		p.mu.Lock()
		p.err, p.running = err, nil
		p.mu.Unlock()
		close(done)
	}()
	return done
}

// report logs the part's turning ill or well.
func (p *part) report(err error, log zerolog.Logger) {
	p.mu.Lock()
	turned := p.ill != (err != nil)
	p.ill = err != nil
	p.mu.Unlock()
	switch {
	case turned && err != nil:
		log.Error().Err(err).Str("part", p.name).Msg("part of the house is failing")
	case turned:
		log.Info().Str("part", p.name).Msg("part of the house is well again")
	}
}
