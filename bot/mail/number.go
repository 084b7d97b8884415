package mail

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"lianxin/store/ledger"
)

// caseNumber is the number of a case as people write it: [XF2026-0042], xf2026-42, ＸＦ２０２６－００４２.
var caseNumber = regexp.MustCompile(`(?i)\bXF\s?-?\s?(\d{4})\s?[-–—]\s?(\d{1,10})\b`)

// caseIn finds the first number of a case in a text, in its one spelling; "" if there is none.
func caseIn(text string) string {
	m := caseNumber.FindStringSubmatch(width.Fold.String(text))
	if m == nil {
		return ""
	}
	return caseID(m[1], m[2])
}

// caseID spells a number of a case; "" if no case can have it.
func caseID(year, number string) string {
	y, err := strconv.ParseUint(year, 10, 16)
	if err != nil {
		return ""
	}
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil || n == 0 {
		return ""
	}
	id := ledger.Serial{Year: uint16(y), Number: uint32(n)}.ID(ledger.PetitionLetters)
	if _, ok := ledger.ParseID(ledger.PetitionLetters, id); !ok {
		return ""
	}
	return id
}

// ourID is the message id of a letter of ours about a case.
var ourID = regexp.MustCompile(`^xf(\d{4})-(\d{4,10})(?:\.[0-9a-f]+)?@(.+)$`)

// caseAnswered finds the case in the ids of the letters that a letter answers, of which those from our own domains count, the last first.
func caseAnswered(answered []string, own map[string]bool) string {
	for i := len(answered) - 1; i >= 0; i-- {
		m := ourID.FindStringSubmatch(strings.ToLower(answered[i]))
		if m == nil {
			continue
		}
		for address := range own {
			if domain(address) == m[3] {
				return caseID(m[1], m[2])
			}
		}
	}
	return ""
}
