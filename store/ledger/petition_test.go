package ledger_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// caseSchool is the school of the tests with the holidays of 2026 and heads of its petition office.
func caseSchool() *policy.School {
	s := ledgertest.School()
	s.Calendar.Days = map[policy.Date]policy.Day{}
	off := func(from, to, name string) {
		for d := day(from); d <= day(to); d++ {
			s.Calendar.Days[d] = policy.Day{Off: true, Name: name}
		}
	}
	off("2026-04-04", "2026-04-06", "清明节")
	off("2026-05-01", "2026-05-05", "劳动节")
	off("2026-06-19", "2026-06-21", "端午节")
	off("2026-10-01", "2026-10-07", "国庆节")
	s.Calendar.Days[day("2026-05-09")] = policy.Day{}
	s.Calendar.Days[day("2026-10-10")] = policy.Day{}
	s.Petitions.Timings = policy.DefaultTimings()
	s.Petitions.Categories = append(s.Petitions.Categories,
		policy.Category{Name: "申诉", Unit: "后勤处", Class: policy.Appeal},
		policy.Category{Name: "核对", Unit: "后勤处", TwoPerson: true},
		policy.Category{Name: "报修", Unit: "后勤处", Simple: true},
		policy.Category{Name: "咨询", Unit: "后勤处", Class: policy.Inquiry},
	)
	s.Members = append(s.Members,
		policy.Member{ID: "sun", Name: "孙莉", Unit: "校长办公室", Roles: []policy.Role{policy.PresidentOffice}},
		policy.Member{ID: "ma", Name: "马晓东", Unit: "纪委办公室", Roles: []policy.Role{policy.DisciplineOffice}},
		policy.Member{ID: "deng", Name: "邓伟", Unit: "组织部", Roles: []policy.Role{policy.AssessmentGroup}},
		policy.Member{ID: "gu", Name: "顾佳", Unit: "图书馆", Roles: []policy.Role{policy.Admin}},
		policy.Member{ID: "pang", Name: "庞勇", Unit: "后勤处", Roles: []policy.Role{policy.Handler}},
		policy.Member{ID: "boss", Name: "薄建", Unit: "后勤处", Roles: []policy.Role{policy.MidLevel}},
		policy.Member{ID: "li", Name: "李想", Unit: "文学院", Kind: "student"},
	)
	for i := range s.Units {
		if s.Units[i].Name == "后勤处" {
			s.Units[i].Handlers = append(s.Units[i].Handlers, "pang")
		}
	}
	return s
}

// course drives one case through its life.
type course struct {
	t      *testing.T
	school *policy.School
	p      ledger.Petition
	at     time.Time
	steps  []ledger.Step
}

// begin files a case of a category at 10:00 on a day.
func begin(t *testing.T, school *policy.School, category, on string, change ...func(*ledger.Filing)) *course {
	t.Helper()
	c := &course{t: t, school: school, at: at(on + " 10:00")}
	f := ledger.Filing{Category: category, Raw: "宿舍热水器坏了三天没人修"}
	by := ledger.Actor{Filer: true}
	for _, fn := range change {
		fn(&f)
	}
	if f.Source != ledger.FromChat {
		by = ledger.Staff(member(t, school, "liu"))
	}
	d := &ledger.Deed{School: school, By: by, At: c.at}
	p, err := ledger.File(d, "XF2026-0001", f)
	refused(t, err, "")
	c.p, c.steps = p, d.Steps
	return c
}

// on moves the clock to a day.
func (c *course) on(day string) *course {
	c.at = at(day + " 10:00")
	return c
}

// deed is a deed of somebody: a member id, "filer", "follower", "system".
func (c *course) deed(who string) *ledger.Deed {
	c.t.Helper()
	d := &ledger.Deed{School: c.school, At: c.at}
	switch who {
	case "filer":
		d.By = ledger.Actor{Filer: true}
	case "follower":
		d.By = ledger.Actor{Follower: true}
	case "system":
		d.By = ledger.TheSystem()
	case "":
	default:
		d.By = ledger.Staff(member(c.t, c.school, who))
	}
	return d
}

// step applies a transition by somebody and expects a refusal with the code; "" = none. A refusal changes nothing and leaves no step.
func (c *course) step(who, code string, run func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)) *course {
	c.t.Helper()
	d, before := c.deed(who), c.p
	p, err := run(d, c.p)
	refused(c.t, err, code)
	if err != nil {
		if diff := cmp.Diff(before, p); diff != "" || len(d.Steps) > 0 {
			c.t.Fatalf("refused with %s, and yet: %v %s", code, d.Steps, diff)
		}
		return c
	}
	if len(d.Steps) == 0 {
		c.t.Fatalf("a step by %s that the journal would not tell of", who)
	}
	c.p, c.steps = p, append(c.steps, d.Steps...)
	c.at = c.at.Add(time.Minute)
	return c
}

