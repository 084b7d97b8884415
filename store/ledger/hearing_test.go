package ledger_test

import (
	"testing"

	"lianxin/store/ledger"
)

// Hearings stop the clock of a 复核 for each of their days once, however many of them there are on one day (Art. 36).
func TestHearingsStopTheClockByDays(t *testing.T) {
	c := working(t, "申诉", "2026-11-02").step("peng", "", reply)
	ask := func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskReview(d) }
	c.step("filer", "", ask).step("liu", "", func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
		return p.GiveReview(d, "维持", "事实清楚。")
	}).on("2026-11-03").step("filer", "", ask).stage(ledger.StageRereview)
	hearing := func(begins bool) change {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Hearing(d, begins) }
	}
	limit := func(want string) {
		t.Helper()
		l, runs := c.p.ReviewLimit(c.school)
		if got := l.Legal.String(); runs != (want != "") || got != want {
			t.Errorf("the opinion is due on %q, want %q", got, want)
		}
	}
	limit("2026-12-03")
	c.on("2026-11-10").step("liu", "", hearing(true))
	limit("")
	c.step("liu", "", hearing(false))
	limit("2026-12-04")
	c.step("liu", "", hearing(true)).step("liu", "", hearing(false)) // in the afternoon
	limit("2026-12-04")
	c.step("liu", "", hearing(true)).on("2026-11-11").step("liu", "", hearing(false)) // and on until the next day
	limit("2026-12-05")
}
