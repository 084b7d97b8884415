package config

import "testing"

// TestAIBot: a smart bot needs its id and its secret and nothing of the app; what belongs to the app may stay beside it.
func TestAIBot(t *testing.T) {
	const head = "school: 示例大学\ncalendar:\n  terms:\n    - {id: 2025-2026-2, start: 2026-03-02, weeks: 20}\npeople:\n  - {id: lin, name: 林晓峰, roles: [leader]}\nchannels:\n  wecom: "
	for _, wecom := range []string{
		`{mode: aibot, bot_id: aibTestBot-1_x, secret: "${WECOM_SECRET}"}`,
		`{mode: aibot, bot_id: aibTestBot-1_x, secret: "${WECOM_SECRET}", gateway: "wss://wecom.example.edu.cn:8443/ws/", corp_id: ww0123456789abcdef, agent_id: 1000002, token: "${WECOM_TOKEN}", encoding_aes_key: "${WECOM_AES_KEY}"}`,
	} {
		c, err := Parse("lianxin.yaml", []byte(head+wecom+"\n"), variables, nil)
		if err != nil {
			t.Fatal(err)
		}
		w := c.Channels.WeCom
		if err := c.ForServe(); err != nil || w.Mode != ModeAIBot || w.BotID != "aibTestBot-1_x" || w.Secret.Reveal() != "SeCrEt-of-the-app" {
			t.Errorf("%v %+v", err, w)
		}
		if w.CorpID != "" && w.Gateway != "wss://wecom.example.edu.cn:8443/ws" {
			t.Errorf("gateway %q", w.Gateway)
		}
	}
}
