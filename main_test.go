package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/config"
	"lianxin/config/policy"
	"lianxin/store"
)

// arrows is the table of allowed imports inside the module: package -> what it may import. Imports go down only, adapters never import one
// another, and only main and bot/house, which put the program together, know config. docs/architecture.md explains why; a new arrow is a decision, not an accident.
var arrows = map[string][]string{
	"":                          {"bot", "bot/demo", "bot/house", "bot/operator", "bot/phrase", "bot/platforms", "bot/web", "bot/wecom/aibot", "bot/wecom/wecomtest", "config", "config/policy", "reminders", "store", "store/kv/memory"},
	"bot/house":                 {"bot", "bot/clerk", "bot/dingtalk", "bot/mail", "bot/operator", "bot/platforms", "bot/web", "bot/wecom", "bot/wecom/aibot", "config", "config/policy", "reminders", "store"},
	"bot":                       {"bot/phrase", "config/policy", "store", "store/ledger", "store/report"},
	"bot/clerk":                 {"bot", "config/policy", "store", "store/ledger", "store/report", "store/report/paper"},
	"bot/phrase":                {"config/policy", "store/ledger"},
	"bot/demo":                  {"bot/web", "bot/wecom/wecomtest", "config/policy", "store", "store/ledger"},
	"bot/dingtalk":              {"bot", "bot/wire", "config/policy", "store/ledger"},
	"bot/dingtalk/dingtalktest": {},
	"bot/mail":                  {"bot/wire", "config/policy", "store/ledger"},
	"bot/mail/mailtest":         {},
	"bot/operator":              {"bot", "bot/clerk", "bot/web", "config/policy", "store", "store/report"},
	"bot/platforms":             {"bot", "bot/dingtalk", "bot/mail", "bot/web", "bot/wecom", "bot/wecom/aibot", "config/policy", "store", "store/ledger"},
	"bot/web":                   {"bot", "config/policy", "store", "store/ledger", "store/report"},
	"bot/wecom":                 {"bot", "bot/wecom/layout", "bot/wire", "config/policy", "store/ledger"},
	"bot/wecom/aibot":           {"bot", "bot/wecom/layout", "bot/wire", "config/policy", "store/ledger"},
	"bot/wecom/layout":          {"bot", "store/ledger"},
	"bot/wecom/wecomtest":       {},
	"bot/wire":                  {},
	"reminders":                 {"config/policy", "store", "store/ledger"},
	"store":                     {"config/policy", "store/kv", "store/kv/bolt", "store/ledger"},
	"store/ledger":              {"config/policy"},
	"store/report":              {"config/policy", "store/ledger", "store/report/paper"},
	"store/report/paper":        {"config/policy"},
	"store/ledger/ledgertest":   {"config/policy", "store/ledger"},
	"store/kv":                  {},
	"store/kv/bolt":             {"store/kv"},
	"store/kv/memory":           {"store/kv"},
	"store/kv/kvtest":           {"store/kv"},
	"config":                    {"config/policy"},
	"config/policy":             {},
}

// pure packages never see a clock, a logger, a context, a socket or a file.
var pure = []string{"config/policy", "store/ledger", "store/report", "store/report/paper", "bot/phrase"}

// impure are the standard packages that a pure one may not import.
var impure = []string{"context", "log", "log/slog", "net", "net/http", "os", "io/fs", "path/filepath", "database/sql", "math/rand", "crypto/rand", "github.com/rs/zerolog"}

