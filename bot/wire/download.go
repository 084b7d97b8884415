package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Download brings what lies at an address: at most so many bytes, the slice is the caller's. Its error does not quote the address, which may be as good as a
// key; an answer with another status than 200 is a StatusError.
func Download(ctx context.Context, client *http.Client, address string, most int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("not an address")
	}
	res, err := client.Do(req)
	if err != nil {
		if at := (*url.Error)(nil); errors.As(err, &at) {
			err = at.Err
		}
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, StatusError(res.StatusCode)
	}
	return io.ReadAll(io.LimitReader(res.Body, most))
}

// StatusError is the status of an answer that brings nothing.
type StatusError int

func (s StatusError) Error() string { return fmt.Sprintf("HTTP status %d", int(s)) }
