package wecom

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rs/zerolog"
)

func TestScrub(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{`Get "https://h/cgi-bin/gettoken?corpid=ww1&corpsecret=abc": EOF`, `Get "https://h/cgi-bin/gettoken?corpid=ww1&corpsecret=<secret>": EOF`},
		{`https://h/send?access_token=x-Y_z&b=1`, `https://h/send?access_token=<secret>&b=1`},
		{`webhook/send?key=693a91f6-7xxx`, `webhook/send?key=<secret>`},
		{`secret is ` + testSecret + ` or s3cr3t%2Fof%2Bthe%3Dapp`, `secret is <secret> or <secret>`},
		{`errcode=45009, errmsg ok`, `errcode=45009, errmsg ok`},
	} {
		if got := scrub(row.text, testSecret, ""); got != row.want {
			t.Errorf("%q\n got %q\nwant %q", row.text, got, row.want)
		}
	}
}

// TestConfigKeepsItsSecrets, however it is printed.
func TestConfigKeepsItsSecrets(t *testing.T) {
	c := Config{CorpID: "ww1", AgentID: 7, Secret: testSecret, Token: testToken, EncodingAESKey: testKey}
	var log strings.Builder
	logger := zerolog.New(&log)
	logger.Info().Interface("config", c).Any("also", &c).Stringer("and", c).Send()
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%v %+v %#v %s %d %q", c, c, c, c, c, &c), log.String()} {
		wantNoSecret(t, "print", text)
		if !strings.Contains(text, "ww1/7") {
			t.Errorf("it does not say which application: %s", text)
		}
	}
}
