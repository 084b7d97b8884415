package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// operator answers line by line, as somebody at the other end of a pipe.
type operator struct {
	answers []string
	said    []string
	asked   []string
	ill     bool // the platform finds something wrong
	saw     Channels
	checked int
	mode    string
	env     map[string]string
}

func (o *operator) run(file, platform string) error {
	return Connect(file, platform, Operator{
		Mode: o.mode,
		Env:  func(name string) (string, bool) { v, ok := o.env[name]; return v, ok },
		Say:  func(line string) { o.said = append(o.said, line) },
		Ask: func(prompt string, secret bool) (string, error) {
			if secret {
				prompt = "*" + prompt
			}
			o.asked = append(o.asked, prompt)
			if len(o.answers) == 0 {
				return "", io.EOF
			}
			answer := o.answers[0]
			o.answers = o.answers[1:]
			return answer + "\r\n", nil
		},
		Check: func(c Channels) bool {
			o.saw, o.checked = c, o.checked+1
			return !o.ill
		},
	})
}

func fresh(t *testing.T) (file string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "lianxin.yaml")
}

func text0(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestConnect walks through both platforms over a fresh configuration: the example gives way without a question, secrets go into files that nobody else may
// read, the token of init stays, and what comes out can be served.
func TestConnect(t *testing.T) {
	file := fresh(t)
	dir := filepath.Dir(file)
	token := text0(t, filepath.Join(dir, "secrets/wecom-token"))
	o := &operator{answers: []string{"ww", "wwabcdefabcdefabcd", "x", "1000007", "the-secret", ""}}
	o.answers[0] = "ww 中文"
	if err := o.run(file, "wecom"); err != nil {
		t.Fatal(err, o.asked)
	}
	if o.saw.WeCom == nil || o.saw.WeCom.Secret.Reveal() != "the-secret" || o.saw.WeCom.AgentID != 1000007 || o.saw.DingTalk != nil || o.checked != 1 {
		t.Errorf("%+v", o.saw)
	}
	o = &operator{answers: []string{"dingabc", "ding-secret", "", ""}}
	if err := o.run(file, "dingtalk"); err != nil {
		t.Fatal(err, o.asked)
	}
	if text0(t, filepath.Join(dir, "secrets/wecom-token")) != token {
		t.Error("the token was made anew")
	}
	for path, want := range map[string]string{"secrets/wecom-secret": "the-secret\n", "secrets/dingtalk-secret": "ding-secret\n"} {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil || info.Mode().Perm() != 0o600 || text0(t, filepath.Join(dir, path)) != want {
			t.Errorf("%s: %v %v", path, info, err)
		}
	}
	cfg, err := Load(file, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Channels.WeCom.CorpID != "wwabcdefabcdefabcd" || cfg.Channels.DingTalk.ClientSecret.Reveal() != "ding-secret" || cfg.ForServe() != nil {
		t.Errorf("%+v", cfg.Channels)
	}
	written := text0(t, file)
	if strings.Contains(written, "the-secret") || strings.Contains(strings.Join(o.said, ""), "ding-secret") || !strings.Contains(written, "# 我的企业 → 企业 ID【改】") {
		t.Error(written)
	}
}

// TestConnectAsksBeforeOverwriting: what stands there stays with an empty answer, and is written over only after a yes; without one no byte changes.
func TestConnectAsksBeforeOverwriting(t *testing.T) {
	file := fresh(t)
	if err := (&operator{answers: []string{"wwabcdefabcdefabcd", "1000007", "first", ""}}).run(file, "wecom"); err != nil {
		t.Fatal(err)
	}
	before, secret := text0(t, file), filepath.Join(filepath.Dir(file), "secrets/wecom-secret")
	for name, o := range map[string]*operator{
		"no":                {answers: []string{"wwother", "", "second", "", "n"}},
		"nothing":           {answers: []string{"wwother", "", "second", ""}},
		"not all was asked": {answers: []string{"wwother"}},
		"never right":       {answers: []string{"中", "文", "字"}},
		"ill":               {answers: []string{"", "", "second", "", "n"}, ill: true},
	} {
		if err := o.run(file, "wecom"); !errors.Is(err, ErrKept) {
			t.Errorf("%s: %v", name, err)
		}
		if text0(t, file) != before || text0(t, secret) != "first\n" {
			t.Fatalf("%s: something was written", name)
		}
	}
	o := &operator{answers: []string{"", "", "", ""}}
	if err := o.run(file, "wecom"); err != nil || text0(t, file) != before || len(o.asked) != 4 {
		t.Errorf("all kept: %v, asked %q", err, o.asked)
	}
	o = &operator{answers: []string{"", "1000008", "second", "", "y", "y"}, ill: true}
	if err := o.run(file, "wecom"); err != nil || text0(t, secret) != "second\n" || !strings.Contains(text0(t, file), "agent_id: 1000008") {
		t.Errorf("%v, asked %q", err, o.asked)
	}
	if last := o.asked[len(o.asked)-1]; !strings.Contains(last, "agent_id") || !strings.Contains(last, "secrets/wecom-secret") || strings.Contains(last, "second") {
		t.Errorf("asked %q", last)
	}
	if !strings.HasPrefix(o.asked[2], "*") || strings.HasPrefix(o.asked[0], "*") {
		t.Errorf("what is hidden: %q", o.asked)
	}
}

// TestConnectRefuses: files and modes that cannot be set up so.
func TestConnectRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := (&operator{}).run(filepath.Join(dir, "none.yaml"), "wecom"); err == nil || !strings.Contains(err.Error(), "lianxin init") {
		t.Error(err)
	}
	file := filepath.Join(dir, "lianxin.yaml")
	for text, part := range map[string]string{
		"channels: {wecom: {corp_id: ww1}}\n":    "块写法",
		"channels:\n  wecom:\n    corpid: ww1\n": "corpid", // what else is wrong in the block is said, too
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		o := &operator{answers: []string{"wwabcdefabcdefabcd", "1000007", "s", "", "y"}}
		if err := o.run(file, "wecom"); err == nil || !strings.Contains(err.Error(), part) || text0(t, file) != text {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestConnectSmartBot sets the smart bot up over a fresh configuration and over one of an app, whose secret stays where it is: one word switches back.
func TestConnectSmartBot(t *testing.T) {
	file := fresh(t)
	o := &operator{mode: ModeAIBot, answers: []string{"机器人", "aib123", "", "the-long-secret"}}
	if err := o.run(file, "wecom"); err != nil {
		t.Fatal(err, o.asked)
	}
	if w := o.saw.WeCom; w == nil || w.Mode != ModeAIBot || w.BotID != "aib123" || w.Secret.Reveal() != "the-long-secret" || o.checked != 1 {
		t.Errorf("%+v", o.saw)
	}
	if last := o.said[len(o.said)-1]; !strings.Contains(last, "你好") || strings.Contains(strings.Join(o.said, ""), "the-long-secret") {
		t.Errorf("said %q", o.said)
	}
	cfg, err := Load(file, func(string) (string, bool) { return "", false })
	if err != nil || cfg.ForServe() != nil || cfg.Channels.WeCom.Mode != ModeAIBot || cfg.Channels.WeCom.Secret.Reveal() != "the-long-secret" {
		t.Fatalf("%v %+v", err, cfg)
	}
	again := &operator{answers: []string{"", ""}} // the mode that is written
	before := text0(t, file)
	if err := again.run(file, "wecom"); err != nil || text0(t, file) != before || again.saw.WeCom.BotID != "aib123" {
		t.Errorf("all kept: %v, asked %q", err, again.asked)
	}

	file = fresh(t)
	if err := (&operator{answers: []string{"wwabcdefabcdefabcd", "1000007", "app-secret", ""}}).run(file, "wecom"); err != nil {
		t.Fatal(err)
	}
	before = text0(t, file)
	o = &operator{mode: ModeAIBot, answers: []string{"aib123", "the-long-secret", "n"}}
	if err := o.run(file, "wecom"); !errors.Is(err, ErrKept) || text0(t, file) != before || !strings.Contains(o.asked[len(o.asked)-1], "mode") {
		t.Errorf("%v, asked %q", err, o.asked)
	}
	o.answers = []string{"aib123", "the-long-secret", "y"}
	if err := o.run(file, "wecom"); err != nil || text0(t, filepath.Join(filepath.Dir(file), "secrets/wecom-secret")) != "app-secret\n" {
		t.Error(err)
	}
	o = &operator{mode: ModeApp, answers: []string{"", "", "app-secret", "", "y"}}
	if err := o.run(file, "wecom"); err != nil || o.saw.WeCom.Mode != ModeApp || o.saw.WeCom.Secret.Reveal() != "app-secret" || o.saw.WeCom.AgentID != 1000007 {
		t.Errorf("%v, %+v, asked %q", err, o.saw.WeCom, o.asked)
	}
}
