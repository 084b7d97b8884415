package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"lianxin/store/kv"
)

const (
	fileMode = 0o600
	pageSize = 4096

	defaultMaxBatch    = 512
	defaultLockTimeout = time.Second

	// minMap is the least address space for the file. Growing past what is mapped waits for every View and Snapshot,
	// and costs nothing but addresses to avoid.
	minMap = 1 << 30
)

// Open opens the file at path, or makes it, readable by its owner only, in a folder that exists. It gives
// kv.ErrLocked while another process, or another engine of this one, has the file open, and kv.ErrCorrupt for a file
// that is damaged, cut short or something else. After a crash it reads the whole file.
func Open(path string, opt Options) (*Engine, error) {
	if opt.MaxBatch <= 0 {
		opt.MaxBatch = defaultMaxBatch
	}
	if opt.LockTimeout <= 0 {
		opt.LockTimeout = defaultLockTimeout
	}
	f, err := inspect(path, opt.LockTimeout)
	if err != nil {
		return nil, fmt.Errorf("kv/bolt: open %s: %w", path, err)
	}
	db, err := openFile(path, f, opt)
	if err != nil {
		return nil, fmt.Errorf("kv/bolt: open %s: %w", path, err)
	}
	return start(db, f, opt), nil
}

func start(db *bbolt.DB, f found, opt Options) *Engine {
	calls := make(chan *call, opt.MaxBatch)
	e := &Engine{db: db, path: db.Path(), calls: calls}
	e.nest.strict = opt.RunTwice
	e.writer = &writer{
		db: db, calls: calls, nest: &e.nest, max: opt.MaxBatch, runTwice: opt.RunTwice,
		listed: f.listed, ended: make(chan error, 1),
	}
	go e.writer.run()
	return e
}

// found is what lies at a path before it is opened for writing.
type found struct {
	size   int64 // 0 if there is nothing, or an empty file
	listed bool  // the list of free pages is complete without reading the file
}

// inspect looks whether bbolt can open the file without a panic, which could come from a goroutine of its own and so
// end the program. It holds a shared lock meanwhile, so that it never judges a file that is being written.
func inspect(path string, timeout time.Duration) (found, error) {
	size, err := fileSize(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && size == 0 {
		return found{listed: true}, nil
	}
	if err != nil {
		return found{}, err
	}
	f := found{size: size}
	err = withReadOnly(path, timeout, func(*bbolt.DB) error {
		m, err := inspectFile(path, false)
		f.listed = m.listed()
		return err
	})
	return f, err
}

// fileSize refuses what is no file, and one that is too short to be a store but not empty.
func fileSize(path string) (int64, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, errors.New("it is not a file")
	case info.Size() > 0 && info.Size() < 2*pageSize:
		return 0, fmt.Errorf("%w: it has only %d bytes", kv.ErrCorrupt, info.Size())
	}
	return info.Size(), nil
}

// withReadOnly runs use with the file open for reading and a shared lock on it.
func withReadOnly(path string, timeout time.Duration, use func(*bbolt.DB) error) error {
	var db *bbolt.DB
	err := guard(func() (err error) {
		db, err = bbolt.Open(path, fileMode, &bbolt.Options{ReadOnly: true, Timeout: timeout})
		return err
	})
	if err != nil {
		return explain(err)
	}
	return errors.Join(guard(func() error { return use(db) }), db.Close())
}

func openFile(path string, f found, opt Options) (*bbolt.DB, error) {
	var db *bbolt.DB
	err := guard(func() (err error) {
		db, err = bbolt.Open(path, fileMode, &bbolt.Options{
			Timeout:         opt.LockTimeout,
			PageSize:        pageSize,
			InitialMmapSize: mapSize(f.size),
			NoFreelistSync:  true,
			FreelistType:    bbolt.FreelistMapType,
			NoSync:          opt.NoSync,
		})
		return err
	})
	if err != nil {
		return nil, explain(err)
	}
	if f.size == 0 {
		if err := syncFolder(filepath.Dir(path)); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}

// mapSize leaves the file room to double. Windows gives the file the size of its map, so there it grows as it must.
func mapSize(size int64) int {
	if runtime.GOOS == "windows" {
		return 0
	}
	return int(max(minMap, 2*size))
}

// syncFolder makes the name of a new file survive a power cut. Windows has no such call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// explain says in this project's words what bbolt says in its own.
func explain(err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return kv.ErrLocked
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", kv.ErrCorrupt, err)
	}
	return err
}
