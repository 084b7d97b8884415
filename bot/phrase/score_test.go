package phrase_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

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

// TestCorpus scores what is understood of the corpus: the intent of every message, and the kind, day, class hours and unit of every activity. The
// thresholds are what was reached; going below them is a step back.
func TestCorpus(t *testing.T) {
	data, err := os.ReadFile("testdata/messages.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := newReader(t).Lines(bytes.NewReader(data), &out, false); err != nil {
		t.Fatal(err)
	}
	given := map[string]map[string]any{}
	for lines := bufio.NewScanner(&out); lines.Scan(); {
		var row map[string]any
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		given[row["id"].(string)] = row
	}
	intents, activities, right, rightActivities := 0, 0, 0, 0
	for _, text := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var want struct {
			ID, Text string
			Expect   map[string]any
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		got := given[want.ID]
		intents++
		if got["intent"] != want.Expect["intent"] {
			t.Logf("%s %q: intent %v, want %v", want.ID, want.Text, got["intent"], want.Expect["intent"])
			continue
		}
		right++
		list, _ := want.Expect["activities"].([]any)
		have, _ := got["activities"].([]any)
		for i, a := range list {
			activities++
			if i < len(have) && sameActivity(a.(map[string]any), have[i].(map[string]any)) {
				rightActivities++
				continue
			}
			t.Logf("%s %q: activity %d: %v, want %v", want.ID, want.Text, i, have, a)
		}
	}
	t.Logf("intents %d of %d, activities %d of %d", right, intents, rightActivities, activities)
	if right*100 < intents*98 || rightActivities*100 < activities*95 {
		t.Errorf("the grammar understands less than it did: intents %d of %d, activities %d of %d", right, intents, rightActivities, activities)
	}
}

func sameActivity(want, got map[string]any) bool {
	units, ok := want["unit_any"].([]any)
	if !ok {
		units = []any{want["unit"]}
	}
	found := false
	for _, u := range units {
		found = found || reflect.DeepEqual(u, got["unit"])
	}
	hours := want["kind"] != "observe_class" || reflect.DeepEqual(want["class_hours"], got["class_hours"])
	return found && hours && want["kind"] == got["kind"] && reflect.DeepEqual(want["date"], got["date"])
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

// FuzzParse: nothing that can be typed makes the grammar panic, ask more than two questions, or claim a day to come in a report.
func FuzzParse(f *testing.F) {
	for _, text := range []string{sentence, "3.5听课2学时", "2月30号听课", "[微笑]😀", "撤销", "周三给文学院大一的同学上了思政第一课，一个半小时", "\xff\xfe", "第99周周九第0-77节"} {
		f.Add(text, "leader")
	}
	r := newReader(f)
	today := policy.MakeDate(2026, 11, 19)
	f.Fuzz(func(t *testing.T, text, role string) {
		c := phrase.Context{Today: today, Role: role}
		got := r.Parse(text, c)
		if len(got.Ask) > 2 {
			t.Errorf("%q asks %v", text, got.Ask)
		}
		var a phrase.Activity
		for _, slot := range []string{"date", "course", "teacher", "class_hours", "unit", "audience", "kind"} {
			r.Fill(&a, slot, text, c)
		}
	})
}

// BenchmarkParse reads the sentence of the house, and 20 KB of nothing in particular.
func BenchmarkParse(b *testing.B) {
	r, c := newReader(b), phrase.Context{Today: policy.MakeDate(2026, 11, 19), Role: "leader"}
	for name, text := range map[string]string{"sentence": sentence, "20KB": strings.Repeat("今天天气不错，", 1000)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Parse(text, c)
			}
		})
	}
}
