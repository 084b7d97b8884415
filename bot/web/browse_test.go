package web

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"lianxin/store/ledger"
)

// sentence is what is typed, and lesson what becomes of it.
const sentence = "昨天下午去教科院听了两节课，王丽老师的教育心理学"

var lesson = ledger.Details{ClassHours: 2, Unit: "教育科学学院", Course: "教育心理学", Teacher: "王丽"}

func TestInABrowser(t *testing.T) {
	ctx := browser(t)
	for name, test := range map[string]func(t *testing.T, ctx context.Context){
		"sentence becomes a record": sentenceBecomesARecord,
		"keyboard alone":            keyboardAlone,
		"phone":                     onAPhone,
		"clock":                     clockShowsReminders,
		"fault":                     faultKeepsTheText,
		"back and forth":            backAndForth,
		"without script":            withoutScript,
		"colours":                   coloursFollow,
		"every width":               everyWidth,
	} {
		t.Run(name, func(t *testing.T) { test(t, ctx) })
	}
}

func sentenceBecomesARecord(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	l.reporting()
	l.want(`document.querySelector('#activities .none') !== null`)
	l.write(sentence)
	l.want(`[...document.querySelectorAll('#lines .mine .bubble')].some(b => b.textContent === '` + sentence + `')`)
	l.want(`[...document.querySelectorAll('#lines .line:not(.mine) .bubble')].some(b => b.innerText.startsWith('收到') && b.innerText.split('\n').length === 2)`)
	l.want(`document.querySelector('#activities [data-key="HD2026-0001"].own.fresh')?.innerText.includes('2学时')`)
	l.want(`document.querySelector('#text').value === ''`)
	if l.held() != "text" {
		t.Errorf("after sending the focus is on %s", l.held())
	}
}

func keyboardAlone(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	l.want(`document.activeElement.id === 'text'`) // ready to type
	l.do(chromedp.Focus(chromedp.CSS(".skip")))
	l.heldVisibly()
	phrases := len(l.phrasesOf(l.people[1]))
	stops := append([]string{"hour", "day", "week", "lin", "log"}, slices.Repeat([]string{"phrase"}, phrases)...)
	stops = append(stops, "text", "send", "ledger", "#activities", "#petitions", "#journal", "faults")
	for _, b := range troubleButtons {
		stops = append(stops, string(b.What))
	}
	for _, want := range append(stops, "outbox") {
		l.press(kb.Tab)
		got := eval[string](l, `(e => e.closest('.phrases') ? 'phrase' : e.classList.contains('log') ? 'log' : e.classList.contains('scroll') ? e.parentElement.id :
			e.tagName === 'SUMMARY' ? 'faults' :
			e.dataset.who || e.hash || e.value || e.id || e.className)(document.activeElement)`)
		if got != want {
			t.Errorf("Tab leads to %q, want %q", got, want)
		}
		l.heldVisibly()
	}

	l.do(chromedp.Focus(chromedp.CSS(`.who[aria-current]`)))
	for _, step := range []struct{ key, who string }{
		{kb.ArrowUp, "liang"}, {kb.ArrowUp, "liang"}, {kb.End, "lihua"}, {kb.ArrowDown, "lihua"}, {kb.Home, "liang"}, {kb.ArrowDown, "lin"}, {kb.ArrowDown, "zhao"},
	} {
		l.press(step.key)
		if got := eval[string](l, `document.activeElement.dataset.who`); got != step.who {
			t.Errorf("the arrows lead to %q, want %q", got, step.who)
		}
		l.heldVisibly()
	}
	l.press(kb.Enter)
	l.want(`document.querySelector('#chat').dataset.who === 'zhao' && document.activeElement.id === 'text'`)
	l.want(`document.querySelectorAll('.who[aria-current=true]').length === 1 && document.title.startsWith('赵敏')`)

	l.press("第一行")
	l.strike(*kb.Keys['\r'], kb.ModifierShift)
	l.press("第二行")
	composing := `document.querySelector('#text').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))`
	if !eval[bool](l, composing) {
		t.Error("Enter that ends a word of the input method sends the message")
	}
	l.press(kb.Enter)
	l.want(`document.querySelector('#lines .mine .bubble')?.textContent === '第一行\n第二行'`)
	if lines := l.phones.Chat("ZhaoMin"); len(lines) != 2 || lines[0].Text != "第一行\r\n第二行" && lines[0].Text != "第一行\n第二行" {
		t.Errorf("the phone holds %v", lines)
	}

	l.do(chromedp.Focus(chromedp.CSS(`.phrases button`)))
	l.press(kb.Enter)
	l.want(`document.activeElement.id === 'text' && document.activeElement.value !== ''`)
	l.do(chromedp.Focus(chromedp.CSS(`.skip`)))
	l.heldVisibly()
	l.press(kb.Enter)
	l.want(`document.activeElement.id === 'text'`)
}

