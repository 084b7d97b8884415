package aibot

import (
	"fmt"
	"io"
	"strings"

	"lianxin/bot/wire"
)

// Channel is the name of the platform in a policy.Address: the accounts are those of the other mode.
const Channel = "wecom"

// DefaultGateway is where the public platform takes long connections. A private deployment shows its own address in its console.
const DefaultGateway = "wss://openws.work.weixin.qq.com"

// Config is one smart bot. However it is printed, its secret is not.
type Config struct {
	BotID   string
	Secret  string // of the long connection
	Gateway string // ws:// or wss://; empty: DefaultGateway
	Cards   bool   // what can be answered by a button is shown as a card
}

// Format prints the bot for every verb of fmt.
func (c Config) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// String is what may be printed.
func (c Config) String() string { return "wecom smart bot " + c.BotID }

// MarshalText is String, for JSON and for loggers.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

func (c Config) complete() Config {
	if c.Gateway == "" {
		c.Gateway = DefaultGateway
	}
	return c
}

// file tells whether an address of a file is one that the platform would give: on its gateway, or in its object store.
func (c *Config) file(address string) bool {
	return wire.SameServer(address, strings.Replace(c.Gateway, "ws", "http", 1)) || wire.SecurelyWithin(address, "myqcloud.com", "qq.com", "qpic.cn")
}
