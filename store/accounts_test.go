package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func wecomOf(n int) policy.Address { return somebody(n) }
func dingOf(n int) policy.Address {
	return policy.Address{Channel: "dingtalk", User: fmt.Sprintf("Qz%03dAccount", n)}
}

func refused(err error) string {
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// TestBindingOutlivesKeys: bound accounts lead to the cases of either, are read by nobody without the key, move to a new key with Reseal, and are none where
// their key is lost.
func TestBindingOutlivesKeys(t *testing.T) {
	school := ledgertest.School()
	at := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "lianxin.db")
	st := sealingAt(t, path, keyLine("k1", 1))
	p := fileCase(t, st, school, at, wecomOf(1), ledger.Filing{Level: ledger.LevelAnonymous, Category: "后勤-食堂", Raw: "食堂太贵"})
	update(t, st, at, func(tx *store.Tx) error {
		if err := tx.Bind(school, wecomOf(1), dingOf(1), "code"); err != nil {
			return err
		}
		return tx.Prefer(school, dingOf(1), "dingtalk")
	})
	mine := func(st *store.Store, who policy.Address) (n int) {
		view(t, st, func(tx *store.Tx) error {
			list, err := tx.Mine(school, who, true)
			n = len(list)
			return err
		})
		return n
	}
	if mine(st, dingOf(1)) != 1 || mine(st, dingOf(2)) != 0 {
		t.Error("the case is not found from the other account, or from a stranger's")
	}
	view(t, st, func(tx *store.Tx) error {
		by, err := tx.ActorOn(school, dingOf(1), p.ID)
		if !by.Filer {
			t.Error("the other account did not file it")
		}
		if d := cmp.Diff([]policy.Address{dingOf(1), wecomOf(1)}, tx.Reach(school, wecomOf(1))); d != "" {
			t.Error(d)
		}
		return err
	})
	sound(t, st)
	_ = st.Close()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []policy.Address{wecomOf(1), dingOf(1)} {
		if bytes.Contains(bytes.ToLower(file), []byte(a.Fold().User)) {
			t.Errorf("%s stands in the file", a)
		}
	}
	st = sealingAt(t, path, keyLine("k2", 2), keyLine("k1", 1))
	if _, lost, err := st.Reseal(at); lost != 0 || err != nil {
		t.Fatal(lost, err)
	}
	_ = st.Close()
	st = sealingAt(t, path, keyLine("k2", 2))
	if mine(st, dingOf(1)) != 1 {
		t.Error("not found with the new key alone")
	}
	sound(t, st)
	_ = st.Close()
	st = sealingAt(t, path, keyLine("k3", 3))
	if mine(st, dingOf(1)) != 0 {
		t.Error("found without the key")
	}
	sound(t, st)
}

// TestBindRefused: what cannot be one person's, and what is undone.
func TestBindRefused(t *testing.T) {
	school := ledgertest.School()
	school.Member("lin").Accounts = append(school.Member("lin").Accounts, policy.Address{Channel: "mail", User: "lin@example.edu.cn"})
	st, _ := sealing(t)
	at := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	lin, zhao := school.Member("lin").Accounts[0], school.Member("zhao").Accounts[0]
	bind := func(a, b policy.Address) (code string) {
		err := st.Update(at, func(tx *store.Tx) error { return tx.Bind(school, a, b, "code") })
		if err != nil && refused(err) == "" {
			t.Fatal(err)
		}
		return refused(err)
	}
	for _, row := range []struct {
		what string
		a, b policy.Address
		want string
	}{
		{"two of the list", lin, zhao, "two_people"},
		{"one platform", wecomOf(1), wecomOf(2), "channel_taken"},
		{"a listed and an unlisted one", lin, dingOf(1), ""},
		{"again", dingOf(1), lin, "already_bound"},
		{"another one of a platform that he has", lin, dingOf(2), "channel_taken"},
		{"with somebody else of the list", dingOf(1), zhao, "two_people"},
		{"itself", wecomOf(1), wecomOf(1), "already_bound"},
	} {
		if got := bind(row.a, row.b); got != row.want {
			t.Errorf("%s: %q, want %q", row.what, got, row.want)
		}
	}
	view(t, st, func(tx *store.Tx) error {
		if m := tx.MemberAt(school, dingOf(1)); m == nil || m.ID != "lin" {
			t.Errorf("the bound account is %v", m)
		}
		return nil
	})
	update(t, st, at, func(tx *store.Tx) error {
		m, news, err := tx.EndAccount(school, lin)
		if m == nil || m.ID != "lin" || !news {
			t.Errorf("%v %v", m, news)
		}
		if tx.MemberAt(school, lin) != nil || len(tx.AccountsOf(school, lin)) != 1 {
			t.Error("an account that has ended is somebody")
		}
		if d := cmp.Diff([]policy.Address{{Channel: "mail", User: "lin@example.edu.cn"}, dingOf(1)}, tx.Reach(school, dingOf(1))); d != "" {
			t.Error(d)
		}
		return err
	})
	if got := bind(lin, dingOf(3)); got != "account_ended" {
		t.Errorf("an account that has ended: %q", got)
	}
	update(t, st, at, func(tx *store.Tx) error {
		_, err := tx.ReviveAccount(school, lin)
		return err
	})
	view(t, st, func(tx *store.Tx) error { // the configuration knows it, the bond is gone
		if m := tx.MemberAt(school, lin); m == nil || m.ID != "lin" {
			t.Errorf("back: %v", m)
		}
		if m := tx.MemberAt(school, dingOf(1)); m == nil || m.ID != "lin" { // through the other account of the configuration
			t.Errorf("bound to the other account: %v", m)
		}
		return nil
	})
	update(t, st, at, func(tx *store.Tx) error {
		_, err := tx.Unbind(school, dingOf(1))
		return err
	})
	view(t, st, func(tx *store.Tx) error {
		if tx.MemberAt(school, dingOf(1)) != nil || tx.MemberAt(school, lin) == nil {
			t.Error("not taken apart")
		}
		return nil
	})
	sound(t, st)
}

