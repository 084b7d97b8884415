package store_test

import (
	"errors"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

var receptionDay = ledgertest.Day("2026-11-30")

// bookPlace gives somebody a place at the reception of 30 November.
func bookPlace(t tester, st *store.Store, school *policy.School, who policy.Address, want ledger.Booking) ledger.Booking {
	t.Helper()
	var b ledger.Booking
	update(t, st, noon, func(tx *store.Tx) error {
		slot, err := slotIn(tx, school, receptionDay)
		if err != nil {
			return err
		}
		b, err = tx.Book(school, who, slot, want)
		return err
	})
	return b
}

// TestVisitorsAreSealed: who booked and who met nobody is found by himself and reached by the delivery, and stands nowhere in the file.
func TestVisitorsAreSealed(t *testing.T) {
	st, path := sealing(t)
	school := receiving()
	b := bookPlace(t, st, school, somebody(1), ledger.Booking{Place: 1, Topic: "热水"})
	bookPlace(t, st, school, somebody(2), ledger.Booking{Place: 2})
	fileCase(t, st, school, noon, somebody(1), ledger.Filing{Raw: "热水器坏"})
	update(t, st, noon, func(tx *store.Tx) error {
		_, _, err := tx.Absent(school, somebody(1), ledger.Absence{Slot: receptionDay})
		d := ledger.Dialog{Who: somebody(3), Expires: noon.Add(time.Hour), Kind: ledger.DialogBook, Booking: &ledger.Booking{Topic: "ZQTOPIC"}}
		return errors.Join(err, tx.PutDialog(d))
	})
	view(t, st, func(tx *store.Tx) error {
		own, err := tx.BookingsBy(school, somebody(1))
		if err != nil || len(own) != 1 || own[0].ID != b.ID {
			t.Errorf("own bookings: %+v, %v", own, err)
		}
		mine, err := tx.Mine(school, somebody(1), true)
		if err != nil || len(mine) != 1 || mine[0].ID != "XF2026-0001" {
			t.Errorf("a booking among the cases: %+v, %v", mine, err)
		}
		if who, err := tx.Resolve(store.SealedAddress(b.ID, 0).Fold()); err != nil || who != somebody(1).Fold() {
			t.Errorf("behind the booking: %s, %v", who, err)
		}
		if store.IsVisitor(store.SealedAddress("XF2026-0001", 0)) || !store.IsVisitor(store.SealedAddress(b.ID, 0).Fold()) {
			t.Error("a filer is taken for a visitor, or the other way round")
		}
		if who, err := tx.VisitorOf(&b); err != nil || who.User != "" {
			t.Errorf("a visitor who did not let it be known: %s, %v", who, err)
		}
		b.Named = true
		if who, err := tx.VisitorOf(&b); err != nil || who != somebody(1).Fold() {
			t.Errorf("a visitor who lets it be known: %s, %v", who, err)
		}
		return nil
	})
	sound(t, st)
	hides(t, st, path, somebody(1).User, somebody(2).User, somebody(3).User, "ZQTOPIC")
}

// TestVisitorsWithoutAVault: what cannot be kept safe is refused before anything is written.
func TestVisitorsWithoutAVault(t *testing.T) {
	school := receiving()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]func(*store.Tx) error{
		"a booking": func(tx *store.Tx) error {
			slot, err := slotIn(tx, school, receptionDay)
			if err != nil {
				return err
			}
			_, err = tx.Book(school, somebody(1), slot, ledger.Booking{Place: 1})
			return err
		},
		"an absence": func(tx *store.Tx) error {
			_, _, err := tx.Absent(school, somebody(1), ledger.Absence{Slot: receptionDay})
			return err
		},
		"a dialog": func(tx *store.Tx) error {
			return tx.PutDialog(ledger.Dialog{Who: somebody(1), Expires: noon.Add(time.Hour), Kind: ledger.DialogTalk, Booking: &ledger.Booking{}})
		},
	} {
		err := st.Update(noon, run)
		if refusal(t, err, "no_vault"); t.Failed() {
			t.Fatal(name)
		}
	}
	sound(t, st)
}

// TestVisitorsUnderANewKey: sealed anew, a visitor is found and reached as before, and still cannot be told from the tags to be a filer.
func TestVisitorsUnderANewKey(t *testing.T) {
	st, path := sealing(t)
	school := receiving()
	b := bookPlace(t, st, school, somebody(1), ledger.Booking{Place: 1})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = sealingAt(t, path, keyLine("k2", 2), keyLine("k1", 1))
	if n, lost, err := st.Reseal(noon); err != nil || n != 1 || lost != 0 {
		t.Fatalf("%d %d %v", n, lost, err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	st = sealingAt(t, path, keyLine("k2", 2))
	view(t, st, func(tx *store.Tx) error {
		own, err := tx.BookingsBy(school, somebody(1))
		if err != nil || len(own) != 1 || own[0].ID != b.ID {
			t.Errorf("own bookings: %+v, %v", own, err)
		}
		if mine, err := tx.Mine(school, somebody(1), true); err != nil || len(mine) != 0 {
			t.Errorf("a booking among the cases: %+v, %v", mine, err)
		}
		return nil
	})
	sound(t, st)
}

// TestVisitorsAreForgotten: three years after the day of the reception nobody can be found behind a booking, given back or not, nor behind 没见到人; the
// records stay.
func TestVisitorsAreForgotten(t *testing.T) {
	st, _ := sealing(t)
	school := receiving()
	b := bookPlace(t, st, school, somebody(1), ledger.Booking{Place: 1, Named: true})
	given := bookPlace(t, st, school, somebody(2), ledger.Booking{Place: 2})
	update(t, st, noon, func(tx *store.Tx) error {
		given.Cancelled = tx.At
		_, _, err := tx.Absent(school, somebody(1), ledger.Absence{Slot: receptionDay})
		return errors.Join(err, tx.PutBooking(given))
	})
	retain := func(at time.Time, dry bool, want int) {
		t.Helper()
		if got, err := st.Retain(at, kept, dry); err != nil || got != (store.Retained{Visitors: want}) {
			t.Errorf("%s dry %v: %s, %v", at, dry, got, err)
		}
		sound(t, st)
	}
	last := receptionDay.At(23, 59, school.Location).AddDate(3, 0, 0)
	retain(last, false, 0)
	retain(last.Add(time.Minute), true, 3)
	retain(last.Add(time.Minute), false, 3)
	retain(last.Add(time.Hour), false, 0)
	view(t, st, func(tx *store.Tx) error {
		if _, err := tx.Resolve(store.SealedAddress(b.ID, 0)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a deleted visitor: %v", err)
		}
		o, err := tx.Booking(b.ID)
		if err != nil || o.Forgotten.IsZero() {
			t.Errorf("%+v, %v", o, err)
		}
		if who, err := tx.VisitorOf(&o); err != nil || who.User != "" {
			t.Errorf("a deleted visitor is shown: %s, %v", who, err)
		}
		own, err := tx.BookingsBy(school, somebody(1))
		if len(own) != 0 {
			t.Errorf("found by a deleted visitor: %+v", own)
		}
		return err
	})
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	sound(t, st)
}
