// Command lianxin is 连心: a self-hosted chat bot that keeps the ledger of how a university's leaders keep in touch with the grassroots.
// This file is the table of contents: each command builds its parts in the order in which they need one another and ends them in reverse.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
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
	"lianxin/bot/phrase"
	"lianxin/bot/web"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/reminders"
	"lianxin/store"
	"lianxin/store/kv/memory"
	"lianxin/store/report"
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
	Demo    demoCommand      `cmd:"" help:"沙盒演示：不需要账号和配置"`
	Init    initCommand      `cmd:"" help:"写出带注释的 lianxin.yaml 和新密钥"`
	Check   checkCommand     `cmd:"" help:"检查配置，一次报出全部问题；--online 再问平台"`
	Connect connectCommand   `cmd:"" help:"一步步接入企业微信或钉钉：问、在线检查、写入配置"`
	Serve   serveCommand     `cmd:"" help:"运行机器人"`
	Remind  remindersCommand `cmd:"" name:"reminders" help:"列出一段时间里会提醒谁、何时、依据哪条规则；什么也不发"`
	Parse   parseCommand     `cmd:"" help:"显示机器人怎样理解一句话（JSON）"`
	Backup  backupCommand    `cmd:"" help:"在线备份台账，并打开核对"`
	Restore restoreCommand   `cmd:"" help:"从备份恢复台账"`
	Verify  verifyCommand    `cmd:"" help:"核对索引与流水链，打印计数"`
	Retain  retainCommand    `cmd:"" aliases:"retention" help:"按保存期限删除信访身份、信访件和原话（serve 每天自动执行）"`
	Ledger  ledgerCommand    `cmd:"" help:"台账：导出、导入往年、通报和考核表等材料、学年结账"`
	Reseal  resealCommand    `cmd:"" help:"换密钥：用密钥文件的第一把重新封存全部身份"`
	Sync    syncCommand      `cmd:"" help:"与企业微信、钉钉通讯录核对：离职停用、按姓名和单位绑定（先加 --dry-run 看）"`
	Health  healthCommand    `cmd:"" help:"询问正在运行的服务是否正常（供 HEALTHCHECK）"`
	Version versionCommand   `cmd:"" help:"打印版本"`
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
		kong.Vars{"start": demoStart}, kong.Exit(func(code int) { leave = code }), kong.Bind(p), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
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
	if wrong := misuse(""); errors.As(err, &wrong) {
		return wrongUse
	}
	return couldNot
}

// misuse is a command line that cannot be meant.
type misuse string

func (m misuse) Error() string { return string(m) }

// house is the running program: the parts that demo and serve have in common.
type house struct {
	signins   []web.Door // by which people sign in to the pages
	school    *policy.School
	store     *store.Store
	bot       *bot.Bot
	wecom     *wecom.Callback // nil: not configured, or a smart bot
	smartBot  *aibot.Robot    // nil: not configured, or an app
	dingtalk  *robot          // nil: not configured
	mailbox   *mail.Intake    // nil: not configured
	delivery  *reminders.Delivery
	reminders *reminders.Reminders
	books     map[string]func() bot.Directory // address books by channel
	log       zerolog.Logger
}

// robot is the robot of DingTalk: its ways out and in.
type robot struct {
	sender   *dingtalk.Sender
	intake   *dingtalk.Intake
	callback http.Handler     // in webhook mode; else nil
	stream   *dingtalk.Stream // in stream mode; else nil
	budget   int              // calls of a month
}

// build puts the floors on one another: store, bot, adapters, reminders. Ends are in the hands of the caller. public is how the program is reached from
// outside, "" if it is not. spread is the time over which reminders planned for one moment go out; 0 = the default.
func build(school *policy.School, st *store.Store, in config.Channels, letters config.Mail, public string, spread time.Duration, now func() time.Time, log zerolog.Logger) (*house, error) {
	h := &house{school: school, store: st, log: log, books: map[string]func() bot.Directory{}}
	senders := map[string]reminders.Sender{}
	files := map[string]fetcher{}
	h.bot = bot.New(school, st, log, bot.Options{
		Preview: preview(school), NoticeName: reminders.NoticeName, Fetch: fetch(files), Pictures: []string{wecom.Channel, dingtalk.Channel}, Files: takesFiles(senders),
		Cards: buttons(senders),
	})
	options := reminders.DeliveryOptions{Hours: reminders.Hours(school), Draw: h.bot.Draw, File: h.bot.File}
	if in.WeCom != nil {
		sender, err := h.addWeCom(in.WeCom, now)
		if err != nil {
			return nil, err
		}
		senders[wecom.Channel], files[wecom.Channel] = sender, sender
		if len(in.WeCom.GroupWebhooks) > 0 {
			senders[policy.GroupChannel(wecom.Channel)] = wecom.NewGroupSender(in.WeCom.APIBase, reveal(in.WeCom.GroupWebhooks), log, now)
		}
	}
	if in.DingTalk != nil {
		if err := h.addDingTalk(in.DingTalk, public, now); err != nil {
			return nil, err
		}
		senders[dingtalk.Channel], files[dingtalk.Channel] = h.dingtalk.sender, h.dingtalk.sender
		senders[policy.GroupChannel(dingtalk.Channel)] = dingtalk.NewGroupSender(h.dingtalk.sender)
		options.Concurrency = together
	}
	letter, err := h.addMail(letters, now)
	if err != nil {
		return nil, err
	}
	if letter != nil {
		senders[mail.Channel] = letter
	}
	channels := slices.Sorted(maps.Keys(senders))
	options.Resolve = reminders.Resolver(school, channels)
	h.reminders = reminders.New(school, st, log, reminders.Options{Channels: channels, Spread: spread})
	h.delivery = reminders.NewDelivery(st, senders, now, log, options)
	return h, nil
}

