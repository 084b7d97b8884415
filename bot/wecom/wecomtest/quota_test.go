package wecomtest

import (
	"fmt"
	"testing"
	"time"
)

// One API may be called so often in a minute; another is not touched by that (2.11).
func TestCallsOfAMinute(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	for range 10_000 {
		wantCode(t, a.get("getcallbackip"), 0)
	}
	wantCode(t, a.get("getcallbackip"), 45009)
	wantCode(t, a.get("user/get?userid=chen"), 0)
	clock.forward(time.Minute - time.Second)
	wantCode(t, a.get("getcallbackip"), 45009)
	clock.forward(time.Second)
	wantCode(t, a.get("getcallbackip"), 0)
}

// The application may say so much a day, counted by receivers.
func TestMessagesOfADay(t *testing.T) {
	p, clock := newPlatform(t, func(o *Options) { o.Daily = 2 }) // for four members: 8
	a := login(t, p)
	send := func(n int) map[string]any { return a.post("message/send", textTo(p, "chen|zhao|wang", fmt.Sprint(n))) }
	wantCode(t, send(1), 0)
	wantCode(t, send(2), 0)
	wantCode(t, send(3), 45009)
	wantCode(t, a.post("message/send", textTo(p, "chen|zhao", "二人")), 0)
	wantCode(t, a.post("message/send", textTo(p, "chen", "一人")), 45009)
	if len(p.Chat("chen")) != 3 {
		t.Fatalf("%d lines", len(p.Chat("chen")))
	}
	clock.forward(23*time.Hour + 59*time.Minute)
	a = login(t, p)
	wantCode(t, a.post("message/send", textTo(p, "chen", "仍是今天")), 45009)
	clock.forward(time.Minute)
	wantCode(t, a.post("message/send", textTo(p, "chen", "明天")), 0)
}

func TestShownSeesEveryLine(t *testing.T) {
	seen := 0
	p, _ := newPlatform(t, func(o *Options) {
		o.Keep = 2
		o.Shown = func(room string, l Line) {
			if room == "chen" && l.From == FromApp {
				seen++
			}
		}
	})
	a := login(t, p)
	for n := range 5 {
		wantCode(t, a.post("message/send", textTo(p, "CHEN", fmt.Sprint(n))), 0)
	}
	if seen != 5 || len(p.Chat("chen")) != 2 {
		t.Fatalf("%d were seen, %d are kept", seen, len(p.Chat("chen")))
	}
}
