package wecom

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestAppendPassive(t *testing.T) {
	const head = `<xml><ToUserName><![CDATA[zhangsan]]></ToUserName><FromUserName><![CDATA[ww1]]></FromUserName><CreateTime>1760000100</CreateTime><MsgType><![CDATA[`
	for _, row := range []struct {
		name  string
		reply Passive
		want  string
	}{
		{"text", PassiveText("好"), `text]]></MsgType><Content><![CDATA[好]]></Content></xml>`},
		{"end of CDATA", PassiveText("a]]>b]]>"), `text]]></MsgType><Content><![CDATA[a]]]]><![CDATA[>b]]]]><![CDATA[>]]></Content></xml>`},
		{"forbidden characters", PassiveText("a\x00b\xffc\ufffe"), "text]]></MsgType><Content><![CDATA[ab\ufffdc]]></Content></xml>"},
		{"image", PassiveImage("m"), `image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image></xml>`},
		{"voice", PassiveVoice("m"), `voice]]></MsgType><Voice><MediaId><![CDATA[m]]></MediaId></Voice></xml>`},
		{"video", PassiveVideo{"m", "t", "d"}, `video]]></MsgType><Video><MediaId><![CDATA[m]]></MediaId><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description></Video></xml>`},
		{"news", PassiveNews{{"t", "d", "p", "u"}}, `news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description><PicUrl><![CDATA[p]]></PicUrl><Url><![CDATA[u]]></Url></item></Articles></xml>`},
		{"button", UpdateButton("已处理"), `update_button]]></MsgType><Button><ReplaceName><![CDATA[已处理]]></ReplaceName></Button></xml>`},
		{"card", UpdateCard{
			Type:       "text_notice",
			Source:     &CardSource{Desc: "教务处", Color: 1},
			Menu:       &CardMenu{Desc: "更多", Actions: []CardChoice{{"撤销", "undo"}, {"修改", "edit"}}},
			Main:       &CardTitle{Title: "听课 <2> 次"},
			Horizontal: []CardHorizontal{{Name: "地点", Value: "B305"}, {Name: "网页", Value: "看", Type: 1, URL: "https://u?a=1&b=2"}},
			Jumps:      []CardLink{{Type: 1, Title: "查看", URL: "https://u"}},
			Action:     &CardLink{Type: 1, URL: "https://u"},
		}, `update_template_card]]></MsgType><TemplateCard><CardType>text_notice</CardType><Source><Desc>教务处</Desc><DescColor>1</DescColor></Source>` +
			`<ActionMenu><Desc>更多</Desc><ActionList><Text>撤销</Text><Key>undo</Key></ActionList><ActionList><Text>修改</Text><Key>edit</Key></ActionList></ActionMenu>` +
			`<MainTitle><Title>听课 &lt;2&gt; 次</Title></MainTitle>` +
			`<HorizontalContentList><KeyName>地点</KeyName><Value>B305</Value><Type>0</Type></HorizontalContentList>` +
			`<HorizontalContentList><KeyName>网页</KeyName><Value>看</Value><Type>1</Type><Url>https://u?a=1&amp;b=2</Url></HorizontalContentList>` +
			`<JumpList><Type>1</Type><Title>查看</Title><Url>https://u</Url></JumpList><CardAction><Type>1</Type><Url>https://u</Url></CardAction></TemplateCard></xml>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := string(AppendPassive(nil, "zhangsan", "ww1", 1760000100, row.reply))
			if got != head+row.want {
				t.Errorf("got\n%s\nwant\n%s", got, head+row.want)
			}
			var any struct {
				XMLName xml.Name `xml:"xml"`
			}
			if err := xml.Unmarshal([]byte(got), &any); err != nil {
				t.Errorf("no XML: %v", err)
			}
		})
	}
}

func TestPassiveLimits(t *testing.T) {
	m, err := ParseMessage(string(AppendPassive(nil, "u", "c", 1, PassiveText(strings.Repeat("好", 1000)))))
	if err != nil || m.Content != strings.Repeat("好", MaxText/3) {
		t.Errorf("%v, %d bytes of content", err, len(m.Content))
	}
	news := string(AppendPassive(nil, "u", "c", 1, make(PassiveNews, 9)))
	if n := strings.Count(news, "<item>"); n != 8 || !strings.Contains(news, "<ArticleCount>8<") {
		t.Errorf("%d articles", n)
	}
}
