package operator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot"
	"lianxin/bot/web"
	"lianxin/config/policy"
	"lianxin/store"
)

const (
	retainPath = "/retain"
	syncPath   = "/sync"
)

// ResealPath asks the server to seal everything with the first key of the key file.
const ResealPath = "/reseal"

// RetainPath asks the server to delete what was kept long enough, or only to say how much that is.
func RetainPath(dry bool) string {
	if dry {
		return retainPath + "?dry"
	}
	return retainPath
}

// SyncPath asks the server to compare the address books of the platforms, or only of one.
func SyncPath(only string, o bot.SyncOptions) string {
	q := url.Values{"only": {only}}
	if o.Dry {
		q.Set("dry", "1")
	}
	if o.Force {
		q.Set("force", "1")
	}
	return syncPath + "?" + q.Encode()
}

// Upkeep is what a running server does for the operator besides the papers. Everything in it is required.
type Upkeep struct {
	School *policy.School
	Store  *store.Store
	Sync   func(ctx context.Context, only string, at time.Time, o bot.SyncOptions) (string, error)
	Health http.Handler // as web.NewHealth gives it
}

// Control is the control socket that does it; more can be added to it before it is served.
func (u Upkeep) Control(log zerolog.Logger, now func() time.Time) *web.Control {
	c := web.NewControl(web.ControlTasks{
		Backup: func(_ context.Context, w io.Writer) error { return u.Store.Backup(w) },
		Verify: func(context.Context) (string, bool, error) { return Verdict(u.Store) },
		Health: u.Health,
	}, log)
	task := func(path string, run func(*http.Request) (string, error)) { c.Handle("POST "+path, c.Task(run)) }
	task(retainPath, func(r *http.Request) (string, error) {
		return Retain(u.Store, u.School, now(), r.URL.Query().Has("dry"))
	})
	task(ResealPath, func(*http.Request) (string, error) { return Reseal(u.Store, now()) })
	task(syncPath, func(r *http.Request) (string, error) {
		q := r.URL.Query()
		return u.Sync(r.Context(), q.Get("only"), now(), bot.SyncOptions{Dry: q.Has("dry"), Force: q.Has("force")})
	})
	return c
}

// Verdict verifies an open ledger: what was found, as it is printed, and whether nothing is wrong.
func Verdict(st *store.Store) (said string, sound bool, err error) {
	report, err := st.Verify()
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return "", false, err
	}
	return report.String() + "\n", err == nil, nil
}

// Retain deletes what was kept as long as it may be (petitions.retention), or says what would go, in one line.
func Retain(st *store.Store, school *policy.School, at time.Time, dry bool) (said string, err error) {
	gone, err := st.Retain(at, school.Petitions.Retention, dry)
	verb := "已删除"
	if dry {
		verb = "将删除（试运行，没有改动）"
	}
	return fmt.Sprintf("%s：到期身份 %d 件，到期信访件 %d 件，到期原话 %d 条，到期来访人 %d 位，离校的人的账号绑定 %d 个\n", verb, gone.Identities, gone.Cases, gone.Texts, gone.Visitors, gone.Accounts), err
}

// Reseal seals everything with the first key of the key file, and says in one line how much that was.
func Reseal(st *store.Store, at time.Time) (said string, err error) {
	n, lost, err := st.Reseal(at)
	return fmt.Sprintf("已用第一把密钥重新封存 %d 项；打不开的 %d 项保持原样\n", n, lost), err
}
