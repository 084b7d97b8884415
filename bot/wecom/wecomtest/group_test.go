package wecomtest

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (a *api) robot(key, body string) map[string]any {
	a.t.Helper()
	return a.call(http.MethodPost, "webhook/send?key="+key, "application/json", []byte(body))
}

func TestRobot(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	wantCode(t, a.robot("robot-1", `{"msgtype":"text","text":{"content":"本周接待日","mentioned_list":["@all"]}}`), 0)
	wantCode(t, a.robot("robot-2", `{"msgtype":"text","text":{"content":"x"}}`), 93000)
	if chat := p.Group("robot-1"); len(chat) != 1 || chat[0].Text != "本周接待日" {
		t.Fatalf("%+v", chat)
	}
	for range 19 {
		wantCode(t, a.robot("robot-1", `{"msgtype":"markdown","markdown":{"content":"x"}}`), 0)
	}
	wantCode(t, a.robot("robot-1", `{"msgtype":"markdown","markdown":{"content":"x"}}`), 45009)
	clock.forward(time.Minute)
	wantCode(t, a.robot("robot-1", `{"msgtype":"markdown","markdown":{"content":"x"}}`), 0)
	if got := len(p.Group("robot-1")); got != 21 {
		t.Fatalf("%d lines", got)
	}
}

func TestRobotRefusals(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	inline := func(data []byte, sum string) string {
		return fmt.Sprintf(`{"msgtype":"image","image":{"base64":"%s","md5":"%s"}}`, base64.StdEncoding.EncodeToString(data), sum)
	}
	sum := fmt.Sprintf("%x", md5.Sum(png))
	for name, c := range map[string]struct {
		body string
		code int
	}{
		"2048 bytes":       {`{"msgtype":"text","text":{"content":"` + strings.Repeat("a", 2048) + `"}}`, 0},
		"2049 bytes":       {`{"msgtype":"text","text":{"content":"` + strings.Repeat("a", 2049) + `"}}`, 40058},
		"4097 bytes":       {`{"msgtype":"markdown","markdown":{"content":"` + strings.Repeat("a", 4097) + `"}}`, 40058},
		"picture":          {inline(png, sum), 0},
		"other md5":        {inline(png, strings.Repeat("0", 32)), 40058},
		"no picture":       {inline([]byte("hello"), sum), 40004},
		"notice":           {`{"msgtype":"template_card","template_card":{"card_type":"text_notice","main_title":{"title":"t"},"card_action":{"type":1}}}`, 0},
		"interactive card": {`{"msgtype":"template_card","template_card":` + fmt.Sprintf(buttonCard, "x") + `}`, 40058},
		"textcard":         {`{"msgtype":"textcard","textcard":{}}`, 40008},
		"no JSON":          {`hello`, 47001},
	} {
		if got := a.robot("robot-1", c.body); got["errcode"] != float64(c.code) {
			t.Errorf("%s: %v", name, got)
		}
	}
	wantCode(t, a.upload("webhook/upload_media?key=robot-1&type=file", "media", "f.xlsx", png), 0)
	wantCode(t, a.upload("webhook/upload_media?key=robot-1&type=image", "media", "f.png", png), 40004)
	wantCode(t, a.upload("webhook/upload_media?key=other&type=file", "media", "f", png), 93000)
}

// A markdown of up to 4096 bytes that a robot may send is shown whole.
func TestRobotMarkdownIsNotCut(t *testing.T) {
	p, _ := newPlatform(t, nil)
	wantCode(t, login(t, p).robot("robot-1", `{"msgtype":"markdown","markdown":{"content":"`+strings.Repeat("a", 4096)+`"}}`), 0)
	if got := len(p.Group("robot-1")[0].Text); got != 4096 || p.Counts().Cut != 0 {
		t.Fatalf("%d bytes", got)
	}
}

func TestGroupOfTheApplication(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	wantCode(t, a.post("appchat/create", `{"name":"接待","owner":"chen","userlist":["chen","zhao"],"chatid":"g1"}`), 0)
	wantCode(t, a.post("appchat/create", `{"name":"接待","owner":"chen","userlist":["chen","zhao"],"chatid":"g1"}`), 86215)
	wantCode(t, a.post("appchat/create", `{"userlist":["chen"]}`), 40058)
	wantCode(t, a.post("appchat/create", `{"userlist":["chen","nobody"]}`), 60111)
	wantCode(t, a.get("appchat/get?chatid=robot-1"), 86003)
	got := a.get("appchat/get?chatid=g1")
	wantCode(t, got, 0)
	if info := got["chat_info"].(map[string]any); info["name"] != "接待" || len(info["userlist"].([]any)) != 2 {
		t.Fatal(got)
	}
	wantCode(t, a.post("appchat/send", `{"chatid":"g1","msgtype":"text","text":{"content":"大家好"}}`), 0)
	wantCode(t, a.post("appchat/send", `{"chatid":"g2","msgtype":"text","text":{"content":"大家好"}}`), 86003)
	wantCode(t, a.post("appchat/send", `{"chatid":"g1","msgtype":"template_card","template_card":{}}`), 40008)
	if chat := p.Group("g1"); len(chat) != 1 || chat[0].Text != "大家好" {
		t.Fatalf("%+v", chat)
	}
	for range 200 {
		wantCode(t, a.post("appchat/send", `{"chatid":"g1","msgtype":"text","text":{"content":"大家好"}}`), 0)
	}
	if got := len(p.Group("g1")); got != 200 || p.Counts().Dropped["zhao"] != 1 {
		t.Fatalf("%d lines, %v dropped", got, p.Counts().Dropped)
	}
}
