package web

import (
	"slices"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// schoolView is how the whole school stands: by rule as a picture, and the leaders one by one in post order, never ranked.
type schoolView struct {
	Rules   []ruleBar
	Body    []dutyLine // the rules that bind the leadership together
	Leaders []leaderView
	Units   []unitBar // members of units with numbers of their own (Art. 8), as numbers alone
	Bound   int       // members whom any rule binds
	Papers  []paperLink
}

// ruleBar is one rule over all whom it binds. The lengths are in thousandths.
type ruleBar struct {
	report.RuleCount
	MetShare, WaitingShare, OpenShare, OpenAt int
}

type leaderView struct {
	Name, Title, URL string
	Duties           []dutyLine
}

type dutyLine struct {
	Name, Count, Word string
	Tone              tone
}

type unitBar struct {
	Name       string
	Bound, Met int // members, and those of them who lack nothing
}

// whole shows the school: GET /app/school.
func (a *App) whole(v *visit) {
	if !v.SeesAll() {
		a.missing(v.w)
		return
	}
	var view schoolView
	err := a.store.View(func(tx *store.Tx) error {
		view = schoolView{}
		t := schoolTally{units: map[string]int{}, view: &view}
		for m, err := range ledger.AllStandings(a.school, v.Today(), tx) {
			if err != nil {
				return err
			}
			t.add(&m)
		}
		view.Bound = t.school.Bound
		for _, count := range t.school.Rules {
			view.Rules = append(view.Rules, ruleBar{RuleCount: count})
		}
		body, err := ledger.BodyStandings(a.school, v.Today(), tx)
		for i := range body {
			view.Body = append(view.Body, lineOf(&body[i]))
		}
		return err
	})
	for i := range view.Rules {
		view.Rules[i].share()
	}
	view.Papers = slices.Concat(papersOf(v, "bulletin", "本学期通报", "", ""), papersOf(v, "assessment", "本学年考核表", "", ""))
	a.show(v, "school.html", "全校完成情况", view, err)
}

// schoolTally sums standings up.
type schoolTally struct {
	school report.SchoolProgress
	units  map[string]int // place in the view
	view   *schoolView
}

func (t *schoolTally) add(m *ledger.MemberStandings) {
	t.school.Add(m)
	leads := m.Member.Has(policy.Leader)
	one := leaderView{Name: m.Member.Name, Title: m.Member.Title, URL: "/app/records?who=" + m.Member.ID}
	lacks := false
	for i := range m.Standings {
		s := &m.Standings[i]
		lacks = lacks || s.Left > 0 && !s.Soft
		if leads {
			one.Duties = append(one.Duties, lineOf(s))
		}
	}
	if leads {
		t.view.Leaders = append(t.view.Leaders, one)
		return
	}
	at, ok := t.units[m.Member.Unit]
	if !ok {
		at = len(t.view.Units)
		t.units[m.Member.Unit] = at
		t.view.Units = append(t.view.Units, unitBar{Name: m.Member.Unit})
	}
	t.view.Units[at].Bound++
	if !lacks {
		t.view.Units[at].Met++
	}
}

func (b *ruleBar) share() {
	n := max(1, b.Bound)
	b.MetShare, b.WaitingShare, b.OpenShare = 1000*b.Met/n, 1000*b.Waiting/n, 1000*b.Open/n
	b.OpenAt = b.MetShare + b.WaitingShare
}

// lineOf says how one duty stands in few words.
func lineOf(s *ledger.Standing) dutyLine {
	line := dutyLine{Name: s.Rule.Name(), Count: amount(s.Done) + "/" + amount(s.Need) + " " + policy.UnitZh(s.Rule.Unit), Word: "已完成", Tone: good}
	switch {
	case s.Exempt():
		line.Count, line.Word, line.Tone = "", "免", gone
	case s.Rule.EverySlot || s.Rule.EveryWeek:
		line.Count, line.Word, line.Tone = amount(s.Done)+" "+policy.UnitZh(s.Rule.Unit), "已记录", good
	case s.Met():
	case s.Waiting+s.Office >= s.Left:
		line.Word, line.Tone = "待确认", wait
	case s.Soft:
		line.Word, line.Tone = "根据情况安排", gone
	default:
		line.Word, line.Tone = "还差 "+amount(s.Left), wait
	}
	return line
}
