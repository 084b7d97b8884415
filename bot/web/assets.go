package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"strings"
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
func (s *Sandbox) asset(w http.ResponseWriter, r *http.Request) { s.assets.serve(w, r) }

// serve serves the file that the path names.
func (a assets) serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	one, ok := a[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(one.body))
}

//go:embed app
var sheetFiles embed.FS

// loadSheets reads the pages of the App, each with the frame around it and the parts that they share.
func loadSheets(all assets) (map[string]*template.Template, error) {
	shared := template.New("").Funcs(template.FuncMap{
		"asset":  func(name string) string { return strings.Replace(all.URL(name), "/sandbox/", "/app/", 1) },
		"inc":    func(i int) int { return i + 1 },
		"joined": func(words ...string) string { return joined(" · ", words...) },
		"of": func(key string, value any, more ...any) map[string]any {
			return pairs(append([]any{key, value}, more...))
		},
	})
	shared, err := shared.ParseFS(sheetFiles, "app/frame.html", "app/parts.html")
	if err != nil {
		return nil, fmt.Errorf("web: pages: %w", err)
	}
	files, err := sheetFiles.ReadDir("app")
	if err != nil {
		return nil, fmt.Errorf("web: pages: %w", err)
	}
	sheets := map[string]*template.Template{}
	for _, f := range files {
		one, err := shared.Clone()
		if err == nil {
			one, err = one.ParseFS(sheetFiles, "app/"+f.Name())
		}
		if err != nil {
			return nil, fmt.Errorf("web: pages: %w", err)
		}
		sheets[f.Name()] = one
	}
	return sheets, nil
}

// pairs makes a map of keys and values, for a part of a page that needs more than one thing.
func pairs(list []any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(list); i += 2 {
		if key, ok := list[i].(string); ok {
			out[key] = list[i+1]
		}
	}
	return out
}
