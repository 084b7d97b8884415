package wecomtest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// SmartBot is WeCom for one smart bot (2.10): the members' phones, the platform behind one long connection, and the files that lie on it encrypted. It is an
// http.Handler: /file/ is where files lie, everything else takes the connection. It is stricter than the platform is known to be: a reply with a req_id of
// another connection, a message to somebody who never spoke to the bot and a welcome after five seconds are refused. Close it at the end.
type SmartBot struct {
	options SmartOptions
	chats   *chats
	life    context.Context
	end     context.CancelFunc
	running sync.WaitGroup

	mu      sync.Mutex // guards what follows
	base    string
	sockets map[*smartSocket]bool
	faults  []plannedSmart
	asked   map[string]*asked // callbacks, by req_id
	brought map[string]*brought
	spoken  map[string]bool // rooms in which somebody has spoken to the bot
	unheard map[string]int  // messages of the bot's own accord since somebody spoke there last
	swept   time.Time       // when what can be answered or brought again no more was forgotten last
	meters  map[string]*meter
	uploads map[string]*smartUpload
	pace    *meter // of uploads
	media   mediaStore
	files   map[string][]byte    // ciphertext, by id
	tasks   map[string]bool      // every task_id that was ever used
	cards   map[string]*sentCard // by msgid
	counts  SmartCounts
}

// SmartOptions describe one smart bot. Everything but Members has a default.
type SmartOptions struct {
	BotID      string // empty: made up
	Secret     string // of the long connection; empty: made up
	Members    []Member
	Groups     []string         // chatids of groups that the bot is in
	Now        func() time.Time // clock of the platform; nil: time.Now
	CloseAfter time.Duration    // between the word that a connection is displaced and its end; 0: 20 ms
	Keep       int              // lines that a chat remembers; 0: 1000
	Pending    int              // messages of one member that the bot has not answered yet (the platform: 3); a further one is ErrPending; 0: no limit
	Unheard    int              // messages that the bot may send somebody of its own accord before he says something; beyond it 45009; 0: no limit

	Shown func(room string, l Line) // sees every new line of a chat; it must not call the platform; nil: nobody does
}

// SmartCounts tells what happened since the start.
type SmartCounts struct {
	Subscribed int            // connections that were let in
	Pings      int            // heartbeats
	Commands   map[string]int // of the bot, misbehaving ones too
	Refused    map[int]int    // answers with an errcode
}

// NewSmartBot builds a platform.
func NewSmartBot(o SmartOptions) *SmartBot {
	fill(&o.BotID, "aib"+secret(32))
	fill(&o.Secret, secret(43))
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CloseAfter <= 0 {
		o.CloseAfter = 20 * time.Millisecond
	}
	if o.Keep <= 0 {
		o.Keep = 1000
	}
	p := &SmartBot{
		options: o, chats: newChats(o.Keep, o.Shown), sockets: map[*smartSocket]bool{}, asked: map[string]*asked{}, brought: map[string]*brought{},
		spoken: map[string]bool{}, unheard: map[string]int{}, meters: map[string]*meter{}, uploads: map[string]*smartUpload{}, media: mediaStore{}, files: map[string][]byte{},
		tasks: map[string]bool{}, cards: map[string]*sentCard{},
		pace:   &meter{limits: []limit{{30, time.Minute}, {1000, time.Hour}}},
		counts: SmartCounts{Commands: map[string]int{}, Refused: map[int]int{}},
	}
	p.life, p.end = context.WithCancel(context.Background())
	return p
}

// Options gives the options with everything that was left out filled in.
func (p *SmartBot) Options() SmartOptions { return p.options }

// Listen tells the platform under which address it is reached, http:// or https://. The gateway is the same with ws.
func (p *SmartBot) Listen(base string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.base = base
}

// Gateway is the address for the bot's configuration.
func (p *SmartBot) Gateway() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Replace(p.base, "http", "ws", 1)
}

// Close ends every connection and waits for what goes on behind them.
func (p *SmartBot) Close() {
	p.end()
	p.each(func(s *smartSocket) { _ = s.ws.CloseNow() })
	p.running.Wait()
}

// ServeHTTP takes a connection or gives a file.
func (p *SmartBot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, is := strings.CutPrefix(r.URL.Path, "/file/"); is {
		p.mu.Lock()
		data, found := p.files[id]
		p.mu.Unlock()
		if !found {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
		return
	}
	ws, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	ws.SetReadLimit(2 << 20)
	p.serve(ws)
}

// Chat is what the phone of a member shows, both sides, in order. The slice is the caller's.
func (p *SmartBot) Chat(user string) []Line { return p.chats.lines(fold(user)) }

// Group is what a group shows.
func (p *SmartBot) Group(chatID string) []Line { return p.chats.lines(groupRoom(chatID)) }

// Told gives the texts that the bot said to somebody, in order, as the phone shows them.
func (p *SmartBot) Told(user string) []string { return toldBy(p.Chat(user)) }

// ToldGroup gives the texts that the bot said in a group.
func (p *SmartBot) ToldGroup(chatID string) []string { return toldBy(p.Group(chatID)) }

func toldBy(lines []Line) (out []string) {
	for _, l := range lines {
		if l.From == FromApp {
			out = append(out, l.Text)
		}
	}
	return out
}

// Changed gives a channel that is closed when the next line appears or changes in any chat. Take it before reading the chat.
func (p *SmartBot) Changed() <-chan struct{} {
	p.chats.mu.Lock()
	defer p.chats.mu.Unlock()
	return p.chats.changed
}

// Counts gives the counts since the start. The maps are the caller's.
func (p *SmartBot) Counts() SmartCounts {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.counts
	out.Commands, out.Refused = map[string]int{}, map[int]int{}
	for k, n := range p.counts.Commands {
		out.Commands[k] = n
	}
	for k, n := range p.counts.Refused {
		out.Refused[k] = n
	}
	return out
}

func (p *SmartBot) now() time.Time { return p.options.Now().UTC() }

func (p *SmartBot) member(user string) bool {
	return slices.ContainsFunc(p.options.Members, func(m Member) bool { return fold(m.UserID) == fold(user) })
}
