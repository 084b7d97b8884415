package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lianxin/store/kv"
	"lianxin/store/kv/bolt"
)

// OpenFile opens the ledger in the file at path, or makes one: the folder with mode 0700 if it is not there, the file with 0600. What stands in the
// way (another process, no permission, a damaged file, a newer ledger) comes back as a *Fault.
func OpenFile(path string, opt Options) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, cannotOpen(path, err)
	}
	engine, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	s, err := Open(engine, opt)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	s.path = path
	return s, nil
}

// cannotOpen says why a ledger's file cannot be used and what to do about it. A Fault stays as it is.
func cannotOpen(path string, err error) error {
	if f := asFault(err); f != nil {
		return f
	}
	fault := &Fault{Err: err}
	switch {
	case errors.Is(err, kv.ErrLocked):
		fault.Say = fmt.Sprintf("台账 %s 正被另一个 lianxin 使用。请先停止那一个，或换一个数据目录。", path)
	case errors.Is(err, kv.ErrCorrupt):
		fault.Say = fmt.Sprintf("%s 已经损坏，或者不是台账文件。请用 lianxin restore 恢复最近的备份。", path)
	case errors.Is(err, fs.ErrPermission):
		fault.Say = fmt.Sprintf("没有读写 %s 的权限。请检查文件和目录的属主。", path)
	default:
		fault.Say = fmt.Sprintf("打不开台账 %s。请检查磁盘和目录。", path)
	}
	return fault
}

// syncFolder makes a new name in a folder survive a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
