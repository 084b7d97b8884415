package wecomtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSendText(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	got := a.post("message/send", textTo(p, "linxiaofeng|chen", "第一行\n<a href=\"https://x\">链接</a>"))
	wantCode(t, got, 0)
	for _, user := range []string{"LinXiaofeng", "CHEN"} {
		want := []Line{{ID: p.Chat(user)[0].ID, At: morning, From: FromApp, Kind: "text", Text: "第一行\n<a href=\"https://x\">链接</a>", MsgID: got["msgid"].(string)}}
		if diff := cmp.Diff(want, p.Chat(user)); diff != "" {
			t.Error(diff)
		}
	}
	if len(p.Chat("zhao")) != 0 {
		t.Error("somebody else got it, too")
	}
}

func TestReceivers(t *testing.T) {
	staff := append(People("LinXiaofeng", "chen"), Member{UserID: "poor", Unlicensed: true}, Member{UserID: "far", Department: 2})
	p, _ := newPlatform(t, func(o *Options) { o.Members, o.Departments = staff, []Department{{ID: 1}, {ID: 2, ParentID: 1}} })
	a := login(t, p)
	p.Join(Member{UserID: "late"})
	p.Leave("LATE")
	for name, c := range map[string]struct {
		fields                  string
		code                    int
		invalid, unlicensed, to string
	}{
		"one":           {`"touser":"LINXIAOFENG"`, 0, "", "", "linxiaofeng"},
		"two":           {`"touser":"linxiaofeng|chen|chen"`, 0, "", "", "linxiaofeng chen"},
		"some unknown":  {`"touser":"chen|Nobody|late"`, 0, "nobody|late", "", "chen"},
		"none known":    {`"touser":"nobody"`, 81013, "", "", ""},
		"nobody named":  {`"touser":""`, 81013, "", "", ""},
		"unlicensed":    {`"touser":"chen|poor"`, 0, "", "poor", "chen"},
		"everybody":     {`"touser":"@all"`, 0, "", "poor", "linxiaofeng chen far"},
		"not alone":     {`"touser":"chen|@all"`, 0, "@all", "", "chen"},
		"a party":       {`"toparty":"2|9"`, 0, "", "", "far"},
		"party and one": {`"toparty":"2","touser":"far|chen"`, 0, "", "", "far chen"},
		"too many":      {`"touser":"` + strings.Repeat("a|", 1001) + `"`, 40058, "", "", ""},
	} {
		before := map[string]int{}
		for _, m := range staff {
			before[m.UserID] = len(p.Chat(m.UserID))
		}
		got := a.post("message/send", fmt.Sprintf(`{%s,"msgtype":"text","agentid":%d,"text":{"content":"%s"}}`, c.fields, p.Options().AgentID, name))
		if got["errcode"] != float64(c.code) {
			t.Errorf("%s: %v", name, got)
			continue
		}
		if c.code == 0 && (got["invaliduser"] != c.invalid || got["unlicenseduser"] != c.unlicensed) {
			t.Errorf("%s: %v", name, got)
		}
		for _, m := range staff {
			reached := len(p.Chat(m.UserID)) > before[m.UserID]
			if want := strings.Contains(" "+c.to+" ", " "+fold(m.UserID)+" "); reached != want {
				t.Errorf("%s: %s reached: %t", name, m.UserID, reached)
			}
		}
	}
}

func TestSendRefusals(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	article := `{"title":"t","url":"u"}`
	for name, c := range map[string]struct {
		fields string
		code   int
	}{
		"no agent":          {`"msgtype":"text","text":{"content":"a"}`, 40056},
		"agent is a word":   {`"agentid":"x","msgtype":"text","text":{"content":"a"}`, 40056},
		"other agent":       {`"agentid":1,"msgtype":"text","text":{"content":"a"}`, 301002},
		"quoted agent":      {`"agentid":"1000002","msgtype":"text","text":{"content":"a"}`, 0},
		"no type":           {`"agentid":1000002`, 40008},
		"unknown type":      {`"agentid":1000002,"msgtype":"mpnews"`, 40008},
		"no object":         {`"agentid":1000002,"msgtype":"text"`, 40058},
		"object of another": {`"agentid":1000002,"msgtype":"text","markdown":{"content":"a"}`, 40058},
		"empty text":        {`"agentid":1000002,"msgtype":"text","text":{"content":""}`, 44004},
		"markdown":          {`"agentid":1000002,"msgtype":"markdown","markdown":{"content":"# a"}`, 0},
		"textcard":          {`"agentid":1000002,"msgtype":"textcard","textcard":{"title":"t","description":"d","url":"u"}`, 0},
		"textcard, no url":  {`"agentid":1000002,"msgtype":"textcard","textcard":{"title":"t","description":"d"}`, 40058},
		"textcard, no text": {`"agentid":1000002,"msgtype":"textcard","textcard":{"title":"t","url":"u"}`, 40058},
		"news":              {`"agentid":1000002,"msgtype":"news","news":{"articles":[` + article + `]}`, 0},
		"nine articles":     {`"agentid":1000002,"msgtype":"news","news":{"articles":[` + strings.Repeat(article+",", 8) + article + `]}`, 40058},
		"no articles":       {`"agentid":1000002,"msgtype":"news","news":{"articles":[]}`, 40058},
		"untitled":          {`"agentid":1000002,"msgtype":"news","news":{"articles":[{}]}`, 40058},
		"no such picture":   {`"agentid":1000002,"msgtype":"image","image":{"media_id":"x"}`, 40007},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(p.Chat("chen"))
			wantCode(t, a.post("message/send", `{"touser":"chen",`+c.fields+`}`), c.code)
			if arrived := len(p.Chat("chen")) > before; arrived != (c.code == 0) {
				t.Fatalf("arrived: %t", arrived)
			}
		})
	}
}

