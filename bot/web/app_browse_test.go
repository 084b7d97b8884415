package web

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lianxin/store"
)

// enter opens a page in a browser of its own and signs somebody in on the way, through the simulator of the platform.
func (e *estate) enter(t *testing.T, ctx context.Context, s screen, user, path string) *look {
	t.Helper()
	l := tabOn(t, ctx, &look{t: t, url: e.server.URL}, s, "/app/signin/wecom?to="+path)
	l.do(chromedp.WaitVisible(chromedp.CSS(`button[value="`+user+`"]`)), chromedp.Click(chromedp.CSS(`button[value="`+user+`"]`)), chromedp.WaitVisible(chromedp.CSS("nav.tabs")))
	return l
}

// leave signs out.
func (l *look) leave() {
	l.t.Helper()
	l.goTo("/app/") // what somebody may not see has no such button
	l.do(chromedp.Click(chromedp.CSS(".me button")))
	l.shows(`location.pathname === '/app/signin'`)
}

// said waits for a reply that begins so, and gives it.
func (l *look) said(begins string) string {
	l.t.Helper()
	l.shows(`document.querySelector('#said .text')?.innerText.startsWith('` + begins + `')`)
	return eval[string](l, `document.querySelector('#said .text').innerText`)
}

// shows waits until an expression is true in whatever page the tab comes to, and that page is whole: a new address is there before what it shows.
func (l *look) shows(expression string) {
	l.t.Helper()
	safe := `(() => { try { return document.readyState === 'complete' && Boolean(` + expression + `) } catch { return false } })()`
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if yes, err := chromedp.Run(l.ctx, chromedp.Evaluate[bool](safe)); err == nil && yes {
			return
		}
		if time.Now().After(end) {
			l.t.Fatalf("in vain waited for %s; the page says:\n%s", expression, eval[string](l, `document.body.innerText`))
		}
	}
}

func (l *look) goTo(path string) {
	l.t.Helper()
	l.do(chromedp.Navigate(l.url + path))
}

func TestPagesInABrowser(t *testing.T) {
	ctx := browser(t)
	for name, test := range map[string]func(t *testing.T, ctx context.Context){
		"signing in and out": signsInAndOut,
		"record corrected":   recordCorrected,
		"case answered":      caseAnswered,
		"slot swapped":       slotSwapped,
		"paper downloaded":   paperDownloaded,
		"keyboard":           pagesByKeyboard,
		"widths":             pagesAtEveryWidth,
		"axe":                pagesByAxe,
	} {
		t.Run(name, func(t *testing.T) { test(t, ctx) })
	}
}

func signsInAndOut(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := tabOn(t, ctx, &look{t: t, url: e.server.URL}, phone, "/app/receptions")
	l.shows(`location.pathname === '/app/signin'`)
	l.do(chromedp.Click(chromedp.CSS("a.main")), chromedp.WaitVisible(chromedp.CSS(`button[value="LinXiaofeng"]`)), chromedp.Click(chromedp.CSS(`button[value="LinXiaofeng"]`)))
	l.shows(`location.pathname === '/app/receptions' && document.querySelector('.me b').textContent === '林晓峰'`)
	l.shows(`document.querySelector('nav.tabs [aria-current=page]').textContent === '接待日'`)
	l.leave()
	l.goTo("/app/receptions")
	l.shows(`location.pathname === '/app/signin'`)
}

