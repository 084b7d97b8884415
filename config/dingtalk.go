package config

import (
	"fmt"
	"regexp"
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

	CorpID       string                // messages of another organisation are rejected; "" = not looked at
	LoginBase    string                // where members sign in to the pages; "" = the public platform's
	OldAPIBase   string                // where sessions and group robots are, without a slash at the end
	AESKey       Secret                // of encrypted robot messages in webhook mode; set: plain ones are rejected
	CardTemplate string                // of interactive cards; "" = none are sent
	MonthlyCalls int                   // what the organisation may call the API in a month; 0 = not watched
	GroupRobots  map[string]GroupRobot // custom robots of groups, by the name of the office
}

// GroupRobot is a custom robot of one group.
type GroupRobot struct {
	AccessToken Secret
	Secret      Secret // it signs with; not set = it does not sign
}

// The forms of what DingTalk gives out.
var (
	robotTokenForm  = regexp.MustCompile(`^[A-Za-z0-9]{8,128}$`)
	robotSecretForm = regexp.MustCompile(`^SEC[A-Za-z0-9]{8,128}$`)
)

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
		optional("corp_id", checked(&d.CorpID, identForm.MatchString, sayIdent)),
		optional("oapi_base", webURL(&d.OldAPIBase)),
		optional("login_base", webURL(&d.LoginBase)),
		optional("aes_key", secret(&d.AESKey, wrongAESKey)).asSecret(),
		optional("card_template", checked(&d.CardTemplate, identForm.MatchString, sayIdent)),
		optional("monthly_calls", number(&d.MonthlyCalls, 0, 1<<31-1)),
		optional("group_robots", groupRobots(&d.GroupRobots)),
	)
	if d.RobotCode == "" {
		d.RobotCode = d.ClientID
	}
	v.together("event_token", "event_aes_key")
	d.apart(v)
}

// groupRobots reads the custom robots of groups by name.
func groupRobots(to *map[string]GroupRobot) func(value) {
	return func(v value) {
		var entries []entry
		got := map[string]GroupRobot{}
		for _, name := range v.names() {
			entries = append(entries, optional(name, func(at value) {
				var r GroupRobot
				at.mapping(
					required("access_token", secret(&r.AccessToken, matching(robotTokenForm, sayRobotToken))).asSecret(),
					optional("secret", secret(&r.Secret, matching(robotSecretForm, sayRobotSecret))).asSecret(),
				)
				got[name] = r
			}))
		}
		v.mapping(entries...)
		*to = got
	}
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
