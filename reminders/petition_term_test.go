//go:build !race

package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
)

// event is something that happens in the life of a case.
type event struct {
	at   string
	what func(b *casebook, at string)
}

// lifeOfCases is a spring with cases of all fates. They are known by their order of registration.
func lifeOfCases() []event {
	id := func(n int) string { return fmt.Sprintf("XF2026-%04d", n) }
	file := func(change ...func(*ledger.Filing)) func(*casebook, string) {
		return func(b *casebook, at string) { b.file(at, change...) }
	}
	return []event{
		{"2026-03-03 10:03", file()}, // 1: answered in time, rated
		{"2026-03-04 09:31", func(b *casebook, at string) { b.assign(at, id(1), "", "后勤处") }}, // due 03-18
		{"2026-03-05 14:02", file(func(f *ledger.Filing) { f.Targets, f.Category = []string{"liu"}, "教务-选课" })},
		{"2026-03-10 16:21", file()}, // 3: answered late, never rated
		{"2026-03-11 09:05", func(b *casebook, at string) { b.assign(at, id(3), "2026-03-20", "后勤处") }},
		{"2026-03-16 15:44", func(b *casebook, at string) { b.reply(at, "peng", id(1)) }},
		{"2026-03-17 20:15", func(b *casebook, at string) { b.rate(at, id(1), ledger.ScoreGood) }},
		{"2026-03-24 09:12", file()}, // 4: nobody ever tells its filer anything
		{"2026-04-08 11:11", func(b *casebook, at string) { b.reply(at, "peng", id(3)) }},
		{"2026-04-09 10:00", file(func(f *ledger.Filing) { f.Category = "教务-选课" })}, // 5: 不满意, another answer, 基本满意
		{"2026-04-10 10:00", func(b *casebook, at string) { b.assign(at, id(5), "", "教务处") }},
		{"2026-04-14 10:00", func(b *casebook, at string) { b.reply(at, "tang", id(5)) }},
		{"2026-04-15 22:10", func(b *casebook, at string) { b.rate(at, id(5), ledger.ScoreBad) }},
		{"2026-04-24 10:00", func(b *casebook, at string) { b.reply(at, "peng", id(5)) }},
		{"2026-04-27 12:30", func(b *casebook, at string) { b.rate(at, id(5), ledger.ScoreFair) }},
	}
}

// spring lives the events with the program running, which is ended and begun again every so often, and finds its disk full on one morning.
func spring(t *testing.T, restart time.Duration) *house {
	disk := &flaky{Engine: memory.New()}
	b := bookOf(t, storeOn(t, disk))
	b.school.Units[1].Handlers = []string{"tang", "peng"}
	h := &house{school: b.school, st: b.st, phone: &phone{latency: 200 * time.Millisecond}}
	time.Sleep(time.Until(clockAt(t, "2026-03-02 07:00")))
	end := h.open(t)
	events := append(lifeOfCases(),
		event{"2026-04-13 08:45", func(*casebook, string) { disk.fails.Store(restart > 0) }},
		event{"2026-04-13 09:02", func(*casebook, string) { disk.fails.Store(false) }},
		event{"2026-06-17 20:00", func(*casebook, string) {}})
	slices.SortStableFunc(events, func(a, b event) int { return strings.Compare(a.at, b.at) })
	next := time.Now().Add(restart)
	for _, e := range events {
		for restart > 0 && next.Before(clockAt(t, e.at).Add(-10*time.Minute)) {
			time.Sleep(time.Until(next))
			if !disk.fails.Load() {
				end()
				time.Sleep(4 * time.Minute)
				end = h.open(t)
			}
			next = next.Add(restart)
		}
		time.Sleep(time.Until(clockAt(t, e.at)))
		e.what(b, e.at)
	}
	end()
	return h
}

// TestSpringOfCases runs three and a half months with cases, once without a stop and once with a restart every 37 hours: the same is told, each thing once.
func TestSpringOfCases(t *testing.T) {
	var runs [2][]string
	for i, restart := range []time.Duration{0, 37*time.Hour + 13*time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			h := spring(t, restart)
			words := map[string]int{}
			for _, d := range h.phone.sent() {
				if words[d.To+d.Text]++; words[d.To+d.Text] > 1 {
					t.Errorf("%s reads twice: %s", d.To, d.Text)
				}
				if !speaks(h.school, d.At) && !strings.Contains(d.Text, "接待日") {
					t.Errorf("at %s: %s", d.At.In(china()), d.Text)
				}
				if d.To == "Uliu" && strings.Contains(d.Text, "XF2026-0002") || strings.Contains(d.Text, "秘密") || strings.Contains(d.Text, "原话") {
					t.Errorf("%s reads: %s", d.To, d.Text)
				}
			}
			for _, n := range outbox(t, h.st) {
				if n.State(time.Time{}) != "sent" {
					t.Errorf("%s is %s: %s", n.Key, n.State(time.Time{}), n.Reason)
				}
				runs[i] = append(runs[i], n.Key)
			}
			if len(words) != len(runs[i]) {
				t.Errorf("%d messages for %d rows", len(words), len(runs[i]))
			}
		})
		slices.Sort(runs[i])
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("(-without +with restarts):\n%s", diff)
	}
	var filers []string
	for _, key := range runs[1] {
		if strings.HasPrefix(key, "petition_") {
			filers = append(filers, key)
		}
	}
	want := []string{
		"petition_closed/XF2026-0003/XF2026-0003/0",
		"petition_follow/XF2026-0001/d30/filer", "petition_follow/XF2026-0001/d90/filer", "petition_follow/XF2026-0003/d30/filer",
		"petition_follow/XF2026-0005/d30/filer",
		"petition_rate/XF2026-0001/1/reply",
		"petition_rate/XF2026-0003/1/again", "petition_rate/XF2026-0003/1/reply",
		"petition_rate/XF2026-0005/1/reply", "petition_rate/XF2026-0005/2/again", "petition_rate/XF2026-0005/2/reply",
	}
	if diff := cmp.Diff(want, filers); diff != "" {
		t.Errorf("filers (-want +got):\n%s", diff)
	}
	for _, key := range []string{
		"petition/2026-03-18/digest/sun", // of the case about the officer, those above him
		"petition/2026-03-23/digest/zeng", "petition/2026-03-26/digest/wu", "petition/2026-04-09/digest/liu", "petition/2026-06-16/digest/liu",
	} {
		if !slices.Contains(runs[1], key) {
			t.Errorf("nobody told %s", key)
		}
	}
}