func recordCorrected(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := e.enter(t, ctx, phone, "LinXiaofeng", "/app/")
	l.do(chromedp.SetValue(chromedp.ID("say"), sentence), chromedp.Click(chromedp.CSS(`#say ~ .acts button`)))
	l.said("已登记 HD2026-")
	l.shows(`document.querySelector('[aria-labelledby=recent] .rows li').innerText.includes('2学时')`)
	l.do(chromedp.Click(chromedp.CSS(`[aria-labelledby=recent] .rows li a`)))
	l.shows(`location.pathname.startsWith('/app/records/HD2026-')`)
	id := eval[string](l, `document.querySelector('h1').textContent`)
	l.do(chromedp.SetValue(chromedp.ID("field"), "学时改成"), chromedp.SetValue(chromedp.ID("value"), "3学时"), chromedp.Click(chromedp.CSS(`form.grid button`)))
	l.said("已更正 " + id)
	l.shows(`document.querySelector('.lead').innerText.includes('听课 3学时') && document.querySelector('.course').innerText.includes('学时 2→3')`)
	err := e.store.View(func(tx *store.Tx) error {
		a, err := tx.Activity(id)
		if err == nil && a.Said.ClassHours != 3 {
			err = fmt.Errorf("the ledger holds %v", a.Said.ClassHours)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// caseAnswered works a case that the demo school has from its first word to the filer to the answer.
func caseAnswered(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := e.enter(t, ctx, desk, "LiuFang", "/app/cases")
	l.do(chromedp.Click(chromedp.CSS(`a[href="/app/cases/XF2026-0012"]`)))
	l.shows(`document.querySelector('.sealed')?.innerText.includes('西苑3栋')`)
	open := func(word string) {
		l.t.Helper()
		l.run(`[...document.querySelectorAll('.orders summary')].find(s => s.textContent === '` + word + `').click()`)
	}
	send := func(word string) {
		l.t.Helper()
		l.run(`[...document.querySelectorAll('.orders button')].find(b => b.textContent === '` + word + `').click()`)
	}
	open("交办")
	l.run(`(f => { f.querySelector('select').value = '信息中心'; f.querySelectorAll('input[name=value]')[1].value = '宿舍晚间网络慢，希望改善'; })(document.querySelector('.orders details[open] form'))`)
	send("交办")
	l.said("XF2026-0012：")
	l.shows(`document.querySelector('h1 small').textContent === '办理中'`)
	l.leave()

	l.goTo("/app/signin/wecom?to=/app/cases/XF2026-0012")
	l.do(chromedp.WaitVisible(chromedp.CSS(`button[value="JiangFan"]`)), chromedp.Click(chromedp.CSS(`button[value="JiangFan"]`)))
	l.shows(`document.querySelector('h1')?.textContent.startsWith('XF2026-0012') && document.querySelector('.sealed') === null`)
	open("答复")
	l.run(`(f => { const v = [...f.querySelectorAll('[name=value]')]; v[0].value = '经查西苑3栋交换机过载'; v[1].value = '已更换交换机'; v[2].value = '2026-11-18';
		v[4].value = '支持'; })(document.querySelector('.orders details[open] form'))`)
	send("答复")
	asked := l.said("")
	if !strings.Contains(asked, "联系") {
		t.Errorf("of an answer without a contact it is said %q", asked)
	}
	l.do(chromedp.SetValue(chromedp.ID("answer"), "信息中心 000-0000260"), chromedp.Click(chromedp.CSS("#said button")))
	l.shows(`document.querySelector('#said .text')?.innerText.includes('信息中心 000-0000260')`)
	l.do(chromedp.SetValue(chromedp.ID("answer"), "对"), chromedp.Click(chromedp.CSS("#said button")))
	l.shows(`document.querySelector('h1 small').textContent === '已答复'`)
	l.shows(`document.querySelector('.course').innerText.includes('答复来信人')`)
}

func slotSwapped(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := e.enter(t, ctx, phone, "HuangLixin", "/app/receptions")
	l.do(chromedp.Click(chromedp.CSS(`summary`)), chromedp.SetValue(chromedp.CSS(`details[open] select`), "梁志远"), chromedp.Click(chromedp.CSS(`details[open] button`)))
	l.said("换班 DB2026-")
	l.leave()
	for _, user := range []string{"LiangZhiyuan", "SunLi"} {
		l.goTo("/app/signin/wecom?to=/app/receptions")
		l.do(chromedp.WaitVisible(chromedp.CSS(`button[value="`+user+`"]`)), chromedp.Click(chromedp.CSS(`button[value="`+user+`"]`)), chromedp.WaitVisible(chromedp.CSS(`[aria-labelledby=swaps] button.main`)))
		l.do(chromedp.Click(chromedp.CSS(`[aria-labelledby=swaps] button.main`)))
		l.shows(`document.querySelector('#said') !== null && document.querySelector('[aria-labelledby=swaps]') === null`)
		if user != "SunLi" {
			l.leave()
		}
	}
	l.shows(`document.querySelector('[aria-labelledby=days] li').innerText.includes('11月30日') && document.querySelector('[aria-labelledby=days] li').innerText.includes('梁志远')`)
}

// pagesByKeyboard goes through a page with Tab alone: the way around the menu first, every stop visible.
func pagesByKeyboard(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := e.enter(t, ctx, desk, "LinXiaofeng", "/app/")
	l.goTo("/app/")
	l.press(kb.Tab)
	if at := l.held(); at != "skip" {
		t.Errorf("the first stop is %s", at)
	}
	l.heldVisibly()
	l.press(kb.Enter, kb.Tab)
	if in := eval[bool](l, `document.querySelector('main').contains(document.activeElement)`); !in {
		t.Errorf("behind the way around the menu comes %s", l.held())
	}
	stops := eval[int](l, `document.querySelectorAll('main a, main button, main input:not([type=hidden]), main textarea, main select, main summary').length`)
	for range stops - 1 {
		l.heldVisibly()
		l.press(kb.Tab)
	}
	if in := eval[bool](l, `document.querySelector('main').contains(document.activeElement)`); !in {
		t.Error("a stop of the page is not reached")
	}
}

func pagesAtEveryWidth(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	for _, user := range []string{"LiangZhiyuan", "LiuFang", "HuangLixin"} {
		l := e.enter(t, ctx, phone, user, "/app/")
		for _, path := range addresses {
			l.goTo(path)
			for _, width := range []int64{320, 768, 1280} {
				l.do(chromedp.EmulateViewport(width, 800))
				if over := eval[int](l, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("%s for %s at %d pixels is %d too wide", path, user, width, over)
				}
			}
		}
		l.leave()
	}
}

// pagesByAxe lets axe-core look at every page of every role, in light and dark.
func pagesByAxe(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	check := func(t *testing.T, l *look, what string) {
		t.Helper()
		for _, scheme := range []string{"light", "dark"} {
			call(l, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			rules := ""
			if scheme == "light" {
				l.run(string(axe))
			} else {
				rules = `runOnly: ['color-contrast'], ` // the rest is no matter of colours
			}
			l.run(`window.found = null; axe.run({` + rules + `resultTypes: ['violations']}).then(r => window.found = r.passes.length === 0 ? ['nothing was checked'] : r.violations.map(v => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')))`)
			l.shows(`window.found !== null`)
			if found := eval[[]string](l, `window.found`); len(found) > 0 {
				t.Errorf("%s, %s: %s", what, scheme, strings.Join(found, "\n"))
			}
		}
	}
	t.Run("nobody", func(t *testing.T) {
		l := tabOn(t, ctx, &look{t: t, url: e.server.URL}, phone, "/app/signin")
		check(t, l, "sign-in")
		l.goTo("/app/signin/wecom")
		check(t, l, "choosing")
		l.goTo("/app/nothing")
		check(t, l, "what is not there")
	})
	for _, who := range slices.Sorted(maps.Keys(users)) {
		if e.school.MemberAt(addressOf(users[who])) == nil {
			continue // nobody of the list is offered to be chosen
		}
		t.Run(who, func(t *testing.T) {
			l := e.enter(t, ctx, phone, users[who], "/app/")
			if who == "党办" {
				l.do(chromedp.SetValue(chromedp.ID("say"), "我的进度"), chromedp.Click(chromedp.CSS(`#say ~ .acts button`)), chromedp.WaitVisible(chromedp.ID("said")))
				check(t, l, "a reply")
			}
			for _, path := range addresses {
				l.goTo(path)
				if eval[bool](l, `document.querySelector('nav.tabs') === null`) {
					continue // not for this role
				}
				l.run(`document.querySelectorAll('details').forEach(d => d.open = true)`)
				check(t, l, path)
			}
			l.leave()
		})
	}
}
