package mail

import (
	"regexp"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// loopField is on every mail that this program sends.
const loopField = "X-Lianxin-Loop"

// automatic says why a mail is not taken: a machine wrote it, or a list passes it on (RFC 3834). "" for a letter of a person. Answering any of them could go
// on for ever; filing them would make cases of nothing.
func automatic(h textproto.Header, from string, own map[string]bool) string {
	sent := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	sent, _, _ = strings.Cut(sent, ";")
	kind, _ := params(h.Get("Content-Type"))
	local, _, _ := strings.Cut(from, "@")
	switch {
	case own[from], h.Has(loopField):
		return "own"
	case kind == "multipart/report", h.Has("X-Failed-Recipients"), local == "mailer-daemon", local == "postmaster",
		strings.ReplaceAll(h.Get("Return-Path"), " ", "") == "<>":
		return "bounce"
	case sent != "" && strings.TrimSpace(sent) != "no", h.Has("X-Autoreply"), h.Has("X-Autorespond"), h.Has("X-Auto-Reply"),
		automaticSubject.MatchString(unwords(h.Get("Subject"))):
		return "reply"
	case h.Has("List-Id"), h.Has("List-Post"), h.Has("List-Unsubscribe"), bulk[strings.ToLower(strings.TrimSpace(h.Get("Precedence")))]:
		return "list"
	}
	return ""
}

var bulk = map[string]bool{"bulk": true, "junk": true, "list": true, "auto_reply": true, "auto-reply": true}

// automaticSubject is how mailers begin the subjects of automatic replies that carry no field for it. The colon is part of it: a person may write about
// 自动回复, too.
var automaticSubject = regexp.MustCompile(`(?i)^\s*(自动回复|自动答复|自动應答|automatic reply|auto[- ]?reply|auto[- ]?response|out of office|系统退信|退信通知|undeliverable|undelivered mail)\s*[:：]`)
