package bot_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/dingtalk"
	"lianxin/bot/dingtalk/dingtalktest"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/bot/wecom/wecomtest"
	"lianxin/bot/wire"
	"lianxin/reminders"
	"lianxin/store/ledger"
)

// way is one way to reach people: a platform with its simulator, the real adapter between it and the bot of a retelling.
type way struct {
	channel string
	say     func(ctx context.Context, user, text string) error // on the phone of somebody
	told    func(user string) []string                         // what his phone shows of the bot, in order
	files   func(user string) int                              // how many of that are files
	sender  reminders.Sender

	faces func(user string) []face                            // the same with buttons
	press func(ctx context.Context, user string, b key) error // presses a button
}

// face is one line of a phone: what can be read, the answer to a press that stands on a card, and what can be pressed.
type face struct {
	text, answer string
	buttons      []key
	chosen       string // in the place of the buttons
}

// key is a button: of which card, at which place, and what stands on it.
type key struct{ card, place, label string }

// Where the platform has no duplicate check the Sender says so, and all but the group robots show buttons.
var (
	_ reminders.Doubter    = (*aibot.Robot)(nil)
	_ reminders.Doubter    = (*dingtalk.Sender)(nil)
	_ reminders.Doubter    = (*dingtalk.GroupSender)(nil)
	_ reminders.Doubter    = (*wecom.GroupSender)(nil)
	_ reminders.CardSender = (*aibot.Robot)(nil)
	_ reminders.CardSender = (*dingtalk.Sender)(nil)
	_ reminders.CardSender = (*wecom.Sender)(nil)
)

// ways are all of them. Each is opened for one retelling and ends with its test.
var ways = map[string]struct {
	channel string
	open    func(t *testing.T, r *retelling, users []string) *way
}{
	"wecom app": {wecom.Channel, overApp}, "wecom smart bot": {aibot.Channel, overSmartBot},
	"dingtalk webhook": {dingtalk.Channel, overWebhook}, "dingtalk stream": {dingtalk.Channel, overStream},
}

