package web

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// keepFiles has one tab keep what is downloaded; the command of the same name for the whole browser does not reach tabs.
var keepFiles = cdp.Command[downloads.SetDownloadBehaviorParams, cdp.Empty]{Method: "Page.setDownloadBehavior"}

// paperDownloaded filters 台账, takes it away as a file and reads it back.
func paperDownloaded(t *testing.T, ctx context.Context) {
	e := newEstate(t)
	l := e.enter(t, ctx, phone, "LinXiaofeng", "/app/records")
	dir := t.TempDir()
	call(l, keepFiles, downloads.SetDownloadBehaviorParams{Behavior: downloads.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
	l.do(chromedp.SetValue(chromedp.ID("kind"), "observe_class"), chromedp.Click(chromedp.CSS(".filter button")))
	l.shows(`location.search.includes('kind=observe_class') && document.querySelector('a.file') !== null`)
	shown := eval[int](l, `document.querySelectorAll('main > .rows > li').length`)
	l.do(chromedp.Click(chromedp.CSS("a.file")))
	data := kept(t, filepath.Join(dir, "台账-全部年度-林晓峰-听课.xlsx"))
	rows := sheetRows(t, data)
	if len(rows) < shown || shown == 0 {
		t.Fatalf("the page shows %d records, the file has %d lines", shown, len(rows))
	}
	for _, row := range rows {
		if row[1] != "林晓峰" || !strings.Contains(strings.Join(row, " "), "听课") {
			t.Errorf("a line is %q", row)
		}
	}
	if at := eval[string](l, `location.pathname`); at != "/app/records" {
		t.Errorf("the download led to %s", at)
	}

	l.goTo("/app/assessment?year=2025-2026")
	l.do(chromedp.Click(chromedp.CSS(`a.file[href*="format=html"]`)))
	l.shows(`document.querySelector('h1').textContent.includes('学年考核表') && document.querySelector('td a') !== null && getComputedStyle(document.querySelector('table')).borderCollapse === 'collapse'`)
	l.run(`document.querySelector('td a').click()`)
	l.shows(`location.pathname.startsWith('/app/records/HD') && document.querySelector('h1').textContent.startsWith('HD')`)
}

// kept waits for a file that the browser keeps.
func kept(t *testing.T, path string) string {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
			return string(data)
		}
		if time.Now().After(end) {
			list, _ := os.ReadDir(filepath.Dir(path))
			t.Fatalf("the browser kept no %s, but %v", filepath.Base(path), list)
		}
	}
}
