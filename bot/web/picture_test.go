package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestPictureOnAPhone: a picture stands in the chat as one, is to be had by its line, and nothing else is.
func TestPictureOnAPhone(t *testing.T) {
	h := newHouse(t)
	png := []byte("\x89PNG\r\n\x1a\n picture")
	h.phones.put("LinXiaofeng", Line{At: morning, Text: "进度"}, Line{At: morning, Text: "[图片]", PNG: png})
	page := h.get("/sandbox?who=lin&tab=chat").Body.String()
	if want := `<img src="/sandbox/picture?n=1&amp;who=lin" width="375" alt="图片，文字内容见上一条">`; !strings.Contains(page, want) {
		t.Errorf("the page lacks %s", want)
	}
	w := h.get("/sandbox/picture?who=lin&n=1")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/png" || w.Body.String() != string(png) {
		t.Errorf("%d %s %q", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	for _, path := range []string{"who=lin&n=0", "who=lin&n=2", "who=lin&n=-1", "who=lin&n=x", "who=nobody&n=1", "who=chen&n=1", ""} {
		if w := h.get("/sandbox/picture?" + path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
