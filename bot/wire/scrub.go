package wire

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"runtime"
	"strings"
)

const scrubbed = "<secret>"

// Scrub takes secrets out of a text: these, plain or as in a URL, and what stands behind the first group of named, which matches what is named like one. An
// empty secret is none.
func Scrub(text string, named *regexp.Regexp, secrets ...string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, scrubbed)
			text = strings.ReplaceAll(text, url.QueryEscape(s), scrubbed)
		}
	}
	return named.ReplaceAllString(text, "${1}"+scrubbed)
}

// Unnamed takes accounts out of a text, in whatever case they are written: platforms repeat in some of their errors whom a call was about, and who it is may
// be nobody's business (Art. 5.7). An empty account is none.
func Unnamed(text string, accounts ...string) string {
	for _, who := range accounts {
		if who != "" {
			text = regexp.MustCompile("(?i)"+regexp.QuoteMeta(who)).ReplaceAllLiteralString(text, "<user>")
		}
	}
	return text
}

// Address is the IP address that the first group of a pattern finds in a text, without the punctuation of tail behind it; "" if there is none.
func Address(text string, where *regexp.Regexp, tail string) string {
	m := where.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	ip, err := netip.ParseAddr(strings.TrimRight(m[1], tail))
	if err != nil {
		return ""
	}
	return ip.String()
}

// PanicText is what may be logged of a panic. Its value may hold what a member wrote: only what the runtime itself says is repeated, and else the type.
func PanicText(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}
