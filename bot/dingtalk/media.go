package dingtalk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
)

// MaxMedia is the largest picture or file that is taken.
const MaxMedia = 10 << 20

// fetchWithin bounds the way of a file.
const fetchWithin = 30 * time.Second

// ErrForeignHost means that the platform named an address which is none of its own.
var ErrForeignHost = errors.New("dingtalk: the file does not lie on the platform")

// Fetch brings the bytes of a picture or a file that somebody sent (protocol 3.4). A code can be redeemed for a short while only: fetch on receipt. Only the
// platform's own machines are asked, redirects are not followed. Of a file larger than MaxMedia it gives that many bytes and one more. The slice is the caller's.
func (s *Sender) Fetch(ctx context.Context, m bot.Media) ([]byte, error) {
	if m.ID == "" {
		return nil, errors.New("dingtalk: a file without a code")
	}
	var answer struct {
		DownloadURL string `json:"downloadUrl"`
	}
	err := s.api.call(ctx, http.MethodPost, pathDownload, fields{"downloadCode": m.ID, "robotCode": s.config.RobotCode}, &answer)
	if err != nil {
		return nil, err
	}
	if !s.config.file(answer.DownloadURL) {
		return nil, ErrForeignHost
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	return s.download(ctx, answer.DownloadURL)
}

func (s *Sender) download(ctx context.Context, address string) ([]byte, error) {
	const name = "download"
	data, err := wire.Download(ctx, s.api.client, address, MaxMedia+1)
	if status := wire.StatusError(0); errors.As(err, &status) {
		return nil, &apiError{API: name, Status: int(status), Text: status.Error()}
	}
	if err != nil {
		return nil, lost(name, err, false, address)
	}
	return data, nil
}
