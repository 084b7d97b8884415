package wecomtest

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// smartSocket is one connection of a bot.
type smartSocket struct {
	ws         *websocket.Conn
	life       context.Context
	end        context.CancelFunc
	silent     chan struct{} // closed: nobody reads, writes or closes any more
	hush       sync.Once
	subscribed bool // guarded by the platform's lock
	told       bool // that it is subscribed; likewise
	moved      bool // displaced: nothing new is brought; likewise
}

// smartFrame is a frame either way.
type smartFrame struct {
	Cmd     string `json:"cmd,omitempty"`
	Headers struct {
		ReqID string `json:"req_id"`
	} `json:"headers"`
	Body    json.RawMessage `json:"body,omitempty"`
	ErrCode *int            `json:"errcode,omitempty"`
	ErrMsg  string          `json:"errmsg,omitempty"`
}

// serve keeps one connection until it ends.
func (p *SmartBot) serve(ws *websocket.Conn) {
	s := &smartSocket{ws: ws, silent: make(chan struct{})}
	s.life, s.end = context.WithCancel(p.life)
	defer s.end()
	defer func() { _ = ws.CloseNow() }()
	p.mu.Lock()
	if p.life.Err() != nil {
		p.mu.Unlock()
		return
	}
	p.sockets[s] = true
	p.running.Add(1)
	p.mu.Unlock()
	defer p.running.Done()
	defer func() {
		p.mu.Lock()
		delete(p.sockets, s)
		p.mu.Unlock()
	}()
	for {
		_, data, err := ws.Read(s.life)
		if err != nil {
			return
		}
		select {
		case <-s.silent:
			<-s.life.Done() // half open: nobody reads, nobody closes
			return
		default:
		}
		p.obey(s, data)
	}
}

// obey carries out one command, as well as the faults let it.
func (p *SmartBot) obey(s *smartSocket, data []byte) {
	var f smartFrame
	if json.Unmarshal(data, &f) != nil || f.Headers.ReqID == "" {
		_ = s.send(p.answerTo(f, 40008, nil))
		return
	}
	p.mu.Lock()
	p.counts.Commands[f.Cmd]++
	p.mu.Unlock()
	fault := p.takeFault(f.Cmd)
	if fault.slow > 0 {
		select {
		case <-time.After(fault.slow):
		case <-s.life.Done():
		}
	}
	switch {
	case fault.code != 0:
		_ = s.send(p.answerTo(f, fault.code, nil))
		return
	case fault.ignore:
		return
	}
	code, body := p.carryOut(s, f)
	if !fault.mute && s.send(p.answerTo(f, code, body)) == nil {
		p.mu.Lock()
		s.told = s.told || s.subscribed
		p.mu.Unlock()
	}
	if fault.drop {
		s.end()
		_ = s.ws.CloseNow()
	}
}

// carryOut gives the errcode and the body of the answer.
func (p *SmartBot) carryOut(s *smartSocket, f smartFrame) (int, any) {
	if f.Cmd == "aibot_subscribe" {
		return p.subscribe(s, f.Body), nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !s.subscribed {
		return 846609, nil
	}
	switch f.Cmd {
	case "ping":
		p.counts.Pings++
		return 0, nil
	case "aibot_respond_msg":
		return p.respond(s, f), nil
	case "aibot_respond_welcome_msg":
		return p.welcome(s, f), nil
	case "aibot_respond_update_msg":
		return p.update(s, f), nil
	case "aibot_send_msg":
		return p.push(f.Body), nil
	case "aibot_upload_media_init":
		return p.uploadInit(f.Body)
	case "aibot_upload_media_chunk":
		return p.uploadChunk(f.Body), nil
	case "aibot_upload_media_finish":
		return p.uploadFinish(f.Body)
	}
	return 40008, nil
}

// answerTo makes the answer to a command.
func (p *SmartBot) answerTo(f smartFrame, code int, body any) smartFrame {
	out := smartFrame{Headers: f.Headers, ErrCode: &code, ErrMsg: "ok"}
	if code != 0 {
		var about smartBody
		_ = json.Unmarshal(f.Body, &about)
		out.ErrMsg = "refused " + about.ChatID + ", hint: [1700000000], from ip: 203.0.113.9" // the platform likes to repeat what it was told
		if code == codeKnownTask {
			out.ErrMsg = "template_card.task_id was used before"
		}
		p.mu.Lock()
		p.counts.Refused[code]++
		p.mu.Unlock()
	}
	if body != nil {
		out.Body, _ = json.Marshal(body)
	}
	return out
}

// subscribe lets a connection in; whoever was in before is told and put out.
func (p *SmartBot) subscribe(s *smartSocket, body json.RawMessage) int {
	var in struct {
		BotID  string `json:"bot_id"`
		Secret string `json:"secret"`
	}
	if json.Unmarshal(body, &in) != nil || in.BotID != p.options.BotID || in.Secret != p.options.Secret {
		return 853000
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for other := range p.sockets {
		if other != s && other.subscribed && !other.moved {
			p.putOut(other)
		}
	}
	s.subscribed = true
	p.counts.Subscribed++
	return 0
}

// putOut tells a connection that another has taken its place, and closes it after a while; the caller holds the lock.
func (p *SmartBot) putOut(s *smartSocket) {
	s.moved = true
	p.running.Go(func() {
		_ = s.send(p.callback("aibot_event_callback", secret(20), map[string]any{
			"msgid": secret(24), "aibotid": p.options.BotID, "create_time": p.now().Unix(), "msgtype": "event", "event": map[string]any{"eventtype": "disconnected_event"},
		}))
		select {
		case <-time.After(p.options.CloseAfter):
		case <-s.life.Done():
		}
		s.end()
		_ = s.ws.CloseNow()
	})
}

func (p *SmartBot) callback(cmd, reqID string, body map[string]any) smartFrame {
	f := smartFrame{Cmd: cmd}
	f.Headers.ReqID = reqID
	f.Body, _ = json.Marshal(body)
	return f
}

var errSilent = errors.New("wecomtest: the connection is silent")

func (s *smartSocket) send(f smartFrame) error {
	data, _ := json.Marshal(f)
	return s.write(data)
}

func (s *smartSocket) write(data []byte) error {
	select {
	case <-s.silent:
		return errSilent
	default:
	}
	ctx, cancel := context.WithTimeout(s.life, 5*time.Second)
	defer cancel()
	return s.ws.Write(ctx, websocket.MessageText, data)
}

// socket gives the connection over which messages are brought; it waits for one.
func (p *SmartBot) socket(ctx context.Context) (*smartSocket, error) {
	for {
		if s := p.open(); s != nil {
			return s, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.life.Done():
			return nil, p.life.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

func (p *SmartBot) open() *smartSocket {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.sockets {
		if s.subscribed && !s.moved && s.life.Err() == nil {
			return s
		}
	}
	return nil
}

// Connected tells whether a bot is connected and subscribed, and was told so.
func (p *SmartBot) Connected() bool {
	s := p.open()
	p.mu.Lock()
	defer p.mu.Unlock()
	return s != nil && s.told
}

func (p *SmartBot) each(do func(*smartSocket)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for s := range p.sockets {
		do(s)
	}
}
