package store_test

import (
	"errors"
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

var kept = policy.Retention{CaseYears: 10, IdentityYears: 3, ChatDays: 30}

// withdrawn registers a case and lets its filer take it back a minute later.
func withdrawn(t tester, st *store.Store, school *policy.School, at time.Time, who policy.Address, f ledger.Filing) ledger.Petition {
	t.Helper()
	p := fileCase(t, st, school, at, who, f)
	update(t, st, at.Add(time.Minute), func(tx *store.Tx) error {
		d := &ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}
		_, err := tx.Change(d, p.ID, func(p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
		return err
	})
	return p
}

func TestRetention(t *testing.T) {
	st, path := sealing(t)
	school := demoSchool()
	blob, err := st.SealBlob([]byte("\xff\xd8\xff ZQPICTURE"), noon)
	if err != nil {
		t.Fatal(err)
	}
	update(t, st, noon, func(tx *store.Tx) error { return tx.PutBlob(blob) })
	gone := withdrawn(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏", Attachments: []ledger.Attachment{blob.Attachment}})
	open := fileCase(t, st, school, noon, somebody(2), ledger.Filing{Category: "后勤-宿舍", Raw: "路灯坏"})
	update(t, st, noon, func(tx *store.Tx) error {
		_, err := tx.Notify(ledger.Notice{Key: "n", Kind: "reply", To: store.SealedAddress(gone.ID, 0), Text: "您的来信已登记", Made: noon, Due: noon})
		return err
	})
	entered := enter(t, st, visit("2026-11-18"))
	update(t, st, noon, func(tx *store.Tx) error {
		a, err := tx.Activity(entered)
		a.Said.Text = "昨天去看了宿舍"
		return errors.Join(err, tx.PutActivity(&a))
	})
	run := func(at time.Time, dry bool, want store.Retained) {
		t.Helper()
		got, err := st.Retain(at, kept, dry)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s dry %v: %s%v", at, dry, diff, err)
		}
		sound(t, st)
	}
	end := noon.Add(time.Minute)
	run(noon.AddDate(0, 0, 30), false, store.Retained{})
	run(noon.AddDate(0, 0, 31), true, store.Retained{Texts: 1})
	run(noon.AddDate(0, 0, 31), false, store.Retained{Texts: 1})
	run(noon.AddDate(0, 0, 32), false, store.Retained{})
	run(end.AddDate(3, 0, 0), true, store.Retained{})
	run(end.AddDate(3, 0, 0).Add(time.Second), true, store.Retained{Identities: 1})
	run(end.AddDate(3, 0, 0).Add(time.Second), false, store.Retained{Identities: 1})
	run(end.AddDate(3, 0, 0).Add(time.Second), false, store.Retained{})
	view(t, st, func(tx *store.Tx) error {
		if _, err := tx.Resolve(store.SealedAddress(gone.ID, 0)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a deleted identity: %v", err)
		}
		if _, err := tx.Resolve(store.SealedAddress(open.ID, 0)); err != nil {
			t.Errorf("the filer of an open case: %v", err)
		}
		if mine, err := tx.Mine(school, somebody(1), true); err != nil || len(mine) != 0 {
			t.Errorf("found by the deleted identity: %v, %v", mine, err)
		}
		p, err := tx.Petition(gone.ID)
		if p.Forgotten.IsZero() {
			t.Error("the case does not know that its identity is deleted")
		}
		return err
	})
	run(end.AddDate(10, 0, 0), false, store.Retained{})
	run(end.AddDate(10, 0, 0).Add(time.Second), true, store.Retained{Cases: 1})
	run(end.AddDate(10, 0, 0).Add(time.Second), false, store.Retained{Cases: 1})
	view(t, st, func(tx *store.Tx) error {
		if _, err := tx.Petition(gone.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a deleted case: %v", err)
		}
		n, err := tx.Notice("n")
		if n.Text != "" {
			t.Errorf("the text of its notice: %q", n.Text)
		}
		lines, err2 := list(tx.JournalOf(gone.ID))
		if len(lines) != 4 || lines[3].Verb != ledger.VerbDeleted {
			t.Errorf("journal: %+v", lines)
		}
		_, err3 := tx.Petition(open.ID)
		return errors.Join(err, err2, err3)
	})
	if p := fileCase(t, st, school, noon.AddDate(0, 0, 1), somebody(3), ledger.Filing{Raw: "新的"}); p.ID != "XF2026-0003" {
		t.Errorf("a number was given out twice: %s", p.ID)
	}
	hides(t, st, path, "ZQPICTURE")
}

// TestLostKey: without its key an identity is gone for good; everything that is not sealed goes on, and so do new cases under a new key.
func TestLostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lianxin.db")
	school := demoSchool()
	st := sealingAt(t, path, keyLine("k1", 1))
	old := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏"})
	changeCase(t, st, school, noon, "liu", old.ID, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Summarise(d, "热水器损坏。")
	})
	update(t, st, noon, func(tx *store.Tx) error {
		return tx.PutDialog(ledger.Dialog{Who: somebody(1), Expires: noon.Add(time.Hour), Filing: &ledger.FilingDraft{}})
	})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for name, line := range map[string]string{"another key": keyLine("k2", 2), "another key under the same name": keyLine("k1", 3)} {
		t.Run(name, func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "lianxin.db")
			data, err := os.ReadFile(path)
			if err := errors.Join(err, os.WriteFile(copied, data, 0o600)); err != nil {
				t.Fatal(err)
			}
			st := sealingAt(t, copied, line)
			if ids, err := st.LostKeys(); err != nil || cmp.Diff([]string{"k1"}, ids) != "" {
				t.Errorf("lost: %v, %v", ids, err)
			}
			if holds, err := st.HoldsIdentities(); err != nil || !holds {
				t.Errorf("holds identities: %v, %v", holds, err)
			}
			view(t, st, func(tx *store.Tx) error {
				if _, err := tx.Resolve(store.SealedAddress(old.ID, 0)); !errors.Is(err, store.ErrSealed) {
					t.Errorf("resolve: %v", err)
				}
				mine, err := tx.Mine(school, somebody(1), true)
				own, others, err2 := tx.Similar(school, ledgertest.Day("2026-11-19"), somebody(1), "后勤-宿舍", "热水器损坏")
				if len(mine)+len(own) != 0 || len(others) != 1 {
					t.Errorf("found without the key: %v %v %v", mine, own, others)
				}
				d, ok, err3 := tx.Dialog(somebody(1))
				if ok {
					t.Errorf("a dialog without its key: %+v", d)
				}
				return errors.Join(err, err2, err3)
			})
			err = st.Update(noon, func(tx *store.Tx) error {
				_, err := tx.WordsOf(by(school, tx, "liu"), old.ID)
				return err
			})
			if !errors.Is(err, store.ErrSealed) {
				t.Errorf("words: %v", err)
			}
			changeCase(t, st, school, noon, "liu", old.ID, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
				return p.Tell(d, ledger.Telling{Outcome: ledger.ToldEntrust, Unit: "后勤处"})
			})
			fresh := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "路灯坏"})
			view(t, st, func(tx *store.Tx) error {
				to, err := tx.Resolve(store.SealedAddress(fresh.ID, 0))
				if to != somebody(1) {
					t.Errorf("the new case leads to %s", to)
				}
				return err
			})
			if name == "another key" {
				sound(t, st)
			}
		})
	}
}

