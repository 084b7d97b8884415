package store_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// keyLine is the line of a key file; letter decides the key.
func keyLine(id string, letter byte) string {
	return id + " " + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{letter}, 32)) + "\n"
}

func vaultOf(t tester, lines ...string) *store.Vault {
	t.Helper()
	v, err := store.NewVault([]byte(strings.Join(lines, "")))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sealing gives a ledger in a file with a vault of one key.
func sealing(t testing.TB) (*store.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lianxin.db")
	return sealingAt(t, path, keyLine("k1", 1)), path
}

func sealingAt(t testing.TB, path string, lines ...string) *store.Store {
	t.Helper()
	engine, err := bolt.Open(path, bolt.Options{RunTwice: true, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: ledgertest.School().Location, Vault: vaultOf(t, lines...)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

// somebody is an account that stands nowhere else.
func somebody(n int) policy.Address {
	return policy.Address{Channel: "wecom", User: fmt.Sprintf("Zq%03dQzAccount", n)}
}

// by is a deed of a member's office, made afresh in each run.
func by(school *policy.School, tx *store.Tx, who string) *ledger.Deed {
	return &ledger.Deed{School: school, At: tx.At, By: ledger.Staff(school.Member(who))}
}

// fileCase registers a case of somebody.
func fileCase(t tester, st *store.Store, school *policy.School, at time.Time, who policy.Address, f ledger.Filing) ledger.Petition {
	t.Helper()
	var p ledger.Petition
	update(t, st, at, func(tx *store.Tx) (err error) {
		p, err = tx.File(&ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}, f, store.Person{Address: who})
		return err
	})
	return p
}

// change applies a transition by a member of staff.
func changeCase(t tester, st *store.Store, school *policy.School, at time.Time, who, id string, step func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)) {
	t.Helper()
	update(t, st, at, func(tx *store.Tx) error {
		d := by(school, tx, who)
		_, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return step(d, p) })
		return err
	})
}

func refusal(t tester, err error, code string) {
	t.Helper()
	var no *ledger.Refusal
	if !errors.As(err, &no) || no.Code != code || no.Say == "" {
		t.Fatalf("got %v, want the refusal %s", err, code)
	}
}

func TestVaultKeys(t *testing.T) {
	for _, bad := range []string{"", "k1", "k1 abc", keyLine("", 1), keyLine("k1", 1) + keyLine("k1", 2), keyLine(strings.Repeat("k", 33), 1), "k1 " + base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		if _, err := store.NewVault([]byte(bad)); err == nil || strings.Contains(err.Error(), "AQEB") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	v := vaultOf(t, keyLine("k1", 1))
	if s := fmt.Sprintf("%v %+v %#v %s", v, v, v, v); strings.Count(s, "<secret>") != 4 || len(s) > 40 {
		t.Errorf("a vault prints as %s", s)
	}
}

func TestFileAndFind(t *testing.T) {
	st, path := sealing(t)
	school := demoSchool()
	who := somebody(1)
	p := fileCase(t, st, school, noon, who, ledger.Filing{Category: "后勤-宿舍", Raw: "ZQRAWTEXT 热水器坏了三天没人修", Place: "南苑5栋302"})
	if p.ID != "XF2026-0001" || p.Place != "南苑5栋〔房号〕" {
		t.Errorf("%+v", p)
	}
	view(t, st, func(tx *store.Tx) error {
		for name, tt := range map[string]struct {
			who             policy.Address
			filer, follower bool
		}{
			"who filed it":     {who, true, false},
			"another spelling": {policy.Address{Channel: "wecom", User: strings.ToLower(who.User)}, true, false},
			"somebody else":    {somebody(2), false, false},
			"another platform": {policy.Address{Channel: "dingtalk", User: who.User}, false, false},
		} {
			a, err := tx.ActorOn(school, tt.who, p.ID)
			if err != nil || a.Filer != tt.filer || a.Follower != tt.follower {
				t.Errorf("%s: %+v, %v", name, a, err)
			}
			mine, err := tx.Mine(school, tt.who, true)
			if err != nil || (len(mine) == 1) != tt.filer {
				t.Errorf("%s: %d cases, %v", name, len(mine), err)
			}
		}
		filers, err := tx.Filers(p.ID)
		if diff := cmp.Diff([]policy.Address{{Channel: "sealed", User: "XF2026-0001/0"}}, filers); diff != "" || err != nil {
			t.Error(diff, err)
		}
		for _, a := range []policy.Address{filers[0], filers[0].Fold()} {
			if to, err := tx.Resolve(a); err != nil || to != who {
				t.Errorf("%s leads to %s, %v", a, to, err)
			}
		}
		if to, err := tx.Resolve(lin); err != nil || to != lin {
			t.Errorf("a plain address became %s, %v", to, err)
		}
		for _, bad := range []string{"", "XF2026-0001", "XF2026-0001/x", "XF2026-0001/-1", "XF2026-0001/1", "XF2026-0009/0"} {
			if _, err := tx.Resolve(policy.Address{Channel: "sealed", User: bad}); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%q: %v", bad, err)
			}
		}
		return nil
	})
	sound(t, st)
	hides(t, st, path, who.User, "ZQRAWTEXT", "南苑5栋302")
}

