package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// The size of the ledger behind the benchmark of the pages.
const (
	manyActivities = 1_000_000
	manyCases      = 100_000
	openCases      = 5_000 // of them are not over
	manyMembers    = 10_000
	manyNotices    = 100_000
)

// largeSchool is the demo school with thousands of members who follow its rules (Art. 8).
func largeSchool(b *testing.B) *policy.School {
	b.Helper()
	small, err := config.DemoSchool()
	if err != nil {
		b.Fatal(err)
	}
	school := *small
	var own []policy.Rule
	for _, r := range school.Measure.Rules {
		if r.Who.Scope == policy.Each {
			r.ID, r.Like, r.Who = r.ID+"u", r.ID, policy.Who{Scope: policy.Each, Roles: []policy.Role{policy.MidLevel}}
			own = append(own, r)
		}
	}
	school.Measure.Rules = append(append([]policy.Rule(nil), school.Measure.Rules...), own...)
	school.Members = append([]policy.Member(nil), school.Members...)
	for i := len(school.Members); i < manyMembers; i++ {
		school.Members = append(school.Members, policy.Member{
			ID: fmt.Sprintf("m%05d", i), Name: fmt.Sprintf("名%05d", i), Roles: []policy.Role{policy.MidLevel}, Unit: school.Units[i%len(school.Units)].Name,
			Accounts: []policy.Address{{Channel: "wecom", User: fmt.Sprintf("m%05d", i)}},
		})
	}
	school.Index()
	return &school
}

// fillLedger writes a large ledger: half of the records are the leaders', the rest those of everybody.
func fillLedger(b *testing.B, st *store.Store, school *policy.School) {
	b.Helper()
	first := time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC)
	leaders := school.Leaders(school.Today(morning))
	each := func(total, slice int, write func(tx *store.Tx, i int, at time.Time) error) {
		for done := 0; done < total; done += slice {
			at := first.Add(morning.Add(-24*time.Hour).Sub(first) / time.Duration(total) * time.Duration(done))
			err := st.Update(at, func(tx *store.Tx) error {
				for i := done; i < min(done+slice, total); i++ {
					if err := write(tx, i, at); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	each(manyActivities, 2000, func(tx *store.Tx, i int, at time.Time) error {
		m := leaders[i/2%len(leaders)]
		if i%2 == 0 {
			m = &school.Members[(i*7919)%len(school.Members)]
		}
		return tx.PutActivity(&ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: school.Today(at), By: m.ID, Entered: at, Credits: []ledger.Credit{{Member: m.ID, Confirmed: at}},
			Said: ledger.Details{ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽", Comment: "内容充实", Text: "昨天下午去教科院听了两节课，王丽老师的教育心理学"},
		})
	})
	units := []string{"后勤处", "教务处", "信息中心", "学生处", "保卫处"}
	each(manyCases, 500, func(tx *store.Tx, i int, at time.Time) error {
		p := ledger.Petition{
			ID: tx.NextPetitionID(), Received: at, Category: school.Petitions.Categories[i%len(school.Petitions.Categories)].Name, Class: policy.Suggestion, Level: ledger.LevelOpen,
			Summary: "宿舍晚间网络慢，希望改善。", Source: ledger.FromChat, Told: ledger.Told{At: at, Outcome: ledger.ToldAccept}, Unit: units[i%len(units)],
			Assignments: []ledger.Assignment{{Unit: units[i%len(units)], Lead: true, At: at, Due: school.Today(at).Add(15)}},
			Due:         school.Today(at).Add(15), DueFor: ledger.ClockUnit,
		}
		if i < manyCases-openCases {
			p.Replied, p.Closed = at.Add(time.Hour), at.Add(2*time.Hour)
		}
		if err := tx.PutPetition(p); err != nil {
			return err
		}
		return tx.Log("liu", ledger.VerbTold, p.ID, "受理")
	})
	each(manyNotices, 2000, func(tx *store.Tx, i int, at time.Time) error {
		m := &school.Members[i%len(school.Members)]
		n := ledger.Notice{Key: fmt.Sprintf("n%d", i), Kind: "quota", Member: m.ID, To: policy.Address{Channel: "wecom", User: m.ID}, Text: "还差听课2学时", Made: at, Due: at, Sent: at}
		if len(m.Accounts) > 0 {
			n.To = m.Accounts[0]
		}
		_, err := tx.Notify(n)
		return err
	})
}

// BenchmarkPages answers every page of every role through the handler.
func BenchmarkPages(b *testing.B) {
	school := largeSchool(b)
	e := openEstate(b, school, true)
	fillLedger(b, e.store, school)
	roles := map[string]string{"书记": "LiangZhiyuan", "副校长": "LinXiaofeng", "纪委办": "MaXiaodong", "党办": "ChenXiao", "校办": "SunLi", "信访专员": "LiuFang", "秘书": "ZhaoMin", "承办人": "PengYong", "考核小组": "DengWei", "学生": student}
	pages := []string{
		"/app/", "/app/records", "/app/records?year=2025-2026&kind=observe_class", "/app/records?kind=forum", "/app/records?behind=2026-03-02.2026-100000",
		"/app/records/HD2026-123456", "/app/school", "/app/assessment", "/app/assessment?who=lin", "/app/cases", "/app/cases?clock=overdue", "/app/cases?unit=%E5%90%8E%E5%8B%A4%E5%A4%84", "/app/cases/XF2026-40001", "/app/receptions",
		"/app/notices", "/app/notices?before=50000", "/app/notices?only=refused", "/app/settings", "/app/journal", "/app/journal?before=50000",
	}
	for role, user := range roles {
		id, _ := e.sessions.begin(addressOf(user))
		for _, path := range pages {
			ask := func() int {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.AddCookie(&http.Cookie{Name: sessionName, Value: id})
				w := httptest.NewRecorder()
				e.App.ServeHTTP(w, r)
				return w.Code
			}
			if code := ask(); code == http.StatusNotFound {
				continue // not for this role
			} else if code != http.StatusOK {
				b.Fatalf("%s for %s: %d", path, role, code)
			}
			b.Run(role+path, func(b *testing.B) {
				for b.Loop() {
					ask()
				}
			})
		}
	}
}