// TestRotation: a new key goes before the old one; after Reseal the old one can go.
func TestRotation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lianxin.db")
	school := demoSchool()
	st := sealingAt(t, path, keyLine("k1", 1))
	blob, err := st.SealBlob([]byte("\xff\xd8\xff ZQPICTURE"), noon)
	if err != nil {
		t.Fatal(err)
	}
	update(t, st, noon, func(tx *store.Tx) error { return tx.PutBlob(blob) })
	p := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏", Attachments: []ledger.Attachment{blob.Attachment}})
	update(t, st, noon, func(tx *store.Tx) error {
		_, err := tx.Join(&ledger.Deed{School: school, At: tx.At}, p.ID, somebody(2))
		return err
	})
	reopen := func(lines ...string) {
		t.Helper()
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		st = sealingAt(t, path, lines...)
		if ids, err := st.LostKeys(); err != nil || len(ids) != 0 {
			t.Errorf("lost: %v, %v", ids, err)
		}
	}
	whole := func() {
		t.Helper()
		view(t, st, func(tx *store.Tx) error {
			for n, who := range []policy.Address{somebody(1), somebody(2).Fold()} {
				if to, err := tx.Resolve(store.SealedAddress(p.ID, n)); err != nil || to != who {
					t.Errorf("%d leads to %s, %v", n, to, err)
				}
				if a, err := tx.ActorOn(school, who, p.ID); err != nil || a.Filer != (n == 0) || a.Follower != (n == 1) {
					t.Errorf("%d: %+v, %v", n, a, err)
				}
			}
			d := by(school, tx, "liu")
			d.At = noon
			_, err := tx.OpenBlob(d, p.ID, blob.Attachment.Hash)
			return err
		})
		update(t, st, noon, func(tx *store.Tx) error {
			words, err := tx.WordsOf(by(school, tx, "liu"), p.ID)
			if len(words) != 1 || words[0].Text != "热水器坏" {
				t.Errorf("words: %+v", words)
			}
			return err
		})
		sound(t, st)
	}
	whole()
	reopen(keyLine("k2", 2), keyLine("k1", 1))
	whole()
	if n, lost, err := st.Reseal(noon); err != nil || n != 4 || lost != 0 { // two people, one text, one picture
		t.Errorf("resealed %d, lost %d, %v", n, lost, err)
	}
	if n, lost, err := st.Reseal(noon); err != nil || n != 0 || lost != 0 {
		t.Errorf("again: resealed %d, lost %d, %v", n, lost, err)
	}
	whole()
	reopen(keyLine("k2", 2))
	whole()
}

