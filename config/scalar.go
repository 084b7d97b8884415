package config

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// text reads one line of text that is not blank.
func text(to *string) func(value) {
	return func(v value) {
		if s, ok := v.line(); ok {
			*to = s
		}
	}
}

// line gives a word that is not blank and has no control characters.
func (v value) line() (string, bool) {
	s, ok := v.word()
	switch {
	case !ok:
		return "", false
	case s == "":
		v.fault(sayNotBlank)
		return "", false
	case strings.ContainsFunc(s, unicode.IsControl):
		v.fault(sayControl)
		return "", false
	}
	return s, true
}

// checked reads a line of text that a test accepts; else it says what to write.
func checked(to *string, good func(string) bool, say string, args ...any) func(value) {
	return func(v value) {
		s, ok := v.line()
		switch {
		case !ok:
		case !good(s):
			v.fault(say, args...)
		default:
			*to = s
		}
	}
}

// oneOf reads one of a closed list of words.
func oneOf(to *string, words ...string) func(value) {
	return func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		for _, w := range words {
			if s == w {
				*to = s
				return
			}
		}
		v.fault(sayOneOf, s, strings.Join(words, "、"))
	}
}

// number reads a whole number between two limits, both included.
func number(to *int, least, most int) func(value) {
	return func(v value) {
		s, ok := v.word()
		if !ok {
			return
		}
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			v.fault(sayNumber, least, most)
			return
		}
		*to = n
	}
}

// yesNo reads true or false.
func yesNo(to *bool) func(value) {
	return func(v value) {
		if v.node.Kind != yaml.ScalarNode || v.node.ShortTag() != "!!bool" {
			v.fault(sayYesNo)
			return
		}
		*to = strings.EqualFold(v.node.Value, "true")
	}
}

// date reads a civil day.
func date(to *policy.Date) func(value) {
	return func(v value) {
		s, ok := v.word()
		if !ok {
			return
		}
		d, err := policy.ParseDate(s)
		if err != nil {
			v.fault(sayDate)
			return
		}
		*to = d
	}
}

// clock reads a time of day.
func clock(to *policy.Clock) func(value) {
	return func(v value) {
		s, ok := v.word()
		if !ok {
			return
		}
		c, err := policy.ParseClock(s)
		if err != nil {
			v.fault(sayClock)
			return
		}
		*to = c
	}
}

// duration reads a length of time that is not negative.
func duration(to *time.Duration) func(value) {
	return func(v value) {
		s, ok := v.word()
		if !ok {
			return
		}
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 {
			v.fault(sayDuration)
			return
		}
		*to = d
	}
}

// filePath reads a path and resolves it against the folder of the file in which it stands.
func filePath(to *string) func(value) {
	return func(v value) {
		if s, ok := v.line(); ok {
			*to = v.path(s)
		}
	}
}
