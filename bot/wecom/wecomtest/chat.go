package wecomtest

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Side tells who wrote a line.
type Side string

// The two sides of a chat.
const (
	FromMember Side = "member"
	FromApp    Side = "app"
)

// Line is one bubble in a chat, as the member sees it.
type Line struct {
	ID       int       // grows with every line, over all chats; never 0
	At       time.Time // UTC, by the platform's clock
	From     Side
	Kind     string   // MsgType or msgtype
	Text     string   // what can be read
	URL      string   // where a tap leads
	MediaID  string   // of a picture, a voice message, a file
	MsgID    string   // of the member's message, or of the application's for recall
	Passive  bool     // said in the HTTP answer, not through message/send
	Failed   bool     // the platform gave up: the application never took this message
	Recalled bool     // the application took it back; the text is gone
	Buttons  []Button // of a card
}

// Button is one button of a card.
type Button struct {
	Key     string // EventKey of a click; empty when nothing can be clicked any more
	Text    string
	Pressed bool // greyed out
}

// chats are all chats of a platform, by room: the folded id of a member, or groupRoom of a group.
type chats struct {
	mu      sync.Mutex
	rooms   map[string][]Line
	changed chan struct{}
	last    int
	keep    int
	shown   func(string, Line)
}

func newChats(keep int, shown func(string, Line)) *chats {
	return &chats{rooms: map[string][]Line{}, changed: make(chan struct{}), keep: keep, shown: shown}
}

// Chat is what the member's phone shows: both sides, in order, at most Options.Keep lines. The slice is the caller's; buttons must not be changed.
func (p *Platform) Chat(user string) []Line { return p.chats.lines(fold(user)) }

// Group is what members see in a group: the key of a group robot, or the chatid of a group that the application made.
func (p *Platform) Group(id string) []Line { return p.chats.lines(groupRoom(id)) }

// Changed gives a channel that is closed when the next line appears or changes in any chat. Take it before reading the chat.
func (p *Platform) Changed() <-chan struct{} {
	p.chats.mu.Lock()
	defer p.chats.mu.Unlock()
	return p.chats.changed
}

// fold makes user ids comparable: the platform does not distinguish case (2.7).
func fold(user string) string { return strings.ToLower(user) }

func groupRoom(id string) string { return "group:" + id }

func (c *chats) lines(room string) []Line {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.rooms[room])
}

// add appends a line and gives its ID.
func (c *chats) add(room string, l Line) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	l.ID = c.last
	lines := append(c.rooms[room], l)
	if over := len(lines) - c.keep; over > 0 {
		lines = slices.Delete(lines, 0, over)
	}
	c.rooms[room] = lines
	if c.shown != nil {
		c.shown(room, l)
	}
	c.tell()
	return l.ID
}

// edit changes one line, if it is still remembered.
func (c *chats) edit(room string, id int, change func(*Line)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, found := slices.BinarySearchFunc(c.rooms[room], id, func(l Line, id int) int { return cmp.Compare(l.ID, id) })
	if found {
		change(&c.rooms[room][at])
		c.tell()
	}
}

// editSent changes the lines that came of one message of the application, in the given rooms.
func (c *chats) editSent(rooms []string, msgID string, change func(*Line)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, room := range rooms {
		for i := range c.rooms[room] {
			if l := &c.rooms[room][i]; l.From == FromApp && l.MsgID == msgID {
				change(l)
			}
		}
	}
	c.tell()
}

// tell wakes whoever waits; the caller holds the lock.
func (c *chats) tell() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// show puts a passive reply into the chat. An update of a card changes the card that was clicked instead.
func (p *Platform) show(user string, m Message, r Reply) error {
	switch {
	case r.Text == "":
	case !m.takes(r.Kind):
		return badReply("%s is not shown in answer to %s", r.Kind, cmp.Or(m.event, m.kind))
	case m.card != "" && r.Kind != "text":
		p.updateClicked(user, m.card, r)
	default:
		p.chats.add(fold(user), Line{At: p.now(), From: FromApp, Kind: r.Kind, Text: cut(r.Text, maxText), MediaID: r.MediaID, Passive: true})
	}
	return nil
}

// cut is the platform's: after so many bytes, in the middle of a character if need be.
func cut(text string, most int) string { return text[:min(len(text), most)] }
