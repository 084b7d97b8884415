package ledger_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// receiving is the school with a roster, the holidays of the spring of 2026, and somebody in the president's office.
func receiving() (*policy.School, policy.Term) {
	s := ledgertest.School()
	s.Reception.Roster = []string{"liang", "he", "zhou", "lin", "wu", "xie", "huang"}
	s.Members = append(s.Members, policy.Member{ID: "sun", Name: "孙莉", Roles: []policy.Role{policy.PresidentOffice}})
	s.Calendar.Days = map[policy.Date]policy.Day{day("2026-05-09"): {}}
	for _, d := range []string{"2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05"} {
		s.Calendar.Days[day(d)] = policy.Day{Off: true, Name: "节日"}
	}
	return s, s.Calendar.Terms[1]
}

// lines writes receptions as "regular day member", with what is unusual.
func lines(slots []ledger.Slot) (out []string) {
	for _, s := range slots {
		line := fmt.Sprintf("%s %s %s", s.Regular, s.Day, s.Member)
		if s.Off {
			line += " off"
		}
		out = append(out, line)
	}
	return out
}

// planned are the worked checks of the requirements: the receptions of 2025-2026-2.
var planned = []string{
	"2026-03-09 2026-03-09 liang", "2026-03-23 2026-03-23 he", "2026-04-06 2026-04-13 zhou", "2026-04-20 2026-04-20 lin", "2026-05-04 2026-05-11 wu",
	"2026-05-18 2026-05-18 xie", "2026-06-01 2026-06-01 huang", "2026-06-15 2026-06-15 liang", "2026-06-29 2026-06-29 he",
}

func TestSlots(t *testing.T) {
	school, term := receiving()
	sun := member(t, school, "sun")
	r := ledger.Roster{Term: term.ID, Start: term.Start}
	if diff := cmp.Diff(planned, lines(ledger.Slots(school, term, &r))); diff != "" {
		t.Errorf("unpublished (-want +got):\n%s", diff)
	}
	change := func(c ledger.SlotChange) {
		t.Helper()
		var err error
		r, err = r.Change(school, term, sun, c, at("2026-03-04 10:00"))
		refused(t, err, "")
	}
	change(ledger.SlotChange{Slot: day("2026-04-06"), Day: day("2026-04-27")})
	r, err := r.Publish(school, term, sun, at("2026-03-04 11:00"))
	refused(t, err, "")
	change(ledger.SlotChange{Slot: day("2026-04-20"), Member: "xie"})
	change(ledger.SlotChange{Slot: day("2026-05-18"), Off: true, Reason: "校庆"})
	change(ledger.SlotChange{Slot: day("2026-06-01"), Off: true})
	change(ledger.SlotChange{Slot: day("2026-06-01"), Day: day("2026-06-02"), Member: "liang"})
	want := []string{
		"2026-03-09 2026-03-09 liang", "2026-03-23 2026-03-23 he", "2026-04-20 2026-04-20 xie", "2026-04-06 2026-04-27 zhou", "2026-05-04 2026-05-11 wu",
		"2026-05-18 2026-05-18 xie off", "2026-06-01 2026-06-02 liang", "2026-06-15 2026-06-15 liang", "2026-06-29 2026-06-29 he",
	}
	if diff := cmp.Diff(want, lines(ledger.Slots(school, term, &r))); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}

	// What was published stays, whatever the configuration says; only a new publication takes it over.
	school.Reception.Roster = []string{"huang"}
	if diff := cmp.Diff(want, lines(ledger.Slots(school, term, &r))); diff != "" {
		t.Errorf("another roster in the configuration (-want +got):\n%s", diff)
	}
	r, err = r.Publish(school, term, sun, at("2026-03-05 11:00"))
	refused(t, err, "")
	got := ledger.Slots(school, term, &r)
	if got[0].Member != "huang" || got[2].Member != "xie" || got[0].Version != 2 {
		t.Errorf("published again: %v", lines(got))
	}
}

