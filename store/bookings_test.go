package store_test

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// receiving is the school with a roster and somebody in the president's office.
func receiving() *policy.School {
	s := ledgertest.School()
	s.Reception.Roster = []string{"liang", "he", "zhou", "lin", "wu", "xie", "huang"}
	s.Members = append(s.Members, policy.Member{ID: "sun", Roles: []policy.Role{policy.PresidentOffice}})
	return s
}

func visitorNo(n int) policy.Address {
	return policy.Address{Channel: "wecom", User: fmt.Sprintf("v%d", n)}
}

// slotIn finds a reception by its regular day, as the transaction sees it.
func slotIn(tx *store.Tx, school *policy.School, regular policy.Date) (ledger.Slot, error) {
	slots, err := tx.Slots(school)
	if err != nil {
		return ledger.Slot{}, err
	}
	s, ok := ledger.SlotOf(slots, regular)
	if !ok {
		return s, fmt.Errorf("no slot %s", regular)
	}
	return s, nil
}

// TestBookingsConcurrently: twenty visitors want the six places of one reception at the same moment, and each of the six goes to one of them. Every
// function runs twice, as it may on disk.
func TestBookingsConcurrently(t *testing.T) {
	school := receiving()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "lianxin.db"), bolt.Options{NoSync: true, RunTwice: true})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	regular := ledgertest.Day("2026-11-30")
	const visitors = 20
	outcome := make([]error, visitors)
	var all sync.WaitGroup
	for i := range visitors {
		all.Go(func() {
			outcome[i] = st.Update(noon, func(tx *store.Tx) error {
				slot, err := slotIn(tx, school, regular)
				if err != nil {
					return err
				}
				_, err = tx.Book(school, visitorNo(i), slot, ledger.Booking{Place: i % 6, People: 1})
				return err
			})
		})
	}
	all.Wait()
	got := 0
	for i, err := range outcome {
		var no *ledger.Refusal
		switch {
		case err == nil:
			got++
		case !errors.As(err, &no) || no.Code != "place_taken" && no.Code != "full":
			t.Errorf("visitor %d: %v", i, err)
		}
	}
	places := map[int]string{}
	err = st.View(func(tx *store.Tx) error {
		for b, err := range tx.BookingsOf(regular) {
			if err != nil {
				return err
			}
			if places[b.Place] != "" {
				t.Errorf("place %d is %s and %s", b.Place, places[b.Place], b.ID)
			}
			places[b.Place] = b.ID
		}
		return nil
	})
	if err != nil || got != 6 || len(places) != 6 {
		t.Errorf("%d visitors have %d places: %v", got, len(places), err)
	}
	sound(t, st)
}

// booked is the model: who holds which place of which reception.
type booked map[string]ledger.Booking

