package store_test

import (
	"errors"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

// TestPlans: a plan is found while it is open, a research plan counts for rule 5.3c, and the indexes agree, also after they were made anew.
func TestPlans(t *testing.T) {
	school := ledgertest.School()
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	today := school.Today(noon)
	visit := ledger.Plan{Member: "lin", By: "lin", Kind: policy.Visit, Date: today.Add(1), Made: noon}
	research := ledger.Plan{Member: "lin", By: "lin", Kind: policy.ResearchPlan, Date: today, Year: "2026-2027", Items: []ledger.PlanItem{{Text: "调研"}}}
	err = st.Update(noon, func(tx *store.Tx) error {
		visit.ID, research.ID = tx.NextPlanID(), tx.NextPlanID()
		return errors.Join(tx.PutPlan(visit), tx.PutPlan(research))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Update(noon, func(tx *store.Tx) error { return tx.PutPlan(ledger.Plan{ID: "JH2026-0009", Member: "lin"}) }); err == nil {
		t.Error("a plan without a day was kept")
	}
	expect := func(open, marks int) {
		t.Helper()
		err := st.View(func(tx *store.Tx) error {
			n := 0
			for p, err := range tx.OpenPlans("lin") {
				if err != nil || p.ID != visit.ID {
					t.Errorf("%+v, %v", p, err)
				}
				n++
			}
			m := 0
			for mark, err := range tx.Marks("lin", school.Year(today).Span) {
				if err != nil || mark.Kind != policy.ResearchPlan || mark.Date != today {
					t.Errorf("%+v, %v", mark, err)
				}
				m++
			}
			for mark := range tx.Credits("lin", school.Year(today).Span) {
				t.Errorf("a plan is no credit: %+v", mark)
			}
			if n != open || m != marks {
				t.Errorf("%d open, %d marks", n, m)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := st.Verify(); err != nil || r.Plans != 2 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	expect(1, 1)
	if err := st.Repair(noon); err != nil {
		t.Fatal(err)
	}
	expect(1, 1)
	err = st.Update(noon, func(tx *store.Tx) error {
		p, err := tx.Plan(visit.ID)
		if err != nil {
			return err
		}
		p.Record = "HD2026-0001"
		research.Dropped = noon
		return errors.Join(tx.PutPlan(p), tx.PutPlan(research))
	})
	if err != nil {
		t.Fatal(err)
	}
	expect(0, 0)
	err = st.View(func(tx *store.Tx) error {
		_, err := tx.Plan("JH2026-0077")
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// TestPruneKeepsDrafts: a dialog that is over stays as long as its draft can be taken up.
func TestPruneKeepsDrafts(t *testing.T) {
	st, err := store.Open(memory.New(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	who := policy.Address{Channel: "wecom", User: "lin"}
	d := ledger.Dialog{Who: who, Kind: ledger.DialogReport, Expires: noon, Drafts: []ledger.Draft{{Kind: policy.Visit}}, Ask: []string{"date"}}
	if err := st.Update(noon, func(tx *store.Tx) error { return tx.PutDialog(d) }); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]bool{time.Hour: true, 71 * time.Hour: true} {
		if _, err := st.Prune(noon.Add(after), 24*time.Hour); err != nil {
			t.Fatal(err)
		}
		if has := hasDialog(t, st, who); has != want {
			t.Errorf("after %s: %v", after, has)
		}
	}
	if _, err := st.Prune(noon.Add(72*time.Hour), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if hasDialog(t, st, who) {
		t.Error("a draft that nobody can take up stays")
	}
}

func hasDialog(t *testing.T, st *store.Store, who policy.Address) (has bool) {
	t.Helper()
	err := st.View(func(tx *store.Tx) (err error) {
		_, has, err = tx.Dialog(who)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return has
}
