package dingtalktest

import (
	"io"
	"net/http"
	"path"
	"strings"
)

// Media is a file that the application uploaded.
type Media struct {
	Kind string // image, voice, video, file
	Name string
	Data []byte
}

// Media gives what was uploaded under a media id.
func (p *Platform) Media(id string) (Media, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m, ok := p.media[id]
	return m, ok
}

// ForgetMedia makes the platform know no media id any more.
func (p *Platform) ForgetMedia() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.media)
}

// The platform's limits for what is uploaded, in bytes.
var mostMedia = map[string]int{"image": 20 << 20, "voice": 2 << 20, "video": 20 << 20, "file": 20 << 20}

// uploadMedia takes a file of the application in (3.4): one part named media.
func (p *Platform) uploadMedia(w http.ResponseWriter, r *http.Request) {
	kind := r.URL.Query().Get("type")
	most := mostMedia[kind]
	part, header, err := r.FormFile("media")
	switch {
	case most == 0:
		oldAnswer(w, 40004, "不合法的媒体文件类型")
		return
	case err != nil || header.Filename == "":
		oldAnswer(w, 41005, "缺少媒体文件数据")
		return
	}
	defer part.Close()
	data, err := io.ReadAll(part)
	switch {
	case err != nil || len(data) == 0:
		oldAnswer(w, 44001, "媒体文件为空")
		return
	case len(data) > most:
		oldAnswer(w, 40006, "不合法的文件大小")
		return
	}
	id := "@lAD" + letters(28)
	p.mu.Lock()
	p.media[id] = Media{kind, header.Filename, data}
	p.mu.Unlock()
	answer(w, object{"errcode": 0, "errmsg": "ok", "media_id": id, "created_at": p.now().UnixMilli(), "type": kind})
}

// fileLine is a picture or a file that is shown in a chat, by the media id under which it was uploaded.
func (p *Platform) fileLine(kind string, param map[string]string) (l Line, code string) {
	id := firstOf(param["photoURL"], param["mediaId"])
	m, ok := p.Media(id)
	switch {
	case !ok || m.Kind != kind:
		return l, "msgParam.invalid"
	case kind == "file" && (param["fileName"] == "" || strings.TrimPrefix(path.Ext(param["fileName"]), ".") != param["fileType"]):
		return l, "msgParam.invalid"
	}
	return Line{Kind: kind, Text: "[" + kind + "] " + param["fileName"], Via: "api", MediaID: id}, ""
}

// Upload puts a file on the platform and gives its download code.
func (p *Platform) Upload(data []byte) (code string) {
	code = letters(24)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[code] = data
	return code
}

// fileAddress redeems a download code (3.4).
func (p *Platform) fileAddress(w http.ResponseWriter, r *http.Request) {
	var in struct{ DownloadCode, RobotCode string }
	if !decode(w, r, &in) {
		return
	}
	p.mu.Lock()
	_, ok := p.files[in.DownloadCode]
	base := p.base
	p.mu.Unlock()
	if !ok || in.RobotCode != p.options.RobotCode {
		refuse(w, http.StatusBadRequest, "invalidParameter.downloadCode", "the code is not known")
		return
	}
	answer(w, object{"downloadUrl": base + "/files/" + in.DownloadCode})
}

func (p *Platform) file(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("x-acs-dingtalk-access-token") != "" {
		http.Error(w, "the token must not come here", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	data, ok := p.files[r.PathValue("code")]
	p.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data)
}
