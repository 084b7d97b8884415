package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// casesView is 信访工作台: the open cases that the viewer may see by his office, by their clock.
type casesView struct {
	Lists      bool // cases are shown, and not numbers alone
	Counts     store.Counts
	Clocks     []option
	Units      []option
	Clock      string
	Rows       []caseRow
	Next       string
	Begun      bool
	Ages       []slice // by what is due when
	Categories []slice
	Enters     bool
	Papers     []paperLink
}

type caseRow struct {
	ID, Stage, Category, Unit, Due, Marks string
	State                                 state
}

// slice is one bar of a picture: what, how many, and its length in thousandths of the longest.
type slice struct {
	Name  string
	Count int
	Share int
	Tone  tone
}

// soonDays is how many workdays ahead 快到期 looks, as in the chat.
const soonDays = 5

// cases shows the queue: GET /app/cases?clock=overdue|soon&unit=U&behind=DAY.ID.
func (a *App) cases(v *visit) {
	if !v.HasDesk() {
		a.missing(v.w)
		return
	}
	q := v.r.URL.Query()
	view := casesView{Lists: v.ListsCases(), Begun: q.Has("behind"), Clock: q.Get("clock"), Enters: v.Member().Has(policy.PetitionOfficer, policy.PresidentOffice)}
	for _, c := range []option{{"", "全部", false}, {"overdue", "逾期", false}, {"soon", "快到期", false}} {
		c.Chosen = c.Value == view.Clock
		view.Clocks = append(view.Clocks, c)
	}
	soon := a.school.Calendar.DueWorkdays(v.Today(), soonDays)
	behind := placeIn(q.Get("behind"))
	if view.Clock == "soon" && behind == (store.Place{}) {
		behind = store.Place{Day: v.Today(), Serial: ledger.Serial{}}
	}
	unit := q.Get("unit")
	fit := func(b ledger.Brief) bool {
		return (unit == "" || b.Unit == unit) && inTime(b, view.Clock, v.Today(), soon)
	}
	err := a.store.View(func(tx *store.Tx) (err error) {
		all, err := tx.Queue(a.school, v.Member(), v.Today(), 0)
		if err != nil {
			return err
		}
		if view.Counts, err = tx.CountPetitions(a.school, v.Member(), v.Today()); err != nil || !view.Lists {
			return err
		}
		counts := report.CountCases(all, v.Today(), soon)
		view.Ages, view.Categories, view.Units = bars(counts.Ages, lateness), bars(counts.Categories, lateness), unitsOf(all, unit)
		list, more, err := tx.QueueBehind(a.school, v.Member(), v.Today(), behind, fit, mostRows)
		if err != nil {
			return err
		}
		view.Rows = nil
		for _, b := range list {
			view.Rows = append(view.Rows, a.caseRow(v, b))
		}
		if view.Next = ""; more && len(list) > 0 {
			last := list[len(list)-1]
			view.Next = "/app/cases?" + url.Values{"clock": {view.Clock}, "unit": {unit}, "behind": {placeText(store.Place{Day: last.Due, Serial: last.Serial})}}.Encode()
		}
		return nil
	})
	view.Papers = papersOf(v, "petitions", "上月信访月报", "", "")
	a.show(v, "cases.html", "信访工作台", view, err)
}

// inTime tells whether the clock of a case is as a list asks for.
func inTime(b ledger.Brief, clock string, today, soon policy.Date) bool {
	switch clock {
	case "overdue":
		return b.Overdue(today)
	case "soon":
		return b.Due != 0 && b.Due >= today && b.Due <= soon
	}
	return true
}

