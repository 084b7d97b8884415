package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong with the configuration, in words for the operator.
type Fault struct {
	File string // as it was named, or the file it refers to
	Line int    // from 1
	Col  int    // from 1
	Key  string // people[0].roles; "" for the file as a whole
	Text string // Chinese: what is wrong and what to write; never the value of a secret
}

// String gives FILE:LINE:COL: KEY: what is wrong.
func (f Fault) String() string {
	if f.Key == "" {
		return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Col, f.Key, f.Text)
}

// Faults are all the faults of a configuration, the main file first, each file in order of its lines. As an error it prints one line each.
type Faults []Fault

// Error gives one line for each fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// sorted puts the faults of the main file first and drops those said twice.
func (fs Faults) sorted(main string) Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		if (a.File == main) != (b.File == main) {
			if a.File == main {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(fs)
}
