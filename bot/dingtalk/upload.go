package dingtalk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"sync"
	"time"

	"lianxin/bot/wire"
)

// pathUpload is where files are given to the platform: it belongs to the old API (protocol 3.4).
const pathUpload = "/media/upload"

// mediaGood is how long the id of an uploaded file is used again: for those who are told the same, and for attempts that are repeated.
const mediaGood = 30 * time.Minute

// upload is a file on its way to the platform. Nothing is shown to anybody by it: it may be repeated.
type upload struct {
	kind string // image, file
	name string // as the receiver sees it; of ASCII letters for pictures
	data []byte
}

// media gives the media id of a file, which is uploaded unless the very same one lately was; fresh tells whether it was now.
func (s *Sender) media(ctx context.Context, u upload) (id string, fresh bool, err error) {
	return s.uploads.of(u.key(), s.now, func() (string, error) { return s.api.upload(ctx, u) })
}

// key tells whether two files are the same.
func (u upload) key() [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", u.kind, u.name)
	h.Write(u.data)
	return [sha256.Size]byte(h.Sum(nil))
}

// upload gives the platform a file and brings its media id.
func (a *api) upload(ctx context.Context, u upload) (id string, err error) {
	body, form, err := u.form()
	if err != nil {
		return "", &apiError{API: pathUpload, Text: "the body cannot be written"}
	}
	var answer struct {
		MediaID string `json:"media_id"`
	}
	err = a.callOld(ctx, pathUpload, url.Values{"type": {u.kind}}, request{raw: body, form: form, out: &answer})
	if err == nil && answer.MediaID == "" {
		err = &apiError{API: pathUpload, Text: "no media_id in the answer"}
	}
	if e := (*apiError)(nil); errors.As(err, &e) {
		harmless := *e
		harmless.Maybe = false
		return "", &harmless
	}
	return answer.MediaID, err
}

// form writes the form in which a file is uploaded.
func (u upload) form() (body []byte, form string, err error) {
	return wire.MediaForm(multipart.FileContentDisposition("media", u.name), http.DetectContentType(u.data), u.data)
}

// callOld calls the old API, whose token stands in the address, in the same way as call. Address and body are those of r.
func (a *api) callOld(ctx context.Context, path string, query url.Values, r request) error {
	for attempt := 1; ; attempt++ {
		if err := a.wait(ctx, path); err != nil {
			return err
		}
		value, err := a.tokens.Get(ctx) // after the wait, in which a token may end
		if err != nil {
			return tokenFault(err)
		}
		query := maps.Clone(query)
		if query == nil {
			query = url.Values{}
		}
		query.Set("access_token", value)
		r.method, r.path, r.old, r.secrets = http.MethodPost, path, true, []string{value}
		r.address = a.config.OldAPIBase + path + "?" + query.Encode()
		if path == pathUpload { // what is asked of the contacts does not count (protocol 3.10)
			a.meter.count(a.log)
		}
		if err = a.request(ctx, r); !staleToken(err) || attempt == 2 {
			return err
		}
		a.tokens.Drop(value)
	}
}

// uploads remembers the ids of files that were uploaded lately. Who asks for one that is on its way waits for it. The zero value is ready.
type uploads struct {
	mu   sync.Mutex
	have map[[sha256.Size]byte]*uploaded
}

type uploaded struct {
	mu sync.Mutex // held while the file is on its way
	id string
	at time.Time
}

// of gives the id of a file, and has it uploaded where there is none that is still good; fresh tells whether it did.
func (u *uploads) of(key [sha256.Size]byte, now func() time.Time, upload func() (string, error)) (id string, fresh bool, err error) {
	one := u.entry(key, now())
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.id != "" && now().Sub(one.at) < mediaGood {
		return one.id, false, nil
	}
	if id, err = upload(); err != nil {
		return "", false, err
	}
	one.id, one.at = id, now()
	return id, true, nil
}

// entry finds the place of a file, and forgets old ones.
func (u *uploads) entry(key [sha256.Size]byte, now time.Time) *uploaded {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.have == nil {
		u.have = map[[sha256.Size]byte]*uploaded{}
	}
	for k, one := range u.have {
		if k != key && one.mu.TryLock() {
			if now.Sub(one.at) >= mediaGood {
				delete(u.have, k)
			}
			one.mu.Unlock()
		}
	}
	if u.have[key] == nil {
		u.have[key] = &uploaded{}
	}
	return u.have[key]
}

// forget lets go of an id that the platform does not know any more.
func (u *uploads) forget(key [sha256.Size]byte) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.have, key)
}