// reveal opens the secrets of a map for the adapter that needs them.
func reveal(secrets map[string]config.Secret) map[string]string {
	out := make(map[string]string, len(secrets))
	for name, s := range secrets {
		out[name] = s.Reveal()
	}
	return out
}

// takesFiles tells which channels bring files. The map must not change once messages come in.
func takesFiles(senders map[string]reminders.Sender) func(channel string) bool {
	return func(channel string) bool {
		_, able := senders[channel].(reminders.FileSender)
		return able
	}
}

// together is how many attempts may be under way where DingTalk is served: it takes twenty people in one call, which counts once. WeCom's sender keeps its
// own, lower number.
const together = 24

// buttons tells where cards are shown at the moment. The map must not change once messages come in.
func buttons(on map[string]reminders.Sender) func(channel string) bool {
	return func(channel string) bool {
		s, able := on[channel].(interface{ Shows() bool })
		return able && s.Shows()
	}
}

// fetcher brings what was attached to a message from its platform.
type fetcher interface {
	Fetch(ctx context.Context, m bot.Media) ([]byte, error)
}

// talker is both ways of a platform besides what comes in.
type talker interface {
	reminders.Sender
	fetcher
}

// fetch asks the platform on which a file lies: the one that it names, else WeCom. The map must not change once messages come in.
func fetch(from map[string]fetcher) func(context.Context, bot.Media) ([]byte, error) {
	return func(ctx context.Context, m bot.Media) ([]byte, error) {
		channel := m.Channel
		if channel == "" {
			channel = wecom.Channel
		}
		if f := from[channel]; f != nil {
			return f.Fetch(ctx, m)
		}
		return nil, fmt.Errorf("no channel %q to fetch a file from", channel)
	}
}

func (h *house) addWeCom(in *config.WeCom, now func() time.Time) (talker, error) {
	if in.Mode == config.ModeAIBot {
		h.smartBot = aibot.New(smartBot(in), h.bot, h.log, now, aibot.Options{})
		return h.smartBot, nil
	}
	app := wecomApp(in)
	h.books[wecom.Channel] = func() bot.Directory { return wecom.NewDirectory(app, now) }
	sender := wecom.NewSender(app, h.log, now)
	callback, err := wecom.NewCallback(app, h.bot, h.log, now)
	if err != nil {
		return nil, err
	}
	callback.Updating(sender)
	h.signins = append(h.signins, wecom.NewDoor(app, sender))
	h.wecom = callback
	return sender, nil
}

func (h *house) addDingTalk(in *config.DingTalk, public string, now func() time.Time) error {
	app := dingtalkApp(in)
	if in.Mode == config.ModeWebhook && public != "" {
		app.CardURL = public + in.CardCallback
	}
	r := &robot{sender: dingtalk.NewSender(app, h.meter(now), h.log, now), budget: in.MonthlyCalls}
	h.signins = append(h.signins, dingtalk.NewDoor(r.sender))
	r.intake = dingtalk.NewIntake(app, h.bot, r.sender, h.log, now)
	h.dingtalk = r
	h.books[dingtalk.Channel] = func() bot.Directory { return r.sender.Directory() }
	if in.Mode == config.ModeStream {
		r.stream = dingtalk.NewStream(r.intake, dingtalk.StreamOptions{})
		return nil
	}
	callback, err := dingtalk.NewCallback(r.intake)
	if err == nil {
		r.callback = callback.At(in.CallbackPath.Reveal(), in.CardCallback)
	}
	return err
}

// addMail opens the mailbox of Art. 5.7: letters in, answers out. Without SMTP letters are filed and not answered, and the sender is nil.
func (h *house) addMail(in config.Mail, now func() time.Time) (out *mail.Sender, err error) {
	var own []string
	var answerer mail.Answerer
	if c := in.SMTP; c != nil {
		out, err = mail.NewSender(mail.SMTP{
			Host: c.Host, Port: c.Port, User: c.User, Password: c.Password.Reveal(), From: c.From, ReplyTo: c.ReplyTo,
		}, h.log, now)
		if err != nil {
			return nil, err
		}
		own, answerer = append(own, c.From), out
		if c.ReplyTo != "" {
			own = append(own, c.ReplyTo)
		}
	}
	if c := in.IMAP; c != nil {
		h.mailbox, err = mail.NewIntake(mail.IMAP{
			Host: c.Host, Port: c.Port, User: c.User, Password: c.Password.Reveal(), Folder: c.Folder, MoveTo: c.MoveTo, Every: c.Every, Own: own,
		}, desk{h.bot}, answerer, h.log, now)
	}
	return out, err
}

// desk hands letters to the bot.
type desk struct{ bot *bot.Bot }

// File files one letter.
func (d desk) File(ctx context.Context, l mail.Letter) (string, error) {
	letter := bot.Letter{Key: l.Key, From: l.From, Name: l.Name, Subject: l.Subject, Text: l.Text, Case: l.Case, At: l.At, Received: l.Received}
	for _, a := range l.Attachments {
		letter.Attachments = append(letter.Attachments, bot.LetterFile{Name: a.Name, Type: a.Type, Data: a.Content})
	}
	return d.bot.Letter(ctx, letter)
}

// meter counts the calls of DingTalk's server API in the ledger, month by month.
func (h *house) meter(now func() time.Time) dingtalk.Meter {
	return func(month string) (calls uint64, err error) {
		err = h.store.Update(now(), func(tx *store.Tx) error {
			tx.Bump(callsOf(month))
			calls = tx.Count(callsOf(month))
			return nil
		})
		return calls, err
	}
}

