package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func TestSwap(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)
	liang, he, chen, sun := member(t, school, "liang"), member(t, school, "he"), member(t, school, "chen"), member(t, school, "sun")
	from, to := slot("2026-03-09"), slot("2026-03-23")

	s, err := ledger.AskSwap(school, liang, he, from, to, "出差", at("2026-03-04 10:00"))
	refused(t, err, "")
	_, err = s.Decide(sun, true, noon)
	refused(t, err, "swap_not_agreed")
	_, err = s.Answer(liang, true, noon)
	refused(t, err, "not_yours")
	declined, err := s.Answer(he, false, noon)
	refused(t, err, "")
	if declined.Waits() != "" || s.Waits() != ledger.WaitsMember {
		t.Errorf("waits for %q and %q", declined.Waits(), s.Waits())
	}
	_, err = declined.Answer(he, true, noon)
	refused(t, err, "swap_settled")
	_, err = declined.Decide(sun, true, noon)
	refused(t, err, "swap_settled")

	agreed, err := s.Answer(he, true, noon)
	refused(t, err, "")
	_, err = agreed.Decide(liang, true, noon)
	refused(t, err, "keepers_only")
	denied, err := agreed.Decide(chen, false, noon)
	refused(t, err, "")
	approved, err := agreed.Decide(sun, true, noon)
	refused(t, err, "")
	if denied.Waits() != "" || approved.Waits() != "" || approved.Office != "sun" {
		t.Errorf("%+v %+v", denied, approved)
	}
	want := []ledger.SlotChange{
		{Slot: day("2026-03-09"), Member: "he", Reason: "出差"}, {Slot: day("2026-03-23"), Member: "liang", Reason: "出差"},
	}
	if diff := cmp.Diff(want, approved.Changes()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	in, err := ledger.AskSwap(school, liang, he, from, ledger.Slot{}, "", at("2026-03-04 10:00"))
	if refused(t, err, ""); len(in.Changes()) != 1 || in.To != 0 {
		t.Errorf("sits in: %+v", in.Changes())
	}
}

func TestSwapRefusals(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)
	school.Member("he").Leaves = []policy.Leave{{Span: policy.Span{From: day("2026-03-09"), To: day("2026-03-10")}}}
	for name, tt := range map[string]struct {
		by, other, from, to, at string
		code                    string
	}{
		"the office":                     {"chen", "he", "2026-03-09", "2026-03-23", "2026-03-04 10:00", "leaders_only"},
		"with the office":                {"liang", "chen", "2026-03-09", "2026-03-23", "2026-03-04 10:00", "not_receiving"},
		"with himself":                   {"liang", "liang", "2026-03-09", "2026-06-15", "2026-03-04 10:00", "swap_self"},
		"somebody else's":                {"liang", "he", "2026-04-06", "2026-03-23", "2026-03-04 10:00", "not_your_slot"},
		"for what is not the other's":    {"liang", "zhou", "2026-03-09", "2026-03-23", "2026-03-04 10:00", "not_their_slot"},
		"with somebody on leave":         {"liang", "he", "2026-03-09", "2026-03-23", "2026-03-04 10:00", "not_receiving"},
		"a minute before it begins":      {"liang", "zhou", "2026-03-09", "2026-04-06", "2026-03-09 14:59", ""},
		"when it begins":                 {"liang", "zhou", "2026-03-09", "2026-04-06", "2026-03-09 15:00", "slot_over"},
		"when the other's one has begun": {"huang", "zhou", "2026-06-01", "2026-04-06", "2026-04-13 15:00", "slot_over"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ledger.AskSwap(school, member(t, school, tt.by), member(t, school, tt.other), slot(tt.from), slot(tt.to), "", at(tt.at))
			refused(t, err, tt.code)
		})
	}
	s, err := ledger.AskSwap(school, member(t, school, "liang"), member(t, school, "zhou"), slot("2026-03-09"), slot("2026-04-06"), "", at("2026-03-04 10:00"))
	refused(t, err, "")
	refused(t, s.Stands(school, slot("2026-03-09"), slot("2026-04-06"), at("2026-03-09 14:59")), "")
	refused(t, s.Stands(school, slot("2026-03-09"), slot("2026-04-06"), at("2026-03-09 15:00")), "slot_over")
	gone := slot("2026-04-06")
	gone.Member = "xie"
	refused(t, s.Stands(school, slot("2026-03-09"), gone, at("2026-03-05 10:00")), "swap_stale")
}

// TestSheet: a reception is entered once it has begun, and once.
func TestSheet(t *testing.T) {
	school, term := receiving()
	slot := slotsOf(school, term)("2026-04-06")
	visits := []ledger.Visit{{Topic: "热水"}, {Topic: "职称"}}
	for _, tt := range []struct {
		at     string
		before *ledger.Sheet
		code   string
	}{
		{"2026-04-13 14:59", nil, "not_begun"},
		{"2026-04-13 15:00", nil, ""},
		{"2026-04-06 16:00", nil, "not_begun"},
		{"2026-04-14 10:00", &ledger.Sheet{ID: "JD2026-0001"}, "already_held"},
	} {
		s, err := ledger.EnterSheet(school, slot, tt.before, ledger.Sheet{Leader: "zhou", Groups: 1, Visits: visits}, at(tt.at))
		refused(t, err, tt.code)
		if tt.code == "" && (s.Slot != day("2026-04-06") || s.Day != day("2026-04-13") || s.Groups != 2) {
			t.Errorf("%+v", s)
		}
	}
}
