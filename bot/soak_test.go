package bot_test

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

// A soak goes on for LIANXIN_SOAK, "10m" for instance, or for soakShort. It says soakRate things a second over all channels together, and puts noticeRate
// notices a second into each outbox.
const (
	soakShort  = 10 * time.Second
	soakRate   = 200
	noticeRate = 10
)

// What may be held at the end beyond what was held after the first quarter. A thing that was said may leave heldEach: the adapters remember for two hours
// what they have answered, the budgets for an hour when they sent, the simulators for half an hour and more what was sent, each some hundred bytes, and the
// engine's list of free pages grows by some bytes. heldNoise is what fills up to its bound (768 phones of 20 lines, 5 MB) or is under way in one moment and
// not in another (buffers, rows in hand).
const (
	heldEach  = 400
	heldNoise = 12 << 20
)

// moreGoroutines may run when all is calm beyond those that ran early in the soak, which are connections and workers, some eighty more than in calm. A message that
// left one behind would be seen in seconds, a thing that did so every second in five minutes. Connections that a busy moment opened stay a while.
const moreGoroutines = 200

// TestSoak lets a crowd talk over both platforms and both modes of each at once, to two bots on ledgers on disk, through everything that may go wrong: messages
// that come twice and answers that nobody waits for, connections that break, fall silent, are displaced and forgotten, a server API that refuses, hangs,
// breaks off and answers with web pages, tokens that end, a network that goes away, a store that fails, hesitates and panics. In the end every message that
// was accepted is stored once, every reply and every notice stands on the phone once, or besides with the line that it may be a repetition, or is refused
// with a reason; nothing goes on, nothing has grown, and both ledgers are sound.
//
//	LIANXIN_SOAK=10m go test ./bot -run 'TestSoak$' -v -timeout 30m
func TestSoak(t *testing.T) {
	long := soakShort
	if text := os.Getenv("LIANXIN_SOAK"); text != "" {
		var err error
		if long, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	before := runtime.NumGoroutine()
	s := &soak{t: t, began: time.Now()}
	for _, open := range []func(*soak) *soakHouse{(*soak).firstHouse, (*soak).secondHouse} {
		s.houses = append(s.houses, open(s))
	}
	early, late := s.talk(long)
	s.calmDown()
	s.compare(early, late)
	for _, h := range s.houses {
		h.examine()
	}
	s.end()
	for until := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+2 && time.Now().Before(until); {
		time.Sleep(50 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before+2 {
		t.Errorf("%d goroutines before, %d after", before, n)
	}
}

// soak is all of it: two houses with two channels each.
type soak struct {
	t      *testing.T
	began  time.Time
	long   time.Duration // how long it goes on
	houses []*soakHouse
	ends   []func() // the last one first

	mu   sync.Mutex
	plus time.Duration // by which the clock was moved
}

// clock is real time, laid onto a Thursday in term.
func (s *soak) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC).Add(time.Since(s.began) + s.plus)
}

func (s *soak) forward(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plus += d
}

// atEnd has something ended, before what it was built on.
func (s *soak) atEnd(end func()) { s.ends = append(s.ends, end) }

// finish has something closed in time.
func (s *soak) finish(end func(context.Context) error) {
	s.atEnd(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := end(ctx); err != nil {
			s.t.Error(err)
		}
	})
}

func (s *soak) end() {
	for i := len(s.ends) - 1; i >= 0; i-- {
		s.ends[i]()
	}
}

// gauge is what is held at one moment of the soak.
type gauge struct {
	goroutines int
	held       uint64
	said       int
}

// talk is the soak itself. It looks at what is held after a quarter of the time and at the end.
func (s *soak) talk(long time.Duration) (early, late gauge) {
	s.long = long
	ctx, cancel := context.WithTimeout(s.t.Context(), long)
	defer cancel()
	var busy sync.WaitGroup
	for _, h := range s.houses {
		busy.Go(func() { h.notify(ctx) })
		for _, w := range h.ways {
			busy.Go(func() { w.talk(ctx, h) })
			busy.Go(func() { w.harm(ctx) })
		}
	}
	early = s.measure(ctx, long/4, long/2)
	late = s.measure(ctx, long*3/4, long-long/20)
	busy.Wait()
	took := time.Since(s.began)
	s.t.Logf("%d messages in %v, %.0f a second; goroutines %d and %d, held %.1f MB and %.1f MB", late.said, took.Round(time.Second),
		float64(s.said())/took.Seconds(), early.goroutines, late.goroutines, float64(early.held)/1e6, float64(late.held)/1e6)
	if s.said() < int(long.Seconds())*soakRate/10 {
		s.t.Errorf("only %d messages: the soak tried nothing", s.said())
	}
	return early, late
}