// hides closes the ledger and fails the test if its file holds one of the words, in either case.
func hides(t tester, st *store.Store, path string, words ...string) {
	t.Helper()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.TrimRight(data, "\x00")
	for i, c := range data {
		if 'A' <= c && c <= 'Z' {
			data[i] = c + 'a' - 'A'
		}
	}
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		for _, form := range []string{w, base64.StdEncoding.EncodeToString([]byte(w))} {
			if bytes.Contains(data, []byte(strings.ToLower(form))) {
				t.Fatalf("the file holds %q", form)
			}
		}
	}
}

func TestWithoutAVault(t *testing.T) {
	st, school := open(t), demoSchool()
	err := st.Update(noon, func(tx *store.Tx) error {
		_, err := tx.File(&ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}, ledger.Filing{Raw: "热水"}, store.Person{Address: lin})
		return err
	})
	refusal(t, err, "no_vault")
	err = st.Update(noon, func(tx *store.Tx) error {
		return tx.PutDialog(ledger.Dialog{Who: lin, Expires: noon.Add(time.Hour), Filing: &ledger.FilingDraft{}})
	})
	refusal(t, err, "no_vault")
	_, err = st.SealBlob([]byte("\xff\xd8\xff\xe0"), noon)
	refusal(t, err, "no_vault")
	update(t, st, noon, func(tx *store.Tx) error {
		refusal(t, tx.MayFile(), "no_vault")
		if a, err := tx.ActorOn(school, policy.Address{Channel: "wecom", User: "lin"}, "XF2026-0001"); err != nil || a.Filer || a.Member == nil {
			t.Errorf("%+v, %v", a, err)
		}
		return tx.PutDialog(dialog(lin, noon.Add(time.Hour)))
	})
	if ids, err := st.LostKeys(); err != nil || len(ids) != 0 {
		t.Errorf("lost keys %v, %v", ids, err)
	}
	sound(t, st)
}

