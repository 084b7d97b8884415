package web

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/time/rate"

	"lianxin/bot"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/bolt"
	"lianxin/store/ledger"
)

// estate is the pages on the demo school's ledger, with the platform's simulator behind the sign-in.
type estate struct {
	*App
	store    *store.Store
	school   *policy.School
	platform *wecomtest.Platform
	server   *httptest.Server
	log      *quiet
	clock    *fakeClock // of the ledger and the platform
	real     *fakeClock // of sessions
}

// quiet is a log that may be read while it is written.
type quiet struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (q *quiet) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.Write(p)
}

func (q *quiet) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.String()
}

func openEstate(t testing.TB, school *policy.School, noSync bool) *estate {
	t.Helper()
	e := &estate{school: school, log: &quiet{}, clock: &fakeClock{at: morning}, real: &fakeClock{at: morning}}
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "lianxin.db"), bolt.Options{NoSync: noSync})
	if err != nil {
		t.Fatal(err)
	}
	vault, err := store.NewVault([]byte("k1 " + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))))
	if err != nil {
		t.Fatal(err)
	}
	if e.store, err = store.Open(engine, store.Options{Location: school.Location, Vault: vault}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.store.Close() })
	var users []string
	for _, m := range school.Members {
		if user, ok := userOf(&m); ok {
			users = append(users, user)
		}
	}
	if e.platform, err = wecomtest.New(wecomtest.Options{Members: wecomtest.People(users[:min(len(users), 200)]...), Now: e.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.platform.Close)
	api := httptest.NewServer(e.platform)
	t.Cleanup(api.Close)
	o, log := e.platform.Options(), zerolog.New(e.log)
	c := wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: api.URL}
	door := wecom.NewDoor(c, wecom.NewSender(c, log, e.clock.Now))
	e.App, err = NewApp(school, e.store, bot.New(school, e.store, log, bot.Options{}), log, AppOptions{
		Doors: []Door{door}, Choose: e.platform.Visit, Now: e.clock.Now, Clock: e.real.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	e.server = httptest.NewServer(NewServer(e.App, log).http.Handler)
	t.Cleanup(e.server.Close)
	return e
}

// newEstate has the demo school with its story.
func newEstate(t testing.TB) *estate {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	e := openEstate(t, school, true)
	if err := store.SeedDemo(e.store, school, morning); err != nil {
		t.Fatal(err)
	}
	return e
}

// browser is one browser with its cookies.
type surfer struct {
	t testing.TB
	e *estate
	*http.Client
}

// surf opens a browser in which nobody has signed in; it follows redirects.
func (e *estate) surf(t testing.TB) *surfer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &surfer{t, e, &http.Client{Jar: jar}}
}

// as is a browser in which somebody signed in, through the platform.
func (e *estate) as(t testing.TB, user string) *surfer {
	t.Helper()
	s := e.surf(t)
	_, page := s.get("/app/signin/wecom")
	status, page := s.post("/app/choose", url.Values{"state": {field(page, "state")}, "channel": {"wecom"}, "who": {user}})
	if status != http.StatusOK || !strings.Contains(page, `class="tabs"`) {
		t.Fatalf("%s did not get in: %d\n%s", user, status, page)
	}
	return s
}

// plain is the same browser when it follows no redirect.
func (s *surfer) plain() *surfer {
	c := *s.Client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &surfer{s.t, s.e, &c}
}

func (s *surfer) answer(r *http.Request) (*http.Response, string) {
	s.t.Helper()
	res, err := s.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res, string(body)
}

