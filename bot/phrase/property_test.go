package phrase

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lianxin/config/policy"
)

// chineseNumber writes 1 to 31 in Chinese.
func chineseNumber(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// TestDaysAreReadBack: a day printed in any supported form, and said in a report, is read back as that day.
func TestDaysAreReadBack(t *testing.T) {
	r := demoReader(t)
	weekdays := []string{"日", "一", "二", "三", "四", "五", "六"}
	rapid.Check(t, func(t *rapid.T) {
		today := policy.MakeDate(2026, time.January, 1).Add(rapid.IntRange(0, 360).Draw(t, "today"))
		ago := rapid.IntRange(0, 120).Draw(t, "ago")
		d := today.Add(-ago)
		y, m, day := d.Year(), int(d.Month()), d.Day()
		forms := []string{
			fmt.Sprintf("%d年%d月%d日", y, m, day), fmt.Sprintf("%d-%02d-%02d", y, m, day), fmt.Sprintf("%d/%d/%d", y, m, day), fmt.Sprintf("%d.%d.%d", y, m, day),
			fmt.Sprintf("%d%02d%02d", y, m, day), fmt.Sprintf("%d月%d日", m, day), fmt.Sprintf("%d月%d号", m, day), fmt.Sprintf("%d.%d", m, day), fmt.Sprintf("%d/%d", m, day),
			fmt.Sprintf("%02d-%02d", m, day), chineseNumber(m) + "月" + chineseNumber(day) + "号", fmt.Sprintf("%d月%d日(周%s)", m, day, weekdays[d.Weekday()]),
		}
		if monday := today.Monday(); d < monday && d >= monday.Add(-7) {
			forms = append(forms, "上周"+weekdays[d.Weekday()], "上个星期"+weekdays[d.Weekday()], "上礼拜"+weekdays[d.Weekday()])
		}
		if ago < 7 && ago > 0 {
			forms = append(forms, "周"+weekdays[d.Weekday()], "星期"+weekdays[d.Weekday()])
		}
		if names := []string{"今天", "昨天", "前天", "大前天"}; ago < len(names) {
			forms = append(forms, names[ago])
		}
		if term, ok := r.school.Calendar.TermOf(d); ok {
			if now, ok := r.school.Calendar.TermAround(today); ok && now.ID == term.ID {
				forms = append(forms, fmt.Sprintf("第%d周周%s", term.Week(d), weekdays[d.Weekday()]))
			}
		}
		form := rapid.SampledFrom(forms).Draw(t, "form")
		got := r.Parse(form+"去教科院听了两节课", Context{Today: today, Role: "leader"})
		if got.Intent != ReportActivity || len(got.Activities) != 1 || got.Activities[0].Date != d {
			t.Fatalf("%s on %s: %s %+v", form, today, got.Intent, got.Activities)
		}
	})
}

// TestHoursAreReadBack: class hours in any supported form are read back.
func TestHoursAreReadBack(t *testing.T) {
	r := demoReader(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "hours")
		from := rapid.IntRange(1, 8).Draw(t, "from")
		word := []string{"", "一", "两", "三", "四"}[n]
		forms := []string{fmt.Sprintf("听课%d学时", n), fmt.Sprintf("听课%d节", n), "听了" + word + "节课", "听课" + word + "个学时", fmt.Sprintf("听课%d分钟", 45*n), fmt.Sprintf("听课%d课时", n)}
		if n > 1 {
			forms = append(forms, fmt.Sprintf("第%d-%d节听课", from, from+n-1), fmt.Sprintf("%d~%d节听课", from, from+n-1), fmt.Sprintf("第%d到%d节听课", from, from+n-1))
		}
		if n == 2 && from < 8 {
			forms = append(forms, fmt.Sprintf("%d、%d节听课", from, from+1), "第"+chineseNumber(from)+chineseNumber(from+1)+"节听课", "第"+chineseNumber(from)+"第"+chineseNumber(from+1)+"节听课")
		}
		form := rapid.SampledFrom(forms).Draw(t, "form")
		got := r.Parse("昨天在教科院"+form, Context{Today: policy.MakeDate(2026, 11, 19), Role: "leader"})
		if len(got.Activities) != 1 || got.Activities[0].Said.ClassHours != float64(n) {
			t.Fatalf("%s: want %d, got %+v", form, n, got.Activities)
		}
	})
}

// TestFoldingChangesNothing: a message means the same after it has been brought into the form in which it is read.
func TestFoldingChangesNothing(t *testing.T) {
	r := demoReader(t)
	words := []string{"昨天", "上周三", "3.5", "听课", "２学時", "座谈", "教科院", "文學院", "，", " ", "。", "学生", "投诉", "热水", "坏了", "吗", "？", "3-4节", "王丽老师", "12人", "意见：", "\u200b", "😀", "XF2026-0042", "转", "后勤"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(t, "words"), "")
		c := Context{Today: policy.MakeDate(2026, 11, 19), Role: rapid.SampledFrom([]string{"leader", "student", "handler", "party_office"}).Draw(t, "role")}
		folded := r.folder.text(text)
		if again := r.folder.text(folded); again != folded {
			t.Fatalf("%q folds to %q and then to %q", text, folded, again)
		}
		first, second := r.Parse(text, c), r.Parse(folded, c)
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("%q: %+v, folded %+v", text, first, second)
		}
		if len(first.Ask) > maxAsk {
			t.Fatalf("%q asks %v", text, first.Ask)
		}
	})
}

// TestLongMessages: no pattern makes a long message slow. A second is a thousand times what they take.
func TestLongMessages(t *testing.T) {
	r := demoReader(t)
	for _, part := range []string{"老师", "3、4、", "周一三五", "昨天今天", "1.", "第", "上上", "提出", "让后勤", "王王王", "三四五六", "意见：", "不是是", "XF2026-", "、和", "北苑宿舍", "都是", "《", "听了一节课", "一二三", "反映问题", "2026-"} {
		for _, role := range []string{"leader", "student", "petition_officer"} {
			text := strings.Repeat(part, maxText/len(part))
			took := time.Hour
			for try := 0; took > time.Second && try < 5; try++ { // the machine may have been at something else
				start := time.Now()
				r.Parse(text, Context{Today: policy.MakeDate(2026, 11, 19), Role: role})
				took = min(took, time.Since(start))
			}
			if took > time.Second {
				t.Errorf("%d bytes of %q as %s took %s", len(text), part, role, took)
			}
		}
	}
}

// TestCommandsStand: what a Command holds is its own. The readings behind others use the same memory again and must not change it.
func TestCommandsStand(t *testing.T) {
	r := demoReader(t)
	var commands []*Command
	var meant []string
	for _, f := range rows(t, "testdata/meant.tsv") {
		c := r.Parse(f[1], speaker(t, r, f[0], "2026-05-20"))
		commands, meant = append(commands, c), append(meant, fmt.Sprintf("%+v", *c))
	}
	for i, c := range commands {
		if now := fmt.Sprintf("%+v", *c); now != meant[i] {
			t.Errorf("it was\n%s\nand became\n%s", meant[i], now)
		}
	}
	if len(commands) < 50 {
		t.Errorf("only %d messages", len(commands))
	}
}
