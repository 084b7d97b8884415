package dingtalktest

import (
	"maps"
	"slices"
	"time"
)

// Line is one message on a phone, or in a group.
type Line struct {
	At     time.Time
	From   string // user id; "" = the robot
	Kind   string // text, markdown, actionCard ... as sessions call it; card
	Text   string // of texts and Markdown; the id of a card
	Via    string // of the robot: session, api, robot
	To     string // mentioned by the robot in a group
	Failed bool   // of a member: the application did not take it

	MediaID string // of a picture or a file that the application uploaded

	Key      string // processQueryKey of the robot's call; "" = said otherwise
	Read     bool   // by whose phone it is
	Recalled bool   // the robot took it back; the text is gone
}

func groupChat(conversation string) string { return "g/" + conversation }

// Chat gives what the phone of somebody shows in the conversation with the robot. The slice is the caller's.
func (p *Platform) Chat(user string) []Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.chats[user])
}

// GroupChat gives what was said in a group to the robot and by it.
func (p *Platform) GroupChat(conversation string) []Line { return p.Chat(groupChat(conversation)) }

// Told gives the texts that the robot said to somebody, in order.
func (p *Platform) Told(user string) []string { return told(p.Chat(user)) }

// ToldGroup gives the texts that the robot said in a group, in order.
func (p *Platform) ToldGroup(conversation string) []string { return told(p.GroupChat(conversation)) }

func told(lines []Line) []string {
	var out []string
	for _, l := range lines {
		if l.From == "" {
			out = append(out, l.Text)
		}
	}
	return out
}

// Changed is closed when any phone shows something new.
func (p *Platform) Changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// show puts a line on a phone.
func (p *Platform) show(chat string, l Line) {
	l.At = p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := append(p.chats[chat], l)
	if over := len(lines) - p.options.Keep; p.options.Keep > 0 && over > 0 {
		lines = slices.Delete(lines, 0, over)
	}
	p.chats[chat] = lines
	if p.options.Shown != nil {
		p.options.Shown(chat, l)
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// place is where a session leads.
type place struct {
	user, group string
	until       time.Time
}

func (at place) chat() string {
	if at.group != "" {
		return groupChat(at.group)
	}
	return at.user
}

// openSession makes the address of a session.
func (p *Platform) openSession(at place) string {
	id := letters(32)
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); now.Sub(p.swept) >= time.Minute {
		p.swept = now
		maps.DeleteFunc(p.sessions, func(_ string, old place) bool { return !now.Before(old.until) })
	}
	p.sessions[id] = at
	return p.base + "/robot/sendBySession?session=" + id
}

// CloseSessions ends all sessions at once: 300001 from now on, whatever was promised.
func (p *Platform) CloseSessions() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.sessions)
}
