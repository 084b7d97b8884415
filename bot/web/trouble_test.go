package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// fakeTroubles do nothing and tell what they were told to tell.
type fakeTroubles struct {
	came    Aftermath
	fault   error
	caused  []string
	brought int
	during  func()
}

func (f *fakeTroubles) Cause(_ context.Context, t Trouble, user string) (Aftermath, error) {
	f.caused = append(f.caused, string(t)+" "+user)
	if f.during != nil {
		f.during()
	}
	return f.came, f.fault
}

func (f *fakeTroubles) Brought(string) int { return f.brought }

func (f *fakeTroubles) Started() time.Time { return morning }

func troubledHouse(t *testing.T) (*house, *fakeTroubles) {
	h := newHouse(t)
	return h, h.faults
}

func cause(what, who string) url.Values {
	return url.Values{"what": {what}, "who": {who}, "tab": {"outbox"}}
}

func TestEveryTroubleIsSaidInWords(t *testing.T) {
	waits := Aftermath{State: "pending", Attempts: 1, Reason: "连不上企业微信，稍后再发", Next: morning.Add(5 * time.Second)}
	coded := func(a Aftermath, code int) Aftermath { a.Code = code; return a }
	for _, tt := range []struct {
		what string
		came Aftermath
		want string
	}{
		{"repeat", Aftermath{Text: "我还差几次听课？这是一句很长很长的话，还没完", Accepted: true, Same: true}, "认出“我还差几次听课？这是一句很长很长…”是同一条：答复与上次一字不差，台账没有多记。"},
		{"repeat", Aftermath{Text: "甲", Accepted: true, Same: true, Written: true}, "没有认出“甲”是同一条"},
		{"repeat", Aftermath{Text: "甲"}, "这次没有接下“甲”"},
		{"noanswer", Aftermath{}, "现在说一句试试：手机上只会有一个答复"},
		{"cut", waits, "这期间说的话，平台试三次都送不到会在手机上标出“没有送到”。给林晓峰的测试通知留在发件箱：连不上企业微信，稍后再发，10:00:05自动再试。"},
		{"token", Aftermath{Code: 40014, State: "sent", Attempts: 1, Shown: 1}, "错误码 40014。给林晓峰的测试通知仍已送到，只有一条。"},
		{"token", Aftermath{State: "sent", Attempts: 2, Shown: 1}, "只有一条（试了 2 次）。"},
		{"rate", coded(waits, 45009), "错误码 45009。给林晓峰的测试通知留在发件箱"},
		{"rate", Aftermath{State: "pending"}, "还在为上一个故障等候"},
		{"page", Aftermath{State: "refused", Reason: "没有这个账号"}, "没有送到：没有这个账号。"},
		{"page", Aftermath{State: "sent", Shown: 2}, "手机上有 2 条"},
		{"restart", Aftermath{State: "sent", Shown: 1, Unsure: true, Known: true, Down: 740 * time.Millisecond}, "停了 0.7 秒，台账打开如常。断开时测试通知正在路上，程序不知道送到没有，醒来后按原样再发。平台认出重复，林晓峰的手机上只有一条。"},
		{"heal", Aftermath{}, "恢复正常。"},
	} {
		h, f := troubledHouse(t)
		f.came = tt.came
		w := h.post("/sandbox/trouble", cause(tt.what, "lin"), "Accept", script)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %q, want %q", tt.what, w.Code, w.Body, tt.want)
		}
		if len(f.caused) != 1 || f.caused[0] != tt.what+" LinXiaofeng" {
			t.Errorf("caused %v", f.caused)
		}
		if page := h.get("/sandbox?who=lin").Body.String(); !strings.Contains(page, tt.want) || !strings.Contains(page, `<time>10:00:00</time>`) {
			t.Errorf("%s: the page does not say so", tt.what)
		}
	}
}

func TestTroubleThatCannotBe(t *testing.T) {
	h, f := troubledHouse(t)
	for _, tt := range []struct {
		form   url.Values
		fault  error
		status int
		want   string
	}{
		{cause("flood", "lin"), nil, http.StatusBadRequest, "没有这种故障"},
		{cause("rate", "nobody"), nil, http.StatusNotFound, "没有这个人"},
		{cause("repeat", "lin"), ErrNothingSaid, http.StatusConflict, "先说一句"},
		{cause("rate", "lin"), errors.New("disk full"), http.StatusInternalServerError, "详情见运行日志"},
	} {
		f.fault = tt.fault
		w := h.post("/sandbox/trouble", tt.form, "Accept", script)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) || strings.Contains(w.Body.String(), "disk") {
			t.Errorf("%v: %d %q", tt.form, w.Code, w.Body)
		}
	}
	if len(h.past.list()) != 0 {
		t.Error("a trouble that did not happen is on the page")
	}
	f.fault = nil
	f.during = func() {
		if w := h.post("/sandbox/clock", url.Values{"step": {"hour"}}, "Accept", script); w.Code != http.StatusConflict {
			t.Errorf("the clock moves meanwhile: %d", w.Code)
		}
	}
	if w := h.post("/sandbox/trouble", cause("rate", "lin")); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox?tab=outbox&who=lin" {
		t.Errorf("plain form: %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestSandboxWithoutTroublesHasNoButtons(t *testing.T) {
	h := newHouse(t)
	h.troubles = nil
	if strings.Contains(h.get("/sandbox").Body.String(), "平台故障") {
		t.Error("buttons that do nothing")
	}
	if w := h.post("/sandbox/trouble", cause("rate", "lin"), "Accept", script); w.Code != http.StatusBadRequest {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestMessageThatCameMoreThanOnceIsNoted(t *testing.T) {
	h, f := troubledHouse(t)
	f.brought = 2
	h.post("/sandbox/say", url.Values{"who": {"lin"}, "text": {"听了两节课"}}, "Accept", script)
	if past := h.past.list(); len(past) != 1 || past[0].Done != "林晓峰的上一条消息，平台一共送了 2 次。" {
		t.Errorf("%+v", past)
	}
	f.brought = 3
	w := h.post("/sandbox/say", url.Values{"who": {"lin"}, "text": {"坏"}}, "Accept", script)
	if w.Code != http.StatusBadGateway || w.Body.String() != "平台试了 3 次都没有送到，请稍后再发一次。" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// The buttons are pressed with the keyboard, on a desk and on a phone, and what came of it appears beside them without the page being loaded again.
func TestTroublesInTheBrowser(t *testing.T) {
	ctx := browser(t)
	for name, s := range map[string]screen{"desk": desk, "phone": phone} {
		t.Run(name, func(t *testing.T) {
			l := open(t, ctx, s, "/sandbox?who=lin&tab=outbox")
			l.want(`document.readyState === 'complete' && lists.troubles !== undefined`)
			l.faults.came = Aftermath{Code: 45009, State: "sent", Attempts: 2, Shown: 1}
			l.run(`document.querySelector('.trouble summary').focus()`)
			for range 5 {
				l.press(kb.Tab)
			}
			if got := eval[string](l, `document.activeElement.value`); got != "rate" {
				t.Fatalf("the focus is on %q", got)
			}
			l.heldVisibly()
			l.press(kb.Enter)
			l.want(`document.querySelector('#troubles').innerText.includes('只有一条（试了 2 次）')`)
			if got := eval[string](l, `document.activeElement.value`); got != "rate" {
				t.Errorf("the focus went to %q", got)
			}
			if wide := eval[int](l, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("the page is %d pixels too wide", wide)
			}
			if l.faults.caused[0] != "rate LinXiaofeng" {
				t.Errorf("caused %v", l.faults.caused)
			}
		})
	}
}
