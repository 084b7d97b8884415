// Command lianxin is 连心: a self-hosted chat bot that keeps the ledger of how a university's leaders keep in touch with the grassroots.
// This file is the table of contents: each command builds its parts in the order in which they need one another and ends them in reverse.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	_ "time/tzdata" // the school's zone is known on every machine

	"github.com/alecthomas/kong"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/demo"
	"lianxin/bot/house"
	"lianxin/bot/operator"
	"lianxin/bot/phrase"
	"lianxin/bot/platforms"
	"lianxin/bot/web"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/kv/memory"
)

// version is set by the release build.
var version = "dev"

// Exit statuses.
const (
	done     = 0 // it was done
	couldNot = 1 // it could not be done
	wrongUse = 2 // wrong use or an invalid configuration
)

// commands is the command line.
type commands struct {
	Demo    demoCommand             `cmd:"" help:"沙盒演示：不需要账号和配置"`
	Init    initCommand             `cmd:"" help:"写出带注释的 lianxin.yaml 和新密钥"`
	Check   checkCommand            `cmd:"" help:"检查配置，一次报出全部问题；--online 再问平台"`
	Connect connectCommand          `cmd:"" help:"一步步接入企业微信或钉钉：问、在线检查、写入配置"`
	Serve   serveCommand            `cmd:"" help:"运行机器人"`
	Remind  remindersCommand        `cmd:"" name:"reminders" help:"列出一段时间里会提醒谁、何时、依据哪条规则；什么也不发"`
	Parse   parseCommand            `cmd:"" help:"显示机器人怎样理解一句话（JSON）"`
	Backup  operator.BackupCommand  `cmd:"" help:"在线备份台账，并打开核对"`
	Restore operator.RestoreCommand `cmd:"" help:"从备份恢复台账"`
	Verify  operator.VerifyCommand  `cmd:"" help:"核对索引与流水链，打印计数"`
	Retain  operator.RetainCommand  `cmd:"" aliases:"retention" help:"按保存期限删除信访身份、信访件和原话（serve 每天自动执行）"`
	Ledger  operator.Papers         `cmd:"" help:"台账：导出、导入往年、通报和考核表等材料、学年结账"`
	Reseal  resealCommand           `cmd:"" help:"换密钥：用密钥文件的第一把重新封存全部身份"`
	Sync    syncCommand             `cmd:"" help:"与企业微信、钉钉通讯录核对：离职停用、按姓名和单位绑定（先加 --dry-run 看）"`
	Health  operator.HealthCommand  `cmd:"" help:"询问正在运行的服务是否正常（供 HEALTHCHECK）"`
	Version versionCommand          `cmd:"" help:"打印版本"`
}

// process is what a command gets from the system it runs on.
type process struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    func(string) (string, bool)
	now    func() time.Time
}

// gcPercent lets garbage grow to four times what lives before it is collected: little lives (some ten megabytes), every message leaves its garbage, and
// collecting twice as often as this costs a seventh of the rate. GOGC in the environment wins.
const gcPercent = 400

