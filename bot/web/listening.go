package web

import (
	"context"
	"errors"
	"net"
	"sync"
)

// Listening is a server with what it listens on.
type Listening struct {
	net.Listener
	Server *Server
}

// ServeAll answers on every listener until ctx ends or one of them fails; then it calls cancel, which ends ctx, and every server drains. It closes the listeners.
func ServeAll(ctx context.Context, cancel context.CancelFunc, all ...Listening) error {
	defer cancel()
	failed := make([]error, len(all))
	var open sync.WaitGroup
	for i, l := range all {
		open.Go(func() {
			defer cancel()
			failed[i] = l.Server.Serve(ctx, l.Listener)
		})
	}
	open.Wait()
	return errors.Join(failed...)
}
