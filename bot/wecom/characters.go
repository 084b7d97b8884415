package wecom

import "strings"

// isXML tells whether a character may stand in XML.
func isXML(r rune) bool {
	if r < ' ' {
		return r == '\t' || r == '\n' || r == '\r'
	}
	return r != 0xFFFE && r != 0xFFFF
}

// hasControl finds control characters that may not stand in XML: all below the space but tab and line ends. It looks at eight bytes at a time, because every
// byte of every callback passes here.
func hasControl(s string) bool {
	const ones = 0x0101010101010101
	for ; len(s) >= 8; s = s[8:] {
		word := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if low := (word - ones*' ') &^ word & (ones << 7); low != 0 && controlIn(s[:8]) {
			return true
		}
	}
	return controlIn(s)
}

func controlIn(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isXML(rune(s[i])) {
			return true
		}
	}
	return false
}

// hasNonCharacter finds U+FFFE and U+FFFF, which are UTF-8 but not XML.
func hasNonCharacter(s string) bool {
	for {
		i := strings.IndexByte(s, 0xEF)
		if i < 0 || i+2 >= len(s) {
			return false
		}
		if s[i+1] == 0xBF && s[i+2] >= 0xBE {
			return true
		}
		s = s[i+1:]
	}
}