func main() {
	if _, chosen := os.LookupEnv("GOGC"); !chosen {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(process{ctx, os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, time.Now}, os.Args[1:])
	stop()
	os.Exit(status)
}

// run carries out one command line and gives the exit status. Every fault is one line on stderr.
func run(p process, args []string) (status int) {
	var line commands
	leave := -1
	parser, err := kong.New(&line, kong.Name("lianxin"), kong.Description("连心：联系基层机器人"), kong.Writers(p.stdout, p.stderr),
		kong.Vars{"start": demoStart}, kong.Exit(func(code int) { leave = code }), kong.Bind(p, p.desk()), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return complain(p, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case leave >= 0:
		return leave
	case err != nil:
		fmt.Fprintf(p.stderr, "lianxin: %v（lianxin --help 看用法）\n", err)
		return wrongUse
	}
	if err := command.Run(p); err != nil {
		return complain(p, err)
	}
	return done
}

// complain prints what went wrong and tells which status it is.
func complain(p process, err error) int {
	if fault := (*store.Fault)(nil); errors.As(err, &fault) {
		fmt.Fprintf(p.stderr, "lianxin: %s\n", fault.Say)
		return couldNot
	}
	var faults config.Faults
	if errors.As(err, &faults) {
		fmt.Fprintln(p.stderr, faults.Error())
		return wrongUse
	}
	fmt.Fprintf(p.stderr, "lianxin: %v\n", err)
	if wrong := operator.Misuse(""); errors.As(err, &wrong) {
		return wrongUse
	}
	return couldNot
}

// demoStart is the first moment of the demo: a Thursday in teaching week 12.
const demoStart = "2026-11-19T10:00:00+08:00"

type demoCommand struct {
	Listen string `default:"127.0.0.1:8080" help:"监听地址"`
	Data   string `help:"数据目录；不写就用临时目录，结束时删除"`
	Now    string `default:"${start}" help:"演示时钟的起点（RFC 3339）"`
}

// Run plays the demo school: the same bot, callback and outbox as serve, with the simulator in the platform's place.
func (c *demoCommand) Run(p process) (err error) {
	start, err := time.Parse(time.RFC3339, c.Now)
	if err != nil {
		return operator.Misuse(fmt.Sprintf("--now %q 不是 RFC 3339 时间，例如 %s", c.Now, demoStart))
	}
	cfg, err := config.Demo()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("不能监听 %s：%w（端口被占用时换一个：--listen 127.0.0.1:0）", c.Listen, err)
	}
	defer listener.Close()
	dir, remove, err := demoFolder(c.Data)
	if err != nil {
		return err
	}
	defer remove()
	school, clock := cfg.School(), demo.NewClock(p.now, start)
	app := *cfg.Channels.WeCom
	platform, err := wecomtest.New(wecomtest.Options{
		CorpID: app.CorpID, AgentID: app.AgentID, Secret: app.Secret.Reveal(), Token: app.Token.Reveal(), EncodingAESKey: app.EncodingAESKey.Reveal(),
		Members: demo.Users(school), Now: clock.Now, CallbackURL: "http://" + listener.Addr().String() + "/callback/wecom",
	})
	if err != nil {
		return err
	}
	defer platform.Close()
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("不能为模拟平台监听本机端口：%w", err)
	}
	defer api.Close()
	app.APIBase = "http://" + api.Addr().String()
	log := newLog(p.stderr, config.Log{Level: "warn", Format: "console"})
	program, err := demo.NewProgram(clock, func() (*demo.Run, error) {
		return openDemo(school, &app, "http://"+listener.Addr().String(), platform, dir, clock, log)
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, program.Close()) }()
	phones := &demo.Phones{Platform: platform}
	sandbox, err := web.NewSandbox(school, program, phones, clock, log)
	if err != nil {
		return err
	}
	sandbox.Offer(demo.NewTroubles(school, phones, program, clock))
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	fmt.Fprintf(p.stdout, "http://%s/\n", listener.Addr())
	return web.ServeAll(ctx, cancel,
		web.Listening{Listener: listener, Server: web.NewServer(sandbox.Beside(program), log, sandbox.Close)},
		web.Listening{Listener: api, Server: web.NewServer(platform, log)})
}