func (a *App) caseRow(v *visit, b ledger.Brief) caseRow {
	row := caseRow{ID: b.ID(), Stage: string(b.Stage), Category: b.Category, Unit: b.Unit, State: state{string(b.Stage), wait}}
	switch {
	case b.Overdue(v.Today()):
		row.Due, row.State = string(b.For)+" "+dayShort(b.Due, v.Today().Year())+"（已过）", state{"逾期", bad}
	case b.Due != 0:
		row.Due = string(b.For) + " " + dayShort(b.Due, v.Today().Year())
	}
	if b.Stage == ledger.StageAnswered {
		row.State.Tone = good
	}
	if row.State.Word == row.Stage {
		row.Stage = ""
	}
	var marks []string
	for _, m := range []struct {
		is   bool
		word string
	}{{b.Supervised, "督办"}, {b.Major, "重大"}, {b.Level != ledger.LevelOpen, b.Level.Zh()}} {
		if m.is {
			marks = append(marks, m.word)
		}
	}
	row.Marks = strings.Join(marks, "、")
	return row
}

// bars shows counts as bars, the longest over the whole width.
func bars(list []report.Share, word func(report.Share) tone) []slice {
	most := 1
	for _, s := range list {
		most = max(most, s.N)
	}
	var out []slice
	for _, s := range list {
		out = append(out, slice{s.Name, s.N, 1000 * s.N / most, word(s)})
	}
	return out
}

// lateness is the colour of an age.
func lateness(s report.Share) tone {
	if s.Late {
		return bad
	}
	return wait
}

// unitsOf lists the units that have cases in a queue, to choose from.
func unitsOf(list []ledger.Brief, chosen string) []option {
	seen := map[string]bool{}
	for _, b := range list {
		if b.Unit != "" {
			seen[b.Unit] = true
		}
	}
	out := []option{{"", "全部单位", chosen == ""}}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, option{name, name, chosen == name})
	}
	return out
}

// caseView is one case, with the forms of what can be done to it.
type caseView struct {
	bot.CaseView
	Orders []orderForm
	Units  []string
}

// orderForm is one order that a case takes: a button, or a button with what must be said beside it.
type orderForm struct {
	Word string // 受理
	Say  string // what the form says: 受理 XF2026-0042
	Hint string // what belongs behind it; "" = nothing
	Kind string // unit, reply, rate, or "" for one box
}

// oneCase shows a case: GET /app/cases/ID. One that is not there and one that the viewer may not see are the same to him.
func (a *App) oneCase(v *visit) {
	id := v.r.PathValue("id")
	if _, ok := ledger.ParseID(ledger.PetitionLetters, id); !ok {
		a.missing(v.w)
		return
	}
	c, err := v.Case(id)
	view := caseView{CaseView: c}
	for _, words := range c.Orders {
		view.Orders = append(view.Orders, formOf(id, words))
	}
	for i := range a.school.Units[:min(len(a.school.Units), 300)] {
		view.Units = append(view.Units, a.school.Units[i].Name)
	}
	a.show(v, "case.html", id, view, err)
}

// formOf makes a form of an order as the chat words it: 交办 单位.
func formOf(id, words string) orderForm {
	word, hint, _ := strings.Cut(words, " ")
	o := orderForm{Word: word, Say: word + " " + id, Hint: hint}
	switch word {
	case "交办", "改派":
		o.Kind = "unit"
	case "答复":
		o.Kind = "reply"
	case "评价":
		o.Kind = "rate"
	}
	return o
}

// casePicture shows a picture of a case: GET /app/cases/ID/pictures/HASH.
func (a *App) casePicture(v *visit) {
	file, data, err := v.Picture(v.r.PathValue("id"), v.r.PathValue("hash"))
	if _, no := bot.No(err); no || errors.Is(err, store.ErrNotFound) {
		a.missing(v.w)
		return
	}
	if err != nil {
		if !errors.Is(err, store.ErrSealed) {
			a.log.Error().Err(err).Msg("a picture of a case could not be opened")
		}
		a.sorry(v.w, http.StatusInternalServerError, sayNoPicture)
		return
	}
	if !strings.HasPrefix(file.Type, "image/") {
		v.w.Header().Set("Content-Disposition", "attachment")
	}
	v.w.Header().Set("Content-Type", file.Type)
	_, _ = v.w.Write(data)
}
