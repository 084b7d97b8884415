package dingtalk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestConfigPrintsNoSecret: however it is printed.
func TestConfigPrintsNoSecret(t *testing.T) {
	c := Config{
		ClientID: testClient, ClientSecret: testSecret, EventToken: "token-geheim", EventAESKey: testKey, BodyAESKey: testKey,
		Robots: map[string]GroupRobot{"甲": {Token: "robot-geheim", Secret: "SECgeheim"}},
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out := fmt.Sprintf("%v %+v %#v %s %q %v %+v %#v %s", c, c, c, c, &c, c.Robots, c.Robots, c.Robots["甲"], text)
	for _, secret := range []string{testSecret, "geheim", testKey} {
		if strings.Contains(out, secret) {
			t.Errorf("%q is printed: %s", secret, out)
		}
	}
	if !strings.Contains(out, testClient) {
		t.Errorf("nothing is printed: %s", out)
	}
}

// TestEveryOutcomeIsNamed: what is counted in the tests of the handler is in the list that metrics are made of, and nothing twice.
func TestEveryOutcomeIsNamed(t *testing.T) {
	names := Outcomes()
	sorted := slices.Sorted(slices.Values(names))
	if len(slices.Compact(sorted)) != len(names) {
		t.Errorf("a name stands there twice: %v", names)
	}
	for _, k := range []string{"stored", "answered", "repeated", "outbox", "clicked", "late", "busy", "garbled", "unknown_topic", string(BadAge), string(BadMessage)} {
		if !slices.Contains(names, k) {
			t.Errorf("%s is not named", k)
		}
	}
}

// TestAddresses: what is the platform's, and what only looks like it.
func TestAddresses(t *testing.T) {
	c := Config{}.complete()
	for _, row := range []struct {
		is      func(string) bool
		address string
		want    bool
	}{
		{c.session, "https://oapi.dingtalk.com/robot/sendBySession?session=x", true},
		{c.session, "https://OAPI.dingtalk.com/x", true},
		{c.session, "http://oapi.dingtalk.com/x", false},
		{c.session, "https://oapi.dingtalk.com.example.com/x", false},
		{c.session, "https://oapi.dingtalk.com@example.com/x", false},
		{c.session, "https://oapi.dingtalk.com:8443/x", false},
		{c.session, "//oapi.dingtalk.com/x", false},
		{c.session, "", false},
		{c.file, "https://down-cdn.dingtalk.com/a?b=c", true},
		{c.file, "https://x.oss-cn-zhangjiakou.aliyuncs.com/a", true},
		{c.file, "http://x.aliyuncs.com/a", false},
		{c.file, "https://aliyuncs.com.example.com/a", false},
		{c.file, "https://evilaliyuncs.com/a", false},
		{c.file, "https://127.0.0.1/a", false},
		{c.gateway, "wss://wss-open-connection.dingtalk.com:443/connect", true},
		{c.gateway, "ws://wss-open-connection.dingtalk.com/connect", false},
		{c.gateway, "wss://api.dingtalk.com/connect", true},
		{c.gateway, "https://wss-open-connection.dingtalk.com/connect", false},
		{c.gateway, "wss://dingtalk.com.example.com/connect", false},
		{c.gateway, "::", false},
	} {
		if got := row.is(row.address); got != row.want {
			t.Errorf("%s: %v", row.address, got)
		}
	}
}
