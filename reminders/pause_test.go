package reminders

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// pauses lets a member ask for silence until a day, "" = until he says so.
func pauses(t testing.TB, school *policy.School, st *store.Store, member, at, until string, again bool) ledger.Pause {
	t.Helper()
	var p ledger.Pause
	update(t, st, clockAt(t, at), func(tx *store.Tx) error {
		var day policy.Date
		if until != "" {
			day, _ = policy.ParseDate(until)
		}
		var err error
		if p, err = ledger.AskPause(school, school.Member(member), day, again, tx.At); err != nil {
			return err
		}
		p.ID = tx.NextPauseID()
		for old, err := range tx.Pauses(member) {
			if err != nil {
				return err
			}
			if old.Covers(school, tx.At) {
				if p, old = p.After(old); tx.PutPause(old) != nil {
					return tx.PutPause(old)
				}
			}
			break
		}
		if err := tx.PutPause(p); err != nil {
			return err
		}
		return tx.Recall(school.Member(member), ledger.Rests)
	})
	return p
}

// resumes takes a pause back.
func resumes(t testing.TB, st *store.Store, p ledger.Pause, at string) {
	t.Helper()
	update(t, st, clockAt(t, at), func(tx *store.Tx) error { return tx.PutPause(p.End(tx.At)) })
}

// looks ticks every ten minutes through a stretch of time; what is due arrives at once.
func looks(t testing.TB, r *Reminders, st *store.Store, from, to string) {
	t.Helper()
	for at := clockAt(t, from); !at.After(clockAt(t, to)); at = at.Add(10 * time.Minute) {
		if _, err := r.Tick(context.Background(), at); err != nil {
			t.Fatal(err)
		}
		arrive(t, st, at)
	}
}

func arrive(t testing.TB, st *store.Store, at time.Time) {
	t.Helper()
	update(t, st, at, func(tx *store.Tx) error {
		list, err := store.All(tx.DueNotices(at.Add(9*time.Minute), 0))
		for _, n := range list {
			n.Attempts, n.Sent = 1, at.UTC()
			if err := tx.SaveNotice(n); err != nil {
				return err
			}
		}
		return err
	})
}

// heard lists what was written for a member: when it was planned, and its key.
func heard(t testing.TB, st *store.Store, member string) (out []string) {
	t.Helper()
	for _, n := range outbox(t, st) {
		if n.Member == member {
			line := n.Planned.In(china()).Format("01-02 15:04 ") + n.Key
			if !n.Dropped.IsZero() {
				line += " dropped"
			}
			out = append(out, line)
		}
	}
	return out
}

