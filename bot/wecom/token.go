package wecom

import (
	"context"
	"errors"
	"time"

	"lianxin/bot/wire"
)

// How long the platform is not asked again after it refused a token: most refusals are a configuration to be corrected, and many failed calls lock the
// application out for an hour.
const (
	quietAfterRefusal = time.Minute
	quietWhenLocked   = 10 * time.Minute
)

// quietAfter is zero for what is not a refusal.
func quietAfter(err error) time.Duration {
	var no *apiError
	switch {
	case !errors.As(err, &no) || no.Code <= 0:
		return 0
	case no.Code == codeRate:
		return quietWhenLocked
	}
	return quietAfterRefusal
}

// tokens is the one owner of the application's access token (protocol 2.1), under the names by which silenceper's clients ask for it.
type tokens struct{ *wire.Tokens }

// GetAccessToken is GetAccessTokenContext without a context.
func (t tokens) GetAccessToken() (string, error) { return t.Get(context.Background()) }

// GetAccessTokenContext gives a token that the platform has not yet called invalid.
func (t tokens) GetAccessTokenContext(ctx context.Context) (string, error) { return t.Get(ctx) }