func onAPhone(t *testing.T, ctx context.Context) {
	l := open(t, ctx, phone, "/sandbox")
	shown := `[...document.querySelectorAll('.panel')].filter(p => p.checkVisibility()).map(p => p.id).join()`
	l.want(shown + ` === 'people'`)
	l.do(chromedp.Click(chromedp.CSS(`.who[data-who=lin]`)))
	l.want(shown + ` === 'chat' && document.querySelector('#chat').dataset.who === 'lin'`)
	l.want(`document.querySelector('#tab-chat').getAttribute('aria-selected') === 'true' && document.querySelectorAll('[role=tab][aria-selected=true]').length === 1`)

	l.report(t, "lin", lesson)
	l.want(`!document.querySelector('#tab-ledger .dot').hidden`)
	l.do(chromedp.Focus(chromedp.ID("tab-chat")))
	l.press(kb.ArrowRight)
	l.want(shown + ` === 'ledger' && document.activeElement.id === 'tab-ledger' && document.querySelector('#tab-ledger .dot').hidden`)
	l.heldVisibly()
	l.press(kb.ArrowRight, kb.ArrowRight)
	l.want(shown + ` === 'people'`)
	l.press(kb.End)
	l.want(shown + ` === 'outbox' && location.search.includes('tab=outbox')`)
}

func clockShowsReminders(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	l.clock.due = func(_ context.Context, now time.Time) error {
		l.phones.put("ChenXiao", Line{At: now, Text: "每日汇总"})
		l.phones.put("LinXiaofeng", Line{At: now, Text: "接待日提醒"})
		return nil
	}
	l.do(chromedp.Click(chromedp.CSS(`.steps [value=day]`)))
	l.want(`document.querySelector('#said').textContent === '已前进一天，其间手机上收到 2 条消息。'`)
	l.want(`document.querySelector('#day').textContent === '2026年11月20日 周五'`)
	l.want(`document.querySelector('#lines').innerText.includes('接待日提醒')`)
	l.want(`document.querySelector('.who[data-who=chen] .badge').checkVisibility() && document.querySelector('.who[data-who=chen] .count').textContent === '1'`)
	l.do(chromedp.Click(chromedp.CSS(`.who[data-who=chen]`)))
	l.want(`document.querySelector('#lines').innerText.includes('每日汇总')`)
	l.want(`!document.querySelector('.who[data-who=chen] .badge').checkVisibility()`)
}

func faultKeepsTheText(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	l.write("坏消息")
	l.want(`document.querySelector('[role=alert]').innerText.includes('没有送到')`)
	if got := eval[string](l, `document.querySelector('#text').value`); got != "坏消息" {
		t.Errorf("the box holds %q", got)
	}
	l.do(chromedp.SetValue(chromedp.ID("text"), "好消息"), chromedp.Click(chromedp.CSS(".send")))
	l.want(`!document.querySelector('[role=alert]').checkVisibility() && document.querySelector('#text').value === ''`)
}

