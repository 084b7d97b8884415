package config

import (
	"fmt"
	"strings"
)

// The ways in which DingTalk reaches the program.
const (
	ModeStream  = "stream"  // a long connection that the program opens
	ModeWebhook = "webhook" // HTTP callbacks
)

// wecomPath is where WeCom's callbacks arrive.
const wecomPath = "/callback/wecom"

// DingTalk 钉钉 is the app with a robot of one organisation.
type DingTalk struct {
	Mode         string
	ClientID     string
	ClientSecret Secret
	RobotCode    string // the client id if not given
	APIBase      string // without a slash at the end
	EventToken   Secret // with EventAESKey: encrypted event subscription
	EventAESKey  Secret
	CallbackPath Secret // path of the robot callback; its last segment is a secret
	CardCallback string // path of the card callback
}

func (d *DingTalk) read(v value) {
	v.mapping(
		optional("mode", oneOf(&d.Mode, ModeStream, ModeWebhook)),
		required("client_id", checked(&d.ClientID, identForm.MatchString, sayIdent)),
		required("client_secret", secret(&d.ClientSecret, anySecret)).asSecret(),
		optional("robot_code", checked(&d.RobotCode, identForm.MatchString, sayIdent)),
		optional("api_base", webURL(&d.APIBase)),
		optional("event_token", secret(&d.EventToken, matching(tokenForm, sayToken))).asSecret(),
		optional("event_aes_key", secret(&d.EventAESKey, wrongAESKey)).asSecret(),
		optional("callback_path", secret(&d.CallbackPath, wrongPath)).asSecret(),
		optional("card_callback", checked(&d.CardCallback, isPath, sayPath, "/callback/dingtalk/card")),
	)
	if d.RobotCode == "" {
		d.RobotCode = d.ClientID
	}
	v.together("event_token", "event_aes_key")
	d.apart(v)
}

// apart checks that no two callbacks share a path.
func (d *DingTalk) apart(v value) {
	switch path := d.CallbackPath.Reveal(); {
	case path == wecomPath:
		v.under("callback_path", v.node).fault(sayPathTaken, "channels.wecom")
	case d.CardCallback == wecomPath:
		v.under("card_callback", v.node).fault(sayPathTaken, "channels.wecom")
	case path == d.CardCallback:
		v.under("card_callback", v.node).fault(sayPathTaken, "callback_path")
	}
}

// isPath tells whether a text is the path of a page: it begins with a slash and has no query.
func isPath(s string) bool {
	return strings.HasPrefix(s, "/callback/") && !strings.ContainsAny(s, " ?#{}") && !strings.Contains(s, "//")
}

func wrongPath(s string) string {
	if isPath(s) {
		return ""
	}
	return fmt.Sprintf(sayPath, "/callback/dingtalk/一段随机字符")
}