// 2048 bytes are shown, whatever character that cuts in two.
func TestLongTextIsCut(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	wantCode(t, a.post("message/send", textTo(p, "chen", strings.Repeat("a", 2048))), 0)
	wantCode(t, a.post("message/send", textTo(p, "chen", strings.Repeat("好", 683))), 0)
	chat := p.Chat("chen")
	if len(chat[0].Text) != 2048 || len(chat[1].Text) != 2048 || p.Counts().Cut != 1 {
		t.Fatalf("%d, %d, cut %d", len(chat[0].Text), len(chat[1].Text), p.Counts().Cut)
	}
}

func TestThirtyAMinute(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	say := func(n int) {
		t.Helper()
		for i := range n {
			wantCode(t, a.post("message/send", textTo(p, "chen", fmt.Sprint(i))), 0)
		}
	}
	say(32)
	if got := len(p.Chat("chen")); got != 30 || p.Counts().Dropped["chen"] != 2 {
		t.Fatalf("%d shown, %v dropped", got, p.Counts().Dropped)
	}
	wantCode(t, a.post("message/send", textTo(p, "zhao", "hi")), 0)
	if len(p.Chat("zhao")) != 1 {
		t.Fatal("one member's limit is another's")
	}
	clock.forward(time.Minute - time.Nanosecond)
	say(1)
	clock.forward(time.Nanosecond)
	say(1)
	if got := len(p.Chat("chen")); got != 31 || p.Counts().Dropped["chen"] != 3 {
		t.Fatalf("%d shown, %v dropped", got, p.Counts().Dropped)
	}
}

func TestThousandAnHour(t *testing.T) {
	m := memberMeter()
	shown := 0
	for i := range 60 * 60 { // one a second
		if m.allow(morning.Add(time.Duration(i) * time.Second)) {
			shown++
		}
	}
	if shown != 1000 {
		t.Fatalf("%d shown in an hour", shown)
	}
	if len(m.past) > 1000 {
		t.Fatalf("%d remembered", len(m.past))
	}
}

func TestDuplicateCheck(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	send := func(to, text string, interval int) {
		t.Helper()
		wantCode(t, a.post("message/send", fmt.Sprintf(
			`{"touser":"%s","msgtype":"text","agentid":1000002,"text":{"content":"%s"},"enable_duplicate_check":1,"duplicate_check_interval":%d}`, to, text, interval)), 0)
	}
	expect := func(what string, shown, swallowed int) {
		t.Helper()
		if got := len(p.Chat("chen")); got != shown || p.Counts().Swallowed != swallowed {
			t.Fatalf("%s: %d shown, %d swallowed", what, got, p.Counts().Swallowed)
		}
	}
	send("chen|zhao", "提醒", 0)
	send("ZHAO|chen", "提醒", 0)
	expect("the same", 1, 1)
	send("chen", "提醒", 0)
	expect("other receivers", 2, 1)
	send("chen", "提醒二", 0)
	expect("other words", 3, 1)
	wantCode(t, a.post("message/send", textTo(p, "chen", "提醒")), 0)
	expect("not asked for", 4, 1)
	clock.forward(1800*time.Second - time.Nanosecond)
	send("chen", "提醒", 0)
	expect("just inside", 4, 2)
	clock.forward(time.Nanosecond)
	send("chen", "提醒", 5*3600)
	expect("after the interval", 5, 2)
	clock.forward(4 * time.Hour)
	a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	send("chen", "提醒", 60)
	expect("at most four hours", 6, 2)
}

func TestRecall(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	first := a.post("message/send", textTo(p, "chen|zhao", "错了"))["msgid"].(string)
	second := a.post("message/send", textTo(p, "chen", "对的"))["msgid"].(string)
	wantCode(t, a.post("message/recall", `{"msgid":"`+first+`"}`), 0)
	chat := p.Chat("chen")
	if !chat[0].Recalled || chat[0].Text != "" || chat[1].Recalled || !p.Chat("zhao")[0].Recalled {
		t.Fatalf("%+v", chat)
	}
	wantCode(t, a.post("message/recall", `{"msgid":"1"}`), 40058)
	clock.forward(24 * time.Hour)
	a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	wantCode(t, a.post("message/recall", `{"msgid":"`+second+`"}`), 40058)
}

// What cannot be recalled or repeated any more is forgotten.
func TestMemoryIsSwept(t *testing.T) {
	p, clock := newPlatform(t, nil)
	a := login(t, p)
	for i := range 3 {
		wantCode(t, a.post("message/send", fmt.Sprintf(
			`{"touser":"chen","msgtype":"text","agentid":1000002,"text":{"content":"%d"},"enable_duplicate_check":1}`, i)), 0)
		clock.forward(25 * time.Hour)
		a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	}
	if sent, echoes := len(p.outgoing.sent), len(p.outgoing.echoes.until); sent != 1 || echoes != 1 {
		t.Fatalf("%d messages and %d echoes are remembered", sent, echoes)
	}
}
