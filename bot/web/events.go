package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	heartbeat = 15 * time.Second      // a silent stream shows that it lives, and a minute that passed shows on the clock
	settle    = 40 * time.Millisecond // changes that come in a burst are shown together
	stuck     = 10 * time.Second      // a browser that takes nothing for so long has gone
)

// events is the live part of the page: GET /sandbox/events?who=ID&mark=MARK, server-sent events. Each holds the parts of the page that changed as
// HTML, in one JSON object; its id is the mark from which a stream that was cut goes on. The stream ends with the request and with the sandbox.
func (s *Sandbox) events(w http.ResponseWriter, r *http.Request) {
	p, ok := s.person(r.URL.Query().Get("who"))
	if !ok {
		http.Error(w, "没有这个人。", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	noDeadline(w)
	st := stream{s: s, w: w, c: http.NewResponseController(w), who: p, sent: make(map[string]string)}
	if err := st.run(r); err != nil {
		s.log.Debug().Err(err).Msg("sandbox stream ended")
	}
}

// markOf is where the asker stands: what the browser saw last, else what the page was rendered with.
func markOf(r *http.Request) string {
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		return last
	}
	return r.URL.Query().Get("mark")
}

// mark names the place after n lines of a chat in this process.
func (s *Sandbox) mark(n int) string { return s.epoch + "." + strconv.Itoa(n) }

// stream is one page that is kept live.
type stream struct {
	s    *Sandbox
	w    http.ResponseWriter
	c    *http.ResponseController
	who  person
	from int               // lines of the chat the page has
	sent map[string]string // what each part looked like when it was sent
}

// run shows every change until the page, or the sandbox, is closed. A page of an earlier process is told to load again: its chat is another one.
func (st *stream) run(r *http.Request) error {
	if !st.resume(markOf(r)) {
		return st.write("event: restart\ndata:\n\n")
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		chats, records, troubles := st.s.phones.Changed(), st.s.store.Changed(), st.s.past.changed()
		if err := st.push(); err != nil {
			return err
		}
		select {
		case <-chats:
		case <-records:
		case <-troubles:
		case <-beat.C:
		case <-r.Context().Done():
			return nil
		case <-st.s.life.Done():
			return nil
		}
		time.Sleep(settle)
	}
}

// resume finds the place in the chat to go on from.
func (st *stream) resume(mark string) bool {
	epoch, n, _ := strings.Cut(mark, ".")
	from, err := strconv.Atoi(n)
	st.from = from
	return epoch == st.s.epoch && err == nil && from >= 0
}

// push sends the parts that look different from what was sent last, and a comment if there is none.
func (st *stream) push() error {
	parts, err := st.parts()
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return st.write(":\n\n")
	}
	data, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("web: event: %w", err)
	}
	return st.write(fmt.Sprintf("id: %s\ndata: %s\n\n", st.s.mark(st.from), data))
}

func (st *stream) write(event string) error {
	_ = st.c.SetWriteDeadline(time.Now().Add(stuck))
	if _, err := st.w.Write([]byte(event)); err != nil {
		return fmt.Errorf("web: event: %w", err)
	}
	return st.c.Flush()
}

// parts renders what changed: the new lines of the chat, and of the rest what differs from the last time.
func (st *stream) parts() (map[string]any, error) {
	s := st.s
	lines := s.lines(st.who)
	s.seen.mark(st.who.user, len(lines))
	records, err := s.records(st.who)
	if err != nil {
		return nil, err
	}
	parts := make(map[string]any)
	for name, view := range map[string]any{
		"activities": records.Activities, "petitions": records.Petitions, "journal": records.Journal, "outbox": records.Notices, "troubles": s.past.list(),
	} {
		if err := st.part(parts, name, view); err != nil {
			return nil, err
		}
	}
	if fresh := lines[min(st.from, len(lines)):]; len(fresh) > 0 {
		html, err := st.html("lines", fresh)
		if err != nil {
			return nil, err
		}
		parts["chat"], st.from = html, len(lines)
	}
	if err := st.cards(parts, lines); err != nil {
		return nil, err
	}
	st.value(parts, "clock", s.clockView())
	st.value(parts, "unread", s.unreadAll())
	return parts, nil
}

// cards renders the cards of the chat that look different from the last time: they change where they stand.
func (st *stream) cards(parts map[string]any, lines []lineView) error {
	var changed []lineView
	for _, l := range lines {
		key := "card " + strconv.Itoa(l.N)
		look := fmt.Sprint(l.Title, l.Text, l.Buttons)
		if _, was := st.sent[key]; len(l.Buttons) == 0 && !was {
			continue
		}
		if look != st.sent[key] {
			st.sent[key] = look
			changed = append(changed, l)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	html, err := st.html("lines", changed)
	parts["cards"] = html
	return err
}

// part renders a list into parts if it looks different from the last time.
func (st *stream) part(parts map[string]any, name string, view any) error {
	html, err := st.html(name, view)
	if err == nil && html != st.sent[name] {
		parts[name], st.sent[name] = html, html
	}
	return err
}

// value puts a plain value into parts if it differs from the last time.
func (st *stream) value(parts map[string]any, name string, v any) {
	if text := fmt.Sprint(v); text != st.sent[name] {
		parts[name], st.sent[name] = v, text
	}
}

func (st *stream) html(name string, view any) (string, error) {
	var b bytes.Buffer
	if err := st.s.pages.ExecuteTemplate(&b, name, view); err != nil {
		return "", fmt.Errorf("web: event: %w", err)
	}
	return b.String(), nil
}

// unreadAll counts the unread lines of everybody, by member id.
func (s *Sandbox) unreadAll() map[string]int {
	all := make(map[string]int, len(s.people))
	for _, p := range s.people {
		all[p.ID] = s.unread(p)
	}
	return all
}
