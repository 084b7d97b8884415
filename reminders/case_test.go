package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// casebook is a ledger in which cases go their way by the real transitions.
type casebook struct {
	t      testing.TB
	school *policy.School
	st     *store.Store
	people int // who filed something so far
}

// bookOf gives a ledger and the school that works with it: a head of 后勤处, a leader in charge of it.
func bookOf(t testing.TB, st *store.Store) *casebook {
	school := sample(t)
	school.Member("wu").InCharge = []policy.Assignment{{Name: "后勤处"}}
	school.Member("peng").Unit, school.Member("tang").Unit = "后勤处", "教务处"
	school.Members = append(school.Members,
		policy.Member{ID: "zeng", Name: "曾强", Unit: "后勤处", Roles: []policy.Role{policy.MidLevel}, Accounts: []policy.Address{{Channel: "wecom", User: "Uzeng"}}},
		policy.Member{ID: "guo", Name: "郭敏", Roles: []policy.Role{policy.DisciplineOffice}, Accounts: []policy.Address{{Channel: "wecom", User: "Uguo"}}},
	)
	school.Petitions.Categories = []policy.Category{{Name: "后勤-食堂", Unit: "后勤处"}, {Name: "教务-选课", Unit: "教务处"}}
	return &casebook{t: t, school: school, st: st}
}

func newBook(t testing.TB) *casebook { return bookOf(t, emptyStore(t)) }

// file lets somebody bring a case forward: 申诉求决 about the canteen, unless changed.
func (b *casebook) file(at string, change ...func(*ledger.Filing)) (id string) {
	b.t.Helper()
	f := ledger.Filing{Category: "后勤-食堂", Class: policy.Appeal, Raw: "原话"}
	for _, fn := range change {
		fn(&f)
	}
	b.people++
	who := store.Person{Address: policy.Address{Channel: "wecom", User: fmt.Sprintf("student%d", b.people)}}
	actor := ledger.Actor{Filer: true}
	if f.Source != ledger.FromChat {
		actor, who = ledger.Staff(b.school.Member("liu")), store.Person{Name: "张三"}
	}
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		p, err := tx.File(&ledger.Deed{School: b.school, By: actor, At: tx.At}, f, who)
		id = p.ID
		return err
	})
	return id
}

// do is one step of a case by a member, "filer" or "system".
func (b *casebook) do(at, by, id string, step func(*ledger.Deed, ledger.Petition) (ledger.Petition, error)) {
	b.t.Helper()
	update(b.t, b.st, clockAt(b.t, at), func(tx *store.Tx) error {
		d := &ledger.Deed{School: b.school, By: ledger.Staff(b.school.Member(by)), At: tx.At}
		switch by {
		case "filer":
			d.By = ledger.Actor{Filer: true}
		case "system":
			d.By = ledger.TheSystem()
		}
		_, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) { return step(d, p) })
		return err
	})
}

// accept takes a case on.
func (b *casebook) accept(at, id string) {
	b.t.Helper()
	b.do(at, "liu", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		p, err := p.Summarise(d, "秘密摘要")
		if err != nil {
			return p, err
		}
		return p.Tell(d, ledger.Telling{Outcome: ledger.ToldAccept})
	})
}

// assign takes a case on and gives it to units, the leading one first, until a day; "" = by the school's time limit.
func (b *casebook) assign(at, id, due string, units ...string) {
	b.t.Helper()
	b.accept(at, id)
	order := ledger.Order{Unit: units[0], With: units[1:]}
	if due != "" {
		order.Due = day(b.t, due)
	}
	b.do(at, "liu", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Assign(d, order) })
}

func (b *casebook) reply(at, by, id string) {
	b.t.Helper()
	b.do(at, by, id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.Reply(d, ledger.Reply{
			Facts: "午间实际开放九个窗口，共有十二个。", Action: "十一点四十起开放全部窗口。", Date: d.School.Today(d.At), Contact: "值班室 000-0000200",
			Finding: ledger.FindingSupported,
		})
	})
}

func (b *casebook) rate(at, id string, score ledger.Score) {
	b.t.Helper()
	b.do(at, "filer", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Rate(d, score, "") })
}

// look lists what is planned in a stretch of days as the ledger is now: "05-09 08:50 petition_due liu"; only of the kinds that begin so.
func (b *casebook) look(from, to string, kinds ...string) (out []string) {
	b.t.Helper()
	for _, it := range b.items(from, to) {
		if slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(it.Kind, kind) }) {
			out = append(out, fmt.Sprintf("%s %s %s", it.At.Format("01-02 15:04"), it.Kind, whoOf(it)))
		}
	}
	return out
}

func (b *casebook) items(from, to string) (items []Item) {
	b.t.Helper()
	err := b.st.View(func(tx *store.Tx) (err error) {
		items, err = Preview(b.school, tx, clockAt(b.t, from+" 00:00"), clockAt(b.t, to+" 23:59"), false)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return items
}

func whoOf(it Item) string {
	if it.Member == nil {
		return it.To.String()
	}
	return it.Member.ID
}

// hears gives the days on which one person is told of cases, with the kind.
func (b *casebook) hears(who, from, to string) (out []string) {
	b.t.Helper()
	for _, line := range b.look(from, to, "petition_") {
		if rest, ok := strings.CutSuffix(line, " "+who); ok {
			out = append(out, strings.Replace(rest, " 08:50 petition", "", 1))
		}
	}
	return out
}

// text is what one person reads on a day of one kind.
func (b *casebook) text(who, on, kind string) string {
	b.t.Helper()
	for _, it := range b.items(on, on) {
		if whoOf(it) == who && it.Kind == kind {
			return it.Text
		}
	}
	return ""
}

// reminders looks at the ledger, first on the morning of a day.
func (b *casebook) reminders() *Reminders {
	return New(b.school, b.st, quietLog(), Options{Channels: []string{"wecom"}, Spread: -1})
}

// petition reads a case.
func (b *casebook) petition(id string) (p ledger.Petition) {
	b.t.Helper()
	err := b.st.View(func(tx *store.Tx) (err error) {
		p, err = tx.Petition(id)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// ticks looks every ten minutes from one instant to another.
func (b *casebook) ticks(r *Reminders, from, to string) {
	b.t.Helper()
	for at := clockAt(b.t, from); !at.After(clockAt(b.t, to)); at = at.Add(10 * time.Minute) {
		if _, err := r.Tick(b.t.Context(), at); err != nil {
			b.t.Fatal(err)
		}
	}
}
