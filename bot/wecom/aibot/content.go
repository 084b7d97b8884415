package aibot

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"lianxin/bot"
	"lianxin/config/policy"
)

// words are the content of text and voice.
type words struct {
	Content string `json:"content"`
}

// media is the content of a picture, a file or a video: an address that is good for five minutes, and the key of what lies there.
type media struct {
	URL string `json:"url"`
	Key string `json:"aeskey"`
}

// mixed is text with pictures in it.
type mixed struct {
	Items []struct {
		Type  string `json:"msgtype"`
		Text  words  `json:"text"`
		Image media  `json:"image"`
	} `json:"msg_item"`
}

// event is the content of an event. What a card's button carries stands in it, or one floor lower.
type event struct {
	Type string `json:"eventtype"`
	click
	Card click `json:"template_card_event"`
}

type click struct {
	Key  string `json:"event_key"`
	Task string `json:"task_id"`
}

// Events.
const (
	eventEnter     = "enter_chat" // first of the day
	eventClick     = "template_card_event"
	eventFeedback  = "feedback_event"
	eventDisplaced = "disconnected_event"
)

// read decodes a content; one of a form that is not known is empty.
func read[T any](raw json.RawMessage) (out T) {
	if len(raw) > 0 && json.Unmarshal(raw, &out) != nil {
		var none T
		return none
	}
	return out
}

// forBot makes of a decoded message what the bot knows.
func (m *Message) forBot(key string, received time.Time) bot.Message {
	out := bot.Message{Key: key, From: policy.Address{Channel: Channel, User: m.From.User}, At: m.at(), Received: received}
	if out.At.IsZero() {
		out.At = received
	}
	if m.group() {
		out.Group = m.Chat
	}
	m.into(&out)
	return out
}

// into fills in kind, text and media.
func (m *Message) into(out *bot.Message) {
	switch m.Type {
	case "text":
		out.Kind, out.Text = bot.Text, m.spoken(read[words](m.Text).Content)
	case "voice":
		out.Kind, out.Text = bot.Voice, m.spoken(read[words](m.Voice).Content)
	case "image":
		out.Kind = bot.Image
		attach(out, "image", read[media](m.Image))
	case "file":
		out.Kind = bot.File
		attach(out, "file", read[media](m.File))
	case "video":
		out.Kind = bot.Video
		attach(out, "video", read[media](m.Video))
	case "mixed":
		m.rich(out)
	case "event":
		e := read[event](m.Event)
		out.Kind, out.Event = bot.Event, eventName(e.Type)
		if e.Type == eventClick {
			out.Kind = bot.Press
		}
		out.EventKey, out.TaskID = first(e.Key, e.Card.Key), first(e.Task, e.Card.Task)
	default:
		out.Kind = bot.Other
	}
}

// rich is text with pictures in it, or pictures alone.
func (m *Message) rich(out *bot.Message) {
	var text strings.Builder
	for _, item := range read[mixed](m.Mixed).Items {
		text.WriteString(item.Text.Content)
		if item.Type == "image" {
			attach(out, "image", item.Image)
		}
	}
	out.Kind, out.Text = bot.Text, m.spoken(text.String())
	if out.Text == "" && len(out.Media) > 0 {
		out.Kind = bot.Image
	}
}

// attach notes something that lies on the platform: its key stands where the other mode has a media id.
func attach(out *bot.Message, kind string, at media) {
	if at.URL != "" {
		out.Media = append(out.Media, bot.Media{ID: at.Key, URL: at.URL, Type: kind, Channel: Channel})
	}
}

// spoken is what was said, without the name of the bot, which stands in front in a group.
func (m *Message) spoken(text string) string {
	text = strings.TrimSpace(text)
	if !m.group() || !strings.HasPrefix(text, "@") {
		return text
	}
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return ""
	}
	return strings.TrimSpace(text[end:])
}

// eventName is what the bot calls an event: who enters the chat for the first time of a day is greeted like a newcomer, because the platform asks for a welcome.
func eventName(platform string) string {
	if platform == eventEnter {
		return "subscribe"
	}
	return platform
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