func overApp(t *testing.T, r *retelling, users []string) *way {
	platform, err := wecomtest.New(wecomtest.Options{Members: wecomtest.People(users...), Now: r.clock, Console: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(platform)
	o := platform.Options()
	app := wecom.Config{CorpID: o.CorpID, AgentID: o.AgentID, Secret: o.Secret, Token: o.Token, EncodingAESKey: o.EncodingAESKey, APIBase: server.URL, Cards: r.cards}
	callback, err := wecom.NewCallback(app, r.bot, zerolog.Nop(), r.clock)
	if err != nil {
		t.Fatal(err)
	}
	sender := wecom.NewSender(app, zerolog.Nop(), r.clock)
	callback.Updating(sender)
	door := httptest.NewServer(callback)
	t.Cleanup(func() { door.Close(); r.shut(t, callback.Close); platform.Close(); server.Close() })
	if err := platform.SaveURL(t.Context(), door.URL); err != nil {
		t.Fatal(err)
	}
	return &way{
		channel: wecom.Channel, sender: sender,
		say: func(ctx context.Context, user, text string) error {
			_, err := platform.Say(ctx, user, text)
			return err
		},
		told: func(user string) (out []string) {
			for _, l := range platform.Chat(user) {
				if l.From == wecomtest.FromApp {
					out = append(out, l.Text)
				}
			}
			return out
		},
		files: func(user string) int { return wecomFiles(platform.Chat(user)) },
		faces: func(user string) []face { return wecomFaces(platform.Chat(user)) },
		press: func(ctx context.Context, user string, b key) error {
			_, err := platform.Click(ctx, user, b.card, b.place)
			return err
		},
	}
}

func wecomFaces(lines []wecomtest.Line) (out []face) {
	for _, l := range lines {
		if l.From != wecomtest.FromApp {
			continue
		}
		f := face{text: l.Text}
		for _, b := range l.Buttons {
			if b.Pressed {
				f.chosen = b.Text
				_, f.answer, _ = strings.Cut(l.Text, "\n")
				continue
			}
			f.buttons = append(f.buttons, key{l.MsgID, b.Key, b.Text})
		}
		out = append(out, f)
	}
	return out
}

func wecomFiles(lines []wecomtest.Line) (n int) {
	for _, l := range lines {
		if l.From == wecomtest.FromApp && l.Kind == "file" && l.MediaID != "" {
			n++
		}
	}
	return n
}

func overSmartBot(t *testing.T, r *retelling, users []string) *way {
	platform := wecomtest.NewSmartBot(wecomtest.SmartOptions{Members: wecomtest.People(users...), Now: r.clock})
	server := httptest.NewServer(platform)
	platform.Listen(server.URL)
	platform.Greeted(users...)
	o := platform.Options()
	robot := aibot.New(aibot.Config{BotID: o.BotID, Secret: o.Secret, Gateway: platform.Gateway(), Cards: r.cards}, r.bot, zerolog.Nop(), r.clock, aibot.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	go robot.Run(ctx)
	t.Cleanup(func() { cancel(); r.shut(t, robot.Close); platform.Close(); server.Close() })
	for until := time.Now().Add(10 * time.Second); !platform.Connected() && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	return &way{
		channel: aibot.Channel, sender: robot, told: platform.Told,
		files: func(user string) int { return wecomFiles(platform.Chat(user)) },
		faces: func(user string) []face { return wecomFaces(platform.Chat(user)) },
		press: func(ctx context.Context, user string, b key) error {
			_, err := platform.Click(ctx, user, b.card, b.place)
			return err
		},
		say: func(ctx context.Context, user, text string) error {
			_, err := platform.Say(ctx, user, wecomtest.SmartText(text))
			return err
		},
	}
}

func overWebhook(t *testing.T, r *retelling, users []string) *way {
	w, platform, in := overDingTalk(t, r, users, "http://replaced.invalid/card")
	callback, err := dingtalk.NewCallback(in)
	if err != nil {
		t.Fatal(err)
	}
	door := httptest.NewServer(callback.At("/robot", "/card"))
	t.Cleanup(door.Close)
	platform.CallBack(door.URL + "/robot")
	platform.RouteCards(door.URL + "/card")
	return w
}

func overStream(t *testing.T, r *retelling, users []string) *way {
	w, _, in := overDingTalk(t, r, users, "")
	stream := dingtalk.NewStream(in, wire.LinkOptions{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); stream.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })
	return w
}

func overDingTalk(t *testing.T, r *retelling, users []string, cardURL string) (*way, *dingtalktest.Platform, *dingtalk.Intake) {
	platform := dingtalktest.New(dingtalktest.Options{Members: dingtalktest.People(users...), Now: r.clock})
	server := httptest.NewServer(platform)
	platform.Listen(server.URL)
	o := platform.Options()
	app := dingtalk.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, CorpID: o.CorpID, RobotCode: o.RobotCode, APIBase: server.URL, OldAPIBase: server.URL}
	if r.cards {
		app.CardTemplate, app.CardURL = "t.schema", cardURL
	}
	sender := dingtalk.NewSender(app, nil, zerolog.Nop(), r.clock)
	in := dingtalk.NewIntake(app, r.bot, sender, zerolog.Nop(), r.clock)
	t.Cleanup(func() { r.shut(t, in.Close); r.shut(t, sender.Close); platform.Close(); server.Close() })
	return &way{
		channel: dingtalk.Channel, sender: sender, told: platform.Told,
		faces: func(user string) []face { return dingtalkFaces(platform, user) },
		press: func(ctx context.Context, user string, b key) error {
			return platform.Click(ctx, user, b.card, b.place, nil)
		},
		files: func(user string) (n int) {
			for _, l := range platform.Chat(user) {
				if l.From == "" && l.Kind == "file" && l.MediaID != "" {
					n++
				}
			}
			return n
		},
		say: func(ctx context.Context, user, text string) error {
			_, err := platform.Say(ctx, user, dingtalktest.Text(text))
			return err
		},
	}, platform, in
}

func dingtalkFaces(platform *dingtalktest.Platform, user string) (out []face) {
	for _, l := range platform.Chat(user) {
		if l.From != "" {
			continue
		}
		f := face{text: l.Text}
		if l.Kind == "card" {
			c := platform.Card(l.Text, user)
			f = face{text: c[dingtalk.CardTitle] + "\n" + c[dingtalk.CardText], answer: c[dingtalk.CardReply], chosen: c[dingtalk.CardChosen]}
			for n := range ledger.MostChoices {
				if label := c[fmt.Sprint("button", n+1)]; label != "" {
					f.buttons = append(f.buttons, key{l.Text, fmt.Sprint(n + 1), label})
				}
			}
		}
		out = append(out, f)
	}
	return out
}

// shut closes a part in time.
func (r *retelling) shut(t *testing.T, end func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := end(ctx); err != nil {
		t.Error(err)
	}
}
