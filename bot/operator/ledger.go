// Package operator is what the operator's commands do: with a ledger, through the server that is running, over its control socket, or by opening the file
// when nobody serves it, so that both give the same words. Commands that need no more than a ledger are here whole; the others are in main and take from here
// what they do. It is told what a configuration says (Office) and reads none; what it says is Chinese.
package operator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"lianxin/bot/clerk"
	"lianxin/bot/web"
	"lianxin/store"
)

// Ledger is where a ledger lies, and the zone of its school.
type Ledger struct {
	Path     string
	Location *time.Location
}

// Socket is the path at which a running server of a ledger answers other commands.
func (l Ledger) Socket() string { return l.Path + ".sock" }

// with asks the running server, or opens the ledger itself when nobody serves it.
func with[T any](l Ledger, running func(*web.ControlClient) (T, error), alone func(*store.Store) (T, error)) (out T, err error) {
	if client, err := web.DialControl(l.Socket()); err == nil {
		defer client.Close()
		return running(client)
	}
	if _, err := os.Stat(l.Path); err != nil {
		return out, fmt.Errorf("没有台账 %s：%w", l.Path, err)
	}
	st, err := store.OpenFile(l.Path, store.Options{Location: l.Location})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return alone(st)
}

// Do gives what a task says: of the server, which knows it by its path on the control socket, or done alone.
func (l Ledger) Do(ctx context.Context, path string, alone func(*store.Store) (string, error)) (string, error) {
	return with(l, func(client *web.ControlClient) (string, error) { return client.Do(ctx, path) }, alone)
}

// Say is Do for what takes a body and tells whether it was not done.
func (l Ledger) Say(ctx context.Context, path string, body []byte, alone func(*store.Store) (clerk.Said, error)) (clerk.Said, error) {
	return with(l, func(client *web.ControlClient) (clerk.Said, error) {
		text, err := client.Send(ctx, path, bytes.NewReader(body))
		if err != nil {
			return clerk.Said{}, err
		}
		return clerk.Decode(text)
	}, alone)
}

// Write is Do for what makes a file at out. The file is whole or is not there.
func (l Ledger) Write(ctx context.Context, out, path string, alone func(*store.Store, io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(out), ".lianxin-*")
	if err != nil {
		return fmt.Errorf("写不了 %s：%w", out, err)
	}
	defer os.Remove(f.Name())
	_, err = with(l, func(client *web.ControlClient) (struct{}, error) { return struct{}{}, client.Fetch(ctx, path, f) },
		func(st *store.Store) (struct{}, error) { return struct{}{}, alone(st, f) })
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), out); err != nil {
		return fmt.Errorf("写不了 %s：%w", out, err)
	}
	return nil
}

// Backup makes a checked copy at out and says in one line what is in it. recipient is the age key that can open it; "": everybody can.
func (l Ledger) Backup(ctx context.Context, out, recipient string) (said string, err error) {
	report, err := with(l, func(client *web.ControlClient) (store.Report, error) {
		return store.WriteBackup(out, recipient, l.Path, l.Location, func(w io.Writer) error {
			_, err := client.Backup(ctx, w)
			return err
		})
	}, func(st *store.Store) (store.Report, error) { return st.BackupFile(out, recipient) })
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s：%s\n", out, report), nil
}

// Restore puts a backup in the place of the ledger and says in one line what is in it.
func (l Ledger) Restore(file string, o store.RestoreOptions) (said string, err error) {
	report, err := store.Restore(file, l.Path, o)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s：%s\n", l.Path, report), nil
}

// Verify gives the counts of a sound ledger. Of another one it gives what is wrong, and an error.
func (l Ledger) Verify(ctx context.Context) (said string, err error) {
	type found struct {
		report string
		sound  bool
	}
	f, err := with(l, func(client *web.ControlClient) (found, error) {
		report, sound, err := client.Verify(ctx)
		return found{report, sound}, err
	}, func(st *store.Store) (found, error) {
		report, sound, err := Verdict(st)
		return found{report, sound}, err
	})
	if err == nil && !f.sound {
		err = errors.New("台账有损坏：请从备份恢复（lianxin restore），并保留这份文件备查")
	}
	return f.report, err
}

// Health asks the running server how it is. Without a server, and of one that is not well, there is an error.
func (l Ledger) Health(ctx context.Context) (said string, err error) {
	client, err := web.DialControl(l.Socket())
	if err != nil {
		return "", fmt.Errorf("没有正在运行的 serve：%w", err)
	}
	defer client.Close()
	said, well, err := client.Health(ctx)
	if err == nil && !well {
		err = errors.New("服务不正常，请看日志")
	}
	return said, err
}
