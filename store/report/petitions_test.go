package report_test

import (
	"iter"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

// cases is a ledger that holds cases only.
type cases struct {
	*store.Tx
	list []ledger.Petition
}

func (c cases) RecentPetitions(int) iter.Seq2[ledger.Petition, error] {
	return func(yield func(ledger.Petition, error) bool) {
		for _, p := range c.list {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Each rate counts what it says, at the edges of its limits, and nothing else.
func TestRatesOfPetitions(t *testing.T) {
	school, at := ledgertest.School(), ledgertest.At
	filed := func(change func(*ledger.Petition)) ledger.Petition {
		p := ledger.Petition{ID: "XF2026-0001", Received: at("2026-10-08 09:00"), Class: policy.Suggestion, Category: "后勤-食堂", Unit: "后勤处"}
		change(&p)
		return p
	}
	told := func(p *ledger.Petition, when string) {
		p.Told = ledger.Told{At: at(when), Outcome: ledger.ToldAccept}
		p.Accepted = at(when)
	}
	answered := func(p *ledger.Petition, when string) {
		p.Opinions = append(p.Opinions, ledger.Opinion{At: at(when), Final: at(when), Leading: true, Finding: ledger.FindingSupported})
		p.Replied = at(when)
	}
	list := []ledger.Petition{
		filed(func(p *ledger.Petition) { told(p, "2026-10-23 23:59"); answered(p, "2026-11-13 10:00") }), // the last minute, and the last workday
		filed(func(p *ledger.Petition) { told(p, "2026-10-24 00:01"); answered(p, "2026-11-14 10:00") }), // a day late, both
		filed(func(*ledger.Petition) {}), // never told
		filed(func(p *ledger.Petition) { p.NoContact = true }),
		filed(func(p *ledger.Petition) { p.Excluded = "无理要求" }),
		filed(func(p *ledger.Petition) { p.Withdrawn = at("2026-10-09 09:00") }),
		filed(func(p *ledger.Petition) { p.Received = at("2026-11-18 09:00") }), // in time still
		filed(func(p *ledger.Petition) {
			told(p, "2026-10-09 09:00")
			p.Told.Outcome = ledger.ToldChannel
		}),
		filed(func(p *ledger.Petition) {
			told(p, "2026-10-09 09:00")
			answered(p, "2026-10-10 09:00")
			p.Ratings = []ledger.Rating{{Score: ledger.ScoreBad, Solved: "否"}, {Score: ledger.ScoreFair, Solved: "部分"}}
		}),
		filed(func(p *ledger.Petition) { p.Received = at("2026-08-01 09:00") }), // of another period
	}
	term, _ := school.Calendar.TermByID("2026-2027-1")
	st := emptyLedger(t, school)
	defer st.Close()
	err := st.View(func(tx *store.Tx) error {
		s, err := report.SumPetitions(school, term.Span(), ledgertest.Day("2026-11-19"), cases{tx, list})
		if err != nil {
			return err
		}
		if s.Received != 9 || s.Told != 3 || s.TellDue != 5 || s.InTime != 2 || s.DecideDue != 3 || s.Rated != 1 || s.Happy != 1 || s.SolvedTwo != 1 || s.SolvedOf != 1 {
			t.Errorf("%+v", s)
		}
		paper, err := report.PetitionReport(school, term.Period(), ledgertest.Day("2026-11-19"), cases{tx, list})
		if err != nil {
			return err
		}
		page, err := paper.Write(".html")
		for _, part := range []string{"信访情况报告", "<td>登记</td><td>9</td>", "<td>60.0%</td>", "<td>不足5件，不计算</td>"} {
			if !strings.Contains(string(page), part) {
				t.Errorf("the page lacks %s", part)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
