package web

import (
	"bytes"
	"html"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"lianxin/store"
	"lianxin/store/ledger"
)

// papers are addresses of papers, by a short name.
var papers = map[string]string{
	"台账": "/app/papers/ledger", "林的台账": "/app/papers/ledger?who=lin", "通报": "/app/papers/bulletin", "考核表": "/app/papers/assessment", "林的考核表": "/app/papers/assessment?who=lin",
	"信访月报": "/app/papers/petitions", "安排表": "/app/papers/receptions", "情况汇总": "/app/papers/received",
}

// Who may have which paper is the same as in the chat; one that he may not have is not there.
func TestRightsToPapers(t *testing.T) {
	e := newEstate(t)
	all := "台账 林的台账 通报 考核表 林的考核表 信访月报 安排表 情况汇总"
	for who, want := range map[string]string{
		"党委书记": all, "党办": all, "纪委办": "台账 林的台账 通报 考核表 林的考核表 安排表", "考核小组": "台账 林的台账 通报 考核表 林的考核表 信访月报 安排表",
		"副校长": "台账 林的台账 林的考核表 安排表", "秘书": "台账 林的台账 安排表", "信访专员": "信访月报 安排表 情况汇总", "校办": "信访月报 安排表 情况汇总",
		"学生": "安排表", "没有列出的人": "", "管理员": "安排表",
	} {
		s := e.as(t, users[who])
		_, nothing := s.get("/app/papers/nothing")
		for name, path := range papers {
			res, body := s.answer(s.request(http.MethodGet, path, nil))
			may := slices.Contains(strings.Fields(want), name)
			switch {
			case may && res.StatusCode != http.StatusOK, !may && res.StatusCode != http.StatusNotFound:
				t.Errorf("%s asks for %s: %d", who, name, res.StatusCode)
			case !may && body != nothing:
				t.Errorf("%s is told that there is %s", who, name)
			}
		}
	}
	for _, path := range []string{"/app/papers/ledger?who=lin", "/app/papers/petitions"} {
		if res, _ := e.surf(t).plain().answer(e.surf(t).request(http.MethodGet, path, nil)); res.StatusCode != http.StatusSeeOther {
			t.Errorf("%s without a session: %d", path, res.StatusCode)
		}
	}
	s := e.as(t, "ChenXiao")
	for _, path := range []string{"/app/papers/ledger?year=1999-2000", "/app/papers/ledger?who=nobody", "/app/papers/bulletin?period=x", "/app/papers/bulletin?format=pdf", "/app/papers/bulletin?format=../x"} {
		if status, _ := s.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// A file has its Chinese name, is kept by nobody on the way, and is written down.
func TestPaperIsHandedOut(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, "ChenXiao")
	for path, name := range map[string]string{
		"/app/papers/ledger?year=2026-2027&kind=observe_class&who=lin": "台账-2026-2027学年-林晓峰-听课.xlsx", "/app/papers/bulletin": "通报-2026-2027学年第一学期.docx",
		"/app/papers/bulletin?format=html": "通报-2026-2027学年第一学期.html", "/app/papers/receptions": "接待日安排表-2026-2027学年第一学期.docx",
	} {
		res, body := s.answer(s.request(http.MethodGet, path, nil))
		how, params, err := mime.ParseMediaType(res.Header.Get("Content-Disposition"))
		if err != nil || params["filename"] != name || (how == "inline") != strings.HasSuffix(name, ".html") {
			t.Errorf("%s: %q, %v", path, res.Header.Get("Content-Disposition"), err)
		}
		if !strings.Contains(res.Header.Get("Content-Disposition"), "filename*=utf-8''") || res.Header.Get("Cache-Control") != "no-store" || res.ContentLength != int64(len(body)) {
			t.Errorf("%s: %v", path, res.Header)
		}
		if strings.HasSuffix(name, ".html") != strings.HasPrefix(body, "<!DOCTYPE html>") || !strings.HasSuffix(name, ".html") && !strings.HasPrefix(body, "PK") {
			t.Errorf("%s begins with %.40q", path, body)
		}
	}
	noted := map[string]int{}
	if err := e.store.View(func(tx *store.Tx) error {
		for line, err := range tx.JournalTail(10) {
			if err != nil {
				return err
			}
			if line.Verb == ledger.VerbExported && line.By == "chen" {
				noted[line.About]++
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if noted["ledger"] != 1 || noted["bulletin"] != 2 || noted["receptions"] != 1 {
		t.Errorf("written down: %v", noted)
	}
	if _, page := e.as(t, "MaXiaodong").get("/app/journal"); !strings.Contains(page, "导出材料") {
		t.Error("the page of the journal does not say it")
	}
}

// sheetRows reads the rows of the first sheet below its head, by the second reader there is in Go.
func sheetRows(t *testing.T, data string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader([]byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[2:]
}

// The file of a filtered list holds what the list shows, but for what counts no more.
func TestLedgerFileIsWhatIsShown(t *testing.T) {
	e := newEstate(t)
	for user, filters := range map[string][]string{
		"ChenXiao":    {"?year=2025-2026&kind=observe_class&unit=" + url.QueryEscape("教育科学学院"), "?who=" + url.QueryEscape("林晓峰"), "?kind=forum"},
		"LinXiaofeng": {"", "?year=2026-2027"}, "ZhaoMin": {"", "?kind=visit"},
	} {
		s := e.as(t, user)
		for _, filter := range filters {
			shown, path := 0, "/app/records"+filter
			file := ""
			for path != "" {
				_, page := s.get(path)
				for _, row := range regexp.MustCompile(`(?s)<li>\s*<p class="head">.*?</li>`).FindAllString(page, -1) {
					if !strings.Contains(row, "已撤回") && !strings.Contains(row, "本人否认") {
						shown++
					}
				}
				if m := regexp.MustCompile(`href="(/app/papers/ledger[^"]*)"`).FindStringSubmatch(page); m != nil {
					file = html.UnescapeString(m[1])
				}
				path = ""
				if m := regexp.MustCompile(`<a href="([^"]+)" rel="next">`).FindStringSubmatch(page); m != nil {
					path = html.UnescapeString(m[1])
				}
			}
			if shown == 0 || file == "" {
				t.Errorf("%s%s shows %d records, file %q", user, filter, shown, file)
				continue
			}
			_, data := s.get(file)
			if rows := sheetRows(t, data); len(rows) < shown || len(rows) > 2*shown || strings.Contains(filter, "who=") && len(rows) != shown {
				t.Errorf("%s%s shows %d records, the file has %d lines", user, filter, shown, len(rows))
			}
		}
	}
}

// The year is explained by its records, from its close, and what came after the close is told.
func TestAssessmentPage(t *testing.T) {
	e := newEstate(t)
	s := e.as(t, "DengWei")
	_, page := s.get("/app/assessment?year=2025-2026&who=lin")
	ids := regexp.MustCompile(`href="/app/records/(HD2026-\d+|HD2025-\d+)"`).FindAllStringSubmatch(page, -1)
	if len(ids) == 0 || !strings.Contains(page, "还没有结账") || !strings.Contains(page, "林晓峰") {
		t.Fatalf("no records explain the draft:\n%s", page)
	}
	if status, _ := s.get("/app/records/" + ids[0][1]); status != http.StatusOK {
		t.Errorf("a record that explains a line: %d", status)
	}
	year, _ := e.school.Calendar.YearByID("2025-2026")
	var closed store.Closed
	err := e.store.Update(morning, func(tx *store.Tx) (err error) {
		closed, err = tx.CloseYear(e.school, year, e.school.Member("deng"), false)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, page = s.get("/app/assessment?year=2025-2026&who=lin")
	for _, want := range []string{closed.Snapshot.Hash, closed.Snapshot.Rules, closed.Snapshot.ID, "每一项都和结账时一致"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	gone := ids[0][1]
	err = e.store.Update(morning, func(tx *store.Tx) error {
		a, err := tx.Activity(gone)
		if err == nil {
			a.Retracted, a.RetractedBy = tx.At, "lin"
			err = tx.PutActivity(&a)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, page = s.get("/app/assessment?year=2025-2026&who=lin&close=" + closed.Snapshot.ID)
	if !strings.Contains(page, "减少 <a href=\"/app/records/"+gone) {
		t.Errorf("the difference is not told:\n%s", page)
	}
	if _, page = s.get("/app/assessment?year=2025-2026"); !strings.Contains(page, "减少 <a href=\"/app/records/"+gone) || !strings.Contains(page, "学校领导班子") {
		t.Errorf("nor on the page of all:\n%s", page)
	}
	_, print := s.get("/app/papers/assessment?period=2025-2026&who=lin&format=html")
	if !strings.Contains(print, `<a href="/app/records/`+ids[1][1]+`">`) || !strings.Contains(print, closed.Snapshot.ID) {
		t.Error("the paper to print has no links")
	}
	for user, want := range map[string]int{"LinXiaofeng": 200, "WuGuoping": 404, "ZhaoMin": 404, student: 404, "LiuFang": 404, "LiangZhiyuan": 200} {
		if status, _ := e.as(t, user).get("/app/assessment?year=2025-2026&who=lin"); status != want {
			t.Errorf("%s: %d", user, status)
		}
	}
	if _, page = e.as(t, "LinXiaofeng").get("/app/assessment"); strings.Contains(page, "何敏华") || !strings.Contains(page, "林晓峰") {
		t.Error("a leader sees his own year and nobody else's")
	}
	for _, path := range []string{"/app/assessment?year=1990-1991", "/app/assessment?year=2025-2026&close=JZ2026-0999", "/app/assessment?who=nobody"} {
		if status, _ := s.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
