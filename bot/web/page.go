package web

import (
	"bytes"
	"net/http"
	"net/url"
)

// pageView is everything on the sandbox page.
type pageView struct {
	School  string
	Clock   clockView
	Steps   []step
	Tab     string
	Tabs    []tab
	Groups  []groupView
	Chat    chatView
	Records recordsView
	Draft   string // what stands in the box
	Fault   string // what went wrong with the last form
	Assets  assets

	Buttons  []troubleWords // none: nothing can go wrong here
	Troubles []troubleView
}

// tab is one of the four views between which a phone's screen switches; a desk's shows all of them.
type tab struct{ ID, Name string }

var tabs = []tab{{"people", "人员"}, {"chat", "聊天"}, {"ledger", "台账"}, {"outbox", "通知"}}

// tabOf gives a known view; an unknown one is the chat.
func tabOf(id string) string {
	for _, t := range tabs {
		if t.ID == id {
			return id
		}
	}
	return "chat"
}

// pageAsk says which page is asked for.
type pageAsk struct {
	who               person
	tab, draft, fault string
}

// show gives the page: GET /sandbox?who=ID&tab=TAB&draft=TEXT, all of them optional. Somebody who comes without saying who sees the people first.
func (s *Sandbox) show(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	p, ok := s.person(q.Get("who"))
	if !ok {
		http.Error(w, "没有这个人。", http.StatusNotFound)
		return
	}
	ask := pageAsk{who: p, tab: tabOf(q.Get("tab")), draft: q.Get("draft")}
	if !q.Has("who") && !q.Has("tab") {
		ask.tab = "people"
	}
	s.page(w, http.StatusOK, ask)
}

// page writes the whole page, or a short apology if the ledger cannot be read.
func (s *Sandbox) page(w http.ResponseWriter, status int, ask pageAsk) {
	html, err := s.render(ask)
	if err != nil {
		s.log.Error().Err(err).Msg("sandbox page failed")
		http.Error(w, sayBroken, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policyOfPages)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(html)
}

func (s *Sandbox) render(ask pageAsk) ([]byte, error) {
	records, err := s.records(ask.who)
	if err != nil {
		return nil, err
	}
	view := pageView{
		School: s.school.Name, Clock: s.clockView(), Steps: steps[:], Tab: ask.tab, Tabs: tabs,
		Chat: s.chat(ask.who), Groups: s.groups(ask.who), Records: records,
		Draft: ask.draft, Fault: ask.fault, Assets: s.assets,
	}
	if s.troubles != nil {
		view.Buttons, view.Troubles = troubleButtons, s.past.list()
	}
	var b bytes.Buffer
	err = s.pages.ExecuteTemplate(&b, "sandbox.html", view)
	return b.Bytes(), err
}

// pageURL is the address of the page of somebody, opened at a view.
func pageURL(who, tab string) string {
	q := url.Values{"tab": {tabOf(tab)}}
	if who != "" {
		q.Set("who", who)
	}
	return "/sandbox?" + q.Encode()
}