// openDemo puts the house of the demo on its ledger: the program from one start to its end. A new ledger gets the story of the demo school. base is where
// browsers find it.
func openDemo(school *policy.School, app *config.WeCom, base string, platform *wecomtest.Platform, dir string, clock *demo.Clock, log zerolog.Logger) (run *demo.Run, err error) {
	st, err := store.OpenFile(filepath.Join(dir, "lianxin.db"), store.Options{Location: school.Location})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, st.Close())
		}
	}()
	if err := house.Unlock(st, filepath.Join(dir, "identity.key"), log); err != nil {
		return nil, err
	}
	if err := clock.Begin(st, school); err != nil {
		return nil, err
	}
	var dead atomic.Bool // who was killed says nothing more
	log = log.Hook(zerolog.HookFunc(func(e *zerolog.Event, _ zerolog.Level, _ string) {
		if dead.Load() {
			e.Discard()
		}
	}))
	h, err := house.New(school, st, house.Options{Channels: config.Channels{WeCom: app}, Spread: demo.AtOnce, Now: clock.Now, Log: log})
	if err != nil {
		return nil, err
	}
	pages, err := h.Pages(base, platform.Visit)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	wait, err := h.Work(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	end := func() error {
		cancel()
		fault := h.Finish(context.Background())
		wait()
		return fault
	}
	return &demo.Run{
		Store: st, Door: h.Public(web.LocalOnly(pages)), Reminders: h.Reminders, Outbox: h.Outbox,
		Close: func() error { return errors.Join(end(), st.Close()) },
		Kill: func() {
			dead.Store(true)
			_ = st.Close()
			_ = end()
		},
	}, nil
}

// demoFolder is where the demo keeps its ledger: the folder asked for, else a passing one.
func demoFolder(dir string) (path string, remove func(), err error) {
	if dir != "" {
		return dir, func() {}, nil
	}
	path, err = os.MkdirTemp("", "lianxin-demo-")
	return path, func() { _ = os.RemoveAll(path) }, err
}

type initCommand struct {
	Dir string `arg:"" default:"." help:"目录"`
}

// Run writes a configuration to start from.
func (c *initCommand) Run(p process) error {
	written, err := config.Init(c.Dir)
	for _, path := range written {
		fmt.Fprintln(p.stdout, path)
	}
	return err
}

type checkCommand struct {
	Config string `required:"" help:"配置文件"`
	Online bool   `help:"同时询问企业微信、钉钉：密钥、可信地址、回调、权限、可见范围、时钟"`
}

// Run says what is wrong with a configuration, everything at once.
func (c *checkCommand) Run(p process) error {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	if err := cfg.ForServe(); err != nil {
		return err
	}
	s := cfg.School()
	fmt.Fprintf(p.stdout, "%s：没有问题。%s，%d 人，%d 个单位，%d 个学期。\n", c.Config, s.Name, len(s.Members), len(s.Units), len(s.Calendar.Terms))
	if !c.Online {
		return nil
	}
	return house.Online(p.ctx, cfg.Channels, cfg.HTTP.PublicURL, s, p.serving(cfg, cfg.Channels.WeCom), p.now).Print(p.stdout)
}

// serving tells whether the running program of a configuration has a smart bot, and is connected: then a check leaves it its connection.
func (p process) serving(cfg *config.Config, in *config.WeCom) aibot.Serving {
	own := cfg.Channels.WeCom
	if own == nil || in == nil || own.Mode != config.ModeAIBot || own.BotID != in.BotID {
		return aibot.NotServing
	}
	client, err := web.DialControl(house.OfficeOf(cfg).Socket())
	if err != nil {
		return aibot.NotServing
	}
	defer client.Close()
	if text, _, err := client.Health(p.ctx); err != nil || strings.Contains(text, platforms.ReadySmartBot) {
		return aibot.NotConnected
	}
	return aibot.Connected
}

type connectCommand struct {
	Platform string `arg:"" enum:"wecom,dingtalk" help:"wecom 或 dingtalk"`
	Config   string `default:"lianxin.yaml" help:"配置文件"`
	Mode     string `enum:"app,aibot," default:"" help:"企业微信的方式：app 自建应用（要域名和证书），aibot 智能机器人（不要）；不写就照配置里的"`
}

