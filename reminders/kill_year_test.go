package reminders

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// townHall is a platform with bad days, seen from those who read: the same words to the same person within half an hour of being shown are swallowed
// (protocol 2.2), and whoever sends does not always learn what became of it.
type townHall struct {
	mu     sync.Mutex
	chance *rand.Rand
	calm   bool
	shown  map[string][]time.Time // when each person saw which words: "Uliang 【…】…"
}

// roll throws a die of so many sides.
func (p *townHall) roll(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.chance.IntN(n)
}

func (p *townHall) show(to policy.Address, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := to.User + " " + text
	if seen := p.shown[key]; len(seen) == 0 || time.Since(seen[len(seen)-1]) >= 30*time.Minute {
		p.shown[key] = append(seen, time.Now())
	}
}

// seen tells how often the receiver of a notice saw its words, alone or among others, and how often with the warning that they may be a repetition.
func (p *townHall) seen(n *ledger.Notice) (plain, warned int) {
	for key, times := range p.shown {
		to, message, _ := strings.Cut(key, " ")
		message, doubtful := strings.CutSuffix(message, "\n"+ledger.SayMaybeAgain)
		switch {
		case to != n.To.User || !carries(message, n.Text):
		case doubtful:
			warned += len(times)
		default:
			plain += len(times)
		}
	}
	return plain, warned
}

// life is the program from its start to its death: of a dead one nothing is written and nothing is sent any more.
type life struct {
	*townHall
	kv.Engine
	dead   atomic.Bool
	writes atomic.Int64 // left until it dies in the middle of one; negative: it does not
	sends  atomic.Int64 // the same for messages
	killed chan struct{}
	once   sync.Once
}

func (l *life) die() {
	l.once.Do(func() {
		l.dead.Store(true)
		close(l.killed)
	})
}

// Update is the disk. The writing in which the program dies is on it or not, and nobody learns which.
func (l *life) Update(fn func(kv.Tx) error) error {
	if l.dead.Load() {
		return errDisk
	}
	last := l.writes.Add(-1) == 0
	if last {
		l.die()
		if l.roll(2) == 0 {
			return errDisk
		}
	}
	if err := l.Engine.Update(fn); err != nil {
		return err
	}
	if last {
		return errDisk
	}
	return nil
}

// Close leaves the engine to the next life.
func (l *life) Close() error { return nil }

func (l *life) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	time.Sleep(time.Duration(l.roll(900)) * time.Millisecond)
	last := l.sends.Add(-1) == 0
	if last && l.roll(2) == 0 {
		l.die()
	}
	if l.dead.Load() {
		return ledger.Outcome{}
	}
	fate := l.roll(12)
	if l.calm || last {
		fate = 11
	}
	switch fate {
	case 0, 1:
		return ledger.Outcome{State: ledger.Retry, Reason: "忙", Code: -1}
	case 2:
		return ledger.Outcome{State: ledger.Retry, Reason: "限流", Code: 45009, After: time.Minute}
	case 3:
		return ledger.Outcome{State: ledger.Unknown, Reason: "超时"}
	case 4:
		l.show(to, text)
		return ledger.Outcome{State: ledger.Unknown, Reason: "超时"}
	case 5:
		l.show(to, text)
		<-ctx.Done()
		return ledger.Outcome{State: ledger.Unknown, Reason: "超时"}
	}
	l.show(to, text)
	if last {
		l.die()
		return ledger.Outcome{}
	}
	return ledger.Outcome{State: ledger.Sent}
}

// stretch is a run of time.
type stretch struct{ from, to time.Time }

// killing is a school that is killed again and again over a few days.
type killing struct {
	t      testing.TB
	from   time.Time
	chance *rand.Rand
	school *policy.School
	engine kv.Engine
	p      *townHall
	up     []stretch // when the program ran
	warned int       // messages that came with a warning
}

// live runs the program until it dies, at the latest after so long, and gives its state to nobody.
func (k *killing) live(most time.Duration, writes, sends int) {
	k.t.Helper()
	l := &life{townHall: k.p, Engine: k.engine, killed: make(chan struct{})}
	l.writes.Store(int64(writes))
	l.sends.Store(int64(sends))
	st := storeOver(k.t, l)
	r := New(k.school, st, quietLog(), Options{Channels: []string{"wecom"}})
	clock, err := NewCron(k.school.Location, quietLog(), Job{Name: "tick", Spec: k.school.Reminders.Tick, Do: func(ctx context.Context) error {
		_, err := r.Tick(ctx, time.Now())
		return err
	}})
	if err != nil {
		k.t.Fatal(err)
	}
	born := time.Now()
	stopDelivery := run(k.t, NewDelivery(st, map[string]Sender{"wecom": l}, time.Now, quietLog(), DeliveryOptions{
		Hours: Hours(k.school), Jitter: func() float64 { return float64(l.roll(100)) / 100 },
	}))
	stopClock := clock.Start(context.Background())
	select {
	case <-l.killed:
	case <-time.After(most):
	}
	l.die()
	k.up = append(k.up, stretch{born, time.Now()})
	stopClock()
	_ = stopDelivery() // the dead cannot write what they hold
}

