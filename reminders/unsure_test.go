package reminders

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"lianxin/store/ledger"
)

// TestMaybeAgain: whoever may see something a second time is told so, once the platform's duplicate check no longer holds; the row keeps its words.
func TestMaybeAgain(t *testing.T) {
	busy := ledger.Outcome{State: ledger.Retry, Reason: "忙"}
	for _, tt := range []struct {
		name    string
		answers []ledger.Outcome
		down    time.Duration
		want    []string
	}{
		{"taken at last within half an hour", []ledger.Outcome{{State: ledger.Unknown}}, 10 * time.Minute, []string{"a", "a"}},
		{"taken later", []ledger.Outcome{{State: ledger.Unknown}}, 40 * time.Minute, []string{"a", "a\n" + ledger.SayMaybeAgain}},
		{"never in doubt", []ledger.Outcome{busy}, 40 * time.Minute, []string{"a", "a"}},
		{
			"in doubt, then busy",
			[]ledger.Outcome{{State: ledger.Unknown}, busy},
			40 * time.Minute,
			[]string{"a", "a\n" + ledger.SayMaybeAgain, "a\n" + ledger.SayMaybeAgain},
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			st, p := emptyStore(t), &phone{answers: tt.answers}
			post(t, st, "u", "a")
			for range 4 {
				if _, err := delivery(st, p).Once(context.Background()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(tt.down)
			}
			if got := p.texts(); !slices.Equal(got, tt.want) {
				t.Errorf("%s: %q", tt.name, got)
			}
			if n := notice(t, st, "a"); n.Text != "a" || n.State(time.Time{}) != "sent" {
				t.Errorf("%s: the row says %q and is %s", tt.name, n.Text, n.State(time.Time{}))
			}
		})
	}
}

// forgetful is a platform without a duplicate check, whose Sender knows for an hour what it sent in this process.
type forgetful struct{ *phone }

func (forgetful) Remembers() time.Duration { return time.Hour }

// TestDoubter: where the platform shows everything that is sent, whoever was sent something before the program began anew is told so at once; of what this
// process sent its Sender tells, as long as it remembers.
func TestDoubter(t *testing.T) {
	for _, tt := range []struct {
		name          string
		began, second time.Duration // since the attempt of unknown end
		want          string
	}{
		{"the same process", -time.Second, 10 * time.Second, "a"},
		{"the same process, much later", -time.Second, 61 * time.Minute, "a\n" + ledger.SayMaybeAgain},
		{"the next process", time.Second, 2 * time.Second, "a\n" + ledger.SayMaybeAgain},
	} {
		synctest.Test(t, func(t *testing.T) {
			st, p := emptyStore(t), &phone{}
			post(t, st, "u", "a", func(n *ledger.Notice) {
				n.Attempts, n.Sending = 1, time.Now().Add(2*time.Second)
			})
			time.Sleep(2*time.Second + tt.began)
			d := NewDelivery(st, map[string]Sender{"wecom": forgetful{p}}, time.Now, zerolog.Nop(), DeliveryOptions{})
			time.Sleep(tt.second - tt.began)
			if _, err := d.Once(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got := p.texts(); !slices.Equal(got, []string{tt.want}) {
				t.Errorf("%s: %q", tt.name, got)
			}
		})
	}
}

// TestDeadInTheMiddle: what a process was sending when it died may have arrived.
func TestDeadInTheMiddle(t *testing.T) {
	for down, want := range map[time.Duration]string{20 * time.Minute: "a", 31 * time.Minute: "a\n" + ledger.SayMaybeAgain} {
		synctest.Test(t, func(t *testing.T) {
			st, p := emptyStore(t), &phone{}
			post(t, st, "u", "a", func(n *ledger.Notice) { n.Sending, n.Attempts = n.Made, 1 })
			time.Sleep(down)
			if _, err := delivery(st, p).Once(context.Background()); err != nil {
				t.Fatal(err)
			}
			if got := p.texts(); !slices.Equal(got, []string{want}) {
				t.Errorf("after %v: %q", down, got)
			}
		})
	}
}

// TestRidersInDoubt: what rode on a message of which nobody knows whether it arrived may be known to its reader, though no duplicate check knows its words.
func TestRidersInDoubt(t *testing.T) {
	for _, tt := range []struct {
		out  ledger.Outcome
		want string
	}{
		{ledger.Outcome{State: ledger.Unknown}, "b\n" + ledger.SayMaybeAgain},
		{ledger.Outcome{State: ledger.Retry}, "b"},
	} {
		synctest.Test(t, func(t *testing.T) {
			st, p := emptyStore(t), &phone{answers: []ledger.Outcome{tt.out}}
			post(t, st, "u", "a", func(n *ledger.Notice) { n.Riders, n.Until = []string{"reply/b"}, n.Made.Add(10*time.Minute) })
			post(t, st, "u", "b", func(n *ledger.Notice) { n.With = "reply/a" })
			for range 3 {
				if _, err := delivery(st, p).Once(context.Background()); err != nil {
					t.Fatal(err)
				}
				time.Sleep(11 * time.Minute)
			}
			if got := p.texts(); !slices.Equal(got, []string{"a", tt.want}) {
				t.Errorf("%q", got)
			}
		})
	}
}
