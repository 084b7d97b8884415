package platforms

import (
	"context"

	"lianxin/bot"
	"lianxin/bot/mail"
)

// AddMail opens the mailbox of Art. 5.7: letters in, answers out. Without out letters are filed and not answered; without in there are none.
func (p *Platforms) AddMail(in *mail.IMAP, out *mail.SMTP, b *bot.Bot) (err error) {
	var own []string
	var answerer mail.Answerer
	if out != nil {
		sender, err := mail.NewSender(*out, p.log, p.now)
		if err != nil {
			return err
		}
		p.senders[mail.Channel], answerer = sender, sender
		own = append(own, out.From)
		if out.ReplyTo != "" {
			own = append(own, out.ReplyTo)
		}
	}
	if in == nil {
		return nil
	}
	box := *in
	box.Own = own
	p.mailbox, err = mail.NewIntake(box, desk{b}, answerer, p.log, p.now)
	return err
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
