package reminders

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// twoPhones is a school in which lin has an account on either platform, WeCom first.
type twoPhones struct {
	book        *casebook
	wecom, ding *phone
}

func newTwoPhones(t *testing.T) *twoPhones {
	w := &twoPhones{book: newBook(t), wecom: &phone{}, ding: &phone{}}
	w.book.school.Member("lin").Accounts = []policy.Address{{Channel: "wecom", User: "Ulin"}, {Channel: "dingtalk", User: "0133"}}
	return w
}

// deliver runs delivery for a while.
func (w *twoPhones) deliver(t *testing.T, d time.Duration) {
	t.Helper()
	stop := run(t, NewDelivery(w.book.st, map[string]Sender{"wecom": w.wecom, "dingtalk": w.ding}, time.Now, quietLog(), DeliveryOptions{
		Jitter: func() float64 { return 0 }, Resolve: Resolver(w.book.school, []string{"wecom", "dingtalk"}),
	}))
	time.Sleep(d)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

// remind puts a reminder for lin into the outbox.
func remind(n *ledger.Notice) { n.Kind, n.Member = KindQuota, "lin" }

// many is the same outcome so many times.
func many(n int, out ledger.Outcome) []ledger.Outcome {
	list := make([]ledger.Outcome, n)
	for i := range list {
		list[i] = out
	}
	return list
}

// TestFallOver: what one platform refuses, or does not take for long, is told on the other, once, and the row says what was tried.
func TestFallOver(t *testing.T) {
	no := ledger.Outcome{State: ledger.Refused, Reason: "没有这个账号", Code: 81013}
	flow := ledger.Outcome{State: ledger.Retry, Reason: "暂时限制"}
	doubt := ledger.Outcome{State: ledger.Unknown, Reason: "没有明确答复"}
	down := ledger.Outcome{State: ledger.Retry, Reason: "额度已用完", After: time.Hour}
	for name, tt := range map[string]struct {
		wecom, ding []ledger.Outcome
		prefer      string
		lasts       time.Duration
		want        string // where it arrived
		tried       string // channels
		first       int    // attempts on the first phone
		reason      string
	}{
		"all well":                    {want: "wecom", first: 1, lasts: time.Minute},
		"refused":                     {wecom: many(1, no), want: "dingtalk", tried: "wecom", first: 1, lasts: time.Minute},
		"the preferred one":           {prefer: "dingtalk", want: "dingtalk", lasts: time.Minute},
		"the preferred one refuses":   {prefer: "dingtalk", ding: many(1, no), want: "wecom", tried: "dingtalk", first: 1, lasts: time.Minute},
		"flow controlled for a while": {wecom: many(4, flow), want: "wecom", first: 5, lasts: 2 * time.Hour},
		"flow controlled for long":    {wecom: many(100, flow), want: "dingtalk", tried: "wecom", first: 10, lasts: 3 * time.Hour},
		"the channel is down":         {wecom: many(100, down), want: "dingtalk", tried: "wecom", first: 2, lasts: 4 * time.Hour},
		"it may have arrived":         {wecom: append(many(1, doubt), many(3, flow)...), want: "wecom", first: 5, lasts: 4 * time.Hour},
		"refused after a doubt":       {wecom: append(many(1, doubt), no), want: "dingtalk", tried: "wecom", first: 2, lasts: time.Hour},
		"both refuse": {
			wecom: many(1, no), ding: many(1, ledger.Outcome{State: ledger.Refused, Reason: "不在可见范围"}), tried: "wecom", first: 1, lasts: time.Minute,
			reason: "企业微信：没有这个账号；钉钉：不在可见范围",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
				w := newTwoPhones(t)
				w.wecom.answers, w.ding.answers = tt.wecom, tt.ding
				if tt.prefer != "" {
					update(t, w.book.st, time.Now(), func(tx *store.Tx) error {
						return tx.Prefer(w.book.school, w.book.school.Member("lin").Accounts[0], tt.prefer)
					})
				}
				post(t, w.book.st, "Ulin", "进度", remind)
				w.deliver(t, tt.lasts)
				n := notice(t, w.book.st, "进度")
				var tried []string
				for _, one := range n.Tried {
					tried = append(tried, one.Channel)
					if one.Reason == "" || one.At.IsZero() {
						t.Errorf("%+v", one)
					}
				}
				if got := strings.Join(tried, " "); got != tt.tried {
					t.Errorf("tried %q, want %q", got, tt.tried)
				}
				if n.Sent.IsZero() != (tt.want == "") || n.Why() != tt.reason && tt.want == "" {
					t.Errorf("%+v: %s", n, n.Why())
				}
				if got := len(w.wecom.sent()); tt.first != got && tt.prefer == "" || tt.want == "dingtalk" && len(w.ding.sent()) != 1 {
					t.Errorf("%d attempts on WeCom, %d on DingTalk", got, len(w.ding.sent()))
				}
				if tt.want == "wecom" && tt.tried == "" && len(w.ding.sent()) != 0 {
					t.Error("told on both")
				}
				w.deliver(t, time.Hour) // a later process does nothing more about it
				if m := notice(t, w.book.st, "进度"); !m.Sent.Equal(n.Sent) || !m.Refused.Equal(n.Refused) {
					t.Errorf("settled twice: %+v", m)
				}
			})
		})
	}
}