// callsOf is the counter of a month such as "2026-11".
func callsOf(month string) string { return "dingtalk/calls/" + month }

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

// form reads the school's own form of the 台账; nil where the configuration names none.
func form(path string) (*report.Template, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reports.template %s 读不了：%w", path, err)
	}
	t, err := report.NewTemplate(data)
	if err != nil {
		return nil, fmt.Errorf("reports.template %s：%w", path, err)
	}
	return t, nil
}

// useForm has 台账 written into the school's own form.
func (h *house) useForm(path string) error {
	t, err := form(path)
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
	if h.dingtalk != nil && h.dingtalk.stream != nil {
		running.Go(func() { h.dingtalk.stream.Run(ctx) })
	}
	if h.smartBot != nil {
		running.Go(func() { h.smartBot.Run(ctx) })
	}
	if h.mailbox != nil {
		running.Go(func() { h.mailbox.Run(ctx) })
	}
	return func() { stop(); running.Wait(); h.hangUp(ctx) }, nil
}

// hangUp closes the connections to the platforms, when nothing is sent any more.
func (h *house) hangUp(ctx context.Context) {
	if h.dingtalk == nil {
		return
	}
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer stop()
	if err := h.dingtalk.sender.Close(limit); err != nil {
		h.log.Error().Err(err).Msg("calls to DingTalk were still under way at the end")
	}
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
		return misuse(fmt.Sprintf("--now %q 不是 RFC 3339 时间，例如 %s", c.Now, demoStart))
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
	return serveDoors(ctx, cancel,
		listening{listener, web.NewServer(sandbox.Beside(program), log, sandbox.Close)},
		listening{api, web.NewServer(platform, log)})
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
	return p.report(online(p.ctx, cfg.Channels, cfg.HTTP.PublicURL, s, p.serving(cfg, cfg.Channels.WeCom), p.now))
}

// serving tells whether the running program of a configuration has a smart bot, and is connected: then a check leaves it its connection.
func (p process) serving(cfg *config.Config, in *config.WeCom) aibot.Serving {
	own := cfg.Channels.WeCom
	if own == nil || in == nil || own.Mode != config.ModeAIBot || own.BotID != in.BotID {
		return aibot.NotServing
	}
	client, err := web.DialControl(controlPath(cfg))
	if err != nil {
		return aibot.NotServing
	}
	defer client.Close()
	if text, _, err := client.Health(p.ctx); err != nil || strings.Contains(text, readySmartBot) {
		return aibot.NotConnected
	}
	return aibot.Connected
}

// readySmartBot names the smart bot in what /readyz says is missing.
const readySmartBot = "wecom smart bot"

// report prints what a check found; an error if anything is wrong.
func (p process) report(found []bot.Finding) error {
	bad := 0
	for _, f := range found {
		fmt.Fprintln(p.stdout, f)
		if f.Bad {
			bad++
		}
	}
	if bad > 0 {
		return fmt.Errorf("有 %d 项要处理，见上面打 ✗ 的各行", bad)
	}
	return nil
}

// online asks the configured platforms. smart is what of a running program is known that has the same smart bot. public is the address from outside, "" if there is none; without a school neither accounts nor callbacks are looked at.
func online(ctx context.Context, in config.Channels, public string, school *policy.School, smart aibot.Serving, now func() time.Time) (found []bot.Finding) {
	at := func(path string) string {
		if public == "" {
			return ""
		}
		return public + path
	}
	if in.WeCom != nil && in.WeCom.Mode == config.ModeApp {
		found = append(found, wecom.Check(ctx, wecomApp(in.WeCom), bot.CheckOptions{
			Callback: at("/callback/wecom"), Later: school == nil, People: accountsOn(school, wecom.Channel),
		}, now)...)
	}
	if in.WeCom != nil && in.WeCom.Mode == config.ModeAIBot {
		found = append(found, aibot.Check(ctx, smartBot(in.WeCom), bot.CheckOptions{People: accountsOn(school, aibot.Channel)}, smart, now)...)
	}
	if in.DingTalk != nil {
		found = append(found, dingtalk.Check(ctx, dingtalkApp(in.DingTalk), bot.CheckOptions{
			Callback: at(in.DingTalk.CallbackPath.Reveal()), Later: school == nil, Stream: in.DingTalk.Mode == config.ModeStream, People: accountsOn(school, dingtalk.Channel),
		}, now)...)
	}
	return found
}

