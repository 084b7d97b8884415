package web

import (
	"slices"

	"lianxin/bot"
	"lianxin/store"
	"lianxin/store/ledger"
)

// sheetDays is how many days back a reception is looked for that nobody has entered, as in the chat.
const sheetDays = 14

// receptionsView is 接待日: the receptions of the term as they stand, with what the viewer may do about them.
type receptionsView struct {
	Term      string
	Published bool
	Slots     []slotView // still to come, the nearest first
	Past      []slotView // the last one first
	Swaps     []bot.SwapView
	Bookings  []string // the viewer's own
	Leaders   []string // with whom a reception can be exchanged
	Keeps     bool
	Missing   []slotView // whose sheet is missing, for the viewer to enter
	Calendar  string
	Papers    []paperLink
}

// slotView is one reception.
type slotView struct {
	Day, When, Leader, Place, Note string
	State                          state
	Mine                           bool     // the viewer sits there, and it has not begun
	Bookable                       bool     // places can be booked
	Booked                         []string // who comes and about what; nil where the viewer may not know
	Knows                          bool
	Said                           string   // the day in the words of the chat: 11月30日
	Times                          []string // of the places
}

// receptionDays shows the receptions: GET /app/receptions.
func (a *App) receptionDays(v *visit) {
	var view receptionsView
	err := a.store.View(func(tx *store.Tx) error {
		view = receptionsView{Keeps: v.Keeps(), Calendar: "/calendar/reception.ics"}
		slots, err := tx.Slots(a.school)
		if err != nil {
			return err
		}
		term, ok := a.school.Calendar.TermAround(v.Today())
		view.Term = "没有学期"
		if ok {
			view.Term = term.Name()
		}
		for _, s := range slots {
			if s.Term != term.ID {
				continue
			}
			view.Published = view.Published || s.Version > 0
			one, err := a.slot(v, tx, s)
			if err != nil {
				return err
			}
			if s.Held() && s.Begun(a.school, v.at) && s.Day != v.Today() {
				view.Past = append([]slotView{one}, view.Past...)
			} else {
				view.Slots = append(view.Slots, one)
			}
			if missing, err := a.sheetMissing(v, tx, s); err != nil {
				return err
			} else if missing {
				view.Missing = append(view.Missing, one)
			}
		}
		for _, m := range a.school.Leaders(v.Today()) {
			if m.ID != v.By() {
				view.Leaders = append(view.Leaders, m.Name)
			}
		}
		if view.Swaps, err = v.Swaps(tx, slots); err != nil {
			return err
		}
		view.Bookings, err = v.OwnBookings(tx, slots)
		return err
	})
	view.Papers = slices.Concat(papersOf(v, "receptions", "安排表", "", ""), papersOf(v, "received", "情况汇总", "", ""))
	a.show(v, "receptions.html", "校领导接待日", view, err)
}

// slot shows one reception.
func (a *App) slot(v *visit, tx *store.Tx, s ledger.Slot) (slotView, error) {
	day := s.Day
	if day == 0 {
		day = s.Regular
	}
	one := slotView{Day: day.Chinese(), Place: v.Place(s.Member), State: state{"待举行", wait}, Said: dayShort(day, v.Today().Year())}
	if m := a.school.Member(s.Member); m != nil {
		one.Leader = m.Name + " " + m.Title
	}
	if s.Holiday != "" {
		one.Note = "原定" + s.Regular.Chinese() + "，" + s.Holiday
	}
	one.Note = joined("；", one.Note, s.Reason)
	switch {
	case !s.Held():
		one.State = state{"取消", gone}
		return one, nil
	case s.Begun(a.school, v.at):
		one.State = state{"已举行", good}
	case s.Day == v.Today():
		one.State = state{"今天", wait}
	}
	from, until := a.school.ReceptionSpan(s.Day)
	one.When = from.In(a.school.Location).Format("15:04") + "–" + until.In(a.school.Location).Format("15:04")
	one.Mine = s.Member == v.By() && !s.Begun(a.school, v.at)
	one.Bookable = s.Bookable(a.school, v.at)
	for i := range a.school.Reception.Places() {
		one.Times = append(one.Times, a.school.Reception.PlaceAt(i).String())
	}
	var err error
	one.Booked, one.Knows, err = v.Bookings(tx, s)
	return one, err
}

// sheetMissing tells whether a reception is over, without what came of it, and the viewer may enter that.
func (a *App) sheetMissing(v *visit, tx *store.Tx, s ledger.Slot) (bool, error) {
	if !s.Held() || !s.Begun(a.school, v.at) || v.Today().Add(-sheetDays) > s.Day {
		return false, nil
	}
	if _, may, err := v.Bookings(tx, s); !may || err != nil {
		return false, err
	}
	sheet, err := tx.SheetOf(s.Regular)
	return sheet == nil, err
}
