package policy

import "testing"

func TestAudienceClass(t *testing.T) {
	for class, texts := range map[string][]string{
		Students: {"学生", "学生代表", "毕业生", "班干部", "学生骨干", "新生", "2026级新生", "汉语言24级", "大一学生", "入党积极分子", "研究生", "博士生", "学生干部代表", "学生党员", "留学生"},
		Teachers: {"教师", "青年教师", "教师代表", "青年博士", "教授代表", "辅导员", "教研室主任", "老师们", "教师和管理人员", "研究生导师", "2024级学生辅导员", "博士生导师代表", "新生班主任"},
		Staff:    {"职工", "职工代表", "食堂员工", "管理人员", "保安", "机关干部"},
		Everyone: {"师生", "师生员工", "师生代表", "学生和老师", "学生、保安", "研究生和导师", "学生、辅导员"},
		Retirees: {"离退休人员", "退休教师", "老同志", "退休老教授", "离退休老干部"},
		"":       {"", "校外专家", "学生处", "后勤处", "学生家长", "新生家长代表"},
	} {
		for _, text := range texts {
			if got := AudienceClass(text); got != class {
				t.Errorf("AudienceClass(%q) = %q, want %q", text, got, class)
			}
		}
	}
}

func TestAdmitsAudience(t *testing.T) {
	wide := Where{Audience: []string{"学生", "教师", "职工", "师生员工"}}
	reps := Where{Audience: []string{"学生", "学生代表", "师生代表"}, AskOffice: []string{"教师代表"}}
	for _, tt := range []struct {
		where       Where
		text        string
		admits, ask bool
	}{
		{wide, "青年教师", true, false},
		{wide, "毕业生", true, false},
		{wide, "离退休老同志", false, false},
		{wide, "", false, false},
		{reps, "毕业生", true, false},
		{reps, "师生代表", true, false},
		{reps, "青年教师", false, true},
		{reps, "保安", false, false},
		{Where{}, "", true, false},
	} {
		admits, ask := tt.where.AdmitsAudience(tt.text)
		if admits != tt.admits || ask != tt.ask {
			t.Errorf("%v admits %q: %v, %v", tt.where.Audience, tt.text, admits, ask)
		}
	}
}
