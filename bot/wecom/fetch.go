package wecom

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot"
	"lianxin/store/ledger"
)

// fetchTimeout bounds the transfer of one file.
const fetchTimeout = 20 * time.Second

// maxFile is how much of a file is transferred: one byte more than is kept, so that a larger one is known to be too large.
const maxFile = ledger.MaxAttachment + 1

// Fetch brings the bytes of a picture that a member sent (protocol 2.6). The platform keeps it for three days. Of a file larger than ledger.MaxAttachment
// it gives that many bytes and one more. Its error quotes neither address nor secret.
func (s *Sender) Fetch(ctx context.Context, m bot.Media) ([]byte, error) {
	if m.ID == "" {
		return nil, &apiError{API: mediaGet, Text: "no media id"}
	}
	for attempt := 1; ; attempt++ {
		value, err := s.api.tokens.Get(ctx)
		if err != nil {
			return nil, tokenFault(err)
		}
		data, err := s.api.file(ctx, value, m.ID)
		if !staleToken(err) {
			return data, err
		}
		s.api.tokens.Drop(value)
		if attempt == 2 {
			return nil, err
		}
	}
}

const mediaGet = "media/get"

// file makes one request for a file. The platform answers a refusal with status 200 and JSON.
func (a *api) file(ctx context.Context, token, id string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	query := url.Values{"access_token": {token}, "media_id": {id}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+mediaGet+"?"+query.Encode(), nil)
	if err != nil {
		return nil, newAPIError(mediaGet, err, false, token)
	}
	res, err := a.files.Do(req)
	if err != nil {
		return nil, newAPIError(mediaGet, err, true, token)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return data, nil
	}
	if err != nil {
		return nil, newAPIError(mediaGet, err, true, token)
	}
	if kind := res.Header.Get("Content-Type"); strings.Contains(kind, "json") || strings.HasPrefix(kind, "text/") {
		var answer struct{ util.CommonError }
		if err = decodeAnswer(data, &answer, mediaGet); err == nil {
			err = errNoAnswer
		}
		return nil, newAPIError(mediaGet, err, true, token)
	}
	return data, nil
}
