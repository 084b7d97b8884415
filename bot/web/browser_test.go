package web

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/rs/zerolog"
)

// tabTime is how long one tab may be in use.
const tabTime = 2 * time.Minute

// patience is how long something is waited for on a busy machine.
const patience = 30 * time.Second

const chromium = "/usr/bin/chromium"

// browser starts a headless Chromium and gives the context in which tabs are opened. On a machine without Chromium the test is left out, except in
// CI, where it fails.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := os.Stat(chromium); err != nil {
		if os.Getenv("LIANXIN_CI") == "1" {
			t.Fatalf("no browser to test with: %v", err)
		}
		t.Skip("no Chromium on this machine")
	}
	profile, err := os.MkdirTemp("", "lianxin-chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	ctx, stop := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(chromium), chromedp.UserDataDir(profile),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

// screen is the size of a window.
type screen struct{ width, height int64 }

var (
	desk  = screen{1440, 900}
	phone = screen{390, 844}
)

// look is one tab with the sandbox of a house of its own in it.
type look struct {
	*house
	t   *testing.T
	ctx context.Context
	url string
}

// open shows a page of the sandbox in a new tab.
func open(t *testing.T, ctx context.Context, s screen, path string) *look {
	t.Helper()
	h := newHouse(t)
	url, stop := serve(t, NewServer(h, zerolog.Nop(), h.Close))
	t.Cleanup(stop)
	return tabOn(t, ctx, &look{house: h, t: t, url: url}, s, path)
}

// tabOn opens a page in a new tab, whose complaints fail the test.
func tabOn(t *testing.T, ctx context.Context, l *look, s screen, path string) *look {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	ctx, stop := context.WithTimeout(ctx, tabTime) // what never comes to be seen is waited for no longer
	t.Cleanup(stop)
	l.ctx = ctx
	call(l, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		window.complaints = [];
		addEventListener('securitypolicyviolation', e => complaints.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
		addEventListener('error', e => complaints.push('error: ' + e.message));
		addEventListener('unhandledrejection', e => complaints.push('rejection: ' + e.reason));`})
	l.do(chromedp.EmulateViewport(s.width, s.height), chromedp.Navigate(l.url+path))
	t.Cleanup(func() {
		if bad := eval[[]string](l, `window.complaints || []`); len(bad) > 0 {
			t.Errorf("the browser complains: %q", bad)
		}
	})
	return l
}

// call sends one command of the browser's protocol.
func call[P, R any](l *look, command cdp.Command[P, R], params P) {
	l.t.Helper()
	l.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, command, params)
		return err
	}))
}

func (l *look) do(steps ...chromedp.Action[chromedp.Void]) {
	l.t.Helper()
	if err := chromedp.Do(l.ctx, steps...); err != nil {
		l.t.Fatal(err)
	}
}

// eval gives the value of an expression in the page.
func eval[T any](l *look, expression string) T {
	l.t.Helper()
	v, err := chromedp.Run(l.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		l.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// run runs a script in the page.
func (l *look) run(script string) {
	l.t.Helper()
	eval[bool](l, script+`; true`)
}

// want waits until an expression is true in the page.
func (l *look) want(expression string) {
	l.t.Helper()
	for end := time.Now().Add(patience); !eval[bool](l, expression); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			l.t.Fatalf("in vain waited for %s; the page says:\n%s", expression, eval[string](l, `document.body.innerText`))
		}
	}
}

// press presses keys of the keyboard, as its driver reports them; other text is put in as an input method does.
func (l *look) press(keys ...string) {
	l.t.Helper()
	for _, key := range keys {
		k, known := kb.Keys[[]rune(key)[0]]
		if !known {
			call(l, input.InsertText, input.InsertTextParams{Text: key})
			continue
		}
		l.strike(*k, 0)
	}
}

// strike presses one key and lets it go.
func (l *look) strike(k kb.Key, modifiers kb.Modifier) {
	l.t.Helper()
	p := input.DispatchKeyEventParams{
		Type: input.DispatchKeyEventTypeKeyDown, Key: k.Key, Code: k.Code, Text: k.Text, WindowsVirtualKeyCode: k.Windows, Modifiers: int64(modifiers),
	}
	call(l, input.DispatchKeyEvent, p)
	p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
	call(l, input.DispatchKeyEvent, p)
}

// write puts text into the box and presses Enter.
func (l *look) write(text string) {
	l.t.Helper()
	l.do(chromedp.Focus(chromedp.ID("text")))
	l.press(text, kb.Enter)
}

// held tells which element has the focus: its id, else its class, else its name.
func (l *look) held() string {
	l.t.Helper()
	return eval[string](l, `(e => e.id || e.className || e.tagName)(document.activeElement)`)
}

// heldVisibly fails the test unless the focus can be seen.
func (l *look) heldVisibly() {
	l.t.Helper()
	if style := eval[string](l, `getComputedStyle(document.activeElement).outlineStyle`); style == "none" {
		l.t.Errorf("the focus on %s cannot be seen", l.held())
	}
}

// dark shows the page to somebody who prefers dark colours.
func (l *look) dark() {
	l.t.Helper()
	call(l, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	})
}

// reporting lets every message that speaks of a class become a record, as the bot would.
func (l *look) reporting() {
	l.phones.heard = func(user, text string) {
		if strings.Contains(text, "听了") {
			l.report(l.t, "lin", lesson)
		}
	}
}
