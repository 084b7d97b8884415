package dingtalktest

import "net/http"

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
