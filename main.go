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
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	_ "time/tzdata" // the school's zone is known on every machine

	"github.com/alecthomas/kong"
	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/clerk"
	"lianxin/bot/demo"
	"lianxin/bot/dingtalk"
	"lianxin/bot/mail"
	"lianxin/bot/operator"
	"lianxin/bot/phrase"
	"lianxin/bot/platforms"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
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

// house is the running program: the parts that demo and serve have in common.
type house struct {
	school    *policy.School
	store     *store.Store
	bot       *bot.Bot
	platforms *platforms.Platforms
	delivery  *reminders.Delivery
	reminders *reminders.Reminders
	log       zerolog.Logger
}

// build puts the floors on one another: store, bot, adapters, reminders. Ends are in the hands of the caller. public is how the program is reached from
// outside, "" if it is not. spread is the time over which reminders planned for one moment go out; 0 = the default.
func build(school *policy.School, st *store.Store, in config.Channels, letters config.Mail, public string, spread time.Duration, now func() time.Time, log zerolog.Logger) (*house, error) {
	on := platforms.New(st, log, now)
	b := bot.New(school, st, log, bot.Options{
		Preview: preview(school), NoticeName: reminders.NoticeName, Fetch: on.Fetch, Pictures: []string{wecom.Channel, dingtalk.Channel}, Files: on.TakesFiles,
		Cards: on.ShowsCards,
	})
	if err := open(on, b, in, letters, public); err != nil {
		return nil, err
	}
	senders := map[string]reminders.Sender{}
	for _, channel := range on.Channels() {
		senders[channel] = on.Sender(channel)
	}
	return &house{
		school: school, store: st, bot: b, platforms: on, log: log,
		reminders: reminders.New(school, st, log, reminders.Options{Channels: on.Channels(), Spread: spread}),
		delivery: reminders.NewDelivery(st, senders, now, log, reminders.DeliveryOptions{
			Concurrency: on.Together(), Hours: reminders.Hours(school), Resolve: reminders.Resolver(school, on.Channels()), Draw: b.Draw, File: b.File,
		}),
	}, nil
}

// open adds the platforms of a configuration.
func open(on *platforms.Platforms, b *bot.Bot, in config.Channels, letters config.Mail, public string) error {
	if c := in.WeCom; c != nil && c.Mode == config.ModeAIBot {
		on.AddSmartBot(smartBot(c), c.APIBase, reveal(c.GroupWebhooks), b)
	} else if c != nil {
		if err := on.AddWeCom(wecomApp(c), reveal(c.GroupWebhooks), b); err != nil {
			return err
		}
	}
	if c := in.DingTalk; c != nil {
		app := dingtalkApp(c)
		var paths *platforms.Paths
		if c.Mode == config.ModeWebhook {
			paths = &platforms.Paths{Robot: c.CallbackPath.Reveal(), Card: c.CardCallback}
			if public != "" {
				app.CardURL = public + c.CardCallback
			}
		}
		if err := on.AddDingTalk(app, paths, b); err != nil {
			return err
		}
	}
	return on.AddMail(imap(letters.IMAP), smtp(letters.SMTP), b)
}

// wecomApp is the application as its adapter takes it.
func wecomApp(in *config.WeCom) wecom.Config {
	return wecom.Config{
		CorpID: in.CorpID, AgentID: in.AgentID, Secret: in.Secret.Reveal(), Token: in.Token.Reveal(), EncodingAESKey: in.EncodingAESKey.Reveal(),
		ContactSecret: in.ContactSecret.Reveal(), APIBase: in.APIBase, OAuthBase: in.OAuthBase, LoginBase: in.LoginBase, MaxAge: in.MaxAge, Cards: in.Cards,
	}
}

// smartBot is the bot as its adapter takes it.
func smartBot(in *config.WeCom) aibot.Config {
	return aibot.Config{BotID: in.BotID, Secret: in.Secret.Reveal(), Gateway: in.Gateway, Cards: in.Cards}
}

// dingtalkApp is the application as its adapter takes it.
func dingtalkApp(in *config.DingTalk) dingtalk.Config {
	app := dingtalk.Config{
		ClientID: in.ClientID, ClientSecret: in.ClientSecret.Reveal(), RobotCode: in.RobotCode, CorpID: in.CorpID, APIBase: in.APIBase, OldAPIBase: in.OldAPIBase, LoginBase: in.LoginBase,
		EventToken: in.EventToken.Reveal(), EventAESKey: in.EventAESKey.Reveal(), BodyAESKey: in.AESKey.Reveal(),
		CardTemplate: in.CardTemplate, MonthlyCalls: in.MonthlyCalls, Robots: map[string]dingtalk.GroupRobot{},
	}
	for name, r := range in.GroupRobots {
		app.Robots[name] = dingtalk.GroupRobot{Token: r.AccessToken.Reveal(), Secret: r.Secret.Reveal()}
	}
	return app
}

