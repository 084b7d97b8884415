package web

import (
	"mime"
	"net/http"
	"strings"
	"testing"
)

// TestFileOnAPhone: a file stands in the chat under its name and is to be had by its line, and nothing else is.
func TestFileOnAPhone(t *testing.T) {
	h := newHouse(t)
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "台账"}, Line{At: morning, Text: "[文件]", File: []byte("PK book"), Name: "台账-2026-2027学年.xlsx"})
	page := h.get("/sandbox?who=lin&tab=chat").Body.String()
	if want := `<a href="/sandbox/file?n=1&amp;who=lin" download="台账-2026-2027学年.xlsx">台账-2026-2027学年.xlsx</a> <span class="size">1 KB</span>`; !strings.Contains(page, want) {
		t.Errorf("the page lacks %s", want)
	}
	w := h.get("/sandbox/file?who=lin&n=1")
	_, params, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
	if w.Code != http.StatusOK || err != nil || params["filename"] != "台账-2026-2027学年.xlsx" || w.Body.String() != "PK book" {
		t.Errorf("%d %s %q", w.Code, w.Header().Get("Content-Disposition"), w.Body)
	}
	for _, path := range []string{"who=lin&n=0", "who=lin&n=2", "who=lin&n=-1", "who=lin&n=x", "who=nobody&n=1", "who=chen&n=1", ""} {
		if w := h.get("/sandbox/file?" + path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	for bytes, want := range map[int]string{0: "0 KB", 1: "1 KB", 1024: "1 KB", 1025: "2 KB", 3 << 20: "3.0 MB"} {
		if got := sizeOf(bytes); got != want {
			t.Errorf("%d bytes are %s, not %s", bytes, got, want)
		}
	}
}
