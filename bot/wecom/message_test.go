package wecom

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// common is what every message begins with; rows add to it.
const common = `<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1760000000</CreateTime>`

func textOf(kind string) Message {
	return Message{To: "ww1", From: "zhangsan", Created: 1760000000, Type: kind}
}

func with(m Message, change func(*Message)) Message {
	change(&m)
	return m
}

func event(name string, change func(*Message)) Message {
	return with(textOf("event"), func(m *Message) { m.Event = name; m.Agent = "1000002"; change(m) })
}

// xmlEvent is the plaintext of an event.
func xmlEvent(name, fields string) string {
	return common + `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[` + name + `]]></Event>` + fields + `<AgentID>1000002</AgentID></xml>`
}

var messageRows = []struct {
	name, plain string
	want        Message
}{
	{
		"text", common + `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[听课 <2> & 3]]></Content><MsgId>7512345678901234567</MsgId><AgentID>1000002</AgentID></xml>`,
		with(textOf("text"), func(m *Message) { m.Content = "听课 <2> & 3"; m.ID = "7512345678901234567"; m.Agent = "1000002" }),
	},
	{
		"text with a divided end of CDATA", common + `<MsgType>text</MsgType><Content><![CDATA[a]]]]><![CDATA[>b]]></Content></xml>`,
		with(textOf("text"), func(m *Message) { m.Content = "a]]>b" }),
	},
	{
		"text with references and line ends", common + "<MsgType>text</MsgType><Content>1 &lt; 2 &#x4e2d;&#25991;&apos;&quot;&amp;\r\n&#13;\r</Content></xml>",
		with(textOf("text"), func(m *Message) { m.Content = "1 < 2 中文'\"&\n\r\n" }),
	},
	{
		"image", common + `<MsgType>image</MsgType><PicUrl><![CDATA[https://p/0?a=1&b=2]]></PicUrl><MediaId>m1</MediaId><MsgId>1</MsgId></xml>`,
		with(textOf("image"), func(m *Message) { m.PicURL = "https://p/0?a=1&b=2"; m.MediaID = "m1"; m.ID = "1" }),
	},
	{
		"voice", common + `<MsgType>voice</MsgType><MediaId>m1</MediaId><Format>amr</Format><MsgId>1</MsgId></xml>`,
		with(textOf("voice"), func(m *Message) { m.MediaID = "m1"; m.Format = "amr"; m.ID = "1" }),
	},
	{
		"video", common + `<MsgType>video</MsgType><MediaId>m1</MediaId><ThumbMediaId>t1</ThumbMediaId><MsgId>1</MsgId></xml>`,
		with(textOf("video"), func(m *Message) { m.MediaID = "m1"; m.ThumbID = "t1"; m.ID = "1" }),
	},
	{
		"location: X is the latitude", common + `<MsgType>location</MsgType><Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Scale>15</Scale><Label>行政楼</Label><AppType>wxwork</AppType></xml>`,
		with(textOf("location"), func(m *Message) {
			m.Place = Place{Latitude: "23.1", Longitude: "113.3", Scale: "15", Label: "行政楼", App: "wxwork"}
		}),
	},
	{
		"link", common + `<MsgType>link</MsgType><Title>题</Title><Description>说</Description><Url>https://u</Url><PicUrl>https://p</PicUrl></xml>`,
		with(textOf("link"), func(m *Message) { m.Title, m.Description, m.URL, m.PicURL = "题", "说", "https://u", "https://p" }),
	},
	{"unknown type", common + `<MsgType>hologram</MsgType><Beam><Depth>3</Depth></Beam></xml>`, textOf("hologram")},
	{"no number for a time", `<xml><CreateTime>soon</CreateTime><MsgType>text</MsgType></xml>`, Message{Type: "text"}},

	{"subscribe", xmlEvent("subscribe", `<EventKey/>`), event("subscribe", func(*Message) {})},
	{"enter_agent", xmlEvent("enter_agent", `<EventKey><![CDATA[https://u]]></EventKey>`), event("enter_agent", func(m *Message) { m.EventKey = "https://u" })},
	{
		"LOCATION", xmlEvent("LOCATION", `<Latitude>23.1</Latitude><Longitude>113.3</Longitude><Precision>65.0</Precision><AppType>wxwork</AppType>`),
		event("LOCATION", func(m *Message) {
			m.Place = Place{Latitude: "23.1", Longitude: "113.3", Precision: "65.0", App: "wxwork"}
		}),
	},
	{"click", xmlEvent("click", `<EventKey>standing</EventKey>`), event("click", func(m *Message) { m.EventKey = "standing" })},
	{
		"scancode_waitmsg", xmlEvent("scancode_waitmsg", `<EventKey>k</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>r</ScanResult></ScanCodeInfo>`),
		event("scancode_waitmsg", func(m *Message) { m.EventKey = "k"; m.Scan = Scan{"qrcode", "r"} }),
	},
	{
		"pic_weixin", xmlEvent("pic_weixin", `<SendPicsInfo><Count>2</Count><PicList><item><PicMd5Sum>a1</PicMd5Sum></item><item><PicMd5Sum>b2</PicMd5Sum></item></PicList></SendPicsInfo>`),
		event("pic_weixin", func(m *Message) { m.Pictures = Pictures{"2", []string{"a1", "b2"}} }),
	},
	{
		"location_select", xmlEvent("location_select", `<SendLocationInfo><Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Scale>15</Scale><Label>楼</Label><Poiname>行政楼</Poiname></SendLocationInfo><AppType>wxwork</AppType>`),
		event("location_select", func(m *Message) {
			m.Place = Place{Latitude: "23.1", Longitude: "113.3", Scale: "15", Label: "楼", Name: "行政楼", App: "wxwork"}
		}),
	},
	{
		"template_card_event", xmlEvent("template_card_event", `<EventKey>submit</EventKey><TaskId>t-1</TaskId><CardType>vote_interaction</CardType><ResponseCode>RC</ResponseCode>`+
			`<SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey><OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem>`+
			`<SelectedItem><QuestionKey>q2</QuestionKey><OptionIds/></SelectedItem></SelectedItems>`),
		event("template_card_event", func(m *Message) {
			m.EventKey = "submit"
			m.Card = Card{"t-1", "vote_interaction", "RC", []Selection{{"q1", []string{"a", "b"}}, {"q2", nil}}}
		}),
	},
	{
		"template_card_menu_event", xmlEvent("template_card_menu_event", `<EventKey>more</EventKey><TaskId>t-1</TaskId><CardType>text_notice</CardType><ResponseCode>RC</ResponseCode>`),
		event("template_card_menu_event", func(m *Message) { m.EventKey = "more"; m.Card = Card{"t-1", "text_notice", "RC", nil} }),
	},
	{"taskcard_click", xmlEvent("taskcard_click", `<EventKey>ok</EventKey><TaskId>t-1</TaskId>`), event("taskcard_click", func(m *Message) { m.EventKey = "ok"; m.Card.Task = "t-1" })},
	{
		"change_contact of a member", xmlEvent("change_contact", `<ChangeType>update_user</ChangeType><UserID>zhang</UserID><NewUserID>zhangsan</NewUserID><Name>张三</Name><Department>1,2</Department><Status>1</Status>`),
		event("change_contact", func(m *Message) {
			m.ChangeType = "update_user"
			m.Contact = Contact{UserID: "zhang", NewUserID: "zhangsan", Name: "张三", Department: "1,2", Status: "1"}
		}),
	},
	{
		"change_contact of a department", xmlEvent("change_contact", `<ChangeType>create_party</ChangeType><Id>2</Id><Name>教科院</Name><ParentId>1</ParentId>`),
		event("change_contact", func(m *Message) {
			m.ChangeType = "create_party"
			m.Contact = Contact{ID: "2", Name: "教科院", ParentID: "1"}
		}),
	},
	{
		"change_contact of a tag", xmlEvent("change_contact", `<ChangeType>update_tag</ChangeType><TagId>1</TagId><AddUserItems>a,b</AddUserItems><DelUserItems>c</DelUserItems><AddPartyItems>1</AddPartyItems><DelPartyItems>2</DelPartyItems>`),
		event("change_contact", func(m *Message) {
			m.ChangeType = "update_tag"
			m.Contact = Contact{TagID: "1", AddUsers: "a,b", DelUsers: "c", AddParties: "1", DelParties: "2"}
		}),
	},
	{
		"batch_job_result", xmlEvent("batch_job_result", `<BatchJob><JobId>j</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>`),
		event("batch_job_result", func(m *Message) { m.Job = Job{"j", "sync_user", "0", "ok"} }),
	},
	{
		"sys_approval_change", xmlEvent("sys_approval_change", `<ApprovalInfo><SpNo>202611230001</SpNo><SpName>请假</SpName><SpStatus>2</SpStatus><TemplateId>T</TemplateId><Applyer><UserId>zhang</UserId><Party>1</Party></Applyer><SpRecord><Details><Approver><UserId>li</UserId></Approver></Details></SpRecord></ApprovalInfo>`),
		event("sys_approval_change", func(m *Message) { m.Approval = &Approval{"202611230001", "请假", "T", "2", "zhang"} }),
	},
	{
		"open_approval_change", xmlEvent("open_approval_change", `<ApprovalInfo><ThirdNo>n</ThirdNo><OpenSpName>付款</OpenSpName><OpenTemplateId>T</OpenTemplateId><OpenSpStatus>1</OpenSpStatus><ApplyUserId>zhang</ApplyUserId></ApprovalInfo>`),
		event("open_approval_change", func(m *Message) { m.Approval = &Approval{"n", "付款", "T", "1", "zhang"} }),
	},
	{"unknown event", xmlEvent("moon_phase", `<Phase>full</Phase>`), event("moon_phase", func(*Message) {})},
}

