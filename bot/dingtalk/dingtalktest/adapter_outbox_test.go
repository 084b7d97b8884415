package dingtalktest_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestOutbox lets the real outbox worker bring notices to people of whom one is unknown, through an API in trouble: in the end each was delivered, or is
// refused by name.
func TestOutbox(t *testing.T) {
	t.Parallel()
	const people, each = 9, 3
	var users []string
	for i := range people {
		users = append(users, fmt.Sprintf("u%02d", i))
	}
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People(users[1:]...), PerSecond: 1000}, nil) // the first is unknown to the platform
	st, worker := s.worker(t)
	publish(t, st, s.clock.now(), users, each)
	faults := []dingtalktest.Fault{
		dingtalktest.TokenGone(), dingtalktest.Refuse(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", "x"), dingtalktest.LostAnswer(), dingtalktest.BadGateway(),
		dingtalktest.FlowControlled("u05"), dingtalktest.Punished(), dingtalktest.Refuse(403, "Forbidden.AccessDenied.ApiCountLimitForOrg", "x"), dingtalktest.Truncated(),
	}
	rand.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
	for _, f := range faults {
		s.Inject(pathBatch, 1, f)
	}
	for round := 0; waiting(st) > 0; round++ {
		if _, err := worker.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.clock.forward(10 * time.Minute); round > 200 {
			t.Fatalf("%d notices are never settled", waiting(st))
		}
	}
	if err := st.View(func(tx *store.Tx) error { return s.settled(t, tx, users, each) }); err != nil {
		t.Fatal(err)
	}
}

// TestOutboxGathers: what many are told at the same time costs few calls.
func TestOutboxGathers(t *testing.T) {
	var users []string
	for i := range 40 {
		users = append(users, fmt.Sprintf("u%02d", i))
	}
	s := newSite(t, dingtalktest.Options{Members: dingtalktest.People(users...)}, nil)
	st, worker := s.worker(t)
	publish(t, st, s.clock.now(), users, 3)
	for until := time.Now().Add(10 * time.Second); waiting(st) > 0 && time.Now().Before(until); {
		if _, err := worker.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.clock.forward(time.Second)
	}
	if got := s.Counts().Billed; waiting(st) > 0 || got > 20 {
		t.Errorf("%d calls for 120 notices, %d wait", got, waiting(st))
	}
}

// worker is the outbox of an empty ledger.
func (s *site) worker(t *testing.T) (*store.Store, *reminders.Delivery) {
	t.Helper()
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "lianxin.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st, reminders.NewDelivery(st, map[string]reminders.Sender{dingtalk.Channel: s.sender}, s.clock.now, zerolog.Nop(),
		reminders.DeliveryOptions{Concurrency: 24, AppPerSecond: 1000, AppBurst: 100})
}

// publish puts notices for everybody into the outbox, so many versions.
func publish(t *testing.T, st *store.Store, at time.Time, users []string, versions int) {
	t.Helper()
	err := st.Update(at, func(tx *store.Tx) error {
		for n := range versions {
			for _, u := range users {
				key := fmt.Sprintf("published/%d/%s", n, u)
				if _, err := tx.Notify(ledger.Notice{Key: key, Kind: "reception_published", To: to(u), Text: fmt.Sprintf("接待日安排第%d版", n), Made: tx.At, Due: tx.At}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// waiting counts the notices that are not settled.
func waiting(st *store.Store) (n int) {
	_ = st.View(func(tx *store.Tx) error {
		for range tx.DueNotices(time.Now().AddDate(10, 0, 0), 0) {
			n++
		}
		return nil
	})
	return n
}

// settled compares the outbox with the phones.
func (s *site) settled(t *testing.T, tx *store.Tx, users []string, each int) error {
	const ofAdapter, ofOutbox = "\n（网络不稳，这一条可能是重复的）", "\n（上次发送没有得到平台答复，这一条您可能已经收到过）"
	lost := s.Counts().Lost
	for n := range each {
		for _, u := range users {
			row, err := tx.Notice(fmt.Sprintf("published/%d/%s", n, u))
			if err != nil {
				return err
			}
			plain, warned := 0, 0
			for _, text := range s.Told(u) {
				if text == row.Text {
					plain++
				}
				switch text {
				case row.Text + ofAdapter, row.Text + ofOutbox:
					warned++
				}
			}
			unsaid := lost[row.Text] + lost[row.Text+ofAdapter] + lost[row.Text+ofOutbox]
			switch {
			case u == users[0]:
				if row.Refused.IsZero() || !strings.Contains(row.Reason, "没有这个账号") || plain+warned != 0 {
					t.Errorf("%s: refused at %v with %q, told %d", row.Key, row.Refused, row.Reason, plain+warned)
				}
			case row.Sent.IsZero() || row.PlatformID == "":
				t.Errorf("%s: not sent: %q", row.Key, row.Reason)
			case plain+warned == 0 || plain+warned > 1 && (unsaid == 0 || plain > 1):
				t.Errorf("%s: told %d times and %d with a warning, %d answers were lost", row.Key, plain, warned, unsaid)
			}
		}
	}
	return nil
}
