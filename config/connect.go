package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Operator is how Connect talks to the one who sets the program up.
type Operator struct {
	Ask   func(prompt string, secret bool) (string, error) // one line; a secret is not shown where that is possible
	Say   func(line string)
	Env   func(string) (string, bool)
	Check func(Channels) bool // asks the platform and says what it found; false: something is wrong
}

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
func questions(platform string) []question {
	if platform == ChannelDingTalk {
		return []question{
			{key: "client_id", ask: "Client ID（开放平台 → 应用开发 → 本应用 → 凭证与基础信息）", form: identForm, wrong: sayIdent},
			{key: "client_secret", ask: "Client Secret（同一页）", file: "secrets/dingtalk-secret"},
			{key: "robot_code", ask: "RobotCode（本应用 → 机器人；和 Client ID 相同就直接回车）", form: identForm, wrong: sayIdent, optional: true},
			{key: "corp_id", ask: "CorpId（开放平台首页；可以直接回车跳过）", form: identForm, wrong: sayIdent, optional: true},
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

// connecting is one run of Connect.
type connecting struct {
	Operator
	file     string
	block    []string
	have     map[string]string // what stands in the block
	settings []Setting
	secrets  map[string]string // path, as it stands in the configuration -> value
	changed  []string          // what is written over, in words
}

// ErrKept says that the operator did not want anything to be written.
var ErrKept = errors.New("什么也没有写")

// Connect asks for what a platform needs, has it checked, and writes it into a configuration, secrets into files of their own (0600). What stands there already is
// kept by an empty answer, and written over only after a yes. Nothing is written before everything was asked and checked. Errors are Chinese sentences.
func Connect(file, platform string, o Operator) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("读不了配置文件 %s：%s（没有就先运行 lianxin init）", file, reason(err))
	}
	c := &connecting{Operator: o, file: file, block: []string{"channels", platform}, secrets: map[string]string{}}
	if c.have = Written(data, c.block); c.have["mode"] == ModeAIBot {
		return errors.New("channels.wecom 的 mode 是 aibot：智能机器人请直接在配置里写 bot_id 和 secret")
	}
	for _, q := range questions(platform) {
		if err := c.ask(q); err != nil {
			return err
		}
	}
	edited, err := Edit(data, c.block, c.settings)
	if err != nil {
		return err
	}
	if err := c.check(edited, platform); err != nil {
		return err
	}
	if len(c.changed) > 0 && !c.yes("将覆盖 "+strings.Join(c.changed, "、")+"。继续吗？") {
		return ErrKept
	}
	return c.write(edited)
}

// tries is how often a value may be mistyped.
const tries = 3

// ask asks for one value and notes what is to be written.
func (c *connecting) ask(q question) error {
	if q.fresh != nil {
		return c.make(q)
	}
	there := c.there(q)
	prompt := q.ask
	switch {
	case there && q.secret():
		prompt += "［已有，直接回车保留］"
	case there:
		prompt += "［" + c.have[q.key] + "］"
	}
	for range tries {
		answer, err := c.Ask(prompt+"：", q.secret())
		if err != nil {
			return fmt.Errorf("没有问完（%s），%w", q.key, ErrKept)
		}
		switch answer = strings.TrimSpace(answer); {
		case answer == "" && (there || q.optional):
			return nil
		case answer == "":
			c.Say("这一项不能空着。")
		case q.form != nil && !q.form.MatchString(answer):
			c.Say(q.wrong)
		default:
			c.note(q, answer)
			return nil
		}
	}
	return fmt.Errorf("%s 三次都不对，%w", q.key, ErrKept)
}

// there tells whether a value stands in the file that may be kept: none from the example, and none that comes from an environment in which it is not set.
func (c *connecting) there(q question) bool {
	value := c.have[q.key]
	if name := reference.FindStringSubmatch(value); name != nil {
		set, ok := c.Env(name[1])
		return ok && set != ""
	}
	if value != "" {
		return value != Written(Example(), c.block)[q.key]
	}
	path := c.have[q.key+fileSuffix]
	return path != "" && c.exists(path)
}

// note keeps an answer to be written.
func (c *connecting) note(q question, answer string) {
	if !q.secret() {
		if c.there(q) && c.have[q.key] != answer {
			c.changed = append(c.changed, q.key)
		}
		if c.have[q.key] != answer {
			c.settings = append(c.settings, Setting{q.key, answer})
		}
		return
	}
	path := q.file
	if old := c.have[q.key+fileSuffix]; old != "" {
		path = old
	}
	if c.have[q.key] != "" && c.there(q) {
		c.changed = append(c.changed, q.key)
	}
	if c.exists(path) {
		c.changed = append(c.changed, path)
	}
	c.secrets[path] = answer
	c.settings = append(c.settings, Setting{q.key + fileSuffix, path})
}

// make makes a value of our own where there is none: those of the callback, which the operator enters at the platform.
func (c *connecting) make(q question) error {
	path := c.have[q.key+fileSuffix]
	if c.have[q.key] != "" && c.there(q) {
		return nil
	}
	if path == "" {
		path = q.file
		c.settings = append(c.settings, Setting{q.key + fileSuffix, path})
	}
	if !c.exists(path) {
		c.secrets[path] = q.fresh()
	}
	return nil
}

func (c *connecting) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(filepath.Dir(c.file), filepath.FromSlash(p))
}

