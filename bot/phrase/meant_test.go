package phrase

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// rows gives the fields of the lines of a table, without its comments.
func rows(t *testing.T, file string) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// TestMeant reads the intent of one message a row, and one of its slots.
func TestMeant(t *testing.T) {
	r := demoReader(t)
	for _, f := range rows(t, "testdata/meant.tsv") {
		cmd := r.Parse(f[1], speaker(t, r, f[0], "2026-05-20"))
		if string(cmd.Intent) != f[2] {
			t.Errorf("%s %s: %s, want %s", f[0], f[1], cmd.Intent, f[2])
		}
		if f[3] == "" {
			continue
		}
		shown := r.Show(cmd)
		got := shown[f[3]]
		if list, ok := shown["activities"].([]map[string]any); ok && got == nil {
			got = list[0][f[3]]
		}
		if fmt.Sprint(got) != f[4] {
			t.Errorf("%s %s: %s is %v, want %s", f[0], f[1], f[3], got, f[4])
		}
	}
}

// TestHarmless: ordinary sentences are no petitions, no records, no accusations and no danger.
func TestHarmless(t *testing.T) {
	r := demoReader(t)
	list := rows(t, "testdata/harmless.tsv")
	if len(list) < 60 {
		t.Errorf("only %d sentences", len(list))
	}
	for _, f := range list {
		cmd := r.Parse(f[1], speaker(t, r, f[0], "2026-11-19"))
		if !slices.Contains(strings.Fields(f[2]), string(cmd.Intent)) {
			t.Errorf("%s %s: %s, want %s", f[0], f[1], cmd.Intent, f[2])
		}
		if cmd.Intent == ReportActivity && !slices.Contains(cmd.Confirm, "kind") {
			t.Errorf("%s %s: would be recorded without a yes", f[0], f[1])
		}
	}
}

// TestPlansBesideReports: what is still to come stands beside what was done, and neither drops the other.
func TestPlansBesideReports(t *testing.T) {
	r := demoReader(t)
	for _, text := range []string{"昨天下午去教科院听了两节课，下周三要去外语学院座谈", "下周三要去外语学院座谈，昨天下午去教科院听了两节课"} {
		cmd := r.Parse(text, speaker(t, r, "leader:林晓峰", "2026-11-19"))
		if cmd.Intent != ReportActivity || len(cmd.Activities) != 1 || len(cmd.Plans) != 1 {
			t.Fatalf("%s: %s with %d activities and %d plans", text, cmd.Intent, len(cmd.Activities), len(cmd.Plans))
		}
		if plan := cmd.Plans[0]; kinds[kForum] != plan.Kind || plan.Date.String() != "2026-11-25" || plan.Said.Unit != "外国语学院" {
			t.Errorf("%s: plan %+v", text, plan)
		}
		for _, slot := range append(cmd.Ask, cmd.Confirm...) {
			if strings.HasPrefix(slot, "activities[1]") {
				t.Errorf("%s asks %s about the plan", text, slot)
			}
		}
	}
}

// TestLaterVisit: a visit that somebody went on to after a forum is an activity of its own; a forum held on a visit is one.
func TestLaterVisit(t *testing.T) {
	r := demoReader(t)
	for text, want := range map[string]int{
		"昨天在教科院座谈12人，后来走访了北苑宿舍":      2,
		"昨天上午在文学院开师生座谈会15人，之后走访音乐学院": 2,
		"昨天走访文学院，和学生座谈":              1,
		"昨天去文学院走访调研座谈":               1,
	} {
		if cmd := r.Parse(text, speaker(t, r, "leader:林晓峰", "2026-11-19")); len(cmd.Activities) != want {
			t.Errorf("%s: %d activities, want %d", text, len(cmd.Activities), want)
		}
	}
}
