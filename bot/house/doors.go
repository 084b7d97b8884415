package house

import (
	"errors"
	"fmt"
	"net"
	"net/http"

	"lianxin/bot/operator"
	"lianxin/bot/web"
	"lianxin/config"
	"lianxin/reminders"
)

// Pages are those under /app. Without a public address nobody can come back from signing in, so that there is no door to them. choose stands in the
// platform's place in the demo.
func (h *House) Pages(public string, choose func(user string) string) (*web.App, error) {
	o := web.AppOptions{PublicURL: public, Choose: choose, Now: h.now}
	if public != "" {
		o.Doors = h.platforms.Doors()
	}
	return web.NewApp(h.school, h.store, h.bot, h.log, o)
}

// Public is what everybody may reach: the callbacks, health, the calendar of the receptions, the pages.
func (h *House) Public(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	h.platforms.Handle(mux)
	mux.Handle("/calendar/reception.ics", web.NewReceptions(h.school, h.store, h.log))
	mux.Handle("/app/", pages)
	return mux
}

// Doors opens everything serve listens on: the public address, the address for metrics, the control socket beside the ledger.
func (h *House) Doors(cfg *config.Config) ([]web.Listening, error) {
	pages, err := h.Pages(cfg.HTTP.PublicURL, nil)
	if err != nil {
		return nil, err
	}
	public := h.Public(pages)
	admin := web.NewAdmin(h.log)
	if err := h.platforms.Metrics(admin); err != nil {
		return nil, err
	}
	control, err := h.control(cfg, public)
	if err != nil {
		return nil, err
	}
	socket, err := web.ListenControl(OfficeOf(cfg).Socket())
	if errors.Is(err, web.ErrServing) {
		return nil, fmt.Errorf("已有一个 serve 在使用台账 %s；先停下它再启动", cfg.Store.Path)
	}
	if err != nil {
		return nil, err
	}
	doors := []web.Listening{{Server: web.NewServer(public, h.log)}, {Server: web.NewServer(admin, h.log)}, {Listener: socket, Server: web.NewServer(control, h.log)}}
	for i, address := range []string{cfg.HTTP.Listen, cfg.HTTP.AdminListen} {
		if doors[i].Listener, err = net.Listen("tcp", address); err != nil {
			for _, door := range doors {
				if door.Listener != nil {
					_ = door.Close()
				}
			}
			return nil, fmt.Errorf("不能监听 %s：%w", address, err)
		}
	}
	return doors, nil
}

// control is what other commands may ask of the running server.
func (h *House) control(cfg *config.Config, health http.Handler) (*web.Control, error) {
	clerk, err := OfficeOf(cfg).Clerk(h.store)
	if err != nil {
		return nil, err
	}
	control := operator.Upkeep{School: h.school, Store: h.store, Sync: h.Sync, Health: health}.Control(h.log, h.now)
	clerk.Serve(control, h.now)
	control.Handle("POST "+reminders.ListingPath, control.Task(func(r *http.Request) (string, error) {
		l, err := reminders.ListingOf(r.URL.Query())
		if err != nil {
			return "", err
		}
		return l.Of(h.school, h.store)
	}))
	return control, nil
}

// OfficeOf is what a configuration says about its ledger.
func OfficeOf(cfg *config.Config) *operator.Office {
	return &operator.Office{
		Ledger: operator.Ledger{Path: cfg.Store.Path, Location: cfg.School().Location},
		School: cfg.School(), Form: cfg.Reports.Template, Recipient: cfg.Store.Backup.Recipient,
	}
}
