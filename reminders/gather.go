package reminders

import (
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// gather makes one message of what would reach one person at one moment: the first row carries all texts, the others ride on it and are told by it. Each keeps
// its key, so that none is told again. What is about a reception of the same day stays by itself, as it may go when others wait; so do the people of cases and
// visitors, who stand behind sealed addresses. Rows that ride stand right behind the one that carries them.
func gather(school *policy.School, rows []row) []row {
	type moment struct {
		to  policy.Address
		due int64
	}
	first := map[moment]int{}
	groups := make([][]int, 0, len(rows))
	for i := range rows {
		n := &rows[i].Notice
		if n.Member == "" || n.Settled() || sameDayReception(school, n, n.Due) {
			groups = append(groups, []int{i})
			continue
		}
		at := moment{n.To.Fold(), n.Due.UnixNano()}
		if g, ok := first[at]; ok {
			groups[g] = append(groups[g], i)
			continue
		}
		first[at] = len(groups)
		groups = append(groups, []int{i})
	}
	out := make([]row, 0, len(rows))
	for _, group := range groups {
		out = append(out, joined(rows, group)...)
	}
	return out
}

// joined gives the rows of one message, the one that carries it first: the one that is of use for the shortest time, so that it falls due to be dropped before
// any other. The texts stand in the order in which they were planned; the buttons are those of the first.
func joined(rows []row, group []int) []row {
	if len(group) == 1 {
		return []row{rows[group[0]]}
	}
	texts := make([]string, len(group))
	first := 0
	for i, at := range group {
		texts[i] = rows[at].Text
		if rows[at].Until.Before(rows[group[first]].Until) {
			first = i
		}
	}
	head := rows[group[first]]
	head.Text = strings.Join(texts, "\n\n")
	out := make([]row, 1, len(group))
	for i, at := range group {
		if i == first {
			continue
		}
		rider := rows[at]
		rider.With = head.Key
		head.Riders = append(head.Riders, rider.Key)
		out = append(out, rider)
	}
	out[0] = head
	return out
}

// piece is how many of the first rows are written in one transaction: chunk, and what rides on the last of them.
func piece(rows []row) int {
	n := min(chunk, len(rows))
	for n < len(rows) && rows[n].With != "" {
		n++
	}
	return n
}

// pausedSince tells whether the reader of a row paused reminders while the look was under way.
func (r *Reminders) pausedSince(tx *store.Tx, n *ledger.Notice, at time.Time) (bool, error) {
	if !ledger.Rests(n.Kind) {
		return false, nil
	}
	for p, err := range tx.Pauses(n.Member) {
		return err == nil && p.Covers(r.school, at), err
	}
	return false, nil
}
