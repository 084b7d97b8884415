package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"lianxin/store/kv/bolt"
)

// Backup writes a consistent copy of the whole ledger to w while work goes on.
func (s *Store) Backup(w io.Writer) error {
	if _, err := s.engine.Snapshot(w); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return nil
}

// BackupFile writes a consistent copy to path (mode 0600) while work goes on, and gives what it found when it opened the copy again and verified it.
// The file appears at once and whole, or not at all; an older file at path is replaced.
//
// With a recipient, an age public key, the file is encrypted for it; the copy that is checked lies beside the ledger meanwhile.
func (s *Store) BackupFile(path, recipient string) (Report, error) {
	return WriteBackup(path, recipient, s.path, s.loc, s.Backup)
}

// WriteBackup is BackupFile for a ledger that another process has open: copy writes the bytes that its Backup gives. ledger is the path of that ledger,
// loc its zone.
func WriteBackup(path, recipient, ledger string, loc *time.Location, copy func(io.Writer) error) (Report, error) {
	report, err := writeBackup(path, recipient, ledger, loc, copy)
	if err != nil {
		return report, cannotBackUp(path, err)
	}
	return report, nil
}

func writeBackup(path, recipient, ledger string, loc *time.Location, copy func(io.Writer) error) (Report, error) {
	if sameFile(path, ledger) {
		return Report{}, overLedger(path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Report{}, err
	}
	seal, err := sealer(recipient)
	if err != nil {
		return Report{}, err
	}
	folder := filepath.Dir(path)
	if recipient != "" {
		folder = plainFolder(ledger)
	}
	copied, err := writeAside(folder, copy)
	if err != nil {
		return Report{}, err
	}
	defer os.Remove(copied)
	report, err := checkFile(copied, Options{Location: loc})
	if err != nil {
		return report, err
	}
	if recipient != "" {
		if copied, err = sealFile(copied, filepath.Dir(path), seal); err != nil {
			return report, err
		}
		defer os.Remove(copied)
	}
	return report, install(copied, path)
}

// plainFolder is where plain copies may lie: beside the ledger, or in the system's place for passing files.
func plainFolder(ledger string) string {
	if ledger == "" {
		return os.TempDir()
	}
	return filepath.Dir(ledger)
}

// checkFile opens a copy as what it is, a ledger, and verifies it.
func checkFile(path string, opt Options) (report Report, err error) {
	if err := bolt.Check(path); err != nil {
		return Report{}, err
	}
	copied, err := OpenFile(path, opt)
	if err != nil {
		return Report{}, err
	}
	report, err = copied.Verify()
	return report, errors.Join(err, copied.Close())
}

// sealer gives the writer that encrypts for a recipient, nil for none.
func sealer(recipient string) (func(io.Writer) (io.WriteCloser, error), error) {
	if recipient == "" {
		return nil, nil
	}
	to, err := age.ParseRecipients(strings.NewReader(recipient))
	if err != nil {
		return nil, badRecipient()
	}
	return func(w io.Writer) (io.WriteCloser, error) { return age.Encrypt(w, to...) }, nil
}

// sealFile encrypts a file into a new one in folder.
func sealFile(from, folder string, seal func(io.Writer) (io.WriteCloser, error)) (string, error) {
	plain, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer plain.Close()
	return writeAside(folder, func(w io.Writer) error {
		sealed, err := seal(w)
		if err != nil {
			return err
		}
		if _, err := io.Copy(sealed, plain); err != nil {
			return err
		}
		return sealed.Close()
	})
}

// writeAside writes a new file (mode 0600) under a passing name in folder and brings it to the disk. On failure nothing is left behind.
func writeAside(folder string, write func(io.Writer) error) (path string, err error) {
	f, err := os.CreateTemp(folder, ".lianxin-*.part")
	if err != nil {
		return "", err
	}
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// install gives a finished file its name.
func install(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// sameFile tells whether two paths lead to one file that is there.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}
