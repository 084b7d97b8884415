package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// actors are all sorts of people, by the name of the course's deed.
var actors = []string{
	"filer", "follower", "stranger", "li", "liu", "sun", "chen", "ma", "deng", "gu", "peng", "pang", "boss", "tang", "zeng", "wu", "lin", "liang", "he", "huang", "zhao",
	"zheng", "system",
}

func actor(t testing.TB, school *policy.School, who string) ledger.Actor {
	switch who {
	case "filer":
		return ledger.Actor{Filer: true}
	case "follower":
		return ledger.Actor{Follower: true}
	case "stranger":
		return ledger.Actor{}
	case "system":
		return ledger.TheSystem()
	}
	return ledger.Staff(member(t, school, who))
}

// kinds of cases, in the hands of 后勤处 with 教务处 helping.
func caseOf(change func(*ledger.Petition)) ledger.Petition {
	p := ledger.Petition{
		ID: "XF2026-0001", Received: noon, Category: "后勤-宿舍", Unit: "后勤处", Summary: "热水器坏。", Told: ledger.Told{At: noon}, Accepted: noon,
		Assignments: []ledger.Assignment{{Unit: "后勤处", Lead: true, At: noon}, {Unit: "教务处", At: noon}},
	}
	change(&p)
	return p
}

var caseKinds = []struct {
	name string
	p    ledger.Petition
	// who sees it, in the order of actors
	sees string
}{
	{"plain", caseOf(func(*ledger.Petition) {}), "filer follower liu sun chen peng pang boss tang zeng wu lin"},
	{"not assigned", caseOf(func(p *ledger.Petition) { p.Assignments = nil }), "filer follower liu sun chen"},
	{"重大", caseOf(func(p *ledger.Petition) { p.Major = true }), "filer follower liu sun chen peng pang boss tang zeng wu lin liang he"},
	{"about a handler", caseOf(func(p *ledger.Petition) { p.Targets = []string{"peng"} }), "filer follower liu sun chen tang zeng wu lin"},
	{"about a unit", caseOf(func(p *ledger.Petition) { p.TargetUnits = []string{"后勤处"} }), "filer follower liu sun chen tang zeng wu lin"},
	{"about its head", caseOf(func(p *ledger.Petition) { p.Targets = []string{"boss"} }), "filer follower liu sun chen tang zeng wu lin"},
	{"about the officer", caseOf(func(p *ledger.Petition) { p.Targets = []string{"liu"} }), "filer follower sun chen peng pang boss tang zeng wu lin"},
	{"about the office", caseOf(func(p *ledger.Petition) { p.TargetUnits = []string{"校长办公室"} }), "filer follower chen ma peng pang boss tang zeng wu lin"},
	{"about the office's head", caseOf(func(p *ledger.Petition) { p.Targets = []string{"sun"} }), "filer follower chen ma peng pang boss tang zeng wu lin"},
	{"about the party office", caseOf(func(p *ledger.Petition) { p.TargetUnits = []string{"党委办公室"} }), "filer follower liu sun peng pang boss tang zeng wu lin"},
	{
		"about both offices", caseOf(func(p *ledger.Petition) {
			p.TargetUnits = []string{"校长办公室", "党委办公室", "纪委办公室"}
		}),
		"filer follower peng pang boss tang zeng wu lin liang",
	},
	{"the officer withdrew", caseOf(func(p *ledger.Petition) { p.Recused = []string{"liu"} }), "filer follower sun chen peng pang boss tang zeng wu lin"},
	{"about a leader in charge", caseOf(func(p *ledger.Petition) { p.Targets = []string{"wu"} }), "filer follower liu sun chen peng pang boss tang zeng lin"},
	{"confidential", caseOf(func(p *ledger.Petition) { p.Level = ledger.LevelConfidential }), "filer follower liu sun chen peng pang boss tang zeng wu lin"},
	{"anonymous", caseOf(func(p *ledger.Petition) { p.Level = ledger.LevelAnonymous }), "filer follower liu sun chen peng pang boss tang zeng wu lin"},
	{"released", caseOf(func(p *ledger.Petition) { p.Allowed, p.Released = noon, noon }), "filer follower liu sun chen peng pang boss tang zeng wu lin"},
	{"by letter", caseOf(func(p *ledger.Petition) { p.Source = ledger.FromLetter }), "filer follower liu sun chen peng pang boss tang zeng wu lin"},
}

