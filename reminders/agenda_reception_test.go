package reminders

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// office is a member who keeps the roster.
func office() *policy.Member {
	return &policy.Member{ID: "sun", Roles: []policy.Role{policy.PresidentOffice}}
}

// rescheduled lets the office change the roster of the term that holds a day.
func rescheduled(t testing.TB, school *policy.School, st *store.Store, on string, c ledger.SlotChange) {
	t.Helper()
	term, _ := school.Calendar.TermOf(c.Slot)
	update(t, st, day(t, on).At(9, 30, china()), func(tx *store.Tx) error {
		r, err := tx.Roster(term)
		if err != nil {
			return err
		}
		if r, err = r.Change(school, term, office(), c, tx.At); err != nil {
			return err
		}
		return tx.PutRoster(r)
	})
}

// booked gives a stranger a place.
func booked(t testing.TB, school *policy.School, st *store.Store, on, slot string, place int, topic string) string {
	t.Helper()
	var id string
	update(t, st, day(t, on).At(9, 30, china()), func(tx *store.Tx) error {
		slots, err := tx.Slots(school)
		if err != nil {
			return err
		}
		s, _ := ledger.SlotOf(slots, day(t, slot))
		b, err := tx.Book(school, policy.Address{Channel: "wecom", User: "visitor" + topic}, s, ledger.Booking{Place: place, People: 2, Topic: topic})
		id = b.ID
		return err
	})
	return id
}

// TestRemindersFollowTheChange: who is reminded of a reception, and when, follows from what the office changed.
func TestRemindersFollowTheChange(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	rescheduled(t, school, st, "2026-03-03", ledger.SlotChange{Slot: day(t, "2026-03-09"), Day: day(t, "2026-03-12")})
	rescheduled(t, school, st, "2026-03-03", ledger.SlotChange{Slot: day(t, "2026-03-23"), Member: "xie"})
	rescheduled(t, school, st, "2026-03-03", ledger.SlotChange{Slot: day(t, "2026-04-20"), Off: true})
	heads := func(from, to, member string) (out []string) {
		for _, text := range previewed(t, school, st, from, to, member, "reception") {
			head, _, _ := strings.Cut(text, "\n")
			out = append(out, head)
		}
		return out
	}
	want := []string{"03-09 09:00 reception_duty 5.8", "03-11 16:00 reception_duty 5.8", "03-12 14:30 reception_duty 5.8"}
	if diff := cmp.Diff(want, heads("2026-03-03", "2026-03-22", "liang")); diff != "" {
		t.Errorf("a reception that was moved (-want +got):\n%s", diff)
	}
	if got := heads("2026-03-13", "2026-03-24", "he"); got != nil {
		t.Errorf("whoever gave his turn away: %v", got)
	}
	want = []string{"03-18 09:00 reception_duty 5.8", "03-20 16:00 reception_duty 5.8", "03-23 14:30 reception_duty 5.8"}
	if diff := cmp.Diff(want, heads("2026-03-13", "2026-03-24", "xie")); diff != "" {
		t.Errorf("whoever took it (-want +got):\n%s", diff)
	}
	for _, who := range []string{"lin", "sun"} {
		if got := heads("2026-04-15", "2026-04-22", who); len(got) > 0 {
			t.Errorf("a reception that was called off: %s %v", who, got)
		}
	}
}

