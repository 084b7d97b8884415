package config

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
)

// asked lists what is asked of a person on a day: rule and number.
func asked(t *testing.T, s *policy.School, who, on string) []string {
	t.Helper()
	d, err := policy.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	m := s.Member(who)
	for _, r := range s.RulesFor(m, d) {
		p, _ := s.PeriodOf(r, d)
		out = append(out, fmt.Sprintf("%s %s %d", r.ID, r.Title, s.Required(r, m, p, d)))
	}
	return out
}

// TestOwnRules: dated versions, packs of later national rules and the rules of a unit, read and in force (Art. 8, requirements 2.7).
func TestOwnRules(t *testing.T) {
	c, err := parseFile(t, "own-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s := c.School()
	national := []string{
		"moe34.1 讲授思政课或形势政策课 1", "moe34.2 与学生面对面交流 18", "course.2 分管校领导听思政课 2", "course.3 思政课建设现场办公会 1",
	}
	for _, tt := range []struct {
		who, on string
		want    []string
	}{
		{"lin", "2026-04-08", append([]string{"5.1 组织生活 2", "5.4b 听课 4"}, national...)},
		{"lin", "2026-11-19", append([]string{"5.1 组织生活 2", "5.4b 听课 5"}, national...)},
		{"fang", "2026-04-08", []string{"文学院/5.4b 听课 6", "文学院/5.1 参加教研室活动 3"}},
		{"fang", "2026-11-19", []string{"文学院/5.4b 听课 8", "文学院/5.1 参加教研室活动 3"}},
		{"zheng", "2026-11-19", []string{"文学院/5.4b 听课 8"}},
		{"su", "2026-11-19", nil},
	} {
		if diff := cmp.Diff(tt.want, asked(t, s, tt.who, tt.on)); diff != "" {
			t.Errorf("%s on %s: %s", tt.who, tt.on, diff)
		}
	}
	own := s.Measure.Rule("文学院/5.1")
	if own == nil || len(own.Where.Place) > 0 || !own.Soft || own.Unit != "times" {
		t.Errorf("%+v", own)
	}
	if r := s.Measure.Rule("moe34.2"); r.Pack != "moe-2019-34" || !r.EveryWeek || !r.Soft {
		t.Errorf("%+v", r)
	}
}

// TestPacksAreOff: nobody is bound by a later rule that the school did not name, and every pack can be read.
func TestPacksAreOff(t *testing.T) {
	for _, r := range demoSchool(t).Measure.Rules {
		if r.Pack != "" || r.Like != "" {
			t.Errorf("%s comes from %s%s", r.ID, r.Pack, r.Like)
		}
	}
	names := Packs()
	if diff := cmp.Diff([]string{"ideology-course", "moe-2019-34"}, names); diff != "" {
		t.Error(diff)
	}
	for _, name := range names {
		m := demoSchool(t).Measure
		src := &source{}
		data, err := packFiles.ReadFile("packs/" + name + ".yaml")
		if rules := loadPack(src, name, data, &m); err != nil || len(src.faults) > 0 || len(rules) < 2 {
			t.Errorf("%s: %d rules, %v, %v", name, len(rules), src.faults, err)
		}
	}
}