func TestWordsAndLooks(t *testing.T) {
	st, _ := sealing(t)
	school := demoSchool()
	school.Members = append(school.Members, policy.Member{ID: "sun", Name: "孙莉", Unit: "校长办公室", Roles: []policy.Role{policy.PresidentOffice}})
	who := somebody(1)
	p := fileCase(t, st, school, noon, who, ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏了", Level: ledger.LevelConfidential})
	filer := func(tx *store.Tx) *ledger.Deed {
		a, err := tx.ActorOn(school, who, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return &ledger.Deed{School: school, At: tx.At, By: a}
	}
	update(t, st, noon.Add(time.Hour), func(tx *store.Tx) error {
		_, err := tx.Add(filer(tx), p.ID, "今天还是冷水", nil)
		return err
	})
	words := func(who string) (out []string, err error) {
		err = st.Update(noon.Add(2*time.Hour), func(tx *store.Tx) error {
			list, err := tx.WordsOf(by(school, tx, who), p.ID)
			out = nil
			for _, w := range list {
				out = append(out, w.Text)
			}
			return err
		})
		return out, err
	}
	got, err := words("liu")
	if diff := cmp.Diff([]string{"热水器坏了", "今天还是冷水"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for _, nobody := range []string{"peng", "wu", "lin"} {
		_, err := words(nobody)
		refusal(t, err, "no_case")
	}
	ask := func(who, reason string) (l ledger.Look, err error) {
		err = st.Update(noon, func(tx *store.Tx) error {
			l, err = tx.AskLook(by(school, tx, who), p.ID, reason)
			return err
		})
		return l, err
	}
	open := func(who string, number int, private bool) (found store.Person, err error) {
		err = st.Update(noon, func(tx *store.Tx) error {
			found, err = tx.OpenIdentity(by(school, tx, who), p.ID, number, private)
			return err
		})
		return found, err
	}
	look, err := ask("liu", "需要约来信人现场查看")
	if err != nil || !look.Needs {
		t.Fatalf("%+v, %v", look, err)
	}
	_, err = open("liu", look.Number, true)
	refusal(t, err, "not_approved")
	update(t, st, noon, func(tx *store.Tx) error {
		_, err := tx.ApproveLook(by(school, tx, "sun"), p.ID, look.Number, true)
		return err
	})
	_, err = open("liu", look.Number, false)
	refusal(t, err, "in_group")
	if found, err := open("liu", look.Number, true); err != nil || found.Address != who {
		t.Errorf("opened %+v, %v", found, err)
	}
	_, err = open("liu", look.Number, true)
	refusal(t, err, "look_over")
	for range 2 { // the second reading of a day is no second look
		update(t, st, noon.Add(3*time.Hour), func(tx *store.Tx) error {
			_, err := tx.ReadPetition(by(school, tx, "sun"), p.ID)
			return err
		})
	}
	view(t, st, func(tx *store.Tx) error {
		looks, err := tx.Looks(p.ID)
		want := []ledger.Seen{{Role: ledger.RoleOfficer, Day: ledgertest.Day("2026-11-19")}, {Role: ledger.RoleOfficer, Day: ledgertest.Day("2026-11-19"), Name: true}, {Role: ledger.RoleHead, Day: ledgertest.Day("2026-11-19")}}
		if diff := cmp.Diff(want, ledger.SeenBy(school, looks)); diff != "" {
			t.Errorf("谁看过: %s", diff)
		}
		lines, err2 := list(tx.JournalOf(p.ID))
		var verbs []string
		for _, l := range lines {
			verbs = append(verbs, l.By+" "+l.Verb)
		}
		wantLines := []string{"filer filed", "filer supplemented", "liu read", "liu look_asked", "sun look_approved", "liu identity_opened", "sun read"}
		if diff := cmp.Diff(wantLines, verbs); diff != "" {
			t.Errorf("journal: %s", diff)
		}
		return errors.Join(err, err2)
	})
	sound(t, st)
}

func TestSealedAnswers(t *testing.T) {
	st, path := sealing(t)
	stamped := store.MessageKey(noon, "m2")
	for _, key := range []string{"m1", stamped} {
		update(t, st, noon, func(tx *store.Tx) error { return tx.AnswerSealed(key, "来信人是 ZQNAME") })
		view(t, st, func(tx *store.Tx) error {
			if text, ok := tx.Answered(key); !ok || text != "来信人是 ZQNAME" {
				t.Errorf("%s: %q, %v", key, text, ok)
			}
			return nil
		})
	}
	if err := open(t).Update(noon, func(tx *store.Tx) error { return tx.AnswerSealed("m1", "x") }); err == nil {
		t.Error("sealed without a vault")
	}
	st.Unlock(vaultOf(t, keyLine("k2", 2)))
	view(t, st, func(tx *store.Tx) error {
		if text, ok := tx.Answered(stamped); !ok || text != "" {
			t.Errorf("without the key: %q, %v", text, ok)
		}
		return nil
	})
	hides(t, st, path, "ZQNAME")
}
