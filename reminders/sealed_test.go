package reminders

import (
	"context"
	"encoding/base64"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// TestSealedReceivers: a notice to who filed a case goes to the account that the vault knows, inside that person's own budget, and the row never learns it.
func TestSealedReceivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		vault, err := store.NewVault([]byte("k1 " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
		if err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(memory.New(), store.Options{Location: china(), Vault: vault})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		school, who := sample(t), policy.Address{Channel: "wecom", User: "student-of-the-test"}
		var cases []string
		for range 2 {
			update(t, st, time.Now(), func(tx *store.Tx) error {
				p, err := tx.File(&ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}, ledger.Filing{Raw: "热水器坏"}, store.Person{Address: who})
				cases = append(cases[:min(len(cases), 1)], p.ID)
				return err
			})
		}
		if len(cases) != 2 || cases[0] == cases[1] {
			t.Fatalf("cases %v", cases)
		}
		put := func(key string, to policy.Address) {
			update(t, st, time.Now(), func(tx *store.Tx) error {
				_, err := tx.Notify(ledger.Notice{Key: "reply/" + key, Kind: "reply", To: to, Text: key, Made: tx.At, Due: tx.At})
				return err
			})
		}
		for i := range 4 {
			put(fmt.Sprintf("sealed %d", i), store.SealedAddress(cases[i%2], 0))
			put(fmt.Sprintf("plain %d", i), who)
		}
		put("nobody", store.SealedAddress("XF2000-0099", 0))
		p := &phone{}
		d := delivery(st, p, func(o *DeliveryOptions) { o.MemberPerMinute = 5 })
		sent, err := d.Once(context.Background())
		if err != nil || sent != 2 { // the burst of one person, whatever the address
			t.Fatalf("sent %d, %v", sent, err)
		}
		for _, got := range p.got {
			if got.To != who.User {
				t.Errorf("sent to %s", got.To)
			}
		}
		if n := notice(t, st, "sealed 0"); n.To.Channel != store.SealedChannel || n.Sent.IsZero() {
			t.Errorf("the row after sending: %+v", n)
		}
		if n := notice(t, st, "nobody"); n.Dropped.IsZero() || n.Reason != unreachableReason(false) {
			t.Errorf("nobody behind the address: %+v", n)
		}
		stranger := delivery(st, p, func(o *DeliveryOptions) { o.MemberPerMinute = 5 }) // a new process remembers what was sent by the ledger
		if sent, err := stranger.Once(context.Background()); err != nil || sent != 0 {
			t.Errorf("a new process sent %d more at once, %v", sent, err)
		}

		st.Unlock(nil)
		put("without the key", store.SealedAddress(cases[0], 0))
		time.Sleep(time.Hour)
		if _, err := d.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
		if n := notice(t, st, "without the key"); n.Dropped.IsZero() || n.Reason != unreachableReason(true) {
			t.Errorf("without the key: %+v", n)
		}
	})
}
