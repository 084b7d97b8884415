package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const script = "text/plain" // what the page's script accepts

func TestSay(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"who": {"lin"}, "tab": {"chat"}, "text": {"我还差几次听课"}}
	w := h.post("/sandbox/say", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox?tab=chat&who=lin" {
		t.Errorf("plain form: %d to %q", w.Code, w.Header().Get("Location"))
	}
	if w := h.post("/sandbox/say", form, "Accept", script); w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("script: %d %q", w.Code, w.Body)
	}
	lines := h.phones.Chat("LinXiaofeng")
	if len(lines) != 4 || lines[0].Text != "我还差几次听课" || !lines[0].Mine {
		t.Errorf("chat: %v", lines)
	}
	if page := h.get("/sandbox?who=lin").Body.String(); !strings.Contains(page, "收到：我还差几次听课\n第二行") {
		t.Error("the reply is not on the page")
	}
}

func TestSayThatFails(t *testing.T) {
	h := newHouse(t)
	form := func(who, text string) url.Values { return url.Values{"who": {who}, "tab": {"chat"}, "text": {text}} }
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		fault  string
	}{
		{"platform out of order", form("lin", "坏 <消息>"), http.StatusBadGateway, "消息没有送到，请再发一次；详情见运行日志。"},
		{"nobody", form("nobody", "喂"), http.StatusNotFound, "没有这个人。"},
		{"too long", form("lin", strings.Repeat("长", maxForm)), http.StatusRequestEntityTooLarge, "消息太长，没有发出。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if w := h.post("/sandbox/say", tt.form, "Accept", script); w.Code != tt.status || w.Body.String() != tt.fault {
				t.Errorf("script: %d %q", w.Code, w.Body)
			}
			w := h.post("/sandbox/say", tt.form)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), `role="alert">`+tt.fault) {
				t.Errorf("plain form: %d, fault shown: %v", w.Code, strings.Contains(w.Body.String(), tt.fault))
			}
		})
	}
	page := h.post("/sandbox/say", form("lin", "坏 <消息>")).Body.String()
	if !strings.Contains(page, "坏 &lt;消息&gt;</textarea>") {
		t.Error("what was typed is lost")
	}
	if lines := h.phones.Chat("LinXiaofeng"); len(lines) != 0 {
		t.Errorf("chat: %v", lines)
	}
}

func TestClockMoves(t *testing.T) {
	h := newHouse(t)
	h.clock.due = func(_ context.Context, now time.Time) error {
		if now.Sub(morning) > time.Hour {
			h.phones.put("LinXiaofeng", Line{At: now, Text: "提醒"})
			h.phones.put("LiangZhiyuan", Line{At: now, Text: "提醒"})
		}
		return nil
	}
	for _, tt := range []struct{ step, said, time string }{
		{"hour", "已前进一小时，其间没有到期的提醒。", "2026-11-19T11:00"},
		{"day", "已前进一天，其间手机上收到 2 条消息。", "2026-11-20T11:00"},
		{"week", "已前进一周，其间手机上收到 2 条消息。", "2026-11-27T11:00"},
	} {
		w := h.post("/sandbox/clock", url.Values{"step": {tt.step}}, "Accept", script)
		if w.Code != http.StatusOK || w.Body.String() != tt.said {
			t.Errorf("%s: %d %q, want %q", tt.step, w.Code, w.Body, tt.said)
		}
		if got := h.clock.Now().Format("2006-01-02T15:04"); got != tt.time {
			t.Errorf("%s: the clock shows %s, want %s", tt.step, got, tt.time)
		}
	}
	if page := h.get("/sandbox").Body.String(); !strings.Contains(page, "2026年11月27日 周五") || !strings.Contains(page, "第13教学周") {
		t.Error("the page does not show the new time")
	}
	w := h.post("/sandbox/clock", url.Values{"step": {"hour"}, "who": {"lin"}, "tab": {"outbox"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox?tab=outbox&who=lin" {
		t.Errorf("plain form: %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestClockThatDoesNotMove(t *testing.T) {
	h := newHouse(t)
	for _, step := range []string{"", "year", "-hour", "3600"} {
		if w := h.post("/sandbox/clock", url.Values{"step": {step}}, "Accept", script); w.Code != http.StatusBadRequest {
			t.Errorf("step %q = %d", step, w.Code)
		}
	}
	h.clock.due = func(context.Context, time.Time) error { return errors.New("disk full") }
	w := h.post("/sandbox/clock", url.Values{"step": {"hour"}}, "Accept", script)
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("a failed move: %d %q", w.Code, w.Body)
	}
}

func TestClockMovesOnceAtATimeAndStopsWithTheSandbox(t *testing.T) {
	h := newHouse(t)
	moving := make(chan struct{})
	h.clock.due = func(ctx context.Context, _ time.Time) error {
		close(moving)
		<-ctx.Done()
		return ctx.Err()
	}
	first := make(chan int)
	go func() { first <- h.post("/sandbox/clock", url.Values{"step": {"week"}}, "Accept", script).Code }()
	<-moving
	if w := h.post("/sandbox/clock", url.Values{"step": {"hour"}}, "Accept", script); w.Code != http.StatusConflict {
		t.Errorf("a second move meanwhile = %d", w.Code)
	}
	h.Close()
	if code := <-first; code != http.StatusInternalServerError {
		t.Errorf("the move that was stopped = %d", code)
	}
}

func TestWeekOfTheTerm(t *testing.T) {
	h := newHouse(t)
	for day, want := range map[string]string{
		"2026-08-30": "假期", "2026-08-31": "第1教学周", "2026-11-19": "第12教学周", "2027-01-03": "第18教学周",
		"2027-01-04": "第19周 · 考试周", "2027-01-17": "第20周 · 考试周", "2027-01-18": "假期",
	} {
		at, err := time.ParseInLocation(time.DateOnly, day, china)
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range []time.Time{at, at.Add(24*time.Hour - time.Second)} {
			if got := h.week(now); got != want {
				t.Errorf("%v: %q, want %q", now, got, want)
			}
		}
	}
}
