package bot_test

import (
	"path/filepath"
	"testing"

	"lianxin/store"
)

// A picture of many is drawn for whom it is meant, and for nobody else, whatever name is put to it.
func TestChartsAreDrawnByRight(t *testing.T) {
	s, err := newStory(filepath.Join(t.TempDir(), "lianxin.db"))
	if err == nil {
		err = store.SeedDemo(s.store, s.school, s.now)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"school/chen/2026-11-19": true, "cases/liu/2026-11-19": true, "school/lin/2026-11-19": false, "cases/deng/2026-11-19": false, "cases/zhao/2026-11-19": false,
		"school/nobody/2026-11-19": false, "school/chen": false, "cases/liu/x": false,
	} {
		if data, err := s.bot.Draw(name); (err == nil) != want || want && len(data) < 1000 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}
