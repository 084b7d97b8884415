package wecomtest

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"time"
)

// SmartMessage is what a member's client hands to the platform for a smart bot.
type SmartMessage struct {
	kind    string
	content any
	shown   string
	event   bool
}

// SmartText is what a member typed.
func SmartText(text string) SmartMessage {
	return SmartMessage{kind: "text", content: fields{"content": text}, shown: text}
}

// SmartVoice is what a member said, as the platform understood it.
func SmartVoice(words string) SmartMessage {
	return SmartMessage{kind: "voice", content: fields{"content": words}, shown: "[语音]"}
}

// SmartFile is something that lies on the platform; kind is image, file or video. at comes from Upload.
func SmartFile(kind string, at SealedFile) SmartMessage {
	return SmartMessage{kind: kind, content: fields{"url": at.URL, "aeskey": at.Key}, shown: "[" + kind + "]"}
}

// SmartMixed is text with pictures.
func SmartMixed(text string, pictures ...SealedFile) SmartMessage {
	items := []fields{{"msgtype": "text", "text": fields{"content": text}}}
	for _, at := range pictures {
		items = append(items, fields{"msgtype": "image", "image": fields{"url": at.URL, "aeskey": at.Key}})
	}
	return SmartMessage{kind: "mixed", content: fields{"msg_item": items}, shown: text}
}

// SmartOther is a message of a kind that nobody knows.
func SmartOther(kind string, content any) SmartMessage {
	return SmartMessage{kind: kind, content: content, shown: "[" + kind + "]"}
}

// SmartEvent is an event: enter_chat, feedback_event ...
func SmartEvent(eventType string, more map[string]any) SmartMessage {
	content := fields{"eventtype": eventType}
	maps.Copy(content, more)
	return SmartMessage{kind: "event", content: content, event: true}
}

// SmartClick is a tap on the button of a card.
func SmartClick(taskID, key string) SmartMessage {
	return SmartEvent("template_card_event", fields{"template_card_event": fields{"card_type": "button_interaction", "event_key": key, "task_id": taskID}})
}

type fields = map[string]any

// SealedFile is a file on the platform: its address and the key that belongs to it alone.
type SealedFile struct{ URL, Key string }

// Upload is what a member's phone does with a picture or a file before the message goes out.
func (p *SmartBot) Upload(data []byte) SealedFile {
	key := make([]byte, 32)
	rand.Read(key) // never fails
	pad := block - len(data)%block
	sealed := append([]byte{}, data...)
	for range pad {
		sealed = append(sealed, byte(pad))
	}
	crypt{key: key}.mode(cipher.NewCBCEncrypter).CryptBlocks(sealed, sealed)
	id := secret(24)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[id] = sealed
	return SealedFile{URL: p.base + "/file/" + id, Key: base64.RawStdEncoding.EncodeToString(key)}
}

// Greeted notes that these people have spoken to the bot before: it may speak to them.
func (p *SmartBot) Greeted(users ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, user := range users {
		p.spoken[fold(user)] = true
	}
}

// asked is something that the bot may answer.
type asked struct {
	about   *brought
	socket  *smartSocket
	room    string
	kind    string // text ... or the type of an event
	at      time.Time
	used    bool            // of events, which are answered once
	streams map[string]bool // finished, by id
	begun   time.Time       // of the first stream
}

// ErrPending means that the bot has not answered enough of somebody's messages yet: the platform takes no further one.
var ErrPending = errors.New("wecomtest: too many messages are not answered yet")

// forgotten is how long the platform remembers what it brought: longer than anything can be answered.
const forgotten = 10 * time.Minute

// sweep forgets what is too old, once a minute; the caller holds the lock.
func (p *SmartBot) sweep() {
	now := p.now()
	if now.Sub(p.swept) < time.Minute {
		return
	}
	p.swept = now
	maps.DeleteFunc(p.asked, func(_ string, a *asked) bool { return now.Sub(a.at) > forgotten })
	maps.DeleteFunc(p.brought, func(_ string, b *brought) bool { return now.Sub(b.at) > forgotten })
}

// pending counts what somebody said and has no answer to, as long as it can have one; the caller holds the lock.
func (p *SmartBot) pending(user string) (n int) {
	for _, b := range p.brought {
		if fold(b.user) == fold(user) && b.kind != "event" && !b.answered && p.now().Sub(b.at) <= streamLasts {
			n++
		}
	}
	return n
}

// brought is a message that can be brought again.
type brought struct {
	at          time.Time
	answered    bool
	user, group string
	body        map[string]any
	kind        string
}

// Say lets somebody write to the bot one to one, or an event of his happen. It returns the msgid when the message is on the wire; the platform asks for no
// receipt. It waits for a connection.
func (p *SmartBot) Say(ctx context.Context, user string, m SmartMessage) (string, error) {
	return p.bring(ctx, user, "", m)
}

// SayInGroup lets somebody mention the bot in a group.
func (p *SmartBot) SayInGroup(ctx context.Context, chatID, user string, m SmartMessage) (string, error) {
	return p.bring(ctx, user, chatID, m)
}

func (p *SmartBot) bring(ctx context.Context, user, group string, m SmartMessage) (string, error) {
	id := "CAIQ" + secret(20)
	body := map[string]any{"msgid": id, "aibotid": p.options.BotID, "chattype": "single", "from": fields{"userid": user}, "msgtype": m.kind, m.kind: m.content}
	room := fold(user)
	if group != "" {
		room = groupRoom(group)
		body["chattype"], body["chatid"] = "group", group
		if m.kind == "text" {
			body["text"] = fields{"content": "@连心 " + m.shown}
		}
	}
	kind := m.kind
	if m.event {
		body["create_time"] = p.now().Unix()
		kind, _ = m.content.(fields)["eventtype"].(string)
	}
	p.mu.Lock()
	p.sweep()
	if !m.event && p.options.Pending > 0 && p.pending(user) >= p.options.Pending {
		p.mu.Unlock()
		return "", ErrPending
	}
	p.brought[id] = &brought{user: user, group: group, body: body, kind: kind, at: p.now()}
	if !m.event {
		p.spoken[room] = true
		delete(p.unheard, room)
	}
	p.mu.Unlock()
	if !m.event {
		p.chats.add(room, Line{At: p.now(), From: FromMember, Kind: m.kind, Text: m.shown, MsgID: id})
	}
	return id, p.Again(ctx, id)
}

// Again brings a message once more: the same msgid, another req_id.
func (p *SmartBot) Again(ctx context.Context, msgID string) error {
	s, err := p.socket(ctx)
	if err != nil {
		return err
	}
	reqID, cmd := secret(24), "aibot_msg_callback"
	p.mu.Lock()
	b := p.brought[msgID]
	if b == nil {
		p.mu.Unlock()
		return fmt.Errorf("wecomtest: no message %q to bring again", msgID)
	}
	room := fold(b.user)
	if b.group != "" {
		room = groupRoom(b.group)
	}
	if b.body["msgtype"] == "event" {
		cmd = "aibot_event_callback"
	}
	p.asked[reqID] = &asked{about: b, socket: s, room: room, kind: b.kind, at: p.now(), streams: map[string]bool{}}
	p.mu.Unlock()
	err = s.send(p.callback(cmd, reqID, b.body))
	if err != nil {
		p.mu.Lock()
		delete(p.asked, reqID)
		p.mu.Unlock()
	}
	return err
}
