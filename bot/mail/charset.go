package mail

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// utf8Of decodes text of a mail. The label is what the mail says of its charset; old mailers say gb2312 and write GBK, or say nothing, or us-ascii, and
// write either GBK or UTF-8. What cannot be decoded becomes U+FFFD.
func utf8Of(b []byte, label string) string {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	switch label = strings.ToLower(strings.TrimSpace(label)); {
	case label == "hz-gb-2312":
		return decoded(simplifiedchinese.HZGB2312, b)
	case strings.HasPrefix(label, "gb"), label == "x-gbk", label == "cp936", label == "chinese":
		return decoded(simplifiedchinese.GB18030, b)
	case label == "", label == "us-ascii", label == "ascii", strings.HasPrefix(label, "utf-8"), label == "utf8", strings.HasPrefix(label, "unknown"):
		return guessed(b)
	case label == "iso-8859-1" && inPairs(b):
		return guessed(b)
	}
	named, err := htmlindex.Get(label)
	if err != nil {
		return guessed(b)
	}
	return decoded(named, b)
}

// guessed takes UTF-8 for UTF-8 and everything else for GB18030, if it can be that.
func guessed(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if s := decoded(simplifiedchinese.GB18030, b); !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func decoded(e encoding.Encoding, b []byte) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

// inPairs tells whether bytes above ASCII come two by two, as in GBK, and not one by one, as the accents of Latin text.
func inPairs(b []byte) bool {
	even, odd, run := 0, 0, 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && b[i] >= 0x80 {
			run++
			continue
		}
		if run > 0 && run%2 == 0 {
			even++
		} else if run > 0 {
			odd++
		}
		run = 0
	}
	return even > odd
}
