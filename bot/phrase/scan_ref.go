package phrase

// recordNumber reads the number of a case or an activity: XF2026-0042, XF20260518-003, HD2026-0117.
func (p *reading) recordNumber(i int) (token, bool) {
	class := classCase
	j := oneOf(p.s, i, "XF", "xf", "Xf", "xF")
	if j == 0 {
		class = classRecord
		if j = oneOf(p.s, i, "HD", "hd", "Hd"); j == 0 {
			return token{}, false
		}
	}
	end := skip(p.s, j, "-", " ")
	_, last := digitsAt(p.s, end, 12)
	if last < end+3 {
		return token{}, false
	}
	if last < len(p.s) && p.s[last] == '-' {
		if _, k := digitsAt(p.s, last+1, 6); k > last+1 {
			last = k
		}
	}
	t := token{class: class, at: int32(i), end: int32(last), word: -1, n: int32(last)}
	t.end = int32(skip(p.s, last, "号"))
	return t, true
}

// caseNumber gives the number of a case in the form in which it is kept: XF2026-0042; a short number of four digits is of this year, one of
// three digits stays as it was said.
func (p *reading) caseNumber(t token) string {
	text := p.s[t.at:t.n]
	if oneOf(text, 0, "XF", "xf", "Xf", "xF") == 0 {
		if len(text) != 4 {
			return text
		}
		return "XF" + yearString(p.c.Today.Year()) + "-" + text
	}
	i := skip(text, 2, "-", " ")
	year, j := digitsAt(text, i, 4)
	k := skip(text, j, "-")
	number, end := digitsAt(text, k, 6)
	if j != i+4 || year < 2000 || year > 2099 || end != len(text) || end == k || end-k > 5 {
		return "XF" + text[i:]
	}
	return "XF" + yearString(year) + "-" + padded(number)
}

func yearString(year int) string {
	return string([]byte{byte('0' + year/1000%10), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10)})
}

// padded writes the running number of a record with at least four digits.
func padded(n int) string {
	if n < 10000 {
		return yearString(n)
	}
	return string(rune('0'+n/10000)) + yearString(n%10000)
}
