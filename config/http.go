package config

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// HTTP is where the program listens and how it is reached from outside.
type HTTP struct {
	Listen      string // callbacks, pages, health
	AdminListen string // metrics
	PublicURL   string // without a slash at the end; "" = not reachable from outside
}

func (h *HTTP) read(v value) {
	v.mapping(
		optional("listen", checked(&h.Listen, isListen, sayListen)),
		optional("admin_listen", func(at value) {
			checked(&h.AdminListen, isListen, sayListen)(at)
			if h.AdminListen == h.Listen && !strings.HasSuffix(h.Listen, ":0") {
				at.fault(saySameAddress)
			}
		}),
		optional("public_url", webURL(&h.PublicURL)),
	)
}

// isListen tells whether a text is HOST:PORT; the host may be left out.
func isListen(s string) bool {
	host, port, err := net.SplitHostPort(s)
	if err != nil || strings.ContainsAny(host, " /@") {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && strconv.FormatUint(n, 10) == port
}

// webURL reads an address of the web and takes the slash off its end.
func webURL(to *string) func(value) { return address(to, sayURL, "http", "https") }

// streamURL reads the address of a long connection and takes the slash off its end.
func streamURL(to *string) func(value) { return address(to, sayStreamURL, "ws", "wss") }

// address reads a URL of one of these schemes, without user, query and fragment.
func address(to *string, say string, schemes ...string) func(value) {
	return func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		u, err := url.Parse(s)
		if err != nil || !slices.Contains(schemes, u.Scheme) || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			v.fault("%s", say)
			return
		}
		*to = strings.TrimRight(s, "/")
	}
}

// isHost tells whether a text may be the name or the address of a machine.
func isHost(s string) bool { return !strings.ContainsAny(s, " /@?#") && !strings.Contains(s, "://") }
