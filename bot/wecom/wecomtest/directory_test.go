package wecomtest

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestUserGet(t *testing.T) {
	p, _ := newPlatform(t, func(o *Options) {
		o.Members = []Member{{UserID: "LinXiaofeng", Name: "林晓峰", Position: "副校长"}}
	})
	a := login(t, p)
	got := a.get("user/get?userid=linxiaofeng")
	wantCode(t, got, 0)
	if got["userid"] != "LinXiaofeng" || got["name"] != "林晓峰" || got["status"] != float64(1) {
		t.Fatal(got)
	}
	for _, hidden := range []string{"mobile", "email", "gender", "avatar"} {
		if _, found := got[hidden]; found {
			t.Errorf("%s is told", hidden)
		}
	}
	wantCode(t, a.get("user/get?userid=nobody"), 60111)
}

func TestListID(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a, o := login(t, p), p.Options()
	wantCode(t, a.post("user/list_id", `{}`), 48002)
	a.token = a.newToken(o.ContactSecret, o.CorpID)
	var ids []string
	for cursor := ""; ; {
		got := a.post("user/list_id", `{"cursor":"`+cursor+`","limit":3}`)
		wantCode(t, got, 0)
		for _, row := range got["dept_user"].([]any) {
			ids = append(ids, row.(map[string]any)["userid"].(string))
		}
		if cursor = got["next_cursor"].(string); cursor == "" {
			break
		}
	}
	if strings.Join(ids, " ") != "LinXiaofeng chen zhao wang" {
		t.Fatal(ids)
	}
	for _, bad := range []string{`{"cursor":"x"}`, `{"cursor":"99"}`, `{"limit":10001}`, `{"limit":-1}`} {
		wantCode(t, a.post("user/list_id", bad), 40058)
	}
	if got := a.post("user/list_id", `{}`); len(got["dept_user"].([]any)) != 4 {
		t.Fatal(got)
	}
}

func TestDepartments(t *testing.T) {
	p, _ := newPlatform(t, func(o *Options) { o.Departments = []Department{{1, 0, "示例大学"}, {2, 1, "教务处"}} })
	a := login(t, p)
	list := a.get("department/list")["department"].([]any)
	simple := a.get("department/simplelist")["department_id"].([]any)
	if len(list) != 2 || len(simple) != 2 || list[1].(map[string]any)["name"] != "教务处" || simple[1].(map[string]any)["parentid"] != float64(1) {
		t.Fatalf("%v, %v", list, simple)
	}
	if _, named := simple[0].(map[string]any)["name"]; named {
		t.Fatal("the simple list has names")
	}
}

func TestJoinReplaces(t *testing.T) {
	p, _ := newPlatform(t, nil)
	p.Join(Member{UserID: "CHEN", Name: "陈晓"})
	got := login(t, p).get("user/get?userid=chen")
	if got["name"] != "陈晓" || len(p.staff.members) != 4 {
		t.Fatal(got)
	}
}

func TestVisit(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	code := p.Visit("chen")
	got := a.get("auth/getuserinfo?code=" + code)
	wantCode(t, got, 0)
	if got["userid"] != "chen" {
		t.Fatal(got)
	}
	detail := a.post("auth/getuserdetail", `{"user_ticket":"`+got["user_ticket"].(string)+`"}`)
	wantCode(t, detail, 0)
	if detail["userid"] != "chen" {
		t.Fatal(detail)
	}
	wantCode(t, a.get("auth/getuserinfo?code="+code), 42022)
	wantCode(t, a.get("auth/getuserinfo?code=x"), 40029)
	wantCode(t, a.post("auth/getuserdetail", `{"user_ticket":"x"}`), 40058)

	stranger := a.get("auth/getuserinfo?code=" + p.Visit(""))
	if _, member := stranger["userid"]; member || stranger["openid"] == "" {
		t.Fatal(stranger)
	}
	late := p.Visit("chen")
	clock.forward(5 * time.Minute)
	wantCode(t, a.get("auth/getuserinfo?code="+late), 42003)
	clock.forward(30 * time.Minute)
	wantCode(t, a.post("auth/getuserdetail", `{"user_ticket":"`+got["user_ticket"].(string)+`"}`), 40058)
}

func TestCallbackIP(t *testing.T) {
	p, _ := newPlatform(t, nil)
	got := login(t, p).call(http.MethodGet, withToken("getcallbackip", login(t, p).token), "", nil)
	if list, _ := got["ip_list"].([]any); len(list) != 1 {
		t.Fatal(got)
	}
}
