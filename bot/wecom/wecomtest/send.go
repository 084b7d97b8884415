package wecomtest

import (
	"cmp"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"
)

// recallTime is how long a message can be taken back (2.2).
const recallTime = 24 * time.Hour

// outgoing is what the platform remembers of the messages of the application.
type outgoing struct {
	sent   map[string]sent   // by msgid
	meters map[string]*meter // by folded user id
	echoes echoes
	swept  time.Time // when messages that cannot be recalled any more were last forgotten
}

// sent is one message that was taken, and the rooms that it went to.
type sent struct {
	at    time.Time
	rooms []string
}

func newOutgoing() outgoing {
	return outgoing{sent: map[string]sent{}, meters: map[string]*meter{}, echoes: newEchoes()}
}

// sendRequest is the body of message/send without the object that is named after its msgtype.
type sendRequest struct {
	ToUser   string          `json:"touser"`
	ToParty  string          `json:"toparty"`
	ToTag    string          `json:"totag"`
	MsgType  string          `json:"msgtype"`
	AgentID  json.RawMessage `json:"agentid"`
	Check    int             `json:"enable_duplicate_check"`
	Interval int             `json:"duplicate_check_interval"`
}

// messageSend takes a message of the application to its members (2.2).
func (p *Platform) messageSend(c *call) response {
	var ask sendRequest
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	if refused := p.mayAct(c, ask.AgentID); refused != nil {
		return refused
	}
	what, refused := p.read(c, ask.MsgType, appTypes)
	if refused != nil {
		return refused
	}
	to, refused := p.receivers(ask, c.fault.users)
	if refused != nil {
		return refused
	}
	if ask.Check == 1 && p.repeated(ask, what, to) {
		p.traffic.counts.Swallowed++
		return to.answer(p.newID()).ok()
	}
	if p.tiring(len(to.good)) {
		return fail(45009, "")
	}
	return p.distribute(what, to)
}

// mayAct checks that the token is this application's and that the body says the same. A quoted number is taken for a number.
func (p *Platform) mayAct(c *call, agentID json.RawMessage) response {
	id, err := strconv.Atoi(strings.Trim(string(agentID), `"`))
	switch {
	case c.token.secret != p.options.Secret:
		return fail(48002, "")
	case err != nil:
		return fail(40056, "")
	case id != p.options.AgentID:
		return fail(301002, "")
	}
	return nil
}

// repeated is the duplicate check: the same content for the same receivers inside the interval.
func (p *Platform) repeated(ask sendRequest, what content, to receivers) bool {
	interval := time.Duration(min(cmp.Or(ask.Interval, 1800), 4*3600)) * time.Second
	return p.outgoing.echoes.heard(to.identity()+"\x00"+what.identity, p.now(), interval)
}

// distribute puts the message on the phones of its receivers, but for those who had too many.
func (p *Platform) distribute(what content, to receivers) response {
	id := p.newID()
	reached := sent{at: p.now()}
	for _, user := range to.good {
		if !p.meter(user).allow(p.now()) {
			p.traffic.counts.Dropped[user]++
			continue
		}
		p.chats.add(user, what.line(p.now(), id))
		reached.rooms = append(reached.rooms, user)
	}
	if what.cut {
		p.traffic.counts.Cut++
	}
	p.remember(id, reached)
	a := to.answer(id)
	if what.card != nil && what.card.interactive() {
		a["response_code"] = p.cards.issue(what.card, id, reached.rooms, p.now())
	}
	return a.ok()
}

// remember keeps what may still be recalled. Once an hour it forgets what may not.
func (p *Platform) remember(id string, s sent) {
	o := &p.outgoing
	if s.at.Sub(o.swept) >= time.Hour {
		maps.DeleteFunc(o.sent, func(_ string, old sent) bool { return !old.recallable(s.at) })
		o.swept = s.at
	}
	o.sent[id] = s
}

func (s sent) recallable(at time.Time) bool { return at.Before(s.at.Add(recallTime)) }

func (p *Platform) meter(user string) *meter {
	m := p.outgoing.meters[user]
	if m == nil {
		m = memberMeter()
		p.outgoing.meters[user] = m
	}
	return m
}

// messageRecall takes a message back from all phones, within 24 hours.
func (p *Platform) messageRecall(c *call) response {
	var ask struct {
		MsgID string `json:"msgid"`
	}
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	was, found := p.outgoing.sent[ask.MsgID]
	if !found || !was.recallable(p.now()) {
		return fail(40058, "msgid is unknown or too old")
	}
	p.chats.editSent(was.rooms, ask.MsgID, func(l *Line) {
		l.Recalled, l.Text, l.URL, l.MediaID, l.Buttons = true, "", "", "", nil
	})
	return answer{}.ok()
}
