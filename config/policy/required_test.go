package policy

import "testing"

func TestBound(t *testing.T) {
	s := sample(t)
	leader := Member{Roles: []Role{Leader}}
	with := func(change func(*Member)) *Member {
		m := leader
		change(&m)
		return &m
	}
	nonparty := func(m *Member) {
		m.Party, m.ContactNonparty, m.ContactParty = "无党派", []string{"石教授"}, []string{"民建"}
	}
	for _, tt := range []struct {
		rule string
		m    *Member
		want bool
	}{
		{"5.4b", &leader, true},
		{"5.4b", &Member{Roles: []Role{Secretary}}, false},
		{"5.4b", with(nonparty), true},
		{"5.1", &leader, true},
		{"5.1", with(func(m *Member) { m.Party = "中共" }), true},
		{"5.1", with(nonparty), false},
		{"5.3b", &leader, false},
		{"5.3b", with(func(m *Member) { m.Tags = []string{"别的", "分管学生工作"} }), true},
		{"5.4a", &leader, false},
		{"5.4a", with(func(m *Member) { m.Post = PostPresident }), true},
		{"5.4a", &Member{Roles: []Role{CollegeDean}, Post: PostCollegeDean}, true}, // no school leader, yet bound
		{"5.5a", &leader, false},
		{"5.5a", with(func(m *Member) { m.ContactNonparty = []string{"罗晓敏"} }), true},
		{"5.5a", with(nonparty), false},
		{"5.5b", with(func(m *Member) { m.ContactNonparty = []string{"罗晓敏"} }), false},
		{"5.5b", with(func(m *Member) { m.ContactParty = []string{"民盟"} }), true},
		{"5.6", &leader, false}, // binds the body
		{"5.8", &leader, false},
	} {
		if got := s.Bound(s.Measure.Rule(tt.rule), tt.m, day(t, "2026-03-24")); got != tt.want {
			t.Errorf("%s binds %+v: %v", tt.rule, tt.m, got)
		}
	}
	s.Measure.Settings.CPCOnly = false
	if !s.Bound(s.Measure.Rule("5.1"), with(nonparty), day(t, "2026-03-24")) {
		t.Error("with cpc_only_5_1 off, 5.1 binds everybody")
	}
}

func TestBoundByPostDates(t *testing.T) {
	s := sample(t)
	m := &Member{Roles: []Role{Leader}, Span: Span{day(t, "2026-03-10"), day(t, "2026-03-20")}}
	for d, want := range map[string]bool{"2026-03-09": false, "2026-03-10": true, "2026-03-19": true, "2026-03-20": false} {
		if got := s.Bound(s.Measure.Rule("5.4b"), m, day(t, d)); got != want {
			t.Errorf("on %s: %v", d, got)
		}
	}
	if got := len(s.RulesFor(m, day(t, "2026-03-10"))); got != 2 { // 5.1 and 5.4b
		t.Errorf("%d rules bind a plain leader", got)
	}
}

func TestRequired(t *testing.T) {
	span := func(from, to string) Span {
		var s Span
		if from != "" {
			s.From = day(t, from)
		}
		if to != "" {
			s.To = day(t, to)
		}
		return s
	}
	for name, tt := range map[string]struct {
		rule  string
		span  Span
		leave Span
		at    string
		want  int
	}{
		"all year":                         {"5.1", Span{}, Span{}, "2026-07-01", 2},
		"in post since long":               {"5.1", span("2020-01-01", ""), Span{}, "2026-07-01", 2},
		"joined 2026-02-01, 7 of 12":       {"5.1", span("2026-02-01", ""), Span{}, "2026-07-01", 2},
		"joined 2026-02-28, month whole":   {"5.1", span("2026-02-28", ""), Span{}, "2026-07-01", 2},
		"joined 2026-03-01, 6 of 12":       {"5.1", span("2026-03-01", ""), Span{}, "2026-07-01", 1},
		"joined 2026-05-01, 4 of 12":       {"5.1", span("2026-05-01", ""), Span{}, "2026-07-01", 1},
		"joined on the last day":           {"5.1", span("2026-08-30", ""), Span{}, "2026-12-01", 1},
		"asked before joining":             {"5.1", span("2026-05-01", ""), Span{}, "2026-04-30", 0},
		"left after the autumn":            {"5.1", span("", "2026-02-01"), Span{}, "2026-07-01", 1},
		"left before the year":             {"5.1", span("", "2025-09-01"), Span{}, "2026-07-01", 0},
		"leave through a year":             {"5.1", Span{}, span("2025-08-01", "2026-10-01"), "2026-07-01", 0},
		"leave for seven months":           {"5.1", Span{}, span("2025-09-01", "2026-04-01"), "2026-07-01", 1},
		"leave within two months":          {"5.1", Span{}, span("2025-11-03", "2025-12-31"), "2026-07-01", 2},
		"term, all of it":                  {"5.4b", Span{}, Span{}, "2026-07-01", 4},
		"joined in week 12, 7 of 18":       {"5.4b", span("2026-05-20", ""), Span{}, "2026-07-01", 2},
		"joined on the Sunday of week 12":  {"5.4b", span("2026-05-24", ""), Span{}, "2026-07-01", 2},
		"joined in week 14, 5 of 18":       {"5.4b", span("2026-06-01", ""), Span{}, "2026-07-01", 2},
		"joined in week 15, 4 of 18":       {"5.4b", span("2026-06-08", ""), Span{}, "2026-07-01", 1},
		"joined in the exam weeks":         {"5.4b", span("2026-07-06", ""), Span{}, "2026-07-08", 0},
		"leave Monday to Friday of week 1": {"5.4b", Span{}, span("2026-03-02", "2026-03-07"), "2026-07-01", 4},
		"leave for nine weeks":             {"5.4b", Span{}, span("2026-03-02", "2026-05-02"), "2026-07-01", 2},
		"leave for four days of week 1":    {"5.4b", Span{}, span("2026-03-02", "2026-03-06"), "2026-07-01", 4},
		"leave until the Friday of week 5": {"5.4b", Span{}, span("2026-03-02", "2026-04-04"), "2026-07-01", 3},
		"leave until the Thursday of it":   {"5.4b", Span{}, span("2026-03-02", "2026-04-03"), "2026-07-01", 4},
		"in the vacation after the term":   {"5.4b", Span{}, Span{}, "2026-08-01", 4},
		"first lesson":                     {"5.4a", Span{}, Span{}, "2026-07-01", 1},
		"joined after the window":          {"5.4a", span("2026-04-13", ""), Span{}, "2026-07-01", 0},
		"joined in the window's last week": {"5.4a", span("2026-04-12", ""), Span{}, "2026-07-01", 1},
		"a rule for the body":              {"5.6", Span{}, Span{}, "2026-07-01", 0},
		"reception":                        {"5.8", Span{}, Span{}, "2026-07-01", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := sample(t)
			m := &Member{Roles: []Role{Leader}, Post: PostPresident, Span: tt.span}
			if tt.leave != (Span{}) {
				m.Leaves = []Leave{{Span: tt.leave}}
			}
			rule := s.Measure.Rule(tt.rule)
			p, _ := s.PeriodOf(rule, day(t, "2026-04-01"))
			if got := s.Required(rule, m, p, day(t, tt.at)); got != tt.want {
				t.Errorf("required %d, want %d", got, tt.want)
			}
		})
	}
}

