package bot_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestDeskLeavesNoTrace holds that nothing that the officer was shown of a filer lies readable in the ledger's file: neither who he is nor his words, not in
// stored replies and not in dialogs.
func TestDeskLeavesNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lianxin.db")
	s, err := newStory(path)
	if err != nil {
		t.Fatal(err)
	}
	run := func(do func(io.Writer, []string) error, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if err := do(&out, args); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	run(s.filed, "li", "open", "后勤-食堂", "红烧鱼块里吃出塑料片")
	run(s.say, "liu", "登记来访：来访人欧阳青，电话13800000077，反映食堂涨价")
	for _, c := range []struct{ text, hears string }{
		{"看 XF2026-0001", "塑料片"},
		{"原话 XF2026-0001", "塑料片"},
		{"谁反映的 XF2026-0001", "理由"},
		{"需要当面核实情况", "李想"},
		{"谁反映的 XF2026-0002 需要约时间", "欧阳青"},
	} {
		if reply := run(s.say, "liu", c.text); !bytes.Contains([]byte(reply), []byte(c.hears)) {
			t.Errorf("%q is answered %q", c.text, reply)
		}
	}
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"塑料片", "李想", "2024101001", "欧阳青", "13800000077"} {
		if bytes.Contains(file, []byte(words)) {
			t.Errorf("%q lies readable in the file", words)
		}
	}
	if !bytes.Contains(file, []byte("XF2026-0001")) {
		t.Error("the file does not even hold the number of the case: this test finds nothing")
	}
}
