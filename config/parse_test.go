package config

import (
	"os"
	"strings"
	"testing"
)

// TestHostileFiles reads files that nobody writes by accident: each is refused in one line, quickly.
func TestHostileFiles(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"nothing":           {"", "f:1:1: 文件是空的"},
		"only null":         {"~\n", "f:1:1: 文件是空的"},
		"too large":         {strings.Repeat("#", 4096*1024+1), "f:1:1: 文件超过 4096 KB"},
		"deep":              {strings.Repeat("[", 100000), "f:"},
		"bomb":              {"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "f:1:4: 这里不用 YAML 别名"},
		"alias in itself":   {"a: &a [*a]\n", "f:1:4: 这里不用 YAML 别名"},
		"no UTF-8":          {"school: \xff\xfe\n", "f:1"},
		"control character": {"school: \x01\n", "f:1:1: YAML 写法有误：文件里有控制字符"},
		"a list":            {"- school\n", "f:1:1: 要写一组“键: 值”"},
		"a word":            {"school", "f:1:1: 要写一组“键: 值”"},
		"newline in a key":  {"\"a\\nb\": 1\n", "f:1:1: ?: 键要写成普通文字"},
		"three documents":   {"# one\na: 1\n--- \nb: 2\n---\nc: 3\n", "f:3:1: 只能写一个文档"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("f", []byte(tt.data), variables, os.ReadFile)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

func TestWindowsLineEndsAndByteOrderMark(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := "\ufeff" + strings.ReplaceAll(string(data), "\n", "\r\n")
	read := func(path string) ([]byte, error) { return os.ReadFile("testdata/" + path) }
	if _, err := Parse("full.yaml", []byte(text), variables, read); err != nil {
		t.Error(err)
	}
}
