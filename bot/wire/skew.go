package wire

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// Skew tells how far this machine's clock is ahead of a server's, as its Date header says, to about a second. The address must hold no secret.
func Skew(ctx context.Context, client *http.Client, address string, now func() time.Time) (time.Duration, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	before := now()
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
	at, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		return 0, errors.New("wire: the answer has no Date")
	}
	middle := before.Add(now().Sub(before) / 2)
	return middle.Sub(at.Add(time.Second / 2)), nil
}