func backAndForth(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	l.want(`document.activeElement.id === 'text'`)
	l.phones.put("ChenXiao", Line{At: morning, Text: "给陈晓的"})
	l.press("没写完")
	l.do(chromedp.Click(chromedp.CSS(`.who[data-who=chen]`)))
	l.want(`document.querySelector('#lines').innerText.includes('给陈晓的') && location.search.includes('who=chen')`)
	l.want(`document.querySelector('#text').value === ''`)
	l.run(`history.back()`)
	l.want(`document.querySelector('#chat').dataset.who === 'lin' && !document.querySelector('#lines').innerText.includes('给陈晓的')`)
	l.want(`document.querySelector('#text').value === '没写完'`)
	l.phones.put("LinXiaofeng", Line{At: morning, Text: "给林晓峰的"})
	l.want(`document.querySelector('#lines').innerText.includes('给林晓峰的')`)
}

func withoutScript(t *testing.T, ctx context.Context) {
	l := open(t, ctx, phone, "/sandbox")
	call(l, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	l.reporting()
	l.do(
		chromedp.Navigate(l.url+"/sandbox?who=liang"), chromedp.Click(chromedp.ID("tab-people")),
		chromedp.Click(chromedp.CSS(`.who[data-who=lin]`)), chromedp.WaitVisible(chromedp.CSS(`#chat[data-who=lin]`)),
		chromedp.SendKeys(chromedp.ID("text"), sentence), chromedp.Click(chromedp.CSS(".send")),
		chromedp.WaitVisible(chromedp.CSS("#lines .mine")), chromedp.Click(chromedp.ID("tab-ledger")),
		chromedp.WaitVisible(chromedp.CSS(`#activities [data-key="HD2026-0001"]`)), chromedp.Click(chromedp.CSS(`.steps [value=hour]`)),
	)
	for end := time.Now().Add(patience); l.clock.Now().Equal(morning); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the clock did not move")
		}
	}
	l.do(chromedp.WaitVisible(chromedp.CSS(`#ledger`)))
}

func coloursFollow(t *testing.T, ctx context.Context) {
	l := open(t, ctx, desk, "/sandbox?who=lin")
	background := `getComputedStyle(document.querySelector('.chat')).backgroundColor`
	light := eval[string](l, background)
	l.dark()
	if dark := eval[string](l, background); dark == light {
		t.Errorf("light and dark are both %s", dark)
	}
}

// No width may make the page wider than the window, whatever is written on it.
func everyWidth(t *testing.T, ctx context.Context) {
	l := open(t, ctx, phone, "/sandbox?who=lin")
	long := ledger.Details{ClassHours: 2}
	long.Course = strings.Repeat("无空格的长课程名", 20)
	long.Unit = strings.Repeat("LongWithoutSpaces", 20)
	l.report(t, "lin", long)
	l.phones.put("LinXiaofeng", Line{At: morning, Text: strings.Repeat("https://example.edu.cn/", 30)})
	l.phones.put("LiHua", Line{At: morning, Text: "未读"})
	l.want(`document.querySelector('.who[data-who=lihua] .badge:not([hidden])') !== null`)
	l.want(`document.querySelector('#activities [data-key="HD2026-0001"]') !== null && document.querySelector('#lines .line') !== null`)
	for _, width := range []int64{320, 390, 768, 899, 900, 1024, 1440, 2560} {
		l.do(chromedp.EmulateViewport(width, 360))
		for _, tab := range tabs {
			l.run(`document.body.dataset.tab = '` + tab.ID + `'`)
			wide := eval[[]string](l, `[...document.querySelectorAll('body, .bar, .panel, .panel .scroll, .write')]
				.filter(e => e.checkVisibility() && (e.scrollWidth > e.clientWidth || e.getBoundingClientRect().right > innerWidth)).map(e => e.id || e.className || e.tagName)`)
			if len(wide) > 0 {
				t.Errorf("at %d pixels, view %s: %v are wider than they should be", width, tab.ID, wide)
			}
			if over := eval[int](l, `document.documentElement.scrollHeight - innerHeight`); over > 0 {
				t.Errorf("at %d pixels, view %s: the page is %d pixels higher than the window", width, tab.ID, over)
			}
		}
	}
}