// accountsOn lists the members with an account on a channel; nil without a school.
func accountsOn(school *policy.School, channel string) []bot.ListedPerson {
	if school == nil {
		return nil
	}
	out := []bot.ListedPerson{}
	for _, m := range school.Members {
		for _, a := range m.Accounts {
			if a.Channel == channel {
				out = append(out, bot.ListedPerson{Name: m.Name, User: a.User})
			}
		}
	}
	return out
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

type connectCommand struct {
	Platform string `arg:"" enum:"wecom,dingtalk" help:"wecom 或 dingtalk"`
	Config   string `default:"lianxin.yaml" help:"配置文件"`
	Mode     string `enum:"app,aibot," default:"" help:"企业微信的方式：app 自建应用（要域名和证书），aibot 智能机器人（不要）；不写就照配置里的"`
}

// Run walks through the set-up of one platform.
func (c *connectCommand) Run(p process) error {
	lines := bufio.NewReader(p.stdin)
	check := func(in config.Channels) bool {
		smart := aibot.NotServing
		if cfg, err := config.Load(c.Config, p.env); err == nil {
			smart = p.serving(cfg, in.WeCom)
		}
		return p.report(online(p.ctx, in, "", nil, smart, p.now)) == nil
	}
	return config.Connect(c.Config, c.Platform, config.Operator{
		Mode: c.Mode, Env: p.env,
		Say: func(line string) { fmt.Fprintln(p.stdout, line) },
		Ask: func(prompt string, secret bool) (string, error) {
			fmt.Fprint(p.stdout, prompt)
			if secret {
				defer p.hideTyping()()
			}
			line, err := lines.ReadString('\n')
			if err != nil && line != "" {
				err = nil // a last line without an end
			}
			return line, err
		},
		Check: check,
	})
}

// hideTyping keeps what is typed at a terminal off the screen until the function that it gives is called. What is piped in is on no screen.
func (p process) hideTyping() (show func()) {
	file, ok := p.stdin.(*os.File)
	if !ok {
		return func() {}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	stty := func(how string) error {
		command := exec.Command("stty", how)
		command.Stdin = file
		return command.Run()
	}
	if stty("-echo") != nil {
		fmt.Fprint(p.stdout, "（输入会显示在屏幕上）")
		return func() {}
	}
	restore := context.AfterFunc(p.ctx, func() { _ = stty("echo") }) // also when the command is interrupted
	return func() {
		restore()
		_ = stty("echo")
		fmt.Fprintln(p.stdout)
	}
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
	wait, err := h.work(ctx, p.now, h.nightly(cfg, p.now)...)
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
		o.Doors = h.signins
	}
	return web.NewApp(h.school, h.store, h.bot, h.log, o)
}

// public is what everybody may reach: the callbacks, health, the pages, and in the demo the sandbox.
func (h *house) public(pages, rest http.Handler) http.Handler {
	alive := web.Checks{"ledger": func(context.Context) error { return h.store.View(func(*store.Tx) error { return nil }) }}
	ready := maps.Clone(alive)
	mux := http.NewServeMux()
	if h.wecom != nil {
		mux.Handle("/callback/wecom", h.wecom)
	}
	if r := h.dingtalk; r != nil && r.callback != nil {
		mux.Handle("/callback/{rest...}", r.callback) // the path holds a secret, and patterns stand in the log
	}
	if r := h.dingtalk; r != nil && r.stream != nil {
		ready["dingtalk stream"] = func(context.Context) error { return r.stream.Connected() }
	}
	if h.smartBot != nil {
		ready[readySmartBot] = func(context.Context) error { return h.smartBot.Connected() }
	}
	health := web.NewHealth(alive, ready, h.log)
	mux.Handle("/healthz", health)
	mux.Handle("/readyz", health)
	mux.Handle("/calendar/reception.ics", web.NewReceptions(h.school, h.store, h.log))
	mux.Handle("/app/", pages)
	if rest != nil {
		mux.Handle("/", rest)
	}
	return mux
}

// doors opens everything serve listens on: the public address, the address for metrics, the control socket beside the ledger.
func (h *house) doors(cfg *config.Config, now func() time.Time) ([]listening, error) {
	pages, err := h.pages(cfg.HTTP.PublicURL, nil, now)
	if err != nil {
		return nil, err
	}
	public := h.public(pages, nil)
	admin := web.NewAdmin(h.log)
	if err := h.metrics(admin, now); err != nil {
		return nil, err
	}
	control := web.NewControl(web.ControlTasks{
		Backup: func(_ context.Context, w io.Writer) error { return h.store.Backup(w) },
		Verify: func(context.Context) (string, bool, error) { return verdict(h.store.Verify()) },
		Health: public,
	}, h.log)
	for path, run := range h.tasks(cfg, now) {
		control.Handle("POST "+path, control.Task(run))
	}
	clerk, err := clerkOf(cfg, h.store)
	if err != nil {
		return nil, err
	}
	clerk.Serve(control, now)
	socket, err := web.ListenControl(controlPath(cfg))
	if errors.Is(err, web.ErrServing) {
		return nil, fmt.Errorf("已有一个 serve 在使用台账 %s；先停下它再启动", cfg.Store.Path)
	}
	if err != nil {
		return nil, err
	}
	doors := []listening{{nil, web.NewServer(public, h.log)}, {nil, web.NewServer(admin, h.log)}, {socket, web.NewServer(control, h.log)}}
	for i, address := range []string{cfg.HTTP.Listen, cfg.HTTP.AdminListen} {
		if doors[i].Listener, err = net.Listen("tcp", address); err != nil {
			for _, door := range doors {
				door.close()
			}
			return nil, fmt.Errorf("不能监听 %s：%w", address, err)
		}
	}
	return doors, nil
}

// controlPath is where other commands find a running serve.
func controlPath(cfg *config.Config) string { return cfg.Store.Path + ".sock" }

// verdict puts the outcome of a verification into the words of the control socket.
func verdict(report store.Report, err error) (string, bool, error) {
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return "", false, err
	}
	return report.String() + "\n", err == nil, nil
}

// metrics names what the admin address counts.
func (h *house) metrics(admin *web.Admin, now func() time.Time) error {
	var err error
	callbacks := func(channel string, outcomes []string, counts func() map[string]uint64) {
		for _, outcome := range outcomes {
			labels := web.Labels{"channel": channel, "outcome": outcome}
			err = errors.Join(err, admin.Counter("lianxin_callbacks_total", "Callbacks by outcome since the start.", labels, func() float64 { return float64(counts()[outcome]) }))
		}
	}
	if h.wecom != nil {
		callbacks(wecom.Channel, wecom.Outcomes(), h.wecom.Counts)
	}
	if h.smartBot != nil {
		callbacks(aibot.Channel, aibot.Outcomes(), h.smartBot.Counts)
		err = errors.Join(err, connections(admin, aibot.Channel, h.smartBot.Links))
	}
	if h.dingtalk != nil {
		callbacks(dingtalk.Channel, dingtalk.Outcomes(), h.dingtalk.intake.Counts)
		err = errors.Join(err, h.dingtalkMetrics(admin, now))
	}
	if h.mailbox != nil {
		for _, outcome := range mail.Outcomes() {
			err = errors.Join(err, admin.Counter("lianxin_letters_total", "Letters of the mailbox by outcome since the start.", web.Labels{"outcome": outcome},
				func() float64 { return float64(h.mailbox.Counts()[outcome]) }))
		}
	}
	return err
}

