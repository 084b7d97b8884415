package wecomtest

import (
	"encoding/json"
	"strings"
	"time"
)

// Limits of the bot's words (2.10).
const (
	maxMarkdown  = 20480
	streamLasts  = 6 * time.Minute
	welcomeLasts = 5 * time.Second // and a change of a card
)

// smartBody is what the bot says, in whichever form.
type smartBody struct {
	ChatID   string `json:"chatid"`
	ChatType int    `json:"chat_type"`
	MsgType  string `json:"msgtype"`
	Stream   struct {
		ID      string `json:"id"`
		Finish  bool   `json:"finish"`
		Content string `json:"content"`
	} `json:"stream"`
	Markdown struct {
		Content string `json:"content"`
	} `json:"markdown"`
	Text struct {
		Content string `json:"content"`
	} `json:"text"`
	Response                  string          `json:"response_type"` // of a change of a card
	Card                      json.RawMessage `json:"template_card"`
	Image, File, Voice, Video struct {
		MediaID string `json:"media_id"`
	}
}

// callbackOf finds what a command answers; the caller holds the lock.
func (p *SmartBot) callbackOf(s *smartSocket, f smartFrame) *asked {
	a := p.asked[f.Headers.ReqID]
	if a == nil || a.socket != s {
		return nil
	}
	return a
}

// respond answers a message; the caller holds the lock.
func (p *SmartBot) respond(s *smartSocket, f smartFrame) int {
	a := p.callbackOf(s, f)
	var in smartBody
	switch {
	case a == nil || strings.HasSuffix(a.kind, "_event") || a.kind == "enter_chat":
		return 846605
	case json.Unmarshal(f.Body, &in) != nil:
		return 40008
	case in.MsgType == "stream":
		return p.stream(a, in)
	case in.MsgType == "text":
		return 40008
	}
	code := p.show(a.room, in)
	a.about.answered = a.about.answered || code == 0
	return code
}

// stream shows a stream, or what has become of it.
func (p *SmartBot) stream(a *asked, in smartBody) int {
	finished, known := a.streams[in.Stream.ID]
	switch {
	case in.Stream.ID == "":
		return 40058
	case finished:
		return 846605
	case !a.begun.IsZero() && p.now().Sub(a.begun) > streamLasts:
		return 846608
	case len(in.Stream.Content) > maxMarkdown:
		return 45002
	case in.Stream.Finish && strings.TrimSpace(in.Stream.Content) == "":
		return 44004
	}
	if !known {
		if !p.meter(a.room).allow(p.now()) {
			return 45009
		}
		if a.begun.IsZero() {
			a.begun = p.now()
		}
		p.chats.add(a.room, Line{At: p.now(), From: FromApp, Kind: "stream", MsgID: in.Stream.ID, Passive: true, Text: rendered(in.Stream.Content)})
	} else {
		p.chats.editSent([]string{a.room}, in.Stream.ID, func(l *Line) { l.Text = rendered(in.Stream.Content) })
	}
	a.streams[in.Stream.ID] = in.Stream.Finish
	a.about.answered = a.about.answered || in.Stream.Finish
	return 0
}

// rendered is what a phone makes of Markdown: a line end is one only behind two spaces or before an empty line.
func rendered(markdown string) string {
	const line = "\x00"
	markdown = strings.ReplaceAll(markdown, "  \n", line)
	markdown = strings.ReplaceAll(markdown, "\n\n", line)
	return strings.ReplaceAll(strings.ReplaceAll(markdown, "\n", " "), line, "\n")
}

// welcome answers who entered; the caller holds the lock.
func (p *SmartBot) welcome(s *smartSocket, f smartFrame) int {
	a := p.callbackOf(s, f)
	var in smartBody
	switch {
	case a == nil || a.kind != "enter_chat" || a.used || p.now().Sub(a.at) > welcomeLasts:
		return 846605
	case json.Unmarshal(f.Body, &in) != nil || in.MsgType != "text" && in.MsgType != "template_card":
		return 40008
	case in.MsgType == "text" && strings.TrimSpace(in.Text.Content) == "":
		return 44004
	}
	a.used = true
	p.chats.add(a.room, Line{At: p.now(), From: FromApp, Kind: in.MsgType, Passive: true, Text: cut(in.Text.Content, maxText)})
	return 0
}

// push is what the bot says of its own accord; the caller holds the lock.
func (p *SmartBot) push(body json.RawMessage) int {
	var in smartBody
	if json.Unmarshal(body, &in) != nil {
		return 40008
	}
	room := fold(in.ChatID)
	if in.ChatType == 2 {
		room = groupRoom(in.ChatID)
	}
	if in.ChatType != 1 && in.ChatType != 2 || !p.spoken[room] || in.ChatType == 1 && !p.member(in.ChatID) {
		return 93006
	}
	if in.MsgType == "stream" || in.MsgType == "text" {
		return 40008
	}
	if p.options.Unheard > 0 && p.unheard[room] >= p.options.Unheard {
		return 45009
	}
	code := p.show(room, in)
	if code == 0 {
		p.unheard[room]++
	}
	return code
}

// show puts a message that is no stream into a chat; the caller holds the lock.
func (p *SmartBot) show(room string, in smartBody) int {
	line := Line{At: p.now(), From: FromApp, Kind: in.MsgType}
	switch in.MsgType {
	case "markdown":
		line.Text = rendered(in.Markdown.Content)
	case "template_card":
		return p.showCard(room, in.Card)
	case "image":
		line.MediaID = in.Image.MediaID
	case "file":
		line.MediaID = in.File.MediaID
	case "voice":
		line.MediaID = in.Voice.MediaID
	case "video":
		line.MediaID = in.Video.MediaID
	default:
		return 40008
	}
	switch {
	case len(in.Markdown.Content) > maxMarkdown:
		return 45002
	case in.MsgType == "markdown" && strings.TrimSpace(line.Text) == "":
		return 44004
	case line.MediaID != "" || in.MsgType == "image" || in.MsgType == "file":
		if m, found := p.media.find(line.MediaID, p.now()); !found || m.kind != in.MsgType {
			return 40007
		}
	}
	if !p.meter(room).allow(p.now()) {
		return 45009
	}
	p.chats.add(room, line)
	return 0
}

// meter counts what a chat gets, replies and the rest.
func (p *SmartBot) meter(room string) *meter {
	if p.meters[room] == nil {
		p.meters[room] = memberMeter()
	}
	return p.meters[room]
}
