package reminders

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestOneMessageALook: whatever a look has to tell one person is one message, also after downtime; only what is about a reception of that day comes by itself.
func TestOneMessageALook(t *testing.T) {
	for _, from := range []string{"2026-03-03 08:00", "2026-04-07 20:00", "2026-06-21 20:00"} {
		for _, down := range []time.Duration{0, 26 * time.Hour, 6 * 24 * time.Hour, 15 * 24 * time.Hour} {
			school, st := sample(t), emptyStore(t)
			r := New(school, st, quietLog(), Options{})
			tick(t, r, from)
			filed(t, st, "后勤处", "2026-03-02", "2026-04-10")
			did(t, st, "zhou", "chen", policy.Visit, "2026-03-02")
			at := clockAt(t, from).Add(down)
			for end := at.AddDate(0, 0, 4); at.Before(end); at = at.Add(10 * time.Minute) {
				if _, err := r.Tick(context.Background(), at); err != nil {
					t.Fatal(err)
				}
			}
			seen := map[string]string{}
			for _, n := range outbox(t, st) {
				if n.Settled() || n.Member == "" || sameDayReception(school, &n, n.Due) {
					continue
				}
				look := n.Member + n.Made.String()
				if other, ok := seen[look]; ok {
					t.Errorf("from %s, %v later: %s and %s are two messages of one look", from, down, other, n.Key)
				}
				seen[look] = n.Key
			}
		}
	}
}

// joint is a message of three reminders to one person, as a look writes it.
func joint(t testing.TB, st *store.Store, at time.Time) {
	t.Helper()
	var rows []row
	for _, n := range []struct {
		kind string
		use  time.Duration
	}{{KindQuota, 2 * time.Hour}, {KindIssueDue, time.Hour}, {KindYearClose, 3 * time.Hour}} {
		rows = append(rows, row{Notice: ledger.Notice{
			Key: n.kind + "/x/lin", Kind: n.kind, To: address("lin"), Member: "lin", Text: n.kind, Made: at, Planned: at, Due: at, Until: at.Add(n.use),
		}})
	}
	update(t, st, at, func(tx *store.Tx) error {
		for _, n := range gather(sample(t), rows) {
			if _, err := tx.Notify(n.Notice); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestJoinedRows(t *testing.T) {
	st := emptyStore(t)
	at := clockAt(t, "2026-11-04 10:00")
	joint(t, st, at)
	var got []string
	for _, n := range outbox(t, st) {
		got = append(got, strings.Join([]string{n.Key, n.State(at), n.With, strings.ReplaceAll(n.Text, "\n", "|"), n.Until.Sub(at).String()}, " "))
	}
	want := []string{
		"issue_due/x/lin pending  quota||issue_due||year_close 1h0m0s", // the one that is of use for the shortest time carries the others
		"quota/x/lin joined issue_due/x/lin quota 2h0m0s",
		"year_close/x/lin joined issue_due/x/lin year_close 3h0m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestJoinedRowsGoOnAlone: if the message cannot be delivered what it carried goes by itself, as long as it is of use; if it arrives nothing follows.
func TestJoinedRowsGoOnAlone(t *testing.T) {
	for _, test := range []struct {
		name  string
		out   ledger.Outcome
		later time.Duration
		want  map[string]string
		sent  int
	}{
		{"arrived", ledger.Outcome{State: ledger.Sent}, 0, map[string]string{"issue_due": "sent", "year_close": "joined", "quota": "joined"}, 1},
		{
			"the receiver is impossible",
			ledger.Outcome{State: ledger.Refused, Reason: "不在应用可见范围"},
			0,
			map[string]string{"issue_due": "refused", "year_close": "refused", "quota": "refused"},
			3,
		},
		{"too late for one of them", ledger.Outcome{State: ledger.Sent}, 90 * time.Minute, map[string]string{"issue_due": "dropped", "year_close": "sent", "quota": "sent"}, 2},
		{"too late for two of them", ledger.Outcome{State: ledger.Sent}, 150 * time.Minute, map[string]string{"issue_due": "dropped", "year_close": "sent", "quota": "dropped"}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			st, at := emptyStore(t), clockAt(t, "2026-11-04 10:00")
			joint(t, st, at)
			now := at.Add(test.later)
			sender := &phone{answers: []ledger.Outcome{test.out, test.out, test.out}}
			d := NewDelivery(st, map[string]Sender{"wecom": sender}, func() time.Time { return now }, quietLog(), DeliveryOptions{})
			for range 3 {
				if _, err := d.Once(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			got := map[string]string{}
			for _, n := range outbox(t, st) {
				got[n.Kind] = n.State(at)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := len(sender.sent()); n != test.sent {
				t.Errorf("%d messages, want %d", n, test.sent)
			}
		})
	}
}

// TestLateIsSpread: what is made good after downtime is no burst on the full hour, nor one message of a second for everybody.
func TestLateIsSpread(t *testing.T) {
	st := emptyStore(t)
	r := New(crowd(t, 500), st, quietLog(), Options{})
	tick(t, r, "2026-04-08 08:00")
	tick(t, r, "2026-04-08 14:30") // cron says look at :30
	seconds := map[int64]int{}
	at := clockAt(t, "2026-04-08 14:30")
	for _, n := range outbox(t, st) {
		if n.Kind != KindQuota {
			continue
		}
		if wait := n.Due.Sub(at); wait < 15*time.Second || wait > 6*time.Minute {
			t.Fatalf("%s is due %v after the look", n.Key, wait)
		}
		if !n.Planned.Equal(clockAt(t, "2026-04-08 10:00")) {
			t.Fatalf("%s: the planned time is %s", n.Key, n.Planned)
		}
		seconds[n.Due.Unix()]++
	}
	if len(seconds) < 200 {
		t.Errorf("500 messages in %d seconds", len(seconds))
	}
}

// TestRecallLeavesTheRest: who pauses his reminders loses nothing that never rests, whichever row carries the message.
func TestRecallLeavesTheRest(t *testing.T) {
	for _, carrier := range []string{KindIssueDue, KindQuota} {
		school, st := sample(t), emptyStore(t)
		at := clockAt(t, "2026-11-04 10:00")
		other := map[string]string{KindIssueDue: KindQuota, KindQuota: KindIssueDue}[carrier]
		var rows []row
		for i, kind := range []string{carrier, other} {
			rows = append(rows, row{Notice: ledger.Notice{
				Key: kind + "/x/wu", Kind: kind, To: school.Member("wu").Accounts[0], Member: "wu", Text: kind, Made: at, Planned: at, Due: at.Add(time.Minute),
				Until: at.Add(time.Duration(i+1) * time.Hour),
			}})
		}
		update(t, st, at, func(tx *store.Tx) error {
			for _, n := range gather(school, rows) {
				if _, err := tx.Notify(n.Notice); err != nil {
					return err
				}
			}
			return nil
		})
		pauses(t, school, st, "wu", "2026-11-04 10:00", "", false)
		sender := &phone{}
		d := NewDelivery(st, map[string]Sender{"wecom": sender}, func() time.Time { return at.Add(2 * time.Minute) }, quietLog(), DeliveryOptions{})
		if _, err := d.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sender.texts(), "; "); !strings.Contains(got, KindIssueDue) {
			t.Errorf("carried by %s: %q arrived", carrier, got)
		}
		if carrier == KindQuota && len(sender.texts()) == 1 && strings.Contains(sender.texts()[0], KindQuota) {
			t.Errorf("what rests went out: %q", sender.texts())
		}
	}
}