// imap is the mailbox as its adapter takes it; nil: there is none.
func imap(in *config.IMAP) *mail.IMAP {
	if in == nil {
		return nil
	}
	return &mail.IMAP{Host: in.Host, Port: in.Port, User: in.User, Password: in.Password.Reveal(), Folder: in.Folder, MoveTo: in.MoveTo, Every: in.Every}
}

// smtp is the way out for letters as its adapter takes it; nil: there is none.
func smtp(in *config.SMTP) *mail.SMTP {
	if in == nil {
		return nil
	}
	return &mail.SMTP{Host: in.Host, Port: in.Port, User: in.User, Password: in.Password.Reveal(), From: in.From, ReplyTo: in.ReplyTo}
}

// reveal opens the secrets of a map for the adapter that needs them.
func reveal(secrets map[string]config.Secret) map[string]string {
	out := make(map[string]string, len(secrets))
	for name, s := range secrets {
		out[name] = s.Reveal()
	}
	return out
}

// useFont has pictures drawn with the font at a path; "" leaves the bundled one.
func (h *house) useFont(path string) error {
	if path == "" {
		return nil
	}
	font, err := os.ReadFile(path)
	if err == nil {
		err = h.bot.UseFont(font)
	}
	if err != nil {
		return fmt.Errorf("reports.font_path %s 不能用：要是带汉字的 TrueType（.ttf）或 WOFF 字体（%w）", path, err)
	}
	return nil
}

// useForm has 台账 written into the school's own form.
func (h *house) useForm(path string) error {
	t, err := clerk.ReadForm(path)
	h.bot.UseTemplate(t)
	return err
}

// preview lets the office ask in chat what will be sent (明天会提醒谁).
func preview(school *policy.School) func(*store.Tx, time.Time, time.Time) ([]bot.Planned, error) {
	return func(tx *store.Tx, from, to time.Time) ([]bot.Planned, error) {
		items, err := reminders.Preview(school, tx, from, to, false)
		var out []bot.Planned
		for _, it := range items {
			out = append(out, bot.Planned{At: it.At, To: it.Receiver(), What: it.Name(), Text: it.Text})
		}
		return out, err
	}
}

