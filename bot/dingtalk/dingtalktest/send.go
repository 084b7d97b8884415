package dingtalktest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// batchSend says one thing to up to twenty people (3.6).
func (p *Platform) batchSend(w http.ResponseWriter, r *http.Request) {
	var in struct {
		RobotCode, MsgKey, MsgParam string
		UserIDs                     []string `json:"userIds"`
	}
	if !decode(w, r, &in) {
		return
	}
	line, code := p.said(in.RobotCode, in.MsgKey, in.MsgParam)
	switch {
	case len(in.UserIDs) == 0:
		code = "invalidParameter.userIds.empty"
	case len(in.UserIDs) > 20:
		code = "invalidParameter.userIds.overMax"
	case code == "" && slices.ContainsFunc(in.UserIDs, func(u string) bool { m, ok := p.member(u); return !ok || m.Foreign }):
		code = "staffId.notExisted"
	}
	if code != "" {
		refuse(w, http.StatusBadRequest, code, code)
		return
	}
	m := marksOf(r)
	line.Key = letters(20)
	out := object{"processQueryKey": line.Key, "invalidStaffIdList": both(in.UserIDs, m.invalid), "flowControlledStaffIdList": both(in.UserIDs, m.flow)}
	for _, user := range in.UserIDs {
		if !slices.Contains(m.invalid, user) && !slices.Contains(m.flow, user) {
			p.deliver(user, line, m)
		}
	}
	answer(w, out)
}

func both(a, b []string) []string {
	out := []string{}
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// deliver shows a line, unless it vanishes, and notes when nobody will be told that it did.
func (p *Platform) deliver(chat string, l Line, m marks) {
	if m.drop {
		p.tally(func(c *Counts) { c.Dropped++ })
		return
	}
	if m.lost {
		p.tally(func(c *Counts) { c.Lost[l.Text]++ })
	}
	p.show(chat, l)
}

// said reads what the robot says through the API; code is why not.
func (p *Platform) said(robot, msgKey, msgParam string) (l Line, code string) {
	kind := map[string]string{"sampleText": "text", "sampleMarkdown": "markdown", "sampleLink": "link", "sampleImageMsg": "image", "sampleFile": "file"}[msgKey]
	if strings.HasPrefix(msgKey, "sampleActionCard") {
		kind = "actionCard"
	}
	var param map[string]string
	switch {
	case robot != p.options.RobotCode:
		return l, "robotCode.notExsit"
	case kind == "":
		return l, "msgKey.invalid"
	case len(msgParam) > 20_000:
		return l, "msgParam.tooLong"
	case json.Unmarshal([]byte(msgParam), &param) != nil:
		return l, "msgParam.invalid"
	case kind == "image" || kind == "file":
		return p.fileLine(kind, param)
	}
	return Line{Kind: kind, Text: firstOf(param["content"], param["text"]), Via: "api"}, ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// groupSend says something in a group (3.6).
func (p *Platform) groupSend(w http.ResponseWriter, r *http.Request) {
	var in struct{ RobotCode, MsgKey, MsgParam, OpenConversationID string }
	if !decode(w, r, &in) {
		return
	}
	line, code := p.said(in.RobotCode, in.MsgKey, in.MsgParam)
	if code == "" && !slices.Contains(p.options.Groups, in.OpenConversationID) {
		code = "invalidParameter.openConversationId.invalid"
	}
	if code != "" {
		refuse(w, http.StatusBadRequest, code, code)
		return
	}
	line.Key = letters(20)
	p.deliver(groupChat(in.OpenConversationID), line, marksOf(r))
	answer(w, object{"processQueryKey": line.Key})
}

// talk is what sessions and group robots take.
type talk struct {
	MsgType    string `json:"msgtype"`
	Text       struct{ Content string }
	Markdown   struct{ Title, Text string }
	ActionCard struct{ Title, Text string }
	Link       struct{ Title, Text string }
	At         struct {
		AtUserIDs []string `json:"atUserIds"`
	}
}

func readTalk(w http.ResponseWriter, r *http.Request, via string) (l Line, ok bool) {
	if r.ContentLength > 20_000 {
		oldAnswer(w, 460101, "message too long, exceed 20000 bytes")
		return l, false
	}
	var t talk
	if json.NewDecoder(r.Body).Decode(&t) != nil {
		oldAnswer(w, 40035, "不合法的参数")
		return l, false
	}
	text := firstOf(t.Text.Content, t.Markdown.Text, t.ActionCard.Text, t.Link.Text)
	if text == "" || t.MsgType == "" {
		oldAnswer(w, 40035, "不合法的参数")
		return l, false
	}
	l = Line{Kind: t.MsgType, Text: text, Via: via}
	if len(t.At.AtUserIDs) > 0 {
		l.To = t.At.AtUserIDs[0]
	}
	return l, true
}

// bySession says something where a session leads (3.6).
func (p *Platform) bySession(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	at, ok := p.sessions[r.URL.Query().Get("session")]
	p.mu.Unlock()
	if !ok || !p.now().Before(at.until) {
		oldAnswer(w, 300001, "session 不存在")
		return
	}
	l, ok := readTalk(w, r, "session")
	if !ok {
		return
	}
	p.deliver(at.chat(), l, marksOf(r))
	oldAnswer(w, 0, "ok")
}

// groupRobot is a custom robot of a group (3.7).
func (p *Platform) groupRobot(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	token := q.Get("access_token")
	secret, ok := p.options.Robots[token]
	switch {
	case !ok:
		oldAnswer(w, 300005, "token is not exist")
		return
	case secret != "" && !p.signed(q, secret):
		oldAnswer(w, 310000, "sign not match")
		return
	case p.spoke(token):
		oldAnswer(w, 130101, "send too fast, exceed 20 times per minute")
		return
	}
	l, ok := readTalk(w, r, "robot")
	if !ok {
		return
	}
	if !strings.Contains(l.Text, p.options.Keyword) {
		oldAnswer(w, 310000, "keywords not in content")
		return
	}
	p.deliver(groupChat(token), l, marksOf(r))
	oldAnswer(w, 0, "ok")
}

func (p *Platform) signed(q url.Values, secret string) bool {
	at, err := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	return err == nil && p.now().Sub(time.UnixMilli(at)).Abs() <= time.Hour &&
		q.Get("sign") == keyedHash(secret, q.Get("timestamp")+"\n"+secret)
}

// A group robot may speak so often in a minute; whoever exceeds that is silenced for a while (3.7).
const (
	robotPerMinute = 20
	robotSilenced  = 10 * time.Minute
)

// spoke counts what a group robot says and tells whether it is too much.
func (p *Platform) spoke(token string) (tooMuch bool) {
	now := p.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.silenced[token]) {
		return true
	}
	lately := slices.DeleteFunc(p.robots[token], func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	p.robots[token] = append(lately, now)
	if tooMuch = len(p.robots[token]) > robotPerMinute; tooMuch {
		p.silenced[token], p.robots[token] = now.Add(robotSilenced), nil
	}
	return tooMuch
}
