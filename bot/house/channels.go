package house

import (
	"context"
	"time"

	"lianxin/bot"
	"lianxin/bot/dingtalk"
	"lianxin/bot/mail"
	"lianxin/bot/platforms"
	"lianxin/bot/wecom"
	"lianxin/bot/wecom/aibot"
	"lianxin/config"
	"lianxin/config/policy"
)

// open adds the platforms of a configuration.
func open(on *platforms.Platforms, b *bot.Bot, o Options) error {
	if c := o.Channels.WeCom; c != nil && c.Mode == config.ModeAIBot {
		on.AddSmartBot(smartBot(c), c.APIBase, reveal(c.GroupWebhooks), b)
	} else if c != nil {
		if err := on.AddWeCom(wecomApp(c), reveal(c.GroupWebhooks), b); err != nil {
			return err
		}
	}
	if c := o.Channels.DingTalk; c != nil {
		app := dingtalkApp(c)
		var paths *platforms.Paths
		if c.Mode == config.ModeWebhook {
			paths = &platforms.Paths{Robot: c.CallbackPath.Reveal(), Card: c.CardCallback}
			if o.PublicURL != "" {
				app.CardURL = o.PublicURL + c.CardCallback
			}
		}
		if err := on.AddDingTalk(app, paths, b); err != nil {
			return err
		}
	}
	return on.AddMail(imap(o.Mail.IMAP), smtp(o.Mail.SMTP), b)
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

// Online asks the configured platforms whether they can be worked with. smart is what of a running program is known that has the same smart bot. public is the address from outside, "" if
// there is none; without a school neither accounts nor callbacks are looked at.
func Online(ctx context.Context, in config.Channels, public string, school *policy.School, smart aibot.Serving, now func() time.Time) (found bot.Findings) {
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
