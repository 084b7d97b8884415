package ledger_test

import (
	"slices"
	"testing"

	"lianxin/store/ledger"
)

// TestAbout holds that further words of a filer make those whom they are about see nothing of the case and take it from their unit; leaders are refused, and
// nobody but the filer or his officer says whom a case is about.
func TestAbout(t *testing.T) {
	about := func(people ...string) func(*ledger.Deed, ledger.Petition) (ledger.Petition, error) {
		return func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.About(d, people) }
	}
	c := working(t, "申诉", "2026-11-02")
	c.step("filer", "about_leader", about("lin"))
	c.step("peng", "not_allowed", about("liu"))
	c.step("filer", "", about("liu"))
	if c.p.Units() == nil || !slices.Equal(c.p.Targets, []string{"liu"}) {
		t.Errorf("%v about %v", c.p.Units(), c.p.Targets)
	}
	if no := ledger.May(c.school, ledger.Staff(member(t, c.school, "liu")), ledger.OpSee, &c.p, c.school.Today(c.at)); no == nil {
		t.Error("whom it is about still sees it")
	}
	c.step("filer", "", about("peng")).stage(ledger.StageTold)
	d := c.deed("filer")
	if p, err := c.p.About(d, []string{"peng", "liu"}); err != nil || len(d.Steps) > 0 || len(p.Targets) != 2 {
		t.Errorf("nobody new is named, and yet: %v %v %v", p.Targets, d.Steps, err)
	}
}
