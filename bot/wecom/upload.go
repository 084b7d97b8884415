package wecom

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// maxPicture is the platform's limit for an image (protocol 2.6).
const maxPicture = 10 << 20

// mediaGood is how long an uploaded picture is used again. The platform keeps it for three days; half an hour is what its duplicate check covers.
const mediaGood = duplicateInterval * time.Second

// SendPicture brings a PNG or JPEG to one member: it is uploaded and then sent by its media id. An attempt whose end is unknown may be repeated with the same
// bytes: the media id is used again, so that the platform's duplicate check sees the same message. A process that begins anew uploads anew, and the
// member may then see the picture twice.
func (s *Sender) SendPicture(ctx context.Context, to policy.Address, png []byte) ledger.Outcome {
	switch {
	case to.Channel != Channel || !isUserID(to.User):
		return refused(sayBadUser)
	case len(png) == 0:
		return refused(sayEmpty)
	case len(png) > maxPicture:
		return refused(sayTooLarge)
	}
	return s.sendMedia(ctx, to.User, picturePart(png), func(id string) any { return newImageRequest(to.User, s.agentID, id) })
}

// sendMedia uploads what was not uploaded lately, and sends it by its media id.
func (s *Sender) sendMedia(ctx context.Context, user string, m mediaPart, request func(id string) any) ledger.Outcome {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return ledger.Outcome{State: ledger.Retry, Reason: sayWaiting}
	}
	sum := m.sum()
	id, ok := s.uploads.get(sum, s.now())
	if !ok {
		var err error
		if id, err = s.api.upload(ctx, m); err != nil {
			return s.failed(err, user)
		}
		s.uploads.keep(sum, id, s.now())
	}
	out := s.post(ctx, user, request(id))
	if out.Code == badMedia {
		s.uploads.forget(sum)
		return ledger.Outcome{State: ledger.Retry, Reason: out.Reason, Code: out.Code}
	}
	return out
}

// mediaPart is what is uploaded.
type mediaPart struct {
	sort string // image, file
	name string
	kind string // its content type
	data []byte
}

// picturePart is a picture to be uploaded.
func picturePart(picture []byte) mediaPart {
	if http.DetectContentType(picture) == "image/jpeg" {
		return mediaPart{"image", "picture.jpg", "image/jpeg", picture}
	}
	return mediaPart{"image", "picture.png", "image/png", picture}
}

// sum names an upload by its name and bytes.
func (m mediaPart) sum() [sha256.Size]byte {
	h := sha256.New()
	_, _ = h.Write([]byte(m.sort + "\x00" + m.name + "\x00"))
	_, _ = h.Write(m.data)
	return [sha256.Size]byte(h.Sum(nil))
}

// badMedia is what the platform says of a media id that it does not know any more (protocol 2.10).
const badMedia = 40007

// imageRequest is the body of message/send for a picture.
type imageRequest struct {
	ToUser  string `json:"touser"`
	MsgType string `json:"msgtype"`
	AgentID int    `json:"agentid"`
	Image   struct {
		MediaID string `json:"media_id"`
	} `json:"image"`
	EnableDuplicateCheck   int `json:"enable_duplicate_check"`
	DuplicateCheckInterval int `json:"duplicate_check_interval"`
}

func newImageRequest(user string, agentID int, id string) *imageRequest {
	r := &imageRequest{ToUser: user, MsgType: "image", AgentID: agentID, EnableDuplicateCheck: 1, DuplicateCheckInterval: duplicateInterval}
	r.Image.MediaID = id
	return r
}

const mediaUpload = "media/upload"

// upload gives the platform a picture or a file and brings its media id. Nothing is shown to anybody by it: it may be repeated.
func (a *api) upload(ctx context.Context, m mediaPart) (id string, err error) {
	body, kind, err := m.form()
	if err != nil {
		return "", &apiError{API: mediaUpload, Text: "the body cannot be written"}
	}
	err = a.withToken(ctx, func(token string) error {
		var answer struct {
			util.CommonError
			MediaID string `json:"media_id"`
		}
		query := url.Values{"access_token": {token}, "type": {m.sort}}
		err := a.call(ctx, &answer, mediaUpload, query, func(ctx context.Context, uri string) ([]byte, error) { return a.hand(ctx, uri, kind, body) })
		if err == nil && answer.MediaID == "" {
			err = &apiError{API: mediaUpload, Text: "no media_id in the answer"}
		}
		id = answer.MediaID
		return err
	})
	if e := (*apiError)(nil); errors.As(err, &e) {
		harmless := *e
		harmless.Maybe = false
		return "", &harmless
	}
	return id, err
}

// form writes the form in which it is uploaded: one part named media with a file name and its length.
func (m mediaPart) form() (body []byte, form string, err error) {
	return wire.MediaForm(fmt.Sprintf(`form-data; name="media"; filename="%s"; filelength=%d`, m.name, len(m.data)), m.kind, m.data)
}

// hand makes the request with a body of another kind than JSON; the library's own upload takes no context.
func (a *api) hand(ctx context.Context, uri, kind string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	res, err := a.files.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

// uploads remembers the media ids of pictures that were uploaded lately, by their bytes. The zero value is ready.
type uploads struct {
	mu   sync.Mutex
	have map[[sha256.Size]byte]uploaded
}

type uploaded struct {
	id string
	at time.Time
}

func (u *uploads) get(sum [sha256.Size]byte, now time.Time) (string, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	one, ok := u.have[sum]
	return one.id, ok && now.Sub(one.at) < mediaGood
}

// keep notes a media id and forgets the old ones.
func (u *uploads) keep(sum [sha256.Size]byte, id string, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.have == nil {
		u.have = map[[sha256.Size]byte]uploaded{}
	}
	for old, one := range u.have {
		if now.Sub(one.at) >= mediaGood {
			delete(u.have, old)
		}
	}
	u.have[sum] = uploaded{id: id, at: now}
}

func (u *uploads) forget(sum [sha256.Size]byte) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.have, sum)
}
