package phrase

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/store/ledger"
)

// TestSlots reads one slot of one message a row.
func TestSlots(t *testing.T) {
	r := demoReader(t)
	data, err := os.ReadFile("testdata/slots.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		cmd := r.Parse(f[1], speaker(t, r, f[0], "2026-05-20"))
		shown := r.Show(cmd)
		got := shown[f[2]]
		if list, ok := shown["activities"].([]map[string]any); ok && got == nil {
			got = list[0][f[2]]
		}
		if fmt.Sprint(got) != f[3] {
			t.Errorf("%s %s: %s is %v, want %s", f[0], f[1], f[2], got, f[3])
		}
	}
}

// TestFill reads answers to one question each; what is no answer leaves the activity as it was.
func TestFill(t *testing.T) {
	r := demoReader(t)
	c := speaker(t, r, "leader:林晓峰", "2026-05-20")
	for _, row := range []struct {
		slot, text string
		choices    []string
		want       string // "-": no answer
	}{
		{"date", "上周三", nil, "2026-05-13"},
		{"date", "5.12", nil, "2026-05-12"},
		{"date", "18号", nil, "2026-05-18"},
		{"date", "是昨天下午", nil, "2026-05-19"},
		{"date", "2", []string{"2026-05-16", "2026-05-17"}, "2026-05-17"},
		{"date", "第一个", []string{"5月16日", "5月17日"}, "2026-05-16"},
		{"date", "下周三", nil, "-"},
		{"date", "不记得了", nil, "-"},
		{"date", "我还差几次听课", nil, "-"},
		{"date", "昨天去文学院听课2节", nil, "-"},
		{"class_hours", "2", nil, "2"},
		{"class_hours", "两节", nil, "2"},
		{"class_hours", "3-4节", nil, "2"},
		{"class_hours", "3-4", nil, "2"},
		{"class_hours", "第五六节", nil, "2"},
		{"class_hours", "1.5", nil, "1.5"},
		{"class_hours", "一个半学时", nil, "1.5"},
		{"class_hours", "90分钟", nil, "2"},
		{"class_hours", "两个小时", nil, "-"},
		{"class_hours", "撤销", nil, "-"},
		{"course", "教育心理学 王丽", nil, "教育心理学/王丽"},
		{"course", "王丽老师的教育心理学", nil, "教育心理学/王丽"},
		{"course", "高数", nil, "高等数学/"},
		{"course", "《大学语文》", nil, "大学语文/"},
		{"course", "微生物学，张老师", nil, "微生物学/张"},
		{"course", "帮助", nil, "-"},
		{"course", "好的", nil, "-"},
		{"course", "我还差几次听课？", nil, "-"},
		{"activities[1].teacher", "李红", nil, "李红"},
		{"activities[1].teacher", "姓麦", nil, "麦"},
		{"teacher", "王丽老师", nil, "王丽"},
		{"teacher", "不知道", nil, "-"},
		{"unit", "教科院", nil, "教育科学学院"},
		{"unit", "是马院的", nil, "马克思主义学院"},
		{"unit", "后勤", nil, "后勤处"},
		{"unit", "人文学院", nil, "-"},
		{"audience", "学生", nil, "学生"},
		{"audience", "青年教师，8人", nil, "青年教师"},
		{"audience", "挺好", nil, "-"},
		{"kind", "座谈", nil, "forum"},
		{"kind", "听课", nil, "observe_class"},
		{"kind", "随便", nil, "-"},
		{"subkind", "主题党日", nil, "主题党日"},
		{"counterpart", "罗主委", nil, "罗主委"},
		{"who", "林晓峰", nil, "[lin]"},
		{"no such slot", "两节", nil, "-"},
	} {
		c.Choices = row.choices
		var a Activity
		ok := r.Fill(&a, row.slot, row.text, c)
		if !ok {
			if diff := cmp.Diff(Activity{}, a); diff != "" {
				t.Errorf("%s %q is no answer, but: %s", row.slot, row.text, diff)
			}
		}
		if got := filled(a, slotName(row.slot), ok); got != row.want {
			t.Errorf("%s %q: %s, want %s", row.slot, row.text, got, row.want)
		}
	}
}

