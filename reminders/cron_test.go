package reminders

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
)

// house is a school at work: cron, reminders, delivery and a phone on one ledger.
type house struct {
	school *policy.School
	st     *store.Store
	phone  *phone
}

// open starts the house; close ends it as the program ends.
func (h *house) open(t testing.TB) (close func()) {
	t.Helper()
	r := New(h.school, h.st, quietLog(), Options{Channels: []string{"wecom"}})
	clock, err := NewCron(h.school.Location, quietLog(), Job{Name: "tick", Spec: h.school.Reminders.Tick, Do: func(ctx context.Context) error {
		_, err := r.Tick(ctx, time.Now())
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
	stopDelivery := run(t, delivery(h.st, h.phone, func(o *DeliveryOptions) { o.Hours = Hours(h.school) }))
	stopClock := clock.Start(context.Background())
	return func() {
		stopClock()
		if err := stopDelivery(); err != nil {
			t.Error(err)
		}
	}
}

// checkDelivered holds what arrived against what must always hold: no row unsettled or sent twice, nobody reads the same words twice, nothing at a
// quiet time but what is about a reception of the day.
func (h *house) checkDelivered(t testing.TB) {
	t.Helper()
	rows, heads := outbox(t, h.st), map[string]string{}
	words := map[string]int{}
	for _, d := range h.phone.sent() {
		words[d.To+" "+d.Text]++
	}
	messages := 0
	for _, n := range rows {
		heads[n.Key] = n.Text
		if n.With != "" {
			if !strings.Contains(heads[n.With], n.Text) {
				t.Errorf("%s is not told by %s", n.Key, n.With)
			}
			continue
		}
		messages++
		if count := words[n.To.User+" "+n.Text]; n.State(time.Time{}) != "sent" || count != 1 {
			t.Errorf("%s is %s and arrived %d times", n.Key, n.State(time.Time{}), count)
		}
		if !speaks(h.school, n.Sent) && !sameDayReception(h.school, &n, n.Sent) {
			t.Errorf("%s arrived at a quiet time: %s", n.Key, n.Sent.In(h.school.Location))
		}
		if wait := n.Sent.Sub(n.Planned); wait < 0 || wait > 20*time.Minute {
			t.Errorf("%s arrived %v after it was planned", n.Key, wait)
		}
	}
	if len(words) != messages {
		t.Errorf("%d messages for %d rows", len(words), messages)
	}
}

func TestFortnight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-04-07 00:00")))
		h := &house{school: sample(t), st: boltStore(t), phone: &phone{latency: 200 * time.Millisecond}}
		close := h.open(t)
		time.Sleep(24 * time.Hour)
		did(t, h.st, "zhou", "chen", policy.ObserveClass, "2026-04-07", hours(2))
		filed(t, h.st, "后勤处", "2026-04-07", "2026-04-15")
		time.Sleep(time.Until(clockAt(t, "2026-04-21 00:00")))
		close()

		h.checkDelivered(t)
		want := `office_digest/2026-04-06/week/chen office_digest/2026-04-06/week/deng
			petition/2026-04-08/digest/liu petition/2026-04-08/digest/peng reception_duty/2026-04-13/d3/zhou
			quota/2025-2026-2/w06/liang quota/2025-2026-2/w06/he quota/2025-2026-2/w06/zhou quota/2025-2026-2/w06/lin
			quota/2025-2026-2/w06/wu quota/2025-2026-2/w06/xie quota/2025-2026-2/w06/huang
			reception_duty/2026-04-13/d1/zhou unconfirmed/2026-04-10/fri/zhou reception_sheet/2026-04-13/d1/sun
			petition/2026-04-13/digest/liu petition/2026-04-13/digest/peng office_digest/2026-04-13/week/chen office_digest/2026-04-13/week/deng
			reception_duty/2026-04-13/d0/zhou reception_sheet/2026-04-13/d0/sun reception_sheet/2026-04-13/n1/sun
			petition/2026-04-15/digest/liu petition/2026-04-15/digest/peng reception_duty/2026-04-20/d3/lin
			office_digest/2026-04-16/day/chen office_digest/2026-04-16/day/deng petition/2026-04-16/digest/liu petition/2026-04-16/digest/peng petition/2026-04-16/digest/sun
			petition/2026-04-17/digest/liu petition/2026-04-17/digest/peng
			reception_duty/2026-04-20/d1/lin unconfirmed/2026-04-17/fri/zhou reception_sheet/2026-04-20/d1/sun
			petition/2026-04-20/digest/liu petition/2026-04-20/digest/peng office_digest/2026-04-20/week/chen office_digest/2026-04-20/week/deng
			reception_duty/2026-04-20/d0/lin reception_sheet/2026-04-20/d0/sun`
		if diff := cmp.Diff(strings.Fields(want), keys(t, h.st)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestRestarts ends and starts the house again and again, also for nights and days: nothing is told twice.
func TestRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-02 08:00")))
		h := &house{school: sample(t), st: emptyStore(t), phone: &phone{latency: time.Second}}
		for i := range 60 {
			close := h.open(t)
			time.Sleep(time.Duration(i%7)*3*time.Hour + 7*time.Minute)
			close()
			time.Sleep(time.Duration(i%11) * time.Hour)
		}
		words := map[string]bool{}
		for _, d := range h.phone.sent() {
			if words[d.To+d.Text] {
				t.Errorf("%s reads twice: %s", d.To, d.Text)
			}
			words[d.To+d.Text] = true
		}
		if len(words) < 20 {
			t.Errorf("only %d messages", len(words))
		}
	})
}

func TestCronRunsJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var ticks, slow, backups, panics atomic.Int32
		time.Sleep(time.Until(clockAt(t, "2026-03-02 00:01")))
		clock, err := NewCron(china(), zerolog.New(zerolog.SyncWriter(&log)),
			Job{Name: "tick", Spec: "*/10 * * * *", Do: func(context.Context) error { ticks.Add(1); return nil }},
			Job{Name: "slow", Spec: "*/10 * * * *", Do: func(ctx context.Context) error {
				slow.Add(1)
				select {
				case <-time.After(25 * time.Minute):
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			}},
			Job{Name: "panics", Spec: "0 * * * *", Do: func(context.Context) error { panics.Add(1); panic("oh") }},
			Job{Name: "backup", Spec: "03:17", Do: func(context.Context) error {
				backups.Add(1)
				if at := time.Now().In(china()).Format("15:04"); at != "03:17" {
					t.Errorf("the backup runs at %s", at)
				}
				return errors.New("no space")
			}},
		)
		if err != nil {
			t.Fatal(err)
		}
		stop := clock.Start(context.Background())
		time.Sleep(48*time.Hour + 15*time.Minute)
		stop()
		stop()
		time.Sleep(24 * time.Hour)
		if ticks.Load() != 289 || slow.Load() != 97 || panics.Load() != 48 || backups.Load() != 2 {
			t.Errorf("runs: tick %d, slow %d, panics %d, backup %d", ticks.Load(), slow.Load(), panics.Load(), backups.Load())
		}
		for _, line := range []string{"still running", `"job":"backup"`, "no space", "panic"} {
			if !strings.Contains(log.String(), line) {
				t.Errorf("the log lacks %q", line)
			}
		}
		if strings.Contains(log.String(), "context canceled") {
			t.Error("the end of the program is logged as a failure")
		}
	})
}

func TestCronEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var runs atomic.Int32
		clock, err := NewCron(china(), quietLog(), Job{Name: "tick", Spec: "* * * * *", Do: func(context.Context) error { runs.Add(1); return nil }})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		stop := clock.Start(ctx)
		time.Sleep(150 * time.Second)
		cancel()
		time.Sleep(time.Hour)
		stop()
		if runs.Load() != 2 {
			t.Errorf("%d runs", runs.Load())
		}
	})
}

func TestParseSpec(t *testing.T) {
	for _, spec := range []string{"*/10 * * * *", "03:17", "3:17", "0 9 * * 1", "@hourly", "@every 10m", "59 23 29 2 *"} {
		if _, err := ParseSpec(spec); err != nil {
			t.Errorf("ParseSpec(%q): %v", spec, err)
		}
	}
	for _, spec := range []string{
		"", "TZ=UTC", "CRON_TZ=", "TZ=UTC 0 9 * * *", "@every -1h", "@every 1s", "31 2 *", "61 * * * *", "25:00", "0 0 31 2 *", "* * * * * *", "每天",
	} {
		if _, err := ParseSpec(spec); err == nil {
			t.Errorf("ParseSpec(%q) gives no error", spec)
		}
	}
	_, err := NewCron(china(), quietLog(), Job{Name: "a", Spec: "TZ="}, Job{Name: "b", Spec: "x"})
	if err == nil || !strings.Contains(err.Error(), "job a") || !strings.Contains(err.Error(), "job b") {
		t.Errorf("two wrong jobs: %v", err)
	}
}

func FuzzParseSpec(f *testing.F) {
	for _, spec := range []string{"*/10 * * * *", "03:17", "TZ=UTC", "@every 1h", "0 0 31 2 *", "1-5/2 3,4 ? * MON"} {
		f.Add(spec)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		schedule, err := ParseSpec(spec)
		if err != nil {
			return
		}
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 3 {
			next := schedule.Next(at)
			if next.IsZero() {
				return
			}
			if next.Sub(at) <= 0 {
				t.Fatalf("%q comes at %s after %s", spec, next, at)
			}
			at = next
		}
	})
}
