package clerk_test

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/clerk"
	"lianxin/bot/web"
	"lianxin/config"
	"lianxin/store"
)

// office is the demo school with its year behind it.
func office(t *testing.T) (*clerk.Clerk, time.Time) {
	t.Helper()
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "l.db"), store.Options{Location: school.Location})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	now := time.Date(2026, 11, 19, 10, 0, 0, 0, school.Location)
	if err := store.SeedDemo(st, school, now); err != nil {
		t.Fatal(err)
	}
	return &clerk.Clerk{School: school, Store: st}, now
}

// What one school exports another one takes in, counts, and gives back as a whole.
func TestFromOneLedgerToAnother(t *testing.T) {
	from, now := office(t)
	var file bytes.Buffer
	if err := from.Export(clerk.Ask{Period: "2025-2026", ByName: true, Format: ".xlsx"}, &file); err != nil {
		t.Fatal(err)
	}
	st, err := store.OpenFile(filepath.Join(t.TempDir(), "new.db"), store.Options{Location: from.School.Location})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	to := &clerk.Clerk{School: from.School, Store: st}
	for i, want := range []string{"将导入（试运行，没有改动）：新增", "已导入：新增", "已导入：新增 0 条"} {
		said, err := to.Import("x.xlsx", file.Bytes(), now, i == 0)
		if err != nil || said.Failed || !strings.Contains(said.Text, want) {
			t.Fatalf("%d: %v, %s", i, err, said.Text)
		}
	}
	var one, two bytes.Buffer
	ask := clerk.Ask{Period: "2025-2026", Format: ".csv"}
	if err := from.Export(ask, &one); err != nil {
		t.Fatal(err)
	}
	if err := to.Export(ask, &two); err != nil {
		t.Fatal(err)
	}
	if a, b := strings.Count(one.String(), "\n"), strings.Count(two.String(), "\n"); a != b || a < 50 {
		t.Errorf("%d lines, then %d", a, b)
	}
	for want, ask := range map[string]clerk.Ask{"没有单位": {Period: "2025-2026", Unit: "x"}, "全名": {Period: "2025-2026", Person: "x"}, "不是学年": {Period: "x"}} {
		if err := to.Export(ask, &two); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	if said, err := to.Undo("DR2026-0001", now); err != nil || said.Failed || !strings.HasPrefix(said.Text, "已撤销导入 DR2026-0001") {
		t.Errorf("%v, %s", err, said.Text)
	}
	if report, err := st.Verify(); err != nil {
		t.Errorf("%v %v", report, err)
	}
}

// Every paper is written in every form, over the control socket too.
func TestOverTheSocket(t *testing.T) {
	c, now := office(t)
	dir, err := os.MkdirTemp("", "lx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	ln, err := web.ListenControl(filepath.Join(dir, "s.sock"))
	if err != nil {
		t.Fatal(err)
	}
	control := web.NewControl(web.ControlTasks{}, zerolog.Nop())
	c.Serve(control, func() time.Time { return now })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- web.NewServer(control, zerolog.Nop()).Serve(ctx, ln) }()
	t.Cleanup(func() { cancel(); <-ended })
	client, err := web.DialControl(filepath.Join(dir, "s.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	begins := map[string]string{".docx": "PK", ".xlsx": "PK", ".html": "<!DOCTYPE html>"}
	for _, kind := range clerk.Kinds {
		for format, begin := range begins {
			var b bytes.Buffer
			ask := clerk.Ask{Kind: kind, Period: "2026-2027-1", Format: format}
			if err := client.Fetch(t.Context(), clerk.PaperPath+"?"+ask.Query().Encode(), &b); err != nil || !strings.HasPrefix(b.String(), begin) {
				t.Errorf("%s%s: %d bytes, %v", kind, format, b.Len(), err)
			}
		}
	}
	var b bytes.Buffer
	if err := client.Fetch(t.Context(), clerk.ExportPath+"?"+clerk.Ask{Period: "soon"}.Query().Encode(), &b); err == nil || !strings.Contains(err.Error(), "“soon”") {
		t.Errorf("a period that is none: %v", err)
	}
	if err := client.Fetch(t.Context(), clerk.ExportPath+"?"+clerk.Ask{Period: "2025-2026", Format: ".xlsx"}.Query().Encode(), &b); err != nil {
		t.Fatal(err)
	}
	said := func(path string, v url.Values, body []byte) clerk.Said {
		text, err := client.Send(t.Context(), path+"?"+v.Encode(), bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		s, err := clerk.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := said(clerk.ImportPath, clerk.ImportQuery("x.xlsx", "", true), b.Bytes()); s.Failed || !strings.Contains(s.Text, "新增 0 条") {
		t.Errorf("its own 台账: %+v", s)
	}
	if s := said(clerk.ImportPath, clerk.ImportQuery("", "DR2026-0009", false), nil); !s.Failed {
		t.Errorf("an import that is not there: %+v", s)
	}
	if s := said(clerk.ClosePath, clerk.CloseQuery("2025-2026", false), nil); s.Failed || !strings.Contains(s.Text, "已结账（JZ2026-0001）") {
		t.Errorf("%+v", s)
	}
	if s := said(clerk.ClosePath, clerk.CloseQuery("2026-2027", false), nil); !s.Failed || !strings.Contains(s.Text, "才结束") {
		t.Errorf("a year that runs: %+v", s)
	}
}