type change = func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)

func summarise(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	return p.Summarise(d, "宿舍热水器损坏，请尽快修理。")
}

func tell(o ledger.TellOutcome, unit string) change {
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Tell(d, ledger.Telling{Outcome: o, Unit: unit, Note: "请联系肇庆市人社局，热线12333，时限一年"})
	}
}

func reply(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
	return p.Reply(d, goodReply())
}

func goodReply() ledger.Reply {
	return ledger.Reply{
		Facts: "查明北苑3栋热水器加热管烧坏。", Action: "11月20日换新加热管，并加装备用机。", Date: day("2026-11-20"), Contact: "后勤值班室 000-0000200",
		Finding: ledger.FindingSupported,
	}
}

func rate(s ledger.Score) change {
	return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Rate(d, s, "是") }
}

// working is a case that a unit works on, since the day it was filed.
func working(t *testing.T, category, on string) *course {
	t.Helper()
	return begin(t, caseSchool(), category, on).step("liu", "", summarise).step("liu", "", tell(ledger.ToldEntrust, "后勤处"))
}

func (c *course) stage(want ledger.Stage) *course {
	c.t.Helper()
	if got := c.p.Stage(); got != want {
		c.t.Fatalf("stage %s, want %s", got, want)
	}
	return c
}

func TestTelling(t *testing.T) {
	for _, tt := range []struct {
		outcome ledger.TellOutcome
		unit    string
		code    string
		stage   ledger.Stage
	}{
		{ledger.ToldAccept, "", "", ledger.StageTold},
		{ledger.ToldEntrust, "后勤处", "", ledger.StageWork},
		{ledger.ToldEntrust, "", "no_unit", ledger.StageFiled},
		{ledger.ToldEntrust, "天文系", "unknown_unit", ledger.StageFiled},
		{ledger.ToldForward, "", "", ledger.StageClosed},
		{ledger.ToldNotOurs, "", "", ledger.StageClosed},
		{ledger.ToldChannel, "", "", ledger.StageClosed},
		{ledger.ToldMerge, "", "outcome", ledger.StageFiled},
		{"不理", "", "outcome", ledger.StageFiled},
	} {
		t.Run(string(tt.outcome)+tt.unit, func(t *testing.T) {
			c := begin(t, caseSchool(), "后勤-宿舍", "2026-11-02").step("liu", "", summarise)
			c.step("liu", tt.code, tell(tt.outcome, tt.unit)).stage(tt.stage)
			if tt.code == "" {
				c.step("liu", "already_told", tell(ledger.ToldAccept, ""))
			}
		})
	}
	t.Run("whom to ask must be said", func(t *testing.T) {
		begin(t, caseSchool(), "后勤-宿舍", "2026-11-02").step("liu", "no_way", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Tell(d, ledger.Telling{Outcome: ledger.ToldNotOurs})
		})
	})
	t.Run("a unit needs a summary", func(t *testing.T) {
		begin(t, caseSchool(), "后勤-宿舍", "2026-11-02").step("liu", "no_summary", tell(ledger.ToldEntrust, "后勤处")).stage(ledger.StageFiled)
	})
}

