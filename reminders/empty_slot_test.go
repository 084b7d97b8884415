package reminders

import (
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestNobodySits: leave that was granted after the roster was published sends the reminders of the reception to the offices; the leader
// hears nothing, and the offices nothing more once somebody else sits there.
func TestNobodySits(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	term, _ := school.Calendar.TermOf(day(t, "2026-03-09"))
	update(t, st, clockAt(t, "2026-03-02 09:30"), func(tx *store.Tx) error {
		roster, err := ledger.Roster{Term: term.ID, Start: term.Start}.Publish(school, term, office(), tx.At)
		if err != nil {
			return err
		}
		e := ledger.Exemption{
			ID: tx.NextExemptionID(), Member: "liang", Span: policy.Span{From: day(t, "2026-03-05"), To: day(t, "2026-03-10")}, Reason: "出访", By: "chen", Made: tx.At,
		}
		if err := tx.PutExemption(e); err != nil {
			return err
		}
		return tx.PutRoster(roster)
	})
	booked(t, school, st, "2026-03-04", "2026-03-09", 1, "热水")
	if got := previewed(t, school, st, "2026-03-03", "2026-03-09", "liang", "reception"); got != nil {
		t.Errorf("the leader on leave: %v", got)
	}
	const sentence = "3月9日(周一)15:00—17:00的校领导接待没有人：当班的梁志远党委书记请假或不在任。已有 1 批预约（15:20 热水）。请尽快改派，回一句即可，例如“3月9日改由何敏华接待”"
	for _, who := range []string{"sun", "chen"} {
		got := previewed(t, school, st, "2026-03-03", "2026-03-09", who, KindReceptionDuty)
		if len(got) != 3 || !strings.Contains(got[0], sentence) || !strings.HasPrefix(got[2], "03-09 14:30") {
			t.Errorf("%s: %v", who, got)
		}
	}
	if got := previewed(t, school, st, "2026-03-03", "2026-03-09", "sun", KindReceptionSheet); len(got) != 1 || !strings.HasPrefix(got[0], "03-09 17:05") {
		t.Errorf("no sheet is prepared for nobody: %v", got)
	}
	rescheduled(t, school, st, "2026-03-05", ledger.SlotChange{Slot: day(t, "2026-03-09"), Member: "he"})
	if got := previewed(t, school, st, "2026-03-06", "2026-03-09", "he", KindReceptionDuty); len(got) != 2 {
		t.Errorf("whoever sits in: %v", got)
	}
	if got := previewed(t, school, st, "2026-03-06", "2026-03-09", "sun", KindReceptionDuty); got != nil {
		t.Errorf("somebody sits there, and still: %v", got)
	}
}
