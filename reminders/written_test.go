package reminders

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// writtenList reads a list that was written from the papers: of each line "2025-09-10 09:00 liang reception_duty 5.8 what it is about" the first five words.
func writtenList(t testing.TB, name string) (lines []string) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for in.Scan() {
		if line := strings.TrimSpace(in.Text()); line != "" && !strings.HasPrefix(line, "#") {
			words := strings.Fields(line)
			lines = append(lines, strings.Join(words[:min(5, len(words))], " "))
		}
	}
	if err := in.Err(); err != nil || len(lines) == 0 {
		t.Fatalf("%s: %d lines, %v", name, len(lines), err)
	}
	slices.Sort(lines)
	if twice := len(lines) - len(slices.Compact(slices.Clone(lines))); twice > 0 {
		t.Fatalf("%s: %d lines stand twice", name, twice)
	}
	return lines
}

// asWritten writes a notice like a line of such a list; whoever has no name is called by the number of his case or booking.
func asWritten(school *policy.School, n *ledger.Notice) string {
	who := n.Member
	if who == "" {
		who, _, _ = strings.Cut(n.To.User, "/")
	}
	return strings.Join([]string{n.Planned.In(school.Location).Format("2006-01-02 15:04"), who, n.Kind, n.Rule}, " ")
}

// checkWritten holds what arrived against a list: each line once, soon after its time, and nothing else.
func (h *house) checkWritten(t testing.TB, want []string) {
	t.Helper()
	var got []string
	for _, n := range outbox(t, h.st) {
		got = append(got, asWritten(h.school, &n))
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-listed +told):\n%s", diff)
	}
	h.checkArrived(t)
}

// soon is how long after its time something that is told by a program at work arrives: a tick, the spread, and a little waiting.
const soon = 20 * time.Minute

// checkArrived holds the messages against the outbox: the words of every notice stand in one message to its receiver, which came soon after its time, and
// no message says anything else.
func (h *house) checkArrived(t testing.TB) {
	t.Helper()
	messages := map[string][]delivered{}
	for _, d := range h.phone.sent() {
		messages[d.To] = append(messages[d.To], d)
	}
	said := map[string]bool{}
	for _, n := range outbox(t, h.st) {
		times := 0
		for _, d := range messages[accountOf(t, h.st, &n)] {
			if !carries(d.Text, n.Text) {
				continue
			}
			times++
			said[d.To+" "+d.Text] = true
			if wait := d.At.Sub(n.Planned); wait < 0 || wait > soon {
				t.Errorf("%s arrived %v after it was planned", n.Key, wait)
			}
		}
		if times != 1 || n.Text == "" {
			t.Errorf("%s arrived %d times", n.Key, times)
		}
	}
	for _, list := range messages {
		for _, d := range list {
			if !said[d.To+" "+d.Text] {
				t.Errorf("nobody wrote what %s was told: %s", d.To, d.Text)
			}
		}
	}
}

// carries tells whether a message says a text, by itself or among others.
func carries(message, text string) bool {
	return strings.Contains("\n\n"+message+"\n\n", "\n\n"+text+"\n\n")
}

// accountOf is where a notice goes: a sealed address stands for the account of who filed a case or booked a place.
func accountOf(t testing.TB, st *store.Store, n *ledger.Notice) string {
	t.Helper()
	to := n.To
	err := st.View(func(tx *store.Tx) (err error) {
		if to.Channel == store.SealedChannel {
			to, err = tx.Resolve(to)
		}
		return err
	})
	if err != nil {
		t.Errorf("%s: %v", n.Key, err)
	}
	return to.User
}