// dingtalkMetrics shows the month's calls beside what the organisation may call, and what happens to the stream.
func (h *house) dingtalkMetrics(admin *web.Admin, now func() time.Time) error {
	r, labels := h.dingtalk, web.Labels{"channel": dingtalk.Channel}
	err := errors.Join(
		admin.Gauge("lianxin_api_calls_month", "Calls of the server API in this month.", labels, func() float64 { return h.calls(now()) }),
		admin.Gauge("lianxin_api_budget_month", "Calls of the server API that a month has; 0: not watched.", labels, func() float64 { return float64(r.budget) }),
	)
	if r.stream == nil {
		return err
	}
	return errors.Join(err, connections(admin, dingtalk.Channel, r.stream.Counts))
}

// connections shows what happens to the long connection of a platform.
func connections(admin *web.Admin, channel string, counts func() dingtalk.StreamCounts) (err error) {
	for state, count := range map[string]func(dingtalk.StreamCounts) uint64{
		"opened": func(c dingtalk.StreamCounts) uint64 { return c.Opened }, "failed": func(c dingtalk.StreamCounts) uint64 { return c.Failed },
		"displaced": func(c dingtalk.StreamCounts) uint64 { return c.Displaced }, "broken": func(c dingtalk.StreamCounts) uint64 { return c.Broken },
	} {
		err = errors.Join(err, admin.Counter("lianxin_stream_connections_total", "Connections of the stream by what became of them.",
			web.Labels{"channel": channel, "state": state}, func() float64 { return float64(count(counts())) }))
	}
	return err
}

// calls reads the counter of the month of an instant.
func (h *house) calls(at time.Time) (calls float64) {
	err := h.store.View(func(tx *store.Tx) error {
		calls = float64(tx.Count(callsOf(dingtalk.Month(at))))
		return nil
	})
	if err != nil {
		h.log.Error().Err(err).Msg("the calls of the month cannot be read")
	}
	return calls
}

// tasks are what the control socket does besides.
func (h *house) tasks(cfg *config.Config, now func() time.Time) map[string]func(*http.Request) (string, error) {
	return map[string]func(*http.Request) (string, error){
		retainPath: func(r *http.Request) (string, error) { return retain(h.store, cfg, now(), r.URL.Query().Has("dry")) },
		resealPath: func(*http.Request) (string, error) { return reseal(h.store, now()) },
		syncPath: func(r *http.Request) (string, error) {
			q := r.URL.Query()
			return h.sync(r.Context(), q.Get("only"), now(), bot.SyncOptions{Dry: q.Has("dry"), Force: q.Has("force")})
		},
		previewPath: func(r *http.Request) (string, error) {
			c := remindersCommand{From: r.URL.Query().Get("from"), To: r.URL.Query().Get("to"), JSON: r.URL.Query().Has("json")}
			return c.list(h.school, h.store)
		},
	}
}

const (
	retainPath = "/retain"
	resealPath = "/reseal"
	syncPath   = "/sync"

	previewPath = "/reminders"
)

// retain deletes what was kept as long as it may be, or says what would go, in one line.
func retain(st *store.Store, cfg *config.Config, now time.Time, dry bool) (string, error) {
	gone, err := st.Retain(now, cfg.School().Petitions.Retention, dry)
	verb := "已删除"
	if dry {
		verb = "将删除（试运行，没有改动）"
	}
	return fmt.Sprintf("%s：到期身份 %d 件，到期信访件 %d 件，到期原话 %d 条，到期来访人 %d 位，离校的人的账号绑定 %d 个\n", verb, gone.Identities, gone.Cases, gone.Texts, gone.Visitors, gone.Accounts), err
}

// reseal seals everything with the first key of the key file.
func reseal(st *store.Store, now time.Time) (string, error) {
	n, lost, err := st.Reseal(now)
	return fmt.Sprintf("已用第一把密钥重新封存 %d 项；打不开的 %d 项保持原样\n", n, lost), err
}

// sync compares the address books of the platforms, or of one, with what is known.
func (h *house) sync(ctx context.Context, only string, now time.Time, o bot.SyncOptions) (string, error) {
	var said strings.Builder
	for _, channel := range slices.Sorted(maps.Keys(h.books)) {
		if only != "" && channel != only {
			continue
		}
		text, err := h.bot.Sync(ctx, channel, h.books[channel](), now, o)
		if err != nil {
			return "", fmt.Errorf("%s通讯录没有核对完，什么也没有改：%w", policy.ChannelZh(channel), err)
		}
		said.WriteString(text)
	}
	if said.Len() == 0 {
		return "", errors.New("没有配置这个平台")
	}
	return said.String(), nil
}

