package config

import "regexp"

// question is one value that a platform needs.
type question struct {
	key      string // as in the file; of a secret without _file
	ask      string
	form     *regexp.Regexp // nil: anything
	wrong    string
	optional bool
	file     string // of a secret: where it goes; "" = it stands in the configuration
	fresh    func() string
}

func (q *question) secret() bool { return q.file != "" }

// questions are what is asked for a platform. A question with fresh is not asked: where nothing is there yet a new value is made.
func questions(platform, mode string) []question {
	if platform == ChannelDingTalk {
		return []question{
			{key: "client_id", ask: "Client ID（开放平台 → 应用开发 → 本应用 → 凭证与基础信息）", form: identForm, wrong: sayIdent},
			{key: "client_secret", ask: "Client Secret（同一页）", file: "secrets/dingtalk-secret"},
			{key: "robot_code", ask: "RobotCode（本应用 → 机器人；和 Client ID 相同就直接回车）", form: identForm, wrong: sayIdent, optional: true},
			{key: "corp_id", ask: "CorpId（开放平台首页；可以直接回车跳过）", form: identForm, wrong: sayIdent, optional: true},
		}
	}
	if mode == ModeAIBot {
		return []question{
			{key: "bot_id", ask: "BotID（管理后台 → 智能机器人 → 本机器人 → API 模式 → 使用长连接）", form: identForm, wrong: sayIdent},
			{key: "secret", ask: "长连接的 Secret（同一页）", file: "secrets/wecom-bot-secret"},
		}
	}
	return []question{
		{key: "corp_id", ask: "企业 ID（管理后台 → 我的企业 → 企业信息）", form: corpIDForm, wrong: "企业 ID 是 ww 开头的一串字母和数字"},
		{key: "agent_id", ask: "AgentId（应用管理 → 自建 → 本应用）", form: regexp.MustCompile(`^[1-9][0-9]{0,9}$`), wrong: "AgentId 是一个数字，例如 1000002"},
		{key: "secret", ask: "应用的 Secret（同一页 → Secret → 查看）", file: "secrets/wecom-secret"},
		{key: "contact_secret", ask: "通讯录同步的 Secret（管理工具 → 通讯录同步；不用 lianxin sync 就直接回车跳过）", file: "secrets/wecom-contact-secret", optional: true},
		{key: "token", file: "secrets/wecom-token", fresh: func() string { return letters(32, alphabet) }},
		{key: "encoding_aes_key", file: "secrets/wecom-aes-key", fresh: func() string { return letters(42, alphabet) + letters(1, lastLetters) }},
	}
}

// nextSteps are what is left to do at the platform.
var nextSteps = map[string]string{
	ChannelWeCom: "下一步：运行 lianxin serve，再到管理后台 → 应用管理 → 本应用 → 接收消息 → 设置API接收，URL 填 https://你的域名/callback/wecom，Token 和 EncodingAESKey 照 secrets 里的两个文件填，保存；" +
		"然后在“企业可信IP”填服务器的出口地址，最后用 lianxin check --online 再查一遍。",
	ModeAIBot:       "下一步：运行 lianxin serve，请每个人在企业微信里找到机器人，先发一句“你好”（没说过话的人收不到提醒）；最后用 lianxin check --online 再查一遍。不要域名、证书和开放端口。",
	ChannelDingTalk: "下一步：到开放平台 → 本应用 → 机器人，消息接收模式选 Stream 模式，发布版本；运行 lianxin serve，最后用 lianxin check --online 再查一遍。",
}