// compare finds what has grown. What has leaked is still there when all is calm: what was held only while the machine had other things to do is no leak.
func (s *soak) compare(early, late gauge) {
	calm := look()
	s.t.Logf("calm: %d goroutines, %.1f MB", calm.goroutines, float64(calm.held)/1e6)
	late.goroutines, late.held = min(late.goroutines, calm.goroutines), min(late.held, calm.held)
	if late.goroutines > early.goroutines+moreGoroutines {
		s.t.Errorf("goroutines grow: %d, then %d", early.goroutines, late.goroutines)
	}
	if most := early.held + heldNoise + uint64(heldEach*(late.said-early.said)); late.held > most {
		s.t.Errorf("memory grows: %d bytes, then %d after %d more messages, %d at most", early.held, late.held, late.said-early.said, most)
	}
}

// measure looks some times between two moments, and gives the fewest goroutines and the least memory, garbage not counted: what has leaked stays, and what
// is under way in one moment is not in another.
func (s *soak) measure(ctx context.Context, from, to time.Duration) (g gauge) {
	const looks = 5
	for i := range looks {
		select {
		case <-time.After(time.Until(s.began.Add(from + time.Duration(i)*(to-from)/(looks-1)))):
		case <-ctx.Done():
		}
		now := look()
		if i == 0 {
			g = now
		}
		g.goroutines, g.held = min(g.goroutines, now.goroutines), min(g.held, now.held)
	}
	g.said = s.said()
	return g
}

// look tells how many goroutines run and what is held in this moment, garbage not counted.
func look() (g gauge) {
	g.goroutines = runtime.NumGoroutine()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	g.held = m.HeapAlloc
	return g
}

func (s *soak) said() (n int) {
	for _, h := range s.houses {
		for _, w := range h.ways {
			n += int(w.said.Load())
		}
	}
	return n
}

// calmDown heals everything and waits until nothing is under way any more: no reply, no row in the outbox. The clock moves on to the next row that is due when
// none is being sent, so that what is remembered for a while (a repetition for half an hour) is remembered as long as ever.
func (s *soak) calmDown() {
	for _, h := range s.houses {
		for _, w := range h.ways {
			w.heal()
		}
	}
	left := 0
	for _, h := range s.houses {
		n, _ := h.waiting()
		left += n
	}
	began, still, last := time.Now(), time.Now(), -1
	defer func() { s.t.Logf("%d notices were left, calm after %v", left, time.Since(began).Round(time.Second)) }()
	for time.Since(still) < 2*time.Second {
		time.Sleep(20 * time.Millisecond)
		now, waiting := 0, 0
		wait := time.Minute
		for _, h := range s.houses {
			now += h.phones.seen()
			n, due := h.waiting()
			waiting += n
			wait = min(wait, due)
		}
		if waiting > 0 || now != last {
			still, last = time.Now(), now
		}
		if waiting > 0 && wait > 0 {
			s.forward(wait)
			for _, h := range s.houses {
				h.delivery.Wake()
			}
		}
		if time.Since(began) > calmWithin+s.long/2 { // platforms in trouble all the time leave the more behind the longer it lasts
			for _, h := range s.houses {
				h.complain()
			}
			return
		}
	}
}

// calmWithin is how long, in real time, what is under way may take to come to its end.
const calmWithin = 2 * time.Minute

// mishap does something at random, again and again until ctx ends.
func mishap(ctx context.Context, pause time.Duration, harms []func()) {
	for ctx.Err() == nil {
		harms[rand.IntN(len(harms))]()
		select {
		case <-time.After(pause/2 + time.Duration(rand.Int64N(int64(pause)))):
		case <-ctx.Done():
		}
	}
}

// workers of one channel talk at once; each has people of its own, who speak in turn.
const (
	workers   = 24
	perWorker = 8
)

// talk lets everybody talk at the pace of one channel of four.
func (w *soakWay) talk(ctx context.Context, h *soakHouse) {
	pace := rate.NewLimiter(soakRate/4, 1)
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			for turn := 0; pace.Wait(ctx) == nil; turn++ {
				who, n := worker*perWorker+turn%perWorker, turn/perWorker
				w.say(w.users[who], sentence(w.first+who, n), func() bool { return h.keeps(w.first+who, n) })
				w.accepted[who] = n + 1
				w.said.Add(1)
			}
		})
	}
	all.Wait()
}
