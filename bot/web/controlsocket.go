package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// maxSocketPath is the longest path of a unix socket that every system takes, bytes.
const maxSocketPath = 103

// knock is how long a server on the socket has to take a connection.
const knock = 2 * time.Second

// ErrServing says that another process answers on the control socket.
var ErrServing = errors.New("web: another process answers on the control socket")

// ListenControl opens the control socket at path, in a folder that exists. Only the owner of the process can open it (mode 0600, from its first moment
// on). A socket that nobody answers on any more is replaced; one that is answered gives ErrServing, and a file that is no socket is left alone and is
// an error. Closing the listener removes the socket.
func ListenControl(path string) (net.Listener, error) {
	if err := checkVacant(path); err != nil {
		return nil, err
	}
	// Bound in a folder nobody else can enter and moved once its mode is right: at no moment can another user connect.
	dir, err := os.MkdirTemp(filepath.Dir(path), ".c")
	if err != nil {
		return nil, fmt.Errorf("web: control socket: %w", err)
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "s")
	if len(made) > maxSocketPath || len(path) > maxSocketPath {
		return nil, fmt.Errorf("控制套接字的路径太长：%s；请把台账放到路径更短的目录", path)
	}
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: made, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("web: control socket: %w", err)
	}
	ln.SetUnlinkOnClose(false)
	file, err := settleSocket(made, path)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("web: control socket: %w", err), ln.Close())
	}
	return &controlListener{UnixListener: ln, path: path, file: file}, nil
}

// settleSocket gives the socket its mode and its name.
func settleSocket(made, path string) (os.FileInfo, error) {
	if err := os.Chmod(made, 0o600); err != nil {
		return nil, err
	}
	if err := os.Rename(made, path); err != nil {
		return nil, err
	}
	return os.Lstat(path)
}

// checkVacant tells whether the path is free: nothing there, or a socket on which nobody answers.
func checkVacant(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("web: control socket: %w", err)
	case info.Mode().Type() != fs.ModeSocket:
		return fmt.Errorf("%s 已经存在，而且不是套接字，没有动它；请移走它", path)
	}
	conn, err := net.DialTimeout("unix", path, knock)
	switch {
	case nobody(err):
		return nil
	case err != nil:
		return fmt.Errorf("web: control socket: %w", err)
	}
	_ = conn.Close()
	return ErrServing
}

// nobody tells whether a connection failed because no process listens on the socket.
func nobody(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

// controlListener removes its socket when it is closed.
type controlListener struct {
	*net.UnixListener
	path   string
	file   os.FileInfo
	closed sync.Once
}

// Close takes the socket away first, so that nobody finds one that is about to fall silent. A socket that another process has put in its place stays.
func (l *controlListener) Close() error {
	var removed error
	l.closed.Do(func() {
		if now, err := os.Lstat(l.path); err == nil && os.SameFile(now, l.file) {
			removed = os.Remove(l.path)
		}
	})
	return errors.Join(removed, l.UnixListener.Close())
}
