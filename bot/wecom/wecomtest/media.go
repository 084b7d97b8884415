package wecomtest

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"time"
)

// mediaTime is how long a media id is good for (2.6).
const mediaTime = 3 * 24 * time.Hour

// mediaStore holds the temporary media, by id.
type mediaStore map[string]media

type media struct {
	kind, name string
	data       []byte
	at         time.Time
}

func (s mediaStore) find(id string, at time.Time) (media, bool) {
	m, found := s[id]
	return m, found && at.Before(m.at.Add(mediaTime))
}

func (s mediaStore) put(m media) string {
	maps.DeleteFunc(s, func(_ string, old media) bool { return !m.at.Before(old.at.Add(mediaTime)) })
	id := "3" + secret(60)
	s[id] = m
	return id
}

// Upload is what a member's phone does with a picture before the message goes out: it gives the media id, which the application can fetch for three days.
// The kind is image, voice, video or file.
func (p *Platform) Upload(kind, name string, data []byte) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.store.put(media{kind: kind, name: name, data: bytes.Clone(data), at: p.now()})
}

// Media is what a member's phone shows for a media id in his chat: the kind and the bytes, as long as the platform keeps them. The bytes must
// not be changed.
func (p *Platform) Media(id string) (kind string, data []byte, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, ok := p.store.find(id, p.now())
	return m.kind, m.data, ok
}

// MediaName is the name that a file was uploaded under; "" when the platform does not keep it any more.
func (p *Platform) MediaName(id string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, _ := p.store.find(id, p.now())
	return m.name
}

func (p *Platform) mediaUpload(c *call) response {
	return p.take(c, "image|voice|video|file")
}

// take stores the multipart field "media" as the type that the query names.
func (p *Platform) take(c *call, allowed string) response {
	kind := c.query.Get("type")
	m, refused := readUpload(c)
	switch {
	case refused != nil:
		return refused
	case !among(allowed, kind):
		return fail(40004, "")
	}
	if refused := checkMedia(kind, m); refused != nil {
		return refused
	}
	m.kind, m.at = kind, p.now()
	return answer{"type": kind, "media_id": p.store.put(m), "created_at": strconv.FormatInt(m.at.Unix(), 10)}.ok()
}

// mediaUploadImage keeps a picture for ever; nobody fetches it from here, so only the address is made.
func (p *Platform) mediaUploadImage(c *call) response {
	m, refused := readUpload(c)
	if refused == nil {
		refused = checkMedia("image", m)
	}
	if refused != nil {
		return refused
	}
	return answer{"url": "https://wework.qpic.cn/wwpic/" + digits(12) + "/0"}.ok()
}

// readUpload finds the file in a multipart body.
func readUpload(c *call) (media, response) {
	kind, params, err := mime.ParseMediaType(c.kind)
	if err != nil || kind != "multipart/form-data" {
		return media{}, fail(44001, "body is not multipart/form-data")
	}
	for parts := multipart.NewReader(bytes.NewReader(c.body), params["boundary"]); ; {
		part, err := parts.NextPart()
		if err != nil {
			return media{}, fail(44001, "no field named media")
		}
		if part.FormName() != "media" {
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil || len(data) == 0 {
			return media{}, fail(44001, "")
		}
		return media{name: path.Base(part.FileName()), data: data}, nil
	}
}

// checkMedia holds the limits of size and form (2.6).
func checkMedia(kind string, m media) response {
	most := map[string]int{"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}[kind]
	switch {
	case len(m.data) <= 5:
		return fail(40006, "")
	case len(m.data) > most:
		return fail(45001, "")
	case kind == "image" && !isPicture(m.data), kind == "voice" && !bytes.HasPrefix(m.data, []byte("#!AMR")):
		return fail(40004, "")
	}
	return nil
}

func isPicture(data []byte) bool {
	kind := http.DetectContentType(data)
	return kind == "image/jpeg" || kind == "image/png"
}

// mediaGet is a download, or an error as JSON with the same status.
func (p *Platform) mediaGet(c *call) response {
	m, found := p.store.find(c.query.Get("media_id"), p.now())
	if !found {
		return fail(40007, "")
	}
	return file{name: m.name, kind: http.DetectContentType(m.data), data: m.data}
}
