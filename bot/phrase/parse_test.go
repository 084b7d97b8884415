package phrase_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/config"
	"lianxin/config/policy"
)

func newReader(t testing.TB) *phrase.Reader {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	return phrase.NewReader(school)
}

const sentence = "昨天下午去教科院听了两节课，王丽老师的教育心理学"

// TestSentence is the sentence of the house, slot by slot.
func TestSentence(t *testing.T) {
	got := newReader(t).Parse(sentence, phrase.Context{Today: policy.MakeDate(2026, 11, 19), Role: "leader"})
	if got.Intent != phrase.ReportActivity || len(got.Activities) != 1 || len(got.Ask) != 0 {
		t.Fatalf("%+v", got)
	}
	a := got.Activities[0]
	if a.Kind != policy.ObserveClass || a.Date != policy.MakeDate(2026, 11, 18) || a.Said.ClassHours != 2 || a.Said.PartOfDay != "下午" ||
		a.Said.Unit != "教育科学学院" || a.Said.Course != "教育心理学" || a.Said.Teacher != "王丽" {
		t.Errorf("%+v", a)
	}
}

// TestSameWordsSameMeaning: the same words on the same day in the same role always mean the same.
func TestSameWordsSameMeaning(t *testing.T) {
	r, c := newReader(t), phrase.Context{Today: policy.MakeDate(2026, 11, 19), Role: "leader"}
	for _, text := range []string{sentence, "我还差几次听课", "宿舍热水器坏了，投诉", "双周一谁接待", "撤销"} {
		first := fmt.Sprintf("%+v", r.Parse(text, c))
		for range 20 {
			if again := fmt.Sprintf("%+v", r.Parse(text, c)); again != first {
				t.Fatalf("%q: %s, then %s", text, first, again)
			}
		}
	}
}

// TestNothing: what says nothing is out of scope, whoever says it.
func TestNothing(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{"", " ", "\n\n", "😀😀", "\u200b", "……", "。。。", strings.Repeat("今天天气不错，", 1000)} {
		for _, role := range []string{"leader", "student"} {
			if got := r.Parse(text, phrase.Context{Today: policy.MakeDate(2026, 11, 19), Role: role}); got.Intent != phrase.OutOfScope {
				t.Errorf("%s %.20q: %s", role, text, got.Intent)
			}
		}
	}
}

// FuzzParse: nothing that can be typed makes the grammar panic, ask more than two questions, or claim a day to come in a report.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		sentence, "3.5听课2学时", "2月30号听课", "[微笑]😀", "撤销", "周三给文学院大一的同学上了思政第一课，一个半小时", "\xff\xfe", "第99周周九第0-77节",
		"1.科研启动费到账慢；2.班车班次少", "不是古代汉语是现代汉语", "XF2026-0042转给教务处办理", "我不想活了", "老师姓彭", "周一三五各听了一节课", "3、4、5、6节", "上上上周三", "两两两",
	} {
		f.Add(text, "leader")
		f.Add(text, "student")
	}
	r := newReader(f)
	today := policy.MakeDate(2026, 11, 19)
	f.Fuzz(func(t *testing.T, text, role string) {
		c := phrase.Context{Today: today, Role: role}
		got := r.Parse(text, c)
		if len(got.Ask) > 2 {
			t.Errorf("%q asks %v", text, got.Ask)
		}
		for _, a := range got.Activities {
			if got.Intent == phrase.ReportActivity && a.Date > today {
				t.Errorf("%q reports %s", text, a.Date)
			}
			if !utf8.ValidString(a.Said.Course + a.Said.Teacher + a.Said.Place + a.Said.Topic) {
				t.Errorf("%q is cut inside a character: %+v", text, a.Said)
			}
		}
		var a phrase.Activity
		for _, slot := range []string{"date", "course", "teacher", "class_hours", "unit", "audience", "kind", "who", "headcount"} {
			r.Fill(&a, slot, text, c)
		}
	})
}

// BenchmarkParse reads the sentence of the house, a petition, and 20 KB of each and of nothing in particular.
func BenchmarkParse(b *testing.B) {
	const petition = "榕园7栋402的空调外机一直滴水，滴到楼下阳台，楼下同学天天上来敲门，报修单提交快两周了还显示“待派单”，能不能给个准信"
	r := newReader(b)
	for _, row := range []struct{ name, role, text string }{
		{"sentence", "leader", sentence},
		{"petition", "student", petition},
		{"20KB", "leader", strings.Repeat("今天天气不错，", 1000)},
		{"20KB report", "leader", strings.Repeat(sentence+"。", 280)},
		{"20KB petition", "student", strings.Repeat(petition, 110)},
	} {
		c := phrase.Context{Today: policy.MakeDate(2026, 11, 19), Role: row.role}
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Parse(row.text, c)
			}
		})
	}
}
