package web

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
)

func receptionSchool() *policy.School {
	s := demoSchool()
	s.Measure.Settings = policy.DefaultSettings()
	s.Reception.Roster = []string{"liang", "lin"}
	s.Reception.Place = map[string]string{"liang": "行政楼301"}
	s.Calendar.Days = map[policy.Date]policy.Day{policy.MakeDate(2026, time.October, 5): {Off: true, Name: "国庆节"}}
	return s
}

// subscribe asks for the calendar, with the ETag that is known already.
func subscribe(h http.Handler, etag string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/calendar/reception.ics", nil)
	if etag != "" {
		r.Header.Set("If-None-Match", etag)
	}
	w := httptest.NewRecorder()
	secured(h).ServeHTTP(w, r)
	return w
}

// roster lets the party office do something to the roster.
func (h *house) roster(t *testing.T, school *policy.School, do func(ledger.Roster, policy.Term, *policy.Member) (ledger.Roster, error)) {
	t.Helper()
	term := school.Calendar.Terms[0]
	h.update(t, func(tx *store.Tx) error {
		r, err := tx.Roster(term)
		if err != nil {
			return err
		}
		if r, err = do(r, term, school.Member("chen")); err != nil {
			return err
		}
		return tx.PutRoster(r)
	})
}

// events gives the receptions of a calendar, one line each, read by a reader that is not ours.
func events(t *testing.T, body string) []string {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range cal.Events() {
		start, err := e.GetStartAt()
		if err != nil {
			t.Fatal(err)
		}
		value := func(p ics.ComponentProperty) string { return e.GetProperty(p).Value }
		out = append(out, strings.Join([]string{
			start.In(china).Format("2006-01-02 15:04"), value(ics.ComponentPropertySummary), value(ics.ComponentPropertyLocation),
			value(ics.ComponentPropertyStatus), value(ics.ComponentPropertySequence), e.Id(),
		}, "|"))
	}
	return out
}

func TestReceptionCalendar(t *testing.T) {
	h, school := newHouse(t), receptionSchool()
	feed := NewReceptions(school, h.store, zerolog.New(zerolog.NewTestWriter(t)))

	empty := subscribe(feed, "")
	if empty.Code != http.StatusOK || len(events(t, empty.Body.String())) != 0 {
		t.Errorf("nothing is published: %d %s", empty.Code, empty.Body)
	}

	h.roster(t, school, func(r ledger.Roster, term policy.Term, by *policy.Member) (ledger.Roster, error) {
		return r.Publish(school, term, by, h.clock.Now())
	})
	first := subscribe(feed, empty.Header().Get("ETag"))
	list := events(t, first.Body.String())
	if len(list) != 9 || list[6] != "2026-11-30 15:00|校领导接待日：梁志远党委书记|行政楼301|CONFIRMED|0|reception-2026-11-30@lianxin" {
		t.Errorf("published: %q", list)
	}
	if list[2] != "2026-10-12 15:00|校领导接待日：梁志远党委书记|行政楼301|CONFIRMED|0|reception-2026-10-05@lianxin" {
		t.Errorf("a holiday moves the day and not the name: %s", list[2])
	}
	if got := first.Header().Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("type %s", got)
	}
	for _, line := range strings.SplitAfter(first.Body.String(), "\n") {
		if len(line) > 77 || !utf8.ValidString(line) || line != "" && !strings.HasSuffix(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}

	if again := subscribe(feed, first.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the same calendar again: %d, %d bytes", again.Code, again.Body.Len())
	}

	h.clock.at = h.clock.at.Add(time.Hour)
	h.roster(t, school, func(r ledger.Roster, term policy.Term, by *policy.Member) (ledger.Roster, error) {
		r, err := r.Change(school, term, by, ledger.SlotChange{Slot: policy.MakeDate(2026, time.November, 30), Day: policy.MakeDate(2026, time.December, 1)}, h.clock.Now())
		if err != nil {
			return r, err
		}
		return r.Change(school, term, by, ledger.SlotChange{Slot: policy.MakeDate(2026, time.December, 14), Off: true, Reason: "校庆"}, h.clock.Now())
	})
	changed := subscribe(feed, first.Header().Get("ETag"))
	if changed.Code != http.StatusOK {
		t.Fatalf("a change is not seen: %d", changed.Code)
	}
	want := []string{
		"2026-12-01 15:00|校领导接待日：梁志远党委书记|行政楼301|CONFIRMED|1|reception-2026-11-30@lianxin",
		"2026-12-14 15:00|校领导接待日：林晓峰副校长|当班领导办公室|CANCELLED|1|reception-2026-12-14@lianxin",
	}
	if diff := cmp.Diff(want, events(t, changed.Body.String())[6:8]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestReceptionCalendarNamesNoVisitor: bookings leave no trace in what everybody may read.
func TestReceptionCalendarNamesNoVisitor(t *testing.T) {
	h, school := newHouse(t), receptionSchool()
	h.roster(t, school, func(r ledger.Roster, term policy.Term, by *policy.Member) (ledger.Roster, error) {
		return r.Publish(school, term, by, h.clock.Now())
	})
	feed := NewReceptions(school, h.store, zerolog.Nop())
	before := subscribe(feed, "").Body.String()
	h.update(t, func(tx *store.Tx) error {
		slots, err := tx.Slots(school)
		if err != nil {
			return err
		}
		slot, _ := ledger.SlotOf(slots, policy.MakeDate(2026, time.November, 30))
		_, err = tx.Book(school, policy.Address{Channel: "wecom", User: "LiHua"}, slot, ledger.Booking{People: 2, Topic: "热水", Named: true})
		return err
	})
	if after := subscribe(feed, "").Body.String(); after != before || strings.Contains(after, "LiHua") {
		t.Errorf("a booking shows: %s", after)
	}
}

func TestReceptionCalendarOfAClosedLedger(t *testing.T) {
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "lianxin.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	feed := NewReceptions(receptionSchool(), st, zerolog.Nop())
	if w := subscribe(feed, ""); w.Code != http.StatusInternalServerError || w.Header().Get("ETag") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	r := httptest.NewRequest(http.MethodPost, "/calendar/reception.ics", nil)
	w := httptest.NewRecorder()
	if feed.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
