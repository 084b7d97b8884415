package report

import (
	"cmp"
	"fmt"
	"slices"
)

// fewest is the least count that is shown of people's matters: below it somebody could be recognised (section 4, rule 5).
const fewest = 5

// Few is what stands in the place of a count below it.
const Few = "少于5"

// Shown is a count as it may be seen: 0, 5 and more as they are.
func Shown(n int) string {
	if n > 0 && n < fewest {
		return Few
	}
	return fmt.Sprint(n)
}

// Parted shows the parts of a sum. A part of one to four is not shown, and where it is the only one, the smallest other part is not shown either: it could be
// worked out from the sum.
func Parted(parts ...int) []string {
	out := make([]string, len(parts))
	hidden, sum, smallest := 0, 0, -1
	for i, n := range parts {
		out[i] = Shown(n)
		switch {
		case n > 0 && n < fewest:
			hidden, sum = hidden+1, sum+n
		case n >= fewest && (smallest < 0 || n < parts[smallest]):
			smallest = i
		}
	}
	if hidden > 0 && (hidden == 1 || sum < fewest) && smallest >= 0 {
		out[smallest] = Held
	}
	return out
}

// Held is what stands in the place of a count from which a smaller one could be worked out.
const Held = "不单列"

// rate is a share in percent, of a whole that does not tell of few. Only the whole itself is 100.0%.
func rate(part, whole int) string {
	if whole < fewest {
		return "不足5件，不计算"
	}
	share := 100 * float64(part) / float64(whole)
	if part < whole {
		share = min(share, 99.9)
	}
	return fmt.Sprintf("%.1f%%", share)
}

// count is how often something occurred.
type count struct {
	Name string
	N    int
}

// merged are the counts by name, those below five put together, so that none of them can be worked out from the sum: as long as what was put together is
// itself below five, the next smallest goes with it.
func merged(by map[string]int) []count {
	var list []count
	for name, n := range by {
		list = append(list, count{name, n})
	}
	slices.SortFunc(list, func(a, b count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	rest, kinds := 0, 0
	for len(list) > 0 && (list[len(list)-1].N < fewest || rest > 0 && rest < fewest) {
		last := list[len(list)-1]
		rest, kinds, list = rest+last.N, kinds+1, list[:len(list)-1]
	}
	slices.SortFunc(list, func(a, b count) int { return cmp.Compare(a.Name, b.Name) }) // by name: nothing is ranked
	if kinds > 0 {
		list = append(list, count{fmt.Sprintf("其他（%d类合并）", kinds), rest})
	}
	return list
}
