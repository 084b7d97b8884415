package phrase

import (
	"fmt"
	"testing"

	"lianxin/config/policy"
)

// bigSchool is the demo school with 300 units and 5,000 people, a tenth of them in office.
func bigSchool(t testing.TB) *policy.School {
	t.Helper()
	school := demoSchool(t)
	surnames, given := []rune(surnames), []rune("晓明志强文静国平建华丽敏芳伟勇军杰娟涛艳霞玲辉鹏宇欣怡梓涵子轩浩然雨桐")
	for i := range 270 {
		school.Units = append(school.Units, policy.Unit{Name: fmt.Sprintf("%c%c%c研究所", given[i%len(given)], given[i*7%len(given)], given[i*3%len(given)]), Aliases: []string{fmt.Sprintf("%c%c所", given[i%len(given)], given[i*11%len(given)])}})
	}
	for i := range 5000 {
		m := policy.Member{ID: fmt.Sprintf("m%d", i), Name: string([]rune{surnames[i%len(surnames)], given[i%len(given)], given[i/len(given)%len(given)]}), Kind: "teacher"}
		if i%10 == 0 {
			m.Kind, m.Title, m.Roles = "", "处长", []policy.Role{policy.MidLevel}
		}
		school.Members = append(school.Members, m)
	}
	return school
}

// TestBigSchool: the sentences mean the same in a school with many names.
func TestBigSchool(t *testing.T) {
	r := NewReader(bigSchool(t))
	got := r.Parse("昨天下午去教科院听了两节课，王丽老师的教育心理学", speaker(t, r, "leader:林晓峰", "2026-05-20"))
	if a := got.Activities; got.Intent != ReportActivity || len(a) != 1 || a[0].Said.Course != "教育心理学" || a[0].Said.Teacher != "王丽" || a[0].Said.Unit != "教育科学学院" {
		t.Errorf("%+v", got)
	}
}

func BenchmarkBigSchool(b *testing.B) {
	school := bigSchool(b)
	r := NewReader(school)
	c := speaker(b, r, "leader:林晓峰", "2026-05-20")
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.Parse("昨天下午去教科院听了两节课，王丽老师的教育心理学", c)
		}
	})
	b.Run("compile", func(b *testing.B) {
		for b.Loop() {
			NewReader(school)
		}
	})
}
