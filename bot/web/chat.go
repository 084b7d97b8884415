package web

import (
	"strings"
	"time"

	"lianxin/config/policy"
)

// pause is the silence after which a chat says the time again.
const pause = 5 * time.Minute

// lineView is one message as the page shows it.
type lineView struct {
	N       int    // position in the chat, from 0: the identity of the line
	When    string // the time above it; "" where it would repeat itself
	At      string // machine-readable time
	Mine    bool
	Who     string // who wrote it
	Face    string
	Text    string
	Picture string // where the picture is to be had; "" for words
	File    string // where the file is to be had; "" for words
	Name    string // of the file
	Size    string // of the file, as people read it
	Note    string

	ID      string // of the person whose chat it is, on a card
	Title   string // of a card; Text is the rest
	Buttons []Button
}

// chatView is the chat of the chosen person.
type chatView struct {
	ID, Name, Title, User string
	Face                  string
	Group                 int
	Lines                 []lineView
	Phrases               []string
	Mark                  string // up to where the chat is shown; the stream goes on from here
}

// chat lays out somebody's whole chat and notes that it was shown.
func (s *Sandbox) chat(p person) chatView {
	lines := s.lines(p)
	s.seen.mark(p.user, len(lines))
	return chatView{
		ID: p.ID, Name: p.Name, Title: s.title(p), User: p.user, Face: face(p.Name), Group: int(p.group),
		Lines: lines, Phrases: s.phrasesOf(p), Mark: s.mark(len(lines)),
	}
}

// lines lays out somebody's chat line by line.
func (s *Sandbox) lines(p person) []lineView {
	lines := s.phones.Chat(p.user)
	out := make([]lineView, len(lines))
	var before time.Time
	for i, l := range lines {
		at := l.At.In(s.school.Location)
		v := lineView{N: i, When: when(before, at), At: at.Format(time.RFC3339), Mine: l.Mine, Who: "连心", Face: "连", Text: l.Text, Note: l.Note}
		if l.PNG != nil {
			v.Picture = pictureURL(p.ID, i)
		}
		if l.File != nil {
			v.File, v.Name, v.Size = fileURL(p.ID, i), l.Name, sizeOf(len(l.File))
		}
		if len(l.Buttons) > 0 {
			v.ID, v.Buttons = p.ID, l.Buttons
			v.Title, v.Text, _ = strings.Cut(l.Text, "\n")
		}
		if l.Mine {
			v.Who, v.Face = p.Name, face(p.Name)
		}
		out[i], before = v, at
	}
	return out
}

// when gives the time that stands above a message: the whole day when the day is a new one, the time of day after a pause, else nothing.
func when(before, at time.Time) string {
	switch {
	case before.IsZero(), policy.DateOf(before, at.Location()) != policy.DateOf(at, at.Location()):
		return dayAndTime(at)
	case at.Sub(before) >= pause:
		return at.Format("15:04")
	}
	return ""
}
