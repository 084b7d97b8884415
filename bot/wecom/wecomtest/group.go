package wecomtest

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"slices"
)

// group is a group chat: one with a robot, or one that the application made.
type group struct {
	name    string
	owner   string
	members []string // folded; empty for a robot's
	robot   *meter   // nil for the application's
}

// robots are the groups of the group robots, by key.
func robots(keys []string) map[string]*group {
	groups := map[string]*group{}
	for _, key := range keys {
		groups[key] = &group{robot: robotMeter()}
	}
	return groups
}

// groupCreate makes a group of at least two members (2.5).
func (p *Platform) groupCreate(c *call) response {
	var ask struct {
		ChatID, Name, Owner string
		UserList            []string
	}
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	fill(&ask.ChatID, "wr"+secret(30))
	g := &group{name: ask.Name, owner: ask.Owner}
	for _, user := range ask.UserList {
		if p.staff.index(user) < 0 {
			return fail(60111, "")
		}
		g.members = append(g.members, fold(user))
	}
	switch {
	case p.groups[ask.ChatID] != nil:
		return fail(86215, "")
	case len(g.members) < 2 || len(g.members) > 2000:
		return fail(40058, "userlist needs 2 to 2000 members")
	}
	p.groups[ask.ChatID] = g
	return answer{"chatid": ask.ChatID}.ok()
}

func (p *Platform) groupGet(c *call) response {
	id := c.query.Get("chatid")
	g := p.groups[id]
	if g == nil || g.robot != nil {
		return fail(86003, "")
	}
	return answer{"chat_info": answer{"chatid": id, "name": g.name, "owner": g.owner, "userlist": slices.Clone(g.members)}}.ok()
}

// groupSend says something in a group that the application made. Members who had too much of it see nothing; the group shows what anybody saw.
func (p *Platform) groupSend(c *call) response {
	var ask struct{ ChatID, MsgType string }
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	g := p.groups[ask.ChatID]
	if g == nil || g.robot != nil {
		return fail(86003, "")
	}
	what, refused := p.read(c, ask.MsgType, groupTypes)
	if refused != nil {
		return refused
	}
	if p.anybodyHears(g) {
		p.chats.add(groupRoom(ask.ChatID), what.line(p.now(), p.newID()))
	}
	return answer{}.ok()
}

// anybodyHears counts the message for each member of the group.
func (p *Platform) anybodyHears(g *group) bool {
	heard := false
	for _, user := range g.members {
		room := groupRoom(user)
		m := p.outgoing.meters[room]
		if m == nil {
			m = groupMeter()
			p.outgoing.meters[room] = m
		}
		if m.allow(p.now()) {
			heard = true
		} else {
			p.traffic.counts.Dropped[user]++
		}
	}
	return heard
}

// robotSend is a group robot speaking (2.9). It is refused what is too long, where the application would be cut.
func (p *Platform) robotSend(c *call) response {
	g := p.groups[c.query.Get("key")]
	if g == nil || g.robot == nil {
		return fail(93000, "")
	}
	var ask robotRequest
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	what, refused := p.readRobot(c, ask)
	switch {
	case refused != nil:
		return refused
	case !g.robot.allow(p.now()):
		return fail(45009, "")
	}
	p.chats.add(groupRoom(c.query.Get("key")), what.line(p.now(), p.newID()))
	return answer{}.ok()
}

type robotRequest struct {
	MsgType    string
	Text       object
	Markdown   object
	MarkdownV2 object `json:"markdown_v2"`
	Image      object
	Card       card `json:"template_card"`
}

func (p *Platform) readRobot(c *call, ask robotRequest) (content, response) {
	switch {
	case ask.MsgType == "image":
		return readInline(ask.Image)
	case ask.MsgType == "markdown":
		return readMarkdown(ask.MsgType, ask.Markdown)
	case ask.MsgType == "markdown_v2":
		return readMarkdown(ask.MsgType, ask.MarkdownV2)
	case len(ask.Text.Content) > maxText:
		return content{}, fail(40058, "text.content exceed max length 2048")
	case ask.MsgType == "template_card" && ask.Card.interactive():
		return content{}, fail(40058, "template_card.card_type")
	}
	return p.read(c, ask.MsgType, robotTypes)
}

// readMarkdown refuses what is too long, and shows the rest whole.
func readMarkdown(kind string, o object) (content, response) {
	switch {
	case o.Content == "":
		return content{}, fail(44004, "")
	case len(o.Content) > 4096:
		return content{}, fail(40058, "markdown.content exceed max length 4096")
	}
	return content{kind: kind, text: o.Content}, nil
}

// readInline reads a picture that travels inside the message, with the MD5 of its bytes.
func readInline(o object) (content, response) {
	data, err := base64.StdEncoding.DecodeString(o.Base64)
	switch {
	case err != nil || !isPicture(data):
		return content{}, fail(40004, "")
	case len(data) > 2<<20:
		return content{}, fail(45001, "")
	case fmt.Sprintf("%x", md5.Sum(data)) != o.MD5:
		return content{}, fail(40058, "image.md5 is not that of the picture")
	}
	return content{kind: "image", text: "[图片]"}, nil
}

func (p *Platform) robotUpload(c *call) response {
	g := p.groups[c.query.Get("key")]
	if g == nil || g.robot == nil {
		return fail(93000, "")
	}
	return p.take(c, "file|voice")
}
