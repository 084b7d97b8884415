package wecomtest

import (
	"context"
	"slices"
	"time"
)

// SmartFault is one way in which the platform misbehaves about a command of the bot.
type SmartFault struct {
	code               int
	ignore, mute, drop bool
	slow               time.Duration
}

// SmartRefuse answers an errcode; nothing is done.
func SmartRefuse(code int) SmartFault { return SmartFault{code: code} }

// SmartIgnore neither does nor answers anything.
func SmartIgnore() SmartFault { return SmartFault{ignore: true} }

// SmartMute does what it is told and answers nothing.
func SmartMute() SmartFault { return SmartFault{mute: true} }

// SmartBreak does what it is told and breaks the connection instead of answering.
func SmartBreak() SmartFault { return SmartFault{mute: true, drop: true} }

// SmartSlow does and answers late; everything behind it waits.
func SmartSlow(d time.Duration) SmartFault { return SmartFault{slow: d} }

type plannedSmart struct {
	cmd   string
	left  int
	fault SmartFault
}

// Inject makes the next commands of a name misbehave, so many times; a negative number is until Heal. An empty name is every command.
func (p *SmartBot) Inject(cmd string, times int, f SmartFault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, plannedSmart{cmd, times, f})
}

// Heal forgets all faults that are still to come.
func (p *SmartBot) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
}

func (p *SmartBot) takeFault(cmd string) SmartFault {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.IndexFunc(p.faults, func(n plannedSmart) bool { return n.left != 0 && (n.cmd == "" || n.cmd == cmd) })
	if at < 0 {
		return SmartFault{}
	}
	found := p.faults[at].fault
	if p.faults[at].left--; p.faults[at].left == 0 {
		p.faults = slices.Delete(p.faults, at, at+1)
	}
	return found
}

// Drop breaks every connection without a word.
func (p *SmartBot) Drop() { p.each(func(s *smartSocket) { s.end(); _ = s.ws.CloseNow() }) }

// Silence makes zombies of the connections: they stay open, and nothing is sent or read on them any more. What is brought on them is lost.
func (p *SmartBot) Silence() {
	p.each(func(s *smartSocket) { s.hush.Do(func() { close(s.silent) }) })
}

// Forget makes the platform forget every subscription, while the connections stand (846609).
func (p *SmartBot) Forget() { p.each(func(s *smartSocket) { s.subscribed = false }) }

// Displace is another program that subscribes with the same bot: the connections are told and closed, and messages go elsewhere.
func (p *SmartBot) Displace() {
	p.each(func(s *smartSocket) {
		if s.subscribed && !s.moved {
			p.putOut(s)
		}
	})
}

// Garbage sends something that is no frame, or any frame, over the connection.
func (p *SmartBot) Garbage(ctx context.Context, data string) error {
	s, err := p.socket(ctx)
	if err != nil {
		return err
	}
	return s.write([]byte(data))
}
