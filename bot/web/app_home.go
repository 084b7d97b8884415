package web

import (
	"slices"
	"strings"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// homeView is 我的: how the viewer's duties stand, what waits for his word, his records, his own cases.
type homeView struct {
	Reports  bool // the viewer reports activities of his own or for somebody
	Progress *progressView
	Waiting  []recordRow // records that wait for the viewer's 对
	Late     []recordRow // late entries that wait for the office
	Recent   []recordRow
	More     string // address of all records; "" = there are no more
	Entered  []recordRow
	Cases    []bot.OwnCase
	Papers   []paperLink
	Assessed bool // the viewer has a sheet of assessment
}

// Verdicts are the words by which a record that waits is settled, Approvals those for a late entry.
func (homeView) Verdicts() []string  { return []string{"对", "不对"} }
func (homeView) Approvals() []string { return []string{"核准"} }

// mostHome is how many records a list of this page shows.
const mostHome = 12

// home shows 我的: GET /app/.
func (a *App) home(v *visit) {
	var view homeView
	err := a.store.View(func(tx *store.Tx) (err error) {
		view = homeView{Reports: len(a.whose(v)) > 0 || v.Approves()}
		if m := v.Member(); m != nil {
			if view.Progress, err = a.progressOf(v, tx, m); err != nil {
				return err
			}
			if view.Assessed = v.MayPaper("assessment", m.ID); view.Reports {
				view.Papers = append([]paperLink{{"导出我的记录（Excel）", "/app/papers/ledger?who=" + m.ID}}, papersOf(v, "assessment", "我的考核表", "", m.ID)...)
			}
		}
		if err = a.homeRecords(v, tx, &view); err != nil {
			return err
		}
		view.Cases, err = v.OwnCases(tx)
		return err
	})
	a.show(v, "home.html", "我的", view, err)
}

func (a *App) homeRecords(v *visit, tx *store.Tx, view *homeView) error {
	keep := func(to *[]recordRow) func(ledger.Activity) {
		return func(r ledger.Activity) {
			if v.MayRead(&r) {
				*to = append(*to, a.row(v, &r))
			}
		}
	}
	err := collect(head(tx.Waiting(v.By()), mostHome), keep(&view.Waiting))
	if err == nil && v.Approves() {
		err = collect(head(tx.WaitingForOffice(), mostHome), keep(&view.Late))
	}
	if err != nil {
		return err
	}
	if m := v.Member(); m != nil {
		rows, _, more, err := tx.HeldBy([]string{m.ID}, everyDay, store.Place{}, nil, mostHome, mostHome)
		if err != nil {
			return err
		}
		if view.Recent, err = a.rows(v, tx, rows); err != nil {
			return err
		}
		if more {
			view.More = "/app/records?who=" + m.ID
		}
	}
	entered, err := v.Entered(tx, mostHome)
	for _, r := range entered {
		if !slices.ContainsFunc(r.Credits, func(c ledger.Credit) bool { return c.Member == v.By() }) {
			view.Entered = append(view.Entered, a.row(v, &r))
		}
	}
	return err
}

// everyDay is every day on which something can have been held.
var everyDay = policy.Span{From: 1, To: policy.MakeDate(9999, 12, 31)}

// progressView is how one member's duties stand, as bars and in words.
type progressView struct {
	Name, Under string
	Duties      []dutyView
	Alt         string
}

// dutyView is one duty. The lengths of its bar are in thousandths.
type dutyView struct {
	Name, Period, Line, Count string
	Rest                      string // of the line: what is missing
	Tone                      tone
	Word                      string // how it stands, in a word
	Done, Waiting, Pace       int    // Pace below 0: none is marked
	Bar                       bool
}

// progressOf shows how a member's duties stand; nil if no rule binds him.
func (a *App) progressOf(v *visit, tx *store.Tx, m *policy.Member) (*progressView, error) {
	p, err := v.Progress(tx, m)
	if err != nil || len(p.Duties) == 0 {
		return nil, err
	}
	out := &progressView{Name: m.Name, Under: underProgress(&p), Alt: p.Alt()}
	for i := range p.Duties {
		d := &p.Duties[i]
		out.Duties = append(out.Duties, a.duty(v, d))
	}
	return out, nil
}

func (a *App) duty(v *visit, d *report.Duty) dutyView {
	state := dutyStates[d.State()]
	out := dutyView{
		Name: d.Rule.Name(), Period: a.school.Say(d.Period, v.Today()), Line: v.DutyLine(d), Tone: state.Tone, Word: state.Word, Pace: -1, Bar: d.Need > 0,
		Count: amount(d.Done) + "/" + amount(d.Need) + " " + policy.UnitZh(d.Rule.Unit),
	}
	_, out.Rest, _ = strings.Cut(out.Line, "，")
	if d.Need > 0 {
		share := func(n float64) int { return int(1000 * min(n/d.Need, 1)) }
		out.Done = share(d.Done)
		out.Waiting = share(d.Done+d.Standing.Waiting+d.Office) - out.Done
		if d.Pace > 0 && !d.Soft && d.State() != report.Done {
			out.Pace = share(d.Pace)
		}
	}
	return out
}