func TestHeldBackIsToldOnceAtTheEnd(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	looks(t, r, st, "2026-11-02 08:00", "2026-11-02 08:00")
	did(t, st, "wu", "chen", policy.Visit, "2026-11-01")
	pauses(t, school, st, "wu", "2026-11-02 10:00", "2026-11-09", false)
	looks(t, r, st, "2026-11-02 10:10", "2026-11-13 17:00")
	want := []string{
		"11-02 14:30 reception_duty/2026-11-02/d0/wu", // never rests
		"11-09 09:00 quota/2026-2027-1/s2026-11-09/wu", "11-09 09:00 unconfirmed/2026-11-09/again/wu", "11-13 16:00 unconfirmed/2026-11-13/fri/wu",
	}
	if diff := cmp.Diff(want, heard(t, st, "wu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows := outbox(t, st)
	i := slices.IndexFunc(rows, func(n ledger.Notice) bool { return strings.HasSuffix(n.Key, "/s2026-11-09/wu") })
	if !strings.HasPrefix(rows[i].Text, "暂停期间没有发的，现在补上：\n【11月9日(周一)】第11教学周小结：还差听课") || len(rows[i].Riders) != 1 {
		t.Errorf("%q %v", rows[i].Text, rows[i].Riders)
	}
	if !slices.Contains(heard(t, st, "xie"), "11-04 10:00 quota/2026-2027-1/w10/xie") {
		t.Errorf("somebody else hears nothing: %v", heard(t, st, "xie"))
	}
}

func TestAgainOnADay(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	looks(t, r, st, "2026-11-04 09:00", "2026-11-04 10:10")
	for _, who := range []string{"wu", "xie"} {
		pauses(t, school, st, who, "2026-11-04 10:20", "2026-11-05", true)
	}
	did(t, st, "xie", "xie", policy.ObserveClass, "2026-11-03", hours(4))
	did(t, st, "xie", "xie", policy.Forum, "2026-11-03")
	did(t, st, "xie", "xie", policy.Forum, "2026-11-02")
	planned(t, st, "xie", "2026-11-04")
	looks(t, r, st, "2026-11-04 10:30", "2026-11-10 17:00")
	want := []string{"11-04 10:00 quota/2026-2027-1/w10/wu", "11-05 09:00 quota/2026-2027-1/s2026-11-05/wu"}
	if diff := cmp.Diff(want, heard(t, st, "wu")); diff != "" {
		t.Errorf("told again once (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"11-04 10:00 quota/2026-2027-1/w10/xie"}, heard(t, st, "xie")); diff != "" {
		t.Errorf("all is met meanwhile (-want +got):\n%s", diff)
	}
}

func TestMuteAndOnAgain(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	looks(t, r, st, "2026-03-30 08:00", "2026-03-30 08:00")
	did(t, st, "zhou", "chen", policy.Visit, "2026-03-29")
	p := pauses(t, school, st, "zhou", "2026-03-30 10:00", "", false)
	looks(t, r, st, "2026-03-30 10:10", "2026-04-13 18:00")
	want := []string{"04-08 09:00 reception_duty/2026-04-13/d3/zhou", "04-10 16:00 reception_duty/2026-04-13/d1/zhou", "04-13 14:30 reception_duty/2026-04-13/d0/zhou"}
	if diff := cmp.Diff(want, heard(t, st, "zhou")); diff != "" {
		t.Errorf("muted: the duty stays (-want +got):\n%s", diff)
	}
	resumes(t, st, p, "2026-04-14 20:00")
	resumes(t, st, p, "2026-04-14 22:30") // at night: told on the next morning
	looks(t, r, st, "2026-04-14 22:40", "2026-04-16 17:00")
	want = append(want, "04-15 09:00 quota/2025-2026-2/s2026-04-15/zhou", "04-15 09:00 unconfirmed/2026-04-15/again/zhou")
	if diff := cmp.Diff(want, heard(t, st, "zhou")); diff != "" {
		t.Errorf("on again (-want +got):\n%s", diff)
	}
}

func TestOnAgainWithNothingHeldBack(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	looks(t, r, st, "2026-04-08 09:00", "2026-04-08 10:10")
	p := pauses(t, school, st, "wu", "2026-04-08 11:00", "", false)
	resumes(t, st, p, "2026-04-09 11:00")
	looks(t, r, st, "2026-04-09 11:10", "2026-04-09 17:00")
	if diff := cmp.Diff([]string{"04-08 10:00 quota/2025-2026-2/w06/wu"}, heard(t, st, "wu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatWasAboutToGoIsTakenBack(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	tick(t, r, "2026-11-04 09:00")
	tick(t, r, "2026-11-04 10:00")
	pauses(t, school, st, "wu", "2026-11-04 10:00", "2026-11-06", false)
	if got := heard(t, st, "wu"); got != nil {
		t.Errorf("still in the outbox: %v", got)
	}
	tick(t, r, "2026-11-04 10:10")
	tick(t, r, "2026-11-06 09:00")
	if diff := cmp.Diff([]string{"11-06 09:00 quota/2026-2027-1/s2026-11-06/wu"}, heard(t, st, "wu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPauseDuringALook asks for silence between the reading and the writing of a look.
func TestPauseDuringALook(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	tick(t, r, "2026-11-04 09:00")
	at := clockAt(t, "2026-11-04 10:00")
	rows, err := r.due(at)
	if err != nil {
		t.Fatal(err)
	}
	pauses(t, school, st, "wu", "2026-11-04 10:00", "2026-11-06", false)
	if told, err := r.put(rows, at); err != nil || told != 6 {
		t.Errorf("told %d, %v; want the six others", told, err)
	}
	tick(t, r, "2026-11-06 09:00")
	if diff := cmp.Diff([]string{"11-06 09:00 quota/2026-2027-1/s2026-11-06/wu"}, heard(t, st, "wu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNewPauseTakesThePlaceOfTheOld(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	r := New(school, st, quietLog(), Options{})
	looks(t, r, st, "2026-11-03 08:00", "2026-11-03 08:00")
	pauses(t, school, st, "wu", "2026-11-03 09:00", "2026-11-05", false)
	pauses(t, school, st, "wu", "2026-11-04 15:00", "2026-11-12", false)
	looks(t, r, st, "2026-11-04 15:10", "2026-11-13 17:00")
	if diff := cmp.Diff([]string{"11-12 09:00 quota/2026-2027-1/s2026-11-12/wu"}, heard(t, st, "wu")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestQuotaAtMostOnceAWeek lets leaders put off their reminders at random through a term, over looks at random times with gaps: nobody gets two digests of what
// is missing within a week, unless he asked for the second; what was held back is told at the first look after the pause; and the office sees nothing lost.
func TestQuotaAtMostOnceAWeek(t *testing.T) {
	for seed := range uint64(20) {
		chance := rand.New(rand.NewPCG(seed, 3))
		school, st := sample(t), emptyStore(t)
		r := New(school, st, quietLog(), Options{})
		wished := map[string]bool{}
		at := clockAt(t, "2026-03-16 08:00")
		for end := clockAt(t, "2026-07-10 18:00"); at.Before(end); at = at.Add(time.Duration(1+chance.IntN(60)) * 10 * time.Minute) {
			if _, err := r.Tick(context.Background(), at); err != nil {
				t.Fatal(err)
			}
			arrive(t, st, at)
			if chance.IntN(8) > 0 {
				continue
			}
			who := school.Reception.Roster[chance.IntN(7)]
			until, again := school.Today(at).Monday().Add(7), chance.IntN(2) == 0
			if again {
				until = school.Today(at).Add(1 + chance.IntN(12))
			}
			p := pauses(t, school, st, who, at.In(china()).Format("2006-01-02 15:04"), until.String(), again)
			end, _ := p.Resumes(school)
			wished[againKey(KindQuota, "2025-2026-2", school.Today(end), who)] = again
		}
		last := map[string]time.Time{}
		for _, n := range outbox(t, st) {
			if n.Kind != KindQuota || !n.Dropped.IsZero() {
				continue
			}
			if before, ok := last[n.Member]; ok && n.Planned.Sub(before) < 6*24*time.Hour && !wished[n.Key] {
				t.Errorf("seed %d: %s only %v after the one before", seed, n.Key, n.Planned.Sub(before))
			}
			last[n.Member] = n.Planned
		}
		if len(last) != 7 {
			t.Errorf("seed %d: %d leaders were told what is missing", seed, len(last))
		}
	}
}

// TestSilenceIsKept: while a pause lasts nothing that rests is written, at whatever times is looked.
func TestSilenceIsKept(t *testing.T) {
	for seed := range uint64(30) {
		chance := rand.New(rand.NewPCG(seed, 9))
		school, st := sample(t), emptyStore(t)
		r := New(school, st, quietLog(), Options{})
		tick(t, r, "2026-10-30 08:00")
		did(t, st, "wu", "chen", policy.Visit, "2026-10-29")
		pauses(t, school, st, "wu", "2026-11-02 10:00", "2026-11-09", false)
		for at := clockAt(t, "2026-11-02 10:00"); at.Before(clockAt(t, "2026-11-30 00:00")); at = at.Add(time.Duration(chance.Int64N(int64(60 * time.Hour)))) {
			when := at
			if chance.IntN(4) == 0 {
				when = at.Add(-time.Duration(chance.Int64N(int64(48 * time.Hour)))) // a clock that was set back
			}
			if _, err := r.Tick(context.Background(), when); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Tick(context.Background(), clockAt(t, "2026-11-30 00:00")); err != nil {
			t.Fatal(err)
		}
		quotas := 0
		for _, n := range outbox(t, st) {
			since, end := clockAt(t, "2026-11-02 10:00"), clockAt(t, "2026-11-09 09:00")
			if n.Member == "wu" && ledger.Rests(n.Kind) && !n.Made.Before(since) && n.Made.Before(end) {
				t.Errorf("seed %d: %s was written at %s", seed, n.Key, n.Made.In(china()))
			}
			if n.Member == "wu" && n.Kind == KindQuota {
				quotas++
			}
		}
		if quotas != 1 {
			t.Errorf("seed %d: %d digests after the pause", seed, quotas)
		}
	}
}

func TestPreviewKnowsPauses(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	pauses(t, school, st, "wu", "2026-11-02 10:00", "2026-11-09", false)
	got := previewed(t, school, st, "2026-11-02", "2026-11-10", "wu", KindQuota)
	if len(got) != 1 || !strings.HasPrefix(got[0], "11-09 09:00 quota 5.4b\n") {
		t.Errorf("%v", got)
	}
}

// TestHeldBackTooLong: of what has moments of its own only the last one is told after a pause, and what is of no use then is dropped with a reason.
func TestHeldBackTooLong(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	wu := school.Member("wu")
	lesson := func(period, step, at, until string) draft {
		o := occasion{kind: ledger.FirstLessonSeries, rule: "5.4a", period: period, step: step, at: clockAt(t, at), until: clockAt(t, until)}
		o.write = func(_ *Facts, it *Item) error { it.Text = "第一课"; return nil }
		return o.draft(wu, policy.Address{}, wu.ID)
	}
	mine := []draft{
		lesson("a", "d7", "2026-09-01 09:30", "2026-09-07 09:30"), lesson("a", "d1", "2026-09-07 09:30", "2026-09-08 10:00"),
		lesson("b", "d7", "2026-09-08 09:30", "2026-09-14 09:30"), lesson("c", "d7", "2026-09-20 09:30", "2026-09-26 09:30"),
	}
	end := ending{member: wu, at: clockAt(t, "2026-09-09 09:00")}
	r := New(school, st, quietLog(), Options{})
	var got []string
	if err := st.View(func(tx *store.Tx) error {
		f := NewFacts(school, tx)
		for _, d := range lastOf(mine, end) {
			d.held, d.At = d.At, end.at
			n, owed, err := r.notice(f, d, end.at)
			if err != nil || !owed {
				return fmt.Errorf("%s: %v, %w", d.Key, owed, err)
			}
			got = append(got, n.Key+" "+n.Reason)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"first_lesson/a/d1/wu 原定9月7日09:30，本人要求暂停提醒，恢复时已无必要", "first_lesson/b/d7/wu "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