func TestChaseByItself(t *testing.T) {
	st, _ := sealing(t)
	school := demoSchool()
	p := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏"})
	changeCase(t, st, school, noon, "liu", p.ID, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Summarise(d, "热水器损坏。")
	})
	changeCase(t, st, school, noon, "liu", p.ID, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Tell(d, ledger.Telling{Outcome: ledger.ToldEntrust, Unit: "后勤处"})
	})
	chase := func(day string) (concerns []string) {
		n, err := st.Chase(school, ledgertest.At(day+" 08:30"), func(tx *store.Tx, p ledger.Petition, steps []ledger.Step) error {
			concerns = nil
			for _, s := range steps {
				for _, c := range s.Tells {
					concerns = append(concerns, string(c.Who)+c.Unit)
				}
			}
			return nil
		})
		if err != nil || (n == 1) != (concerns != nil) {
			t.Errorf("%s: %d, %v", day, n, err)
		}
		sound(t, st)
		return concerns
	}
	for day, want := range map[string][]string{"2026-12-03": nil} {
		if diff := cmp.Diff(want, chase(day)); diff != "" {
			t.Errorf("%s: %s", day, diff)
		}
	}
	if diff := cmp.Diff([]string{"主办单位承办人后勤处", "信访专员", "信访部门负责人"}, chase("2026-12-04")); diff != "" {
		t.Errorf("overdue: %s", diff)
	}
	if got := chase("2026-12-04"); got != nil {
		t.Errorf("twice: %v", got)
	}
	if diff := cmp.Diff([]string{"分管校领导后勤处", "信访部门负责人"}, chase("2026-12-10")); diff != "" {
		t.Errorf("escalated: %s", diff)
	}
	school.Calendar.Days = map[policy.Date]policy.Day{ledgertest.Day("2026-12-10"): {Off: true, Name: "校庆"}}
	if n, err := st.Resettle(school, noon); err != nil || n != 0 {
		t.Errorf("settled anew: %d, %v", n, err) // the unit's day is a fact
	}
}