func (c *connecting) exists(p string) bool {
	_, err := os.Lstat(c.path(p))
	return err == nil
}

// check reads the block as it will be, and asks the platform with it.
func (c *connecting) check(edited []byte, platform string) error {
	fresh := map[string]string{}
	for p, value := range c.secrets {
		fresh[c.path(p)] = value
	}
	src := &source{env: c.Env, read: func(path string) ([]byte, error) {
		if value, is := fresh[path]; is {
			return []byte(value), nil
		}
		return os.ReadFile(path)
	}}
	var channels Channels
	if root, ok := src.parse(c.file, edited); ok {
		root.under("channels", root.at("channels")).mapping(optional(platform, func(v value) { channels.readOne(platform, v) }), optional(otherOf(platform), func(value) {}))
	}
	if len(src.faults) > 0 {
		return src.faults.sorted(c.file)
	}
	if !c.Check(channels) && !c.yes("上面打 ✗ 的还没有解决。仍然写入吗？") {
		return ErrKept
	}
	return nil
}

func otherOf(platform string) string {
	if platform == ChannelWeCom {
		return ChannelDingTalk
	}
	return ChannelWeCom
}

// yes asks for a yes; anything else is none.
func (c *connecting) yes(question string) bool {
	answer, err := c.Ask(question+"（y/N）", false)
	return err == nil && slices.Contains([]string{"y", "yes", "是", "好"}, strings.ToLower(strings.TrimSpace(answer)))
}

// write puts secrets into their files and then the configuration into its place.
func (c *connecting) write(edited []byte) error {
	for p, value := range c.secrets {
		if err := replaceFile(c.path(p), []byte(value+"\n"), 0o600); err != nil {
			return err
		}
		c.Say("已写入 " + c.path(p))
	}
	mode := os.FileMode(0o600)
	if info, err := os.Stat(c.file); err == nil {
		mode = info.Mode().Perm()
	}
	if err := replaceFile(c.file, edited, mode); err != nil {
		return err
	}
	c.Say("已写入 " + c.file)
	c.Say(nextSteps[c.block[1]])
	return nil
}

// nextSteps are what is left to do at the platform.
var nextSteps = map[string]string{
	ChannelWeCom: "下一步：运行 lianxin serve，再到管理后台 → 应用管理 → 本应用 → 接收消息 → 设置API接收，URL 填 https://你的域名/callback/wecom，Token 和 EncodingAESKey 照 secrets 里的两个文件填，保存；" +
		"然后在“企业可信IP”填服务器的出口地址，最后用 lianxin check --online 再查一遍。",
	ChannelDingTalk: "下一步：到开放平台 → 本应用 → 机器人，消息接收模式选 Stream 模式，发布版本；运行 lianxin serve，最后用 lianxin check --online 再查一遍。",
}

// replaceFile writes a file beside its place and moves it there, so that nobody ever reads half of it.
func replaceFile(path string, data []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("建不了文件夹 %s：%s", filepath.Dir(path), reason(err))
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".connect-*") // 0600
	if err != nil {
		return fmt.Errorf("写不了 %s：%s", path, reason(err))
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("写不了 %s：%s", path, reason(err))
	}
	return nil
}
