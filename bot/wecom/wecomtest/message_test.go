package wecomtest

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"
)

// The wire form of the types that have a published sample is that of the sample, byte for byte.
func TestPlain(t *testing.T) {
	const head = "<xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[lin]]></FromUserName><CreateTime>1760000000</CreateTime>"
	for name, c := range map[string]struct {
		m    Message
		id   string
		want string
	}{
		"text": {Text("hello"), "7", "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content><MsgId>7</MsgId>"},
		"image": {
			Picture("M", "https://x/?a=1&b=2"), "7",
			"<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[https://x/?a=1&b=2]]></PicUrl><MediaId><![CDATA[M]]></MediaId><MsgId>7</MsgId>",
		},
		"voice": {Voice("M"), "7", "<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[M]]></MediaId><Format><![CDATA[amr]]></Format><MsgId>7</MsgId>"},
		"video": {
			Video("M", "T"), "7",
			"<MsgType><![CDATA[video]]></MsgType><MediaId><![CDATA[M]]></MediaId><ThumbMediaId><![CDATA[T]]></ThumbMediaId><MsgId>7</MsgId>",
		},
		"location": {Place(23.5, 113.25, 16, "行政楼"), "7", "<MsgType><![CDATA[location]]></MsgType><Location_X>23.500000</Location_X>" +
			"<Location_Y>113.250000</Location_Y><Scale>16</Scale><Label><![CDATA[行政楼]]></Label><AppType><![CDATA[wxwork]]></AppType><MsgId>7</MsgId>"},
		"link": {Link("t", "d", "u", "p"), "7", "<MsgType><![CDATA[link]]></MsgType><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>" +
			"<Url><![CDATA[u]]></Url><PicUrl><![CDATA[p]]></PicUrl><MsgId>7</MsgId>"},
		"event": {Event("enter_agent", ""), "", "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[enter_agent]]></Event><EventKey><![CDATA[]]></EventKey>"},
		"contact": {ContactChange("update_user", "lin"), "", "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_contact]]></Event>" +
			"<ChangeType><![CDATA[update_user]]></ChangeType><UserID><![CDATA[lin]]></UserID>"},
		"where": {Located(23.5, 113.25, 15), "", "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[LOCATION]]></Event><Latitude>23.500000</Latitude>" +
			"<Longitude>113.250000</Longitude><Precision>15.000000</Precision><AppType><![CDATA[wxwork]]></AppType>"},
	} {
		if got := c.m.plain("ww1", "lin", 1000002, c.id, 1760000000); got != head+c.want+"<AgentID>1000002</AgentID></xml>" {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

func FuzzTextSurvivesXML(f *testing.F) {
	f.Add("]]>")
	f.Add("a]]>b]]>]]")
	f.Add("\x00\x1b好\xff👍🏽\u2028<&>")
	f.Fuzz(func(t *testing.T, text string) {
		var got struct{ Content string }
		plain := Text(text).plain("ww1", "lin", 1, "1", 1)
		if err := xml.Unmarshal([]byte(plain), &got); err != nil {
			t.Fatalf("%v in %q", err, plain)
		}
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(legible(text)) // what every XML reader does
		if got.Content != want || !utf8.ValidString(want) {
			t.Fatalf("%q became %q", want, got.Content)
		}
	})
}
