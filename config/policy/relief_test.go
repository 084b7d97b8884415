package policy

import "testing"

// TestRelief: what the office granted makes a duty smaller, or sets its number.
func TestRelief(t *testing.T) {
	span := func(from, last string) Span { return Span{From: day(t, from), To: day(t, last).Add(1)} }
	term := span("2026-03-02", "2026-07-19")
	year := span("2025-09-01", "2026-08-30")
	leave := func(s Span) Relief { return Relief{Span: s, Reason: "党校学习"} }
	of := func(rule string, s Span) Relief { return Relief{Rule: rule, Span: s, Reason: "党校学习"} }
	tagged := func(s *School, m *Member) {
		s.Measure.Rule("5.3b").Min = 12
		m.Tags = []string{"分管教学工作"}
	}
	set := func(rule string, s Span, n int) Relief {
		return Relief{Rule: rule, Span: s, Fixed: true, Need: n, Reason: "挂职"}
	}
	for name, tt := range map[string]struct {
		rule    string
		granted []Relief
		change  func(*School, *Member)
		want    Share
	}{
		"nothing granted":                    {"5.4b", nil, nil, Share{Full: 4, Need: 4}},
		"leave of March to May, 13 of 18":    {"5.4b", []Relief{leave(span("2026-03-01", "2026-05-31"))}, nil, Share{Full: 4, Need: 2, Reason: "党校学习"}},
		"the same by the year, 3 of 12":      {"5.1", []Relief{leave(span("2026-03-01", "2026-05-31"))}, nil, Share{Full: 2, Need: 2, Reason: "党校学习"}},
		"leave of seven months":              {"5.1", []Relief{leave(span("2025-09-01", "2026-03-31"))}, nil, Share{Full: 2, Need: 1, Reason: "党校学习"}},
		"leave from after 国庆节 on, 11 of 12":  {"5.3b", []Relief{leave(span("2025-10-09", "2025-10-31"))}, tagged, Share{Full: 12, Need: 11, Reason: "党校学习"}},
		"leave of the whole term":            {"5.4b", []Relief{leave(term)}, nil, Share{Full: 4, Reason: "党校学习"}},
		"one rule, the whole term":           {"5.4b", []Relief{of("5.4b", term)}, nil, Share{Full: 4, Reason: "党校学习"}},
		"one rule, the whole year":           {"5.1", []Relief{of("5.1", year)}, nil, Share{Full: 2, Reason: "党校学习"}},
		"another rule":                       {"5.4b", []Relief{of("5.1", year)}, nil, Share{Full: 4, Need: 4}},
		"another term":                       {"5.4b", []Relief{of("5.4b", span("2026-08-31", "2027-01-17"))}, nil, Share{Full: 4, Need: 4}},
		"two leaves that touch":              {"5.4b", []Relief{leave(span("2026-03-02", "2026-04-12")), leave(span("2026-04-13", "2026-05-03"))}, nil, Share{Full: 4, Need: 2, Reason: "党校学习"}},
		"a number of its own":                {"5.4b", []Relief{set("5.4b", term, 2)}, nil, Share{Full: 4, Need: 2, Reason: "挂职"}},
		"the last number wins, over a leave": {"5.4b", []Relief{set("5.4b", term, 2), leave(term), set("5.4b", term, 3)}, nil, Share{Full: 4, Need: 3, Reason: "挂职"}},
		"a number of the term before":        {"5.4b", []Relief{set("5.4b", span("2025-09-01", "2026-01-18"), 2)}, nil, Share{Full: 4, Need: 4}},
		"whom the rule does not bind":        {"5.3b", []Relief{set("5.3b", year, 1)}, nil, Share{}},
		"where the school grants no leave":   {"5.4b", []Relief{leave(term)}, func(s *School, _ *Member) { s.Measure.Settings.LeaveExemption = NoExemption }, Share{Full: 4, Need: 4}},
		"leave between 劳动节 and a Saturday at work": {
			"5.4b",
			[]Relief{leave(span("2026-05-06", "2026-05-08"))},
			func(s *School, _ *Member) { s.Measure.Rule("5.4b").Min = 18 },
			Share{Full: 18, Need: 17, Reason: "党校学习"},
		},
		"where numbers are set by hand": {
			"5.4b",
			[]Relief{set("5.4b", term, 2)},
			func(s *School, m *Member) {
				s.Measure.Settings.ProrateNewcomers = ProrateManual
				m.Span.From = day(t, "2026-05-20")
			},
			Share{Full: 4, Need: 2, Reason: "挂职"},
		},
		"by hand, and nothing set yet": {
			"5.4b", nil,
			func(s *School, m *Member) {
				s.Measure.Settings.ProrateNewcomers = ProrateManual
				m.Span.From = day(t, "2026-05-20")
			},
			Share{Full: 4, Need: 4},
		},
		"a joiner needs no reason": {"5.4b", nil, func(_ *School, m *Member) { m.Span.From = day(t, "2026-05-20") }, Share{Full: 4, Need: 2}},
		"leave in the configuration": {"5.4b", nil, func(_ *School, m *Member) {
			m.Leaves = []Leave{{Span: span("2026-03-01", "2026-05-31"), Reason: "挂职锻炼"}}
		}, Share{Full: 4, Need: 2, Reason: "挂职锻炼"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sample(t)
			m := &Member{Roles: []Role{Leader}}
			if tt.change != nil {
				tt.change(s, m)
			}
			rule := s.Measure.Rule(tt.rule)
			p, _ := s.PeriodOf(rule, day(t, "2026-04-01"))
			got := s.ShareOf(rule, m, p, day(t, "2026-07-01"), tt.granted)
			if got.Set, got.Part = false, false; got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestVersions: old years keep their old numbers, and a change within a period takes effect with the next one.
func TestVersions(t *testing.T) {
	s := sample(t)
	who := Who{Scope: Each, Group: "学校领导班子成员"}
	s.Measure.Rules = []Rule{
		{ID: "5.4b", Who: who, Min: 4, Per: PerTerm, Span: Span{To: day(t, "2026-03-10")}},
		{ID: "5.4b", Who: who, Min: 6, Per: PerTerm, Span: Span{From: day(t, "2026-03-10")}},
		{ID: "new", Who: who, Min: 1, Per: PerYear, Span: Span{From: day(t, "2026-01-01")}},
		{ID: "old", Who: who, Min: 1, Per: PerYear, Span: Span{To: day(t, "2025-09-01")}},
	}
	m := &Member{Roles: []Role{Leader}}
	for _, tt := range []struct {
		on   string
		min  int // of 5.4b
		news bool
	}{
		{"2025-10-01", 4, false},
		{"2026-03-02", 4, false},
		{"2026-03-10", 4, false}, // the term began under the old number
		{"2026-07-19", 4, false},
		{"2026-08-30", 4, false}, // vacation still belongs to it
		{"2026-08-31", 6, true},
	} {
		d := day(t, tt.on)
		r := s.RuleOn("5.4b", d)
		if r == nil || r.Min != tt.min {
			t.Fatalf("%s: %+v", tt.on, r)
		}
		p, _ := s.PeriodOf(r, d)
		other := &s.Measure.Rules[0]
		if r == other {
			other = &s.Measure.Rules[1]
		}
		if got := s.Required(r, m, p, d); got != tt.min {
			t.Errorf("%s: required %d", tt.on, got)
		}
		if got := s.Required(other, m, p, d); got != 0 {
			t.Errorf("%s: the other version asks %d", tt.on, got)
		}
		if got := s.RuleOn("new", d) != nil; got != tt.news {
			t.Errorf("%s: the new rule holds: %v", tt.on, got)
		}
		if s.RuleOn("old", d) != nil {
			t.Errorf("%s: the old rule holds", tt.on)
		}
	}
	if got := s.Measure.Rule("5.4b"); got.Min != 6 {
		t.Errorf("the latest version asks %d", got.Min)
	}
}

// TestUnitRules: a unit's own rule binds those of its members who hold one of the roles (Art. 8).
func TestUnitRules(t *testing.T) {
	s := sample(t)
	r := Rule{ID: "文学院/5.4b", Like: "5.4b", Who: Who{Scope: Each, Unit: "文学院", Roles: []Role{CollegeDean, MidLevel}}, Min: 8, Per: PerTerm}
	for _, tt := range []struct {
		m    Member
		want bool
	}{
		{Member{Unit: "文学院", Roles: []Role{CollegeDean}}, true},
		{Member{Unit: "文学院", Roles: []Role{Handler, MidLevel}}, true},
		{Member{Unit: "文学院", Roles: []Role{Handler}}, false},
		{Member{Unit: "教务处", Roles: []Role{MidLevel}}, false},
		{Member{Roles: []Role{Leader}}, false},
	} {
		if got := s.Bound(&r, &tt.m, day(t, "2026-04-01")); got != tt.want {
			t.Errorf("%+v: %v", tt.m, got)
		}
	}
	if !r.Answers("5.4b") || !r.Answers("文学院/5.4b") || r.Answers("5.1") || r.Answers("") || (&Rule{ID: "5.1"}).Answers("") {
		t.Error("Answers")
	}
}

// TestEveryWeek: a rule per week asks as many as there are teaching weeks, less those at rest.
func TestEveryWeek(t *testing.T) {
	s := sample(t)
	r := Rule{ID: "w", Who: Who{Scope: Each, Group: "学校领导"}, EveryWeek: true, Unit: "week", Per: PerTerm}
	m := &Member{Roles: []Role{Leader}}
	p, _ := s.PeriodOf(&r, day(t, "2026-04-01"))
	if got := s.Required(&r, m, p, day(t, "2026-07-01")); got != 18 {
		t.Errorf("all: %d", got)
	}
	granted := Relief{Span: Span{From: day(t, "2026-03-02"), To: day(t, "2026-03-16")}}
	if got := s.Required(&r, m, p, day(t, "2026-07-01"), granted); got != 16 {
		t.Errorf("two weeks of leave: %d", got)
	}
}
