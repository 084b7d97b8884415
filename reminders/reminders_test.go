package reminders

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
)

// looking is a school with an empty ledger that was looked at once, at the given time.
func looking(t testing.TB, at string) (*Reminders, *store.Store) {
	t.Helper()
	st := emptyStore(t)
	r := New(sample(t), st, quietLog(), Options{Channels: []string{"wecom"}})
	tick(t, r, at)
	return r, st
}

func tick(t testing.TB, r *Reminders, at string) (told int) {
	t.Helper()
	told, err := r.Tick(context.Background(), clockAt(t, at))
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// keys lists the outbox: "d3 late" for a row told late, "d3 dropped" for one that was dropped, by the last parts of its key.
func keys(t testing.TB, st *store.Store) []string {
	t.Helper()
	var out []string
	for _, n := range outbox(t, st) {
		key := n.Key
		if n.LateNote {
			key += " late"
		}
		if !n.Dropped.IsZero() {
			key += " dropped"
		}
		out = append(out, key)
	}
	return out
}

func TestTickTellsOnce(t *testing.T) {
	r, st := looking(t, "2026-03-03 08:00")
	for _, step := range []struct {
		at   string
		told int
	}{
		{"2026-03-04 08:50", 0}, {"2026-03-04 09:00", 1}, {"2026-03-04 09:00", 0}, {"2026-03-04 09:10", 0}, {"2026-03-06 16:05", 1}, {"2026-03-06 16:10", 1},
	} {
		if told := tick(t, r, step.at); told != step.told {
			t.Errorf("tick at %s told %d, want %d", step.at, told, step.told)
		}
	}
	got := outbox(t, st)[0]
	if got.Key != "reception_duty/2026-03-09/d3/liang" || got.To != (policy.Address{Channel: "wecom", User: "Uliang"}) || got.Member != "liang" ||
		got.Rule != "5.8" || got.LateNote || !got.Planned.Equal(clockAt(t, "2026-03-04 09:00")) || !got.Until.Equal(clockAt(t, "2026-03-06 16:00")) {
		t.Errorf("row: %+v", got)
	}
	if wait := got.Due.Sub(got.Planned); wait <= 0 || wait >= 6*time.Minute {
		t.Errorf("due %v after it was planned", wait)
	}
}

func TestFirstTickBeginsWithItsDay(t *testing.T) {
	_, st := looking(t, "2026-03-09 15:00")
	want := []string{"office_digest/2026-03-09/week/chen late", "office_digest/2026-03-09/week/deng late", "reception_duty/2026-03-09/d0/liang"}
	if diff := cmp.Diff(want, keys(t, st)); diff != "" {
		t.Errorf("first look of a ledger (-want +got):\n%s", diff)
	}
}

func TestDowntime(t *testing.T) {
	r, st := looking(t, "2026-03-03 08:00")
	tick(t, r, "2026-03-09 12:00") // from Tuesday to Monday noon nothing ran
	want := []string{
		"reception_duty/2026-03-09/d3/liang late dropped",
		"reception_duty/2026-03-09/d1/liang late",
		"reception_sheet/2026-03-09/d1/sun late",
		"office_digest/2026-03-09/week/chen late",
		"office_digest/2026-03-09/week/deng late",
	}
	if diff := cmp.Diff(want, keys(t, st)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows := outbox(t, st)
	if rows[0].Reason != "原定3月4日09:00，错过后已无必要" {
		t.Errorf("reason of what was dropped: %q", rows[0].Reason)
	}
	if !strings.HasPrefix(rows[1].Text, "【补发】原定3月6日16:00\n【3月9日(周一)】今天是校领导接待日，") {
		t.Errorf("text of what is told late: %q", rows[1].Text)
	}
}

func TestLateAtNightWaitsForMorning(t *testing.T) {
	r, st := looking(t, "2026-03-03 08:00")
	tick(t, r, "2026-03-06 22:30")
	for _, n := range outbox(t, st) {
		if due := n.Due.In(china()); n.Dropped.IsZero() && due.Before(clockAt(t, "2026-03-09 09:00")) {
			t.Errorf("%s is due at %s", n.Key, due)
		}
	}
	if diff := cmp.Diff([]string{
		"reception_duty/2026-03-09/d3/liang late dropped", "reception_duty/2026-03-09/d1/liang late", "reception_sheet/2026-03-09/d1/sun late",
	}, keys(t, st)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatWasMetMeanwhileIsNotTold(t *testing.T) {
	r, st := looking(t, "2026-11-03 08:00")
	did(t, st, "xie", "xie", policy.ObserveClass, "2026-10-20", hours(4))
	did(t, st, "xie", "xie", policy.Forum, "2026-10-21")
	planned(t, st, "xie", "2026-10-19")
	tick(t, r, "2026-11-04 10:00")
	tick(t, r, "2026-11-04 10:10")
	update(t, st, clockAt(t, "2026-11-05 10:00"), func(tx *store.Tx) error {
		a, err := tx.LastEnteredBy("xie")
		a.Retracted = tx.At
		return errors.Join(err, tx.PutActivity(&a))
	})
	tick(t, r, "2026-11-05 10:10")
	for _, key := range keys(t, st) {
		if strings.HasPrefix(key, "quota") && strings.HasSuffix(key, "xie") {
			t.Errorf("told although it was met at its time: %s", key)
		}
	}
}

// TestAnyTicks ticks a month at random times, with restarts, gaps and clocks that are set back, and wants what a regular clock tells.
func TestAnyTicks(t *testing.T) {
	from, to := clockAt(t, "2026-03-02 00:00"), clockAt(t, "2026-04-02 00:00")
	regular := func() []string {
		st := emptyStore(t)
		r := New(sample(t), st, quietLog(), Options{})
		for at := from; at.Before(to); at = at.Add(10 * time.Minute) {
			if _, err := r.Tick(context.Background(), at); err != nil {
				t.Fatal(err)
			}
		}
		return sortedKeys(t, st)
	}
	want := regular()
	if len(want) < 10 {
		t.Fatalf("only %d items in a month", len(want))
	}
	for seed := range uint64(20) {
		chance := rand.New(rand.NewPCG(seed, 1))
		st := emptyStore(t)
		r := New(sample(t), st, quietLog(), Options{})
		tickAt := func(at time.Time) {
			if _, err := r.Tick(context.Background(), at); err != nil {
				t.Fatal(err)
			}
		}
		tickAt(from)
		for at := from; at.Before(to); {
			at = at.Add(time.Duration(chance.Int64N(int64(30 * time.Hour))))
			switch chance.IntN(4) {
			case 0:
				r = New(sample(t), st, quietLog(), Options{})
			case 1:
				tickAt(at.Add(-time.Duration(chance.Int64N(int64(72 * time.Hour)))))
			}
			if at.Before(to) {
				tickAt(at)
			}
		}
		tickAt(to.Add(-time.Second))
		if diff := cmp.Diff(want, sortedKeys(t, st)); diff != "" {
			t.Fatalf("seed %d tells another month (-regular +random):\n%s", seed, diff)
		}
	}
}

// sortedKeys are the keys of the outbox, whatever became of the rows, without what the office is told about the outbox itself.
func sortedKeys(t testing.TB, st *store.Store) []string {
	t.Helper()
	var out []string
	for _, n := range outbox(t, st) {
		if !strings.Contains(n.Key, "/day/") {
			out = append(out, n.Key)
		}
	}
	slices.Sort(out)
	return out
}

func TestFailedTickIsMadeGood(t *testing.T) {
	engine := &flaky{Engine: memory.New()}
	st := storeOn(t, engine)
	r := New(sample(t), st, quietLog(), Options{})
	tick(t, r, "2026-03-03 08:00")
	engine.fails.Store(true)
	if _, err := r.Tick(context.Background(), clockAt(t, "2026-03-04 09:00")); !errors.Is(err, errDisk) {
		t.Fatalf("Tick on a failing store: %v", err)
	}
	engine.fails.Store(false)
	if told := tick(t, r, "2026-03-04 09:10"); told != 1 {
		t.Errorf("the next tick told %d", told)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Tick(ctx, clockAt(t, "2026-03-06 16:00")); !errors.Is(err, context.Canceled) {
		t.Fatalf("Tick after the end: %v", err)
	}
	if told := tick(t, r, "2026-03-06 16:00"); told != 1 {
		t.Errorf("the tick after an interrupted one told %d", told)
	}
}

func TestUnreadableCaseStopsNoOther(t *testing.T) {
	engine := memory.New()
	st := storeOn(t, engine)
	r := New(sample(t), st, quietLog(), Options{})
	tick(t, r, "2026-04-08 08:00")
	filed(t, st, "后勤处", "2026-04-07", "2026-04-10")
	spoil := func(row []byte) {
		err := engine.Update(func(tx kv.Tx) error {
			for key := range tx.Scan("petitions", nil, nil) {
				tx.Put("petitions", key, row)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var good []byte
	if err := engine.View(func(tx kv.Tx) error {
		for _, row := range tx.Scan("petitions", nil, nil) {
			good = slices.Clone(row)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	spoil([]byte("nonsense"))
	for range 2 {
		if _, err := r.Tick(context.Background(), clockAt(t, "2026-04-08 10:00")); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("Tick with a case that cannot be read: %v", err)
		}
	}
	if n := len(outbox(t, st)); n != 8 {
		t.Errorf("%d rows, want seven quotas and one reception", n)
	}
	spoil(good)
	if told := tick(t, r, "2026-04-08 10:10"); told != 2 {
		t.Errorf("after the repair %d were told, want the officer and the handler", told)
	}
}

func TestAccounts(t *testing.T) {
	school := sample(t)
	school.Member("liang").Accounts = []policy.Address{{Channel: "dingtalk", User: "013301"}, {Channel: "wecom", User: "Liang"}}
	school.Member("he").Accounts = []policy.Address{{Channel: "dingtalk", User: "013302"}}
	school.Member("zhou").Accounts = nil
	st := emptyStore(t)
	r := New(school, st, quietLog(), Options{Channels: []string{"wecom"}})
	for member, want := range map[string]string{"liang": "wecom:Liang", "he": "dingtalk:013302", "zhou": ":zhou"} {
		if got := account(school.Member(member), r.opt.Channels).String(); got != want {
			t.Errorf("%s is reached at %s, want %s", member, got, want)
		}
	}
	tick(t, r, "2026-04-08 08:00")
	if told := tick(t, r, "2026-04-08 10:00"); told != 8 {
		t.Errorf("told %d, want seven quotas and one reception, with account or without", told)
	}
}

func TestNext(t *testing.T) {
	r, _ := looking(t, "2026-03-03 08:00")
	tests := []struct{ after, want string }{
		{"2026-03-03 22:00", "2026-03-04 08:40"},
		{"2026-03-04 08:50", "2026-03-04 09:00"},
		{"2026-03-06 16:00", "2026-03-06 16:10"},
		{"2026-03-06 16:10", "2026-03-09 08:50"},
		{"2026-02-13 09:00", "2026-02-14 08:50"}, // the make-up Saturday before 春节
		{"2026-02-14 09:00", "2026-02-24 08:50"},
	}
	for _, test := range tests {
		at, ok := r.Next(clockAt(t, test.after))
		if !ok || !at.Equal(clockAt(t, test.want)) {
			t.Errorf("Next(%s) = %s, %v; want %s", test.after, at.Format("2006-01-02 15:04"), ok, test.want)
		}
	}
}

func TestSteppingTellsWhatTickingTells(t *testing.T) {
	from, to := clockAt(t, "2026-04-06 00:00"), clockAt(t, "2026-04-13 12:00")
	ticked, stepped := emptyStore(t), emptyStore(t)
	regular, quick := New(sample(t), ticked, quietLog(), Options{}), New(sample(t), stepped, quietLog(), Options{})
	for at := from; !at.After(to); at = at.Add(10 * time.Minute) {
		if _, err := regular.Tick(context.Background(), at); err != nil {
			t.Fatal(err)
		}
	}
	stops := 0
	for at, ok := from, true; ok && !at.After(to); at, ok = quick.Next(at) {
		stops++
		if _, err := quick.Tick(context.Background(), at); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(keys(t, ticked), keys(t, stepped)); diff != "" {
		t.Errorf("(-ticked +stepped):\n%s", diff)
	}
	if stops > 30 {
		t.Errorf("%d stops in a week", stops)
	}
}

// TestMovingTheClock moves a clock over a week by its stops, as the sandbox does: what is due on the way arrives at its time.
func TestMovingTheClock(t *testing.T) {
	now := clockAt(t, "2026-03-03 08:00")
	clock := func() time.Time { return now }
	h := &house{school: sample(t), st: emptyStore(t), phone: &phone{}}
	r := New(h.school, h.st, quietLog(), Options{})
	d := NewDelivery(h.st, map[string]Sender{"wecom": h.phone}, clock, quietLog(), DeliveryOptions{Hours: Hours(h.school)})
	for end, ok := now.AddDate(0, 0, 7), true; ok && !now.After(end); {
		if _, err := r.Tick(context.Background(), now); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		now, ok = r.Next(now)
	}
	h.checkDelivered(t)
	want := []string{
		"reception_duty/2026-03-09/d3/liang", "reception_duty/2026-03-09/d1/liang", "reception_sheet/2026-03-09/d1/sun",
		"office_digest/2026-03-09/week/chen", "office_digest/2026-03-09/week/deng", "reception_duty/2026-03-09/d0/liang",
		"reception_sheet/2026-03-09/d0/sun",
	}
	if diff := cmp.Diff(want, keys(t, h.st)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPreviewOfWhatWasTold(t *testing.T) {
	r, st := looking(t, "2026-03-03 08:00")
	tick(t, r, "2026-03-04 09:00")
	if got := previewed(t, sample(t), st, "2026-03-04", "2026-03-06", "liang", KindReceptionDuty); len(got) != 1 {
		t.Errorf("what was told is told again: %v", got)
	}
	items, err := Preview(sample(t), nil, clockAt(t, "2026-03-04 00:00"), clockAt(t, "2026-03-06 23:59"), true)
	if err != nil || len(items) != 3 {
		t.Errorf("of an empty ledger: %d items, %v", len(items), err)
	}
}

func TestManyRowsInFewTransactions(t *testing.T) {
	engine := &flaky{Engine: memory.New()}
	st := storeOn(t, engine)
	r := New(crowd(t, 2000), st, quietLog(), Options{})
	tick(t, r, "2026-04-08 08:00")
	engine.updates.Store(0)
	if told := tick(t, r, "2026-04-08 10:00"); told < 2000 {
		t.Fatalf("told %d", told)
	}
	if n := engine.updates.Load(); n > 5 {
		t.Errorf("%d transactions", n)
	}
}

// crowd is the sample school with so many leaders more.
func crowd(t testing.TB, n int) *policy.School {
	t.Helper()
	school := sample(t)
	for i := range n {
		id := fmt.Sprintf("m%05d", i)
		school.Members = append(school.Members, policy.Member{
			ID: id, Name: id, Roles: []policy.Role{policy.Leader}, Accounts: []policy.Address{{Channel: "wecom", User: id}},
		})
	}
	return school
}
