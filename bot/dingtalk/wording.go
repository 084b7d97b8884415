package dingtalk

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Content is what can be said: Text, Markdown, Link, ActionCard, Picture or File. The set is closed. Every kind has two forms, one for the server API (protocol
// 3.6, msgKey and msgParam) and one for sessions and group robots; those take neither pictures nor files, of which the second form has no msgtype.
type Content interface {
	api() (msgKey string, msgParam any)
	session() (msgtype string, body any)
	valid() bool
}

// Text is plain text; line ends stay.
type Text string

// Markdown has headings, bold, links, images, lists and quotes. Title stands in the list of chats. Line ends stay: they become those of Markdown.
type Markdown struct{ Title, Text string }

// Link leads to a page.
type Link struct{ Title, Text, PicURL, URL string }

// ActionCard is text in Markdown with one to five buttons that lead to pages. A button that calls back stands on a Card.
type ActionCard struct {
	Title, Text string
	Buttons     []Button
}

// Button leads to a page.
type Button struct{ Title, URL string }

// Picture is a picture that was uploaded.
type Picture struct{ MediaID string }

// File is a file that was uploaded. Kind is the ending of its name: xlsx, pdf, zip, rar, doc or docx.
type File struct{ MediaID, Name, Kind string }

// fileKinds are the files that the platform takes (protocol 3.6).
var fileKinds = map[string]bool{"xlsx": true, "pdf": true, "zip": true, "rar": true, "doc": true, "docx": true}

func (p Picture) api() (string, any)   { return "sampleImageMsg", fields{"photoURL": p.MediaID} }
func (Picture) session() (string, any) { return "", nil }
func (p Picture) valid() bool          { return p.MediaID != "" }

func (f File) api() (string, any) {
	return "sampleFile", fields{"mediaId": f.MediaID, "fileName": f.Name, "fileType": f.Kind}
}
func (File) session() (string, any) { return "", nil }
func (f File) valid() bool          { return f.MediaID != "" && f.Name != "" && fileKinds[f.Kind] }

// sessionTakes tells whether sessions and group robots take it.
func sessionTakes(c Content) bool {
	msgtype, _ := c.session()
	return msgtype != ""
}

// fields is a JSON object.
type fields map[string]any

func (t Text) api() (string, any)     { return "sampleText", fields{"content": string(t)} }
func (t Text) session() (string, any) { return "text", fields{"content": string(t)} }
func (t Text) valid() bool            { return strings.TrimSpace(string(t)) != "" }

func (m Markdown) api() (string, any)     { return "sampleMarkdown", m.body() }
func (m Markdown) session() (string, any) { return "markdown", m.body() }
func (m Markdown) valid() bool            { return m.Title != "" && m.Text != "" }
func (m Markdown) body() fields           { return fields{"title": m.Title, "text": lines(m.Text)} }

func (l Link) api() (string, any) {
	return "sampleLink", fields{"title": l.Title, "text": l.Text, "picUrl": l.PicURL, "messageUrl": l.URL}
}
func (l Link) session() (string, any) { _, body := l.api(); return "link", body }
func (l Link) valid() bool            { return l.Title != "" && l.URL != "" }

const mostButtons = 5

func (c ActionCard) valid() bool {
	return c.Title != "" && c.Text != "" && 1 <= len(c.Buttons) && len(c.Buttons) <= mostButtons
}

func (c ActionCard) api() (string, any) {
	body := fields{"title": c.Title, "text": lines(c.Text)}
	if len(c.Buttons) == 1 {
		body["singleTitle"], body["singleURL"] = c.Buttons[0].Title, c.Buttons[0].URL
		return "sampleActionCard", body
	}
	for i, b := range c.Buttons {
		body[fmt.Sprintf("actionTitle%d", i+1)], body[fmt.Sprintf("actionURL%d", i+1)] = b.Title, b.URL
	}
	return fmt.Sprintf("sampleActionCard%d", len(c.Buttons)), body
}

func (c ActionCard) session() (string, any) {
	body := fields{"title": c.Title, "text": lines(c.Text)}
	if len(c.Buttons) == 1 {
		body["singleTitle"], body["singleURL"] = c.Buttons[0].Title, c.Buttons[0].URL
		return "actionCard", body
	}
	var buttons []fields
	for _, b := range c.Buttons {
		buttons = append(buttons, fields{"title": b.Title, "actionURL": b.URL})
	}
	body["btnOrientation"], body["btns"] = "0", buttons
	return "actionCard", body
}

// lines makes line ends those of Markdown: two spaces before each.
func lines(text string) string { return strings.ReplaceAll(text, "\n", "  \n") }

// encode gives the two texts that the server API takes. They also tell whether two messages are the same.
func encode(c Content) (msgKey, msgParam string) {
	key, param := c.api()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(param) // only strings: it cannot fail
	return key, strings.TrimSuffix(b.String(), "\n")
}
