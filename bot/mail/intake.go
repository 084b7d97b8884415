package mail

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/rs/zerolog"

	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// Answerer brings the reply to a letter to its sender. Sender is one.
type Answerer interface {
	Answer(ctx context.Context, to Letter, text string) ledger.Outcome
}

// Intake looks into one mailbox and hands what is new to the desk, one letter at a time. Two Intakes on one mailbox do no harm: the desk knows the keys.
type Intake struct {
	in     IMAP
	own    map[string]bool
	desk   Desk
	answer Answerer
	now    func() time.Time
	log    zerolog.Logger
	tally  wire.Tally
	pen    pen

	quit chan struct{} // closed by Close
	once sync.Once
	busy sync.Mutex // held while Run runs

	firstWait time.Duration // before the first attempt to connect again
}

// NewIntake builds the intake; it does nothing before Run. answer may be nil: replies of the desk are then not sent. now gives Letter.Received; waiting is done
// in real time.
func NewIntake(in IMAP, desk Desk, answer Answerer, log zerolog.Logger, now func() time.Time) (*Intake, error) {
	if err := checkPlain(in.Plain, in.Host); err != nil {
		return nil, err
	}
	if in.Folder == "" {
		in.Folder = "INBOX"
	}
	if in.Every <= 0 {
		in.Every = 5 * time.Minute
	}
	own := map[string]bool{}
	for _, s := range in.Own {
		a, err := parseAddress(s)
		if err != nil {
			return nil, err
		}
		own[a.Address] = true
	}
	if a, ok := bareAddress(in.User); ok {
		own[a] = true
	}
	return &Intake{
		in: in, own: own, desk: desk, answer: answer, now: now, log: log,
		quit: make(chan struct{}), firstWait: time.Second,
	}, nil
}

// Counts tells how often what happened since the start, by the names of Outcomes.
func (in *Intake) Counts() map[string]uint64 { return in.tally.Copy() }

// Run looks into the mailbox until ctx ends or Close is called; after Close it does nothing. A connection that breaks is made again, with growing waits.
func (in *Intake) Run(ctx context.Context) {
	in.busy.Lock()
	defer in.busy.Unlock()
	select {
	case <-in.quit: // the goroutine below may come too late to stop the first connection
		return
	default:
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-in.quit:
			stop()
		case <-ctx.Done():
		}
	}()
	failures := 0
	for ctx.Err() == nil {
		reached, err := in.session(ctx)
		if ctx.Err() != nil {
			return
		}
		in.tally.Add("broken")
		if reached {
			failures = 0
		}
		wait := in.backoff(failures, err)
		failures++
		in.log.Warn().Str("error", scrub(err)).Dur("wait", wait).Msg("mail: the mailbox is not reached")
		pause(ctx, wait)
	}
}

// Close ends Run and waits until it has ended, some seconds at most: a letter that was just filed and answered is still marked in the mailbox.
func (in *Intake) Close() {
	in.once.Do(func() { close(in.quit) })
	in.busy.Lock()
	defer in.busy.Unlock()
}

// longestWait is the longest time between two attempts to connect. A server that refuses the password is asked no more often, lest it locks the account.
const longestWait = 5 * time.Minute

// backoff is the wait before the next attempt: it doubles, and half of it is chance, so that many clients do not come at the same time.
func (in *Intake) backoff(failures int, err error) time.Duration {
	wait := longestWait
	if !refusedLogin(err) && failures < 30 {
		wait = min(in.firstWait<<failures, longestWait)
	}
	return wait/2 + rand.N(wait/2+1)
}

// refusedLogin tells whether the server answered the password with no. A server that is merely busy says UNAVAILABLE.
func refusedLogin(err error) bool {
	var step *stepError
	var answer *imap.Error
	return errors.As(err, &step) && step.step == stepLogin && errors.As(err, &answer) && !strings.EqualFold(string(answer.Code), "UNAVAILABLE")
}

func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
