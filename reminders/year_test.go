//go:build !race

package reminders

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestYear runs a whole academic year against an empty ledger: what arrives is what the agenda plans, each once, and what stands in a list that somebody wrote
// who had read the papers and not the program.
func TestYear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from, to := clockAt(t, "2025-09-01 00:00"), clockAt(t, "2026-08-30 23:00")
		time.Sleep(time.Until(from))
		h := &house{school: sample(t), st: boltStore(t), phone: &phone{latency: 200 * time.Millisecond}}
		close := h.open(t)
		time.Sleep(time.Until(to))
		close()
		h.checkDelivered(t)
		h.checkWritten(t, writtenList(t, "year.txt"))
		items, err := Agenda(h.school, NewFacts(h.school, nil), from, to)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, it := range items {
			want[it.Key] = it.Text
		}
		got := map[string]string{}
		rows := outbox(t, h.st)
		for _, n := range rows {
			got[n.Key] = n.Text
		}
		for _, n := range rows {
			for _, rider := range n.Riders { // what is told in the same message has a row of its own
				got[n.Key] = strings.Trim(strings.Replace(got[n.Key], got[rider], "", 1), "\n")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 200 {
			t.Errorf("%d of a year (-planned +told):\n%s", len(got), diff)
		}
	})
}