func TestParseMessage(t *testing.T) {
	for _, row := range messageRows {
		t.Run(row.name, func(t *testing.T) {
			got, err := ParseMessage(row.plain)
			if err != nil {
				t.Fatal(kindOf(err))
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
			if want := !strings.HasPrefix(row.name, "unknown"); got.Known() != want {
				t.Errorf("known %v, want %v", got.Known(), want)
			}
		})
	}
}

func TestParseMessageRejects(t *testing.T) {
	for _, plain := range []string{"", "hello", "{}", "<xml/>", "<xml><MsgType/></xml>", "<xml><MsgType>text</MsgType>", "<html><MsgType>text</MsgType></html>", "<xml><MsgType>te\x00xt</MsgType></xml>"} {
		_, err := ParseMessage(plain)
		if kindOf(err) != BadMessage {
			t.Errorf("%q gives %v", plain, kindOf(err))
		}
	}
}

// TestKnownEvents: the table of the protocol, and which of them show a text that is answered.
func TestKnownEvents(t *testing.T) {
	takes := map[string]bool{
		"subscribe": true, "unsubscribe": false, "enter_agent": true, "LOCATION": true, "click": true, "view": true, "view_miniprogram": true,
		"scancode_push": false, "scancode_waitmsg": true, "pic_sysphoto": false, "pic_photo_or_album": false, "pic_weixin": false, "location_select": false,
		"template_card_event": false, "template_card_menu_event": true, "taskcard_click": false, "change_contact": false, "batch_job_result": false,
		"open_approval_change": false, "sys_approval_change": false, "share_agent_change": false, "close_inactive_agent": false, "reopen_inactive_agent": false,
	}
	for name, want := range takes {
		m := Message{Type: "event", Event: name}
		if !m.Known() || m.TakesText() != want {
			t.Errorf("%s: known %v, takes text %v, want %v", name, m.Known(), m.TakesText(), want)
		}
	}
	if m := (Message{Type: "event"}); m.Known() {
		t.Error("an event without a name is known")
	}
	if m := (Message{Type: "text"}); !m.TakesText() {
		t.Error("a text takes no text")
	}
}

func TestKey(t *testing.T) {
	key := func(plain string) string {
		m, err := ParseMessage(plain)
		if err != nil {
			t.Fatal(err)
		}
		return m.Key("corp", plain)
	}
	text := common + `<MsgType>text</MsgType><Content>a</Content><MsgId>42</MsgId><AgentID>7</AgentID></xml>`
	if got := key(text); got != "corp|7|42" {
		t.Errorf("key of a message is %q", got)
	}
	if a, b := key(text), key(strings.Replace(text, ">a<", ">b<", 1)); a != b {
		t.Errorf("one MsgId, two keys: %q, %q", a, b)
	}
	one, other := xmlEvent("click", `<EventKey>a</EventKey>`), xmlEvent("click", `<EventKey>b</EventKey>`)
	if key(one) == key(other) {
		t.Error("two events of one second and one person have one key")
	}
	if again := key(one); again != key(one) || !strings.HasPrefix(key(one), "corp|1000002|") {
		t.Errorf("key of an event is %q", key(one))
	}
	if a, b := key(common+`<MsgType>text</MsgType><Content>a</Content></xml>`), key(common+`<MsgType>text</MsgType><Content>b</Content></xml>`); a == b {
		t.Error("two texts without MsgId have one key")
	}
}

func TestAt(t *testing.T) {
	m := Message{Created: 1760000000}
	if want := time.Date(2025, 10, 9, 8, 53, 20, 0, time.UTC); !m.At().Equal(want) || m.At().Location() != time.UTC {
		t.Errorf("at %v, want %v", m.At(), want)
	}
	if m := (Message{Created: -1}); !m.At().IsZero() {
		t.Errorf("before 1970: %v", m.At())
	}
}
