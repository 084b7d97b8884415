package web

import (
	"net/http"
	"net/url"
	"strconv"
)

// pictureURL is where the picture of the n-th line of somebody's chat is to be had.
func pictureURL(who string, n int) string {
	return "/sandbox/picture?" + url.Values{"who": {who}, "n": {strconv.Itoa(n)}}.Encode()
}

// picture shows a picture on somebody's phone: GET /sandbox/picture?who=ID&n=LINE.
func (s *Sandbox) picture(w http.ResponseWriter, r *http.Request) {
	p, ok := s.person(r.URL.Query().Get("who"))
	n, err := strconv.Atoi(r.URL.Query().Get("n"))
	if !ok || err != nil || n < 0 {
		http.Error(w, "没有这张图片。", http.StatusNotFound)
		return
	}
	lines := s.phones.Chat(p.user)
	if n >= len(lines) || lines[n].PNG == nil {
		http.Error(w, "没有这张图片，或者平台已经不保存了。", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_, _ = w.Write(lines[n].PNG)
}
