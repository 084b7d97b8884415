package config

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lianxin/config/policy"
)

// TestMeasureMeansTheSame compares the measure of the program with the rules as they were handed in.
func TestMeasureMeansTheSame(t *testing.T) {
	data, err := os.ReadFile("testdata/rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	src := &source{}
	want := loadMeasure(src, "rules.yaml", data)
	if len(src.faults) > 0 {
		t.Fatal(src.faults)
	}
	got := demoSchool(t).Measure
	words := cmp.Options{ // said in Chinese in ours
		cmpopts.IgnoreFields(policy.Measure{}, "Effective", "Articles"),
		cmpopts.IgnoreFields(policy.Rule{}, "Counts", "Short"),
		cmpopts.IgnoreFields(policy.Duty{}, "Track"),
	}
	if diff := cmp.Diff(want, got, words); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(got.Rules) != 10 || len(got.Duties) != 14 || len(got.Kinds) != 12 {
		t.Errorf("%d rules, %d duties, %d kinds", len(got.Rules), len(got.Duties), len(got.Kinds))
	}
	if diff := cmp.Diff(policy.DefaultSettings(), got.Settings); diff != "" {
		t.Errorf("the settings of the file are not the defaults\n%s", diff)
	}
}

func TestMeasureIsTyped(t *testing.T) {
	m := demoSchool(t).Measure
	if r := m.Rule("5.8"); !r.EverySlot || r.Min != 0 || r.Per != policy.PerTerm || r.Window.From != "15:00" {
		t.Errorf("5.8: %+v", r)
	}
	if r := m.Rule("5.4a"); r.Window.Weeks != [2]int{1, 6} {
		t.Errorf("5.4a: %+v", r)
	}
	for _, k := range m.Kinds {
		if k.Restricted != (k.Kind == policy.Ideology) {
			t.Errorf("%s restricted: %v", k.Kind, k.Restricted)
		}
	}
	if diff := cmp.Diff([]string{"分管教学工作", "分管学生工作"}, m.Tags()); diff != "" {
		t.Error(diff)
	}
}

func TestOwnMeasureAndSettings(t *testing.T) {
	c, err := parseFile(t, "own-measure.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := c.School().Measure
	if m.ID != "zqu-2018-40" || m.Settings.LateEntryDays != 7 || m.Settings.YearBasis != policy.CalendarBasis {
		t.Errorf("%s %+v", m.ID, m.Settings)
	}
	if r := m.Rule("5.4b"); r.Name() != "听课" {
		t.Errorf("a rule that repeats the program's is called %s", r.Name())
	}
	if c.School().Calendar.ReceptionWeeks != [2]int{3, 17} {
		t.Errorf("reception weeks %v", c.School().Calendar.ReceptionWeeks)
	}
}

// TestArticles: the text of the measure is given article by article, and every rule names one of them.
func TestArticles(t *testing.T) {
	m := demoSchool(t).Measure
	for _, id := range []string{"第一条", "第五条", "第五条9", "第六条4", "第九条"} {
		if a := m.Article(id); a == nil || a.Text == "" {
			t.Errorf("%s is missing", id)
		}
	}
	for _, r := range m.Rules {
		if m.Article(r.Article) == nil {
			t.Errorf("rule %s: %s is missing", r.ID, r.Article)
		}
	}
	if m.Article("第十条") != nil {
		t.Error("an article that is not there was found")
	}
}
