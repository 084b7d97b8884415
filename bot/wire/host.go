package wire

import (
	"net/url"
	"strings"
)

// SameServer tells whether an address lies on the very server of another: scheme and host are the same, and there is no user in it.
func SameServer(address, base string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Host == "" {
		return false
	}
	b, err := url.Parse(base)
	return err == nil && u.Scheme == b.Scheme && strings.EqualFold(u.Host, b.Host)
}

// Within tells whether a host is one of these domains or below one.
func Within(host string, domains ...string) bool {
	host = strings.ToLower(host)
	for _, d := range domains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}

// SecurelyWithin tells whether an address is https, on the usual port, of a host within these domains.
func SecurelyWithin(address string, domains ...string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.User == nil && (u.Port() == "" || u.Port() == "443") && Within(u.Hostname(), domains...)
}
