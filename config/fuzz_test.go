package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse reads anything at all: never a panic; either a school or faults that stand somewhere and say something.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "demo/lianxin.yaml", "example/lianxin.yaml", "measure.yaml", "holidays/2026.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"", "a", "- a", "? [a]: b", "a: &x [*x]", "\xff\xfea", "{", "people: [{id: [a]}]", "units: [{name: {a: b}}]", "calendar: {terms: {}}"} {
		f.Add([]byte(s))
	}
	const name = "lianxin.yaml"
	f.Fuzz(func(t *testing.T, data []byte) {
		// whatever the file refers to is the file itself, or is not there
		read := func(path string) ([]byte, error) {
			if strings.HasPrefix(path, "none") {
				return nil, fs.ErrNotExist
			}
			return data, nil
		}
		c, err := Parse(name, data, variables, read)
		var faults Faults
		switch {
		case err == nil:
			if c.School().Name == "" || len(c.School().Members) == 0 || len(c.School().Calendar.Terms) == 0 || c.School().Location == nil {
				t.Errorf("a school without what a school needs: %+v", c)
			}
		case !errors.As(err, &faults) || len(faults) == 0:
			t.Errorf("no faults: %v", err)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Col < 1 || fault.File == "" || fault.Text == "" || strings.ContainsAny(fault.String(), "\n\r") {
				t.Errorf("fault %+v", fault)
			}
		}
	})
}
