package policy

import (
	"strconv"
	"strings"
)

// Deadline reads By, week_6_of_term_1: the last week, and the number of the term, in which the duty is done in time. False: there is none.
func (w *Window) Deadline() (week, term int, ok bool) {
	rest, ok := strings.CutPrefix(w.By, "week_")
	if !ok {
		return 0, 0, false
	}
	first, second, ok := strings.Cut(rest, "_of_term_")
	if !ok {
		return 0, 0, false
	}
	week, err1 := strconv.Atoi(first)
	term, err2 := strconv.Atoi(second)
	return week, term, err1 == nil && err2 == nil
}
