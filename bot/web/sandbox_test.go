package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func TestRootLeadsToTheSandbox(t *testing.T) {
	w := newHouse(t).get("/")
	if w.Code != http.StatusFound || w.Header().Get("Location") != "/sandbox" {
		t.Errorf("GET / = %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestSchoolWithoutPhonesIsRefused(t *testing.T) {
	school := &policy.School{Location: china, Members: []policy.Member{{ID: "a", Accounts: []policy.Address{{Channel: "dingtalk", User: "1"}}}}}
	if _, err := NewSandbox(school, openStore(t), newFakePhones(time.Now), &fakeClock{}, zerolog.Nop()); err == nil {
		t.Error("a sandbox without phones was built")
	}
}

func TestPageWithoutScript(t *testing.T) {
	h := newHouse(t)
	h.phones.put("LinXiaofeng", Line{At: morning.Add(-time.Hour), Text: "早上好\n林校长"}, Line{At: morning, Mine: true, Text: "<b>好</b>"})
	h.phones.put("ChenXiao", Line{At: morning, Text: "一"}, Line{At: morning, Mine: true, Text: "二"}, Line{At: morning, Text: "三"})
	h.report(t, "lin", ledger.Details{ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽", PartOfDay: "下午"})

	w := h.get("/sandbox?who=lin&tab=ledger")
	page := w.Body.String()
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("page: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	for _, want := range []string{
		"<title>林晓峰 · 连心演示</title>",
		`data-tab="ledger"`,
		"早上好\n林校长",
		"&lt;b&gt;好&lt;/b&gt;",
		"11月19日 周四 09:00",
		"2026年11月19日 周四", "第12教学周",
		`aria-current="true"`,
		"HD2026-0001", "2学时", "林晓峰 · 11月18日下午 · 教育科学学院 · 教育心理学·王丽", "已登记",
		`<span class="count">2</span>`,
		`action="/sandbox/say" method="post"`, `action="/sandbox/clock" method="post"`,
		"还没有通知", "没有未办结的事项",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "钱无机") {
		t.Error("the page shows somebody without a phone")
	}
}

func TestFirstVisitShowsThePeople(t *testing.T) {
	h := newHouse(t)
	for path, want := range map[string]string{
		"/sandbox":                `<body data-tab="people" data-who="liang">`,
		"/sandbox?who=lin":        `<body data-tab="chat" data-who="lin">`,
		"/sandbox?tab=outbox":     `<body data-tab="outbox" data-who="liang">`,
		"/sandbox?tab=nonsense":   `<body data-tab="chat" data-who="liang">`,
		"/sandbox?draft=%3Ca%3E!": `&lt;a&gt;!</textarea>`,
	} {
		if page := h.get(path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s lacks %s", path, want)
		}
	}
}

func TestSomebodyUnknown(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/sandbox?who=nobody", "/sandbox/events?who=nobody", "/sandbox?who=qian", "/sandbox/static/nothing.js"} {
		if w := h.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s = %d", path, w.Code)
		}
	}
}

// The policy forbids what is inline and what is foreign; this finds it before a browser refuses it.
func TestPageKeepsToItsPolicy(t *testing.T) {
	h := newHouse(t)
	h.report(t, "lin", ledger.Details{Course: "x"})
	w := h.get("/sandbox?who=lin")
	if got := w.Header().Get("Content-Security-Policy"); got != policyOfPages || strings.Contains(got, "unsafe") {
		t.Errorf("policy %q", got)
	}
	page := w.Body.String()
	for name, bad := range map[string]string{
		"inline script": `<script(\s[^>]*)?>[^<]`, "inline style": `<style|\sstyle=`, "event handler": `\son[a-z]+=`, "foreign address": `(src|href|action)="(https?:)?//`,
	} {
		if found := regexp.MustCompile(bad).FindString(page); found != "" {
			t.Errorf("%s: %q", name, found)
		}
	}
}

func TestAssets(t *testing.T) {
	h := newHouse(t)
	page := h.get("/sandbox").Body.String()
	size := len(page)
	names := []string{"sandbox.css", "sandbox.js", "icon.svg", "trouble.css", "trouble.js"}
	for _, name := range names {
		address := regexp.MustCompile(`/sandbox/static/` + regexp.QuoteMeta(name) + `\?v=[0-9a-f]{12}`).FindString(page)
		if address == "" {
			t.Errorf("the page does not load %s", name)
			continue
		}
		w := h.get(address)
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", name, w.Code, w.Header().Get("Cache-Control"))
		}
		size += w.Body.Len()
	}
	if size > 100<<10 {
		t.Errorf("page and files have %d bytes", size)
	}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil || len(entries) != len(names)+1 { // and the style of the other pages
		t.Errorf("%d static files, %v: a file that no page loads?", len(entries), err)
	}
}

func TestPeopleAreGrouped(t *testing.T) {
	h := newHouse(t)
	lin, _ := h.person("lin")
	var got []string
	for _, g := range h.groups(lin) {
		for _, p := range g.People {
			got = append(got, joined("/", g.Name, p.Name, p.Title))
		}
	}
	want := []string{
		"校领导/梁志远/党委书记", "校领导/林晓峰/副校长", "秘书/赵敏/秘书 · 校长办公室", "职能部门/陈晓/党办主任",
		"二级学院/方志明/二级学院院长 · 文学院", "师生员工/李华/学生 · 文学院",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPhrasesFitTheRole(t *testing.T) {
	h := newHouse(t)
	for id, want := range map[string]string{"lin": "我还差几次听课", "zhao": "帮林晓峰登记", "chen": "谁没收到", "lihua": "帮助"} {
		p, _ := h.person(id)
		all := strings.Join(h.phrasesOf(p), "\n")
		if !strings.Contains(all, want) {
			t.Errorf("%s may try %q, want %q among them", id, all, want)
		}
	}
	student, _ := h.person("lihua")
	if all := strings.Join(h.phrasesOf(student), "\n"); strings.Contains(all, "谁没收到") {
		t.Error("a student is offered an order of the office")
	}
}

func TestReadingAChatClearsItsBadge(t *testing.T) {
	h := newHouse(t)
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "一"}, Line{At: morning, Mine: true, Text: "二"})
	lin, _ := h.person("lin")
	if got := h.unread(lin); got != 1 {
		t.Errorf("unread before: %d", got)
	}
	h.get("/sandbox?who=lin")
	if got := h.unread(lin); got != 0 {
		t.Errorf("unread after: %d", got)
	}
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "三"})
	if got := h.unread(lin); got != 1 {
		t.Errorf("unread after another line: %d", got)
	}
}