// TestVisitorsAreReminded: the day before and two hours before; nobody who gave the place back. Names are in no text and no key.
func TestVisitorsAreReminded(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	early := booked(t, school, st, "2026-03-04", "2026-03-09", 1, "热水")
	booked(t, school, st, "2026-03-04", "2026-03-09", 0, "")
	gone := booked(t, school, st, "2026-03-04", "2026-03-09", 5, "食堂")
	update(t, st, day(t, "2026-03-05").At(9, 0, china()), func(tx *store.Tx) error {
		o, err := tx.Booking(gone)
		if err != nil {
			return err
		}
		o.Cancelled = tx.At
		return tx.PutBooking(o)
	})
	want := []string{
		"03-06 16:20 reception_visitor 5.8\n【3月6日(周五)】您约了3月9日(周一)15:20的校领导接待：梁志远党委书记，地点：行政楼301。请提前几分钟到；不去了请回复“取消预约”，让给别人。",
		"03-09 13:20 reception_visitor 5.8\n【3月9日(周一)】您约了今天15:20的校领导接待：梁志远党委书记，地点：行政楼301。请提前几分钟到；不去了请回复“取消预约”，让给别人。",
	}
	if diff := cmp.Diff(want, previewed(t, school, st, "2026-03-05", "2026-03-10", early, KindReceptionVisit)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := previewed(t, school, st, "2026-03-05", "2026-03-10", gone, KindReceptionVisit); got != nil {
		t.Errorf("a place that was given back: %v", got)
	}
	got := previewed(t, school, st, "2026-03-09", "2026-03-09", "liang", KindReceptionDuty)
	if len(got) != 1 || !strings.HasSuffix(got[0], "地点：行政楼301。已有 2 批预约（15:00；15:20 热水）。临时到不了请马上告诉校长办公室；结束后由陪同的同志登记。") {
		t.Errorf("the leader on duty: %v", got)
	}
	err := st.View(func(tx *store.Tx) error {
		items, err := Preview(school, tx, clockAt(t, "2026-03-05 00:00"), clockAt(t, "2026-03-10 00:00"), false)
		for _, it := range items {
			if text := it.Key + it.Text + it.To.User + it.Receiver(); strings.Contains(text, "visitor热水") {
				t.Errorf("%s names a visitor: %s", it.Key, text)
			}
			if it.Kind == KindReceptionVisit && it.Receiver() != "来访人" {
				t.Errorf("a visitor is called %s", it.Receiver())
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTickReachesVisitors: a look writes the notice to the sealed address of who booked, behind which the delivery finds the account.
func TestTickReachesVisitors(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	id := booked(t, school, st, "2026-03-04", "2026-03-09", 2, "热水")
	r := New(school, st, quietLog(), Options{})
	for _, at := range []string{"2026-03-06 16:00", "2026-03-06 16:30", "2026-03-09 13:50"} {
		if _, err := r.Tick(t.Context(), clockAt(t, at)); err != nil {
			t.Fatal(err)
		}
	}
	var keys []string
	for _, n := range outbox(t, st) {
		if n.Kind == KindReceptionVisit {
			keys = append(keys, n.Key+" "+n.To.String()+n.Member)
		}
	}
	want := []string{"reception_visitor/2026-03-09/d1/" + id + " sealed:" + id + "/0", "reception_visitor/2026-03-09/h2/" + id + " sealed:" + id + "/0"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSheetStopsTheReminder: the sheet of a reception ends the asking for it, also where somebody else sat there.
func TestSheetStopsTheReminder(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	ask := func() int {
		return len(previewed(t, school, st, "2026-03-09", "2026-03-12", "sun", KindReceptionSheet))
	}
	if ask() != 2 {
		t.Errorf("before: %d", ask())
	}
	did(t, st, "he", "he", policy.ReceptionDay, "2026-03-09")
	if ask() != 2 {
		t.Error("another leader's record alone is not the sheet of this reception")
	}
	update(t, st, day(t, "2026-03-09").At(18, 0, china()), func(tx *store.Tx) error {
		return tx.PutSheet(ledger.Sheet{ID: tx.NextSheetID(), Slot: day(t, "2026-03-09"), Day: day(t, "2026-03-09"), Leader: "he", Record: "HD2026-0001"})
	})
	if ask() != 0 {
		t.Errorf("after: %d", ask())
	}
}

// TestOfficeHearsOfMissingSheets: the Monday digest names published receptions that nobody entered, until they are.
func TestOfficeHearsOfMissingSheets(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	term, _ := school.Calendar.TermOf(day(t, "2026-03-09"))
	update(t, st, day(t, "2026-03-02").At(9, 30, china()), func(tx *store.Tx) error {
		r, err := ledger.Roster{Term: term.ID, Start: term.Start}.Publish(school, term, office(), tx.At)
		if err != nil {
			return err
		}
		return tx.PutRoster(r)
	})
	digest := func(on string) string {
		return strings.Join(previewed(t, school, st, on, on, "chen", KindOfficeDigest), "\n")
	}
	const missing = "还没有登记的接待日 1 场：\n· 3月9日(周一) 梁志远"
	if got := digest("2026-03-09"); strings.Contains(got, "还没有登记的接待日") {
		t.Errorf("before it is held: %s", got)
	}
	if got := digest("2026-03-16"); !strings.Contains(got, missing) {
		t.Errorf("a week later: %s", got)
	}
	did(t, st, "liang", "liang", policy.ReceptionDay, "2026-03-09")
	if got := digest("2026-03-16"); strings.Contains(got, "还没有登记的接待日") {
		t.Errorf("entered: %s", got)
	}
}
