package config

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the tests see into the golden files")

// variables is the environment of the tests.
func variables(name string) (string, bool) {
	v, ok := map[string]string{
		"WECOM_SECRET":    "SeCrEt-of-the-app",
		"WECOM_TOKEN":     "ToKeN0123456789",
		"WECOM_AES_KEY":   "AeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEyAeSkEy0",
		"WECOM_GROUP_KEY": "6f1e0b1c-aaaa-bbbb-cccc-0123456789ab",
		"DINGTALK_SECRET": "DiNg-secret",
		"EMPTY":           "",
	}[name]
	return v, ok
}

// parseFile reads a configuration of testdata under its bare name.
func parseFile(t *testing.T, name string) (*Config, error) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return Parse(name, data, variables, func(path string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", path)) })
}

// TestBad reads each bad configuration and compares what is said of it with the words that were agreed on.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad-*.yaml")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d bad files, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			_, err := parseFile(t, name)
			var faults Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("no faults: %v", err)
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err2 := os.ReadFile(golden)
			if err2 != nil {
				t.Fatal(err2)
			}
			if diff := cmp.Diff(string(want), err.Error()+"\n"); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