func (s *surfer) request(method, path string, form url.Values) *http.Request {
	s.t.Helper()
	r, err := http.NewRequest(method, s.e.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func (s *surfer) get(path string) (status int, body string) {
	s.t.Helper()
	res, body := s.answer(s.request(http.MethodGet, path, nil))
	return res.StatusCode, body
}

func (s *surfer) post(path string, form url.Values) (status int, body string) {
	s.t.Helper()
	res, body := s.answer(s.request(http.MethodPost, path, form))
	return res.StatusCode, body
}

// do sends a form of a page, as it stands there, with what is said; it gives what the bot answered.
func (s *surfer) do(page string, say ...string) (reply string) {
	s.t.Helper()
	_, body := s.get(page)
	status, body := s.post("/app/do", url.Values{"token": {field(body, "token")}, "back": {page}, "say": say})
	if status != http.StatusOK {
		s.t.Fatalf("%v on %s: %d\n%s", say, page, status, body)
	}
	return replied(body)
}

// field is the value of a hidden field of a page.
func field(page, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// replied is the reply that a page shows.
func replied(page string) string {
	m := regexp.MustCompile(`(?s)<p class="text" role="status">(.*?)</p>`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// users are one account of every role of the demo school, and what each of them is.
var users = map[string]string{
	"党委书记": "LiangZhiyuan", "副校长": "LinXiaofeng", "纪委书记": "HuangLixin", "党办": "ChenXiao", "校办": "SunLi", "信访专员": "LiuFang", "秘书": "ZhaoMin",
	"承办人": "PengYong", "学生": student, "考核小组": "DengWei", "纪委办": "MaXiaodong", "教务处": "TangLei", "院长": "FangZhiming", "管理员": "GuJia", "没有列出的人": "SomebodyNew",
}

// The accounts of two students.
const student, otherStudent = "2024101001", "2025301018"

// addresses are the pages without those of one record.
var addresses = []string{
	"/app/", "/app/records", "/app/school", "/app/cases", "/app/receptions", "/app/notices", "/app/settings", "/app/journal", "/app/records/HD2026-0001", "/app/cases/XF2026-0006",
	"/app/assessment",
}

func TestNobodyWithoutASession(t *testing.T) {
	e := newEstate(t)
	s := e.surf(t).plain()
	for _, path := range append(addresses, "/app/cases/XF2026-0006/pictures/ab", "/app/?x=1") {
		res, body := s.answer(s.request(http.MethodGet, path, nil))
		want := "/app/signin?to=" + url.QueryEscape(path)
		if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != want || strings.Contains(body, "校领导") {
			t.Errorf("%s: %d to %q", path, res.StatusCode, res.Header.Get("Location"))
		}
	}
	for _, path := range []string{"/app/do", "/app/signout"} {
		if res, _ := s.answer(s.request(http.MethodPost, path, url.Values{"say": {"受理 XF2026-0012"}})); res.StatusCode != http.StatusSeeOther {
			t.Errorf("POST %s: %d", path, res.StatusCode)
		}
	}
	if status, _ := s.get("/app/nothing"); status != http.StatusNotFound {
		t.Errorf("no such page: %d", status)
	}
}

func TestSignInLeadsToThePage(t *testing.T) {
	e := newEstate(t)
	for to, want := range map[string]string{
		"/app/cases?clock=overdue": "/app/cases?clock=overdue", "": "/app", "//evil.example/app/": "/app", "https://evil.example/app/": "/app", "/apparently": "/app",
		"/app/oauth/wecom": "/app", `/app/\evil`: "/app", "/sandbox": "/app", "/app/../sandbox": "/app/../sandbox", "/app/signout": "/app",
	} {
		if got := local(to); got != want {
			t.Errorf("local(%q) = %q", to, got)
		}
	}
	s := e.surf(t)
	res, page := s.answer(s.request(http.MethodGet, "/app/cases?clock=overdue", nil))
	if res.Request.URL.Path != "/app/signin" || !strings.Contains(page, "用企业微信登录") {
		t.Fatalf("%s\n%s", res.Request.URL, page)
	}
	at := regexp.MustCompile(`href="(/app/signin/wecom[^"]*)"`).FindStringSubmatch(page)
	_, page = s.get(html.UnescapeString(at[1]))
	res, page = s.answer(s.request(http.MethodPost, "/app/choose", url.Values{"state": {field(page, "state")}, "channel": {"wecom"}, "who": {"LiuFang"}}))
	if res.Request.URL.Path != "/app/cases" || res.Request.URL.RawQuery != "clock=overdue" || !strings.Contains(page, "XF2026-0006") {
		t.Errorf("came to %s\n%s", res.Request.URL, page)
	}
}

// A state is good once, in the browser that began, and for ten minutes; a code is the platform's matter. Nothing of either reaches the log.
func TestSignInIsBound(t *testing.T) {
	e := newEstate(t)
	begin := func() (*surfer, string) {
		s := e.surf(t).plain()
		res, _ := s.answer(s.request(http.MethodGet, "/app/signin/wecom?to=/app/", nil))
		at, err := url.Parse(res.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return s, at.Query().Get("state")
	}
	back := func(s *surfer, state, code string) string {
		res, _ := s.answer(s.request(http.MethodGet, "/app/oauth/wecom?"+url.Values{"state": {state}, "code": {code}}.Encode(), nil))
		return res.Header.Get("Location")
	}
	s, state := begin()
	if len(state) != 64 || regexp.MustCompile(`[^a-z0-9]`).MatchString(state) {
		t.Errorf("the state is %q", state)
	}
	cookies := s.Jar.Cookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(e.server.URL, "http://"), Path: "/"})
	code := e.platform.Visit("LiuFang")
	if to := back(s, state, code); to != "/app/" {
		t.Errorf("a good sign-in leads to %q", to)
	}
	again := e.surf(t).plain()
	again.Jar.SetCookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(e.server.URL, "http://"), Path: "/"}, cookies)
	if to := back(again, state, e.platform.Visit("LiuFang")); to != "/app/signin?said=state" {
		t.Errorf("the same state again leads to %q", to)
	}
	s, state = begin()
	other, otherState := begin()
	if to := back(s, otherState, e.platform.Visit("LiuFang")); to != "/app/signin?said=state" {
		t.Errorf("somebody else's state leads to %q", to)
	}
	if to := back(e.surf(t).plain(), state, e.platform.Visit("LiuFang")); to != "/app/signin?said=state" {
		t.Errorf("without the cookie: %q", to)
	}
	if to := back(other, otherState, code); to != "/app/signin?said=refused" {
		t.Errorf("a spent code leads to %q", to)
	}
	s, state = begin()
	if to := back(s, state, e.platform.Visit("")); to != "/app/signin?said=refused" {
		t.Errorf("somebody from outside: %q", to)
	}
	s, state = begin()
	e.real.at = e.real.at.Add(10 * time.Minute)
	if to := back(s, state, e.platform.Visit("LiuFang")); to != "/app/signin?said=state" {
		t.Errorf("after ten minutes: %q", to)
	}
	s, state = begin()
	e.platform.Inject("auth/getuserinfo", 1, wecomtest.BadGateway())
	lost := e.platform.Visit("LiuFang")
	if to := back(s, state, lost); to != "/app/signin?said=platform" {
		t.Errorf("the platform is away: %q", to)
	}
	for _, secret := range []string{code, lost, state, "LiuFang"} {
		if strings.Contains(e.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// Whoever begins sign-ins and makes codes up uses up his pace and nothing else: there is always room for the states of the others.
func TestMadeUpCodesKeepNobodyOut(t *testing.T) {
	e := newEstate(t)
	e.platform.Inject("auth/getuserinfo", -1, wecomtest.Answer(40029))
	try := func(code string) string {
		state, cookie := e.signin.begin("/app/")
		r := httptest.NewRequest(http.MethodGet, "/app/oauth/wecom?"+url.Values{"state": {state}, "code": {code}}.Encode(), nil)
		r.AddCookie(&http.Cookie{Name: signinName, Value: cookie})
		w := httptest.NewRecorder()
		e.App.ServeHTTP(w, r)
		return w.Header().Get("Location")
	}
	e.signin.pace = rate.NewLimiter(0, 5) // so that it does not matter how long the test takes
	said := map[string]int{}
	for range 50 {
		said[try("made-up")]++
	}
	if want := map[string]int{"/app/signin?said=refused": 5, "/app/signin?said=busy": 45}; !maps.Equal(said, want) || len(e.signin.spent) != 5 {
		t.Errorf("%v, %d states are remembered", said, len(e.signin.spent))
	}
	e.signin.pace = rate.NewLimiter(rate.Inf, 0)
	e.platform.Heal()
	if to := try(e.platform.Visit("LiuFang")); to != "/app/" {
		t.Errorf("afterwards a good sign-in leads to %q", to)
	}
}

func TestSessions(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, student)
	in := func(s *surfer) bool {
		status, _ := s.plain().get("/app/")
		return status == http.StatusOK
	}
	e.real.at = e.real.at.Add(12*time.Hour - time.Second)
	if !in(s) {
		t.Error("a session ended before it was idle for twelve hours")
	}
	e.real.at = e.real.at.Add(12 * time.Hour)
	if in(s) {
		t.Error("an idle session goes on")
	}
	s = e.as(t, student)
	for range 7 * 3 {
		e.real.at = e.real.at.Add(8*time.Hour - time.Minute)
		in(s)
	}
	e.real.at = e.real.at.Add(30 * time.Minute)
	if in(s) {
		t.Error("a session lasts longer than seven days")
	}
	many := []*surfer{e.as(t, student)}
	for range mostSessions {
		e.real.at = e.real.at.Add(time.Second)
		many = append(many, e.as(t, student))
	}
	if in(many[0]) || !in(many[1]) || !in(many[mostSessions]) {
		t.Error("of too many sessions of one account the oldest should end")
	}
	s = many[mostSessions]
	_, page := s.get("/app/")
	if _, page = s.post("/app/signout", url.Values{"token": {field(page, "token")}}); !strings.Contains(page, "已退出登录") || in(s) {
		t.Errorf("after signing out:\n%s", page)
	}
}

// Over https the cookie goes nowhere else and its name keeps other hosts from setting it.
func TestCookies(t *testing.T) {
	for secure, want := range map[bool]string{
		true:  "__Host-lianxin=x; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax",
		false: "lianxin=x; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax",
	} {
		w := httptest.NewRecorder()
		cookies{secure}.set(w, sessionName, "x", maxSession)
		if got := w.Header().Get("Set-Cookie"); got != want {
			t.Errorf("secure %v: %s", secure, got)
		}
	}
}

func TestHeadersOfPages(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, "LiuFang")
	for _, path := range append(addresses, "/app/signin", "/app/nothing") {
		res, body := s.answer(s.request(http.MethodGet, path, nil))
		for name, want := range map[string]string{
			"Content-Security-Policy": policyOfApp, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "style=") || strings.Contains(body, "<style") || strings.Contains(body, "javascript:") {
			t.Errorf("%s holds a script or a style", path)
		}
	}
	if strings.Contains(policyOfApp, "unsafe") {
		t.Error("the policy allows what it should not")
	}
}

// A form is carried out once, for the session that wrote it, from an own page.
func TestForms(t *testing.T) {
	e := newEstate(t)
	lin, li := e.as(t, "LinXiaofeng"), e.as(t, student)
	_, page := lin.get("/app/")
	_, others := li.get("/app/")
	form := func(token string) url.Values {
		return url.Values{"token": {token}, "back": {"/app/"}, "say": {"昨天下午去教科院听了两节课，王丽老师的教育心理学"}}
	}
	count := func() (n int) {
		if err := e.store.View(func(tx *store.Tx) error {
			n = 0
			for _, err := range tx.RecentActivities(0) {
				if err != nil {
					return err
				}
				n++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	for name, token := range map[string]string{"none": "", "made up": "abc.def.ghi", "somebody else's": field(others, "token"), "cut": field(page, "token")[1:]} {
		if status, _ := lin.post("/app/do", form(token)); status != http.StatusForbidden || count() != before {
			t.Errorf("token %s: %d", name, status)
		}
	}
	r := lin.request(http.MethodPost, "/app/do", form(field(page, "token")))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if res, _ := lin.answer(r); res.StatusCode != http.StatusForbidden || count() != before {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	_, first := lin.post("/app/do", form(field(page, "token")))
	_, second := lin.post("/app/do", form(field(page, "token")))
	if count() != before+1 || !strings.HasPrefix(replied(first), "已登记 HD2026-") || replied(first) != replied(second) {
		t.Errorf("%d records more; said %q and %q", count()-before, replied(first), replied(second))
	}
	if _, page = lin.get("/app/"); replied(page) != "" {
		t.Errorf("the reply is shown again: %q", replied(page))
	}
	changed := form(field(page, "token"))
	changed.Set("say", "前天上午去外语学院听了一节课")
	lin.post("/app/do", form(field(page, "token")))
	if _, page = lin.post("/app/do", changed); !strings.Contains(replied(page), "外国语") && !strings.Contains(replied(page), "已登记") {
		t.Errorf("other words under the same token are answered %q", replied(page))
	}
}

// What somebody may not see is not there, and what is not there looks the same.
func TestOthersCasesAreNotThere(t *testing.T) {
	e := newEstate(t)
	li := e.as(t, student)
	reply := li.do("/app/", "图书馆三楼自习室的插座全坏了，希望尽快修")
	reply += li.do("/app/", "实名")
	_, home := li.get("/app/")
	id := regexp.MustCompile(`/app/cases/(XF2026-\d+)`).FindStringSubmatch(home)
	if id == nil {
		t.Fatalf("no case was filed: %s", reply)
	}
	if status, page := li.get("/app/cases/" + id[1]); status != http.StatusOK || !strings.Contains(page, "补充") {
		t.Errorf("the filer: %d\n%s", status, page)
	}
	for who, user := range map[string]string{"another student": otherStudent, "another unit's handler": "PengYong", "a leader not in charge": "WuGuoping", "a secretary": "ZhaoMin", "考核小组": "DengWei", "纪委办": "MaXiaodong", "管理员": "GuJia"} {
		if e.school.MemberAt(policy.Address{Channel: "wecom", User: user}) == nil {
			t.Fatalf("the demo school has no %s", user)
		}
		s := e.as(t, user)
		status, page := s.get("/app/cases/" + id[1])
		missing, nothing := s.get("/app/cases/XF2026-0999")
		if status != http.StatusNotFound || missing != http.StatusNotFound || page != nothing {
			t.Errorf("%s: %d and %d, same page %v", who, status, missing, page == nothing)
		}
		if _, list := s.get("/app/cases"); strings.Contains(list, id[1]) {
			t.Errorf("%s finds it in the queue", who)
		}
	}
	officer := e.as(t, "LiuFang")
	if _, page := officer.get("/app/cases/" + id[1]); !strings.Contains(page, "插座全坏了") || strings.Contains(page, "李想") {
		t.Errorf("the officer reads:\n%s", page)
	}
	for _, secret := range []string{"插座", "自习室", "李想", student} {
		if strings.Contains(e.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// The reading of a case that is not public is written down, once a day.
func TestReadingIsWrittenDown(t *testing.T) {
	e := newEstate(t)
	reads := func() (n int) {
		if err := e.store.View(func(tx *store.Tx) error {
			n = 0
			for line, err := range tx.JournalOf("XF2026-0011") {
				if err != nil {
					return err
				}
				if line.Verb == "read" && line.By == "liu" {
					n++
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := reads()
	s := e.as(t, "LiuFang")
	s.get("/app/cases/XF2026-0011")
	s.get("/app/cases/XF2026-0011")
	if reads() != before+1 {
		t.Errorf("%d lines more", reads()-before)
	}
}

// Who may see which page: by the matrix of the requirements, 4.
func TestRights(t *testing.T) {
	e := newEstate(t)
	for who, pages := range map[string]string{
		"党委书记": "/app/records /app/school /app/cases", "副校长": "/app/records /app/cases", "纪委书记": "/app/records /app/school /app/cases /app/journal", "纪委办": "/app/records /app/school /app/cases /app/journal", "考核小组": "/app/records /app/school /app/cases", "管理员": "", "没有列出的人": "",
		"党办": "/app/records /app/school /app/cases", "信访专员": "/app/cases", "秘书": "/app/records", "承办人": "/app/cases", "学生": "",
	} {
		s := e.as(t, users[who])
		for _, path := range []string{"/app/records", "/app/school", "/app/cases", "/app/journal"} {
			status, _ := s.get(path)
			_, home := s.get("/app/")
			may := slices.Contains(strings.Fields(pages), path)
			if (status == http.StatusOK) != may || strings.Contains(home, `href="`+path+`"`) != may {
				t.Errorf("%s on %s: %d, in the menu %v", who, path, status, strings.Contains(home, `href="`+path+`"`))
			}
		}
	}
	lin := e.as(t, "LinXiaofeng")
	if _, page := lin.get("/app/records?who=" + url.QueryEscape("何敏华")); !strings.Contains(page, "没有这个人") {
		t.Error("a leader sees a colleague's records")
	}
	if _, page := e.as(t, "ZhaoMin").get("/app/records?who=" + url.QueryEscape("林晓峰")); !strings.Contains(page, "/app/records/HD") {
		t.Error("a secretary does not see the records of who lets her speak")
	}
	if _, page := e.as(t, "ChenXiao").get("/app/notices"); strings.Contains(page, "接着可以回") || !strings.Contains(page, "发送记录") {
		t.Error("the log of what was sent shows texts, or is not there")
	}
}

// Who looks is whom the chat takes him for: with an account that he bound he is the same person, and with one that left the directory he is nobody, however
// long ago he signed in.
func TestAccountsOfViewers(t *testing.T) {
	e := newEstate(t)
	bound, left := e.as(t, users["没有列出的人"]), e.as(t, users["党办"])
	update := func(run func(tx *store.Tx) error) {
		t.Helper()
		if err := e.store.Update(morning, run); err != nil {
			t.Fatal(err)
		}
	}
	if status, _ := left.get("/app/records"); status != http.StatusOK {
		t.Fatalf("before: %d", status)
	}
	if status, _ := bound.get("/app/records"); status != http.StatusNotFound {
		t.Fatalf("a student: %d", status)
	}
	m := e.school.MemberAt(addressOf("LinXiaofeng"))
	m.Accounts = slices.DeleteFunc(slices.Clone(m.Accounts), func(a policy.Address) bool { return a.Channel == "wecom" })
	update(func(tx *store.Tx) error {
		return tx.Bind(e.school, m.Accounts[0], addressOf(users["没有列出的人"]), "code")
	})
	if status, page := bound.get("/app/records"); status != http.StatusOK || !strings.Contains(page, m.Name) {
		t.Errorf("a bound account is somebody else on the pages: %d", status)
	}
	update(func(tx *store.Tx) error {
		_, _, err := tx.EndAccount(e.school, addressOf(users["党办"]))
		return err
	})
	res, _ := left.plain().answer(left.request(http.MethodGet, "/app/records", nil))
	if at := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || at != "/app/signin?said=gone" {
		t.Errorf("an account that left still looks: %d %q", res.StatusCode, at)
	}
	if status, page := left.post("/app/do", url.Values{"token": {"x"}, "say": {"导出台账"}}); strings.Contains(page, sayStale) {
		t.Errorf("the session went on: %d", status)
	}
}

// Pages of the ledger go on from a key, and show everything once.
func TestPagesGoOn(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, "ChenXiao")
	seen, path := map[string]int{}, "/app/records"
	for pages := 0; path != ""; pages++ {
		_, page := s.get(path)
		for _, m := range regexp.MustCompile(`href="/app/records/(HD\d+-\d+)"`).FindAllStringSubmatch(page, -1) {
			seen[m[1]]++
		}
		next := regexp.MustCompile(`<a href="([^"]+)" rel="next">`).FindStringSubmatch(page)
		path = ""
		if next != nil {
			path = html.UnescapeString(next[1])
		}
		if pages > 20 {
			t.Fatal("the pages do not end")
		}
	}
	var all int
	if err := e.store.View(func(tx *store.Tx) error {
		all = 0
		for a, err := range tx.RecentActivities(0) {
			if err != nil {
				return err
			}
			if seen[a.ID] != 1 && !slices.ContainsFunc(e.school.Measure.Kinds, func(k policy.KindSpec) bool { return k.Kind == a.Kind && k.Restricted }) &&
				slices.ContainsFunc(a.Credits, func(c ledger.Credit) bool { m := e.school.Member(c.Member); return m != nil && m.Has(policy.Leader) }) {
				t.Errorf("%s is shown %d times", a.ID, seen[a.ID])
			}
			all++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(seen) <= mostRows || len(seen) > all {
		t.Errorf("%d of %d records", len(seen), all)
	}
	_, page := s.get("/app/records?kind=observe_class&year=2025-2026&unit=" + url.QueryEscape("教育科学学院"))
	if !strings.Contains(page, "听课") || strings.Contains(page, "<b>走访") {
		t.Errorf("the filter shows\n%s", page)
	}
}

// No page is heavy, and what it loads may be kept for ever.
func TestPagesAreLight(t *testing.T) {
	e := newEstate(t)
	_, first := e.surf(t).get("/app/signin")
	for _, name := range []string{"app.css", "icon.svg"} {
		address := regexp.MustCompile(`/app/static/` + regexp.QuoteMeta(name) + `\?v=[0-9a-f]{12}`).FindString(first)
		s := e.surf(t)
		if res, _ := s.answer(s.request(http.MethodGet, address, nil)); address == "" || res.StatusCode != http.StatusOK || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s at %q: %d, %q", name, address, res.StatusCode, res.Header.Get("Cache-Control"))
		}
	}
	for who, user := range users {
		s := e.as(t, user)
		for _, path := range addresses {
			res, body := s.answer(s.request(http.MethodGet, path, nil))
			if weight := len(body) + len(e.assets["app.css"].body) + len(e.assets["icon.svg"].body); weight > 100<<10 || res.StatusCode >= 500 {
				t.Errorf("%s for %s: %d, %d bytes with its style", path, who, res.StatusCode, weight)
			}
		}
	}
}

// A ledger that fails is said to fail, and nothing of why.
func TestBrokenLedger(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, "ChenXiao")
	_, page := s.get("/app/")
	if err := e.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/app/", "/app/records", "/app/school", "/app/receptions"} {
		if status, body := s.get(path); status != http.StatusInternalServerError || !strings.Contains(body, sayBroken) || strings.Contains(body, "kv:") {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
	if status, body := s.post("/app/do", url.Values{"token": {field(page, "token")}, "back": {"/app/"}, "say": {"我的进度"}}); status != http.StatusInternalServerError || !strings.Contains(body, sayBroken) {
		t.Errorf("a form: %d", status)
	}
	if !strings.Contains(e.log.String(), "a page failed") {
		t.Error("nothing was logged")
	}
}

func TestComposed(t *testing.T) {
	for want, form := range map[string]url.Values{
		"受理 XF2026-0012":                 {"say": {"受理 XF2026-0012"}},
		"交办 XF2026-0012 后勤处，2026-11-30前": {"say": {"交办 XF2026-0012 ", "后勤处"}, "with": {"，…前", "，摘要：…"}, "value": {"2026-11-30", " "}},
		"答复 XF2026-0012\n情况：甲\n乙\n结论：支持": {"say": {"答复 XF2026-0012 "}, "with": {"\n情况：…", "\n措施：…", "\n结论：…"}, "value": {"甲\r\n乙", "", "支持"}},
		"HD2026-0001 学时改成3学时":            {"say": {"HD2026-0001 ", "学时改成", "3学时"}},
		"":                               {"with": {"，…前"}},
	} {
		if got := strings.ReplaceAll(composed(form), " \n", "\n"); got != want {
			t.Errorf("%v: %q", form, got)
		}
	}
}

// doorless pages let nobody in and say what to do instead.
func TestWithoutADoor(t *testing.T) {
	e := newEstate(t)
	app, err := NewApp(e.school, e.store, e.bot, zerolog.Nop(), AppOptions{Now: e.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/app/signin": 200, "/app/signin/wecom": 404, "/app/choose": 404, "/app/oauth/wecom?code=a&state=b": 303} {
		w := httptest.NewRecorder()
		app.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != want || strings.Contains(w.Body.String(), "登录</a>") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func addressOf(user string) policy.Address { return policy.Address{Channel: "wecom", User: user} }