// TestWhoSees: whoever has an interest in a case sees nothing of it, not even that it is there (section 4, rule 3).
func TestWhoSees(t *testing.T) {
	school := caseSchool()
	for _, kind := range caseKinds {
		t.Run(kind.name, func(t *testing.T) {
			var sees []string
			for _, who := range actors {
				if ledger.May(school, actor(t, school, who), ledger.OpSee, &kind.p, school.Today(noon)) == nil {
					sees = append(sees, who)
				}
			}
			if diff := cmp.Diff(kind.sees, strings.Join(sees, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestMatrix asks every actor about every operation on every kind of case, and holds the answers against rules that are written here once more, apart from
// the table: what follows from requirements 4.
func TestMatrix(t *testing.T) {
	school, today := caseSchool(), day("2026-11-19")
	n := 0
	for _, kind := range caseKinds {
		for _, who := range actors {
			a := actor(t, school, who)
			sees := slices.Contains(strings.Fields(kind.sees), who)
			for _, op := range ledger.Ops {
				n++
				name := fmt.Sprintf("%s: %s %s", kind.name, who, op)
				no := ledger.May(school, a, op, &kind.p, today)
				if no != nil && no.Say == "" {
					t.Errorf("%s: refused without a word", name)
				}
				switch {
				case who == "system":
					if (no == nil) != (op == ledger.OpCount || op == ledger.OpClose) {
						t.Errorf("%s: %v", name, no)
					}
				case !sees && op != ledger.OpJoin && (who != "deng" || op != ledger.OpCount):
					if no == nil || no.Code != "no_case" {
						t.Errorf("%s: somebody who may not see it hears %v", name, no)
					}
				case slices.Contains([]string{"wu", "lin", "liang", "he"}, who):
					if no == nil && !slices.Contains([]ledger.Op{
						ledger.OpSee, ledger.OpCount, ledger.OpOrder, ledger.OpExtend, ledger.OpRecuse, ledger.OpJoin,
					}, op) && !(who == "liang" && kind.name == "about both offices") {
						t.Errorf("%s: a leader may", name)
					}
				case who == "filer":
					if no == nil && slices.Contains([]ledger.Op{ledger.OpTell, ledger.OpAssign, ledger.OpClose, ledger.OpReply, ledger.OpLook, ledger.OpCount, ledger.OpJoin}, op) {
						t.Errorf("%s: a filer may", name)
					}
				case who == "follower":
					if no == nil && op != ledger.OpSee {
						t.Errorf("%s: somebody who joined may", name)
					}
				}
				if op == ledger.OpLook && no == nil {
					switch {
					case kind.p.Level == ledger.LevelAnonymous:
						t.Errorf("%s: an anonymous case may be opened", name)
					case slices.Contains([]string{"peng", "pang"}, who) && kind.name != "released":
						t.Errorf("%s: a handler may look though nothing was handed on", name)
					case slices.Contains([]string{"wu", "lin", "tang", "boss", "zeng", "deng", "gu"}, who):
						t.Errorf("%s: may look", name)
					}
				}
				if op == ledger.OpRaw && no == nil && slices.Contains([]string{"peng", "pang", "boss", "tang", "zeng", "wu", "lin", "follower"}, who) {
					t.Errorf("%s: reads the words of the filer", name)
				}
				if slices.Contains([]ledger.Op{ledger.OpAdd, ledger.OpUrge, ledger.OpWithdraw, ledger.OpRate, ledger.OpAskReview}, op) && no == nil && who != "filer" &&
					kind.p.Source == ledger.FromChat {
					t.Errorf("%s: in the filer's place", name)
				}
			}
		}
	}
	if n < 15*20*39 {
		t.Errorf("only %d questions were asked", n)
	}
}

// TestCounts: 考核小组 sees totals, without the cases in which one of it has an interest; targets are not told a number.
func TestCounts(t *testing.T) {
	school, today := caseSchool(), day("2026-11-19")
	may := func(who string, p ledger.Petition) bool {
		return ledger.May(school, actor(t, school, who), ledger.OpCount, &p, today) == nil
	}
	plain, own := caseOf(func(*ledger.Petition) {}), caseOf(func(p *ledger.Petition) { p.TargetUnits = []string{"组织部"} })
	if !may("deng", plain) || may("deng", own) || may("gu", plain) || may("li", plain) || may("filer", plain) {
		t.Error("somebody is told a number, or is not")
	}
	about := caseOf(func(p *ledger.Petition) { p.Targets = []string{"peng"} })
	if may("peng", about) || may("pang", about) || may("boss", about) || !may("wu", about) {
		t.Error("a target or its unit is told a number")
	}
}

func TestCaseOfficers(t *testing.T) {
	school, today := caseSchool(), day("2026-11-19")
	officers := func(change func(*ledger.Petition)) string {
		p := caseOf(change)
		var out []string
		for _, m := range ledger.CaseOfficers(school, &p, today) {
			out = append(out, m.ID)
		}
		return strings.Join(out, " ")
	}
	for _, tt := range []struct {
		targets, units []string
		want           string
	}{
		{nil, nil, "liu"},
		{[]string{"liu"}, nil, "sun"},
		{[]string{"sun"}, nil, "ma"},
		{[]string{"liu", "sun"}, nil, "ma"},
		{nil, []string{"校长办公室"}, "ma"},
		{nil, []string{"党委办公室"}, "liu"},
		{[]string{"boss"}, nil, "liu"},
		{nil, []string{"校长办公室", "纪委办公室"}, "chen"},
		{nil, []string{"校长办公室", "纪委办公室", "党委办公室"}, "liang"},
	} {
		if got := officers(func(p *ledger.Petition) { p.Targets, p.TargetUnits = tt.targets, tt.units }); got != tt.want {
			t.Errorf("about %v %v: %s, want %s", tt.targets, tt.units, got, tt.want)
		}
	}
}

func TestTargetsGetNoCase(t *testing.T) {
	c := begin(t, caseSchool(), "后勤-宿舍", "2026-11-02", func(f *ledger.Filing) { f.Targets = []string{"peng"} })
	if c.p.Unit != "" {
		t.Errorf("suggested to %s, whom it is about", c.p.Unit)
	}
	c.step("liu", "", summarise).step("liu", "target_unit", tell(ledger.ToldEntrust, "后勤处")).step("liu", "", tell(ledger.ToldEntrust, "教务处"))
	c.step("liu", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Classify(d, ledger.Classification{TargetUnits: []string{"教务处"}})
	}).stage(ledger.StageTold)
	c.step("tang", "no_case", reply)

	r := working(t, "后勤-宿舍", "2026-11-02")
	recuse := func(who string) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Recuse(d, who) }
	}
	r.step("peng", "not_allowed", recuse("pang")).step("peng", "", recuse("peng")).step("peng", "no_case", reply).step("liu", "already", recuse("peng"))
	r.step("liu", "unknown_member", recuse("nobody")).step("liu", "", recuse("pang"))
}

func TestLooks(t *testing.T) {
	type deed = ledger.Deed
	school := caseSchool()
	school.Members = append(school.Members, policy.Member{ID: "second", Name: "第二", Unit: "校长办公室", Roles: []policy.Role{policy.PetitionOfficer}})
	at := noon
	by := func(who string) *deed { return &deed{School: school, By: actor(t, school, who), At: at} }
	code := func(err error) string {
		var no *ledger.Refusal
		if errors.As(err, &no) {
			return no.Code
		}
		return fmt.Sprint(err)
	}
	open, hidden, unnamed := caseKinds[0].p, caseKinds[13].p, caseKinds[14].p

	l, err := ledger.AskLook(by("liu"), &open, "需要约来信人现场查看")
	refused(t, err, "")
	if _, err := l.Open(by("liu"), &open, false); code(err) != "in_group" {
		t.Errorf("in a group: %v", err)
	}
	if _, err := l.Open(by("second"), &open, true); code(err) != "not_your_look" {
		t.Errorf("by another: %v", err)
	}
	if _, err := l.Open(by("liu"), &hidden, true); code(err) != "not_approved" {
		t.Errorf("hidden since: %v", err)
	}
	used, err := l.Open(by("liu"), &open, true)
	refused(t, err, "")
	if _, err := used.Open(by("liu"), &open, true); code(err) != "look_over" {
		t.Errorf("twice: %v", err)
	}
	_, err = ledger.AskLook(by("liu"), &open, "看看")
	refused(t, err, "no_reason")
	_, err = ledger.AskLook(by("peng"), &open, "需要约来信人现场查看")
	refused(t, err, "not_released")
	_, err = ledger.AskLook(by("wu"), &open, "想知道是谁写的信")
	refused(t, err, "not_allowed")
	_, err = ledger.AskLook(by("liu"), &unnamed, "需要约来信人现场查看")
	refused(t, err, "anonymous")

	l, err = ledger.AskLook(by("liu"), &hidden, "需要约来信人现场查看")
	refused(t, err, "")
	_, err = l.Open(by("liu"), &hidden, true)
	refused(t, err, "not_approved")
	_, err = l.Approve(by("liu"), &hidden, true)
	refused(t, err, "own_look")
	_, err = l.Approve(by("peng"), &hidden, true)
	refused(t, err, "not_allowed")
	denied, err := l.Approve(by("sun"), &hidden, false)
	refused(t, err, "")
	_, err = denied.Open(by("liu"), &hidden, true)
	refused(t, err, "look_over")
	l, err = l.Approve(by("second"), &hidden, true)
	refused(t, err, "")
	at = noon.AddDate(0, 0, 4)
	_, err = l.Open(by("liu"), &hidden, true)
	refused(t, err, "look_over")
	at = noon.AddDate(0, 0, 2)
	l, err = l.Open(by("liu"), &hidden, true)
	refused(t, err, "")
	read, ok := ledger.ReadLook(by("peng"), &hidden)
	if _, plain := ledger.ReadLook(by("peng"), &open); !ok || plain {
		t.Error("reading a confidential case is a look, reading an open one is none")
	}
	want := []ledger.Seen{
		{Role: ledger.RoleOfficer, Day: day("2026-11-21"), Name: true}, {Role: ledger.RoleHandler, Day: day("2026-11-21")},
	}
	if diff := cmp.Diff(want, ledger.SeenBy(school, []ledger.Look{denied, l, read})); diff != "" {
		t.Errorf("谁看过: %s", diff)
	}
}
