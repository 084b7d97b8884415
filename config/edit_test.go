package config

import (
	"strings"
	"testing"
)

// TestEdit: a setting goes where it belongs and nothing else changes.
func TestEdit(t *testing.T) {
	wecom := []string{"channels", "wecom"}
	for name, tt := range map[string]struct {
		in       string
		block    []string
		settings []Setting
		want     string // "" = refused
	}{
		"a value, with its comment": {
			"channels: # one\n  wecom: # two\n    corp_id: ww1 # 企业 ID【改】\n    agent_id: 1\n# end\n", wecom,
			[]Setting{{"corp_id", "ww2"}, {"agent_id", "1000003"}},
			"channels: # one\n  wecom: # two\n    corp_id: ww2 # 企业 ID【改】\n    agent_id: 1000003\n# end\n",
		},
		"a secret that becomes a file": {
			"channels:\n  wecom:\n    secret: ${WECOM_SECRET} # 环境变量\n    token_file: a\n", wecom,
			[]Setting{{"secret_file", "secrets/wecom-secret"}, {"token_file", "b"}},
			"channels:\n  wecom:\n    secret_file: secrets/wecom-secret # 环境变量\n    token_file: b\n",
		},
		"a missing key goes behind the last one": {
			"channels:\n  wecom:\n    group_webhooks:\n      党办: abc\n  # dingtalk: later\n\ncalendar: {}\n", wecom,
			[]Setting{{"corp_id", "ww2"}},
			"channels:\n  wecom:\n    group_webhooks:\n      党办: abc\n    corp_id: ww2\n  # dingtalk: later\n\ncalendar: {}\n",
		},
		"a missing block": {
			"school: 一\nchannels:\n  wecom:\n    corp_id: ww1\nunits: []\n",
			[]string{"channels", "dingtalk"},
			[]Setting{{"client_id", "ding1"}, {"robot_code", "0133"}},
			"school: 一\nchannels:\n  wecom:\n    corp_id: ww1\n  dingtalk:\n    client_id: ding1\n    robot_code: \"0133\"\nunits: []\n",
		},
		"no channels at all": {
			"school: 一\n", wecom, []Setting{{"corp_id", "ww1"}}, "school: 一\n\nchannels:\n  wecom:\n    corp_id: ww1\n",
		},
		"an empty block": {
			"channels:\n  wecom:\n", wecom, []Setting{{"corp_id", "ww1"}}, "channels:\n  wecom:\n    corp_id: ww1\n",
		},
		"quotes":                 {"channels:\n  wecom:\n    corp_id: \"ww # 1\" # x\n", wecom, []Setting{{"corp_id", `a"b: #\`}}, "channels:\n  wecom:\n    corp_id: \"a\\\"b: #\\\\\" # x\n"},
		"blank lines at the end": {"channels:\n  wecom:\n    corp_id: ww1\n\n\n", wecom, []Setting{{"corp_id", "ww2"}}, "channels:\n  wecom:\n    corp_id: ww2\n"},
		"in braces":              {"channels:\n  wecom: {corp_id: ww1}\n", wecom, []Setting{{"corp_id", "ww2"}}, ""},
		"all in braces":          {"channels: {wecom: {corp_id: ww1}}\n", wecom, []Setting{{"corp_id", "ww2"}}, ""},
		"a value of two lines":   {"channels:\n  wecom:\n    corp_id: |\n      ww1\n", wecom, []Setting{{"corp_id", "ww2"}}, ""},
		"a list":                 {"channels: [wecom]\n", wecom, []Setting{{"corp_id", "ww2"}}, ""},
		"broken":                 {"channels: [\n", wecom, []Setting{{"corp_id", "ww2"}}, ""},
		"empty":                  {"", wecom, []Setting{{"corp_id", "ww2"}}, ""},
	} {
		out, err := Edit([]byte(tt.in), tt.block, tt.settings)
		if (err != nil) != (tt.want == "") || string(out) != tt.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, out, tt.want)
		}
	}
}

// TestEditExample: the file that init writes takes the settings of both platforms, and every other line of it stays.
func TestEditExample(t *testing.T) {
	out, err := Edit(Example(), []string{"channels", "wecom"}, []Setting{{"corp_id", "wwaaaaaaaaaaaaaaaa"}, {"secret_file", "secrets/wecom-secret"}})
	if err != nil {
		t.Fatal(err)
	}
	if out, err = Edit(out, []string{"channels", "dingtalk"}, []Setting{{"client_id", "dingx"}, {"client_secret_file", "secrets/dingtalk-secret"}}); err != nil {
		t.Fatal(err)
	}
	is := map[string]int{}
	for _, line := range strings.Split(string(out), "\n") {
		is[line]++
	}
	gone := 0
	for _, line := range strings.Split(string(Example()), "\n") {
		if is[line] == 0 {
			gone++
		}
	}
	if gone != 2 {
		t.Errorf("%d lines were changed, not 2\n%s", gone, out)
	}
	files := func(path string) ([]byte, error) { return []byte(strings.Repeat("a", 42) + "A"), nil }
	if strings.Contains(string(out), "wecom-token") {
		files = func(path string) ([]byte, error) {
			if strings.Contains(path, "aes") {
				return []byte(strings.Repeat("a", 42) + "A"), nil
			}
			return []byte("abc"), nil
		}
	}
	cfg, err := Parse("lianxin.yaml", out, func(string) (string, bool) { return "", false }, files)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Channels.DingTalk == nil || cfg.Channels.DingTalk.ClientID != "dingx" || cfg.Channels.WeCom.CorpID != "wwaaaaaaaaaaaaaaaa" {
		t.Errorf("%+v", cfg.Channels)
	}
	if got := Written(out, []string{"channels", "wecom"}); got["corp_id"] != "wwaaaaaaaaaaaaaaaa" || got["secret"] != "" {
		t.Errorf("%v", got)
	}
}
