package web

import (
	"context"
	"net/http"
	"strconv"
)

// press presses a button on somebody's phone: POST /sandbox/press with who, n (the line of the chat, from 0) and key (of the button).
func (s *Sandbox) press(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, http.StatusRequestEntityTooLarge, "请求太长，没有发出。")
		return
	}
	p, ok := s.person(r.PostForm.Get("who"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "没有这个人。")
		return
	}
	n, err := strconv.Atoi(r.PostForm.Get("n"))
	if err != nil || !s.hasButton(p, n, r.PostForm.Get("key")) {
		s.fail(w, r, http.StatusConflict, "这个按钮已经不能点了。")
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), sayTime)
	defer cancel()
	if err := s.phones.Press(ctx, p.user, n, r.PostForm.Get("key")); err != nil {
		s.log.Error().Err(err).Msg("sandbox press was not taken")
		s.fail(w, r, http.StatusBadGateway, "没有点到，请再点一次；详情见运行日志。")
		return
	}
	s.done(w, r, "")
}

// hasButton tells whether a card on somebody's phone has a button that can be pressed.
func (s *Sandbox) hasButton(p person, n int, key string) bool {
	lines := s.phones.Chat(p.user)
	if n < 0 || n >= len(lines) || key == "" {
		return false
	}
	for _, b := range lines[n].Buttons {
		if b.Key == key {
			return true
		}
	}
	return false
}