// Run walks through the set-up of one platform.
func (c *connectCommand) Run(p process) error {
	terminal := operator.NewTerminal(p.ctx, p.stdin, p.stdout)
	return config.Connect(c.Config, c.Platform, config.Operator{
		Mode: c.Mode, Env: p.env, Say: terminal.Say, Ask: terminal.Ask,
		Check: func(in config.Channels) bool {
			smart := aibot.NotServing
			if cfg, err := config.Load(c.Config, p.env); err == nil {
				smart = p.serving(cfg, in.WeCom)
			}
			return house.Online(p.ctx, in, "", nil, smart, p.now).Print(p.stdout) == nil
		},
	})
}

type serveCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run serves until it is told to end: first the doors close, then what came in is finished, then the ledger.
func (c *serveCommand) Run(p process) (err error) {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	if err := cfg.ForServe(); err != nil {
		return err
	}
	log := newLog(p.stderr, cfg.Log)
	st, err := store.OpenFile(cfg.Store.Path, store.Options{Location: cfg.School().Location})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := house.Unlock(st, cfg.Store.IdentityKeyFile, log); err != nil {
		return err
	}
	if _, err := st.Resettle(cfg.School(), p.now()); err != nil {
		return err
	}
	h, err := house.New(cfg.School(), st, house.Options{Channels: cfg.Channels, Mail: cfg.Mail, PublicURL: cfg.HTTP.PublicURL, Now: p.now, Log: log})
	if err == nil {
		err = h.Furnish(cfg.Reports)
	}
	if err != nil {
		return err
	}
	doors, err := h.Doors(cfg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	wait, err := h.Work(ctx, h.Nightly(cfg.Store.Backup)...)
	if err != nil {
		return err
	}
	defer wait()
	log.Info().Str("version", version).Str("listen", doors[0].Addr().String()).Str("ledger", cfg.Store.Path).Msg("serving")
	return h.Serve(ctx, cancel, doors...)
}

// newLog writes for the operator: json for machines, console for people.
func newLog(w io.Writer, c config.Log) zerolog.Logger {
	level, err := zerolog.ParseLevel(c.Level)
	if err != nil {
		level = zerolog.InfoLevel
	}
	if c.Format == "console" {
		w = zerolog.ConsoleWriter{Out: w, NoColor: true, TimeFormat: time.TimeOnly}
	}
	return zerolog.New(w).Level(level).With().Timestamp().Logger()
}

type resealCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run seals everything with the first key of the key file, after a new key was put into its first line and serve was started with it.
func (c *resealCommand) Run(p process) error {
	return p.task(c.Config, operator.ResealPath, func(cfg *config.Config, st *store.Store) (string, error) {
		if err := house.Unlock(st, cfg.Store.IdentityKeyFile, newLog(p.stderr, cfg.Log)); err != nil {
			return "", err
		}
		return operator.Reseal(st, p.now())
	})
}

// desk is the program as the commands see it that need no more than the ledger.
func (p process) desk() operator.Desk {
	return operator.Desk{Context: p.ctx, Out: p.stdout, Now: p.now, Open: func(file string) (*operator.Office, error) {
		cfg, err := config.Load(file, p.env)
		if err != nil {
			return nil, err
		}
		return house.OfficeOf(cfg), nil
	}}
}

// task lets the running serve do something, or does it itself when nobody serves the ledger, and prints what it says.
func (p process) task(file, path string, alone func(*config.Config, *store.Store) (string, error)) error {
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return err
	}
	said, err := house.OfficeOf(cfg).Do(p.ctx, path, func(st *store.Store) (string, error) { return alone(cfg, st) })
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, said)
	return nil
}

type syncCommand struct {
	Config string `required:"" help:"配置文件"`
	DryRun bool   `help:"只说会怎样，不改动"`
	Only   string `enum:",wecom,dingtalk" default:"" help:"只核对一个平台：wecom 或 dingtalk"`
	Force  bool   `help:"要停用的账号很多时也照做"`
}