func TestFilingRefusals(t *testing.T) {
	school := caseSchool()
	for _, tt := range []struct {
		name string
		by   string
		f    ledger.Filing
		code string
	}{
		{"nothing said", "filer", ledger.Filing{Raw: "  "}, "no_text"},
		{"about a leader", "filer", ledger.Filing{Raw: "x", Targets: []string{"wu"}}, "about_leader"},
		{"five representatives", "filer", ledger.Filing{Raw: "x", Reps: 5}, ""},
		{"six representatives", "filer", ledger.Filing{Raw: "x", Reps: 6}, "representatives"},
		{"another door, by a student", "filer", ledger.Filing{Raw: "x", Source: ledger.FromPhone}, "not_allowed"},
		{"another door, by the officer", "liu", ledger.Filing{Raw: "x", Source: ledger.FromPhone}, ""},
		{"an unknown door", "liu", ledger.Filing{Raw: "x", Source: "飞鸽"}, "source"},
		{"an unknown level", "filer", ledger.Filing{Raw: "x", Level: "半公开"}, "level"},
		{"an unknown category is the officer's to find", "filer", ledger.Filing{Raw: "x", Category: "天文"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &course{t: t, school: school, at: noon}
			p, err := ledger.File(c.deed(tt.by), "XF2026-0001", tt.f)
			refused(t, err, tt.code)
			if tt.code == "" && (p.Stage() != ledger.StageFiled || p.Class == "" || p.Due == 0) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestWholeCourse(t *testing.T) {
	c := working(t, "申诉", "2026-11-02").stage(ledger.StageWork)
	c.step("peng", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Take(d) })
	c.step("peng", "already", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Take(d) })
	c.step("filer", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	c.step("filer", "urged", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Urge(d) })
	c.step("filer", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Supplement(d, nil) })
	c.step("filer", "not_answered", rate(ledger.ScoreGood))
	c.step("liu", "unit_replies", reply)
	c.step("peng", "", reply).stage(ledger.StageAnswered)
	c.step("peng", "stage", reply)
	c.step("filer", "stage", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) })
	c.step("peng", "filer_only", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Hide(d, ledger.LevelAnonymous)
	})
	c.step("filer", "score", rate("一般"))
	c.step("filer", "", rate(ledger.ScoreBad)).stage(ledger.StageWork)
	c.step("peng", "same_person", reply)
	c.step("pang", "", reply).stage(ledger.StageAnswered)
	c.step("filer", "", rate(ledger.ScoreBad)).stage(ledger.StageAnswered)
	c.step("filer", "already_rated", rate(ledger.ScoreBad))
	if v := c.p.Supervised; len(v) != 1 || v[0].Cause != ledger.CauseUnhappy || v[0].By != ledger.BySystem {
		t.Errorf("supervised: %+v", v)
	}
	ask := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskReview(d) }
	give := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.GiveReview(d, "维持", "事实清楚。")
	}
	c.step("liu", "nothing_asked", give)
	c.step("filer", "", ask).stage(ledger.StageReview).step("filer", "already", ask)
	c.step("peng", "not_allowed", give).step("liu", "", give).stage(ledger.StageReviewed)
	c.step("filer", "", ask).stage(ledger.StageRereview)
	c.step("liu", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Hearing(d, true) })
	c.step("liu", "hearing_runs", give)
	c.step("liu", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Hearing(d, false) })
	c.step("liu", "", give).stage(ledger.StageEnded)
	c.step("filer", "ended", ask)
	c.step("filer", "stage", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Supplement(d, nil) })
}

func TestReturns(t *testing.T) {
	back := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Return(d, "不归我处管理，属于基建范围")
	}
	assign := func(unit string) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.Assign(d, ledger.Order{Unit: unit})
		}
	}
	c := working(t, "申诉", "2026-11-02")
	c.step("peng", "no_reason", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Return(d, " ") })
	c.step("tang", "no_case", back)
	c.step("peng", "", back).stage(ledger.StageTold)
	c.step("peng", "no_case", back)
	c.step("liu", "", assign("教务处")).stage(ledger.StageWork)
	c.step("tang", "", back).stage(ledger.StageWork) // the second return waits for the officer
	if got := c.p.Supervised; len(got) != 1 || got[0].Cause != ledger.CauseReturned {
		t.Errorf("%+v", got)
	}
	decide := func(granted bool) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.DecideReturn(d, "教务处", granted)
		}
	}
	kept := *c
	kept.step("liu", "", decide(false)).stage(ledger.StageWork)
	kept.step("liu", "nothing_asked", decide(true))
	kept.step("tang", "already", back)
	c.step("tang", "not_allowed", decide(true)).step("liu", "", decide(true)).stage(ledger.StageTold)

	t.Run("within five workdays", func(t *testing.T) {
		late := working(t, "申诉", "2026-11-02").on("2026-11-10")
		late.step("peng", "too_late", back)
		working(t, "申诉", "2026-11-02").on("2026-11-09").step("peng", "", back)
	})
}

func TestTwoPersons(t *testing.T) {
	check := func(good bool, why string) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Check(d, good, why) }
	}
	c := working(t, "核对", "2026-11-02")
	c.step("pang", "nothing_to_check", check(true, ""))
	c.step("peng", "", reply).stage(ledger.StageCheck)
	c.step("peng", "waits_for_check", reply).step("peng", "own_reply", check(true, ""))
	c.step("pang", "no_reason", check(false, "")).step("boss", "", check(false, "时间不对")).stage(ledger.StageWork)
	c.step("peng", "", reply).step("pang", "", check(true, "")).stage(ledger.StageAnswered)
	if a := c.p.Answer(); a == nil || a.CheckedBy != "pang" || a.By != "peng" {
		t.Errorf("%+v", a)
	}
}

