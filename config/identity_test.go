package config

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIdentityKeyIsCreatedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets", "identity.key")
	if err := EnsureIdentityKey(path, false); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a ledger with sealed identities and no key: %v", err)
	}
	if err := EnsureIdentityKey(path, true); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if info, _ := os.Stat(filepath.Dir(path)); info.Mode().Perm() != 0o700 {
		t.Errorf("mode of the folder %v", info.Mode())
	}
	for _, isNew := range []bool{true, false} {
		if err := EnsureIdentityKey(path, isNew); err != nil {
			t.Error(err)
		}
	}
	if again, _ := os.ReadFile(path); string(again) != string(first) {
		t.Error("the key has changed")
	}
}

func TestIdentityKeyForms(t *testing.T) {
	key := base64.StdEncoding.EncodeToString(make([]byte, 32))
	for name, tt := range map[string]struct {
		text string
		mode os.FileMode
		line string // "" = good
	}{
		"one key":       {"k1 " + key + "\n", 0o600, ""},
		"two keys":      {"2026 " + key + "\r\nk1 " + key, 0o600, ""},
		"group may":     {"k1 " + key, 0o640, ""},
		"everybody may": {"k1 " + key, 0o604, "chmod 600"},
		"empty":         {"", 0o600, "第 1 行"},
		"no id":         {key, 0o600, "第 1 行"},
		"short":         {"k1 " + key + "\nk2 AAAA", 0o600, "第 2 行"},
		"not base64":    {"k1 " + strings.Repeat("?", 44), 0o600, "第 1 行"},
		"twice":         {"k1 " + key + "\nk1 " + key, 0o600, "第 2 行"},
		"blank between": {"k1 " + key + "\n\nk2 " + key, 0o600, "第 2 行"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "identity.key")
			if err := os.WriteFile(path, []byte(tt.text), tt.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			err := EnsureIdentityKey(path, true)
			if (err == nil) != (tt.line == "") || err != nil && !strings.Contains(err.Error(), tt.line) {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "AAAA") {
				t.Errorf("the key is told: %v", err)
			}
		})
	}
}

func TestIdentityKeyUnreadable(t *testing.T) {
	if err := EnsureIdentityKey(t.TempDir(), true); err == nil {
		t.Error("a folder is no key file")
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := EnsureIdentityKey(filepath.Join(path, "identity.key"), true); err == nil {
		t.Error("a file is no folder")
	}
}
