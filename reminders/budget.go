package reminders

import (
	"time"

	"golang.org/x/time/rate"

	"lianxin/config/policy"
)

// budget keeps what one receiver gets below the platform's limits, one token bucket for each. A bucket that has filled up again says nothing and is
// forgotten. All instants are those of the pulse.
type budget struct {
	rate    rate.Limit
	burst   int
	buckets map[policy.Address]*rate.Limiter
	paid    map[string]time.Time // keys of notices that were put off and hold their tokens from that instant on
	born    time.Time
	swept   time.Time
}

// newBudget divides the limits: a bucket of burst b that fills with r a minute lets at most b + r through in any minute and b + 60 r in any hour.
func newBudget(perMinute, perHour int) *budget {
	burst := max(1, perMinute*2/5)
	perMinuteFilled := min(float64(perMinute-burst), float64(perHour-burst)/60)
	return &budget{
		rate:    rate.Limit(perMinuteFilled / 60),
		burst:   burst,
		buckets: map[policy.Address]*rate.Limiter{},
		paid:    map[string]time.Time{},
	}
}

// keeps is how long tokens paid in advance are good: a notice that comes later asks again, so that notices held back together do not burst out
// together.
const keeps = 3 * time.Second

// reserve asks for the tokens of one notice and gives the wait until it may go; 0: now. A notice that was put off holds its tokens and need not wait
// again when it comes back in time.
func (b *budget) reserve(key string, to policy.Address, pieces int, at time.Time) time.Duration {
	if due, ok := b.paid[key]; ok {
		delete(b.paid, key)
		if late := at.Sub(due); late >= 0 && late < keeps {
			return 0
		}
	}
	wait := b.bucket(to).ReserveN(at, min(pieces, b.burst)).DelayFrom(at)
	if wait > 0 {
		b.paid[key] = at.Add(wait)
	}
	return wait
}

// strange tells whether the receiver may have got something from an earlier process that this budget knows nothing of.
func (b *budget) strange(to policy.Address, at time.Time) bool {
	if b.born.IsZero() {
		b.born = at
	}
	return b.buckets[to] == nil && at.Sub(b.born) < time.Minute
}

// charge takes tokens for messages that went out without being reserved.
func (b *budget) charge(to policy.Address, pieces int, at time.Time) {
	for bucket := b.bucket(to); pieces > 0; pieces -= b.burst {
		bucket.ReserveN(at, min(pieces, b.burst))
	}
}

func (b *budget) bucket(to policy.Address) *rate.Limiter {
	bucket := b.buckets[to]
	if bucket == nil {
		bucket = rate.NewLimiter(b.rate, b.burst)
		b.buckets[to] = bucket
	}
	return bucket
}

// sweep forgets full buckets and tokens that are no longer good, once a minute.
func (b *budget) sweep(at time.Time) {
	if at.Sub(b.swept) < time.Minute {
		return
	}
	b.swept = at
	for to, bucket := range b.buckets {
		if bucket.TokensAt(at) >= float64(b.burst) {
			delete(b.buckets, to)
		}
	}
	for key, due := range b.paid {
		if at.Sub(due) >= keeps {
			delete(b.paid, key)
		}
	}
}

// pieceBytes is a little less than what a platform shows of one text message; a longer text goes out in parts that cost a token each.
const pieceBytes = 2000

// pieces is how many messages a text will be.
func pieces(text string) int { return 1 + max(0, len(text)-1)/pieceBytes }