// nightly are the jobs besides the look at what is due: old stored answers go, what was kept long enough goes, a backup is made.
func (h *house) nightly(cfg *config.Config, now func() time.Time) []reminders.Job {
	backup := cfg.Store.Backup
	return []reminders.Job{
		{Name: "prune", Spec: "02:41", Do: func(context.Context) error {
			_, err := h.store.Prune(now(), answersKept)
			return err
		}},
		{Name: "retain", Spec: "02:53", Do: func(context.Context) error {
			gone, err := h.store.Retain(now(), h.school.Petitions.Retention, false)
			if gone != (store.Retained{}) {
				h.log.Info().Int("identities", gone.Identities).Int("cases", gone.Cases).Int("texts", gone.Texts).Int("visitors", gone.Visitors).Msg("retention")
			}
			return err
		}},
		{Name: "backup", Spec: backup.At.String(), Do: func(context.Context) error {
			_, err := h.store.BackupDaily(backup.Dir, h.school.Today(now()), backup.Keep, backup.Recipient)
			return err
		}},
	}
}

// answersKept is how long the answer to a message is kept for a repeat of it.
const answersKept = 90 * 24 * time.Hour

// listening is one server with its listener.
type listening struct {
	net.Listener
	server *web.Server
}

func (l listening) close() {
	if l.Listener != nil {
		_ = l.Close()
	}
}

// serve answers on all doors until ctx ends or one of them fails; then every door drains, and the messages still being answered are waited for.
func (h *house) serve(ctx context.Context, cancel context.CancelFunc, doors ...listening) error {
	return errors.Join(serveDoors(ctx, cancel, doors...), h.finish(ctx))
}

// serveDoors answers on all doors until ctx ends or one of them fails, and ends ctx.
func serveDoors(ctx context.Context, cancel context.CancelFunc, doors ...listening) error {
	defer cancel()
	failed := make([]error, len(doors))
	var open sync.WaitGroup
	for i, door := range doors {
		open.Go(func() {
			defer cancel()
			failed[i] = door.server.Serve(ctx, door.Listener)
		})
	}
	open.Wait()
	return errors.Join(failed...)
}

// finish waits for the messages that are still being answered.
func (h *house) finish(ctx context.Context) error {
	limit, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	var failed []error
	if h.wecom != nil {
		failed = append(failed, h.wecom.Close(limit))
	}
	if h.smartBot != nil {
		failed = append(failed, h.smartBot.Close(limit))
	}
	if h.dingtalk != nil {
		failed = append(failed, h.dingtalk.intake.Close(limit))
	}
	return errors.Join(failed...)
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

type backupCommand struct {
	Config string `required:"" help:"配置文件"`
	Out    string `required:"" help:"备份文件"`
}

// Run makes a checked copy of the ledger, through the running serve if there is one.
func (c *backupCommand) Run(p process) error {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	recipient := cfg.Store.Backup.Recipient
	report, err := withLedger(cfg, func(client *web.ControlClient) (store.Report, error) {
		return store.WriteBackup(c.Out, recipient, cfg.Store.Path, cfg.School().Location, func(w io.Writer) error {
			_, err := client.Backup(p.ctx, w)
			return err
		})
	}, func(st *store.Store) (store.Report, error) { return st.BackupFile(c.Out, recipient) })
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s：%s\n", c.Out, report)
	return nil
}

// withLedger asks the running serve, or opens the ledger itself when nobody serves it.
func withLedger[T any](cfg *config.Config, running func(*web.ControlClient) (T, error), alone func(*store.Store) (T, error)) (out T, err error) {
	if client, err := web.DialControl(controlPath(cfg)); err == nil {
		defer client.Close()
		return running(client)
	}
	if _, err := os.Stat(cfg.Store.Path); err != nil {
		return out, fmt.Errorf("没有台账 %s：%w", cfg.Store.Path, err)
	}
	st, err := store.OpenFile(cfg.Store.Path, store.Options{Location: cfg.School().Location})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return alone(st)
}

type restoreCommand struct {
	Config   string `required:"" help:"配置文件"`
	File     string `arg:"" help:"备份文件"`
	Identity string `help:"加密备份的 age 身份文件"`
	Force    bool   `help:"覆盖已有台账"`
}

// Run puts a backup in the place of the ledger.
func (c *restoreCommand) Run(p process) error {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	report, err := store.Restore(c.File, cfg.Store.Path, store.RestoreOptions{Force: c.Force, Identity: c.Identity})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s：%s\n", cfg.Store.Path, report)
	return nil
}

type verifyCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run prints the counts of a sound ledger, and what is wrong with another one.
func (c *verifyCommand) Run(p process) error {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	type found struct {
		report string
		sound  bool
	}
	f, err := withLedger(cfg, func(client *web.ControlClient) (found, error) {
		report, sound, err := client.Verify(p.ctx)
		return found{report, sound}, err
	}, func(st *store.Store) (found, error) {
		report, sound, err := verdict(st.Verify())
		return found{report, sound}, err
	})
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, f.report)
	if !f.sound {
		return errors.New("台账有损坏：请从备份恢复（lianxin restore），并保留这份文件备查")
	}
	return nil
}

type retainCommand struct {
	Config string `required:"" help:"配置文件"`
	DryRun bool   `help:"只说会删除多少，不改动"`
}

// Run deletes what was kept as long as it may be, or says how much that is.
func (c *retainCommand) Run(p process) error {
	path := retainPath
	if c.DryRun {
		path += "?dry"
	}
	return p.task(c.Config, path, func(cfg *config.Config, st *store.Store) (string, error) {
		return retain(st, cfg, p.now(), c.DryRun)
	})
}

type resealCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run seals everything with the first key of the key file, after a new key was put into its first line and serve was started with it.
func (c *resealCommand) Run(p process) error {
	return p.task(c.Config, resealPath, func(cfg *config.Config, st *store.Store) (string, error) {
		if err := unlock(st, cfg.Store.IdentityKeyFile, newLog(p.stderr, cfg.Log)); err != nil {
			return "", err
		}
		return reseal(st, p.now())
	})
}

