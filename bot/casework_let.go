package bot

import (
	"fmt"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// The whole messages by which something that waits is let or not.
var (
	wordsLet    = []string{"同意", "批准", "准了", "同意批准", "核对通过", "核对无误"}
	wordsLetNot = []string{"不同意", "不批准", "不准", "驳回"}
)

// plea is something about a case that waits for somebody's word.
type plea struct {
	id   string
	what string // 延期, 退回, 查看身份, 核对
	look ledger.Look
	unit string // that asks to hand the case back
}

// What may wait.
const (
	pleaExtend = "延期"
	pleaReturn = "退回"
	pleaLook   = "查看身份"
	pleaCheck  = "核对"
)

// pleas lists what waits in a case for the actor of a deed.
func (b *Bot) pleas(tx *store.Tx, d *ledger.Deed, p *ledger.Petition) ([]plea, error) {
	var out []plea
	may := func(op ledger.Op) bool { return ledger.May(b.school, d.By, op, p, b.school.Today(d.At)) == nil }
	e := &p.Extension
	if p.Working() && !e.Asked.IsZero() && e.Approved.IsZero() && e.Denied.IsZero() && e.AskedBy != d.By.Name() && may(ledger.OpExtend) {
		out = append(out, plea{id: p.ID, what: pleaExtend})
	}
	for i := range p.Assignments {
		if a := &p.Assignments[i]; p.Working() && a.Live() && !a.Asked.IsZero() && a.Kept.IsZero() && may(ledger.OpDecide) {
			out = append(out, plea{id: p.ID, what: pleaReturn, unit: a.Unit})
		}
	}
	if p.Stage() == ledger.StageCheck && !draftedBy(p, d.By.Name()) && may(ledger.OpCheck) {
		out = append(out, plea{id: p.ID, what: pleaCheck})
	}
	l, waits, err := b.pendingLook(tx, d, p)
	if waits {
		out = append(out, plea{id: p.ID, what: pleaLook, look: l})
	}
	return out, err
}

// let hears 同意 or 不同意 about one case: about what waits in it, which the word may name (同意延期).
func (b *Bot) let(t *talk, o order) move {
	t.consume()
	return change(func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, o.cases[0])
		if err != nil {
			return "", err
		}
		p, err := b.caseOf(tx, d, ledger.OpSee, o.cases[0])
		if err != nil {
			return "", err
		}
		waiting, err := b.pleas(tx, d, &p)
		if err != nil {
			return "", err
		}
		return b.decideOn(tx, t, d, named(waiting, o.word), o.verb == verbLet, o.rest)
	})
}

// named keeps the pleas that a word names; all of them if it names none.
func named(list []plea, word string) []plea {
	what := ""
	switch {
	case strings.Contains(word, "延期"):
		what = pleaExtend
	case strings.Contains(word, "退回") && !strings.Contains(word, "核对") && !strings.Contains(word, "审核"):
		what = pleaReturn
	case strings.Contains(word, "查看"):
		what = pleaLook
	case strings.Contains(word, "核对"), strings.Contains(word, "审核"):
		what = pleaCheck
	default:
		return list
	}
	var out []plea
	for _, w := range list {
		if w.what == what {
			out = append(out, w)
		}
	}
	return out
}

// decideOn carries out the word on the one plea that is meant.
func (b *Bot) decideOn(tx *store.Tx, t *talk, d *ledger.Deed, list []plea, granted bool, reason string) (string, error) {
	switch len(list) {
	case 0:
		return "", ledger.Refuse("nothing_asked", sayNothingAsked)
	case 1:
		return b.decidePlea(tx, t, d, list[0], granted, reason)
	}
	return b.listPleas(tx, t, list)
}

func (b *Bot) decidePlea(tx *store.Tx, t *talk, d *ledger.Deed, w plea, granted bool, reason string) (string, error) {
	switch w.what {
	case pleaLook:
		return b.letLook(tx, t, d, w.look, granted)
	case pleaExtend:
		return b.step(tx, t, w.id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Extend(d, granted) })
	case pleaReturn:
		return b.step(tx, t, w.id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) {
			return p.DecideReturn(d, w.unit, granted)
		})
	}
	return b.step(tx, t, w.id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Check(d, granted, reason) })
}

// listPleas shows what waits; each is decided by its own words.
func (b *Bot) listPleas(tx *store.Tx, t *talk, list []plea) (string, error) {
	lines := []string{fmt.Sprintf(sayPleas, len(list))}
	var ids []string
	for _, w := range list {
		words := "同意" + w.what
		if w.what == pleaCheck {
			words = "核对通过"
		}
		lines = append(lines, fmt.Sprintf("%s %s：回“%s %s”或“%s %s”", w.id, pleaZh(w), words, w.id, denial(w.what), w.id))
		ids = append(ids, w.id)
	}
	return strings.Join(lines, "\n"), b.lay(tx, t, ids...)
}

func denial(what string) string {
	if what == pleaCheck {
		return "核对退回"
	}
	return "不同意" + what
}

func pleaZh(w plea) string {
	if w.what == pleaCheck {
		return "答复待核对"
	}
	return strings.TrimSpace(w.unit) + "申请" + w.what
}

// letOne hears a bare 同意 or 不同意: about the case on the table, else about the one thing that waits for the speaker; several are listed. Where no case
// waits for him it means what it means elsewhere.
func (b *Bot) letOne(t *talk, granted bool) move {
	if len(t.table()) > 0 {
		t.consume()
	}
	return change(func(tx *store.Tx) (string, error) {
		ids := t.table()
		if len(ids) != 1 {
			queue, err := tx.Queue(b.school, t.who, t.today, 0)
			if err != nil {
				return "", err
			}
			ids = nil
			for _, c := range queue {
				ids = append(ids, c.ID())
			}
		}
		var waiting []plea
		for _, id := range ids {
			d, err := b.deskDeed(tx, t, id)
			if err != nil {
				return "", err
			}
			p, err := b.caseOf(tx, d, ledger.OpSee, id)
			if err != nil {
				return "", err
			}
			found, err := b.pleas(tx, d, &p)
			if err != nil {
				return "", err
			}
			waiting = append(waiting, found...)
		}
		if len(waiting) == 0 {
			return b.begin(t).run(tx)
		}
		d, err := b.deskDeed(tx, t, waiting[0].id)
		if err != nil {
			return "", err
		}
		return b.decideOn(tx, t, d, waiting, granted, "")
	})
}
