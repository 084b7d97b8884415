package wecomtest

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Limits of an upload in pieces (2.10).
const (
	mostChunks  = 100
	chunkSize   = 512 << 10
	uploadLasts = 30 * time.Minute
)

// smartUpload is an upload under way.
type smartUpload struct {
	Type        string `json:"type"`
	Filename    string `json:"filename"`
	TotalSize   int    `json:"total_size"`
	TotalChunks int    `json:"total_chunks"`
	MD5         string `json:"md5"`
	pieces      map[int][]byte
	at          time.Time
}

// Media is what a phone shows for a media id: the kind and the bytes. The bytes must not be changed.
func (p *SmartBot) Media(id string) (kind string, data []byte, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, ok := p.media.find(id, p.now())
	return m.kind, m.data, ok
}

func (p *SmartBot) uploadInit(body json.RawMessage) (int, any) {
	u := &smartUpload{pieces: map[int][]byte{}, at: p.now()}
	switch {
	case json.Unmarshal(body, u) != nil || !among("image|voice|video|file", u.Type) || u.Filename == "":
		return 40058, nil
	case u.TotalChunks < 1 || u.TotalChunks > mostChunks || u.TotalSize > u.TotalChunks*chunkSize || u.TotalSize <= (u.TotalChunks-1)*chunkSize:
		return 45001, nil
	case !p.pace.allow(p.now()):
		return 45009, nil
	}
	id := secret(32)
	p.uploads[id] = u
	return 0, fields{"upload_id": id}
}

func (p *SmartBot) uploadChunk(body json.RawMessage) int {
	var in struct {
		UploadID string `json:"upload_id"`
		Index    int    `json:"chunk_index"`
		Data     string `json:"base64_data"`
	}
	if json.Unmarshal(body, &in) != nil {
		return 40008
	}
	u := p.uploads[in.UploadID]
	data, err := base64.StdEncoding.DecodeString(in.Data)
	switch {
	case u == nil || p.now().Sub(u.at) > uploadLasts || in.Index < 0 || in.Index >= u.TotalChunks || err != nil:
		return 40058
	case len(data) == 0 || len(data) > chunkSize:
		return 45001
	}
	u.pieces[in.Index] = data
	return 0
}

func (p *SmartBot) uploadFinish(body json.RawMessage) (int, any) {
	var in struct {
		UploadID string `json:"upload_id"`
	}
	if json.Unmarshal(body, &in) != nil || p.uploads[in.UploadID] == nil {
		return 40058, nil
	}
	u := p.uploads[in.UploadID]
	var whole bytes.Buffer
	for i := range u.TotalChunks {
		whole.Write(u.pieces[i])
	}
	if whole.Len() != u.TotalSize || u.MD5 != "" && u.MD5 != fmt.Sprintf("%x", md5.Sum(whole.Bytes())) {
		return 40058, nil
	}
	m := media{kind: u.Type, name: u.Filename, data: whole.Bytes(), at: p.now()}
	if refused := checkMedia(u.Type, m); refused != nil {
		return 40006, nil
	}
	delete(p.uploads, in.UploadID)
	return 0, fields{"type": u.Type, "media_id": p.media.put(m), "created_at": strconv.FormatInt(m.at.Unix(), 10)}
}
