package web

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
)

// china is the zone of the tests' school.
var china = time.FixedZone("CST", 8*3600)

// morning is where the demo's clock starts: a Thursday in teaching week 12.
var morning = time.Date(2026, 11, 19, 10, 0, 0, 0, china)

// fakePhones answers every message by repeating it; a text with 坏 in it is not taken.
type fakePhones struct {
	mu    sync.Mutex
	chats map[string][]Line
	next  chan struct{}
	now   func() time.Time
	heard func(user, text string) // called for every message that is taken; may be nil
}

func newFakePhones(now func() time.Time) *fakePhones {
	return &fakePhones{chats: make(map[string][]Line), next: make(chan struct{}), now: now}
}

func (p *fakePhones) Say(_ context.Context, user, text string) error {
	if strings.Contains(text, "坏") {
		return errors.New("the platform is out of order")
	}
	if p.heard != nil {
		p.heard(user, text)
	}
	p.put(user, Line{At: p.now(), Mine: true, Text: text}, Line{At: p.now(), Text: "收到：" + text + "\n第二行"})
	return nil
}

// Press says what was pressed in the place of the buttons; the key 坏 is not taken.
func (p *fakePhones) Press(_ context.Context, user string, n int, key string) error {
	if key == "坏" {
		return errors.New("the platform is out of order")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	l := &p.chats[user][n]
	l.Text, l.Buttons = "办好了："+key+"\n第二行", []Button{{Label: "已选 " + key}}
	close(p.next)
	p.next = make(chan struct{})
	return nil
}

func (p *fakePhones) put(user string, lines ...Line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.chats[user] = append(p.chats[user], lines...)
	close(p.next)
	p.next = make(chan struct{})
}

func (p *fakePhones) Chat(user string) []Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Line(nil), p.chats[user]...)
}

func (p *fakePhones) Changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.next
}

// fakeClock stands still until it is moved, and then calls due.
type fakeClock struct {
	mu  sync.Mutex
	at  time.Time
	due func(ctx context.Context, now time.Time) error
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fakeClock) Advance(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.at = c.at.Add(d)
	now := c.at
	c.mu.Unlock()
	if c.due == nil {
		return nil
	}
	return c.due(ctx, now)
}

// house is a sandbox on a real ledger, with everything a test may reach into.
type house struct {
	*Sandbox
	phones *fakePhones
	clock  *fakeClock
	store  *store.Store
	faults *fakeTroubles
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{clock: &fakeClock{at: morning}, store: openStore(t), faults: &fakeTroubles{}}
	h.phones = newFakePhones(h.clock.Now)
	s, err := NewSandbox(demoSchool(), h.store, h.phones, h.clock, zerolog.New(zerolog.NewTestWriter(t)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.Offer(h.faults)
	h.Sandbox = s
	return h
}

func openStore(t testing.TB) *store.Store {
	t.Helper()
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "lianxin.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	vault, err := store.NewVault([]byte("test " + base64.StdEncoding.EncodeToString(make([]byte, 32))))
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(engine, store.Options{Location: china, Vault: vault})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// demoSchool has somebody in each group of the list, somebody without a phone, and a term that holds the morning.
func demoSchool() *policy.School {
	s := &policy.School{Name: "示例大学", Location: china}
	s.Calendar.Terms = []policy.Term{{ID: "2026-2027-1", Start: policy.MakeDate(2026, time.August, 31), Weeks: 20, TeachingWeeks: 18}}
	s.Measure.Kinds = []policy.KindSpec{
		{Kind: policy.ObserveClass, Zh: "听课"}, {Kind: policy.OrgLife, Zh: "参加支部生活/组织生活/民主生活会"}, {Kind: policy.Forum, Zh: "座谈"},
	}
	phone := func(user string) []policy.Address { return []policy.Address{{Channel: "wecom", User: user}} }
	s.Members = []policy.Member{
		{ID: "lihua", Name: "李华", Kind: "student", Unit: "文学院", Accounts: phone("LiHua")},
		{ID: "chen", Name: "陈晓", Title: "党办主任", Roles: []policy.Role{policy.PartyOffice}, Accounts: phone("ChenXiao")},
		{ID: "liang", Name: "梁志远", Title: "党委书记", Roles: []policy.Role{policy.Leader}, Accounts: phone("LiangZhiyuan")},
		{
			ID: "lin", Name: "林晓峰", Title: "副校长", Roles: []policy.Role{policy.Leader}, Accounts: phone("LinXiaofeng"),
			Delegates: []policy.Assignment{{Name: "chen"}, {Name: "zhao"}},
		},
		{ID: "zhao", Name: "赵敏", Roles: []policy.Role{policy.Secretary}, Unit: "校长办公室", Accounts: phone("ZhaoMin")},
		{ID: "fang", Name: "方志明", Roles: []policy.Role{policy.CollegeDean}, Unit: "文学院", Accounts: phone("FangZhiming")},
		{ID: "qian", Name: "钱无机", Title: "处长", Roles: []policy.Role{policy.MidLevel}, Accounts: []policy.Address{{Channel: "dingtalk", User: "1"}}},
	}
	return s
}

// update changes the ledger at the demo's time.
func (h *house) update(t testing.TB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := h.store.Update(h.clock.Now(), fn); err != nil {
		t.Fatal(err)
	}
}

// report writes an activity of one leader into the ledger.
func (h *house) report(t testing.TB, member string, said ledger.Details) {
	t.Helper()
	h.update(t, func(tx *store.Tx) error {
		a := ledger.Activity{
			ID: tx.NextActivityID(), Kind: policy.ObserveClass, Date: policy.MakeDate(2026, time.November, 18), Said: said,
			Credits: []ledger.Credit{{Member: member, Confirmed: tx.At}}, By: member, Entered: tx.At,
		}
		if err := tx.Log(member, "reported", a.ID, "observe_class 2026-11-18 2h"); err != nil {
			return err
		}
		return tx.PutActivity(&a)
	})
}

// get asks for a page as a browser on this machine does.
func (h *house) get(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+path, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// post sends a plain form, with the headers of an own page and those given in pairs.
func (h *house) post(path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
