package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ordinals are the Chinese numbers of terms.
var ordinals = [...]string{"", "一", "二", "三"}

// The forms in which terms and academic years are written, after plain has narrowed the signs.
var (
	termNameForm = regexp.MustCompile(`^(\d{4}|\d\d)(?:-(\d{4}|\d\d))?(?:学年度?)?[-(第]?([123一二三上下])(?:学期|\))?$`)
	seasonForm   = regexp.MustCompile(`^(\d{4}|\d\d)年?(春|秋)季?(?:学期)?$`)
	yearNameForm = regexp.MustCompile(`^(\d{4}|\d\d)(?:-(\d{4}|\d\d))?(?:学年度?)?$`)
)

// narrow turns the full-width signs and the dashes that people type into plain ones and drops spaces.
var narrow = strings.NewReplacer("（", "(", "）", ")", "－", "-", "—", "-", "–", "-", "~", "-", "～", "-", "至", "-", "/", "-", " ", "", "　", "")

// CheckTermID tells whether an id has the form 2025-2026-2: two years that follow each other and the number of the term.
func CheckTermID(id string) bool {
	_, _, ok := splitTermID(id)
	return ok
}

// splitTermID takes an id apart by hand: it is asked for every count on every card.
func splitTermID(id string) (first, number int, ok bool) {
	if len(id) != len("2025-2026-2") || id[4] != '-' || id[9] != '-' || id[10] < '1' || id[10] > '3' {
		return 0, 0, false
	}
	for _, i := range [...]int{0, 1, 2, 3, 5, 6, 7, 8} {
		if id[i] < '0' || id[i] > '9' {
			return 0, 0, false
		}
	}
	first, ok = yearPair(id[:4], id[5:9])
	return first, int(id[10] - '0'), ok
}

// readTermName reads any name of a term: the first year of its academic year and its number in it.
func readTermName(s string) (first, number int, ok bool) {
	s = narrow.Replace(s)
	if m := seasonForm.FindStringSubmatch(s); m != nil {
		first, _ = yearPair(m[1], "")
		if m[2] == "春" {
			return first - 1, 2, true
		}
		return first, 1, true
	}
	m := termNameForm.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	first, ok = yearPair(m[1], m[2])
	return first, termNumber(m[3]), ok
}

func termNumber(s string) int {
	switch s {
	case "1", "一", "上":
		return 1
	case "2", "二", "下":
		return 2
	}
	return 3
}

// readYearName reads a name of an academic year, 2025学年 = 2025-2026学年 = 25-26 (1.4 no. 3), and gives its first calendar year.
// A bare number (2026, 26) is not taken for an academic year: it may as well be a calendar year.
func readYearName(s string) (first int, ok bool) {
	s = narrow.Replace(s)
	m := yearNameForm.FindStringSubmatch(s)
	if m == nil || m[2] == "" && !strings.Contains(s, "学年") {
		return 0, false
	}
	return yearPair(m[1], m[2])
}

// yearPair reads "2025" and "2026", "25" and "26", or the first alone; the second must follow the first.
func yearPair(a, b string) (first int, ok bool) {
	first = fullYear(a)
	return first, b == "" || fullYear(b) == first+1
}

func fullYear(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	if n < 100 {
		n += 2000
	}
	return n
}

// yearID is "2025-2026" for the academic year that begins in 2025.
func yearID(first int) string { return fmt.Sprintf("%d-%d", first, first+1) }
