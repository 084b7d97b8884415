package ledger_test

import (
	"slices"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// group is a visit of two leaders, entered by the secretary of the first with the second's knowledge: both must say 对.
func group(t testing.TB, school *policy.School) ledger.Activity {
	t.Helper()
	return report(t, school, ledger.Entry{
		Kind: policy.Visit, Date: day("2026-11-18"), Members: []string{"lin", "he"}, By: member(t, school, "chen"), At: noon,
	})
}

func TestConfirm(t *testing.T) {
	school := ledgertest.School()
	later := noon.Add(time.Hour)

	a := group(t, school)
	b, err := a.Confirm("lin", later)
	refused(t, err, "")
	if b.Waits("lin") != "" || b.Waits("he") != ledger.WaitsMember {
		t.Errorf("after 对 of lin: %+v", b.Credits)
	}
	if a.Waits("lin") != ledger.WaitsMember {
		t.Error("the record that was confirmed has changed")
	}
	_, err = b.Confirm("lin", later)
	refused(t, err, "already_confirmed")
	_, err = b.Confirm("wu", later)
	refused(t, err, "not_yours")
	_, err = b.Confirm("chen", later)
	refused(t, err, "waits_for_leader")

	t.Run("after a no", func(t *testing.T) {
		c, err := b.Decline("lin", later)
		refused(t, err, "")
		if c.Waits("lin") != ledger.WaitsDeclined || c.Waits("he") != ledger.WaitsMember {
			t.Errorf("after the no: %+v", c.Credits)
		}
		_, err = c.Decline("lin", later)
		refused(t, err, "already_declined")
		_, err = c.Decline("wu", later)
		refused(t, err, "not_yours")
		d, err := c.Confirm("lin", later)
		refused(t, err, "")
		if d.Waits("lin") != "" {
			t.Errorf("a second thought: %+v", d.Credits)
		}
	})

	t.Run("of a record taken back", func(t *testing.T) {
		c, err := a.Retract(member(t, school, "chen"), "", later)
		refused(t, err, "")
		_, err = c.Confirm("lin", later)
		refused(t, err, "retracted")
		_, err = c.Decline("lin", later)
		refused(t, err, "retracted")
	})

	t.Run("of a guess", func(t *testing.T) {
		e := ledger.Entry{Kind: policy.Visit, Date: day("2026-11-18"), Members: []string{"lin"}, At: noon, Confirm: []string{"date", "course"}}
		e.By = member(t, school, "lin")
		a := report(t, school, e)
		if !slices.Equal(a.Asked, []string{"date"}) {
			t.Errorf("asked: %v", a.Asked)
		}
		b, err := a.Confirm("lin", later)
		refused(t, err, "")
		if b.Waits("lin") != "" || b.Asked != nil {
			t.Errorf("after 对: %+v", b)
		}

		e.By = member(t, school, "zhao")
		a = report(t, school, e)
		b, err = a.Confirm("zhao", later)
		refused(t, err, "")
		if b.Waits("lin") != ledger.WaitsMember || b.Asked != nil {
			t.Errorf("after the secretary's 对: %+v", b)
		}
	})
}

func TestApprove(t *testing.T) {
	school := ledgertest.School()
	office := member(t, school, "chen")
	late := report(t, school, ledger.Entry{
		Kind: policy.Visit, Date: day("2026-09-15"), Members: []string{"lin"}, By: member(t, school, "zhao"), At: noon,
	})
	if late.Waits("lin") != ledger.WaitsMember {
		t.Errorf("waits for %q first", late.Waits("lin"))
	}
	late, err := late.Confirm("lin", noon)
	refused(t, err, "")
	if late.Waits("lin") != ledger.WaitsOffice {
		t.Errorf("waits for %q then", late.Waits("lin"))
	}
	_, err = late.Approve(member(t, school, "lin"), noon)
	refused(t, err, "office_only")
	done, err := late.Approve(office, noon)
	refused(t, err, "")
	if done.Waits("lin") != "" || done.ApprovedBy != "chen" {
		t.Errorf("approved: %+v", done)
	}
	_, err = done.Approve(office, noon)
	refused(t, err, "already_approved")
	_, err = own(t, school, "lin", "2026-11-18", policy.Visit, ledger.Details{}).Approve(office, noon)
	refused(t, err, "not_late")
	gone, err := late.Retract(office, "", noon)
	refused(t, err, "")
	_, err = gone.Approve(office, noon)
	refused(t, err, "retracted")
}

func TestRetract(t *testing.T) {
	school := ledgertest.School()
	tests := []struct {
		by    string
		code  string
		whole bool
	}{
		{"chen", "", true}, // entered it
		{"lin", "", false}, // only his own part
		{"he", "", false},
		{"wu", "not_yours", false},
		{"zhao", "not_yours", false}, // a delegate of lin, but did not enter it
		{"liu", "not_yours", false},
	}
	for _, tt := range tests {
		t.Run(tt.by, func(t *testing.T) {
			a := group(t, school)
			b, err := a.Retract(member(t, school, tt.by), "记错了", noon)
			refused(t, err, tt.code)
			if tt.code != "" {
				return
			}
			if b.Live() == tt.whole || !a.Live() {
				t.Errorf("live: %v, was %v", b.Live(), a.Live())
			}
			_, err = b.Retract(member(t, school, tt.by), "", noon)
			refused(t, err, "already_retracted")
		})
	}

	t.Run("by all, one after the other", func(t *testing.T) {
		a, err := group(t, school).Retract(member(t, school, "lin"), "", noon)
		refused(t, err, "")
		if a.Waits("lin") != ledger.WaitsDeclined || a.Waits("he") != ledger.WaitsMember {
			t.Errorf("after the first: %+v", a.Credits)
		}
		a, err = a.Retract(member(t, school, "he"), "没有去", noon)
		refused(t, err, "")
		if a.Live() || a.RetractedBy != "he" || a.Reason != "没有去" {
			t.Errorf("after the second: %+v", a)
		}
	})

	t.Run("by the office, of what it did not enter", func(t *testing.T) {
		a, err := own(t, school, "lin", "2026-11-18", policy.Visit, ledger.Details{}).Retract(member(t, school, "chen"), "", noon)
		refused(t, err, "")
		if a.Live() {
			t.Error("still live")
		}
	})
}
