package config

import (
	"errors"
	"io/fs"
	"syscall"
)

// reasons are the faults of files that an operator can mend.
var reasons = []struct {
	err error
	say string
}{
	{fs.ErrNotExist, "没有这个文件"},
	{fs.ErrPermission, "没有权限"},
	{fs.ErrExist, "文件已经在了"},
	{syscall.ENOSPC, "磁盘满了"},
	{syscall.EROFS, "文件系统是只读的"},
	{syscall.EISDIR, "这是一个文件夹"},
	{syscall.ENOTDIR, "路径里有一段不是文件夹"},
}

// reason says in Chinese why a file could not be read or written.
func reason(err error) string {
	for _, row := range reasons {
		if errors.Is(err, row.err) {
			return row.say
		}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return "系统报错 " + path.Err.Error()
	}
	return "系统报错"
}
