package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func TestSealedDialogs(t *testing.T) {
	st, path := sealing(t)
	who := somebody(1)
	plain := dialog(who, noon.Add(time.Hour))
	plain.Who = lin
	private := ledger.Dialog{Who: who, Expires: noon.Add(30 * time.Minute), Kind: "filing", Filing: &ledger.FilingDraft{Filing: ledger.Filing{Raw: "ZQDIALOGTEXT"}, Step: "level"}}
	about := ledger.Dialog{Who: who, Expires: noon.Add(30 * time.Minute), Kind: ledger.DialogAfter, Records: []string{"XF2026-0001"}}
	get := func(at time.Time) (d ledger.Dialog, ok bool) {
		t.Helper()
		update(t, st, at, func(tx *store.Tx) (err error) {
			d, ok, err = tx.Dialog(policy.Address{Channel: "wecom", User: strings.ToUpper(who.User)})
			return err
		})
		return d, ok
	}
	for _, d := range []ledger.Dialog{private, about} {
		update(t, st, noon, func(tx *store.Tx) error { return errors.Join(tx.PutDialog(plain), tx.PutDialog(d)) })
		if got, ok := get(noon); !ok || cmp.Diff(d, got) != "" {
			t.Errorf("%v %s", ok, cmp.Diff(d, got))
		}
		if _, ok := get(noon.Add(30 * time.Minute)); ok {
			t.Error("a dialog after its end")
		}
	}
	update(t, st, noon, func(tx *store.Tx) error { tx.EndDialog(who); return nil })
	if _, ok := get(noon); ok {
		t.Error("an ended dialog is there")
	}
	update(t, st, noon, func(tx *store.Tx) error { return tx.PutDialog(private) })
	if n, err := st.Prune(noon.Add(time.Hour), time.Hour); err != nil || n != 2 {
		t.Errorf("pruned %d, %v", n, err)
	}
	sound(t, st)
	hides(t, st, path, who.User, "ZQDIALOGTEXT")
}

func TestBlobs(t *testing.T) {
	st, path := sealing(t)
	school := demoSchool()
	picture := append([]byte("\xff\xd8\xff\xe0 ZQPICTURE "), bytes.Repeat([]byte("ZQ"), 50_000)...)
	blob, err := st.SealBlob(picture, noon)
	if err != nil {
		t.Fatal(err)
	}
	other, err := st.SealBlob([]byte("%PDF-1.7 ZQPAPER"), noon)
	if err != nil {
		t.Fatal(err)
	}
	update(t, st, noon, func(tx *store.Tx) error { return errors.Join(tx.PutBlob(blob), tx.PutBlob(other)) })
	f := ledger.Filing{Category: "后勤-宿舍", Raw: "看图", Attachments: []ledger.Attachment{blob.Attachment}}
	p := fileCase(t, st, school, noon, somebody(1), f)
	fileCase(t, st, school, noon, somebody(2), f)
	read := func(who, hash string) (data []byte, err error) {
		err = st.View(func(tx *store.Tx) error {
			d := by(school, tx, who)
			d.At = noon
			got, err := tx.OpenBlob(d, p.ID, hash)
			data = bytes.Clone(got)
			return err
		})
		return data, err
	}
	if data, err := read("liu", blob.Attachment.Hash); err != nil || !bytes.Equal(data, picture) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	_, err = read("lin", blob.Attachment.Hash)
	refusal(t, err, "no_case")
	if _, err := read("liu", other.Attachment.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a picture of no case: %v", err)
	}
	err = st.Update(noon, func(tx *store.Tx) error {
		_, err := tx.File(&ledger.Deed{School: school, At: tx.At, By: ledger.Actor{Filer: true}}, ledger.Filing{Raw: "x", Attachments: []ledger.Attachment{{Hash: strings.Repeat("00", 32)}}}, store.Person{})
		return err
	})
	if err == nil {
		t.Error("a case with a picture that was never put")
	}
	if n, err := st.Prune(noon.Add(25*time.Hour), time.Hour); err != nil || n != 1 {
		t.Errorf("pruned %d blobs, %v", n, err)
	}
	if data, err := read("liu", blob.Attachment.Hash); err != nil || !bytes.Equal(data, picture) {
		t.Errorf("after pruning: %d bytes, %v", len(data), err)
	}
	sound(t, st)
	hides(t, st, path, "ZQPICTURE", "ZQPAPER", "ZQZQZQZQ")
}

