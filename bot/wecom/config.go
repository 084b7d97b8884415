package wecom

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Channel is the name of this platform in a policy.Address.
const Channel = "wecom"

// DefaultAPIBase is the public server API.
const DefaultAPIBase = "https://qyapi.weixin.qq.com"

// Config is one self-built application of one corporation. However it is printed, its secrets are not.
type Config struct {
	CorpID         string        // receiver of every ciphertext
	AgentID        int           // of the application; 0: messages of any application are taken
	Secret         string        // of the application, for the server API
	ContactSecret  string        // of the contact synchronisation, the only one that may list user ids; empty: nobody is listed
	Token          string        // of the callback
	EncodingAESKey string        // of the callback, 43 characters
	APIBase        string        // where the server API is, with a path prefix if need be; empty: DefaultAPIBase
	Cards          bool          // what can be answered by a button is sent as a card; false: everything is text
	MaxAge         time.Duration // callbacks whose timestamp is further from now are rejected; 0: none are, repeats are met by their keys
}

// Format prints corporation and application for every verb of fmt.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, c.String())
}

// String is what may be printed.
func (c Config) String() string { return fmt.Sprintf("wecom %s/%d", c.CorpID, c.AgentID) }

// MarshalText is String, for JSON and for loggers.
func (c Config) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// base is the address in front of /cgi-bin/.
func (c Config) base() string {
	if c.APIBase == "" {
		return DefaultAPIBase
	}
	return strings.TrimRight(c.APIBase, "/")
}