// TestAnswerGoesWhereItWasAsked: a reply that is told later comes on the platform where the question was, whatever is preferred, and on the other if that refuses.
func TestAnswerGoesWhereItWasAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
		w := newTwoPhones(t)
		update(t, w.book.st, time.Now(), func(tx *store.Tx) error {
			return tx.Prefer(w.book.school, w.book.school.Member("lin").Accounts[0], "dingtalk")
		})
		post(t, w.book.st, "Ulin", "答复一")
		w.deliver(t, time.Minute)
		w.wecom.answers = []ledger.Outcome{{State: ledger.Refused, Reason: "没有这个账号"}}
		post(t, w.book.st, "Ulin", "答复二")
		w.deliver(t, time.Minute)
		if got := w.wecom.texts(); len(got) != 2 || got[0] != "答复一" {
			t.Errorf("WeCom: %q", got)
		}
		if got := w.ding.texts(); len(got) != 1 || got[0] != "答复二" {
			t.Errorf("DingTalk: %q", got)
		}
	})
}

// TestEndedAccounts: nothing is sent to an account that has left; without another one the staff reads why.
func TestEndedAccounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
		w := newTwoPhones(t)
		end := func(i int) {
			update(t, w.book.st, time.Now(), func(tx *store.Tx) error {
				_, _, err := tx.EndAccount(w.book.school, w.book.school.Member("lin").Accounts[i])
				return err
			})
		}
		end(0)
		post(t, w.book.st, "Ulin", "一", remind)
		w.deliver(t, time.Minute)
		end(1)
		post(t, w.book.st, "Ulin", "二", remind)
		w.deliver(t, time.Minute)
		if len(w.wecom.sent()) != 0 || len(w.ding.sent()) != 1 {
			t.Errorf("%q, %q", w.wecom.texts(), w.ding.texts())
		}
		if n := notice(t, w.book.st, "二"); n.Reason != reasonEnded || n.Refused.IsZero() {
			t.Errorf("%+v", n)
		}
	})
}

// TestFallOverOfAFiler: the accounts of somebody who must not be named are tried in the same way, none of them is written down, and once it is over neither is
// that there were two.
func TestFallOverOfAFiler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
		w := newTwoPhones(t)
		id := filedBy(t, w.book, policy.Address{Channel: "wecom", User: "Zqfiler"})
		update(t, w.book.st, time.Now(), func(tx *store.Tx) error {
			return tx.Bind(w.book.school, policy.Address{Channel: "wecom", User: "Zqfiler"}, policy.Address{Channel: "dingtalk", User: "zq0199"}, "code")
		})
		w.wecom.answers = []ledger.Outcome{{State: ledger.Refused, Reason: "账号 Zqfiler 不在可见范围"}}
		post(t, w.book.st, "x", "办好了", func(n *ledger.Notice) { n.Kind, n.To = "case", store.SealedAddress(id, 0) })
		w.deliver(t, time.Minute)
		n := notice(t, w.book.st, "办好了")
		if n.Sent.IsZero() || len(w.ding.sent()) != 1 || len(n.Tried) != 0 || n.Via != "" || strings.Contains(strings.ToLower(n.Why()), "zqfiler") {
			t.Errorf("%+v", n)
		}
	})
}
