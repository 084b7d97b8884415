package ledger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// slotsOf gives the receptions of the spring, unchanged.
func slotsOf(school *policy.School, term policy.Term) func(string) ledger.Slot {
	slots := ledger.Slots(school, term, &ledger.Roster{Term: term.ID, Start: term.Start})
	return func(regular string) ledger.Slot {
		s, _ := ledger.SlotOf(slots, day(regular))
		return s
	}
}

// TestBook tries each edge: the instant before it, at it and after it.
func TestBook(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)
	off := slot("2026-03-09")
	off.Off = true
	open := off
	open.Off, open.Day = false, 0
	full := make([]ledger.Booking, 0, 6)
	for i := range 6 {
		full = append(full, ledger.Booking{ID: fmt.Sprintf("YY2026-%04d", i+1), Slot: day("2026-03-09"), Place: i})
	}
	given := full[2]
	given.Cancelled = noon
	own := ledger.Booking{ID: "YY2026-0099", Slot: day("2026-03-09"), Place: 3}
	ownGiven := own
	ownGiven.Cancelled = noon
	for name, tt := range map[string]struct {
		slot  ledger.Slot
		at    string
		want  ledger.Booking
		taken []ledger.Booking
		code  string
	}{
		"long before":                         {slot("2026-03-09"), "2026-03-02 08:00", ledger.Booking{Place: 0, People: 1}, nil, ""},
		"a minute before noon of the Friday":  {slot("2026-03-09"), "2026-03-06 11:59", ledger.Booking{Place: 0}, nil, ""},
		"at noon of the Friday":               {slot("2026-03-09"), "2026-03-06 12:00", ledger.Booking{Place: 0}, nil, "booking_closed"},
		"on the weekend":                      {slot("2026-03-09"), "2026-03-08 10:00", ledger.Booking{Place: 0}, nil, "booking_closed"},
		"a minute before it begins":           {slot("2026-03-09"), "2026-03-09 14:59", ledger.Booking{Place: 0}, nil, "booking_closed"},
		"when it begins":                      {slot("2026-03-09"), "2026-03-09 15:00", ledger.Booking{Place: 0}, nil, "slot_over"},
		"moved by a holiday, before noon":     {slot("2026-04-06"), "2026-04-10 11:59", ledger.Booking{Place: 0}, nil, ""},
		"moved by a holiday, at noon":         {slot("2026-04-06"), "2026-04-10 12:00", ledger.Booking{Place: 0}, nil, "booking_closed"},
		"a make-up Saturday before, in time":  {slot("2026-05-04"), "2026-05-09 11:59", ledger.Booking{Place: 0}, nil, ""},
		"a make-up Saturday before, too late": {slot("2026-05-04"), "2026-05-09 12:00", ledger.Booking{Place: 0}, nil, "booking_closed"},
		"five people":                         {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{People: 5}, nil, ""},
		"six people":                          {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{People: 6}, nil, "too_many_people"},
		"the last place":                      {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 5}, full[:5], ""},
		"no place left":                       {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 5}, full, "full"},
		"a place that was given back":         {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 2}, append(full[:2:2], given), ""},
		"somebody else's place":               {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 1}, full[:2], "place_taken"},
		"a place after the end":               {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 6}, nil, "place_taken"},
		"a place before the beginning":        {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: -1}, nil, "place_taken"},
		"beside one's own, given back":        {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 3}, append(full[:2:2], ownGiven), ""},
		"twice":                               {slot("2026-03-09"), "2026-03-04 10:00", ledger.Booking{Place: 4}, append(full[:2:2], own), "already_booked"},
		"called off":                          {off, "2026-03-04 10:00", ledger.Booking{}, nil, "not_held"},
		"without a day":                       {open, "2026-03-04 10:00", ledger.Booking{}, nil, "not_held"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := ledger.Book(school, tt.slot, tt.taken, []string{own.ID}, tt.want, at(tt.at))
			refused(t, err, tt.code)
			if tt.code == "" && (b.Slot != tt.slot.Regular || b.People < 1 || !b.Stands() || b.Made != at(tt.at)) {
				t.Errorf("%+v", b)
			}
		})
	}
	b, err := ledger.Book(school, slot("2026-03-09"), nil, nil, ledger.Booking{Topic: " " + strings.Repeat("长", 60)}, at("2026-03-04 10:00"))
	if refused(t, err, ""); len([]rune(b.Topic)) != 24 {
		t.Errorf("a topic is no petition: %q", b.Topic)
	}
	b, err = ledger.Book(school, slot("2026-03-09"), nil, nil, ledger.Booking{Topic: "热水，我叫王小明，电话13800138000"}, at("2026-03-04 10:00"))
	if refused(t, err, ""); strings.Contains(b.Topic, "王小明") || strings.Contains(b.Topic, "138") || !strings.Contains(b.Topic, "热水") {
		t.Errorf("a topic tells who comes: %q", b.Topic)
	}
}

func TestMoveAndCancel(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)
	first, second := slot("2026-03-09"), slot("2026-03-23")
	b := ledger.Booking{ID: "YY2026-0001", Slot: first.Regular, Place: 1, People: 2}
	other := ledger.Booking{ID: "YY2026-0002", Slot: second.Regular, Place: 1}

	moved, err := b.Move(school, first, second, 0, []ledger.Booking{other}, []string{b.ID}, at("2026-03-09 14:59"))
	refused(t, err, "")
	want := b
	want.Slot, want.Place = second.Regular, 0
	want.Moves = []ledger.Move{{Slot: first.Regular, Place: 1, At: at("2026-03-09 14:59")}}
	if diff := cmp.Diff(want, moved); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, tt := range map[string]struct {
		to    ledger.Slot
		place int
		at    string
		code  string
	}{
		"to another time":        {first, 2, "2026-03-04 10:00", ""},
		"to where it is":         {first, 1, "2026-03-04 10:00", "same_place"},
		"to somebody's place":    {second, 1, "2026-03-04 10:00", "place_taken"},
		"when its own has begun": {second, 0, "2026-03-09 15:00", "slot_over"},
		"the other one is late":  {second, 0, "2026-03-20 12:00", "slot_over"},
		"its own one is late":    {first, 2, "2026-03-06 12:00", "booking_closed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.Move(school, first, tt.to, tt.place, []ledger.Booking{b, other}, []string{b.ID}, at(tt.at))
			refused(t, err, tt.code)
		})
	}

	gone, err := b.Cancel(school, first, at("2026-03-09 14:59"))
	refused(t, err, "")
	_, err = b.Cancel(school, first, at("2026-03-09 15:00"))
	refused(t, err, "slot_over")
	_, err = gone.Cancel(school, first, at("2026-03-04 10:00"))
	refused(t, err, "booking_cancelled")
	_, err = gone.Move(school, first, second, 0, nil, nil, at("2026-03-04 10:00"))
	refused(t, err, "booking_cancelled")
}

// TestMoveBesideOwn: nobody has two places at one reception by moving there.
func TestMoveBesideOwn(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)
	first, second := slot("2026-03-09"), slot("2026-03-23")
	b := ledger.Booking{ID: "YY2026-0001", Slot: first.Regular, Place: 1, People: 2}
	own := ledger.Booking{ID: "YY2026-0002", Slot: second.Regular, Place: 1, People: 1}
	_, err := b.Move(school, first, second, 0, []ledger.Booking{own}, []string{b.ID, own.ID}, at("2026-03-04 10:00"))
	refused(t, err, "already_booked")
}
