package reminders

import (
	"math/rand/v2"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// DeliveryOptions are the limits that delivery keeps. Every zero value is replaced by the default named beside it.
type DeliveryOptions struct {
	Concurrency     int           // attempts under way at once, over all channels: 4 (more is met with error 45033)
	AppPerSecond    float64       // pace of one channel: 20
	AppBurst        int           // and how many may go at once after a rest: 20
	MemberPerMinute int           // the most that one receiver gets in any minute: 25 (WeCom drops what exceeds 30 without a word)
	MemberPerHour   int           // and in any hour: 950 (WeCom: 1000)
	SendTimeout     time.Duration // after which an attempt is unknown: 10 s
	Grace           time.Duration // what attempts under way are given when Run ends: 5 s
	MaxAttempts     int           // after which a notice is refused: 30, ten times as many for one that ends by itself (Until)
	MaxAge          time.Duration // the same by the time since it was written: 24 h, three times as long for one that ends by itself

	// Hours gives the earliest instant, from at on, at which a notice may be told: quiet hours, weekends and holidays (see Hours). Nil: any time.
	Hours func(n *ledger.Notice, at time.Time) time.Time

	// Resolve finds the accounts behind an address at the moment of sending, in the order in which they are tried (see Resolver): who filed a case is known to
	// the vault only. Nil: Tx.Resolve. With store.ErrSealed and store.ErrNotFound the notice is dropped with a reason, after another error it waits.
	Resolve func(tx *store.Tx, to policy.Address) ([]policy.Address, error)

	// Draw makes the PNG that a notice names (ledger.Notice.Picture), from the ledger as it is at the moment of sending. Nil: the text goes instead.
	Draw func(picture string) ([]byte, error)

	// File makes the file that a notice names (ledger.Notice.File), from the ledger as it is at the moment of sending. Nil: the text goes instead.
	File func(file string) (name string, data []byte, err error)

	// Jitter gives numbers in [0, 1) that spread retries; nil: random ones.
	Jitter func() float64
}

func (o DeliveryOptions) withDefaults() DeliveryOptions {
	orDefault(&o.Concurrency, 4)
	orDefault(&o.AppPerSecond, 20)
	orDefault(&o.AppBurst, 20)
	orDefault(&o.MemberPerMinute, 25)
	orDefault(&o.MemberPerHour, 950)
	orDefault(&o.SendTimeout, 10*time.Second)
	orDefault(&o.Grace, 5*time.Second)
	orDefault(&o.MaxAttempts, 30)
	orDefault(&o.MaxAge, 24*time.Hour)
	if o.Hours == nil {
		o.Hours = func(_ *ledger.Notice, at time.Time) time.Time { return at }
	}
	if o.Resolve == nil {
		o.Resolve = resolveAlone
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	return o
}

func orDefault[T comparable](value *T, otherwise T) {
	var zero T
	if *value == zero {
		*value = otherwise
	}
}
