package config

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// keyIDForm is what the name of an identity key looks like.
var keyIDForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,32}$`)

// EnsureIdentityKey sees to it that the key file which seals who filed a petition is there and well formed: lines of a key id and the base64 of
// 32 bytes; the first seals, all open. A missing file is created (0600, its folder 0700) when the ledger is new; when the ledger already holds
// sealed identities it is refused, because a new key would open none of them. Errors are Chinese sentences for the operator, without any key.
func EnsureIdentityKey(path string, ledgerIsNew bool) error {
	data, err := os.ReadFile(path)
	switch {
	case err == nil:
		return checkIdentityKey(path, data)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("读不了身份密钥文件 %s：%s", path, reason(err))
	case !ledgerIsNew:
		return fmt.Errorf("没有身份密钥文件 %s，而台账里已有用它封存的身份；请把原来的密钥文件放回去", path)
	}
	return writeNew(path, freshIdentityKey())
}

// freshIdentityKey is the text of a key file with one new key.
func freshIdentityKey() []byte {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: the program ends if the system has no randomness
	return []byte("k1 " + base64.StdEncoding.EncodeToString(key) + "\n")
}

// checkIdentityKey looks at an existing file: nobody else may read it, and every line is a key of its own name.
func checkIdentityKey(path string, data []byte) error {
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o007 != 0 {
		return fmt.Errorf("身份密钥文件 %s 别人也能打开；请执行 chmod 600", path)
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(string(bytes.TrimSpace(data)), "\n") {
		id, key, _ := strings.Cut(strings.TrimSpace(line), " ")
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(key))
		if err != nil || len(raw) != 32 || !keyIDForm.MatchString(id) || seen[id] {
			return fmt.Errorf("身份密钥文件 %s 第 %d 行不对；%s", path, i+1, sayKeyFile)
		}
		seen[id] = true
	}
	return nil
}

// writeNew writes a file that only its owner may read, in a folder that only he may enter. It never writes over anything.
func writeNew(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("建不了文件夹 %s：%s", filepath.Dir(path), reason(err))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("写不了 %s：%s", path, reason(err))
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("写不了 %s：%s", path, reason(err))
	}
	return nil
}
