package bot_test

import (
	"path/filepath"
	"strings"
	"testing"

	"lianxin/config/policy"
)

// TestUnitRules: a unit that set numbers of its own is asked for by name, its people see their own duties, and nobody else's change (Art. 8).
func TestUnitRules(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.store.Close() }()
	say := func(who, text string) string {
		t.Helper()
		var b strings.Builder
		if err := s.say(&b, []string{who, text}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if got := say("chen", "文学院的听课完成得怎么样"); !strings.Contains(got, "目前没有设定数量") {
		t.Errorf("before the unit set a number: %s", got)
	}
	like := *s.school.Measure.Rule("5.4b")
	like.ID, like.Like, like.Min = "文学院/5.4b", "5.4b", 8
	like.Who = policy.Who{Scope: policy.Each, Unit: "文学院", Roles: []policy.Role{policy.CollegeSecretary, policy.CollegeDean}}
	s.school.Measure.Rules = append(s.school.Measure.Rules, like)

	say("fang", "昨天第3-4节在文学院听课，王丽老师的古代汉语")
	for _, tt := range []struct{ who, text, want string }{
		{"fang", "我还差几次听课", "听课：本学期已完成 2/8 学时，还差 6 学时"},
		{"fang", "我的进度", "听课：本学期 2/8 学时，还差 6，按进度应有 5"},
		{"lin", "我还差几次听课", "0/4 学时"},
		{"chen", "文学院的听课完成得怎么样", "郑秋云：听课 0/8 学时\n方志明：听课 2/8 学时"},
		{"zheng", "文学院的听课完成得怎么样", "方志明：听课 2/8 学时"},
		{"wu", "文学院的听课完成得怎么样", "只对有关办公室和本人开放"},
		{"chen", "谁听课还没够", "林晓峰：听课 0/4 学时"},
		{"chen", "教务处的听课完成得怎么样", "目前没有设定数量"},
	} {
		if got := say(tt.who, tt.text); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s\n got %s\nwant %s", tt.who, tt.text, got, tt.want)
		}
	}
	if got := say("chen", "谁听课还没够"); strings.Contains(got, "方志明") {
		t.Errorf("the leaders' list names people of a unit: %s", got)
	}
	if got := say("lin", "办法规定了哪些任务"); strings.Contains(got, "8 学时") {
		t.Errorf("a unit's number is told to everybody: %s", got)
	}
	// The office may exempt them, too: by the pattern of the rule.
	if got := say("chen", "免去方志明本学期听课任务，原因：外派"); !strings.Contains(got, "听课本学期免") {
		t.Error(got)
	}
	if got := say("fang", "我还差几次听课"); !strings.Contains(got, "听课：本学期免（外派）") {
		t.Error(got)
	}
}