func TestRequiredSettings(t *testing.T) {
	s := sample(t)
	rule := s.Measure.Rule("5.4b")
	p, _ := s.PeriodOf(rule, day(t, "2026-04-01"))
	late := &Member{Roles: []Role{Leader}, Span: Span{From: day(t, "2026-05-20")}}
	away := &Member{Roles: []Role{Leader}, Leaves: []Leave{{Span: Span{From: day(t, "2026-03-02"), To: day(t, "2026-05-02")}}}}
	at := day(t, "2026-07-01")
	s.Measure.Settings.ProrateNewcomers = ProrateNone
	if got := s.Required(rule, late, p, at); got != 4 {
		t.Errorf("prorate none: %d", got)
	}
	s.Measure.Settings.ProrateNewcomers = ProrateCeil
	s.Measure.Settings.LeaveExemption = NoExemption
	if got := s.Required(rule, away, p, at); got != 4 {
		t.Errorf("no exemption: %d", got)
	}
}

func TestMonthsOfAYear(t *testing.T) {
	s := sample(t)
	for _, tt := range []struct{ in, second string }{
		{"2025-10-01", "2025-10-01"}, // the year of 2025-09-01
		{"2026-10-01", "2026-10-01"}, // the year of 2026-08-31: its first month is September
	} {
		p := s.Year(day(t, tt.in))
		got := months(p.Span)
		if len(got) != 12 || got[0].From != p.Span.From || got[1].From != day(t, tt.second) || got[11].To < p.Span.To {
			t.Errorf("%s: %v", p.ID, got)
		}
	}
	got := months(CalendarYear(day(t, "2026-05-01")).Span)
	if got[11].From != day(t, "2026-12-01") || got[11].To != day(t, "2027-01-01") {
		t.Errorf("December 2026: %v", got[11])
	}
}

func TestRequiredOfBody(t *testing.T) {
	s := sample(t)
	for _, tt := range []struct {
		rule string
		want int
	}{{"5.6", 1}, {"5.8", 9}, {"5.1", 0}} {
		rule := s.Measure.Rule(tt.rule)
		p, _ := s.PeriodOf(rule, day(t, "2026-04-01"))
		if got := s.RequiredOfBody(rule, p); got != tt.want {
			t.Errorf("%s asks %d of the body, want %d", tt.rule, got, tt.want)
		}
	}
}

func TestTied(t *testing.T) {
	m := &Member{
		InCharge: []Assignment{{Name: "教务处"}},
		Contact:  []Assignment{{Name: "文学院", Span: Span{To: day(t, "2026-03-01")}}},
	}
	both := []string{PlaceInCharge, PlaceContact}
	for _, tt := range []struct {
		unit   string
		places []string
		day    string
		want   bool
	}{
		{"教务处", both, "2026-03-01", true},
		{"教务处", []string{PlaceContact}, "2026-03-01", false},
		{"文学院", both, "2026-02-28", true},
		{"文学院", both, "2026-03-01", false},
		{"图书馆", both, "2026-03-01", false},
		{"图书馆", nil, "2026-03-01", true},
	} {
		if got := m.Tied(tt.unit, tt.places, day(t, tt.day)); got != tt.want {
			t.Errorf("tied to %s by %v on %s: %v", tt.unit, tt.places, tt.day, got)
		}
	}
}
