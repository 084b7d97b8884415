package web

import (
	"net"
	"net/http"
	"strings"
	"time"
)

// LocalOnly lets through only requests that name this machine as their host: localhost, 127.0.0.1 or [::1]. It keeps pages of other sites from
// reaching the demo under a name of theirs that resolves to this machine (DNS rebinding); where the server listens is main's matter.
func LocalOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !localHost(r.Host) {
			http.Error(w, "演示只能在本机打开，地址形如 http://127.0.0.1:8080/ 。", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// localHost tells whether a Host header names this machine.
func localHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	switch strings.ToLower(strings.TrimSuffix(name, ".")) {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

// SameOrigin refuses changes that another site asks the visitor's browser for.
func SameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, sayForeign, http.StatusForbidden)
	}))
	return protection.Handler(next)
}

// policyOfPages is the content security policy of the pages: everything from here, nothing inline, no frames.
const policyOfPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// policyOfAnswers is the content security policy of every other answer: it is no page and may load nothing.
const policyOfAnswers = "default-src 'none'; frame-ancestors 'none'"

// secured sets the headers every answer carries; a handler may set its own over them.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", policyOfAnswers)
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// noDeadline lets a request take as long as it needs: the clock may step through a week, a backup through a large ledger. Both deadlines go, since
// the one for reading ends the context of a request that is still being answered. A writer that has none, as in a handler test, needs none lifted.
func noDeadline(w http.ResponseWriter) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Time{})
	_ = c.SetWriteDeadline(time.Time{})
}
