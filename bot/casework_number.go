package bot

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianxin/store/ledger"
)

// The forms in which the number of a case is said at the beginning of a text.
var (
	longCase  = regexp.MustCompile(`^[Xx][Ff] ?-? ?(\d{4})-(\d{1,6})`)
	shortCase = regexp.MustCompile(`^[Xx][Ff] ?-? ?(\d{1,5})(?:号)?`)
	oddCase   = regexp.MustCompile(`^[Xx][Ff][\d-]+`)
	bareCase  = regexp.MustCompile(`^(\d{1,5})号(?:信访件|信访|件)?`)
	moreCase  = regexp.MustCompile(`^(?:、|，|,|和|与|跟| )\s*(?:[Xx][Ff]-?)?(?:(\d{4})-)?(\d{1,5})(?:号)?`)
	nthCase   = regexp.MustCompile(`^第([一二三四五六七八九十]|\d{1,2})(?:件|个|条)`)
)

// wordsAllCases ask for all cases at once, which no order does.
var wordsAllCases = []string{"所有", "全部", "所有件", "全部件", "所有的", "全部的", "都"}

var wordsThisCase = []string{"这一件", "这件", "此件", "该件", "本件", "那件", "这个件", "上一件", "刚才那件"}

// casesAt reads the numbers of cases with which a text begins, and gives what stands behind. 这件 and 第二件 are read from the table.
func casesAt(s string, year int, table []string) (ids []string, rest string) {
	for _, w := range wordsThisCase {
		if after, ok := strings.CutPrefix(s, w); ok && len(table) == 1 {
			return table, trimSeparators(after)
		}
	}
	if !begins(s) {
		return nil, s // most messages: no form is tried
	}
	if m := nthCase.FindStringSubmatch(s); m != nil {
		if n := numeral(m[1]); n >= 1 && n <= len(table) {
			return table[n-1 : n], trimSeparators(s[len(m[0]):])
		}
	}
	id, n := caseAt(s, year)
	if n == 0 {
		return nil, s
	}
	ids, s = append(ids, id), s[n:]
	for {
		m := moreCase.FindStringSubmatch(s)
		if m == nil {
			if id, n := caseAt(s, year); n > 0 { // 1号2号
				ids, s = append(ids, id), s[n:]
				continue
			}
			break
		}
		if !isCase(m[0], s[len(m[0]):]) {
			break
		}
		y := year
		if m[1] != "" {
			y, _ = strconv.Atoi(m[1])
		}
		ids, s = append(ids, caseID(y, m[2])), s[len(m[0]):]
	}
	return ids, trimSeparators(s)
}

// casesIn reads the numbers of cases that stand together at the first place of a short text where one does: 3号和4号都催一下.
func casesIn(s string, year int) []string {
	if len(s) > 90 {
		return nil
	}
	for i := range s {
		if begins(s[i:]) && (i == 0 || !digitOrDash(s[i-1:])) && !strings.HasSuffix(s[:i], "月") {
			if ids, _ := casesAt(s[i:], year, nil); len(ids) > 0 {
				return distinct(ids)
			}
		}
	}
	return nil
}

// caseAt reads one number, and how many bytes it takes; 0 if there is none.
func caseAt(s string, year int) (id string, n int) {
	if m := longCase.FindStringSubmatch(s); m != nil && !digitOrDash(s[len(m[0]):]) {
		y, _ := strconv.Atoi(m[1])
		return caseID(y, m[2]), len(m[0])
	}
	if m := shortCase.FindStringSubmatch(s); m != nil && !digitOrDash(s[len(m[0]):]) {
		return caseID(year, m[1]), len(m[0])
	}
	if m := oddCase.FindString(s); m != "" {
		return strings.ToUpper(m), len(m)
	}
	if m := bareCase.FindStringSubmatch(s); m != nil && isCase(m[0], s[len(m[0]):]) {
		return caseID(year, m[1]), len(m[0])
	}
	return "", 0
}

// thingsNumbered are things that have numbers like cases: 3号楼.
var thingsNumbered = []string{
	"楼", "栋", "线", "门", "院", "公寓", "宿舍", "食堂", "饭堂", "厅", "馆", "机", "房", "床", "车", "路", "桥",
	"教学楼", "教室", "实验", "学生公寓", "学生宿舍", "电梯", "锅炉",
}

// isCase tells whether a number as it was said may be that of a case before rest: behind 号 stands no building, and a bare number counts nothing (3台热水器).
func isCase(said, rest string) bool {
	switch {
	case strings.ContainsAny(said, "Xx"):
		return true
	case strings.Contains(said, "号"):
		return !startsWithWord(rest, thingsNumbered...)
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || strings.ContainsRune(" ,，、。;；:：\n和与跟并合转", r)
}

// begins tells whether a text begins as the number of a case may.
func begins(s string) bool {
	return s != "" && (s[0] == 'X' || s[0] == 'x' || s[0] >= '0' && s[0] <= '9' || strings.HasPrefix(s, "第"))
}

func digitOrDash(s string) bool { return s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') }

// caseID is the number of a case in its one spelling.
func caseID(year int, number string) string {
	n, _ := strconv.ParseUint(number, 10, 32)
	return ledger.Serial{Year: uint16(year), Number: uint32(n)}.ID(ledger.PetitionLetters)
}

// trimLead takes away the words of politeness before an order.
func trimLead(s string) string {
	s = strings.TrimSpace(s)
	for _, w := range []string{"请把", "请将", "麻烦", "请", "把", "将", "对"} {
		if after, ok := strings.CutPrefix(s, w); ok {
			return strings.TrimSpace(after)
		}
	}
	return s
}

// trimSeparators takes away the marks between the parts of an order.
func trimSeparators(s string) string { return strings.TrimLeft(s, " \t\n,，:：;；、。-") }
