package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"go.yaml.in/yaml/v4"
)

func TestSecretHides(t *testing.T) {
	const text = "oh-so-secret"
	s := MakeSecret(text)
	type box struct {
		S Secret
		P *Secret
		h Secret
		M map[string]Secret
	}
	b := box{S: s, P: &s, h: s, M: map[string]Secret{"k": s}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+" "+verb+" "+verb+"\n", s, b, &b)
	}
	fmt.Fprintln(&out, s, b.h, fmt.Errorf("wrapped %w %v", os.ErrInvalid, s))
	log := zerolog.New(&out)
	log.Info().Interface("secret", s).Interface("box", b).Stringer("s", s).Any("any", &b).Msg("")
	for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		data, err := encode(b)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	}
	if strings.Contains(out.String(), text) || strings.Contains(out.String(), fmt.Sprintf("%x", text)) {
		t.Errorf("the secret is told:\n%s", out.String())
	}
	if n := strings.Count(out.String(), hidden); n < 20 {
		t.Errorf("<secret> stands there only %d times:\n%s", n, out.String())
	}
	if s.Reveal() != text || !s.Set() || !s.Equal(MakeSecret(text)) {
		t.Error("the secret is lost")
	}
}

func TestSecretNotSet(t *testing.T) {
	var s Secret
	if s.Set() || s.Reveal() != "" || s.String() != "" || fmt.Sprint(s) != "" || MakeSecret("").Set() || s.Equal(MakeSecret("x")) {
		t.Errorf("an unset secret: %q", s)
	}
}

// needles are all the secrets that stand in the environment, the files and the texts of the tests.
var needles = []string{
	"SeCrEt-of-the-app", "ToKeN0123456789", "AeSkEyAeSkEy", "6f1e0b1c", "DiNg-secret", "TokenFromAFile", "dtToken01", "a1b2c3", "not-a-good-token", "tooShortKey",
	"短", "geheimer-weg", "x-${WECOM_SECRET}",
}

// TestNoSecretIsTold prints whatever a configuration can be printed as, good and bad, and looks for secrets.
func TestNoSecretIsTold(t *testing.T) {
	var out bytes.Buffer
	c := full(t)
	fmt.Fprintf(&out, "%v %+v %#v\n%+v %#v\n", c, c, c, c.Channels.WeCom, c.Channels.DingTalk)
	log := zerolog.New(&out)
	log.Info().Interface("config", c).Msg("")
	files, err := filepath.Glob("testdata/bad-*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		_, err := parseFile(t, filepath.Base(file))
		fmt.Fprintf(&out, "%v %+v %#v\n", err, err, err)
		log.Error().Err(err).Msg("")
	}
	for _, needle := range needles {
		if i := strings.Index(out.String(), needle); i >= 0 {
			t.Errorf("a secret is told: …%s…", out.String()[max(0, i-60):i+20])
		}
	}
	if out.Len() < 10000 {
		t.Errorf("only %d bytes were looked at", out.Len())
	}
}

// TestMisplacedSecrets puts a secret where something else belongs: the fault says what belongs there and does not repeat it.
func TestMisplacedSecrets(t *testing.T) {
	const text = "Hidden0Hidden0Hidden0Hidden0Hidden0Hidden0Hidden0"
	for _, place := range []string{
		"channels: {wecom: {token: {value: %s}}}", "channels: {wecom: {token: [%s]}}", "channels: {wecom: {encoding_aes_key: %s}}", "channels: {wecom: {agent_id: %s}}",
		"channels: {wecom: {corp_id: '%s!'}}", "channels: {wecom: {token: '%s'}}", "channels: {wecom: {api_base: %s}}", "channels: {wecom: {max_age: %s}}",
		"channels: {wecom: {group_webhooks: {a: '%s!'}}}", "channels: {wecom: {group_webhooks: '%s!'}}", "channels: {dingtalk: {callback_path: %s}}",
		"channels: %s", "channels: [%s]", "mail: {imap: {port: %s, password: [%s]}}", "store: {backup: {recipient: %s}}", "channels: {wecom: {secret: &a %s}}",
		"channels: {wecom: {secret: !x %s}}", "channels: {wecom: {secret: \"%s", "channels: {wecom: {secret: *%s}}", "channels:\n  wecom:\n    secret: @%s\n", "x: \"\\q%s\"",
	} {
		_, err := Parse("f", []byte(strings.ReplaceAll(place, "%s", text)), variables, os.ReadFile)
		if err == nil || strings.Contains(err.Error(), "Hidden0") {
			t.Errorf("%s: %v", place, err)
		}
	}
}
