//go:build !race

package reminders

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// The limits of the platform (protocol 2.11), and what the program promises to keep to below them.
const (
	silently = 30 // messages a minute to one person; what is more vanishes without an error
	crowded  = 4  // calls at once; the fifth is refused with 45033
	perApp   = 40 // messages in any second: a burst of 20, and 20 a second
)

// fortress is a platform that refuses some people for ever, is busy, asks for quiet, does not answer, is down for days, and swallows without a word.
type fortress struct {
	mu      sync.Mutex
	chance  *rand.Rand
	refused map[string]bool
	down    []stretch

	flying, most int
	calls        []time.Time
	taken        map[string][]time.Time // by person, what was taken for him: shown or swallowed
	swallowed    int                    // without a word, for want of patience
	shown        map[string][]time.Time // by person and words
}

func (p *fortress) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	fate := p.enter()
	defer p.leave()
	time.Sleep(time.Duration(50+fate) * time.Millisecond)
	switch {
	case slices.ContainsFunc(p.down, func(s stretch) bool { return !time.Now().Before(s.from) && time.Now().Before(s.to) }):
		return ledger.Outcome{State: ledger.Retry, Reason: "连不上企业微信，稍后再发"}
	case p.most > crowded:
		return ledger.Outcome{State: ledger.Retry, Reason: "调用过于频繁", Code: 45033, After: time.Second}
	case p.refused[to.User]:
		return ledger.Outcome{State: ledger.Refused, Reason: "企业微信里没有这个账号", Code: 81013}
	case fate < 20:
		return ledger.Outcome{State: ledger.Retry, Reason: "调用过于频繁", Code: 45009, After: time.Minute}
	case fate < 40:
		return ledger.Outcome{State: ledger.Retry, Reason: "调用过于频繁", Code: 45033, After: time.Second}
	case fate < 60:
		return ledger.Outcome{State: ledger.Unknown, Reason: "没有明确答复"}
	}
	p.take(to.User, text)
	if fate < 80 {
		<-ctx.Done()
		return ledger.Outcome{State: ledger.Unknown, Reason: "没有明确答复"}
	}
	return ledger.Outcome{State: ledger.Sent}
}

// enter counts a call and throws a die of a thousand.
func (p *fortress) enter() (fate int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying++
	p.most = max(p.most, p.flying)
	p.calls = append(p.calls, time.Now())
	return p.chance.IntN(1000)
}

func (p *fortress) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying--
}

// take counts a message to somebody and shows it to him, unless he saw it within half an hour or got too many.
func (p *fortress) take(user, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	p.taken[user] = append(p.taken[user], now)
	if lately(p.taken[user], now, time.Minute) > silently {
		p.swallowed++
		return
	}
	key := user + " " + text
	if seen := p.shown[key]; len(seen) == 0 || now.Sub(seen[len(seen)-1]) >= 30*time.Minute {
		p.shown[key] = append(seen, now)
	}
}

// lately counts the instants of an ordered list that lie within a stretch before one.
func lately(list []time.Time, at time.Time, within time.Duration) (n int) {
	for i := len(list) - 1; i >= 0 && at.Sub(list[i]) < within; i-- {
		n++
	}
	return n
}

// busiest is the most instants of an ordered list that lie within such a stretch.
func busiest(list []time.Time, within time.Duration) (most int) {
	for i, at := range list {
		most = max(most, lately(list[:i+1], at, within))
	}
	return most
}

// seen tells how often the receiver of a notice saw its words, and how often with the warning that they may be a repetition.
func (p *fortress) seen(n *ledger.Notice) (plain, warned int) {
	return (&townHall{shown: p.shown}).seen(n)
}

// TestHostileTerm runs a term on a fortress: each notice of the written list is seen once, or was refused or dropped for a reason that the party office reads in
// its next digest and in 谁没收到; the limits are kept; a crowd of replies to one person comes through, too.
func TestHostileTerm(t *testing.T) {
	list := writtenList(t, "year.txt")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-01 20:00")))
		p := &fortress{
			chance:  rand.New(rand.NewPCG(4, 5)),
			refused: map[string]bool{"Uwu": true, "Uchen": true},
			down: []stretch{
				{clockAt(t, "2026-04-08 09:30"), clockAt(t, "2026-04-09 09:30")}, // on the day of the quotas
				{clockAt(t, "2026-04-14 09:00"), clockAt(t, "2026-04-15 12:00")}, // on a day with many replies
				{clockAt(t, "2026-06-01 14:00"), clockAt(t, "2026-06-01 18:00")}, // over a reception
			},
			taken: map[string][]time.Time{}, shown: map[string][]time.Time{},
		}
		school, st := sample(t), emptyStore(t)
		r := New(school, st, quietLog(), Options{Channels: []string{"wecom"}})
		clock, err := NewCron(school.Location, quietLog(), Job{Name: "tick", Spec: school.Reminders.Tick, Do: func(ctx context.Context) error {
			_, err := r.Tick(ctx, time.Now())
			return err
		}})
		if err != nil {
			t.Fatal(err)
		}
		stopDelivery := run(t, NewDelivery(st, map[string]Sender{"wecom": p}, time.Now, quietLog(), DeliveryOptions{Hours: Hours(school)}))
		stopClock := clock.Start(t.Context())
		for week := range 20 {
			time.Sleep(time.Until(clockAt(t, "2026-03-03 10:00").AddDate(0, 0, 7*week)))
			if week%3 == 0 {
				crowdOfReplies(t, st, week)
			}
		}
		time.Sleep(time.Until(clockAt(t, "2026-07-20 00:00")))
		stopClock()
		if err := stopDelivery(); err != nil {
			t.Error(err)
		}
		p.checkLimits(t)
		p.checkTold(t, school, st, list)
	})
}

