package config

import (
	"fmt"
	"regexp"
	"time"
)

// The ways in which WeCom reaches the program.
const (
	ModeApp   = "app"   // a self-built app with an encrypted callback
	ModeAIBot = "aibot" // an AI bot (智能机器人)
)

// WeCom 企业微信 is the app of one corporation.
type WeCom struct {
	Mode           string
	CorpID         string
	AgentID        int
	BotID          string // of an AI bot
	Gateway        string // where an AI bot connects to, without a slash at the end; "" = the public platform
	Secret         Secret
	ContactSecret  Secret // of the contact synchronisation, for lianxin sync
	Token          Secret
	EncodingAESKey Secret
	APIBase        string            // without a slash at the end
	Cards          bool              // what can be answered by a button is sent as a card; members who use the WeChat plugin see none
	MaxAge         time.Duration     // callbacks older than this are refused; 0 = no limit, repeats are met by their keys
	GroupWebhooks  map[string]Secret // group robot of an office, by the name of the office
}

// The forms of what the platforms give out.
var (
	corpIDForm     = regexp.MustCompile(`^[A-Za-z0-9_-]{2,64}$`)
	tokenForm      = regexp.MustCompile(`^[A-Za-z0-9]{1,32}$`)
	aesKeyForm     = regexp.MustCompile(`^[A-Za-z0-9]{43}$`)
	webhookKeyForm = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)
	identForm      = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,128}$`)
)

func (w *WeCom) read(v value) {
	v.mapping(
		optional("mode", oneOf(&w.Mode, ModeApp, ModeAIBot)),
		optional("corp_id", checked(&w.CorpID, corpIDForm.MatchString, sayCorpID)),
		optional("agent_id", number(&w.AgentID, 1, 1<<31-1)),
		optional("bot_id", checked(&w.BotID, identForm.MatchString, sayIdent)),
		optional("secret", secret(&w.Secret, anySecret)).asSecret(),
		optional("contact_secret", secret(&w.ContactSecret, anySecret)).asSecret(),
		optional("gateway", streamURL(&w.Gateway)),
		optional("token", secret(&w.Token, matching(tokenForm, sayToken))).asSecret(),
		optional("encoding_aes_key", secret(&w.EncodingAESKey, wrongAESKey)).asSecret(),
		optional("api_base", webURL(&w.APIBase)),
		optional("cards", yesNo(&w.Cards)),
		optional("max_age", duration(&w.MaxAge)),
		optional("group_webhooks", webhooks(&w.GroupWebhooks)),
	)
	w.complete(v)
}

// complete asks for what the mode needs. What only the other mode needs may stay, so that one word switches between them.
func (w *WeCom) complete(v value) {
	if w.Mode == ModeAIBot {
		v.needs(ModeAIBot, "bot_id", "secret")
		return
	}
	if v.has("bot_id") && !v.has("mode") && !v.has("corp_id") {
		v.under("mode", v.node).fault(sayWriteAIBot)
		return
	}
	v.needs(ModeApp, "corp_id", "agent_id", "secret", "token", "encoding_aes_key")
}

// wrongAESKey says how long a key is that has not the form, never what it is.
func wrongAESKey(s string) string {
	if aesKeyForm.MatchString(s) {
		return ""
	}
	return fmt.Sprintf(sayAESKey, len([]rune(s)))
}

// webhooks reads the keys of group robots by name.
func webhooks(to *map[string]Secret) func(value) {
	return func(v value) {
		var entries []entry
		got := map[string]Secret{}
		for _, name := range v.names() {
			entries = append(entries, optional(name, func(at value) {
				var s Secret
				secret(&s, matching(webhookKeyForm, sayWebhookKey))(at)
				got[name] = s
			}).asSecret())
		}
		v.mapping(entries...)
		*to = got
	}
}
