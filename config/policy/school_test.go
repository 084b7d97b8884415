package policy

import (
	"testing"
	"time"
)

func TestFindPeople(t *testing.T) {
	s := sample(t)
	s.Members[0].Accounts = []Address{{Channel: "wecom", User: "LiangZhiyuan"}, {Channel: "dingtalk", User: "0133"}}
	s.Members[1].Span = Span{To: day(t, "2026-03-01")}
	s.Units = []Unit{{Name: "文学院"}}
	for _, tt := range []struct {
		at   Address
		want string
	}{
		{Address{"wecom", "liangzhiyuan"}, "liang"},
		{Address{"wecom", "LIANGZHIYUAN"}, "liang"},
		{Address{"dingtalk", "0133"}, "liang"},
		{Address{"wecom", "0133"}, ""},
		{Address{"wecom", ""}, ""},
	} {
		got := ""
		if m := s.MemberAt(tt.at); m != nil {
			got = m.ID
		}
		if got != tt.want {
			t.Errorf("at %s is %q, want %q", tt.at, got, tt.want)
		}
	}
	if n := len(s.Leaders(day(t, "2026-02-28"))); n != 4 {
		t.Errorf("%d leaders on his last day", n)
	}
	if n := len(s.HoldersOf(Leader, day(t, "2026-03-01"))); n != 3 {
		t.Errorf("%d leaders the day after", n)
	}
	if s.Member("nobody") != nil || s.Unit("体育学院") != nil || s.Unit("文学院") == nil {
		t.Error("found what is not there")
	}
}

func TestDelegated(t *testing.T) {
	m := Member{Delegates: []Assignment{{Name: "chen"}, {Name: "zhao", Span: Span{From: day(t, "2026-03-01"), To: day(t, "2026-04-01")}}}}
	for _, tt := range []struct {
		who, day string
		want     bool
	}{
		{"chen", "2020-01-01", true},
		{"zhao", "2026-02-28", false},
		{"zhao", "2026-03-01", true},
		{"zhao", "2026-03-31", true},
		{"zhao", "2026-04-01", false},
		{"liu", "2026-03-01", false},
	} {
		if got := m.Delegated(tt.who, day(t, tt.day)); got != tt.want {
			t.Errorf("%s on %s: %v", tt.who, tt.day, got)
		}
	}
}

func TestToday(t *testing.T) {
	s := sample(t)
	if got := s.Today(time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC)); got != day(t, "2027-01-01") {
		t.Errorf("new year's eve in UTC is %s here", got)
	}
}

func TestFindInMeasure(t *testing.T) {
	m := Measure{
		Kinds: []KindSpec{{Kind: Forum, Zh: "座谈"}},
		Rules: []Rule{{ID: "1", Who: Who{TagsAny: []string{"甲", "乙"}}}, {ID: "2", Who: Who{TagsAny: []string{"乙"}}}},
	}
	if m.Rule("2") != &m.Rules[1] || m.Rule("3") != nil || m.Kind(Forum).Zh != "座谈" || m.Kind(Visit) != nil {
		t.Error("the measure finds the wrong thing")
	}
	if got := m.Tags(); len(got) != 2 || got[0] != "甲" || got[1] != "乙" {
		t.Errorf("tags %q", got)
	}
}

func TestPlausible(t *testing.T) {
	for _, tt := range []struct {
		id, start string
		want      bool
	}{
		{"2025-2026-1", "2025-06-30", false},
		{"2025-2026-1", "2025-07-07", true},
		{"2025-2026-3", "2026-07-06", true},
		{"2025-2026-2", "2026-10-05", false},
		{"2025-2026-2", "2027-03-01", false},
		{"summer", "2026-07-06", false},
	} {
		if got := (Term{ID: tt.id, Start: day(t, tt.start)}).Plausible(); got != tt.want {
			t.Errorf("%s at %s: %v", tt.id, tt.start, got)
		}
	}
	if CheckTermID("2025-2026-4") || CheckTermID("2025-2027-1") || !CheckTermID("2025-2026-3") {
		t.Error("ids of terms")
	}
}

func TestIndexIsOnlyAHint(t *testing.T) {
	s := School{Members: []Member{
		{ID: "lin", Accounts: []Address{{Channel: "wecom", User: "LinXiaofeng"}}},
		{ID: "he", Accounts: []Address{{Channel: "wecom", User: "HeMinhua"}}},
	}}
	s.Index()
	grown := s
	grown.Members = append([]Member{{ID: "liang", Accounts: []Address{{Channel: "wecom", User: "LiangZhiyuan"}}}}, s.Members...)
	for _, school := range []*School{&s, &grown} {
		for i := range school.Members {
			m := &school.Members[i]
			if got := school.Member(m.ID); got != m {
				t.Errorf("Member(%q) is another one", m.ID)
			}
			if got := school.MemberAt(m.Accounts[0].Fold()); got != m {
				t.Errorf("MemberAt(%v) is another one", m.Accounts[0])
			}
		}
		if school.Member("nobody") != nil || school.MemberAt(Address{Channel: "dingtalk", User: "HeMinhua"}) != nil {
			t.Error("found somebody who is not there")
		}
	}
}