// imports reads what each package of the module imports outside its tests: folder -> import paths -> file.
func imports(t *testing.T) map[string]map[string]string {
	t.Helper()
	found := map[string]map[string]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if dir == "." {
			dir = ""
		}
		if found[dir] == nil {
			found[dir] = map[string]string{}
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[dir][name] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestImportsGoDownOnly(t *testing.T) {
	found := imports(t)
	for dir, list := range found {
		allowed, known := arrows[dir]
		if !known {
			t.Errorf("package %q is not in the table of arrows", dir)
			continue
		}
		for name, file := range list {
			inner, ours := strings.CutPrefix(name, "lianxin/")
			if ours && !slices.Contains(allowed, inner) {
				t.Errorf("%s: %q may not import %q", file, dir, inner)
			}
			if slices.Contains(pure, dir) && slices.Contains(impure, name) {
				t.Errorf("%s: %q is pure and may not import %q", file, dir, name)
			}
		}
	}
	for dir := range arrows {
		if found[dir] == nil {
			t.Errorf("the table of arrows names %q, which does not exist", dir)
		}
	}
}

// TestMain lets the test binary be the program itself, so that tests can start it, talk to it and kill it.
func TestMain(m *testing.M) {
	if os.Getenv("LIANXIN_BE_THE_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program prepares a command line of the program.
func program(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "LIANXIN_BE_THE_PROGRAM=1")
	return cmd
}

// crowd is a school of many leaders who all report at the same time, and the messages they have sent.
type crowd struct {
	platform *wecomtest.Platform
	callback string
	acked    []atomic.Int64       // of each client: how many of its messages were acknowledged, in order
	unsent   []wecomtest.Envelope // of each client: the message that was not acknowledged yet
	client   *http.Client
}

// message is the n-th sentence of a client; its number is part of the text, so that it can be found again, and its room is its own, so that it is no
// repetition of the one before.
func (c *crowd) message(i, n int) string {
	return fmt.Sprintf("昨天下午去教科院听了两节课，王丽老师的教育心理学，地点主楼%d，意见：第%d位第%d条", 101+n, i, n)
}

// post makes one attempt to deliver a message, as the platform would, and tells whether it was acknowledged.
func (c *crowd) post(ctx context.Context, message wecomtest.Envelope) bool {
	req, err := message.Request(ctx, c.callback)
	if err != nil {
		return false
	}
	res, err := c.client.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(res.Body)
	return err == nil && res.StatusCode == http.StatusOK && body.Len() > 0
}

// chat lets a client send until ctx ends. What was not acknowledged is sent again, the same message in the same words, also after a restart.
func (c *crowd) chat(ctx context.Context, i int) {
	for ctx.Err() == nil {
		n := int(c.acked[i].Load())
		if c.unsent[i].Body == nil {
			c.unsent[i] = c.platform.Prepare(fmt.Sprintf("user%02d", i), c.message(i, n), fmt.Sprint(1_000_000*(i+1)+n))
		}
		if c.post(ctx, c.unsent[i]) {
			c.acked[i].Add(1)
			c.unsent[i] = wecomtest.Envelope{}
		}
	}
}

// total is how many messages were acknowledged so far.
func (c *crowd) total() (n int64) {
	for i := range c.acked {
		n += c.acked[i].Load()
	}
	return n
}

// TestKill posts from 64 clients and kills the program with SIGKILL, ten times at random moments: every acknowledged message is there, none twice.
func TestKill(t *testing.T) {
	const clients, kills = 64, 10
	dir := t.TempDir()
	file := writeSchool(t, dir, clients)
	c := newCrowd(t, clients)
	for range kills {
		cmd, ready := startServe(t, file)
		c.callback = ready + "/callback/wecom"
		ctx, stop := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range clients {
			all.Go(func() { c.chat(ctx, i) })
		}
		enough := c.total() + 10 // so that on a busy machine it is not killed before anything happened
		time.Sleep(time.Duration(100+rand.IntN(400)) * time.Millisecond)
		within(t, "some messages", func() bool { return c.total() >= enough })
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		stop()
		all.Wait()
	}
	out, err := program(t.Context(), "verify", "--config", file).CombinedOutput()
	if err != nil || !bytes.HasSuffix(bytes.TrimSpace(out), []byte("journal ok")) {
		t.Fatalf("verify: %v %s", err, out)
	}
	c.check(t, filepath.Join(dir, "data", "lianxin.db"))
}

// check compares the ledger with what was acknowledged.
func (c *crowd) check(t *testing.T, path string) {
	t.Helper()
	st, err := store.OpenFile(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	found := map[string]int{}
	err = st.View(func(tx *store.Tx) error {
		for i := range c.acked {
			for a, err := range tx.ActivitiesOf(fmt.Sprintf("p%02d", i), policy.Span{From: 1}) {
				if err != nil {
					return err
				}
				found[a.Said.Text]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	total, twice := 0, 0
	for text, n := range found {
		if n != 1 {
			twice++
			t.Errorf("%d records of %q", n, text)
		}
	}
	for i := range c.acked {
		for n := range int(c.acked[i].Load()) {
			total++
			if found[c.message(i, n)] == 0 {
				t.Errorf("acknowledged and lost: %q", c.message(i, n))
			}
		}
	}
	if total < len(c.acked) {
		t.Errorf("only %d messages were acknowledged: the test tried nothing", total)
	}
	t.Logf("%d messages acknowledged, %d records, %d twice", total, len(found), twice)
}

func newCrowd(t *testing.T, clients int) *crowd {
	t.Helper()
	var users []string
	for i := range clients {
		users = append(users, fmt.Sprintf("user%02d", i))
	}
	platform, err := wecomtest.New(wecomtest.Options{
		CorpID: "ww0123456789abcdef", AgentID: 1000002, Secret: "kill-test-secret-of-the-simulator", Token: "KillTestToken",
		EncodingAESKey: strings.Repeat("KillTest", 5) + "Key", Members: wecomtest.People(users...),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	t.Cleanup(transport.CloseIdleConnections)
	return &crowd{platform: platform, acked: make([]atomic.Int64, clients), unsent: make([]wecomtest.Envelope, clients), client: &http.Client{Transport: transport, Timeout: 10 * time.Second}}
}

// writeSchool writes the configuration of a school with as many leaders as clients.
func writeSchool(t *testing.T, dir string, leaders int) string {
	t.Helper()
	today := policy.DateOf(time.Now(), time.UTC)
	start := today.Monday().Add(-7 * 8)
	var b strings.Builder
	fmt.Fprintf(&b, "school: 测试大学\nhttp: {listen: \"127.0.0.1:0\", admin_listen: \"127.0.0.1:0\"}\n")
	fmt.Fprintf(&b, "channels:\n  wecom: {corp_id: ww0123456789abcdef, agent_id: 1000002, secret: kill-test-secret-of-the-simulator, token: KillTestToken, encoding_aes_key: %s}\n",
		strings.Repeat("KillTest", 5)+"Key")
	fmt.Fprintf(&b, "calendar:\n  terms:\n    - {id: %d-%d-1, start: %s, weeks: 20}\n", start.Year(), start.Year()+1, start)
	fmt.Fprintf(&b, "units:\n  - {name: 教育科学学院, aliases: [教科院]}\npeople:\n")
	for i := range leaders {
		fmt.Fprintf(&b, "  - {id: p%02d, name: 测试%c%c, title: 副校长, post: 副校长, roles: [leader], contact_unit: 教育科学学院, accounts: {wecom: user%02d}}\n",
			i, rune('一'+2*i+300), rune('一'+3*i+900), i)
	}
	file := filepath.Join(dir, "lianxin.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// startServe starts the program and waits until it serves; it gives the address that it found.
func startServe(t *testing.T, file string) (cmd *exec.Cmd, url string) {
	t.Helper()
	cmd = program(context.WithoutCancel(t.Context()), "serve", "--config", file)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewScanner(stderr)
	var seen []string
	for lines.Scan() {
		var entry struct{ Message, Listen string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Message == "serving" {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return cmd, "http://" + entry.Listen
		}
		seen = append(seen, lines.Text())
	}
	t.Fatalf("serve ended: %s", strings.Join(seen, "\n"))
	return nil, ""
}

// TestServesDingTalk starts the program with DingTalk alone, in each of its modes: a report is stored and answered, the secret path is the only one, and
// health names a stream that is not there.
func TestServesDingTalk(t *testing.T) {
	const secretPath = "/callback/dingtalk/c2VjcmV0"
	for _, mode := range []string{"webhook", "stream"} {
		t.Run(mode, func(t *testing.T) {
			platform := dingtalktest.New(dingtalktest.Options{Members: dingtalktest.People("user00")})
			var reachable atomic.Bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !reachable.Load() {
					http.Error(w, "not yet", http.StatusBadGateway)
					return
				}
				platform.ServeHTTP(w, r)
			}))
			t.Cleanup(func() { platform.Close(); server.Close() })
			platform.Listen(server.URL)
			dir, o := t.TempDir(), platform.Options()
			file := writeSchool(t, dir, 1)
			written, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(written), "\n")
			for i, line := range lines {
				if strings.Contains(line, "  wecom: {") {
					lines[i] = fmt.Sprintf("  dingtalk: {mode: %s, client_id: %s, client_secret: %s, corp_id: %s, api_base: %q, oapi_base: %q, callback_path: %s}",
						mode, o.ClientID, o.ClientSecret, o.CorpID, server.URL, server.URL, secretPath)
				}
			}
			text := strings.Replace(strings.Join(lines, "\n"), "accounts: {wecom:", "accounts: {dingtalk:", 1)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			serve, url := startServe(t, file)
			if mode == "stream" {
				if status, body := readPage(t, url+"/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "dingtalk stream") {
					t.Errorf("without a stream: %d %s", status, body)
				}
				if status, _ := readPage(t, url+"/healthz"); status != http.StatusOK {
					t.Errorf("the program is to be started again for want of a stream: %d", status)
				}
			} else {
				platform.CallBack(url + secretPath)
				if status, _ := readPage(t, url+"/callback/dingtalk/other"); status != http.StatusNotFound {
					t.Errorf("another path: %d", status)
				}
			}
			reachable.Store(true)
			if _, err := platform.Say(t.Context(), "user00", dingtalktest.Text("昨天下午去教科院听了两节课，王丽老师的教育心理学")); err != nil {
				t.Fatal(err)
			}
			within(t, "an answer", func() bool { return len(platform.Told("user00")) > 0 })
			if told := platform.Told("user00")[0]; !strings.Contains(told, "听课 2学时") {
				t.Errorf("told %s", told)
			}
			if status, body := readPage(t, url+"/readyz"); status != http.StatusOK {
				t.Errorf("%d %s", status, body)
			}
			if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := serve.Wait(); err != nil {
				t.Errorf("serve did not end well: %v", err)
			}
			expect(t, "verify --config "+file, done, "journal ok")
		})
	}
}

// TestServeSmartBot starts the whole program without any address that the platform could reach: it connects by itself, answers, and ends well.
func TestServeSmartBot(t *testing.T) {
	platform := wecomtest.NewSmartBot(wecomtest.SmartOptions{Members: wecomtest.People("user00")})
	server := httptest.NewServer(platform)
	t.Cleanup(func() { platform.Close(); server.Close() })
	platform.Listen(server.URL)
	o := platform.Options()
	file := writeSchool(t, t.TempDir(), 1)
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(written), "\n")
	for i, line := range lines {
		if strings.Contains(line, "  wecom: {corp_id") {
			lines[i] = fmt.Sprintf("  wecom: {mode: aibot, bot_id: %s, secret: %s, gateway: %q}", o.BotID, o.Secret, platform.Gateway())
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, "check --config "+file, done, "没有问题")
	expect(t, "check --online --config "+file, done, "✓ 企业微信：智能机器人的长连接接通了")
	before := platform.Counts().Subscribed
	serve, url := startServe(t, file)
	within(t, "a connection", func() bool {
		status, _ := readPage(t, url+"/readyz")
		return status == http.StatusOK
	})
	expect(t, "check --online --config "+file, done, "由正在运行的程序接着")
	if n := platform.Counts().Subscribed; n != before+1 {
		t.Errorf("%d connections, the check took one", n)
	}
	if _, err := platform.Say(t.Context(), "user00", wecomtest.SmartText("昨天下午去教科院听了两节课，王丽老师的教育心理学")); err != nil {
		t.Fatal(err)
	}
	within(t, "an answer", func() bool { return len(platform.Told("user00")) > 0 })
	if told := platform.Told("user00")[0]; !strings.Contains(told, "听课 2学时") {
		t.Errorf("told %s", told)
	}
	if status, body := readPage(t, url+"/readyz"); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := readPage(t, url+"/callback/wecom"); status != http.StatusNotFound {
		t.Errorf("a callback that nobody calls: %d", status)
	}
	platform.Displace()
	within(t, "health to say that the bot was taken over", func() bool {
		status, body := readPage(t, url+"/readyz")
		return status == http.StatusServiceUnavailable && strings.Contains(body, "wecom smart bot")
	})
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("serve did not end well: %v", err)
	}
	expect(t, "verify --config "+file, done, "journal ok")
}

// within waits ten seconds for something to become true.
func within(t *testing.T, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(10 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// readPage reads a page.
func readPage(t *testing.T, url string) (status int, body string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

// TestSandboxInTheBrowser is the first run of a new user: the demo is started, a leader's sentence is typed in a browser, and the card and the row of the
// ledger are read. With LIANXIN_SCREENSHOT set, the page is kept there as a picture.
func TestSandboxInTheBrowser(t *testing.T) {
	ctx := browser(t)
	url := startDemo(t)
	open := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err)
		}
	}
	open(chromedp.EmulateViewport(1440, 900), chromedp.Navigate(url+"sandbox?who=lin"))
	open(chromedp.SendKeys(chromedp.ID("text"), "昨天下午去教科院听了两节课，王丽老师的教育心理学"), chromedp.Click(chromedp.CSS("button.send")))
	read := func(id string) string {
		t.Helper()
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("`+id+`").innerText`))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	const card = "听课 2学时｜11月18日(周三)下午｜教育科学学院｜教育心理学·王丽 → 本学期 2/4 学时"
	deadline := time.Now().Add(20 * time.Second)
	typed := func() string { // the box is empty once the message was taken
		value, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("text").value`))
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(value)
	}
	for typed() != "" || !strings.Contains(read("lines"), card) || !strings.Contains(read("activities"), "教育心理学") {
		if time.Now().After(deadline) {
			t.Fatalf("no card or no row: %s\n%s", read("lines"), read("activities"))
		}
		time.Sleep(50 * time.Millisecond)
	}
	if path := os.Getenv("LIANXIN_SCREENSHOT"); path != "" {
		time.Sleep(time.Second) // until nothing moves any more
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A button goes the whole way: the platform, the callback, the ledger, and back onto the card.
	open(chromedp.Click(chromedp.CSS(".card button")))
	for !strings.Contains(read("lines"), "已选 对") {
		if time.Now().After(deadline) {
			t.Fatalf("the press did not come back: %s", read("lines"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// startDemo starts the demo and gives the address on its first line.
func startDemo(t *testing.T) string {
	t.Helper()
	cmd := program(context.WithoutCancel(t.Context()), "demo", "--listen", "127.0.0.1:0")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the demo ended with %v", err)
		}
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(url)
}

// browser starts a headless Chromium. Without one on the machine the test is left out, except in CI, where it fails.
func browser(t *testing.T) context.Context {
	t.Helper()
	const chromium = "/usr/bin/chromium"
	if _, err := os.Stat(chromium); err != nil {
		if os.Getenv("LIANXIN_CI") == "1" {
			t.Fatalf("no browser to test with: %v", err)
		}
		t.Skip("no Chromium on this machine")
	}
	profile, err := os.MkdirTemp("", "lianxin-chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	ctx, stop := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(chromium), chromedp.UserDataDir(profile), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

// TestReceptionFeed: the demo has published its reception days, and whoever subscribes to them finds them.
func TestReceptionFeed(t *testing.T) {
	answer, err := http.Get(startDemo(t) + "calendar/reception.ics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(body), "\r\n ", "")
	for _, part := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART:20261130T070000Z", "SUMMARY:校领导接待日：黄立新纪委书记"} {
		if answer.StatusCode != http.StatusOK || answer.Header.Get("ETag") == "" || !strings.Contains(whole, part) {
			t.Errorf("%d %v lacks %q: %s", answer.StatusCode, answer.Header, part, body)
		}
	}
}

// TestPagesOfTheDemo signs somebody in to the pages of the demo, through the simulated platform, and finds his own page there.
func TestPagesOfTheDemo(t *testing.T) {
	base := strings.TrimSuffix(startDemo(t), "/")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	read := func(res *http.Response, err error) (path, body string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.Request.URL.Path, string(text)
	}
	if path, body := read(client.Get(base + "/app/cases")); path != "/app/signin" || !strings.Contains(body, "企业微信") {
		t.Fatalf("without a session: %s\n%s", path, body)
	}
	_, body := read(client.Get(base + "/app/signin/wecom?to=/app/"))
	state := regexp.MustCompile(`name="state" value="([0-9a-f]+)"`).FindStringSubmatch(body)
	if state == nil {
		t.Fatalf("nobody can be chosen:\n%s", body)
	}
	path, body := read(client.PostForm(base+"/app/choose", url.Values{"state": {state[1]}, "channel": {"wecom"}, "who": {"LinXiaofeng"}}))
	if path != "/app/" || !strings.Contains(body, "林晓峰") || !strings.Contains(body, "完成情况") {
		t.Errorf("signed in: %s\n%s", path, body)
	}
}

// TestCommands runs the commands as an operator would, one after the other on one ledger, and looks at what they print and how they end.
func TestCommands(t *testing.T) {
	dir := t.TempDir()
	file := writeSchool(t, dir, 2)
	bad := filepath.Join(dir, "bad.yaml")
	if err := os.WriteFile(bad, []byte("school: 测试大学\ncalender: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh, out := filepath.Join(dir, "fresh"), filepath.Join(dir, "copy.db")
	serve, _ := startServe(t, file)
	for _, c := range []struct {
		line   string
		status int
		want   string
	}{
		{"version", done, "lianxin "},
		{"serv", wrongUse, "lianxin: "},
		{"init " + fresh, done, "lianxin.yaml"},
		{"init " + fresh, couldNot, "不覆盖"},
		{"check --config " + file, done, "没有问题"},
		{"check --config " + bad, wrongUse, "bad.yaml:2:1: calender"},
		{"check --config " + filepath.Join(dir, "none.yaml"), couldNot, "none.yaml"},
		{"parse --as lin --today 2026-11-19 昨天下午去教科院听了两节课", done, `"date":"2026-11-18"`},
		{"parse --as lin --today 上周 听课", couldNot, "2026-03-24"},
		{"serve --config " + file, couldNot, "台账"},
		{"health --config " + file, done, "ok"},
		{"backup --config " + file + " --out " + out, done, "journal ok"},
		{"verify --config " + file, done, "journal ok"},
		{"retention --config " + file + " --dry-run", done, "将删除（试运行，没有改动）：到期身份 0 件，到期信访件 0 件，到期原话 0 条"},
		{"restore --config " + file + " " + out, couldNot, "lianxin.db"},
		{"retain --dry-run --config " + file, done, "试运行"},
		{"retain --config " + file, done, "已删除：到期身份 0 件"},
		{"reseal --config " + file, done, "重新封存 0 项"},
		{"reminders --config " + file + " --from 2026-11-23 --to 2026-11-23", done, ""},
		{"reminders --from 2026-11-30 --to 2026-11-30 --empty", done, "2026-11-30 14:30 黄立新 reception_duty 5.8"},
		{"reminders --from 2026-11-30 --to 2026-11-29", wrongUse, "早于"},
		{"reminders --from soon --to 2026-11-29", wrongUse, "--from"},
		{"demo --now today", wrongUse, "RFC 3339"},
	} {
		expect(t, c.line, c.status, c.want)
	}
	ledgerCommands(t, file, dir)
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("serve did not end well: %v", err)
	}
	expect(t, "health --config "+file, couldNot, "serve")
	expect(t, "verify --config "+file, done, "journal ok")
	expect(t, "retain --config "+file+" --dry-run", done, "试运行")
	expect(t, "retention --config "+file, done, "已删除：到期身份 0 件")
	expect(t, "restore --config "+file+" "+out, couldNot, "--force")
	expect(t, "restore --config "+file+" --force "+out, done, "journal ok")
	expect(t, "retain --dry-run --config "+file, done, "试运行")
	expect(t, "reseal --config "+file, done, "重新封存 0 项")
	ledgerCommands(t, file, dir)
	expect(t, "demo --listen 256.0.0.1:1", couldNot, "256.0.0.1:1")
}

// ledgerCommands runs the ledger commands: over the control socket while serve runs, and by themselves.
func ledgerCommands(t *testing.T, file, dir string) {
	t.Helper()
	school, err := config.Load(file, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	old, broken := filepath.Join(dir, "old.csv"), filepath.Join(dir, "broken.xlsx")
	if err := os.WriteFile(broken, []byte("no table"), 0o600); err != nil {
		t.Fatal(err)
	}
	year, book := school.School().Calendar.Terms[0].ID[:9], filepath.Join(dir, "book.xlsx")
	for _, c := range []struct {
		line   string
		status int
		want   string
	}{
		{"ledger export --config " + file + " --year " + year + " --out " + book, done, "book.xlsx"},
		{"ledger export --config " + file + " --year " + year + " --out " + old, done, "old.csv"},
		{"ledger export --config " + file + " --year " + year + " --out " + filepath.Join(dir, "x.txt"), wrongUse, ".xlsx"},
		{"ledger export --config " + file + " --year soon --out " + book, couldNot, "“soon”"},
		{"ledger export --config " + file + " --year " + year + " --unit 没有这个 --out " + book, couldNot, "没有单位“没有这个”"},
		{"ledger export --config " + file + " --year " + year + " --person 没有这个 --out " + book, couldNot, "请写全名或 id"},
		{"ledger report bulletin --config " + file + " --period " + year + " --out " + filepath.Join(dir, "b.docx"), done, "b.docx"},
		{"ledger report assessment --config " + file + " --period " + year + " --out " + filepath.Join(dir, "a.html"), done, "a.html"},
		{"ledger report gossip --config " + file + " --period " + year + " --out " + filepath.Join(dir, "a.html"), wrongUse, "gossip"},
		{"ledger import --config " + file + " " + book + " --dry-run", couldNot, "没有找到可以导入的内容"},
		{"ledger import --config " + file + " " + broken, couldNot, "不是能读的 .xlsx 文件"},
		{"ledger import --config " + file, wrongUse, "--undo"},
		{"ledger import --config " + file + " --undo DR2026-0007", couldNot, "没有编号为 DR2026-0007 的导入"},
		{"ledger close --config " + file + " --year 1999-2000", couldNot, "不是校历里的学年"},
	} {
		expect(t, c.line, c.status, c.want)
	}
	if _, err := os.Stat(book); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".lianxin-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// expect runs one command line and compares its status, and a part of what it printed.
func expect(t *testing.T, line string, status int, want string) {
	t.Helper()
	cmd := program(t.Context(), strings.Fields(line)...)
	printed, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != status || !strings.Contains(string(printed), want) {
		t.Errorf("lianxin %s: status %d, want %d with %q: %s", line, got, status, want, printed)
	}
}

// TestRemindersOfATerm lists a term over an empty ledger twice: the output is the same to the byte, in order of time, and no key stands in it twice.
func TestRemindersOfATerm(t *testing.T) {
	list := func() []byte {
		printed, err := program(t.Context(), "reminders", "--from", "2026-03-02", "--to", "2026-07-19", "--json", "--empty").Output()
		if err != nil {
			t.Fatal(err)
		}
		return printed
	}
	printed := list()
	if !bytes.Equal(printed, list()) {
		t.Error("another run gives something else")
	}
	keys, kinds, last := map[string]bool{}, map[string]int{}, time.Time{}
	for line := range bytes.Lines(printed) {
		var it struct {
			At                        time.Time
			To, Kind, Key, Rule, Text string
		}
		if err := json.Unmarshal(line, &it); err != nil {
			t.Fatal(err)
		}
		if keys[it.Key] || it.At.Before(last) || it.To == "" || it.Text == "" {
			t.Errorf("%s", line)
		}
		keys[it.Key], last = true, it.At
		kinds[it.Kind]++
	}
	// Nine receptions with three words to whoever is on duty; four looks at quotas of seven leaders; the rows of DECISIONS.
	for kind, least := range map[string]int{"reception_duty": 27, "quota": 26, "reception_sheet": 9, "office_digest": 18, "year_close": 4} {
		if kinds[kind] < least {
			t.Errorf("%d of %s, at least %d are due", kinds[kind], kind, least)
		}
	}
}

// TestConnectAndCheck sets the app up over a pipe, checks it online and compares the address book, all by commands against the simulated platform.
func TestConnectAndCheck(t *testing.T) {
	platform, err := wecomtest.New(wecomtest.Options{Members: wecomtest.People("LiangZhiyuan", "LinXiaofeng", "ChenXiao", "ZhaoMin")})
	if err != nil {
		t.Fatal(err)
	}
	defer platform.Close()
	server := httptest.NewServer(platform)
	defer server.Close()
	dir := t.TempDir()
	if _, err := config.Init(dir); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "lianxin.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte("    # api_base: https://qyapi.weixin.qq.com"), []byte("    api_base: "+server.URL+"\n    # api_base: https://qyapi.weixin.qq.com"), 1)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	o := platform.Options()
	run := func(stdin string, args ...string) (string, error) {
		command := program(t.Context(), append(args, "--config", file)...)
		command.Stdin = strings.NewReader(stdin)
		out, err := command.CombinedOutput()
		for _, secret := range []string{o.Secret, o.ContactSecret} {
			if bytes.Contains(out, []byte(secret)) {
				t.Errorf("a secret is printed: %s", out)
			}
		}
		return string(out), err
	}
	connect := strings.Join([]string{o.CorpID, strconv.Itoa(o.AgentID), o.Secret, o.ContactSecret}, "\n") + "\n"
	said, err := run(strings.Replace(connect, o.Secret, "wrong", 1)+"n\n", "connect", "wecom")
	if err == nil || !strings.Contains(said, "应用 Secret 不对") || !strings.Contains(said, "什么也没有写") {
		t.Fatalf("%v: %s", err, said)
	}
	if said, err = run(connect, "connect", "wecom"); err != nil || !strings.Contains(said, "下一步") {
		t.Fatalf("%v: %s", err, said)
	}
	said, err = run("", "check", "--online")
	for _, part := range []string{"✓ 企业微信：企业 ID 和应用 Secret 正确", "✓ 企业微信：应用“连心”", "✗ 企业微信：回调地址 https://lianxin.example.edu.cn/callback/wecom 访问不到"} {
		if err == nil || !strings.Contains(said, part) {
			t.Errorf("%v: %q is not in %s", err, part, said)
		}
	}
	if _, err := run("", "sync", "--dry-run"); err == nil {
		t.Error("compared without a ledger")
	}
	st, err := store.OpenFile(filepath.Join(dir, "data", "lianxin.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	platform.Leave("LinXiaofeng")
	if said, err = run("", "sync", "--dry-run"); err != nil || !strings.Contains(said, "停用：林晓峰") || !strings.Contains(said, "试运行") {
		t.Errorf("%v: %s", err, said)
	}
	if said, err = run("", "sync", "--only", "dingtalk"); err == nil || !strings.Contains(said, "没有配置这个平台") {
		t.Errorf("%v: %s", err, said)
	}
}