func TestHollowReplies(t *testing.T) {
	for _, tt := range []struct {
		name    string
		r       ledger.Reply
		missing []string
	}{
		{"whole", goodReply(), nil},
		{"only sent on", ledger.Reply{Facts: "请联系后勤处", Action: "请联系相关部门咨询"}, []string{
			ledger.PartFacts, ledger.PartAction, ledger.PartDate, ledger.PartContact, ledger.PartFinding,
		}},
		{"a template", ledger.Reply{Facts: "您的意见已收到，感谢您的支持", Action: "我们高度重视，将尽快处理", Contact: "办公室 1234", Finding: ledger.FindingExplained}, []string{
			ledger.PartFacts, ledger.PartAction, ledger.PartDate,
		}},
		{"without a contact", ledger.Reply{Facts: "加热管烧坏了", Action: "本周内换新加热管", Finding: ledger.FindingSupported}, []string{ledger.PartContact}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.missing, tt.r.Missing()); diff != "" {
				t.Error(diff)
			}
			code := ""
			if tt.missing != nil {
				code = "hollow"
			}
			working(t, "申诉", "2026-11-02").step("peng", code, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Reply(d, tt.r) })
		})
	}
}

func TestExtension(t *testing.T) {
	ask := func(days int) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.AskExtension(d, days, "配件要从厂家订")
		}
	}
	grant := func(yes bool) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Extend(d, yes) }
	}
	begin(t, caseSchool(), "申诉", "2026-11-02").step("liu", "stage", ask(30))
	c := working(t, "申诉", "2026-11-02")
	c.step("peng", "days", ask(31)).step("peng", "days", ask(0)).step("sun", "nothing_asked", grant(true))
	c.step("peng", "", ask(30)).step("peng", "already", ask(30))
	c.step("peng", "not_allowed", grant(true)).step("wu", "", grant(false)) // 吴国平 is in charge of 后勤处
	c.step("peng", "", ask(20)).step("sun", "", grant(true)).step("peng", "extended", ask(5))
	if l, _ := c.p.DecideLimit(c.school); l.Legal != day("2026-11-02").Add(80) {
		t.Errorf("extended to %s", l.Legal)
	}
	late := working(t, "报修", "2026-11-02").on("2026-11-17")
	late.step("peng", "too_late", ask(5))
	own := working(t, "申诉", "2026-11-02")
	own.school.Petitions.OfficerHeads = []string{"liu", "sun"}
	own.step("liu", "", ask(5)).step("liu", "own_request", grant(true)).step("sun", "", grant(true))
}

func TestMerging(t *testing.T) {
	a, b := working(t, "申诉", "2026-11-02"), begin(t, caseSchool(), "申诉", "2026-11-03")
	b.p.ID, b.p.Targets = "XF2026-0002", []string{"tang"}
	d := a.deed("liu")
	merged, into, err := b.p.MergeInto(d, a.p)
	refused(t, err, "")
	if merged.Stage() != ledger.StageMerged || merged.Told.Outcome != ledger.ToldMerge || !slices.Equal(into.Merged, []string{"XF2026-0002"}) {
		t.Errorf("%+v into %+v", merged, into)
	}
	if !ledger.Conflicted(a.school, a.school.Member("tang"), &into) {
		t.Error("what the merged case is about does not bind the other one")
	}
	_, _, err = merged.MergeInto(a.deed("liu"), into)
	refused(t, err, "stage")
	_, _, err = into.MergeInto(a.deed("liu"), into)
	refused(t, err, "merge_self")
	_, _, err = into.MergeInto(a.deed("liu"), merged)
	refused(t, err, "stage")
	_, _, err = into.MergeInto(a.deed("peng"), merged)
	refused(t, err, "not_allowed")
}

// Who filed first was promised the first day: the decision is not due later because the case goes on in a younger one.
func TestMergingIntoAYoungerCase(t *testing.T) {
	older, younger := working(t, "申诉", "2026-10-12"), working(t, "申诉", "2026-11-02")
	older.p.ID = "XF2026-0009"
	promised, _ := older.p.DecideLimit(older.school)
	_, into, err := older.p.MergeInto(younger.deed("liu"), younger.p)
	refused(t, err, "")
	if limit, _ := into.DecideLimit(older.school); limit != promised || limit.Legal != day("2026-12-11") {
		t.Errorf("the decision is due on %s, promised was %s", limit.Legal, promised.Legal)
	}
	_, into, err = younger.p.MergeInto(older.deed("liu"), older.p)
	refused(t, err, "")
	if limit, _ := into.DecideLimit(older.school); limit != promised {
		t.Errorf("the younger one moves the decision to %s", limit.Legal)
	}
}

