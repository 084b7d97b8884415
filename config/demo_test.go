package config

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// fixture is what the messages of the corpus assume of the school.
type fixture struct {
	Terms []struct {
		ID     string `json:"id"`
		Name   string `json:"guangdong_name"`
		Monday string `json:"week1_monday"`
		Weeks  int    `json:"weeks"`
		Days   [2]int `json:"reception_weeks"`
	} `json:"terms"`
	Holidays [][2]string `json:"holidays"`
	Makeup   []string    `json:"makeup_workdays"`
	Minutes  int         `json:"minutes_per_class_hour"`
	Leaders  []struct {
		Name     string   `json:"name"`
		Title    string   `json:"title"`
		Party    string   `json:"party"`
		InCharge []string `json:"in_charge"`
		Tags     []string `json:"tags"`
		Contact  string   `json:"contact_unit"`
		Nonparty string   `json:"contact_nonparty"`
	} `json:"leaders"`
	Others  []struct{ Name, Role, Unit string } `json:"others"`
	Aliases map[string]string                   `json:"unit_aliases"`
}

func readFixture(t *testing.T) (f fixture) {
	t.Helper()
	data, err := os.ReadFile("testdata/fixtures.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func demoSchool(t testing.TB) *policy.School {
	t.Helper()
	s, err := DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func day(t testing.TB, s string) policy.Date {
	t.Helper()
	d, err := policy.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDemoCalendar(t *testing.T) {
	f, s := readFixture(t), demoSchool(t)
	for _, want := range f.Terms {
		got, ok := s.Calendar.TermByID(want.Name)
		if !ok || got.ID != want.ID || got.Start != day(t, want.Monday) || got.Weeks != want.Weeks || s.Calendar.ReceptionWeeks != want.Days {
			t.Errorf("%s: %+v, %v", want.Name, got, ok)
		}
	}
	free := map[policy.Date]bool{}
	for _, run := range f.Holidays {
		for d := day(t, run[0]); d <= day(t, run[1]); d = d.Add(1) {
			free[d] = true
		}
	}
	busy := map[policy.Date]bool{}
	for _, d := range f.Makeup {
		busy[day(t, d)] = true
	}
	for d := day(t, "2026-01-01"); d <= day(t, "2026-12-31"); d = d.Add(1) { // the year the fixture knows whole
		weekend := d.Monday().Add(5) <= d
		if want := (free[d] || weekend) && !busy[d]; s.Calendar.IsWorkday(d) == want {
			t.Errorf("%s is a workday: %v", d, !want)
		}
	}
	for d := day(t, "2025-10-01"); d <= day(t, "2025-10-31"); d = d.Add(1) {
		if day, listed := s.Calendar.Days[d]; listed && day.Off != free[d] {
			t.Errorf("%s is off: %v", d, day.Off)
		}
	}
	if s.Measure.Settings.MinutesPerClassHour != f.Minutes {
		t.Errorf("%d minutes", s.Measure.Settings.MinutesPerClassHour)
	}
	if name, off := s.Calendar.Off(day(t, "2026-04-06")); !off || name != "清明节" {
		t.Errorf("2026-04-06 is %q", name)
	}
}

func TestDemoLeaders(t *testing.T) {
	f, s := readFixture(t), demoSchool(t)
	on := day(t, "2026-11-19")
	leaders := s.Leaders(on)
	if len(leaders) != len(f.Leaders) {
		t.Fatalf("%d leaders", len(leaders))
	}
	for i, want := range f.Leaders {
		m := leaders[i]
		if m.Name != want.Name || m.Title != want.Title || m.CPC() != (want.Party == "CPC") || !slices.Equal(m.Tags, want.Tags) {
			t.Errorf("%+v is not %+v", m, want)
		}
		for _, unit := range want.InCharge {
			if !m.InChargeOf(unit, on) {
				t.Errorf("%s is not in charge of %s", m.Name, unit)
			}
		}
		if !m.InContactWith(want.Contact, on) {
			t.Errorf("%s is not in contact with %s", m.Name, want.Contact)
		}
		if want.Nonparty != "" && !slices.Contains(m.ContactNonparty, want.Nonparty) {
			t.Errorf("%s does not know %s", m.Name, want.Nonparty)
		}
		if m.Post == "other" || m.OwnBranch == "" && m.CPC() {
			t.Errorf("%s: post %s, branch %q", m.Name, m.Post, m.OwnBranch)
		}
	}
	lin := s.Member("lin")
	if !lin.Delegated("chen", on) || !lin.Delegated("zhao", on) || lin.Delegated("liu", on) {
		t.Error("陈晓 and 赵敏 report for 林晓峰, nobody else does")
	}
}

func TestDemoPeople(t *testing.T) {
	f, s := readFixture(t), demoSchool(t)
	byName := map[string]policy.Member{}
	for _, m := range s.Members {
		byName[m.Name] = m
		if len(m.Accounts) != 2 {
			t.Errorf("%s has %d accounts", m.Name, len(m.Accounts))
		}
	}
	for _, o := range f.Others {
		m, ok := byName[o.Name]
		if !ok || m.Unit != o.Unit && o.Role != "nonparty" || !m.Has(policy.Role(o.Role)) && m.Kind != o.Role {
			t.Errorf("%s: %+v", o.Name, m)
		}
	}
	for _, row := range policy.Roles {
		if len(s.HoldersOf(row.Role, day(t, "2026-11-19"))) == 0 {
			t.Errorf("nobody is %s", row.Role)
		}
	}
	if m := s.MemberAt(policy.Address{Channel: "wecom", User: "linxiaofeng"}); m == nil || m.ID != "lin" {
		t.Errorf("linxiaofeng is %v", m)
	}
	if m := s.MemberAt(policy.Address{Channel: "dingtalk", User: "LinXiaofeng"}); m != nil {
		t.Errorf("LinXiaofeng of the other platform is %s", m.ID)
	}
}

func TestDemoUnits(t *testing.T) {
	f, s := readFixture(t), demoSchool(t)
	names := map[string]string{}
	for _, u := range s.Units {
		names[u.Name] = u.Name
		for _, alias := range u.Aliases {
			names[alias] = u.Name
		}
	}
	for alias, full := range f.Aliases {
		if names[alias] != full {
			t.Errorf("%s is %q, want %s", alias, names[alias], full)
		}
	}
	// every unit that a message of the corpus names
	for _, name := range []string{
		"党委办公室", "校长办公室", "组织部", "人事处", "体育与健康学院", "保卫处", "后勤处", "团委", "基建处", "外国语学院", "学生处", "教务处", "教师工作部",
		"教育科学学院", "文学院", "机械与汽车工程学院", "生命科学学院", "离退休工作处", "科研处", "纪委办公室", "经济与管理学院", "计算机科学与软件学院", "财务处", "音乐学院", "马克思主义学院",
		"图书馆", "信息中心", "统战部",
	} {
		if names[name] == "" {
			t.Errorf("no unit %s", name)
		}
	}
	for _, c := range s.Petitions.Categories {
		if s.Unit(c.Unit) == nil {
			t.Errorf("%s goes to %s", c.Name, c.Unit)
		}
	}
}

func TestDemoReception(t *testing.T) {
	s := demoSchool(t)
	for d, want := range map[string]string{
		"2026-09-07": "liang", "2026-10-12": "zhou", "2026-11-16": "xie", "2026-11-19": "", "2026-11-30": "huang", "2025-12-01": "huang", "2026-03-23": "he",
	} {
		if got, _ := s.OnDuty(day(t, d)); got != want {
			t.Errorf("on duty on %s: %q, want %q", d, got, want)
		}
	}
	term, _ := s.Calendar.TermOf(day(t, "2026-11-19"))
	if week := term.Week(day(t, "2026-11-19")); week != 12 {
		t.Errorf("the demo begins in week %d", week)
	}
	if next, ok := s.NextTurn(day(t, "2026-11-19"), ""); !ok || next.Date != day(t, "2026-11-30") {
		t.Errorf("next reception %+v", next)
	}
	if _, ok := s.Calendar.TermByID("2026-2027-2"); !ok {
		t.Error("no term after the one of the demo")
	}
}

func TestDemoQuotas(t *testing.T) {
	s := demoSchool(t)
	on := day(t, "2026-11-19")
	rules := func(id string) (out []string) {
		for _, r := range s.RulesFor(s.Member(id), on) {
			out = append(out, r.ID)
		}
		return out
	}
	for id, want := range map[string][]string{
		"liang": {"5.1", "5.3a", "5.3c", "5.4a", "5.4b", "5.5a", "5.5b"},
		"he":    {"5.1", "5.3a", "5.3c", "5.4a", "5.4b"},
		"zhou":  {"5.1", "5.3a", "5.3b", "5.3c", "5.4b"},
		"lin":   {"5.1", "5.3a", "5.3b", "5.3c", "5.4b"},
		"xie":   {"5.3a", "5.3c", "5.4b"}, // no member of the party
		"zheng": {"5.4a"},
		"fang":  {"5.4a"},
		"zeng":  nil,
		"wang":  nil,
	} {
		if diff := cmp.Diff(want, rules(id)); diff != "" {
			t.Errorf("rules for %s (-want +got)\n%s", id, diff)
		}
	}
}

func TestDemoIsEnoughToServe(t *testing.T) {
	c, err := Demo()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.ForServe(); err != nil {
		t.Error(err)
	}
	if len(c.School().Calendar.Periods) != 11 || c.School().Reminders.Tick == "" {
		t.Errorf("%+v", c.School().Calendar.Periods)
	}
}
