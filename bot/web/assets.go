package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"time"
)

//go:embed pages
var pageFiles embed.FS

//go:embed static
var staticFiles embed.FS

// assets are the files the pages load, by name.
type assets map[string]asset

// asset is one file with the address that changes when its content does, so that browsers may keep it for ever.
type asset struct {
	body []byte
	url  string
}

// URL is the address of a file; an unknown name has none.
func (a assets) URL(name string) string { return a[name].url }

func loadAssets() (assets, error) {
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	all := make(assets, len(entries))
	for _, e := range entries {
		body, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("web: static files: %w", err)
		}
		sum := sha256.Sum256(body)
		all[e.Name()] = asset{body: body, url: "/sandbox/static/" + e.Name() + "?v=" + hex.EncodeToString(sum[:6])}
	}
	return all, nil
}

func loadPages() (*template.Template, error) {
	pages, err := template.ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: pages: %w", err)
	}
	return pages, nil
}

// asset serves one file: GET /sandbox/static/NAME.
func (s *Sandbox) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	a, ok := s.assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(a.body))
}