// filled writes the slot that was filled.
func filled(a Activity, slot string, ok bool) string {
	if !ok {
		return "-"
	}
	switch slot {
	case "date":
		return a.Date.String()
	case "class_hours":
		return fmt.Sprint(a.Said.ClassHours)
	case "course":
		return a.Said.Course + "/" + a.Said.Teacher
	case "teacher":
		return a.Said.Teacher
	case "unit":
		return a.Said.Unit
	case "audience":
		return a.Said.Audience
	case "kind":
		return string(a.Kind)
	case "subkind":
		return a.Said.Subkind
	case "counterpart":
		return a.Said.Counterpart
	case "who":
		return fmt.Sprint(a.Leaders)
	}
	return "?"
}

// TestChanges applies corrections to a record: exactly the fields that were named change.
func TestChanges(t *testing.T) {
	r := demoReader(t)
	c := speaker(t, r, "leader:林晓峰", "2026-05-20")
	before := Activity{Kind: "observe_class", Date: date(t, "2026-05-19"), Said: ledger.Details{ClassHours: 2, Unit: "文学院", Course: "古代汉语", Teacher: "李"}}
	for _, row := range []struct {
		text string
		want func(*Activity)
	}{
		{"刚才那条改成3学时", func(a *Activity) { a.Said.ClassHours = 3 }},
		{"不是古代汉语是现代汉语 刚才写错了", func(a *Activity) { a.Said.Course = "现代汉语" }},
		{"上一条日期错了 应该是5月18号", func(a *Activity) { a.Date = date(t, "2026-05-18") }},
		{"不是文学院是外语学院", func(a *Activity) { a.Said.Unit = "外国语学院" }},
		{"刚才的教师应为王莉", func(a *Activity) { a.Said.Teacher = "王莉" }},
		{"刚才登的那条，人数是20不是12", func(a *Activity) { a.Said.Headcount = 20 }},
		{"刚才那条改成座谈", func(a *Activity) { a.Kind = "forum" }},
		{"学时写错了，是1学时", func(a *Activity) { a.Said.ClassHours = 1 }},
	} {
		cmd := r.Parse(row.text, c)
		if cmd.Intent != CorrectActivity {
			t.Errorf("%s: %s", row.text, cmd.Intent)
			continue
		}
		want := before
		row.want(&want)
		if diff := cmp.Diff(want, cmd.Changes.Apply(before)); diff != "" {
			t.Errorf("%s: %s", row.text, diff)
		}
	}
}

// TestRole reads the words of the command line.
func TestRole(t *testing.T) {
	r := demoReader(t)
	for as, want := range map[string]string{"lin": "林晓峰", "林晓峰": "林晓峰", "leader:林晓峰": "林晓峰"} {
		if c, err := r.Role(as); err != nil || c.Who == nil || c.Who.Name != want {
			t.Errorf("%s: %+v %v", as, c, err)
		}
	}
	for _, as := range []string{"student", "teacher", "secretary", "petition_officer", "outsider", ""} {
		if c, err := r.Role(as); err != nil || c.Who != nil || c.Role != as {
			t.Errorf("%s: %+v %v", as, c, err)
		}
	}
	for _, as := range []string{"leader:无名氏", "king"} {
		if _, err := r.Role(as); err == nil {
			t.Errorf("%s was taken", as)
		}
	}
}

// TestAmbiguousName: a name that may be two leaders is asked with both, never guessed.
func TestAmbiguousName(t *testing.T) {
	school := demoSchool(t)
	twin := *school.Member("zhou")
	twin.ID, twin.Name, twin.Accounts = "zhou2", "周建明", nil
	school.Members = append(school.Members, twin)
	r := NewReader(school)
	got := r.Parse("周书记昨天去体育学院听课2节", speaker(t, r, "party_office", "2026-05-20"))
	if diff := cmp.Diff([]string{"zhou", "zhou2"}, got.Unclear); diff != "" || len(got.For) != 0 || got.Ask[len(got.Ask)-1] != "who" {
		t.Errorf("%s %+v", diff, got)
	}
}

// TestMisheardName: a name taken for one that sounds alike wants a yes.
func TestMisheardName(t *testing.T) {
	r := demoReader(t)
	got := r.Parse("林小峰昨天去教科院听课2节", speaker(t, r, "party_office", "2026-05-20"))
	if diff := cmp.Diff([]string{"lin"}, got.For); diff != "" || !strings.Contains(fmt.Sprint(got.Confirm), "on_behalf_of") {
		t.Errorf("%s %+v", diff, got)
	}
}
