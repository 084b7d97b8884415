package store

import (
	"fmt"
	"iter"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const plansByPerson = "plans_by_person"

// plans are kept by their serial; what concerns one person stands together in one index:
//
//	person 0 'd' day serial -> mark   research plans, as they count (Art. 5.3)
//	person 0 'o' day serial           activities to come, neither entered nor given up
var plans = table[ledger.Plan]{
	name:    "plans",
	keySize: serialSize,
	indexes: []string{plansByPerson},
	entries: planEntries,
	say:     func(key []byte) string { return "plans/" + readSerial(key).ID(ledger.PlanLetters) },
}

const shelfOpen = 'o'

func planEntries(into *entries, serial []byte, p *ledger.Plan) {
	var space, value [128]byte
	if mark, ok := p.Mark(); ok {
		key := appendDate(shelf(space[:0], p.Member, shelfDays), p.Date)
		into.add(plansByPerson, append(key, serial...), ledger.AppendMark(value[:0], mark))
	}
	if p.Open() {
		key := appendDate(shelf(space[:0], p.Member, shelfOpen), p.Date)
		into.add(plansByPerson, append(key, serial...), nil)
	}
}

// NextPlanID takes the next number of the year of tx.At: JH2026-0001.
func (tx *Tx) NextPlanID() string { return tx.nextID(ledger.PlanLetters) }

// Plan finds a plan by its id; ErrNotFound if there is none.
func (tx *Tx) Plan(id string) (ledger.Plan, error) {
	serial, ok := ledger.ParseID(ledger.PlanLetters, id)
	if !ok {
		return ledger.Plan{}, ErrNotFound
	}
	return plans.get(tx, appendSerial(nil, serial))
}

// PutPlan writes a plan, new or changed. A plan without an id of its kind, a day or somebody whose it is, is a failure of the caller.
func (tx *Tx) PutPlan(p ledger.Plan) error {
	serial, ok := ledger.ParseID(ledger.PlanLetters, p.ID)
	if !ok || p.Date <= 0 || !nameful(p.Member) {
		return fmt.Errorf("store: plan %q is incomplete", p.ID)
	}
	return plans.put(tx, appendSerial(nil, serial), &p)
}

// OpenPlans gives the activities that a member plans and has neither entered nor given up, by day.
func (tx *Tx) OpenPlans(member string) iter.Seq2[ledger.Plan, error] {
	from, to := kv.Prefix(shelf(nil, member, shelfOpen))
	return plans.follow(tx, tx.kv.Scan(plansByPerson, from, to))
}

// ResearchPlans gives a member's research plans that count from a day within the span, by day (Art. 5.3).
func (tx *Tx) ResearchPlans(member string, span policy.Span) iter.Seq2[ledger.Plan, error] {
	from, to := heldIn(member, span)
	return plans.follow(tx, tx.kv.Scan(plansByPerson, from, to))
}
