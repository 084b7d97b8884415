package wecomtest

import (
	"errors"
	"strings"
	"testing"
)

func TestReplies(t *testing.T) {
	p, _ := newPlatform(t, nil)
	ref := &reference{t: t, o: p.Options()}
	s := seen{FromUserName: "chen"}
	for name, c := range map[string]struct {
		kind, inside string
		want         Reply
	}{
		"text":  {"text", "<Content>好 &amp; 快</Content>", Reply{Kind: "text", Text: "好 & 快"}},
		"image": {"image", "<Image><MediaId>M</MediaId></Image>", Reply{Kind: "image", Text: "[图片]", MediaID: "M"}},
		"voice": {"voice", "<Voice><MediaId>M</MediaId></Voice>", Reply{Kind: "voice", Text: "[语音]", MediaID: "M"}},
		"video": {"video", "<Video><MediaId>M</MediaId><Title>t</Title></Video>", Reply{Kind: "video", Text: "[视频] t", MediaID: "M"}},
		"news": {
			"news", "<ArticleCount>1</ArticleCount><Articles><item><Title>t</Title><Description>d</Description></item></Articles>",
			Reply{Kind: "news", Text: "t\nd"},
		},
		"button": {"update_button", "<Button><ReplaceName>[已处理]</ReplaceName></Button>", Reply{Kind: "update_button", Text: "[已处理]"}},
		"card": {
			"update_template_card", "<TemplateCard><CardType>text_notice</CardType><MainTitle><Title>t</Title></MainTitle>" +
				"<HorizontalContentList><KeyName>k</KeyName><Value>v</Value></HorizontalContentList></TemplateCard>",
			Reply{Kind: "update_template_card", Text: "t\nk：v"},
		},
	} {
		c.want.Plain = ref.reply(s, c.kind, c.inside)
		if got, err := p.OpenReply("chen", []byte(ref.wrap(c.want.Plain))); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestBadReplies(t *testing.T) {
	p, _ := newPlatform(t, nil)
	other, _ := newPlatform(t, nil)
	ref := &reference{t: t, o: p.Options()}
	s := seen{FromUserName: "chen"}
	good := ref.text(s, "好")
	articles := strings.Repeat("<item><Title>t</Title></item>", 9)
	for name, body := range map[string]string{
		"plain text":       "好的",
		"json":             `{"errcode":0}`,
		"plain XML":        good,
		"other root":       strings.NewReplacer("<xml>", "<x>", "</xml>", "</x>").Replace(ref.wrap(good)),
		"not signed":       strings.Replace(ref.wrap(good), "<TimeStamp>17", "<TimeStamp>18", 1),
		"not swapped":      ref.wrap(strings.NewReplacer("<ToUserName>", "<FromUserName>", "</ToUserName>", "</FromUserName>", "FromUserName>", "ToUserName>").Replace(good)),
		"someone else":     ref.wrap(ref.text(seen{FromUserName: "Chen"}, "好")),
		"no time":          ref.wrap(strings.Replace(good, "CreateTime", "Time", 2)),
		"empty text":       ref.wrap(ref.text(s, "")),
		"too long":         ref.wrap(ref.text(s, strings.Repeat("a", 2049))),
		"unknown type":     ref.wrap(ref.reply(s, "file", "")),
		"no media":         ref.wrap(ref.reply(s, "image", "")),
		"no button":        ref.wrap(ref.reply(s, "update_button", "")),
		"no card":          ref.wrap(ref.reply(s, "update_template_card", "")),
		"nine articles":    ref.wrap(ref.reply(s, "news", "<ArticleCount>9</ArticleCount><Articles>"+articles+"</Articles>")),
		"miscounted":       ref.wrap(ref.reply(s, "news", "<ArticleCount>2</ArticleCount><Articles><item><Title>t</Title></item></Articles>")),
		"no message":       ref.wrap("hello"),
		"other keys":       wrap(t, other.Options(), good),
		"a megabyte":       strings.Repeat("a", maxReply+1),
		"signed, no crypt": strings.Replace(ref.wrap(good), "<Encrypt>", "<Encrypt>x", 1),
	} {
		var bad *BadReply
		if got, err := p.OpenReply("chen", []byte(body)); !errors.As(err, &bad) || strings.Contains(err.Error(), "好") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := p.OpenReply("chen", []byte(ref.wrap(ref.text(s, strings.Repeat("a", 2048))))); err != nil {
		t.Errorf("2048 bytes: %v", err)
	}
}

// A text that is too long is shown as far as it goes, and reported.
func TestLongReplyIsCut(t *testing.T) {
	p, _ := newPlatform(t, nil)
	var ref *reference
	ref = application(t, p, func(_ int, s seen) (int, string) { return 200, ref.wrap(ref.text(s, strings.Repeat("a", 3000))) })
	var bad *BadReply
	if _, err := p.Say(t.Context(), "chen", "hi"); !errors.As(err, &bad) {
		t.Fatal(err)
	}
	if chat := p.Chat("chen"); len(chat) != 2 || len(chat[1].Text) != 2048 || chat[0].Failed {
		t.Fatalf("%+v", chat)
	}
}

// What the platform does not show in answer to a message is a fault, and stays off the phone (1.6).
func TestRepliesThatAreNotShown(t *testing.T) {
	const text, button = "<Content>好</Content>", "<Button><ReplaceName>好</ReplaceName></Button>"
	for name, c := range map[string]struct {
		m            Message
		kind, inside string
		good         bool
	}{
		"text to text":       {Text("hi"), "text", text, true},
		"button to text":     {Text("hi"), "update_button", button, false},
		"text to entering":   {Event("enter_agent", ""), "text", text, true},
		"text to leaving":    {Event("unsubscribe", ""), "text", text, false},
		"text to a scan":     {Event("scancode_push", "k"), "text", text, false},
		"text to a wait":     {Event("scancode_waitmsg", "k"), "text", text, true},
		"text to a click":    {Event("template_card_event", "k"), "text", text, false},
		"text to a menu":     {Event("template_card_menu_event", "k"), "text", text, true},
		"text to the sys":    {ContactChange("update_user", "chen"), "text", text, false},
		"button to entering": {Event("enter_agent", ""), "update_button", button, false},
	} {
		p, _ := newPlatform(t, nil)
		var ref *reference
		ref = application(t, p, func(_ int, s seen) (int, string) { return 200, ref.wrap(ref.reply(s, c.kind, c.inside)) })
		_, err := p.Send(t.Context(), "chen", c.m, Manner{})
		var bad *BadReply
		if c.good != (err == nil) || !c.good && !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
		if answers := strings.Count(strings.Join(texts(p.Chat("chen")), " "), "app: "); (answers == 1) != c.good {
			t.Errorf("%s: %d answers in the chat", name, answers)
		}
	}
}
