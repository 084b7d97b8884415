package dingtalktest

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// TestReadAndRecalled: what was said with one call is read by some, and taken back from all who have it.
func TestReadAndRecalled(t *testing.T) {
	b := newBench(t, Options{Members: People("u1", "u2", "u3"), Groups: []string{"g1"}})
	key, _ := b.batch(t, "u1", "u2")["processQueryKey"].(string)
	b.Read("u1")
	status := func() map[string]string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
			b.server.URL+"/v1.0/robot/oToMessages/readStatus?robotCode="+b.options.RobotCode+"&processQueryKey="+key, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("x-acs-dingtalk-access-token", b.token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var got struct {
			List []struct{ UserID, ReadStatus string } `json:"messageReadInfoList"`
		}
		if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, one := range got.List {
			out[one.UserID] = one.ReadStatus
		}
		return out
	}
	if got := status(); len(got) != 2 || got["u1"] != "READ" || got["u2"] != "UNREAD" {
		t.Errorf("%v", got)
	}
	in := object{"robotCode": b.options.RobotCode, "processQueryKeys": []string{key, "other"}}
	got := b.post(t, "/v1.0/robot/otoMessages/batchRecall", in)
	if done, _ := got["successResult"].([]any); len(done) != 1 || done[0] != key {
		t.Errorf("%v", got)
	}
	for _, u := range []string{"u1", "u2"} {
		if l := b.Chat(u)[0]; !l.Recalled || l.Text != "" {
			t.Errorf("%s still reads %+v", u, l)
		}
	}
	if got := status(); len(got) != 0 {
		t.Errorf("taken back, and yet %v", got)
	}

	group := b.post(t, "/v1.0/robot/groupMessages/send", object{
		"robotCode": b.options.RobotCode, "openConversationId": "g1", "msgKey": "sampleText", "msgParam": `{"content":"好"}`,
	})
	in = object{"robotCode": b.options.RobotCode, "openConversationId": "g1", "processQueryKeys": []any{group["processQueryKey"]}}
	if b.post(t, "/v1.0/robot/groupMessages/recall", in); !b.GroupChat("g1")[0].Recalled {
		t.Error("the group still reads it")
	}
	in["robotCode"] = "other"
	if got := b.post(t, "/v1.0/robot/groupMessages/recall", in); got["code"] != "robotCode.notExsit" {
		t.Errorf("%v", got)
	}
}

// TestGroupRobotIsSilenced: after the twenty-first message of a minute a group robot says nothing for ten.
func TestGroupRobotIsSilenced(t *testing.T) {
	b := newBench(t, Options{Robots: map[string]string{"t1": ""}})
	say := func() float64 {
		code, _ := b.post(t, "/robot/send?access_token=t1", object{"msgtype": "text", "text": object{"content": "好"}})["errcode"].(float64)
		return code
	}
	for n := range 21 {
		if code := say(); (code == 0) != (n < robotPerMinute) {
			t.Fatalf("message %d: %v", n, code)
		}
	}
	for _, step := range []struct {
		later time.Duration
		code  float64
	}{{robotSilenced - time.Second, 130101}, {time.Second, 0}} {
		b.at = b.at.Add(step.later)
		if code := say(); code != step.code {
			t.Errorf("after %v: %v", step.later, code)
		}
	}
}

// TestChatKeepsSoMany: with Keep a phone forgets what is old, and Shown has seen it all.
func TestChatKeepsSoMany(t *testing.T) {
	seen := 0
	b := newBench(t, Options{Members: People("u1"), Keep: 3, Shown: func(chat string, l Line) {
		if chat == "u1" && l.Text == "好" {
			seen++
		}
	}})
	for range 5 {
		b.batch(t, "u1")
	}
	if len(b.Chat("u1")) != 3 || seen != 5 {
		t.Errorf("%d are kept, %d were seen", len(b.Chat("u1")), seen)
	}
}

// TestSessionsAreForgotten: a session that has ended takes no room.
func TestSessionsAreForgotten(t *testing.T) {
	b := newBench(t, Options{Members: People("u1"), Session: time.Minute})
	for range 10 {
		b.Prepare("u1", "", Text("好"))
		b.at = b.at.Add(time.Minute)
	}
	if n := len(b.sessions); n > 2 {
		t.Errorf("%d sessions are kept", n)
	}
}
