package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Operator is how Connect talks to the one who sets the program up.
type Operator struct {
	Mode  string                                           // of WeCom: ModeApp or ModeAIBot; "" = what is written, else the app
	Ask   func(prompt string, secret bool) (string, error) // one line; a secret is not shown where that is possible
	Say   func(line string)
	Env   func(string) (string, bool)
	Check func(Channels) bool // asks the platform and says what it found; false: something is wrong
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
	next     string            // of nextSteps
	switches bool              // to another mode: its secret is another one
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
	c.have = Written(data, c.block)
	mode := c.mode(platform)
	if c.next = platform; mode == ModeAIBot {
		c.next = ModeAIBot
	}
	for _, q := range questions(platform, mode) {
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

// mode is the mode of WeCom that is set up, and notes what is to be written of it; "" for another platform.
func (c *connecting) mode(platform string) string {
	if platform != ChannelWeCom {
		return ""
	}
	was := c.have["mode"]
	if was == "" {
		was = ModeApp
	}
	mode := c.Mode
	if mode == "" || mode == was {
		return was
	}
	c.switches = true
	c.settings = append(c.settings, Setting{"mode", mode})
	if c.have["mode"] != "" || c.there(question{key: "corp_id"}) {
		c.changed = append(c.changed, "mode")
	}
	return mode
}

// keeps tells whether an empty answer keeps what is there.
func (c *connecting) keeps(q question) bool { return c.there(q) && !(c.switches && q.key == "secret") }

// tries is how often a value may be mistyped.
const tries = 3

// ask asks for one value and notes what is to be written.
func (c *connecting) ask(q question) error {
	if q.fresh != nil {
		return c.make(q)
	}
	there := c.keeps(q)
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
	if old := c.have[q.key+fileSuffix]; old != "" && c.keeps(q) {
		path = old
	}
	if c.have[q.key] != "" && c.keeps(q) {
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
	c.Say(nextSteps[c.next])
	return nil
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
