package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"lianxin/store"
	"lianxin/store/kv"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
)

func firstCase() ledger.Petition {
	return ledger.Petition{ID: "XF2026-0001", Received: noon, Category: "后勤-食堂"}
}

// onDisk is a seeded ledger in a file, as serve has it.
func onDisk(t *testing.T) (*store.Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data", "lianxin.db")
	st, err := store.OpenFile(path, store.Options{Location: ledgertest.School().Location})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := store.SeedDemo(st, demoSchool(), demoNow); err != nil {
		t.Fatal(err)
	}
	return st, path
}

func fault(t *testing.T, err error, part string) {
	t.Helper()
	var f *store.Fault
	if !errors.As(err, &f) || !strings.Contains(f.Say, part) {
		t.Errorf("got %v, want a Fault that says %s", err, part)
	}
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// alone fails the test if anything but these files is in a folder.
func alone(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("in %s: %s", filepath.Base(folder), diff)
	}
}

func TestOpenFile(t *testing.T) {
	st, path := onDisk(t)
	if m := mode(t, path); m != 0o600 {
		t.Errorf("the file has mode %o", m)
	}
	if m := mode(t, filepath.Dir(path)); m != 0o700 {
		t.Errorf("its folder has mode %o", m)
	}
	_, err := store.OpenFile(path, store.Options{})
	fault(t, err, "正被另一个 lianxin 使用")
	if !errors.Is(err, kv.ErrLocked) {
		t.Errorf("%v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	again, err := store.OpenFile(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, again)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}

	garbage := filepath.Join(t.TempDir(), "garbage.db")
	if err := os.WriteFile(garbage, bytes.Repeat([]byte("台账"), 10000), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.OpenFile(garbage, store.Options{})
	fault(t, err, "损坏")
	_, err = store.OpenFile(filepath.Join(garbage, "x.db"), store.Options{})
	fault(t, err, "打不开台账")
	_, err = store.OpenFile(filepath.Dir(garbage), store.Options{})
	fault(t, err, "打不开台账")
}

func TestBackupAndRestore(t *testing.T) {
	st, path := onDisk(t)
	before := sound(t, st)
	folder := filepath.Join(t.TempDir(), "backup")
	backup := filepath.Join(folder, "one.db")

	report, err := st.BackupFile(backup, "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, report); diff != "" {
		t.Error(diff)
	}
	if m := mode(t, backup); m != 0o600 {
		t.Errorf("the backup has mode %o", m)
	}
	alone(t, folder, "one.db")
	update(t, st, noon, func(tx *store.Tx) error { return tx.Log("lin", "reported", "HD2026-0099", "after the backup") })

	_, err = store.Restore(backup, path, store.RestoreOptions{})
	fault(t, err, "--force")
	_, err = store.Restore(backup, path, store.RestoreOptions{Force: true})
	fault(t, err, "正被另一个 lianxin 使用")
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	report, err = store.Restore(backup, path, store.RestoreOptions{Force: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, report); diff != "" {
		t.Error(diff)
	}
	alone(t, filepath.Dir(path), "lianxin.db")
	alone(t, folder, "one.db")
	if diff := cmp.Diff(before, sound(t, openAt(t, path))); diff != "" {
		t.Errorf("restored: %s", diff)
	}
	if m := mode(t, path); m != 0o600 {
		t.Errorf("the restored ledger has mode %o", m)
	}

	elsewhere := filepath.Join(t.TempDir(), "new", "lianxin.db")
	if _, err := store.Restore(backup, elsewhere, store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, sound(t, openAt(t, elsewhere))); diff != "" {
		t.Errorf("restored where nothing was: %s", diff)
	}
}

func TestSealedBackup(t *testing.T) {
	st, path := onDisk(t)
	before := sound(t, st)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	identity, backup := filepath.Join(folder, "key.txt"), filepath.Join(folder, "sealed.age")
	if err := os.WriteFile(identity, []byte("# backup key\n"+key.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := st.BackupFile(backup, key.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, report); diff != "" {
		t.Error(diff)
	}
	alone(t, folder, "key.txt", "sealed.age")
	alone(t, filepath.Dir(path), "lianxin.db")
	sealed, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("教育科学学院")) || mode(t, backup) != 0o600 {
		t.Error("the sealed backup can be read")
	}

	target := filepath.Join(t.TempDir(), "lianxin.db")
	_, err = store.Restore(backup, target, store.RestoreOptions{})
	fault(t, err, "备份是加密的")
	other, _ := age.GenerateX25519Identity()
	wrong := filepath.Join(t.TempDir(), "wrong.txt")
	if err := os.WriteFile(wrong, []byte(other.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Restore(backup, target, store.RestoreOptions{Identity: wrong})
	fault(t, err, "打不开这个备份")
	_, err = store.Restore(backup, target, store.RestoreOptions{Identity: backup})
	fault(t, err, "没有可用的 age 私钥")
	_, err = store.Restore(backup, target, store.RestoreOptions{Identity: filepath.Join(folder, "none")})
	fault(t, err, "没有可用的 age 私钥")
	alone(t, filepath.Dir(target))

	report, err = store.Restore(backup, target, store.RestoreOptions{Identity: identity})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, report); diff != "" {
		t.Error(diff)
	}

	sealed[len(sealed)-10] ^= 1
	if err := os.WriteFile(backup, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Restore(backup, target, store.RestoreOptions{Identity: identity, Force: true})
	fault(t, err, "不完整或已损坏")
	sound(t, openAt(t, target))

	_, err = st.BackupFile(filepath.Join(folder, "x.age"), "age1nonsense")
	fault(t, err, "age 公钥")
	alone(t, folder, "key.txt", "sealed.age")
}

func TestBackupRefusals(t *testing.T) {
	st, path := onDisk(t)
	_, err := st.BackupFile(path, "")
	fault(t, err, "正在使用的台账文件")
	sound(t, st)

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = st.BackupFile(filepath.Join(file, "x.db"), "")
	fault(t, err, "备份没有写成")
}

// TestRestoreOfTheImpossible: what is no whole ledger is not restored, and the target stays as it was.
func TestRestoreOfTheImpossible(t *testing.T) {
	st, path := onDisk(t)
	before := sound(t, st)
	whole := filepath.Join(t.TempDir(), "whole.db")
	if _, err := st.BackupFile(whole, ""); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := copyOf(t, openAt(t, whole), func(k kv.Tx) {
		key, value := nth(k, "journal", 9)
		k.Put("journal", key, change(value, 50))
	})
	tests := map[string]struct {
		content []byte
		say     string
	}{
		"cut":             {data[:len(data)/2], "不完整或已损坏"},
		"cut to one page": {data[:4096], "不完整或已损坏"},
		"empty":           {nil, "不完整或已损坏"},
		"something else":  {[]byte(strings.Repeat("no ledger ", 5000)), "不完整或已损坏"},
		"no age file":     {[]byte("age-encryption.org/v1\n"), "备份是加密的"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			backup := filepath.Join(t.TempDir(), "backup.db")
			if err := os.WriteFile(backup, tt.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := store.Restore(backup, path, store.RestoreOptions{Force: true})
			fault(t, err, tt.say)
		})
	}
	_, err = store.Restore(damaged, path, store.RestoreOptions{Force: true})
	fault(t, err, "不完整或已损坏")
	_, err = store.Restore(filepath.Join(t.TempDir(), "none"), path, store.RestoreOptions{Force: true})
	fault(t, err, "找不到备份")
	_, err = store.Restore(path, path, store.RestoreOptions{Force: true})
	fault(t, err, "正在使用的台账文件")

	alone(t, filepath.Dir(path), "lianxin.db")
	if diff := cmp.Diff(before, sound(t, openAt(t, path))); diff != "" {
		t.Errorf("after refused restores: %s", diff)
	}
}

// TestRestoreOverRuins: a ledger that cannot be opened any more may be replaced.
func TestRestoreOverRuins(t *testing.T) {
	st, _ := onDisk(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if _, err := st.BackupFile(backup, ""); err != nil {
		t.Fatal(err)
	}
	ruins := filepath.Join(t.TempDir(), "lianxin.db")
	if err := os.WriteFile(ruins, bytes.Repeat([]byte{0}, 100000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(backup, ruins, store.RestoreOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	sound(t, openAt(t, ruins))
}

// TestHotBackup: copies taken while others write are whole.
func TestHotBackup(t *testing.T) {
	st, _ := onDisk(t)
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := st.Update(noon, func(tx *store.Tx) error {
					a := visit("2026-11-18")
					a.ID = tx.NextActivityID()
					return errors.Join(tx.PutActivity(&a), tx.Log("lin", "reported", a.ID, ""))
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	last := 0
	for range 5 {
		report, err := st.BackupFile(filepath.Join(t.TempDir(), "hot.db"), "")
		if err != nil || report.Activities < last {
			t.Errorf("%s, %v", report, err)
		}
		last = report.Activities
	}
	close(stop)
	writers.Wait()
}
