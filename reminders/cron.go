package reminders

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"
)

// Job is something that is done again and again by the school's clock: Spec "03:17" means every day at that time, "*/10 * * * *" is a cron expression
// of five fields. Do gets a context that ends with the program. A Do that fails is logged and tried again at its next time; so is one that panics.
type Job struct {
	Name string // for the log: "tick", "backup"
	Spec string
	Do   func(ctx context.Context) error
}

// Cron says when to look, and nothing else: what is to be done is computed by the jobs from the ledger, so that a missed run does no harm.
type Cron struct {
	cron   *cron.Cron
	ctx    context.Context
	cancel context.CancelFunc
}

// NewCron plans the jobs in a zone; every Spec that cannot be read is named in the error. A job that is still running when its time comes again is
// not started twice.
func NewCron(loc *time.Location, log zerolog.Logger, jobs ...Job) (*Cron, error) {
	lines := cronLog{log}
	c := &Cron{cron: cron.New(
		cron.WithLocation(loc),
		cron.WithLogger(lines),
		// In this order: a Recover outside would leave a job that panicked marked as running for ever.
		cron.WithChain(cron.SkipIfStillRunning(lines), cron.Recover(lines)),
	)}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	var faults error
	for _, job := range jobs {
		schedule, err := ParseSpec(job.Spec)
		if err != nil {
			faults = errors.Join(faults, fmt.Errorf("reminders: job %s: %w", job.Name, err))
			continue
		}
		c.cron.Schedule(schedule, cron.FuncJob(func() { c.run(job, log) }))
	}
	if faults != nil {
		c.cancel()
		return nil, faults
	}
	return c, nil
}

func (c *Cron) run(job Job, log zerolog.Logger) {
	if c.ctx.Err() != nil {
		return
	}
	if err := job.Do(c.ctx); err != nil && c.ctx.Err() == nil {
		log.Error().Err(err).Str("job", job.Name).Msg("cron: a job failed")
	}
}

// Start begins to run the jobs, until ctx ends or stop is called. stop ends the context of the jobs and waits for those under way; it may be called
// more than once.
func (c *Cron) Start(ctx context.Context) (stop func()) {
	c.cron.Start()
	release := context.AfterFunc(ctx, c.cancel)
	return func() {
		release()
		c.cancel()
		<-c.cron.Stop().Done()
	}
}

// ParseSpec reads the Spec of a Job. The library behind it panics on some wrong expressions and takes others that can never be meant; these are errors
// here: a zone of its own, a way to write that stands for no times, and an interval shorter than a minute.
func ParseSpec(spec string) (schedule cron.Schedule, err error) {
	defer func() {
		if recover() != nil {
			schedule, err = nil, fmt.Errorf("%q cannot be read as times", spec)
		}
	}()
	if t, err := time.Parse("15:04", spec); err == nil {
		return daily{t.Hour(), t.Minute()}, nil
	}
	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("%q names a zone: the school's is used", spec)
	}
	if schedule, err = cron.ParseStandard(spec); err != nil {
		return nil, fmt.Errorf("%q: %w", spec, err)
	}
	first := schedule.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	switch second := schedule.Next(first); {
	case first.IsZero():
		return nil, fmt.Errorf("%q never comes", spec)
	case !second.IsZero() && second.Sub(first) < time.Minute:
		return nil, fmt.Errorf("%q comes more often than once a minute", spec)
	}
	return schedule, nil
}

// daily is a time of every day, in the zone of the instant that is asked about. The library leaves a day out that has no such time, because summer time
// begins on it: here it comes as much later. On a day that has it twice the first one counts.
type daily struct{ hour, minute int }

func (d daily) Next(after time.Time) time.Time {
	year, month, day := after.Date()
	for {
		if at := time.Date(year, month, day, d.hour, d.minute, 0, 0, after.Location()); at.After(after) {
			return at
		}
		day++
	}
}

// cronLog writes the lines of the library: what it reports as info is of use to nobody who does not debug it.
type cronLog struct{ log zerolog.Logger }

func (l cronLog) Info(msg string, fields ...any) {
	if msg == "skip" {
		l.log.Warn().Msg("cron: a job is still running and was not started again")
	}
}

func (l cronLog) Error(err error, msg string, fields ...any) {
	l.log.Error().Err(err).Fields(fields).Msg("cron: " + msg)
}