// TestBookingsModel: whatever visitors and the office do in whatever order, no place is held twice, no booking is lost, and each reception has one
// leader to count for.
func TestBookingsModel(t *testing.T) {
	school := receiving()
	term := school.Calendar.Terms[2]
	names := []policy.Date{ledgertest.Day("2026-11-30"), ledgertest.Day("2026-12-14"), ledgertest.Day("2026-12-28")}
	rapid.Check(t, func(t *rapid.T) {
		st, err := store.Open(memory.New(), store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
		if err != nil {
			t.Fatal(err)
		}
		m, by, now := booked{}, map[string]policy.Address{}, noon
		do := func(fn func(tx *store.Tx) error) bool {
			err := st.Update(now, fn)
			var no *ledger.Refusal
			if err != nil && !errors.As(err, &no) {
				t.Fatal(err)
			}
			return err == nil
		}
		slot := rapid.SampledFrom(names)
		one := func(t *rapid.T) (ledger.Booking, bool) {
			ids := slices.Sorted(maps.Keys(m))
			if len(ids) == 0 {
				return ledger.Booking{}, false
			}
			return m[rapid.SampledFrom(ids).Draw(t, "booking")], true
		}
		t.Repeat(map[string]func(*rapid.T){
			"book": func(t *rapid.T) {
				regular, place, who := slot.Draw(t, "slot"), rapid.IntRange(-1, 6).Draw(t, "place"), rapid.IntRange(0, 9).Draw(t, "who")
				people := rapid.IntRange(0, 6).Draw(t, "people")
				var made ledger.Booking
				if do(func(tx *store.Tx) error {
					s, err := slotIn(tx, school, regular)
					if err != nil {
						return err
					}
					made, err = tx.Book(school, visitorNo(who), s, ledger.Booking{Place: place, People: people})
					return err
				}) {
					m[made.ID], by[made.ID] = made, visitorNo(who)
				}
			},
			"move": func(t *rapid.T) {
				b, ok := one(t)
				regular, place := slot.Draw(t, "slot"), rapid.IntRange(0, 5).Draw(t, "place")
				var next ledger.Booking
				if ok && do(func(tx *store.Tx) error {
					from, err := slotIn(tx, school, b.Slot)
					if err != nil {
						return err
					}
					to, err := slotIn(tx, school, regular)
					if err != nil {
						return err
					}
					next, err = tx.MoveBooking(school, by[b.ID], b, from, to, place)
					return err
				}) {
					m[b.ID] = next
				}
			},
			"cancel": func(t *rapid.T) {
				b, ok := one(t)
				if ok && do(func(tx *store.Tx) error {
					s, err := slotIn(tx, school, b.Slot)
					if err != nil {
						return err
					}
					next, err := b.Cancel(school, s, now)
					if err != nil {
						return err
					}
					return tx.PutBooking(next)
				}) {
					delete(m, b.ID)
				}
			},
			"reschedule": func(t *rapid.T) {
				c := ledger.SlotChange{Slot: slot.Draw(t, "slot"), Off: rapid.IntRange(0, 3).Draw(t, "off") == 0}
				c.Day = rapid.SampledFrom([]policy.Date{0, c.Slot + 1, c.Slot + 7}).Draw(t, "day")
				c.Member = rapid.SampledFrom([]string{"", "he", "wu"}).Draw(t, "member")
				do(func(tx *store.Tx) error {
					r, err := tx.Roster(term)
					if err != nil {
						return err
					}
					if r, err = r.Change(school, term, school.Member("sun"), c, now); err != nil {
						return err
					}
					return tx.PutRoster(r)
				})
			},
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 60).Draw(t, "hours")) * time.Hour)
			},
			"": func(t *rapid.T) { m.check(t, st, school, names, by) },
		})
		if r, err := st.Verify(); err != nil {
			t.Fatalf("%s: %v", r, err)
		}
	})
}

