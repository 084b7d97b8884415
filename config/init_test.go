package config

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// onlySecret is the environment in which the example is complete.
func onlySecret(name string) (string, bool) { return "app-secret", name == "WECOM_SECRET" }

func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	files, err := Init(dir)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range []string{"lianxin.yaml", "secrets/identity.key", "secrets/wecom-token", "secrets/wecom-aes-key"} {
		want = append(want, filepath.Join(dir, name))
	}
	if !slices.Equal(files, want) {
		t.Errorf("wrote %q", files)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "secrets")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("secrets: %v, %v", info.Mode(), err)
	}
	c, err := Load(files[0], onlySecret)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.ForServe(); err != nil {
		t.Error(err)
	}
	if err := EnsureIdentityKey(c.Store.IdentityKeyFile, false); err != nil {
		t.Error(err)
	}
	// every reader of base64 takes the key, the strict ones too
	key, err := base64.StdEncoding.Strict().DecodeString(c.Channels.WeCom.EncodingAESKey.Reveal() + "=")
	if err != nil || len(key) != 32 || len(c.Channels.WeCom.Token.Reveal()) != 32 {
		t.Errorf("%d bytes, %v", len(key), err)
	}
}

func TestInitWritesOverNothing(t *testing.T) {
	for _, name := range []string{"lianxin.yaml", "secrets/identity.key", "secrets/wecom-token"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := Init(dir)
		if err == nil || len(files) > 0 || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %q, %v", name, files, err)
		}
		n := 0
		_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, _ error) error {
			if !d.IsDir() {
				n++
			}
			return nil
		})
		if data, _ := os.ReadFile(path); string(data) != "mine" || n != 1 {
			t.Errorf("%s: %q, %d files", name, data, n)
		}
	}
}

func TestInitTwiceDiffers(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if _, err := Init(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"identity.key", "wecom-token", "wecom-aes-key"} {
		x, err1 := os.ReadFile(filepath.Join(a, "secrets", name))
		y, err2 := os.ReadFile(filepath.Join(b, "secrets", name))
		if err1 != nil || err2 != nil || bytes.Equal(x, y) {
			t.Errorf("%s is the same twice, %v %v", name, err1, err2)
		}
	}
}

// TestExampleComments takes the comment signs off what is commented out in the example: it must be right too.
func TestExampleComments(t *testing.T) {
	out := Example()
	for _, on := range []struct{ off, on string }{
		{"    # group_webhooks:      # 群机器人\n    #   党委办公室: ${WECOM_GROUP_KEY}", "    group_webhooks:\n      党委办公室: ${WECOM_GROUP_KEY}"},
		{"    # api_base:", "    api_base:"},
		{"    # max_age:", "    max_age:"},
		{"  # holidays:\n  #   2026-11-20: 校庆\n  #   2026-12-30..2026-12-31: 停课\n  #   2026-10-07: false", "  holidays:\n    2026-11-20: 校庆\n    2026-12-30..2026-12-31: 停课\n    2026-10-07: false"},
		{"  # workdays:", "  workdays:"},
		{"  # holiday_files:", "  holiday_files:"},
		{"  # reception_days:", "  reception_days:"},
		{"  # periods:               # 节次，不写就用常见的 11 节\n  #   - [", "  periods:\n    - ["},
		{"    # leave:", "    leave:"},
		{"# mail:                    # 信访电子信箱\n#   imap:", "mail:\n  imap:"},
		{"#   smtp:", "  smtp:"},
		{"# reports:", "reports:"},
	} {
		if !bytes.Contains(out, []byte(on.off)) {
			t.Errorf("the example does not say %q", on.off)
		}
		out = bytes.ReplaceAll(out, []byte(on.off), []byte(on.on))
	}
	env := func(string) (string, bool) { return "0123456789abcdef", true }
	table := "year: 2027\noff: {元旦: 2027-01-01}\n"
	read := func(path string) ([]byte, error) {
		switch path {
		case "secrets/wecom-aes-key":
			return []byte(strings.Repeat("A", 43)), nil
		case "holidays/2027.yaml":
			return []byte(table), nil
		}
		return []byte("abc"), nil
	}
	if _, err := Parse("lianxin.yaml", out, env, read); err != nil {
		t.Error(err)
	}
}
