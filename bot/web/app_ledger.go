package web

import (
	"net/url"
	"slices"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// recordRow is one activity in a list.
type recordRow struct {
	ID, Day, Kind, What, Who string
	State                    state
	Own                      bool // the viewer is credited with it
	Lacks                    string
}

// row shows an activity as the viewer may have it.
func (a *App) row(v *visit, r *ledger.Activity) recordRow {
	row := recordRow{
		ID: r.ID, Day: dayShort(r.Date, v.Today().Year()), Kind: joined(" ", a.kindName(*r), hours(r.Said.ClassHours)), State: activityState(r),
		What: joined(" · ", r.Said.Unit, r.Said.Branch, r.Said.Place, joined("·", r.Said.Course, r.Said.Teacher), r.Said.Audience, r.Said.Topic, r.Said.Counterpart, r.Said.Event, r.Said.Matter),
	}
	var names []string
	for _, c := range r.Credits {
		names = append(names, a.named(c.Member))
		row.Own = row.Own || c.Member == v.By()
	}
	row.Who = strings.Join(names, "、")
	if row.State.Tone == good {
		if lacks := v.Lacks(r); len(lacks) > 0 {
			row.Lacks = strings.Join(lacks, "、")
		}
	}
	return row
}

// rows reads the activities of a list and keeps those that the viewer may read.
func (a *App) rows(v *visit, tx *store.Tx, list []store.Held) ([]recordRow, error) {
	var out []recordRow
	for _, h := range list {
		r, err := tx.Activity(h.ID())
		if err != nil {
			return nil, err
		}
		if v.MayRead(&r) {
			out = append(out, a.row(v, &r))
		}
	}
	return out, nil
}

const (
	mostRows   = 40    // of a page
	mostLooked = 4_000 // entries that one page looks at, for those that fit
)

// ledgerView is 台账.
type ledgerView struct {
	Years, Kinds, Units []option
	Who                 string // as it was asked for
	People              []string
	Unknown             bool // nobody of that name, or nobody whom the viewer may see
	Rows                []recordRow
	Next                string // address of the next page; "" = this is the last
	Sparse              bool   // the page ends before it is full
	Begun               bool   // it is not the first page
	All                 bool   // of several people
	File                string // address of what is shown as a file; "" = there is nothing to hand out
}

type option struct {
	Value, Name string
	Chosen      bool
}

// whose lists the members whose records the viewer may see without seeing everybody's: himself if he reports, and who lets him speak.
func (a *App) whose(v *visit) []*policy.Member {
	me := v.Member()
	if me == nil {
		return nil
	}
	var out []*policy.Member
	if me.Has(policy.Leader) || len(a.school.RulesFor(me, v.Today())) > 0 {
		out = append(out, me)
	}
	for i := range a.school.Members {
		if m := &a.school.Members[i]; m != me && len(m.Delegates) > 0 && m.Delegated(me.ID, v.Today()) {
			out = append(out, m)
		}
	}
	return out
}

// everybody lists the members whose records the ledger of the school is: the leaders, those too whose post is over, in post order (never ranked).
func (a *App) everybody() []*policy.Member {
	var out []*policy.Member
	for i := range a.school.Members {
		if m := &a.school.Members[i]; m.Has(policy.Leader) {
			out = append(out, m)
		}
	}
	return out
}

// ledger shows 台账, the newest day first: GET /app/records?year=Y&kind=K&unit=U&who=NAME&behind=DAY.ID, all of them optional.
func (a *App) ledger(v *visit) {
	q := v.r.URL.Query()
	people, ok := a.asked(v, "")
	if !ok {
		a.missing(v.w)
		return
	}
	view := ledgerView{Who: strings.TrimSpace(q.Get("who")), Begun: q.Has("behind"), All: true}
	for _, m := range people[:min(len(people), 200)] {
		view.People = append(view.People, m.Name)
	}
	if view.Who != "" {
		if people, ok = a.asked(v, view.Who); ok {
			view.Who, view.All = people[0].Name, false
		} else {
			people, view.Unknown = nil, true
		}
	}
	span := a.filters(v, q, &view)
	err := a.store.View(func(tx *store.Tx) error {
		list, next, more, err := tx.HeldBy(idsOf(people), span, placeIn(q.Get("behind")), fits(policy.Kind(q.Get("kind")), q.Get("unit")), mostRows, mostLooked)
		if err != nil {
			return err
		}
		view.Sparse = more && len(list) < mostRows
		rest := url.Values{}
		for _, key := range []string{"year", "kind", "unit", "who"} {
			if s := q.Get(key); s != "" {
				rest.Set(key, s)
			}
		}
		if view.File = ""; len(list) > 0 || view.Begun {
			view.File = strings.TrimSuffix("/app/papers/ledger?"+rest.Encode(), "?")
		}
		if view.Next = ""; more {
			rest.Set("behind", placeText(next))
			view.Next = "/app/records?" + rest.Encode()
		}
		view.Rows, err = a.rows(v, tx, list)
		return err
	})
	a.show(v, "ledger.html", "台账", view, err)
}

// filters fills in what can be chosen, and gives the days of the chosen year.
func (a *App) filters(v *visit, q url.Values, view *ledgerView) policy.Span {
	span := everyDay
	view.Years = []option{{"", "全部年度", q.Get("year") == ""}}
	seen := map[string]bool{}
	for i := len(a.school.Calendar.Terms) - 1; i >= 0; i-- {
		y, ok := a.school.Calendar.AcademicYear(a.school.Calendar.Terms[i].Start)
		if !ok || seen[y.ID] {
			continue
		}
		seen[y.ID] = true
		chosen := q.Get("year") == y.ID
		if view.Years = append(view.Years, option{y.ID, y.Name, chosen}); chosen {
			span = y.Span
		}
	}
	view.Kinds = []option{{"", "全部类别", q.Get("kind") == ""}}
	for _, k := range a.school.Measure.Kinds {
		view.Kinds = append(view.Kinds, option{string(k.Kind), a.kindWord(k.Kind), q.Get("kind") == string(k.Kind)})
	}
	view.Units = []option{{"", "全部单位", q.Get("unit") == ""}}
	for i := range a.school.Units[:min(len(a.school.Units), 300)] {
		name := a.school.Units[i].Name
		view.Units = append(view.Units, option{name, name, q.Get("unit") == name})
	}
	return span
}

// fits keeps the entries of a kind and a unit; "" of either is all.
func fits(kind policy.Kind, unit string) func(*ledger.Mark) bool {
	return func(m *ledger.Mark) bool { return (kind == "" || m.Kind == kind) && (unit == "" || m.Unit == unit) }
}

// memberNamed finds a member by name, id or another name that he goes by; nil if there is none.
func (a *App) memberNamed(name string) *policy.Member {
	if m := a.school.Member(name); m != nil {
		return m
	}
	for i := range a.school.Members {
		if m := &a.school.Members[i]; m.Name == name || slices.Contains(m.Aliases, name) {
			return m
		}
	}
	return nil
}

func idsOf(members []*policy.Member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.ID
	}
	return out
}

// placeText writes a place in a list as it stands in an address: 2026-11-18.2026-117. No word of a record is in it.
func placeText(p store.Place) string {
	day := "0"
	if p.Day != 0 {
		day = p.Day.String()
	}
	return day + "." + p.Serial.ID("")
}

// placeIn reads it; anything else is the beginning.
func placeIn(text string) store.Place {
	day, id, _ := strings.Cut(text, ".")
	serial, ok := ledger.ParseID("", id)
	d, err := policy.ParseDate(day)
	if !ok || err != nil && day != "0" {
		return store.Place{}
	}
	return store.Place{Day: d, Serial: serial}
}
