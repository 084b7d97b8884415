package aibot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
	"lianxin/store/ledger"
)

// fetchWithin bounds the way of a file.
const fetchWithin = 30 * time.Second

// maxSealed is how much of an encrypted file is transferred: what is kept, and the padding.
const maxSealed = ledger.MaxAttachment + 33

// ErrForeignHost means that the platform named an address which is none of its own.
var ErrForeignHost = errors.New("wecom: the file does not lie on the platform")

// Fetch brings the bytes of a picture or a file that somebody sent, deciphered. Its address is good for five minutes: fetch on receipt. Only the platform's own
// machines are asked, redirects are not followed. Of a file larger than ledger.MaxAttachment it gives that many bytes and one more, which are not deciphered:
// it is not transferred to its end. Its error quotes neither address nor key. The slice is the caller's.
func (r *Robot) Fetch(ctx context.Context, m bot.Media) ([]byte, error) {
	if !r.config.file(m.URL) {
		return nil, ErrForeignHost
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	data, err := wire.Download(ctx, r.client, m.URL, maxSealed+1)
	switch {
	case err != nil:
		return nil, fmt.Errorf("wecom: file: %s", scrub(err.Error(), m.URL, m.ID))
	case len(data) > maxSealed:
		return data[:ledger.MaxAttachment+1], nil
	}
	return wire.OpenFile(m.ID, data)
}
