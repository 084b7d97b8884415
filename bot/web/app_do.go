package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"lianxin/bot"
)

// doTime is how long one deed may take.
const doTime = 20 * time.Second

// checked lets a form through that this session has written.
func (a *App) checked(next func(*visit)) func(*visit) {
	return func(v *visit) {
		if _, ok := v.session.wrote(v.r.PostFormValue("token")); !ok {
			a.sorry(v.w, http.StatusForbidden, sayStale)
			return
		}
		next(v)
	}
}

// do carries a form out: POST /app/do. Its parts are put together to what somebody would write in the chat, and the bot hears it as a message of the person
// who has signed in, under a key that follows from the form: who sends it twice is answered the same and nothing happens twice. What the bot says is shown
// on the page from which the form came.
func (a *App) do(v *visit) {
	if err := v.r.ParseForm(); err != nil {
		a.sorry(v.w, http.StatusRequestEntityTooLarge, sayTooLong)
		return
	}
	written, ok := v.session.wrote(v.r.PostForm.Get("token"))
	if !ok {
		a.sorry(v.w, http.StatusForbidden, sayStale)
		return
	}
	text, back := composed(v.r.PostForm), local(v.r.PostForm.Get("back"))
	m := bot.Message{
		Key: "page/" + v.session.mark(v.r.PostForm.Get("token")+"\x00"+text), From: v.session.who, Text: text, Page: true, At: written, Received: v.at.UTC(),
	}
	// What was sent is carried out, also when the page is closed meanwhile.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.r.Context()), doTime)
	defer cancel()
	reply, err := a.bot.Handle(ctx, m)
	if err != nil {
		a.log.Error().Err(err).Msg("a form was not carried out")
		a.sorry(v.w, http.StatusInternalServerError, sayNotDone)
		return
	}
	path, _, _ := strings.Cut(back, "?")
	v.session.keep(path, reply.Text)
	http.Redirect(v.w, v.r, back+"#said", http.StatusSeeOther)
}

// composed puts the parts of a form together: what stands in say, one after the other; then what may be left out, each value in the place of the … of its
// words.
func composed(form map[string][]string) string {
	text := strings.Join(form["say"], "")
	for i, words := range form["with"] {
		if i >= len(form["value"]) {
			break
		}
		if value := strings.TrimSpace(form["value"][i]); value != "" {
			text += strings.Replace(words, "…", value, 1)
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}
