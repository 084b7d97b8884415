package reminders

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// filedBy lets the owner of an account bring a case forward, now.
func filedBy(t testing.TB, b *casebook, who policy.Address) (id string) {
	t.Helper()
	update(t, b.st, time.Now(), func(tx *store.Tx) error {
		d := &ledger.Deed{School: b.school, By: ledger.Actor{Filer: true}, At: tx.At}
		p, err := tx.File(d, ledger.Filing{Category: "后勤-食堂", Raw: "原话"}, store.Person{Address: who})
		id = p.ID
		return err
	})
	return id
}

// word puts a notice to whoever filed a case into the outbox, due now.
func word(t testing.TB, b *casebook, id string) {
	t.Helper()
	post(t, b.st, "", "word about "+id, func(n *ledger.Notice) { n.To, n.Kind = store.SealedAddress(id, 0), KindPetitionRate })
}

// TestSealedDelivery sends to filers whose accounts nobody may see, over a platform that takes it, refuses it, is silent and breaks: what arrives is theirs,
// and neither the log nor the outbox ever says whose it was.
func TestSealedDelivery(t *testing.T) {
	const user = "Zhang.SanFeng"
	outcomes := []struct {
		name  string
		phone *phone
		state string
	}{
		{"sent", &phone{}, "sent"},
		{"refused", &phone{answers: []ledger.Outcome{{State: ledger.Refused, Reason: "invalid user zhang.sanfeng", ID: user, Code: 81013}}}, "refused"},
		{"silent", &phone{hang: func(string) bool { return true }}, "refused"},
		{"broken", &phone{panics: func(string) bool { return true }}, "refused"},
	}
	for _, test := range outcomes {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
				b := newBook(t)
				id := filedBy(t, b, address(user))
				word(t, b, id)
				var log bytes.Buffer
				d := NewDelivery(b.st, map[string]Sender{"wecom": test.phone}, time.Now, zerolog.New(&log).Level(zerolog.TraceLevel),
					DeliveryOptions{MaxAttempts: 3, Hours: Hours(b.school), Resolve: Resolver(b.school, []string{"wecom"})})
				stop := run(t, d)
				time.Sleep(10 * time.Minute)
				if err := stop(); err != nil {
					t.Fatal(err)
				}
				if got := test.phone.sent(); len(got) == 0 || got[0].To != user || got[0].Text != "word about "+id {
					t.Errorf("arrived: %+v", got)
				}
				n := notice(t, b.st, "word about "+id)
				row, err := json.Marshal(n)
				if n.State(time.Time{}) != test.state || err != nil {
					t.Errorf("row: %s, %v", row, err)
				}
				for what, said := range map[string]string{"log": log.String(), "outbox": string(row)} {
					if strings.Contains(strings.ToLower(said), "zhang") {
						t.Errorf("the %s names the filer: %s", what, said)
					}
				}
				if strings.Contains(log.String(), "word about") {
					t.Errorf("the log quotes a notice: %s", log.String())
				}
			})
		})
	}
}

// TestSealedNobody has people behind sealed addresses who cannot be found any more: their notices are dropped with a reason, and the office reads it without
// a name.
func TestSealedNobody(t *testing.T) {
	otherKey, err := store.NewVault([]byte("other " + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		lose   func(t *testing.T, b *casebook, engine kv.Engine, id string) *store.Store
		reason string
	}{
		{"the key is lost", func(t *testing.T, _ *casebook, engine kv.Engine, _ string) *store.Store {
			st, err := store.Open(engine, store.Options{Location: china(), Vault: otherKey})
			if err != nil {
				t.Fatal(err)
			}
			return st
		}, "身份密钥不在"},
		{"the identity was deleted", func(t *testing.T, b *casebook, _ kv.Engine, id string) *store.Store {
			update(t, b.st, time.Now(), func(tx *store.Tx) error {
				d := &ledger.Deed{School: b.school, By: ledger.Actor{Filer: true}, At: tx.At}
				_, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
				return err
			})
			if gone, err := b.st.Retain(time.Now().AddDate(4, 0, 0), policy.Retention{CaseYears: 10, IdentityYears: 3, ChatDays: 30}, false); err != nil || gone.Identities != 1 {
				t.Fatal(gone, err)
			}
			return b.st
		}, "身份信息已到期删除"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
				engine := memory.New()
				b := bookOf(t, storeOn(t, engine))
				id := filedBy(t, b, address("zhangsan"))
				word(t, b, id)
				b.st = test.lose(t, b, engine, id)
				var log bytes.Buffer
				p := &phone{}
				d := NewDelivery(b.st, map[string]Sender{"wecom": p}, time.Now, zerolog.New(&log), DeliveryOptions{})
				if sent, err := d.Once(context.Background()); sent != 0 || err != nil || len(p.sent()) > 0 {
					t.Errorf("sent %d, %v", sent, err)
				}
				n := notice(t, b.st, "word about "+id)
				if n.State(time.Time{}) != "dropped" || !strings.Contains(n.Reason, test.reason) || strings.Contains(log.String(), "zhangsan") {
					t.Errorf("row %+v, log %s", n, log.String())
				}
				got := b.text("chen", "2026-03-24", KindOfficeDigest)
				if !strings.Contains(got, "来信人·评价邀请：") || !strings.Contains(got, test.reason) || strings.Contains(got, id) {
					t.Errorf("the office reads:\n%s", got)
				}
			})
		})
	}
}