// crowdOfReplies writes sixty replies for one person and one for each of thirty others, all at once.
func crowdOfReplies(t testing.TB, st *store.Store, week int) {
	for i := range 60 {
		post(t, st, "talker", fmt.Sprintf("talker %d %d", week, i))
		if i%2 == 0 {
			post(t, st, fmt.Sprintf("student%d", i), fmt.Sprintf("student %d %d", week, i))
		}
	}
}

func (p *fortress) checkLimits(t testing.TB) {
	t.Helper()
	for user, times := range p.taken {
		if n := busiest(times, time.Minute); n > silently {
			t.Errorf("%s got %d messages in a minute", user, n)
		}
	}
	if p.swallowed > 0 || p.most > crowded {
		t.Errorf("%d messages were swallowed, %d calls at once", p.swallowed, p.most)
	}
	if n := busiest(p.calls, time.Second); n > perApp {
		t.Errorf("%d calls in a second", n)
	}
	if n := busiest(p.taken["talker"], time.Minute); n < 15 {
		t.Errorf("whoever is written to a lot got at most %d in a minute", n)
	}
}

// checkTold holds what was seen against the list and against the outbox.
func (p *fortress) checkTold(t testing.TB, school *policy.School, st *store.Store, list []string) {
	t.Helper()
	rows, missing := outbox(t, st), map[string]bool{}
	for _, line := range list {
		if line > "2026-03-01" && line < "2026-07-20" {
			missing[line] = true
		}
	}
	fates, daily := map[string]int{}, 0
	for i := range rows {
		n := &rows[i]
		state := n.State(time.Time{})
		fates[state]++
		if n.Member == "deng" && ofTheDay(*n) {
			daily++
		}
		delete(missing, asWritten(school, n))
		plain, warned := p.seen(n)
		switch failed := !n.Refused.IsZero() || !n.Dropped.IsZero(); {
		case !failed && (plain > 1 || plain+warned == 0):
			t.Errorf("%s is %s and was seen %d times, %d times with a warning", n.Key, state, plain, warned)
		case failed && (plain > 1 || n.Reason == ""):
			t.Errorf("%s is %s, was seen %d times, reason %q", n.Key, state, plain, n.Reason)
		case failed:
			p.checkNamed(t, school, st, rows, n)
		}
		if refused := p.refused[n.To.User]; refused && state == "sent" || !refused && n.Code == 81013 {
			t.Errorf("%s to %s is %s", n.Key, n.To.User, state)
		}
		if state == "refused" && !p.refused[n.To.User] && n.Kind != "reply" {
			t.Errorf("%s is refused (%s) although its receiver is known and it is still of use", n.Key, n.Reason)
		}
	}
	for line := range missing {
		t.Errorf("%s: nothing was written", line)
	}
	t.Logf("%d calls, %v, %d digests beside those of the week", len(p.calls), fates, daily)
	if daily > 40 {
		t.Errorf("the office hears every day of what did not arrive: %d digests", daily)
	}
}

// checkNamed wants somebody who was not told in 谁没收到, and in the next digest of the office that arrived: by name and reason, or where there are too many of
// them by their number.
func (p *fortress) checkNamed(t testing.TB, school *policy.School, st *store.Store, rows []ledger.Notice, n *ledger.Notice) {
	t.Helper()
	ended := n.Refused
	if ended.IsZero() {
		ended = n.Dropped
	}
	if !refusedSince(t, st, ended.AddDate(0, 0, -14))[n.Key] {
		t.Errorf("%s is missing in 谁没收到", n.Key)
	}
	if !n.Dropped.IsZero() && repeats(n.Kind) || ended.After(clockAt(t, "2026-07-13 09:00")) {
		return // the next digest says the same; there is none any more
	}
	for i := range rows {
		digest := &rows[i]
		if digest.Kind != KindOfficeDigest || digest.Member != "deng" || !digest.Planned.After(ended) || ofTheDay(*n) && ofTheDay(*digest) {
			continue
		}
		_, failed, _ := strings.Cut(digest.Text, "没有送达的通知 ")
		if !strings.Contains(failed, receiver(school, n)+"·"+noticeName(n.Kind)+"："+n.Reason) && strings.Count(failed, "\n· ") <= mostLines {
			t.Errorf("%s (%s) is not named in %s:\n%s", n.Key, n.Reason, digest.Key, digest.Text)
		}
		return
	}
	t.Errorf("%s: no digest follows", n.Key)
}

// refusedSince gives the keys of what 谁没收到 lists.
func refusedSince(t testing.TB, st *store.Store, since time.Time) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	err := st.View(func(tx *store.Tx) error {
		for n, err := range tx.RefusedNotices(since) {
			if err != nil {
				return err
			}
			keys[n.Key] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
