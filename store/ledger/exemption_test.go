package ledger_test

import (
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// span is a run of days, both ends included.
func span(from, last string) policy.Span { return policy.Span{From: day(from), To: day(last).Add(1)} }

func leave(who, from, last string) ledger.Exemption {
	return ledger.Exemption{Member: who, Span: span(from, last), Reason: "党校学习"}
}

func TestGrant(t *testing.T) {
	with := func(change func(*ledger.Exemption)) ledger.Exemption {
		e := leave("lin", "2026-09-01", "2026-11-30")
		change(&e)
		return e
	}
	tests := []struct {
		name string
		e    ledger.Exemption
		by   string
		set  func(*policy.School)
		code string
	}{
		{"leave", leave("lin", "2026-09-01", "2026-11-30"), "chen", nil, ""},
		{"one rule", with(func(e *ledger.Exemption) { e.Rules = []string{"5.4b"} }), "chen", nil, ""},
		{"a number of its own", with(func(e *ledger.Exemption) { e.Rules, e.Fixed, e.Need = []string{"5.4b"}, true, 2 }), "chen", nil, ""},
		{"a dean: only the first lesson", leave("fang", "2026-09-01", "2026-09-30"), "chen", nil, ""},
		{"by himself", leave("lin", "2026-09-01", "2026-11-30"), "lin", nil, "exempt_office_only"},
		{"by his secretary", leave("lin", "2026-09-01", "2026-11-30"), "zhao", nil, "exempt_office_only"},
		{"by the party secretary", leave("lin", "2026-09-01", "2026-11-30"), "liang", nil, "exempt_office_only"},
		{"by a leader of the office, for himself", leave("lin", "2026-09-01", "2026-11-30"), "lin", func(s *policy.School) {
			s.Member("lin").Roles = append(s.Member("lin").Roles, policy.PartyOffice)
		}, "exempt_self"},
		{"somebody unknown", leave("nobody", "2026-09-01", "2026-11-30"), "chen", nil, "unknown_member"},
		{"somebody without duties", leave("zhao", "2026-09-01", "2026-11-30"), "chen", nil, "exempt_nobody"},
		{"a rule that is not his", with(func(e *ledger.Exemption) { e.Rules = []string{"5.4a"} }), "chen", nil, "exempt_not_bound"},
		{"no such rule", with(func(e *ledger.Exemption) { e.Rules = []string{"9.9"} }), "chen", nil, "exempt_not_bound"},
		{"the end before the beginning", leave("lin", "2026-09-02", "2026-09-01"), "chen", nil, "exempt_span"},
		{"no end", ledger.Exemption{Member: "lin", Span: policy.Span{From: day("2026-09-01")}, Reason: "病假"}, "chen", nil, "exempt_span"},
		{"ten years", leave("lin", "2020-09-01", "2030-09-01"), "chen", nil, "exempt_span"},
		{"a number of all rules", with(func(e *ledger.Exemption) { e.Fixed, e.Need = true, 2 }), "chen", nil, "exempt_number"},
		{"a number beyond sense", with(func(e *ledger.Exemption) { e.Rules, e.Fixed, e.Need = []string{"5.4b"}, true, 400 }), "chen", nil, "exempt_number"},
		{"no reason", with(func(e *ledger.Exemption) { e.Reason = " " }), "chen", nil, "exempt_no_reason"},
		{"a novel", with(func(e *ledger.Exemption) { e.Reason = strings.Repeat("长", 201) }), "chen", nil, "exempt_long_reason"},
		{"where leave frees from nothing", leave("lin", "2026-09-01", "2026-11-30"), "chen", func(s *policy.School) {
			s.Measure.Settings.LeaveExemption = policy.NoExemption
		}, "exempt_off"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			school := ledgertest.School()
			if tt.set != nil {
				tt.set(school)
			}
			e, err := ledger.Grant(school, tt.e, member(t, school, tt.by), noon)
			refused(t, err, tt.code)
			if tt.code == "" && (e.By != tt.by || !e.Made.Equal(noon) || !e.Live()) {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestWithdraw(t *testing.T) {
	school := ledgertest.School()
	chen := member(t, school, "chen")
	e, err := ledger.Grant(school, leave("lin", "2026-09-01", "2026-11-30"), chen, noon)
	refused(t, err, "")
	_, err = e.Withdraw(member(t, school, "lin"), noon)
	refused(t, err, "exempt_office_only")
	gone, err := e.Withdraw(chen, noon)
	refused(t, err, "")
	if gone.Live() || gone.WithdrawnBy != "chen" || gone.Leave() || !e.Leave() {
		t.Errorf("%+v", gone)
	}
	_, err = gone.Withdraw(chen, noon)
	refused(t, err, "exempt_withdrawn")
}

// TestExemptions: what the office granted makes a standing smaller, says why, and does no longer once it is taken back.
func TestExemptions(t *testing.T) {
	school := ledgertest.School()
	chen, lin := member(t, school, "chen"), member(t, school, "lin")
	grant := func(e ledger.Exemption) ledger.Exemption {
		e, err := ledger.Grant(school, e, chen, noon)
		refused(t, err, "")
		return e
	}
	away := grant(leave("lin", "2026-09-01", "2026-11-30"))
	free := leave("lin", "2026-08-31", "2027-01-17")
	free.Rules = []string{"5.4b"}
	free = grant(free)
	set := free
	set.Fixed, set.Need = true, 3
	gone, err := away.Withdraw(chen, noon)
	refused(t, err, "")
	other := away
	other.Member = "wu"
	tests := []struct {
		name    string
		granted []ledger.Exemption
		need    float64
		left    float64
		pace    float64
		why     string
	}{
		{"nothing", nil, 4, 3, 3, ""},
		{"leave of 12 of 18 weeks, one of the other six is over", []ledger.Exemption{away}, 2, 1, 1, "党校学习"},
		{"exempt from the rule", []ledger.Exemption{free}, 0, 0, 0, "党校学习"},
		{"a number of its own", []ledger.Exemption{set}, 3, 2, 3, "党校学习"},
		{"taken back", []ledger.Exemption{gone}, 4, 3, 3, ""},
		{"somebody else's", []ledger.Exemption{other}, 4, 3, 3, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			facts := book(own(t, school, "lin", "2026-12-02", policy.ObserveClass, lesson(1)))
			facts.granted = tt.granted
			s, err := ledger.StandingOf(school, school.Measure.Rule("5.4b"), lin, day("2026-12-03"), facts)
			refused(t, err, "")
			if s.Full != 4 || s.Need != tt.need || s.Left != tt.left || s.Why != tt.why || s.Pace != tt.pace {
				t.Errorf("%+v", s)
			}
			if s.Exempt() != (tt.need == 0) || s.Reduced() != (tt.need != 4) {
				t.Errorf("exempt %v, reduced %v", s.Exempt(), s.Reduced())
			}
		})
	}
}
