package web

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
)

// fileURL is where the file of the n-th line of somebody's chat is to be had.
func fileURL(who string, n int) string {
	return "/sandbox/file?" + url.Values{"who": {who}, "n": {strconv.Itoa(n)}}.Encode()
}

// sizeOf says how large a file is: 12 KB, 3.4 MB.
func sizeOf(bytes int) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// file gives a file that stands on somebody's phone to be kept: GET /sandbox/file?who=ID&n=LINE.
func (s *Sandbox) file(w http.ResponseWriter, r *http.Request) {
	p, ok := s.person(r.URL.Query().Get("who"))
	n, err := strconv.Atoi(r.URL.Query().Get("n"))
	if !ok || err != nil || n < 0 {
		http.Error(w, "没有这个文件。", http.StatusNotFound)
		return
	}
	lines := s.phones.Chat(p.user)
	if n >= len(lines) || lines[n].File == nil {
		http.Error(w, "没有这个文件，或者平台已经不保存了。", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": lines[n].Name}))
	_, _ = w.Write(lines[n].File)
}