// check compares the ledger with the model.
func (m booked) check(t *rapid.T, st *store.Store, school *policy.School, names []policy.Date, by map[string]policy.Address) {
	err := st.View(func(tx *store.Tx) error {
		found := booked{}
		for _, regular := range names {
			places := map[int]bool{}
			for b, err := range tx.BookingsOf(regular) {
				if err != nil {
					return err
				}
				if places[b.Place] || b.Place < 0 || b.Place > 5 || b.People > policy.MostVisitors {
					t.Fatalf("%+v", b)
				}
				places[b.Place], found[b.ID] = true, b
			}
		}
		if diff := cmp.Diff(m, found); diff != "" {
			t.Fatalf("(-model +ledger):\n%s", diff)
		}
		for id := range m {
			own, err := tx.BookingsBy(school, by[id])
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(own, func(b ledger.Booking) bool { return b.ID == id }) {
				t.Fatalf("%s does not find its booking %s", by[id], id)
			}
			if who, err := tx.Resolve(store.SealedAddress(id, 0)); err != nil || who != by[id] {
				t.Fatalf("behind %s stands %s: %v", id, who, err)
			}
		}
		slots, err := tx.Slots(school)
		holders := map[policy.Date]string{}
		for _, s := range slots {
			if holders[s.Regular] != "" {
				t.Fatalf("%s counts for %s and %s", s.Regular, holders[s.Regular], s.Member)
			}
			holders[s.Regular] = s.Member
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSheetsOfASlot: the sheet that says what came of a reception is the one whose record stands; the one before is kept and says nothing any more.
func TestSheetsOfASlot(t *testing.T) {
	school := receiving()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	regular := ledgertest.Day("2026-11-16")
	sheet := func(change func(*ledger.Activity)) (id string) {
		t.Helper()
		err := st.Update(noon, func(tx *store.Tx) error {
			a := ledger.Activity{
				ID: tx.NextActivityID(), Kind: policy.ReceptionDay, Date: regular, By: "sun", Entered: tx.At, Credits: []ledger.Credit{{Member: "xie"}},
			}
			change(&a)
			s := ledger.Sheet{ID: tx.NextSheetID(), Slot: regular, Day: regular, Leader: "xie", Record: a.ID}
			id = s.ID
			return errors.Join(tx.PutActivity(&a), tx.PutSheet(s))
		})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	expect := func(want string) {
		t.Helper()
		err := st.View(func(tx *store.Tx) error {
			s, err := tx.SheetOf(regular)
			if err == nil && (s == nil) != (want == "") || s != nil && s.ID != want {
				t.Errorf("got %+v, want %q", s, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	expect("")
	sheet(func(a *ledger.Activity) { a.Retracted = noon })
	sheet(func(a *ledger.Activity) { a.Credits[0].Declined = noon })
	sheet(func(a *ledger.Activity) { a.Date = regular.Add(-1) })
	expect("")
	stands := sheet(func(*ledger.Activity) {})
	sheet(func(a *ledger.Activity) { a.Retracted = noon })
	expect(stands)
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	expect(stands)
	sound(t, st)
}

// TestSwapsWait: a swap is found by whose word is missing, and by nobody once it is settled.
func TestSwapsWait(t *testing.T) {
	school := receiving()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location, Vault: vaultOf(t, keyLine("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	put := func(change func(*ledger.Swap)) {
		t.Helper()
		err := st.Update(noon, func(tx *store.Tx) error {
			s, err := tx.Swap("DB2026-0001")
			if errors.Is(err, store.ErrNotFound) {
				s, err = ledger.Swap{ID: tx.NextSwapID(), Asker: "liang", Other: "he", From: ledgertest.Day("2026-11-30"), Asked: noon}, nil
			}
			if err != nil {
				return err
			}
			change(&s)
			return tx.PutSwap(s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	expect := func(other, office int) {
		t.Helper()
		err := st.View(func(tx *store.Tx) error {
			n, m := 0, 0
			for range tx.SwapsWaitingFor("he") {
				n++
			}
			for range tx.SwapsWaitingForOffice() {
				m++
			}
			if n != other || m != office {
				t.Errorf("%d wait for the other, %d for the office", n, m)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put(func(*ledger.Swap) {})
	expect(1, 0)
	put(func(s *ledger.Swap) { s.Agreed = noon })
	expect(0, 1)
	put(func(s *ledger.Swap) { s.Approved = noon })
	expect(0, 0)
	sound(t, st)
}

// TestAbsences: one visitor is counted once, and what is incomplete is a failure of the caller.
func TestAbsences(t *testing.T) {
	school := receiving()
	st, err := store.Open(memory.New(), store.Options{Vault: vaultOf(t, keyLine("k1", 1))})
	if err != nil {
		t.Fatal(err)
	}
	regular := ledgertest.Day("2026-11-16")
	for i, want := range []bool{true, true, false} {
		err := st.Update(noon, func(tx *store.Tx) error {
			id, added, err := tx.Absent(school, visitorNo(i%2), ledger.Absence{Slot: regular})
			if added != want || id != fmt.Sprintf("MJ2026-%04d", i%2+1) {
				t.Errorf("%d: %s, %v", i, id, added)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, fn := range []func(*store.Tx) error{
		func(tx *store.Tx) error {
			_, _, err := tx.Absent(school, policy.Address{}, ledger.Absence{Slot: regular})
			return err
		},
		func(tx *store.Tx) error { return tx.PutSheet(ledger.Sheet{ID: "JD2026-0001"}) },
		func(tx *store.Tx) error { return tx.PutSwap(ledger.Swap{ID: "DB2026-0001"}) },
		func(tx *store.Tx) error { return tx.PutBooking(ledger.Booking{ID: "YY2026-0001"}) },
		func(tx *store.Tx) error { return tx.PutRoster(ledger.Roster{Term: "x"}) },
	} {
		if err := st.Update(noon, fn); err == nil {
			t.Error("something incomplete was kept")
		}
	}
	for _, look := range []func(*store.Tx) error{
		func(tx *store.Tx) error { _, err := tx.Sheet("JD2026-0009"); return err },
		func(tx *store.Tx) error { _, err := tx.Swap("x"); return err },
		func(tx *store.Tx) error { _, err := tx.Booking("YY2026-0009"); return err },
	} {
		if err := st.View(look); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%v", err)
		}
	}
	sound(t, st)
}