func TestFilersSteps(t *testing.T) {
	withdraw := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Withdraw(d) }
	begin(t, caseSchool(), "申诉", "2026-11-02").step("liu", "filer_only", withdraw).step("filer", "", withdraw).stage(ledger.StageWithdrawn).
		step("filer", "stage", withdraw).step("liu", "stage", tell(ledger.ToldAccept, ""))

	c := begin(t, caseSchool(), "申诉", "2026-11-02", func(f *ledger.Filing) { f.Source = ledger.FromLetter })
	c.step("peng", "no_case", withdraw).step("liu", "", withdraw) // for somebody who wrote a letter

	allow := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Allow(d) }
	release := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Release(d) }
	hide := func(to ledger.Level) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Hide(d, to) }
	}
	c = working(t, "申诉", "2026-11-02")
	c.step("liu", "not_allowed_by_filer", release).step("filer", "", allow).step("filer", "already", allow).step("liu", "", release)
	c.step("filer", "level", hide(ledger.LevelOpen)).step("filer", "", hide(ledger.LevelConfidential)).step("filer", "hidden", allow)
	if !c.p.Released.IsZero() {
		t.Error("the contact of a confidential case is still handed on")
	}
	c.step("filer", "", hide(ledger.LevelAnonymous)).step("filer", "already", hide(ledger.LevelConfidential))

	join := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Join(d) }
	c = working(t, "申诉", "2026-11-02")
	c.step("filer", "own_case", join).step("follower", "joined", join).step("", "", join)
	if c.p.Followers != 1 {
		t.Errorf("%d joined", c.p.Followers)
	}
	c.p.TargetUnits = []string{"后勤处"}
	c.step("", "no_case", join)
}

func TestCoHandlers(t *testing.T) {
	c := begin(t, caseSchool(), "申诉", "2026-11-02").step("liu", "", summarise).step("liu", "", tell(ledger.ToldAccept, ""))
	assign := func(o ledger.Order) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Assign(d, o) }
	}
	c.step("liu", "unit_twice", assign(ledger.Order{Unit: "后勤处", With: []string{"后勤处"}}))
	c.step("liu", "due_past", assign(ledger.Order{Unit: "后勤处", Due: day("2026-11-01")}))
	c.step("liu", "due_after", assign(ledger.Order{Unit: "后勤处", Due: day("2027-01-02")}))
	c.step("liu", "", assign(ledger.Order{Unit: "后勤处", With: []string{"教务处"}, Due: day("2026-11-15")}))
	for _, a := range c.p.Assignments {
		if a.Due != day("2026-11-13") { // the Friday before that Sunday
			t.Errorf("%s is due on %s", a.Unit, a.Due)
		}
	}
	c.step("tang", "", reply).stage(ledger.StageWork).step("tang", "already", reply)
	if limits := c.p.Limits(c.school); limits[0].Unit != "后勤处" || limits[0].For != ledger.ClockUnit {
		t.Errorf("%+v", limits)
	}
	c.step("peng", "", reply).stage(ledger.StageAnswered)
	if a := c.p.Answer(); a.Unit != "后勤处" {
		t.Errorf("answered by %s", a.Unit)
	}
}

func TestClosing(t *testing.T) {
	closing := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Close(d) }
	c := working(t, "申诉", "2026-11-02").step("liu", "not_answered", closing).step("peng", "", reply)
	quiet := *c
	quiet.step("peng", "not_allowed", closing).step("liu", "rating_first", closing)
	quiet.on("2026-11-05").step("liu", "rating_first", closing).on("2026-11-06").step("liu", "", closing).stage(ledger.StageClosed)
	c.on("2026-12-02").step("system", "too_early", closing)
	c.on("2026-12-03").step("system", "", closing).stage(ledger.StageClosed)
	if diff := cmp.Diff([]policy.Date{day("2027-01-02"), day("2027-03-03")}, c.p.FollowUpDays(c.school)); diff != "" {
		t.Error(diff)
	}
	c.step("filer", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.FollowUp(d, true) })
	if v := c.p.For(c.deed("peng")); v.FollowUps != nil || v.Ratings != nil {
		t.Error("a handler reads what only the officer may")
	}
	if v := c.p.For(c.deed("liu")); len(v.FollowUps) != 1 {
		t.Error("the officer does not read the answer about retaliation")
	}
	if v := c.p.For(c.deed("filer")); v.Opinions[0].By != "" || v.ClosedBy != "" {
		t.Error("the filer reads names of staff")
	}
}
