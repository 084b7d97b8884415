package store

import (
	"errors"
	"fmt"
	"io/fs"
)

// Fault is a failure that the operator can do something about: Say is the Chinese sentence for the terminal, Err the cause for the log.
type Fault struct {
	Say string
	Err error
}

func (f *Fault) Error() string { return "store: " + f.Err.Error() }

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Err }

// asFault gives the Fault that an error holds, nil if it holds none.
func asFault(err error) *Fault {
	var f *Fault
	errors.As(err, &f)
	return f
}

func newerLedger(have, want int) error {
	return &Fault{
		Say: fmt.Sprintf("台账是由更新的版本写的（格式 %d，本程序支持到 %d）。请使用新版 lianxin，或恢复旧备份。", have, want),
		Err: fmt.Errorf("schema %d is newer than %d", have, want),
	}
}

func overLedger(path string) error {
	return &Fault{
		Say: fmt.Sprintf("%s 就是正在使用的台账文件，请换一个文件名。", path),
		Err: errors.New("the backup and the ledger are one file"),
	}
}

func wouldOverwrite(path string) error {
	return &Fault{
		Say: fmt.Sprintf("%s 已有台账，没有覆盖。确实要用备份替换它，请加 --force。", path),
		Err: errors.New("a ledger is there already"),
	}
}

func badRecipient() error {
	return &Fault{
		Say: "store.backup.recipient 不是有效的 age 公钥（以 age1 开头）。",
		Err: errors.New("the backup recipient is not an age public key"),
	}
}

func needsIdentity() error {
	return &Fault{
		Say: "备份是加密的，请给出解密用的 age 私钥文件。",
		Err: errors.New("the backup is encrypted and no identity was given"),
	}
}

func badIdentity(path string) error {
	return &Fault{
		Say: fmt.Sprintf("%s 里没有可用的 age 私钥，请核对文件。", path),
		Err: errors.New("the identity file cannot be used"),
	}
}

func wrongIdentity(path string) error {
	return &Fault{
		Say: fmt.Sprintf("%s 里的私钥打不开这个备份，请换一把。", path),
		Err: errors.New("no identity opens the backup"),
	}
}

func cannotBackUp(path string, err error) error {
	if f := asFault(err); f != nil {
		return f
	}
	say := fmt.Sprintf("备份没有写成：%s。请检查磁盘空间和目录权限。", path)
	if errors.Is(err, ErrDamaged) {
		say = fmt.Sprintf("备份没有写成：台账有损坏。请运行 lianxin verify 查看，保留旧备份，不要删除。目标文件 %s。", path)
	}
	return &Fault{Say: say, Err: fmt.Errorf("backup: %w", err)}
}

func cannotRestore(path string, err error) error {
	if f := asFault(err); f != nil {
		return f
	}
	say := fmt.Sprintf("备份 %s 不完整或已损坏，没有恢复，原来的台账没有改动。", path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		say = fmt.Sprintf("找不到备份 %s。", path)
	case errors.Is(err, fs.ErrPermission):
		say = fmt.Sprintf("没有权限读取备份 %s，或写入台账所在的目录。", path)
	}
	return &Fault{Say: say, Err: fmt.Errorf("restore: %w", err)}
}
