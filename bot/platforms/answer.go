package platforms

import (
	"context"
	"maps"
	"net/http"

	"lianxin/bot/web"
	"lianxin/store"
)

// ReadySmartBot names the smart bot in what /readyz says is missing.
const ReadySmartBot = "wecom smart bot"

// Handle puts what everybody may reach of the platforms on mux: their callbacks, and /healthz and /readyz, which are ready while the connections stand.
func (p *Platforms) Handle(mux *http.ServeMux) {
	alive := web.Checks{"ledger": func(context.Context) error { return p.store.View(func(*store.Tx) error { return nil }) }}
	ready := maps.Clone(alive)
	if p.wecom != nil {
		mux.Handle("/callback/wecom", p.wecom)
	}
	if r := p.dingtalk; r != nil && r.callback != nil {
		mux.Handle("/callback/{rest...}", r.callback.At(r.paths.Robot, r.paths.Card)) // the path holds a secret, and patterns stand in the log
	}
	if r := p.dingtalk; r != nil && r.stream != nil {
		ready["dingtalk stream"] = func(context.Context) error { return r.stream.Connected() }
	}
	if p.smartBot != nil {
		ready[ReadySmartBot] = func(context.Context) error { return p.smartBot.Connected() }
	}
	health := web.NewHealth(alive, ready, p.log)
	mux.Handle("/healthz", health)
	mux.Handle("/readyz", health)
}
