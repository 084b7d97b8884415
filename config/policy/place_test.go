package policy

import (
	"testing"
	"time"
)

func TestBookingEnds(t *testing.T) {
	s := sample(t)
	for reception, want := range map[string]string{
		"2026-03-09": "2026-03-06T12:00:00+08:00", // the Friday before
		"2026-04-13": "2026-04-10T12:00:00+08:00",
		"2026-05-11": "2026-05-09T12:00:00+08:00", // a make-up Saturday
		"2026-10-12": "2026-10-10T12:00:00+08:00", // the same
		"2026-04-07": "2026-04-03T12:00:00+08:00", // a Tuesday after a holiday
	} {
		if got := s.BookingEnds(day(t, reception)).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", reception, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, tt := range []struct {
		minutes, places int
		last            string
	}{{0, 6, "16:40"}, {20, 6, "16:40"}, {30, 4, "16:30"}, {50, 2, "15:50"}, {120, 1, "15:00"}} {
		r := Reception{SlotMinutes: tt.minutes}
		if r.Places() != tt.places || r.PlaceAt(r.Places()-1).String() != tt.last {
			t.Errorf("%d minutes: %d places, the last at %s", tt.minutes, r.Places(), r.PlaceAt(r.Places()-1))
		}
		for i := range r.Places() {
			if place, ok := r.PlaceOf(r.PlaceAt(i)); !ok || place != i {
				t.Errorf("%d minutes: the place at %s is %d, %v", tt.minutes, r.PlaceAt(i), place, ok)
			}
		}
	}
	for _, clock := range []Clock{14*60 + 40, 14*60 + 59, 15*60 + 10, 17 * 60, 0} {
		if place, ok := (Reception{}).PlaceOf(clock); ok {
			t.Errorf("%s is place %d", clock, place)
		}
	}
}

func TestReceives(t *testing.T) {
	s := sample(t)
	s.Members = append(s.Members, Member{ID: "chen", Roles: []Role{PartyOffice}})
	s.Member("he").Leaves = []Leave{{Span: Span{day(t, "2026-03-20"), day(t, "2026-03-24")}}}
	for _, tt := range []struct {
		id, day string
		want    bool
	}{{"he", "2026-03-19", true}, {"he", "2026-03-20", false}, {"he", "2026-03-23", false}, {"he", "2026-03-24", true}, {"chen", "2026-03-23", false}, {"", "2026-03-23", false}} {
		if got := s.Receives(tt.id, day(t, tt.day)); got != tt.want {
			t.Errorf("%s on %s: %v", tt.id, tt.day, got)
		}
	}
}
