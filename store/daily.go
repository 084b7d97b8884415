package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"lianxin/config/policy"
)

// Daily copies are named lianxin-2026-11-19.db, encrypted ones with an ending more; only files named so are ever removed.
const (
	dailyPattern = "lianxin-????-??-??.db"
	dailySealed  = ".age"
)

// BackupDaily makes the copy of a day in dir, like BackupFile, and removes the oldest copies beyond the number to keep. The new copy is checked
// before an old one goes. Copies of later days, which a clock has made that was ahead of time, or that a clock behind time finds, are neither counted nor
// removed before their day has come. keep below 1 removes nothing.
func (s *Store) BackupDaily(dir string, day policy.Date, keep int, recipient string) (Report, error) {
	name := "lianxin-" + day.String() + ".db"
	if recipient != "" {
		name += dailySealed
	}
	report, err := s.BackupFile(filepath.Join(dir, name), recipient)
	if err != nil || keep < 1 {
		return report, err
	}
	copies, err := dailyCopies(dir, name)
	if err != nil {
		return report, cannotBackUp(dir, err)
	}
	for _, old := range copies[:max(0, len(copies)-keep)] {
		err = errors.Join(err, os.Remove(old))
	}
	return report, err
}

// dailyCopies lists the daily copies in a folder up to the one of a name, the oldest first.
func dailyCopies(dir, last string) ([]string, error) {
	var out []string
	for _, pattern := range []string{dailyPattern, dailyPattern + dailySealed} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return slices.DeleteFunc(out, func(path string) bool { return filepath.Base(path) > last }), nil
}
