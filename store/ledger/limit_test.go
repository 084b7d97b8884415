package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestWorkedChecks are the dates of requirements 5.
func TestWorkedChecks(t *testing.T) {
	school := caseSchool()
	limit := func(what ledger.Clock, p ledger.Petition) (legal, internal policy.Date) {
		for _, l := range p.Limits(school) {
			if l.For == what {
				return l.Legal, l.Internal
			}
		}
		return 0, 0
	}
	filed := begin(t, school, "申诉", "2026-04-20")
	if legal, internal := limit(ledger.ClockTell, filed.p); legal != day("2026-05-05") || internal != day("2026-04-30") {
		t.Errorf("tell by %s, internally %s", legal, internal)
	}
	c := filed.step("liu", "", summarise).step("liu", "", tell(ledger.ToldEntrust, "后勤处"))
	if legal, internal := limit(ledger.ClockDecide, c.p); legal != day("2026-06-19") || internal != day("2026-06-18") {
		t.Errorf("decide by %s, internally %s", legal, internal)
	}
	c.step("peng", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.AskExtension(d, 30, "要等配件")
	})
	c.step("sun", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Extend(d, true) })
	if legal, internal := limit(ledger.ClockDecide, c.p); legal != day("2026-07-19") || internal != day("2026-07-17") {
		t.Errorf("extended to %s, internally %s", legal, internal)
	}
	above := begin(t, school, "申诉", "2026-04-29", func(f *ledger.Filing) { f.Source, f.Superior.Body = ledger.FromSuperior, "省教育厅" })
	if legal, internal := limit(ledger.ClockObject, above.p); legal != day("2026-05-09") || internal != day("2026-05-09") {
		t.Errorf("object by %s, internally %s", legal, internal)
	}
	object := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Object(d, "不属于我校")
	}
	back := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.HandBack(d) }
	late := *above
	late.on("2026-05-10").step("liu", "too_late", object)
	above.step("liu", "not_objected", back)
	above.on("2026-05-09").step("liu", "", object).step("liu", "already", object).step("liu", "", back).stage(ledger.StageClosed)
	begin(t, school, "申诉", "2026-04-29").step("liu", "not_from_above", object)
}

// TestDecideLimits: the class of a matter decides the clock, from acceptance, the day before, on and after each edge.
func TestDecideLimits(t *testing.T) {
	for _, tt := range []struct {
		category, on    string
		legal, internal string
	}{
		{"申诉", "2026-11-02", "2027-01-01", "2027-01-01"},    // a year whose holidays the school does not know
		{"申诉", "2026-08-03", "2026-10-02", "2026-09-30"},    // in the National Day week
		{"后勤-宿舍", "2026-09-28", "2026-10-23", "2026-10-23"}, // 09-29, 30, 10-08, 09, the make-up Saturday 10 and ten more
		{"报修", "2026-04-29", "2026-05-15", "2026-05-15"},
		{"咨询", "2026-12-28", "2027-01-11", "2027-01-11"}, // over the end of the year
		{"报修", "2024-02-28", "2024-03-13", "2024-03-13"}, // over 29 February
	} {
		t.Run(tt.category+" "+tt.on, func(t *testing.T) {
			c := working(t, tt.category, tt.on)
			l, ok := c.p.DecideLimit(c.school)
			if !ok || l.Legal != day(tt.legal) || l.Internal != day(tt.internal) {
				t.Fatalf("%s, internally %s", l.Legal, l.Internal)
			}
			for _, d := range []policy.Date{l.Legal.Add(-1), l.Legal, l.Legal.Add(1)} {
				if l.Past(d) != (d > l.Legal) || l.Late(d) != (d > l.Internal) {
					t.Errorf("on %s: past %v, late %v", d, l.Past(d), l.Late(d))
				}
			}
		})
	}
}

func TestReviewLimits(t *testing.T) {
	ask := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskReview(d) }
	answered := working(t, "申诉", "2026-11-02").on("2026-11-10").step("peng", "", reply)
	if until := answered.p.ReviewUntil(answered.school); until != day("2026-12-10") {
		t.Errorf("复查 until %s", until)
	}
	late := *answered
	late.on("2026-12-11").step("filer", "review_late", ask)
	c := answered.on("2026-12-10").step("filer", "", ask)
	if l, ok := c.p.ReviewLimit(c.school); !ok || l.Legal != day("2027-01-09") || l.Internal != day("2027-01-08") {
		t.Errorf("复查 by %+v", l)
	}
	c.on("2026-12-20").step("liu", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.GiveReview(d, "维持", "同意原意见。")
	})
	if until := c.p.ReviewUntil(c.school); until != day("2027-01-19") {
		t.Errorf("复核 until %s", until)
	}
	c.on("2026-12-28").step("filer", "", ask)
	hearing := func(begins bool) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Hearing(d, begins) }
	}
	c.on("2027-01-11").step("liu", "already", hearing(false)).step("liu", "", hearing(true)).step("liu", "already", hearing(true))
	if l, ok := c.p.ReviewLimit(c.school); ok || c.p.Due != 0 {
		t.Errorf("the clock runs during a hearing: %+v", l)
	}
	c.on("2027-01-13").step("liu", "", hearing(false)) // 11, 12 and 13 January do not count
	if l, ok := c.p.ReviewLimit(c.school); !ok || l.Legal != day("2027-01-30") || l.Internal != day("2027-01-29") {
		t.Errorf("复核 by %+v", l)
	}
}