// work runs delivery and cron until ctx ends; wait returns when both have ended.
func (h *house) work(ctx context.Context, now func() time.Time, jobs ...reminders.Job) (wait func(), err error) {
	tick := reminders.Job{Name: "tick", Spec: h.school.Reminders.Tick, Do: func(ctx context.Context) error {
		_, err := h.reminders.Tick(ctx, now())
		return err
	}}
	cron, err := reminders.NewCron(h.school.Location, h.log, append(jobs, tick)...)
	if err != nil {
		return nil, err
	}
	if err := tick.Do(ctx); err != nil {
		h.log.Error().Err(err).Msg("the first look at what is owed failed; cron looks again")
	}
	stop := cron.Start(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		if err := h.delivery.Run(ctx); err != nil {
			h.log.Error().Err(err).Msg("the outbox was not written down at the end")
		}
	})
	running.Go(func() { h.platforms.Run(ctx) })
	return func() { stop(); running.Wait(); h.platforms.HangUp(ctx) }, nil
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
	if err := unlock(st, filepath.Join(dir, "identity.key"), log); err != nil {
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
	h, err := build(school, st, config.Channels{WeCom: app}, config.Mail{}, "", demo.AtOnce, clock.Now, log)
	if err != nil {
		return nil, err
	}
	pages, err := h.pages(base, platform.Visit, clock.Now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	wait, err := h.work(ctx, clock.Now)
	if err != nil {
		cancel()
		return nil, err
	}
	end := func() error {
		cancel()
		fault := h.finish(context.Background())
		wait()
		return fault
	}
	return &demo.Run{
		Store: st, Door: h.public(web.LocalOnly(pages), nil), Reminders: h.reminders, Outbox: h.delivery,
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
	return online(p.ctx, cfg.Channels, cfg.HTTP.PublicURL, s, p.serving(cfg, cfg.Channels.WeCom), p.now).Print(p.stdout)
}

// serving tells whether the running program of a configuration has a smart bot, and is connected: then a check leaves it its connection.
func (p process) serving(cfg *config.Config, in *config.WeCom) aibot.Serving {
	own := cfg.Channels.WeCom
	if own == nil || in == nil || own.Mode != config.ModeAIBot || own.BotID != in.BotID {
		return aibot.NotServing
	}
	client, err := web.DialControl(officeOf(cfg).Socket())
	if err != nil {
		return aibot.NotServing
	}
	defer client.Close()
	if text, _, err := client.Health(p.ctx); err != nil || strings.Contains(text, platforms.ReadySmartBot) {
		return aibot.NotConnected
	}
	return aibot.Connected
}

// online asks the configured platforms. smart is what of a running program is known that has the same smart bot. public is the address from outside, "" if
// there is none; without a school neither accounts nor callbacks are looked at.
func online(ctx context.Context, in config.Channels, public string, school *policy.School, smart aibot.Serving, now func() time.Time) (found bot.Findings) {
	at := func(path string) string {
		if public == "" {
			return ""
		}
		return public + path
	}
	if in.WeCom != nil && in.WeCom.Mode == config.ModeApp {
		found = append(found, wecom.Check(ctx, wecomApp(in.WeCom), bot.CheckOptions{
			Callback: at("/callback/wecom"), Later: school == nil, People: bot.ListedOn(school, wecom.Channel),
		}, now)...)
	}
	if in.WeCom != nil && in.WeCom.Mode == config.ModeAIBot {
		found = append(found, aibot.Check(ctx, smartBot(in.WeCom), bot.CheckOptions{People: bot.ListedOn(school, aibot.Channel)}, smart, now)...)
	}
	if in.DingTalk != nil {
		found = append(found, dingtalk.Check(ctx, dingtalkApp(in.DingTalk), bot.CheckOptions{
			Callback: at(in.DingTalk.CallbackPath.Reveal()), Later: school == nil, Stream: in.DingTalk.Mode == config.ModeStream, People: bot.ListedOn(school, dingtalk.Channel),
		}, now)...)
	}
	return found
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
			return online(p.ctx, in, "", nil, smart, p.now).Print(p.stdout) == nil
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
	if err := unlock(st, cfg.Store.IdentityKeyFile, log); err != nil {
		return err
	}
	if _, err := st.Resettle(cfg.School(), p.now()); err != nil {
		return err
	}
	h, err := build(cfg.School(), st, cfg.Channels, cfg.Mail, cfg.HTTP.PublicURL, 0, p.now, log)
	if err == nil {
		err = errors.Join(h.useFont(cfg.Reports.FontPath), h.useForm(cfg.Reports.Template))
	}
	if err != nil {
		return err
	}
	doors, err := h.doors(cfg, p.now)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	wait, err := h.work(ctx, p.now, h.nightly(cfg.Store.Backup, p.now)...)
	if err != nil {
		return err
	}
	defer wait()
	log.Info().Str("version", version).Str("listen", doors[0].Addr().String()).Str("ledger", cfg.Store.Path).Msg("serving")
	return h.serve(ctx, cancel, doors...)
}

// unlock gives a ledger the vault of a key file, which is made where nothing is sealed yet. With a lost key the program goes on: what it sealed can be read
// by nobody, and the log says so.
func unlock(st *store.Store, keyFile string, log zerolog.Logger) error {
	holds, err := st.HoldsIdentities()
	if err != nil {
		return err
	}
	if err := config.EnsureIdentityKey(keyFile, !holds); err != nil {
		return err
	}
	keys, err := os.ReadFile(keyFile)
	if err != nil {
		return fmt.Errorf("读不了身份密钥文件 %s：%w", keyFile, err)
	}
	vault, err := store.NewVault(keys)
	if err != nil {
		return err
	}
	st.Unlock(vault)
	lost, err := st.LostKeys()
	if len(lost) > 0 {
		log.Error().Strs("keys", lost).Msg("identity keys are missing or are not those of this ledger: what they sealed cannot be opened")
	}
	return err
}

// pages are those under /app. Without a public address nobody can come back from signing in, so that there is no door to them. choose stands in the
// platform's place in the demo.
func (h *house) pages(public string, choose func(user string) string, now func() time.Time) (*web.App, error) {
	o := web.AppOptions{PublicURL: public, Choose: choose, Now: now}
	if public != "" {
		o.Doors = h.platforms.Doors()
	}
	return web.NewApp(h.school, h.store, h.bot, h.log, o)
}

// public is what everybody may reach: the callbacks, health, the pages, and in the demo the sandbox.
func (h *house) public(pages, rest http.Handler) http.Handler {
	mux := http.NewServeMux()
	h.platforms.Handle(mux)
	mux.Handle("/calendar/reception.ics", web.NewReceptions(h.school, h.store, h.log))
	mux.Handle("/app/", pages)
	if rest != nil {
		mux.Handle("/", rest)
	}
	return mux
}

// doors opens everything serve listens on: the public address, the address for metrics, the control socket beside the ledger.
func (h *house) doors(cfg *config.Config, now func() time.Time) ([]web.Listening, error) {
	pages, err := h.pages(cfg.HTTP.PublicURL, nil, now)
	if err != nil {
		return nil, err
	}
	public := h.public(pages, nil)
	admin := web.NewAdmin(h.log)
	if err := h.platforms.Metrics(admin); err != nil {
		return nil, err
	}
	control, err := h.control(cfg, public, now)
	if err != nil {
		return nil, err
	}
	socket, err := web.ListenControl(officeOf(cfg).Socket())
	if errors.Is(err, web.ErrServing) {
		return nil, fmt.Errorf("已有一个 serve 在使用台账 %s；先停下它再启动", cfg.Store.Path)
	}
	if err != nil {
		return nil, err
	}
	doors := []web.Listening{{Server: web.NewServer(public, h.log)}, {Server: web.NewServer(admin, h.log)}, {Listener: socket, Server: web.NewServer(control, h.log)}}
	for i, address := range []string{cfg.HTTP.Listen, cfg.HTTP.AdminListen} {
		if doors[i].Listener, err = net.Listen("tcp", address); err != nil {
			for _, door := range doors {
				if door.Listener != nil {
					_ = door.Close()
				}
			}
			return nil, fmt.Errorf("不能监听 %s：%w", address, err)
		}
	}
	return doors, nil
}

// control is what other commands may ask of the running server.
func (h *house) control(cfg *config.Config, health http.Handler, now func() time.Time) (*web.Control, error) {
	clerk, err := officeOf(cfg).Clerk(h.store)
	if err != nil {
		return nil, err
	}
	control := operator.Upkeep{School: h.school, Store: h.store, Sync: h.sync, Health: health}.Control(h.log, now)
	clerk.Serve(control, now)
	control.Handle("POST "+reminders.ListingPath, control.Task(func(r *http.Request) (string, error) {
		l, err := reminders.ListingOf(r.URL.Query())
		if err != nil {
			return "", err
		}
		return l.Of(h.school, h.store)
	}))
	return control, nil
}

// sync compares the address books of the platforms, or of one, with what is known.
func (h *house) sync(ctx context.Context, only string, at time.Time, o bot.SyncOptions) (string, error) {
	return h.platforms.Sync(ctx, h.bot, only, at, o)
}

// nightly are the jobs besides the look at what is due.
func (h *house) nightly(to config.Backup, now func() time.Time) []reminders.Job {
	return reminders.Nightly(h.school, h.store, reminders.Backups{Dir: to.Dir, At: to.At.String(), Keep: to.Keep, Recipient: to.Recipient}, h.log, now)
}

// serve answers on all doors until ctx ends or one of them fails; then every door drains, and the messages still being answered are waited for.
func (h *house) serve(ctx context.Context, cancel context.CancelFunc, doors ...web.Listening) error {
	return errors.Join(web.ServeAll(ctx, cancel, doors...), h.finish(ctx))
}

// finish waits for the messages that are still being answered, also after ctx has ended.
func (h *house) finish(ctx context.Context) error {
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	return h.platforms.Finish(limit)
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
		if err := unlock(st, cfg.Store.IdentityKeyFile, newLog(p.stderr, cfg.Log)); err != nil {
			return "", err
		}
		return operator.Reseal(st, p.now())
	})
}

