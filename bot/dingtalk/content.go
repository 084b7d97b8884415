package dingtalk

import (
	"encoding/json"
	"strings"
	"time"

	"lianxin/bot"
	"lianxin/config/policy"
)

// content is what a message holds besides plain text; which fields are set depends on its type.
type content struct {
	DownloadCode string     `json:"downloadCode"`
	Recognition  string     `json:"recognition"` // audio: the words, ready-made
	FileName     string     `json:"fileName"`
	RichText     []fragment `json:"richText"`
}

// fragment is a piece of rich text: words or a picture.
type fragment struct {
	Type         string `json:"type"`
	Text         string `json:"text"`
	DownloadCode string `json:"downloadCode"`
}

// forBot makes of a decoded message what the bot knows.
func (m *Message) forBot(robot string, received time.Time) bot.Message {
	out := bot.Message{
		Key:      robot + "|" + m.ID,
		From:     policy.Address{Channel: Channel, User: m.Sender},
		At:       m.CreateAt.time(),
		Received: received,
	}
	if out.At.IsZero() {
		out.At = received
	}
	if m.group() {
		out.Group = m.Conversation
	}
	var c content
	if len(m.Content) > 0 && json.Unmarshal(m.Content, &c) != nil {
		c = content{} // a form that we do not know is a message without content
	}
	c.into(&out, m)
	return out
}

// into fills in kind, text and media.
func (c *content) into(out *bot.Message, m *Message) {
	switch m.Type {
	case "text":
		out.Kind, out.Text = bot.Text, strings.TrimSpace(m.Text.Content)
	case "richText":
		c.rich(out)
	case "picture":
		out.Kind = bot.Image
		c.attach(out, "image")
	case "audio":
		out.Kind, out.Text = bot.Voice, strings.TrimSpace(c.Recognition)
		c.attach(out, "voice")
	case "video":
		out.Kind = bot.Video
		c.attach(out, "video")
	case "file":
		out.Kind = bot.File
		c.attach(out, "file")
	default:
		out.Kind = bot.Other
	}
}

// rich is text with pictures in it, or pictures alone.
func (c *content) rich(out *bot.Message) {
	var words strings.Builder
	for _, f := range c.RichText {
		if f.DownloadCode != "" {
			out.Media = append(out.Media, bot.Media{ID: f.DownloadCode, Type: "image", Channel: Channel})
			continue
		}
		words.WriteString(f.Text)
	}
	out.Text = strings.TrimSpace(words.String())
	if out.Text == "" && len(out.Media) > 0 {
		out.Kind = bot.Image
	}
}

func (c *content) attach(out *bot.Message, kind string) {
	if c.DownloadCode != "" {
		out.Media = append(out.Media, bot.Media{ID: c.DownloadCode, Name: c.FileName, Type: kind, Channel: Channel})
	}
}