// season is a few days with something to tell, ending in a calm stretch.
type season struct{ from, to string }

func seasons() []season {
	return []season{
		{"2025-10-08 20:00", "2025-10-10 12:00"}, // quotas, a reception, a digest, all on the morning after a week of holidays
		{"2025-11-03 08:00", "2025-11-05 19:00"}, // a reception Monday and a quota Wednesday
		{"2026-03-06 14:00", "2026-03-09 19:00"}, // a weekend before a reception
		{"2026-05-09 14:00", "2026-05-12 12:00"}, // a make-up Saturday before one
		{"2026-06-21 18:00", "2026-06-24 19:00"}, // the year's close after a holiday, and a quota Wednesday
	}
}

// killSeeds are the seeds that are tried, or the one that the environment names.
func killSeeds(t *testing.T) []uint64 {
	if one := os.Getenv("KILL_SEED"); one != "" {
		seed, err := strconv.ParseUint(one, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return []uint64{seed}
	}
	n := manySeeds
	if testing.Short() {
		n = 20
	}
	var out []uint64
	for seed := range uint64(n) {
		out = append(out, seed)
	}
	return out
}

// TestKillsOfTheWholeProgram kills the program (cron, reminders, delivery) again and again over days in which something is to be told, against a platform with
// bad days: every line of the written list arrives, or is dropped for a reason that holds, and nobody sees anything twice without being told so.
func TestKillsOfTheWholeProgram(t *testing.T) {
	list := writtenList(t, "year.txt")
	messages, warned := 0, 0
	for _, seed := range killSeeds(t) {
		synctest.Test(t, func(t *testing.T) {
			k := killedSeason(t, seed)
			k.check(list)
			messages, warned = messages+len(k.p.shown), warned+k.warned
			if t.Failed() {
				t.Logf("again: KILL_SEED=%d go test ./reminders -run TestKillsOfTheWholeProgram", seed)
			}
		})
	}
	if t.Logf("%d messages, %d with the warning that they may be repetitions", messages, warned); warned > messages/5 {
		t.Error("that is too many")
	}
}

// killedSeason lives some days with deaths.
func killedSeason(t *testing.T, seed uint64) *killing {
	chance := rand.New(rand.NewPCG(seed, 40))
	days := seasons()[seed%uint64(len(seasons()))]
	from, to := clockAt(t, days.from), clockAt(t, days.to)
	k := &killing{
		t: t, from: from, chance: chance, school: sample(t), engine: memory.New(),
		p: &townHall{chance: rand.New(rand.NewPCG(seed, 41)), shown: map[string][]time.Time{}},
	}
	k.school.Reminders.Tick = "*/20 * * * *" // half as many looks as usual: a thousand seasons take their time
	time.Sleep(time.Until(from))
	k.live(21*time.Minute+time.Duration(chance.Int64N(int64(10*time.Minute))), -1, -1) // the ledger's life has begun
	for time.Now().Before(to) {
		time.Sleep(k.downtime())
		switch chance.IntN(3) {
		case 0:
			k.live(k.uptime(), -1, -1)
		case 1:
			k.live(k.uptime(), 1+chance.IntN(12), -1)
		case 2:
			k.live(k.uptime(), -1, 1+chance.IntN(6))
		}
	}
	k.p.calm = true
	k.live(time.Until(k.quiet()), -1, -1)
	return k
}

// downtime is between a minute and two days, most often short.
func (k *killing) downtime() time.Duration {
	most := [...]time.Duration{10 * time.Minute, 10 * time.Minute, 40 * time.Minute, 3 * time.Hour, 12 * time.Hour, 48 * time.Hour}[k.chance.IntN(6)]
	return time.Minute + time.Duration(k.chance.Int64N(int64(most)))
}

func (k *killing) uptime() time.Duration {
	most := [...]time.Duration{2 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour}[k.chance.IntN(4)]
	return time.Duration(k.chance.Int64N(int64(most)))
}

// quiet is an instant by which a program that is up now has told all that it can: it had an hour and a half of a working day.
func (k *killing) quiet() time.Time {
	at := time.Now()
	for !k.speakable(at) || !k.speakable(at.Add(90*time.Minute)) {
		at = at.Add(30 * time.Minute)
	}
	return at.Add(90 * time.Minute)
}

// speakable tells whether reminders are told at an instant: on a workday, not before 08:00 nor from 21:00 on.
func (k *killing) speakable(at time.Time) bool {
	at = at.In(china())
	return k.school.Calendar.IsWorkday(k.school.Today(at)) && at.Hour() >= 8 && at.Hour() < 21
}

// patient is how long a program may be up without a break, at hours at which it speaks, before what it has to tell is told in spite of a platform with bad days.
const patient = 2 * time.Hour

// spoke gives the longest run of time in [from, to) in which the program was up and could speak.
func (k *killing) spoke(from, to time.Time) (most time.Duration) {
	for _, up := range k.up {
		run := time.Duration(0)
		for at := up.from; at.Before(up.to); at = at.Add(10 * time.Minute) {
			if run += 10 * time.Minute; at.Before(from) || !at.Before(to) || !k.speakable(at) {
				run = 0
			}
			most = max(most, run)
		}
	}
	return most
}

// usefulUntil is for how long a line of the list is of use at least (1.5): a reminder of a reception until the next of them or the reception itself, a sheet
// until it is asked for again, everything else for two days.
func usefulUntil(list []string, line string) time.Time {
	words := strings.Fields(line)
	planned, _ := time.ParseInLocation("2006-01-02 15:04", line[:16], china())
	if !strings.HasPrefix(words[3], "reception") {
		return planned.AddDate(0, 0, 2)
	}
	until := planned.Add(30 * time.Minute) // of the last one on the day: the reception begins
	for _, other := range list {
		at, _ := time.ParseInLocation("2006-01-02 15:04", other[:16], china())
		if strings.HasSuffix(other, strings.Join(words[2:], " ")) && at.After(planned) && at.Sub(planned) < 6*24*time.Hour {
			return at.Add(-2*time.Hour - 5*time.Minute) // the sheet is prepared before 15:00
		}
	}
	return until
}

// check holds what was seen against the lines of the list that were planned meanwhile.
func (k *killing) check(list []string) {
	k.t.Helper()
	rows, end := k.rows(), k.up[len(k.up)-1].to
	for _, line := range list {
		planned := clockAt(k.t, line[:16])
		if planned.Before(k.from) || !planned.Before(end.Add(-2*soon)) {
			continue
		}
		n, written := rows[line]
		if !written {
			k.t.Errorf("%s: nothing was ever written", line)
			continue
		}
		delete(rows, line)
		plain, again := k.p.seen(&n)
		k.warned += again
		if plain > 1 {
			k.t.Errorf("%s: seen %d times", line, plain)
		}
		if plain+again > 0 {
			continue
		}
		if n.Dropped.IsZero() && n.Refused.IsZero() || n.Reason == "" {
			k.t.Errorf("%s: nobody saw it, and it is %s %q", line, n.State(time.Time{}), n.Reason)
		}
		if up := k.spoke(planned, usefulUntil(list, line)); up > patient {
			k.t.Errorf("%s: %s (%s) although the program was up for %v", line, n.State(time.Time{}), n.Reason, up)
		}
	}
	for line, n := range rows {
		if !strings.Contains(n.Key, "/day/") && n.Planned.Before(end.Add(-2*soon)) {
			k.t.Errorf("%s is in no list", line)
		}
	}
	for key, times := range k.p.shown {
		words, doubtful := strings.CutSuffix(key, "\n"+ledger.SayMaybeAgain)
		switch {
		case !doubtful && len(times) > 1:
			k.t.Errorf("seen %d times: %s", len(times), key)
		case doubtful && !k.unsure(words):
			k.t.Errorf("a warning without a doubt: %s", key)
		}
	}
}

// unsure tells whether nobody knew what became of a message when its words, to one person, went out again.
func (k *killing) unsure(words string) bool {
	return slices.ContainsFunc(outbox(k.t, storeOver(k.t, k.engine)), func(n ledger.Notice) bool {
		return n.To.User+" "+n.Text == words && !n.Unsure.IsZero()
	})
}

// rows gives the outbox by the lines of the list.
func (k *killing) rows() map[string]ledger.Notice {
	out := map[string]ledger.Notice{}
	for _, n := range outbox(k.t, storeOver(k.t, k.engine)) {
		out[asWritten(k.school, &n)] = n
	}
	return out
}