// TestPublishAgain: a new publication takes the calendar over and loses nothing that was known.
func TestPublishAgain(t *testing.T) {
	school, term := receiving()
	sun := member(t, school, "sun")
	r, err := ledger.Roster{Term: term.ID, Start: term.Start}.Publish(school, term, sun, at("2026-03-02 11:00"))
	refused(t, err, "")
	r, err = r.Change(school, term, sun, ledger.SlotChange{Slot: day("2026-03-23"), Member: "xie"}, at("2026-03-10 11:00"))
	refused(t, err, "")
	school.Reception.Roster = []string{"huang", "lin"}
	school.Calendar.ReceptionWeeks = [2]int{6, 12}
	r, err = r.Publish(school, term, sun, at("2026-04-14 09:00"))
	refused(t, err, "")
	want := []string{
		"2026-03-09 2026-03-09 liang", "2026-03-23 2026-03-23 xie", "2026-04-06 2026-04-13 zhou", // over: as they were
		"2026-04-20 2026-04-20 lin", "2026-05-04 2026-05-11 huang", "2026-05-18 2026-05-18 lin",
		"2026-06-01 2026-06-01 huang off", "2026-06-15 2026-06-15 liang off", "2026-06-29 2026-06-29 he off",
	}
	if diff := cmp.Diff(want, lines(ledger.Slots(school, term, &r))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPublishNoTwoOnADay: a holiday that becomes known later moves a reception onto the day to which the office has moved another one; that is no roster.
func TestPublishNoTwoOnADay(t *testing.T) {
	school, term := receiving()
	sun := member(t, school, "sun")
	r, err := ledger.Roster{Term: term.ID, Start: term.Start}.Publish(school, term, sun, at("2026-03-02 11:00"))
	refused(t, err, "")
	move := func(slot, to string) {
		t.Helper()
		r, err = r.Change(school, term, sun, ledger.SlotChange{Slot: day(slot), Day: day(to)}, at("2026-03-10 11:00"))
		refused(t, err, "")
	}
	move("2026-06-01", "2026-05-25")
	holiday := maps.Clone(school.Calendar.Days)
	holiday[day("2026-05-18")] = policy.Day{Off: true, Name: "校庆"} // 05-18 goes to 05-25
	school.Calendar.Days = holiday
	again, err := r.Publish(school, term, sun, at("2026-03-11 11:00"))
	refused(t, err, "two_on_a_day")
	if again.Version() != 1 {
		t.Errorf("published all the same: %v", lines(ledger.Slots(school, term, &again)))
	}
	move("2026-06-01", "2026-06-03")
	r, err = r.Publish(school, term, sun, at("2026-03-12 11:00"))
	refused(t, err, "")
	if got := lines(ledger.Slots(school, term, &r)); got[5] != "2026-05-18 2026-05-25 xie" || got[6] != "2026-06-01 2026-06-03 huang" {
		t.Errorf("%v", got)
	}
}

func TestSlotsWithoutADay(t *testing.T) {
	school, term := receiving()
	school.Measure.Settings.ReceptionOnHoliday = policy.AskOffice
	r := ledger.Roster{Term: term.ID, Start: term.Start}
	slot, ok := ledger.SlotOf(ledger.Slots(school, term, &r), day("2026-04-06"))
	if !ok || slot.Held() || slot.Day != 0 {
		t.Errorf("waits for the office: %+v", slot)
	}
	sun := member(t, school, "sun")
	_, err := r.Change(school, term, sun, ledger.SlotChange{Slot: slot.Regular, Day: day("2026-04-08")}, at("2026-03-04 10:00"))
	refused(t, err, "nobody_sits") // and none was named for it
	r, err = r.Change(school, term, sun, ledger.SlotChange{Slot: slot.Regular, Day: day("2026-04-08"), Member: "wu"}, at("2026-03-04 10:00"))
	refused(t, err, "")
	if slot, _ = ledger.SlotOf(ledger.Slots(school, term, &r), slot.Regular); !slot.Held() || slot.Day != day("2026-04-08") || slot.Member != "wu" {
		t.Errorf("the office named a day: %+v", slot)
	}
}

func TestRosterRefusals(t *testing.T) {
	school, term := receiving()
	school.Member("he").Leaves = []policy.Leave{{Span: policy.Span{From: day("2026-04-01"), To: day("2026-05-01")}}}
	r := ledger.Roster{Term: term.ID, Start: term.Start}
	for name, tt := range map[string]struct {
		by, at string
		c      ledger.SlotChange
		code   string
	}{
		"a leader":                      {"liang", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "he"}, "keepers_only"},
		"a secretary":                   {"zhao", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "he"}, "keepers_only"},
		"the party office":              {"chen", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "he"}, ""},
		"no such slot":                  {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-10"), Member: "he"}, "no_slot"},
		"a minute before it begins":     {"sun", "2026-03-09 14:59", ledger.SlotChange{Slot: day("2026-03-09"), Member: "he"}, ""},
		"when it begins":                {"sun", "2026-03-09 15:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "he"}, "slot_over"},
		"after it":                      {"sun", "2026-03-10 09:00", ledger.SlotChange{Slot: day("2026-03-09"), Off: true}, "slot_over"},
		"to a Sunday":                   {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-03-15")}, "day_off"},
		"to a holiday":                  {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-04-06")}, "day_off"},
		"to a make-up Saturday":         {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-05-09")}, ""},
		"to another reception's day":    {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-04-13")}, "day_taken"},
		"to yesterday":                  {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-03-03")}, "day_past"},
		"to today, before it ends":      {"sun", "2026-03-04 16:59", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-03-04")}, ""},
		"to today, when it would end":   {"sun", "2026-03-04 17:00", ledger.SlotChange{Slot: day("2026-03-09"), Day: day("2026-03-04")}, "day_past"},
		"out of the term":               {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-06-29"), Day: day("2026-07-20")}, "day_outside"},
		"to somebody who is no leader":  {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "chen"}, "not_receiving"},
		"to somebody on leave":          {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-04-20"), Member: "he"}, "not_receiving"},
		"to somebody whose leave ended": {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-05-04"), Member: "he"}, ""},
		"nothing new":                   {"sun", "2026-03-04 10:00", ledger.SlotChange{Slot: day("2026-03-09"), Member: "liang"}, "nothing_changed"},
	} {
		t.Run(name, func(t *testing.T) {
			next, err := r.Change(school, term, member(t, school, tt.by), tt.c, at(tt.at))
			refused(t, err, tt.code)
			if tt.code != "" && len(next.Changes) > 0 {
				t.Error("a refused change stays")
			}
		})
	}
	_, err := r.Publish(school, term, member(t, school, "liang"), noon)
	refused(t, err, "keepers_only")
	school.Reception.Roster = nil
	_, err = r.Publish(school, term, member(t, school, "sun"), noon)
	refused(t, err, "no_roster")
}

// TestSlotsProperty: whatever the office does, no reception is lost or doubled, no two are held on one day, and each has one leader at work to sit there.
func TestSlotsProperty(t *testing.T) {
	school, term := receiving()
	sun := member(t, school, "sun")
	names := ledger.PlannedSlots(school, term)
	rapid.Check(t, func(t *rapid.T) {
		r := ledger.Roster{Term: term.ID, Start: term.Start}
		now := at("2026-03-02 09:00")
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)
			before := ledger.Slots(school, term, &r)
			var next ledger.Roster
			var err error
			if rapid.IntRange(0, 5).Draw(t, "what") == 0 {
				next, err = r.Publish(school, term, sun, now)
			} else {
				c := ledger.SlotChange{Slot: rapid.SampledFrom(names).Draw(t, "slot").Regular, Off: rapid.IntRange(0, 4).Draw(t, "off") == 0}
				c.Day = rapid.SampledFrom([]policy.Date{0, c.Slot, c.Slot + 1, c.Slot + 7, c.Slot + 14, c.Slot + 20}).Draw(t, "day")
				c.Member = rapid.SampledFrom([]string{"", "he", "wu", "chen"}).Draw(t, "member")
				next, err = r.Change(school, term, sun, c, now)
			}
			if err == nil {
				r = next
			}
			after := ledger.Slots(school, term, &r)
			days, seen := map[policy.Date]bool{}, map[policy.Date]bool{}
			for _, s := range after {
				if seen[s.Regular] {
					t.Fatalf("%s stands twice", s.Regular)
				}
				seen[s.Regular] = true
				if !s.Held() {
					continue
				}
				if days[s.Day] {
					t.Fatalf("two receptions on %s", s.Day)
				}
				days[s.Day] = true
				if !school.Receives(s.Member, s.Day) || !school.Calendar.IsWorkday(s.Day) {
					t.Fatalf("%+v", s)
				}
			}
			if len(seen) != len(names) {
				t.Fatalf("%d receptions of %d", len(seen), len(names))
			}
			for _, s := range before { // what is over stays as it was
				is, _ := ledger.SlotOf(after, s.Regular)
				if s.Held() && s.Begun(school, now) && (is.Day != s.Day || is.Member != s.Member || is.Off) {
					t.Fatalf("%+v became %+v", s, is)
				}
			}
		}
	})
}