func TestWhenTimeIsSaid(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, china) }
	for _, tt := range []struct {
		name       string
		before, at time.Time
		want       string
	}{
		{"first line", time.Time{}, at(19, 10, 0), "11月19日 周四 10:00"},
		{"just before the pause", at(19, 10, 0), at(19, 10, 5).Add(-time.Second), ""},
		{"at the pause", at(19, 10, 0), at(19, 10, 5), "10:05"},
		{"a new day", at(19, 23, 59), at(20, 0, 0), "11月20日 周五 00:00"},
	} {
		if got := when(tt.before, tt.at); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestGuards(t *testing.T) {
	h := newHouse(t)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST": 200, "localhost.": 200, "[::1]:8080": 200, "[::1]": 200, "127.0.0.1": 200,
		"evil.example": 403, "evil.example:8080": 403, "127.0.0.1.evil.example:8080": 403, "192.168.1.5:8080": 403, "": 403, "localhost.evil.example": 403,
	} {
		r := httptest.NewRequest(http.MethodGet, "/sandbox", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q = %d, want %d", host, w.Code, want)
		}
	}
	form := url.Values{"who": {"lin"}, "text": {"从别处来"}}
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "", "Origin", "http://evil.example"}} {
		if w := h.post("/sandbox/say", form, header...); w.Code != http.StatusForbidden {
			t.Errorf("%v = %d", header, w.Code)
		}
	}
	if lines := h.phones.Chat("LinXiaofeng"); len(lines) != 0 {
		t.Errorf("another site has written %v", lines)
	}
}
