package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

// RestoreOptions says how a backup is put back.
type RestoreOptions struct {
	Force    bool   // a ledger that is there already may be overwritten
	Identity string // path of a file with age identities, for an encrypted backup; "" for a plain one
}

// Restore puts a backup in the place of the ledger at target, and gives what it found when it checked the backup before. It refuses (a *Fault) to
// overwrite a ledger without Force, to do so while another process has it open, and to restore what is damaged; then target is as it was.
func Restore(backup, target string, opt RestoreOptions) (Report, error) {
	report, err := restore(backup, target, opt)
	if err != nil {
		return report, cannotRestore(backup, err)
	}
	return report, nil
}

func restore(backup, target string, opt RestoreOptions) (Report, error) {
	if sameFile(backup, target) {
		return Report{}, overLedger(target)
	}
	if err := mayReplace(target, opt.Force); err != nil {
		return Report{}, err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return Report{}, err
	}
	copied, err := writeAside(filepath.Dir(target), func(w io.Writer) error { return readBackup(w, backup, opt.Identity) })
	if err != nil {
		return Report{}, err
	}
	defer os.Remove(copied)
	report, err := checkFile(copied, Options{})
	if err != nil {
		return report, err
	}
	return report, install(copied, target)
}

// mayReplace refuses a target that holds a ledger, unless that is wanted and nobody uses it. A damaged one may always be replaced with Force.
func mayReplace(target string, force bool) error {
	_, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !force:
		return wouldOverwrite(target)
	}
	engine, err := bolt.Open(target, bolt.Options{})
	switch {
	case errors.Is(err, kv.ErrLocked):
		return cannotOpen(target, err)
	case err != nil:
		return nil
	}
	return engine.Close()
}

// sealedHead is how an age file begins.
const sealedHead = "age-encryption.org/v1\n"

// readBackup copies a backup to w, decrypted if it is encrypted.
func readBackup(w io.Writer, path, identity string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	var plain io.Reader = in
	if head, _ := in.Peek(len(sealedHead)); string(head) == sealedHead {
		if plain, err = unseal(in, identity); err != nil {
			return err
		}
	}
	_, err = io.Copy(w, plain)
	return err
}

// unseal opens an encrypted backup with the identities in a file.
func unseal(sealed io.Reader, identity string) (io.Reader, error) {
	if identity == "" {
		return nil, needsIdentity()
	}
	f, err := os.Open(identity)
	if err != nil {
		return nil, badIdentity(identity)
	}
	defer f.Close()
	keys, err := age.ParseIdentities(f)
	if err != nil {
		return nil, badIdentity(identity)
	}
	plain, err := age.Decrypt(sealed, keys...)
	if err != nil {
		return nil, wrongIdentity(identity)
	}
	return plain, nil
}
