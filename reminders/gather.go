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
func gather(school *policy.School, rows []ledger.Notice) []ledger.Notice {
	type moment struct {
		to  policy.Address
		due int64
	}
	first := map[moment]int{}
	groups := make([][]int, 0, len(rows))
	for i := range rows {
		n := &rows[i]
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
	out := make([]ledger.Notice, 0, len(rows))
	for _, group := range groups {
		out = append(out, joined(rows, group)...)
	}
	return out
}

// joined gives the rows of one message, the one that carries it first: one that never rests, if there is one.
func joined(rows []ledger.Notice, group []int) []ledger.Notice {
	out := make([]ledger.Notice, 0, len(group))
	for _, rests := range [...]bool{false, true} {
		for _, i := range group {
			if ledger.Rests(rows[i].Kind) == rests {
				out = append(out, rows[i])
			}
		}
	}
	if len(out) == 1 {
		return out
	}
	head, texts := &out[0], make([]string, len(out))
	for i := range out {
		texts[i] = out[i].Text
		if i > 0 {
			out[i].With = head.Key
			head.Riders = append(head.Riders, out[i].Key)
			head.Until = earlier(head.Until, out[i].Until)
			head.LateNote = head.LateNote || out[i].LateNote
		}
	}
	head.Text = strings.Join(texts, "\n\n")
	return out
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// piece is how many of the first rows are written in one transaction: chunk, and what rides on the last of them.
func piece(rows []ledger.Notice) int {
	n := min(chunk, len(rows))
	for n < len(rows) && rows[n].With != "" {
		n++
	}
	return n
}

// pausedSince tells whether the reader of a row paused reminders while the look was under way. Of a message that carries something that never rests all goes.
func (r *Reminders) pausedSince(tx *store.Tx, n *ledger.Notice, at time.Time) (bool, error) {
	if !ledger.Rests(n.Kind) || n.With != "" && !ledger.Rests(kindIn(n.With)) {
		return false, nil
	}
	for p, err := range tx.Pauses(n.Member) {
		if err != nil {
			return false, err
		}
		return p.Covers(r.school, at), nil
	}
	return false, nil
}

// kindIn is the kind that a key of a reminder begins with.
func kindIn(key string) string {
	kind, _, _ := strings.Cut(key, "/")
	return kind
}
