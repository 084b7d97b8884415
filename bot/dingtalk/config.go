package dingtalk

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"lianxin/bot/wire"
)

// Channel is the name of this platform in a policy.Address.
const Channel = "dingtalk"

// The public server APIs: what is new, and what is old but still needed (sessions, group robots).
const (
	DefaultAPIBase    = "https://api.dingtalk.com"
	DefaultOldAPIBase = "https://oapi.dingtalk.com"
)

// Config is one application with a robot in one organisation. However it is printed, its secrets are not.
type Config struct {
	ClientID     string // AppKey; receiver of every ciphertext
	ClientSecret string // AppSecret: signs the callbacks, opens the server API
	RobotCode    string // empty: ClientID
	CorpID       string // messages of another organisation's robot are rejected; empty: not looked at
	APIBase      string // empty: DefaultAPIBase
	OldAPIBase   string // where sessions must lie, so that no message can make us call another address; empty: DefaultOldAPIBase
	LoginBase    string // where members sign in to pages; empty: DefaultLoginBase

	EventToken, EventAESKey string // of the event subscription; empty: there is none
	BodyAESKey              string // of encrypted robot messages; set: messages in plain are rejected

	CardTemplate string                // of the cards, made in the platform's card console; empty: no cards can be sent
	CardURL      string                // where the platform calls back about cards in webhook mode; empty: over the stream
	MonthlyCalls int                   // what the organisation may call the server API in a month; 0: nobody counts
	Robots       map[string]GroupRobot // custom robots of groups, by the name of the office
}

// GroupRobot is a custom robot of one group (protocol 3.7): the token of its address, and the secret it signs with, if it does.
type GroupRobot struct{ Token, Secret string }

// Format prints nothing.
func (GroupRobot) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "dingtalk group robot") }

// Format prints the application for every verb of fmt.
func (c Config) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// String is what may be printed.
func (c Config) String() string { return "dingtalk " + c.ClientID }

// MarshalText is String, for JSON and for loggers.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// complete fills in what was left out.
func (c Config) complete() Config {
	for _, d := range []struct {
		value     *string
		otherwise string
	}{{&c.RobotCode, c.ClientID}, {&c.APIBase, DefaultAPIBase}, {&c.OldAPIBase, DefaultOldAPIBase}} {
		if *d.value == "" {
			*d.value = d.otherwise
		}
	}
	c.APIBase, c.OldAPIBase = strings.TrimRight(c.APIBase, "/"), strings.TrimRight(c.OldAPIBase, "/")
	return c
}

// session tells whether an address that came in the body of a message is one of the platform's sessions. Nothing else is ever called.
func (c *Config) session(address string) bool {
	return wire.SameServer(address, c.OldAPIBase)
}

// file tells whether an address of a file is one that the platform would give: its own, or its object store's.
func (c *Config) file(address string) bool {
	return wire.SameServer(address, c.APIBase) || wire.SecurelyWithin(address, "dingtalk.com", "aliyuncs.com")
}

// gateway tells whether an address is that of a stream gateway.
func (c *Config) gateway(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if u.Scheme == "wss" && wire.Within(u.Hostname(), "dingtalk.com") {
		return true
	}
	u.Scheme = strings.Replace(u.Scheme, "ws", "http", 1)
	return wire.SameServer(u.String(), c.APIBase)
}