// TestWrongTriesStay: whoever has two accounts cannot bind and unbind them to have his wrong tries forgotten on either.
func TestWrongTriesStay(t *testing.T) {
	st, _ := sealing(t)
	school := ledgertest.School()
	at := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	wrong := func(who policy.Address, want int) {
		t.Helper()
		update(t, st, at, func(tx *store.Tx) error {
			_, left, err := tx.RedeemCode(school, who, "000000", true)
			if left != want {
				t.Errorf("%d tries are left, want %d", left, want)
			}
			return err
		})
	}
	for left := range 3 {
		wrong(wecomOf(1), 4-left)
	}
	wrong(dingOf(1), 4)
	update(t, st, at, func(tx *store.Tx) error {
		if _, err := tx.OfferCode(dingOf(1), []string{"123456"}); err != nil {
			return err
		}
		if other, wrong, err := tx.RedeemCode(school, wecomOf(1), "123456", true); other != dingOf(1) || wrong != 0 || err != nil {
			t.Errorf("%v, %d, %v", other, wrong, err)
		}
		_, err := tx.Unbind(school, wecomOf(1))
		return err
	})
	wrong(dingOf(1), 3)
	wrong(wecomOf(1), 1)
	wrong(wecomOf(1), -1)
	wrong(wecomOf(1), -1)
	sound(t, st)
}

// TestBondsOfLeavers: who was who is forgotten so many years after the last account of a person left, not while one of them is there; that they left stays.
func TestBondsOfLeavers(t *testing.T) {
	st, _ := sealing(t)
	school := ledgertest.School()
	keep := policy.Retention{IdentityYears: 3, CaseYears: 10, ChatDays: 30}
	left := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	update(t, st, left, func(tx *store.Tx) error {
		for n := range 2 {
			if err := tx.Bind(school, wecomOf(n), dingOf(n), "code"); err != nil {
				return err
			}
		}
		for _, a := range []policy.Address{wecomOf(0), dingOf(0), wecomOf(1)} {
			if _, _, err := tx.EndAccount(school, a); err != nil {
				return err
			}
		}
		return nil
	})
	due := left.AddDate(keep.IdentityYears, 0, 0)
	for _, row := range []struct {
		at   time.Time
		dry  bool
		want int
	}{{due, false, 0}, {due.Add(time.Second), true, 2}, {due.Add(time.Second), false, 2}, {due.Add(time.Hour), false, 0}} {
		if gone, err := st.Retain(row.at, keep, row.dry); gone.Accounts != row.want || err != nil {
			t.Errorf("%v, dry %v: %+v, %v", row.at, row.dry, gone, err)
		}
	}
	view(t, st, func(tx *store.Tx) error {
		if !tx.Ended(wecomOf(0)) || !tx.Ended(dingOf(0)) || len(tx.AccountsOf(school, dingOf(1))) != 2 {
			t.Error("too much was forgotten")
		}
		return nil
	})
	update(t, st, due.Add(time.Hour), func(tx *store.Tx) error {
		_, err := tx.ReviveAccount(school, wecomOf(0))
		if n := len(tx.AccountsOf(school, wecomOf(0))); n != 1 {
			t.Errorf("%d accounts", n)
		}
		return err
	})
	sound(t, st)
}

// TestCodesEnd: codes are pruned when they have ended, and without a vault there are none.
func TestCodesEnd(t *testing.T) {
	st, _ := sealing(t)
	at := time.Date(2026, 11, 19, 2, 0, 0, 0, time.UTC)
	update(t, st, at, func(tx *store.Tx) error {
		code, err := tx.OfferCode(wecomOf(1), []string{"123456"})
		if code != "123456" {
			t.Errorf("%q", code)
		}
		if _, err := tx.OfferCode(wecomOf(2), []string{"123456"}); err == nil {
			t.Error("one code for two people")
		}
		return err
	})
	for _, row := range []struct {
		after time.Duration
		want  int
	}{{store.CodeLasts - time.Second, 0}, {store.CodeLasts, 2}, {time.Hour, 0}} {
		if n, err := st.Prune(at.Add(row.after), 24*time.Hour); n != row.want || err != nil {
			t.Errorf("after %v: %d, %v", row.after, n, err)
		}
	}
	plain := open(t)
	err := plain.Update(at, func(tx *store.Tx) error {
		_, err := tx.OfferCode(wecomOf(1), []string{"123456"})
		return err
	})
	if refused(err) != "no_vault" {
		t.Errorf("without a vault: %v", err)
	}
}