func TestSimilar(t *testing.T) {
	st, _ := sealing(t)
	school, today := demoSchool(), ledgertest.Day("2026-11-19")
	f := func(raw string, change ...func(*ledger.Filing)) ledger.Filing {
		f := ledger.Filing{Category: "后勤-宿舍", Raw: raw}
		for _, fn := range change {
			fn(&f)
		}
		return f
	}
	mine := fileCase(t, st, school, noon, somebody(1), f("宿舍热水器坏了三天没人修"))
	theirs := fileCase(t, st, school, noon, somebody(2), f("我们宿舍热水器坏了好几天，没人来修"))
	fileCase(t, st, school, noon, somebody(3), f("宿舍热水器坏了三天没人修", func(f *ledger.Filing) { f.Level = ledger.LevelAnonymous }))
	fileCase(t, st, school, noon, somebody(3), f("宿舍热水器坏了三天没人修，彭勇态度差", func(f *ledger.Filing) { f.Targets = []string{"peng"} }))
	fileCase(t, st, school, noon, somebody(4), f("走廊声控灯不亮"))
	view(t, st, func(tx *store.Tx) error {
		own, others, err := tx.Similar(school, today, somebody(1), "后勤-宿舍", "宿舍的热水器坏了，三天了还没人修")
		if len(own) != 1 || own[0].Petition.ID != mine.ID || len(others) != 1 || others[0].Petition.ID != theirs.ID {
			t.Errorf("own %+v\nothers %+v", own, others)
		}
		own, others, err2 := tx.Similar(school, today, somebody(9), "后勤-宿舍", "图书馆座位不够")
		if len(own)+len(others) != 0 {
			t.Errorf("another matter: %v %v", own, others)
		}
		return errors.Join(err, err2)
	})
	update(t, st, noon, func(tx *store.Tx) error {
		_, err := tx.Join(&ledger.Deed{School: school, At: tx.At}, theirs.ID, somebody(5))
		return err
	})
	view(t, st, func(tx *store.Tx) error {
		a, err := tx.ActorOn(school, somebody(5), theirs.ID)
		filers, err2 := tx.Filers(theirs.ID)
		if !a.Follower || a.Filer || len(filers) != 2 {
			t.Errorf("%+v, %v", a, filers)
		}
		if to, err := tx.Resolve(filers[1]); err != nil || to.User != strings.ToLower(somebody(5).User) {
			t.Errorf("the one who joined: %s, %v", to, err)
		}
		return errors.Join(err, err2)
	})
	sound(t, st)
}

// TestMergedFilersHear: whoever filed a case that was merged hears of the other one.
func TestMergedFilersHear(t *testing.T) {
	st, _ := sealing(t)
	school := demoSchool()
	a := fileCase(t, st, school, noon, somebody(1), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏"})
	b := fileCase(t, st, school, noon, somebody(2), ledger.Filing{Category: "后勤-宿舍", Raw: "热水器坏"})
	update(t, st, noon, func(tx *store.Tx) error {
		d := by(school, tx, "liu")
		p, err := tx.Petition(b.ID)
		into, err2 := tx.Petition(a.ID)
		merged, into, err3 := p.MergeInto(d, into)
		return errors.Join(err, err2, err3, tx.Keep(d, merged, into))
	})
	view(t, st, func(tx *store.Tx) error {
		filers, err := tx.Filers(a.ID)
		if diff := cmp.Diff([]policy.Address{store.SealedAddress(a.ID, 0), store.SealedAddress(b.ID, 0)}, filers); diff != "" {
			t.Error(diff)
		}
		return err
	})
	sound(t, st)
}