// officeOf is what a configuration says about its ledger.
func officeOf(cfg *config.Config) *operator.Office {
	return &operator.Office{
		Ledger: operator.Ledger{Path: cfg.Store.Path, Location: cfg.School().Location},
		School: cfg.School(), Form: cfg.Reports.Template, Recipient: cfg.Store.Backup.Recipient,
	}
}

// desk is the program as the commands see it that need no more than the ledger.
func (p process) desk() operator.Desk {
	return operator.Desk{Context: p.ctx, Out: p.stdout, Now: p.now, Open: func(file string) (*operator.Office, error) {
		cfg, err := config.Load(file, p.env)
		if err != nil {
			return nil, err
		}
		return officeOf(cfg), nil
	}}
}

// task lets the running serve do something, or does it itself when nobody serves the ledger, and prints what it says.
func (p process) task(file, path string, alone func(*config.Config, *store.Store) (string, error)) error {
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return err
	}
	said, err := officeOf(cfg).Do(p.ctx, path, func(st *store.Store) (string, error) { return alone(cfg, st) })
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
		if err := unlock(st, cfg.Store.IdentityKeyFile, log); err != nil {
			return "", err
		}
		h, err := build(cfg.School(), st, cfg.Channels, config.Mail{}, "", 0, p.now, log)
		if err != nil {
			return "", err
		}
		defer h.platforms.HangUp(p.ctx)
		return h.sync(p.ctx, c.Only, p.now(), o)
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
	understand := reader.Parse
	if c.Explain {
		understand = reader.Explain
	}
	out := json.NewEncoder(p.stdout)
	out.SetEscapeHTML(false)
	return out.Encode(reader.Show(understand(c.Text, context)))
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
