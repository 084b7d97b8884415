package reminders

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/store/ledger"
)

func TestOnceDeliversWhatIsDueAndMayGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		post(t, st, "a", "one")
		post(t, st, "b", "two")
		post(t, st, "a", "later", func(n *ledger.Notice) { n.Due = n.Due.Add(time.Hour) })

		sent, err := delivery(st, p).Once(context.Background())
		if err != nil || sent != 2 {
			t.Fatalf("Once = %d, %v; want 2", sent, err)
		}
		got := notice(t, st, "one")
		if got.State(time.Time{}) != "sent" || got.Attempts != 1 || got.PlatformID != "m1" || !got.Sent.Equal(time.Now()) {
			t.Errorf("row after Once: %+v", got)
		}
		if got := notice(t, st, "later"); got.State(time.Time{}) != "pending" || got.Attempts != 0 {
			t.Errorf("a row that is not due was touched: %+v", got)
		}
	})
}

func TestOutcomes(t *testing.T) {
	retry := ledger.Outcome{State: ledger.Retry, Reason: "平台忙", Code: -1}
	tests := []struct {
		name    string
		answers []ledger.Outcome
		after   time.Duration // how long Run works
		want    string        // state
		tries   int
		due     time.Duration // of the next attempt, after the first one
		reason  string
	}{
		{"sent", nil, time.Second, "sent", 1, 0, ""},
		{"refused", []ledger.Outcome{{State: ledger.Refused, Reason: "不在可见范围", Code: 81013}}, time.Hour, "refused", 1, 0, "不在可见范围"},
		{"retry waits", []ledger.Outcome{retry}, time.Second, "pending", 1, 5 * time.Second, "平台忙"},
		{"retry sends", []ledger.Outcome{retry}, 6 * time.Second, "sent", 2, 0, ""},
		{"retry doubles", []ledger.Outcome{retry, retry, retry}, 16 * time.Second, "pending", 3, 35 * time.Second, "平台忙"},
		{"after is honoured", []ledger.Outcome{{State: ledger.Retry, After: time.Minute, Reason: "限流"}}, 59 * time.Second, "pending", 1, time.Minute, "限流"},
		{"unknown is tried again", []ledger.Outcome{{State: ledger.Unknown, Reason: "超时"}}, 6 * time.Second, "sent", 2, 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				st, p := emptyStore(t), &phone{answers: test.answers}
				begun := time.Now()
				post(t, st, "a", "one")
				stop := run(t, delivery(st, p))
				time.Sleep(test.after)
				if err := stop(); err != nil {
					t.Fatal(err)
				}
				got := notice(t, st, "one")
				if got.State(time.Time{}) != test.want || got.Attempts != test.tries || got.Reason != test.reason {
					t.Errorf("state %s after %d attempts, reason %q; want %s, %d, %q", got.State(time.Time{}), got.Attempts, got.Reason,
						test.want, test.tries, test.reason)
				}
				if wait := got.Due.Sub(begun); test.due != 0 && wait != test.due {
					t.Errorf("next attempt after %v, want %v", wait, test.due)
				}
				for _, text := range p.texts() {
					if text != "one" {
						t.Errorf("another body was sent: %q", text)
					}
				}
			})
		})
	}
}

func TestBackoff(t *testing.T) {
	for _, test := range []struct {
		attempts int
		jitter   float64
		want     time.Duration
	}{
		{1, 0, 5 * time.Second},
		{2, 0, 10 * time.Second},
		{2, 0.5, 7500 * time.Millisecond},
		{9, 0, 1280 * time.Second},
		{10, 0, 25 * time.Minute},
		{1000, 0, 25 * time.Minute},
		{0, 0, 5 * time.Second},
	} {
		if got := backoff(test.attempts, test.jitter); got != test.want {
			t.Errorf("backoff(%d, %v) = %v, want %v", test.attempts, test.jitter, got, test.want)
		}
	}
}

func TestGivingUpIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{answers: repeat(ledger.Outcome{State: ledger.Retry, Reason: "平台忙"}, 100)}
		post(t, st, "a", "one")
		stop := run(t, delivery(st, p, func(o *DeliveryOptions) { o.MaxAttempts = 4 }))
		time.Sleep(2 * time.Hour)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		got := notice(t, st, "one")
		if got.State(time.Time{}) != "refused" || got.Attempts != 4 || got.Reason != "试发4次都没有送达，已停止（最后一次：平台忙）" {
			t.Errorf("after giving up: %+v", got)
		}
	})
}

func TestAgeEndsTheAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{answers: repeat(ledger.Outcome{State: ledger.Unknown}, 200)}
		post(t, st, "a", "one")
		stop := run(t, delivery(st, p, func(o *DeliveryOptions) { o.MaxAttempts = 1000 }))
		time.Sleep(26 * time.Hour)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "one"); got.State(time.Time{}) != "refused" || got.Refused.Sub(got.Made) > 25*time.Hour {
			t.Errorf("a notice of more than a day: %+v", got)
		}
	})
}