func TestUnitClocks(t *testing.T) {
	c := working(t, "申诉", "2026-09-28")
	if a := c.p.Assignments[0]; a.Due != day("2026-10-16") { // ten workdays over the holiday, with 10-10
		t.Errorf("unit due %s", a.Due)
	}
	if c.p.Due != day("2026-10-16") || c.p.DueFor != ledger.ClockUnit {
		t.Errorf("next %s on %s", c.p.DueFor, c.p.Due)
	}
	short := working(t, "报修", "2026-11-02")
	if a, l := short.p.Assignments[0], short.p.Limits(short.school); a.Due > l[len(l)-1].Internal {
		t.Errorf("the unit's clock ends on %s, after the case's", a.Due)
	}
	filed := begin(t, caseSchool(), "报修", "2026-11-02")
	var got []string
	for _, l := range filed.p.Limits(filed.school) {
		got = append(got, string(l.For)+" "+l.Internal.String())
	}
	if diff := cmp.Diff([]string{"转办 2026-11-05", "告知 2026-11-17"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRatingDays(t *testing.T) {
	c := working(t, "申诉", "2026-11-02").on("2026-11-10").step("peng", "", reply)
	if diff := cmp.Diff([]policy.Date{day("2026-11-10"), day("2026-11-13")}, c.p.RatingDays(c.school)); diff != "" {
		t.Error(diff)
	}
	c.step("filer", "", rate(ledger.ScoreBad))
	if days := c.p.RatingDays(c.school); days != nil {
		t.Errorf("asked again after a rating: %v", days)
	}
	if c.p.Rework.Due != day("2026-11-24") || c.p.DueFor != ledger.ClockRework {
		t.Errorf("%+v, next %s", c.p.Rework, c.p.DueFor)
	}
	c.on("2026-11-16").step("pang", "", reply)
	if diff := cmp.Diff([]policy.Date{day("2026-11-16"), day("2026-11-19")}, c.p.RatingDays(c.school)); diff != "" {
		t.Error(diff)
	}
}

func TestChase(t *testing.T) {
	look := func(c *course, on string, cluster int) []string {
		d := &ledger.Deed{School: c.school, By: ledger.TheSystem(), At: at(on + " 08:30")}
		c.p = c.p.Chase(d, cluster)
		var out []string
		for _, s := range d.Steps {
			out = append(out, s.Note)
		}
		return out
	}
	c := working(t, "报修", "2026-11-02") // the unit and the decision: 11-16
	for _, tt := range []struct {
		on   string
		want []string
	}{
		{"2026-11-16", nil},
		{"2026-11-17", []string{"逾期 承办单位回复 2026-11-16", "逾期 答复 2026-11-16"}},
		{"2026-11-18", nil},
		{"2026-11-20", nil},
		{"2026-11-21", []string{"报分管领导", "报分管领导"}},
		{"2026-11-25", nil},
	} {
		if diff := cmp.Diff(tt.want, look(c, tt.on, 1)); diff != "" {
			t.Errorf("%s: %s", tt.on, diff)
		}
	}
	fresh := working(t, "报修", "2026-11-02")
	if got := look(fresh, "2026-11-03", 2); got != nil {
		t.Errorf("two cases of a topic: %v", got)
	}
	if got := look(fresh, "2026-11-03", 3); len(got) != 1 || got[0] != string(ledger.CauseCluster) {
		t.Errorf("three cases of a topic: %v", got)
	}
	if got := look(fresh, "2026-11-03", 4); got != nil {
		t.Errorf("told twice: %v", got)
	}
	untold := begin(t, caseSchool(), "报修", "2026-11-02")
	if got := look(untold, "2026-11-17", 1); got != nil {
		t.Errorf("on the fifteenth day: %v", got)
	}
	if got := look(untold, "2026-11-18", 1); len(got) != 1 || got[0] != "逾期 告知 2026-11-17" {
		t.Errorf("after the fifteenth day: %v", got)
	}
	untold.on("2026-11-19").step("liu", "", summarise).step("liu", "", tell(ledger.ToldEntrust, "后勤处"))
	if got := look(untold, "2026-11-26", 1); got != nil {
		t.Errorf("the filer was told, and the unit's own clock runs: %v", got)
	}
	urged := working(t, "报修", "2026-11-02").on("2026-11-17")
	urged.step("filer", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	if len(urged.p.Supervised) != 2 {
		t.Errorf("urging an overdue case: %+v", urged.p.Supervised)
	}
	order := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Order(d, "请本周内办结")
	}
	fresh.step("lin", "no_case", order).step("wu", "", order)
}