// Run compares the address books with the list and the bonds, through the running serve if there is one.
func (c *syncCommand) Run(p process) error {
	o := bot.SyncOptions{Dry: c.DryRun, Force: c.Force}
	return p.task(c.Config, operator.SyncPath(c.Only, o), func(cfg *config.Config, st *store.Store) (string, error) {
		log := newLog(p.stderr, cfg.Log)
		if err := house.Unlock(st, cfg.Store.IdentityKeyFile, log); err != nil {
			return "", err
		}
		h, err := house.New(cfg.School(), st, house.Options{Channels: cfg.Channels, Now: p.now, Log: log})
		if err != nil {
			return "", err
		}
		defer h.HangUp(p.ctx)
		return h.Sync(p.ctx, c.Only, p.now(), o)
	})
}

type remindersCommand struct {
	Config string `help:"配置文件；不写就用演示学校"`
	From   string `required:"" help:"第一天，例如 2026-03-02"`
	To     string `required:"" help:"最后一天，含当天"`
	Empty  bool   `help:"按一本空台账算：什么都还没做"`
	JSON   bool   `help:"每行一个 JSON 对象"`
}

// Run lists what would be told from the first to the last day by the ledger as it is, or by an empty one. Nothing is sent or written. Without a
// configuration it is the demo school, with its records up to its first moment.
func (c *remindersCommand) Run(p process) error {
	l, err := reminders.ReadListing(c.From, c.To)
	if err != nil {
		return operator.Misuse(err.Error())
	}
	l.Empty, l.JSON = c.Empty, c.JSON
	if c.Config != "" && !c.Empty {
		return p.task(c.Config, l.Path(), func(cfg *config.Config, st *store.Store) (string, error) { return l.Of(cfg.School(), st) })
	}
	school, err := schoolOf(p, c.Config)
	if err != nil {
		return err
	}
	st, err := store.Open(memory.New(), store.Options{Location: school.Location})
	if err != nil {
		return err
	}
	defer st.Close()
	if !c.Empty {
		start, err := time.Parse(time.RFC3339, demoStart)
		if err != nil {
			return err
		}
		if err := store.SeedDemo(st, school, start); err != nil {
			return err
		}
	}
	said, err := l.Of(school, st)
	fmt.Fprint(p.stdout, said)
	return err
}

type versionCommand struct{}

// Run prints the version and what it was built with.
func (versionCommand) Run(p process) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{GoVersion: "go"}
	}
	fmt.Fprintf(p.stdout, "lianxin %s %s\n", version, info.GoVersion)
	return nil
}

type parseCommand struct {
	Config  string `help:"配置文件；不写就用演示学校"`
	As      string `help:"谁说的：id、姓名，或 leader:林晓峰、student 等"`
	Today   string `help:"哪天说的，例如 2026-03-24"`
	Explain bool   `help:"同时说明理由"`
	Text    string `arg:"" optional:"" help:"一句话；不写就从标准输入逐行读 JSON"`
}

// Run prints what the bot understands: of one sentence, or of a corpus line by line.
func (c *parseCommand) Run(p process) error {
	school, err := schoolOf(p, c.Config)
	if err != nil {
		return err
	}
	reader := phrase.NewReader(school)
	if c.Text == "" {
		return reader.Lines(p.stdin, p.stdout, c.Explain)
	}
	context, err := reader.Role(c.As)
	if err != nil {
		return err
	}
	if context.Today, err = policy.ParseDate(c.Today); err != nil {
		return fmt.Errorf("--today %q 不是日期，例如 2026-03-24", c.Today)
	}
	out := json.NewEncoder(p.stdout)
	out.SetEscapeHTML(false)
	return out.Encode(reader.ShowText(c.Text, context, c.Explain))
}

// schoolOf is the school of a configuration, or the demo school where none is named.
func schoolOf(p process, file string) (*policy.School, error) {
	if file == "" {
		return config.DemoSchool()
	}
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return nil, err
	}
	return cfg.School(), nil
}