func TestUntil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{answers: repeat(ledger.Outcome{State: ledger.Retry, Reason: "平台忙"}, 100)}
		post(t, st, "a", "past", func(n *ledger.Notice) { n.Until = n.Due })
		post(t, st, "b", "soon", func(n *ledger.Notice) { n.Until = n.Due.Add(20 * time.Second) })
		stop := run(t, delivery(st, p))
		time.Sleep(time.Minute)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "past"); got.State(time.Time{}) != "dropped" || got.Attempts != 0 || got.Reason != "在有效时间内没有送达" {
			t.Errorf("a notice past its use: %+v", got)
		}
		if got := notice(t, st, "soon"); got.State(time.Time{}) != "dropped" || got.Attempts != 3 || got.Reason != "在有效时间内没有送达（最后一次：平台忙）" {
			t.Errorf("a notice that could not be sent in time: %+v", got)
		}
	})
}

func TestNoChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		post(t, st, "a", "ding", func(n *ledger.Notice) { n.To.Channel = "dingtalk" })
		post(t, st, "lin", "none", func(n *ledger.Notice) { n.To.Channel = "" })
		if _, err := delivery(st, p).Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "ding"); got.State(time.Time{}) != "refused" || got.Reason != "没有开通钉钉通道" {
			t.Errorf("a channel without a sender: %+v", got)
		}
		if got := notice(t, st, "none"); got.State(time.Time{}) != "refused" || got.Reason != "此人没有登记企业微信或钉钉账号" {
			t.Errorf("a member without an account: %+v", got)
		}
	})
}

func TestOneReceiverKeepsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		p := &phone{latency: 300 * time.Millisecond, answers: []ledger.Outcome{{State: ledger.Retry}}}
		for i := range 4 {
			post(t, st, "A", fmt.Sprint(i))
		}
		stop := run(t, delivery(st, p))
		time.Sleep(2 * time.Second)
		post(t, st, "a", "4") // written while the first one waits for its second attempt
		time.Sleep(20 * time.Second)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"0", "0", "1", "2", "3", "4"}, p.texts()); diff != "" {
			t.Errorf("order of arrival (-want +got):\n%s", diff)
		}
		if p.most != 1 {
			t.Errorf("%d attempts at once for one receiver", p.most)
		}
	})
}

func TestOthersOvertakeALongWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		p := &phone{panics: func(text string) bool { return text == "poison" }}
		post(t, st, "a", "poison")
		post(t, st, "a", "good")
		stop := run(t, delivery(st, p))
		time.Sleep(10 * time.Minute)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "good"); got.State(time.Time{}) != "sent" || got.Sent.Sub(got.Made) > 3*time.Minute {
			t.Errorf("a notice behind one that cannot be sent: %+v", got)
		}
	})
}

func TestOutageSparesAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := emptyStore(t)
		down := true
		p := &phone{}
		for i := range 100 {
			post(t, st, fmt.Sprintf("user%d", i), fmt.Sprint(i))
		}
		p.answers = repeat(ledger.Outcome{State: ledger.Retry, Reason: "连接不上"}, 1<<20)
		stop := run(t, delivery(st, p))
		time.Sleep(10 * time.Minute)
		if n := len(p.texts()); n > 100 {
			t.Errorf("%d attempts in an outage of ten minutes", n)
		}
		p.mu.Lock()
		down, p.answers = false, nil
		p.mu.Unlock()
		time.Sleep(6 * time.Minute)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		for _, n := range outbox(t, st) {
			if n.State(time.Time{}) != "sent" {
				t.Errorf("after the outage (%v): %+v", down, n)
			}
		}
	})
}

func TestQuietHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		school := sample(t)
		time.Sleep(time.Until(clockAt(t, "2026-03-06 22:00"))) // Friday night
		st, p := emptyStore(t), &phone{}
		post(t, st, "a", "answer")
		post(t, st, "a", "quota", func(n *ledger.Notice) { n.Kind = KindQuota })
		post(t, st, "b", "useless", func(n *ledger.Notice) { n.Kind, n.Until = KindQuota, clockAt(t, "2026-03-08 12:00") })
		stop := run(t, delivery(st, p, func(o *DeliveryOptions) { o.Hours = Hours(school) }))
		time.Sleep(time.Minute)
		if diff := cmp.Diff([]string{"answer"}, p.texts()); diff != "" {
			t.Errorf("on Friday night (-want +got):\n%s", diff)
		}
		if got := notice(t, st, "useless"); got.State(time.Time{}) != "dropped" {
			t.Errorf("what is of no use on Monday: %+v", got)
		}
		time.Sleep(time.Until(clockAt(t, "2026-03-09 09:06")))
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "quota"); got.State(time.Time{}) != "sent" || got.Sent.Before(clockAt(t, "2026-03-09 09:00")) {
			t.Errorf("on Monday morning: %+v", got)
		}
	})
}

func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st, p := emptyStore(t), &phone{}
		var offset time.Duration
		d := NewDelivery(st, map[string]Sender{"wecom": p}, func() time.Time { return time.Now().Add(offset) }, quietLog(), DeliveryOptions{})
		post(t, st, "a", "tomorrow", func(n *ledger.Notice) { n.Due = n.Due.Add(24 * time.Hour) })
		stop := run(t, d)
		synctest.Wait()
		offset = 25 * time.Hour
		d.Wake()
		time.Sleep(100 * time.Millisecond)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if got := notice(t, st, "tomorrow"); got.State(time.Time{}) != "sent" {
			t.Errorf("after the clock was moved: %+v", got)
		}
	})
}

func repeat(out ledger.Outcome, n int) []ledger.Outcome {
	list := make([]ledger.Outcome, n)
	for i := range list {
		list[i] = out
	}
	return list
}