// task lets the running serve do something, or does it itself when nobody serves the ledger, and prints what it says.
func (p process) task(file, path string, alone func(*config.Config, *store.Store) (string, error)) error {
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return err
	}
	said, err := withLedger(cfg, func(client *web.ControlClient) (string, error) { return client.Do(p.ctx, path) },
		func(st *store.Store) (string, error) { return alone(cfg, st) })
	if err == nil {
		fmt.Fprint(p.stdout, said)
	}
	return err
}

type syncCommand struct {
	Config string `required:"" help:"配置文件"`
	DryRun bool   `help:"只说会怎样，不改动"`
	Only   string `enum:",wecom,dingtalk" default:"" help:"只核对一个平台：wecom 或 dingtalk"`
	Force  bool   `help:"要停用的账号很多时也照做"`
}

// Run compares the address books with the list and the bonds, through the running serve if there is one.
func (c *syncCommand) Run(p process) error {
	query := url.Values{"only": {c.Only}}
	if c.DryRun {
		query.Set("dry", "1")
	}
	if c.Force {
		query.Set("force", "1")
	}
	return p.task(c.Config, syncPath+"?"+query.Encode(), func(cfg *config.Config, st *store.Store) (string, error) {
		log := newLog(p.stderr, cfg.Log)
		if err := unlock(st, cfg.Store.IdentityKeyFile, log); err != nil {
			return "", err
		}
		h, err := build(cfg.School(), st, cfg.Channels, config.Mail{}, "", 0, p.now, log)
		if err != nil {
			return "", err
		}
		defer h.hangUp(p.ctx)
		return h.sync(p.ctx, c.Only, p.now(), bot.SyncOptions{Dry: c.DryRun, Force: c.Force})
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
	if _, _, err := c.days(); err != nil {
		return err
	}
	if c.Config != "" && !c.Empty {
		path := previewPath + "?" + url.Values{"from": {c.From}, "to": {c.To}}.Encode()
		if c.JSON {
			path += "&json"
		}
		return p.task(c.Config, path, func(cfg *config.Config, st *store.Store) (string, error) { return c.list(cfg.School(), st) })
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
	said, err := c.list(school, st)
	fmt.Fprint(p.stdout, said)
	return err
}

// days are the first and the last day.
func (c *remindersCommand) days() (from, to policy.Date, err error) {
	from, errFrom := policy.ParseDate(c.From)
	to, errTo := policy.ParseDate(c.To)
	switch {
	case errFrom != nil:
		return 0, 0, misuse(fmt.Sprintf("--from %q 不是日期，例如 2026-03-02", c.From))
	case errTo != nil:
		return 0, 0, misuse(fmt.Sprintf("--to %q 不是日期，例如 2026-07-19", c.To))
	case to < from:
		return 0, 0, misuse(fmt.Sprintf("--to %s 早于 --from %s", c.To, c.From))
	}
	return from, to, nil
}

// list says who will be told what, in order of time, one line each.
func (c *remindersCommand) list(school *policy.School, st *store.Store) (string, error) {
	from, to, err := c.days()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = st.View(func(tx *store.Tx) error {
		out.Reset()
		items, err := reminders.Preview(school, tx, from.At(0, 0, school.Location), to.Add(1).At(0, 0, school.Location).Add(-time.Nanosecond), c.Empty)
		for _, it := range items {
			if !c.JSON {
				fmt.Fprintf(&out, "%s %s %s %s %s\n", it.At.Format("2006-01-02 15:04"), it.Receiver(), it.Kind, it.Rule, strings.ReplaceAll(it.Text, "\n", " "))
				continue
			}
			line, fault := json.Marshal(struct {
				At   time.Time `json:"at"`
				To   string    `json:"to"`
				Kind string    `json:"kind"`
				Key  string    `json:"key"`
				Rule string    `json:"rule"`
				Text string    `json:"text"`
			}{it.At, it.Receiver(), it.Kind, it.Key, it.Rule, it.Text})
			err = errors.Join(err, fault)
			out.Write(append(line, '\n'))
		}
		return err
	})
	return out.String(), err
}

type ledgerCommand struct {
	Export ledgerExport `cmd:"" help:"导出台账（.xlsx 或 .csv）"`
	Import ledgerImport `cmd:"" help:"导入往年台账：先预览，再一次导入，可以整批撤销"`
	Report ledgerReport `cmd:"" help:"通报、考核表、信访月报等材料（.docx .html .xlsx）"`
	Close  ledgerClose  `cmd:"" help:"学年结账；已结账的重新计算并列出不同"`
}

// clerkOf works on an open ledger of a configuration.
func clerkOf(cfg *config.Config, st *store.Store) (*clerk.Clerk, error) {
	t, err := form(cfg.Reports.Template)
	return &clerk.Clerk{School: cfg.School(), Store: st, Form: t}, err
}

// write makes a file by the running serve, or by itself when nobody serves the ledger. The file is whole or is not there.
func (p process) write(file, out, path string, alone func(*clerk.Clerk, io.Writer) error) error {
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(out), ".lianxin-*")
	if err != nil {
		return fmt.Errorf("写不了 %s：%w", out, err)
	}
	defer os.Remove(f.Name())
	_, err = withLedger(cfg, func(client *web.ControlClient) (bool, error) { return true, client.Fetch(p.ctx, path, f) }, func(st *store.Store) (bool, error) {
		c, err := clerkOf(cfg, st)
		if err != nil {
			return false, err
		}
		return true, alone(c, f)
	})
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), out); err != nil {
		return fmt.Errorf("写不了 %s：%w", out, err)
	}
	fmt.Fprintln(p.stdout, out)
	return nil
}

