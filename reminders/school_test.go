package reminders

import (
	"encoding/base64"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func day(t testing.TB, s string) policy.Date {
	t.Helper()
	d, err := policy.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// china is the zone of the test school. It has had no summer time since 1991.
func china() *time.Location { return time.FixedZone("CST", 8*3600) }

// clockAt reads "2026-03-04 09:00" in the school's zone.
func clockAt(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, china())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// sample is a school of seven leaders and their offices, with the calendar of 2025 to January 2027.
func sample(t testing.TB) *policy.School {
	t.Helper()
	s := &policy.School{
		Name: "示例大学", Location: china(),
		Measure:   policy.Measure{Settings: policy.DefaultSettings(), Rules: sampleRules()},
		Reminders: policy.Reminders{Tick: "*/10 * * * *", QuietFrom: 21 * 60, QuietUntil: 8 * 60},
		Reception: policy.Reception{
			Roster: []string{"liang", "he", "zhou", "lin", "wu", "xie", "huang"},
			Place:  map[string]string{"liang": "行政楼301"},
		},
		Units: []policy.Unit{{Name: "后勤处", Handlers: []string{"peng"}}, {Name: "教务处", Handlers: []string{"tang"}}},
	}
	s.Calendar = sampleCalendar(t)
	add := func(id, name, title string, roles ...policy.Role) *policy.Member {
		s.Members = append(s.Members, policy.Member{
			ID: id, Name: name, Title: title, Roles: roles, Accounts: []policy.Address{{Channel: "wecom", User: "U" + id}},
		})
		return &s.Members[len(s.Members)-1]
	}
	liang := add("liang", "梁志远", "党委书记", policy.Leader)
	liang.Post, liang.ContactNonparty, liang.ContactParty = policy.PostPartySecretary, []string{"罗晓敏"}, []string{"民盟"}
	add("he", "何敏华", "校长", policy.Leader).Post = policy.PostPresident
	add("zhou", "周文斌", "党委副书记", policy.Leader).Tags = []string{"分管学生工作"}
	add("lin", "林晓峰", "副校长", policy.Leader).Tags = []string{"分管教学工作"}
	add("wu", "吴国平", "副校长", policy.Leader)
	add("xie", "谢安琪", "副校长", policy.Leader).Party = "无党派"
	add("huang", "黄立新", "纪委书记", policy.Leader)
	add("chen", "陈晓", "党委办公室秘书", policy.PartyOffice)
	add("sun", "孙静", "校长办公室秘书", policy.PresidentOffice)
	add("liu", "刘芳", "信访专员", policy.PetitionOfficer)
	add("deng", "邓海", "考核小组秘书", policy.AssessmentGroup, policy.PartyOffice)
	add("admin", "钱宇", "工程师", policy.Admin)
	add("peng", "彭刚", "后勤处科长", policy.Handler)
	add("tang", "唐敏", "教务处科长", policy.Handler)
	return s
}

func sampleCalendar(t testing.TB) policy.Calendar {
	t.Helper()
	c := policy.Calendar{
		Terms: []policy.Term{
			{ID: "2025-2026-1", Start: day(t, "2025-09-01"), Weeks: 20, TeachingWeeks: 18},
			{ID: "2025-2026-2", Start: day(t, "2026-03-02"), Weeks: 20, TeachingWeeks: 18},
			{ID: "2026-2027-1", Start: day(t, "2026-08-31"), Weeks: 20, TeachingWeeks: 18},
		},
		Days:       map[policy.Date]policy.Day{},
		KnownYears: map[int]bool{2025: true, 2026: true},
	}
	off := func(name, first, last string) {
		for d := day(t, first); d <= day(t, last); d = d.Add(1) {
			c.Days[d] = policy.Day{Off: true, Name: name}
		}
	}
	off("国庆节", "2025-10-01", "2025-10-08")
	off("元旦", "2026-01-01", "2026-01-03")
	off("春节", "2026-02-15", "2026-02-23")
	off("清明节", "2026-04-04", "2026-04-06")
	off("劳动节", "2026-05-01", "2026-05-05")
	off("端午节", "2026-06-19", "2026-06-21")
	off("中秋节", "2026-09-25", "2026-09-27")
	off("国庆节", "2026-10-01", "2026-10-07")
	for _, d := range []string{"2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		c.Days[day(t, d)] = policy.Day{}
	}
	return c
}

func sampleRules() []policy.Rule {
	each := policy.Who{Scope: policy.Each, Group: "学校领导班子成员"}
	with := func(change func(*policy.Who)) policy.Who {
		who := each
		change(&who)
		return who
	}
	return []policy.Rule{
		{ID: "5.1", Who: each, Kinds: []policy.Kind{policy.OrgLife}, Min: 2, Unit: "times", Per: policy.PerYear},
		{ID: "5.3a", Who: each, Kinds: []policy.Kind{policy.Forum}, Min: 2, Unit: "times", Per: policy.PerYear},
		{
			ID: "5.3b", Who: with(func(w *policy.Who) { w.TagsAny = []string{"分管教学工作", "分管学生工作"} }), Kinds: []policy.Kind{policy.Forum},
			Where: policy.Where{Audience: []string{"学生"}}, Min: 2, Unit: "times", Per: policy.PerYear,
		},
		{
			ID: "5.3c", Who: each, Kinds: []policy.Kind{policy.ResearchPlan}, Min: 1, Unit: "plan", Per: policy.PerYear, Soft: true,
			Window: policy.Window{By: "week_6_of_term_1"},
		},
		{
			ID: "5.4a", Who: policy.Who{Scope: policy.Each, Posts: []string{policy.PostPartySecretary, policy.PostPresident}},
			Kinds: []policy.Kind{policy.FirstLesson}, Min: 1, Unit: "times", Per: policy.PerTerm, Window: policy.Window{Weeks: [2]int{1, 6}},
		},
		{ID: "5.4b", Who: each, Kinds: []policy.Kind{policy.ObserveClass}, Min: 4, Unit: "class_hour", Per: policy.PerTerm},
		{
			ID: "5.5a", Who: with(func(w *policy.Who) { w.Has = policy.HasContactNonparty }), Kinds: []policy.Kind{policy.NonpartyTalk}, Min: 1,
			Unit: "times", Per: policy.PerYear, Soft: true,
		},
		{
			ID: "5.5b", Who: with(func(w *policy.Who) { w.Has = policy.HasContactParty }), Kinds: []policy.Kind{policy.NonpartyEvent}, Min: 1,
			Unit: "times", Per: policy.PerYear, Soft: true,
		},
		{
			ID: "5.6", Title: "向离退休人员通报学校发展情况", Who: policy.Who{Scope: policy.Body}, Kinds: []policy.Kind{policy.RetireeBrief}, Min: 1,
			Unit: "times", Per: policy.PerYear,
		},
		{ID: "5.8", Who: policy.Who{Scope: policy.Body, Roster: true}, Kinds: []policy.Kind{policy.ReceptionDay}, EverySlot: true, Unit: "slot", Per: policy.PerTerm},
	}
}

// emptyStore is a new ledger in memory.
func emptyStore(t testing.TB) *store.Store { return storeOn(t, memory.New()) }

// storeOver opens an engine that somebody else closes.
func storeOver(t testing.TB, engine kv.Engine) *store.Store {
	t.Helper()
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: china(), Vault: vault})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func storeOn(t testing.TB, engine kv.Engine) *store.Store {
	t.Helper()
	st := storeOver(t, engine)
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// flaky is an engine whose writing can be made to fail.
type flaky struct {
	kv.Engine
	fails   atomic.Bool
	updates atomic.Int64
}

var errDisk = errors.New("no space left on device")

func (e *flaky) Update(fn func(kv.Tx) error) error {
	if e.fails.Load() {
		return errDisk
	}
	e.updates.Add(1)
	return e.Engine.Update(fn)
}

func update(t testing.TB, st *store.Store, at time.Time, fn func(*store.Tx) error) {
	t.Helper()
	if err := st.Update(at, fn); err != nil {
		t.Fatal(err)
	}
}

// outbox lists all notices in the order in which they were written, without the row that says how far was looked.
func outbox(t testing.TB, st *store.Store) []ledger.Notice {
	t.Helper()
	var out []ledger.Notice
	err := st.View(func(tx *store.Tx) error {
		for n, err := range tx.RecentNotices(0) {
			if err != nil {
				return err
			}
			if n.Kind != KindLooked {
				out = append([]ledger.Notice{n}, out...)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func quietLog() zerolog.Logger { return zerolog.Nop() }

// address is somebody's account on WeCom.
func address(user string) policy.Address { return policy.Address{Channel: "wecom", User: user} }
