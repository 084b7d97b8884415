package wecomtest

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"testing"
	"time"
)

var png = append([]byte("\x89PNG\x0D\x0A\x1A\x0A"), make([]byte, 100)...)

func (a *api) upload(path, field, name string, data []byte) map[string]any {
	a.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		a.t.Fatal(err)
	}
	_, _ = part.Write(data)
	if err := w.Close(); err != nil {
		a.t.Fatal(err)
	}
	return a.call(http.MethodPost, withToken(path, a.token), w.FormDataContentType(), body.Bytes())
}

func TestMediaThereAndBack(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	got := a.upload("media/upload?type=image", "media", "接待日.png", png)
	wantCode(t, got, 0)
	id := got["media_id"].(string)
	if got["created_at"] != "1795053600" {
		t.Fatalf("created_at %v", got["created_at"])
	}
	res, data := a.raw(http.MethodGet, withToken("media/get?media_id="+id, a.token), "", nil)
	if res.Header.Get("Content-Type") != "image/png" || res.Header.Get("Content-Disposition") == "" || !bytes.Equal(data, png) {
		t.Fatalf("%v, %d bytes", res.Header, len(data))
	}
	wantCode(t, a.post("message/send", `{"touser":"chen","agentid":1000002,"msgtype":"image","image":{"media_id":"`+id+`"}}`), 0)
	wantCode(t, a.post("message/send", `{"touser":"chen","agentid":1000002,"msgtype":"file","file":{"media_id":"`+id+`"}}`), 40007)
	if l := p.Chat("chen")[0]; l.MediaID != id || l.Text != "[图片]" {
		t.Fatalf("%+v", l)
	}
	clock.forward(3 * 24 * time.Hour)
	a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	wantCode(t, a.get("media/get?media_id="+id), 40007)
	p.Upload("file", "x", []byte("xxxxxx"))
	if len(p.store) != 1 {
		t.Fatal("old media are kept")
	}
}

func TestMediaRefusals(t *testing.T) {
	t.Parallel()
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	amr := []byte("#!AMR\n......")
	for name, c := range map[string]struct {
		kind, field string
		data        []byte
		code        int
	}{
		"picture":        {"image", "media", png, 0},
		"voice":          {"voice", "media", amr, 0},
		"video":          {"video", "media", png, 0},
		"file":           {"file", "media", []byte("123456"), 0},
		"five bytes":     {"file", "media", []byte("12345"), 40006},
		"no bytes":       {"file", "media", nil, 44001},
		"other field":    {"file", "file", png, 44001},
		"no type":        {"", "media", png, 40004},
		"no such type":   {"thumb", "media", png, 40004},
		"text as image":  {"image", "media", []byte("123456"), 40004},
		"image as voice": {"voice", "media", png, 40004},
		"2 MB voice":     {"voice", "media", append(amr, make([]byte, 2<<20)...), 45001},
		"10 MB image":    {"image", "media", append(png, make([]byte, 10<<20)...), 45001},
	} {
		if got := a.upload("media/upload?type="+c.kind, c.field, "f", c.data); got["errcode"] != float64(c.code) {
			t.Errorf("%s: %v", name, got)
		}
	}
	wantCode(t, a.post("media/upload?type=file", "{}"), 44001)
	wantCode(t, a.upload("media/uploadimg", "media", "f", png), 0)
	wantCode(t, a.upload("media/uploadimg", "media", "f", []byte("123456")), 40004)
	wantCode(t, a.upload("media/uploadimg", "x", "f", png), 44001)
}

// A picture that a member sends can be fetched by the application.
func TestMemberSendsPicture(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := application(t, p, nil)
	id := p.Upload("image", "a.png", png)
	if _, err := p.Send(t.Context(), "chen", Picture(id, "https://wework.qpic.cn/1"), Manner{}); err != nil {
		t.Fatal(err)
	}
	if l := p.Chat("chen")[0]; l.MediaID != id || l.Kind != "image" || ref.all()[0].MsgType != "image" {
		t.Fatalf("%+v", l)
	}
	a := login(t, p)
	if _, data := a.raw(http.MethodGet, withToken("media/get?media_id="+id, a.token), "", nil); !bytes.Equal(data, png) {
		t.Fatal("another picture")
	}
}