// said lets the running serve do something, or does it itself, and prints what it says; what was not done is an error.
func (p process) said(file, path string, body []byte, alone func(*clerk.Clerk) (clerk.Said, error)) error {
	cfg, err := config.Load(file, p.env)
	if err != nil {
		return err
	}
	said, err := withLedger(cfg, func(client *web.ControlClient) (clerk.Said, error) {
		text, err := client.Send(p.ctx, path, bytes.NewReader(body))
		if err != nil {
			return clerk.Said{}, err
		}
		return clerk.Decode(text)
	}, func(st *store.Store) (clerk.Said, error) {
		c, err := clerkOf(cfg, st)
		if err != nil {
			return clerk.Said{}, err
		}
		return alone(c)
	})
	fmt.Fprint(p.stdout, said.Text)
	if err == nil && said.Failed {
		err = errors.New("没有办成，原因见上")
	}
	return err
}

// ending tells whether a file is called by one of the endings.
func ending(path string, endings ...string) (string, error) {
	if end := strings.ToLower(filepath.Ext(path)); slices.Contains(endings, end) {
		return end, nil
	}
	return "", misuse(fmt.Sprintf("--out %s 的扩展名要是 %s", path, strings.Join(endings, " ")))
}

type ledgerExport struct {
	Config string `required:"" help:"配置文件"`
	Year   string `required:"" help:"学年、学期、年或月，例如 2026-2027、2026-2027-1、2026"`
	Unit   string `help:"只要这个单位的"`
	Person string `help:"只要这个人的"`
	Sheets string `default:"one" enum:"one,person" help:"one 全部一张表；person 每人一张表"`
	Out    string `required:"" help:"写到哪个文件：.xlsx 或 .csv"`
}

// Run writes the 台账 of a year.
func (c *ledgerExport) Run(p process) error {
	end, err := ending(c.Out, ".xlsx", ".csv")
	if err != nil {
		return err
	}
	ask := clerk.Ask{Period: c.Year, Unit: c.Unit, Person: c.Person, ByName: c.Sheets == "person", Format: end}
	return p.write(c.Config, c.Out, clerk.ExportPath+"?"+ask.Query().Encode(), func(k *clerk.Clerk, w io.Writer) error { return k.Export(ask, w) })
}

type ledgerReport struct {
	Kind   string `arg:"" enum:"bulletin,assessment,petitions,issues,agenda,receptions,received" help:"bulletin 通报、assessment 考核表、petitions 信访月报年报、issues 问题清单、agenda 议题候选、receptions 接待安排表、received 接待情况汇总"`
	Config string `required:"" help:"配置文件"`
	Period string `required:"" help:"学年、学期、年或月，例如 2026-2027、2026-2027-1、2026-11"`
	Person string `help:"考核表：只要这个人的"`
	Out    string `required:"" help:"写到哪个文件：.docx、.html 或 .xlsx"`
}

// Run writes a paper.
func (c *ledgerReport) Run(p process) error {
	end, err := ending(c.Out, report.Formats...)
	if err != nil {
		return err
	}
	ask := clerk.Ask{Kind: c.Kind, Period: c.Period, Person: c.Person, Format: end}
	return p.write(c.Config, c.Out, clerk.PaperPath+"?"+ask.Query().Encode(), func(k *clerk.Clerk, w io.Writer) error { return k.Paper(ask, p.now(), w) })
}

type ledgerImport struct {
	Config string `required:"" help:"配置文件"`
	File   string `arg:"" optional:"" help:"往年台账（.xlsx）"`
	DryRun bool   `help:"只预览，不改动"`
	Undo   string `help:"整批撤销一次导入，例如 DR2026-0001"`
}

// Run takes a table of earlier years in, or takes an import back.
func (c *ledgerImport) Run(p process) error {
	var data []byte
	switch {
	case (c.File == "") == (c.Undo == ""):
		return misuse("写一个文件来导入，或用 --undo 编号 来撤销，二者选一")
	case c.Undo != "" && c.DryRun:
		return misuse("--undo 不能试运行")
	case c.File != "":
		var err error
		if data, err = os.ReadFile(c.File); err != nil {
			return fmt.Errorf("读不了 %s：%w", c.File, err)
		}
	}
	v := clerk.ImportQuery(filepath.Base(c.File), c.Undo, c.DryRun)
	return p.said(c.Config, clerk.ImportPath+"?"+v.Encode(), data, func(k *clerk.Clerk) (clerk.Said, error) { return k.Take(v, bytes.NewReader(data), p.now()) })
}

type ledgerClose struct {
	Config string `required:"" help:"配置文件"`
	Year   string `required:"" help:"学年，例如 2025-2026"`
	Again  bool   `help:"已结账的学年按现在的台账再结一次；原来的保留"`
}

// Run closes an academic year.
func (c *ledgerClose) Run(p process) error {
	v := clerk.CloseQuery(c.Year, c.Again)
	return p.said(c.Config, clerk.ClosePath+"?"+v.Encode(), nil, func(k *clerk.Clerk) (clerk.Said, error) { return k.Close(c.Year, c.Again, p.now()) })
}

type healthCommand struct {
	Config string `required:"" help:"配置文件"`
}

// Run asks the running serve how it is.
func (c *healthCommand) Run(p process) error {
	cfg, err := config.Load(c.Config, p.env)
	if err != nil {
		return err
	}
	client, err := web.DialControl(controlPath(cfg))
	if err != nil {
		return fmt.Errorf("没有正在运行的 serve：%w", err)
	}
	defer client.Close()
	text, well, err := client.Health(p.ctx)
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, text)
	if !well {
		return errors.New("服务不正常，请看日志")
	}
	return nil
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
	return out.Encode(reader.Show(reader.Parse(c.Text, context), c.Explain))
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