// TestSealedBudget has one person with many cases: the platform counts what he gets, whatever address it went by.
func TestSealedBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
		b, p := newBook(t), &phone{latency: 50 * time.Millisecond}
		for i := range 60 {
			id := filedBy(t, b, address([]string{"Busy", "busy"}[i%2]))
			word(t, b, id)
			post(t, b.st, "BUSY", fmt.Sprintf("reply %d", i))
		}
		for range 3 { // a restart forgets nothing of it
			stop := run(t, delivery(b.st, p))
			time.Sleep(20 * time.Second)
			if err := stop(); err != nil {
				t.Fatal(err)
			}
		}
		stop := run(t, delivery(b.st, p))
		time.Sleep(time.Hour)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if n := most(p.sent(), time.Minute); n > 29 || n < 20 || len(p.sent()) != 120 {
			t.Errorf("%d in a minute, %d in all", n, len(p.sent()))
		}
		if p.most != 1 {
			t.Errorf("%d at once for one person", p.most)
		}
	})
}

// TestPreferredChannel has a filer who is listed with two accounts and wrote from the second one.
func TestPreferredChannel(t *testing.T) {
	b := newBook(t)
	ding := policy.Address{Channel: "dingtalk", User: "0133"}
	b.school.Member("lin").Accounts = []policy.Address{{Channel: "wecom", User: "Ulin"}, ding}
	id, stranger := filedBy(t, b, ding), filedBy(t, b, policy.Address{Channel: "dingtalk", User: "0999"})
	tests := []struct {
		channels []string
		to       policy.Address
		want     string
	}{
		{[]string{"wecom", "dingtalk"}, store.SealedAddress(id, 0), "wecom:Ulin"},
		{[]string{"dingtalk"}, store.SealedAddress(id, 0), "dingtalk:0133"},
		{nil, store.SealedAddress(id, 0), "wecom:Ulin"},
		{[]string{"wecom", "dingtalk"}, store.SealedAddress(stranger, 0), "dingtalk:0999"},
		{[]string{"wecom"}, ding, "wecom:Ulin"}, // no sealed address: the same
		{[]string{"wecom"}, policy.Address{Channel: "dingtalk", User: "0999"}, "dingtalk:0999"},
	}
	for _, test := range tests {
		err := b.st.View(func(tx *store.Tx) error {
			got, err := Resolver(b.school, test.channels)(tx, test.to)
			if len(got) == 0 || got[0].String() != test.want {
				t.Errorf("%v %s: %s, want %s first", test.channels, test.to, got, test.want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestSealedReply sends replies whose rows say neither to whom they go nor what they say, over a platform that takes them and one that refuses: the row keeps
// nothing of them afterwards, and the log never does.
func TestSealedReply(t *testing.T) {
	for name, phone := range map[string]*phone{"sent": {}, "refused": {answers: []ledger.Outcome{{State: ledger.Refused, Reason: "invalid user zqasker", Code: 81013}}}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(clockAt(t, "2026-03-23 10:00")))
				b := newBook(t)
				n := ledger.Notice{Key: "reply/late", Kind: "reply", To: address("ZQAsker"), Text: "已登记 XF2026-0001", Made: time.Now(), Due: time.Now()}
				update(t, b.st, time.Now(), func(tx *store.Tx) error {
					_, err := tx.NotifySealed(n)
					return err
				})
				var log bytes.Buffer
				d := NewDelivery(b.st, map[string]Sender{"wecom": phone}, time.Now, zerolog.New(&log).Level(zerolog.TraceLevel),
					DeliveryOptions{MaxAttempts: 1, Hours: Hours(b.school), Resolve: Resolver(b.school, []string{"wecom"})})
				stop := run(t, d)
				time.Sleep(time.Minute)
				if err := stop(); err != nil {
					t.Fatal(err)
				}
				if got := phone.sent(); len(got) != 1 || !strings.EqualFold(got[0].To, n.To.User) || got[0].Text != n.Text {
					t.Errorf("arrived: %+v", got)
				}
				row, err := json.Marshal(notice(t, b.st, "late"))
				if err != nil || !strings.Contains(string(row), name) {
					t.Errorf("row: %s, %v", row, err)
				}
				for what, said := range map[string]string{"log": log.String(), "outbox": string(row)} {
					if strings.Contains(strings.ToLower(said), "zqasker") || strings.Contains(said, "sealed\":\"") || strings.Contains(said, "已登记") {
						t.Errorf("the %s tells of the reply: %s", what, said)
					}
				}
			})
		})
	}
}
