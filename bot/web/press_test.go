package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// deal puts a card with two buttons on the phone of lin, behind a line of words.
func (h *house) deal() {
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "您好"}, Line{
		At: morning, Text: "已登记 HD2026-0001\n听课 <2> 学时", Buttons: []Button{{"1", "对"}, {"2", "删"}},
	})
}

func pressForm(who, n, key string) url.Values {
	return url.Values{"who": {who}, "tab": {"chat"}, "n": {n}, "key": {key}}
}

// TestPress: a form of its own for every card, which works without a script; what cannot be pressed any more is said so.
func TestPress(t *testing.T) {
	h := newHouse(t)
	h.deal()
	page := h.get("/sandbox?who=lin").Body.String()
	for _, part := range []string{
		`<p class="head">已登记 HD2026-0001</p><p class="rest">听课 &lt;2&gt; 学时</p>`, `<button name="key" value="1">对</button>`, `name="n" value="1"`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	if w := h.post("/sandbox/press", pressForm("lin", "1", "2")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox?tab=chat&who=lin" {
		t.Errorf("plain form: %d to %q", w.Code, w.Header().Get("Location"))
	}
	page = h.get("/sandbox?who=lin").Body.String()
	if !strings.Contains(page, `<span class="chosen">已选 2</span>`) || strings.Contains(page, `name="key"`) {
		t.Error("the card does not show what was pressed")
	}
	const gone = "这个按钮已经不能点了。"
	for name, c := range map[string]struct {
		form   url.Values
		status int
		fault  string
	}{
		"pressed before": {pressForm("lin", "1", "2"), http.StatusConflict, gone},
		"no card":        {pressForm("lin", "0", "1"), http.StatusConflict, gone},
		"no line":        {pressForm("lin", "9", "1"), http.StatusConflict, gone},
		"no number":      {pressForm("lin", "x", "1"), http.StatusConflict, gone},
		"nobody":         {pressForm("nobody", "1", "1"), http.StatusNotFound, "没有这个人。"},
		"too long":       {pressForm("lin", "1", strings.Repeat("1", maxForm)), http.StatusRequestEntityTooLarge, "请求太长，没有发出。"},
	} {
		if w := h.post("/sandbox/press", c.form, "Accept", script); w.Code != c.status || w.Body.String() != c.fault {
			t.Errorf("%s: %d %q", name, w.Code, w.Body)
		}
	}
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "问一下", Buttons: []Button{{"坏", "是"}}})
	if w := h.post("/sandbox/press", pressForm("lin", "2", "坏"), "Accept", script); w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), "没有点到") {
		t.Errorf("platform out of order: %d %q", w.Code, w.Body)
	}
}

// TestPressInTheBrowser presses buttons with the mouse and with the keyboard, at both widths; the card changes where it stands and the focus stays on it.
func TestPressInTheBrowser(t *testing.T) {
	ctx := browser(t)
	for name, s := range map[string]screen{"desk": desk, "phone": phone} {
		t.Run(name, func(t *testing.T) {
			l := open(t, ctx, s, "/sandbox?who=lin&tab=chat")
			l.deal()
			l.want(`document.querySelectorAll('.card button').length === 2`)
			if eval[bool](l, `document.documentElement.scrollWidth > innerWidth || document.querySelector('.card').scrollWidth > document.querySelector('.card').clientWidth + 2`) {
				t.Error("the card is wider than its place")
			}
			if low := eval[float64](l, `document.querySelector('.card button').getBoundingClientRect().height`); low < 32 {
				t.Errorf("a button is %v px high", low)
			}
			l.run(`document.querySelector('.card button').click()`)
			l.want(`document.querySelector('.card .chosen')?.innerText === '已选 1' && !document.querySelector('.card button')`)
			l.want(`document.querySelector('.card .rest').innerText === '第二行'`)

			l.phones.put("LinXiaofeng", Line{At: morning, Text: "换班\n同意吗", Buttons: []Button{{"1", "同意"}, {"2", "不同意"}}})
			l.want(`document.querySelectorAll('.card button').length === 2`)
			l.run(`document.querySelector('.card button').focus()`)
			l.press(kb.Tab)
			if eval[string](l, `document.activeElement.innerText`) != "不同意" {
				t.Errorf("Tab leads to %s", l.held())
			}
			l.heldVisibly()
			l.press(kb.Enter)
			l.want(`document.querySelectorAll('.card .chosen').length === 2 && document.activeElement.matches('li.line')`)
			l.phones.put("LinXiaofeng", Line{At: morning, Text: "问一下", Buttons: []Button{{"坏", "是"}}})
			l.want(`!!document.querySelector('.card button')`)
			l.run(`document.querySelector('.card button').click()`)
			l.want(`document.querySelector('#chat .fault').innerText.includes('没有点到')`)
		})
	}
}
