package wecomtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const buttonCard = `{"card_type":"button_interaction","task_id":"%s","main_title":{"title":"教师诉求 #1","desc":"食堂"},
 "horizontal_content_list":[{"keyname":"期限","value":"11-26"}],
 "button_list":[{"text":"受理","style":1,"key":"accept:1"},{"text":"退回","style":3,"key":"reject:1"}]}`

func cardTo(to, card string) string {
	return fmt.Sprintf(`{"touser":"%s","msgtype":"template_card","agentid":1000002,"template_card":%s}`, to, card)
}

func TestCardRules(t *testing.T) {
	const title = `"main_title":{"title":"t"}`
	for name, c := range map[string]struct {
		card string
		good bool
	}{
		"text_notice":            {`{"card_type":"text_notice","main_title":{"title":"t"},"card_action":{"type":1,"url":"u"}}`, true},
		"text_notice, subtitle":  {`{"card_type":"text_notice","sub_title_text":"t","card_action":{"type":1,"url":"u"}}`, true},
		"news_notice, subtitle":  {`{"card_type":"news_notice","sub_title_text":"t","card_action":{"type":1,"url":"u"}}`, false},
		"text_notice, no action": {`{"card_type":"text_notice",` + title + `}`, false},
		"text_notice, no title":  {`{"card_type":"text_notice","card_action":{"type":1,"url":"u"}}`, false},
		"menu needs a task":      {`{"card_type":"text_notice",` + title + `,"card_action":{"type":1},"action_menu":{"action_list":[{"text":"a","key":"a"}]}}`, false},
		"menu":                   {`{"card_type":"text_notice","task_id":"m",` + title + `,"card_action":{"type":1},"action_menu":{"action_list":[{"text":"a","key":"a"}]}}`, true},
		"buttons":                {fmt.Sprintf(buttonCard, "petition-2026_0001@a"), true},
		"odd task_id":            {fmt.Sprintf(buttonCard, "信访"), false},
		"no task_id":             {fmt.Sprintf(buttonCard, ""), false},
		"long task_id":           {fmt.Sprintf(buttonCard, strings.Repeat("a", 129)), false},
		"no buttons":             {`{"card_type":"button_interaction","task_id":"a","button_list":[]}`, false},
		"same keys":              {`{"card_type":"button_interaction","task_id":"a","button_list":[{"text":"a","key":"k"},{"text":"b","key":"k"}]}`, false},
		"seven rows":             {`{"card_type":"button_interaction","task_id":"a","horizontal_content_list":[{},{},{},{},{},{},{}],"button_list":[{"text":"a","key":"k"}]}`, false},
		"vote":                   {`{"card_type":"vote_interaction","task_id":"a","checkbox":{"question_key":"q","option_list":[{"id":"a"}]},"submit_button":{"key":"s"}}`, true},
		"vote, no submit":        {`{"card_type":"vote_interaction","task_id":"a","checkbox":{"question_key":"q","option_list":[{"id":"a"}]}}`, false},
		"vote, no options":       {`{"card_type":"vote_interaction","task_id":"a","checkbox":{},"submit_button":{"key":"s"}}`, false},
		"multiple":               {`{"card_type":"multiple_interaction","task_id":"a","select_list":[{}],"submit_button":{"key":"s"}}`, true},
		"multiple, none":         {`{"card_type":"multiple_interaction","task_id":"a","select_list":[],"submit_button":{"key":"s"}}`, false},
		"four links":             {`{"card_type":"text_notice",` + title + `,"card_action":{"type":1},"jump_list":[{},{},{},{}]}`, false},
		"four menu entries": {`{"card_type":"text_notice","task_id":"m",` + title + `,"card_action":{"type":1},
			"action_menu":{"action_list":[{"key":"a"},{"key":"b"},{"key":"c"},{"key":"d"}]}}`, false},
		"unknown":   {`{"card_type":"card"}`, false},
		"malformed": {`"card"`, false},
	} {
		p, _ := newPlatform(t, func(o *Options) { o.CallbackURL = "http://127.0.0.1:1/" })
		code := 40058
		if c.good {
			code = 0
		}
		if got := login(t, p).post("message/send", cardTo("chen", c.card)); got["errcode"] != float64(code) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCardNeedsCallbackAndFreshTask(t *testing.T) {
	p, _ := newPlatform(t, nil)
	a := login(t, p)
	wantCode(t, a.post("message/send", cardTo("chen", fmt.Sprintf(buttonCard, "x"))), 43012)
	application(t, p, nil)
	wantCode(t, a.post("message/send", cardTo("chen", fmt.Sprintf(buttonCard, "x"))), 0)
	wantCode(t, a.post("message/send", cardTo("chen", fmt.Sprintf(buttonCard, "x"))), 40058)
}

func TestClick(t *testing.T) {
	p, clock := newPlatform(t, nil)
	var ref *reference
	ref = application(t, p, func(_ int, s seen) (int, string) {
		return 200, ref.wrap(ref.reply(s, "update_button", "<Button><ReplaceName>已受理</ReplaceName></Button>"))
	})
	a := login(t, p)
	sent := a.post("message/send", cardTo("chen|zhao", fmt.Sprintf(buttonCard, "task")))
	wantCode(t, sent, 0)
	card := p.Chat("chen")[0]
	if card.Text != "教师诉求 #1\n食堂\n期限：11-26" || !cmp.Equal(card.Buttons, []Button{{Key: "accept:1", Text: "受理"}, {Key: "reject:1", Text: "退回"}}) {
		t.Fatalf("%+v", card)
	}
	if _, err := p.Click(t.Context(), "Chen", card.MsgID, "accept:1", Pick{"q", []string{"a", "b"}}); err != nil {
		t.Fatal(err)
	}
	s := ref.all()[0]
	if s.Event != "template_card_event" || s.EventKey != "accept:1" || s.TaskId != "task" || s.ResponseCode == "" || s.ResponseCode == sent["response_code"] {
		t.Fatalf("%+v", s)
	}
	if !strings.Contains(s.plain, "<SelectedItem><QuestionKey><![CDATA[q]]></QuestionKey><OptionIds><OptionId><![CDATA[a]]></OptionId>") {
		t.Fatal(s.plain)
	}
	if got := p.Chat("chen")[0].Buttons; !cmp.Equal(got, []Button{{Text: "已受理", Pressed: true}}) {
		t.Fatalf("%+v", got)
	}
	if got := p.Chat("zhao")[0].Buttons; len(got) != 2 {
		t.Fatalf("the card of somebody else changed: %+v", got)
	}
	if _, err := p.Click(t.Context(), "wang", card.MsgID, "accept:1"); err == nil {
		t.Fatal("clicked on a card that is on another phone")
	}
	update := func(code any) map[string]any {
		return a.post("message/update_template_card", fmt.Sprintf(
			`{"userids":["zhao","wang"],"agentid":1000002,"response_code":"%v","button":{"replace_name":"已由陈受理"}}`, code))
	}
	got := update(s.ResponseCode)
	wantCode(t, got, 0)
	if !cmp.Equal(got["invaliduser"], []any{"wang"}) || p.Chat("zhao")[0].Buttons[0].Text != "已由陈受理" {
		t.Fatalf("%v, %+v", got, p.Chat("zhao"))
	}
	wantCode(t, update(s.ResponseCode), 60140)
	clock.forward(72 * time.Hour)
	a.token = a.newToken(p.Options().Secret, p.Options().CorpID)
	wantCode(t, update(sent["response_code"]), 60140)
}

func TestUpdateWholeCard(t *testing.T) {
	p, _ := newPlatform(t, nil)
	var ref *reference
	ref = application(t, p, func(_ int, s seen) (int, string) {
		return 200, ref.wrap(ref.reply(s, "update_template_card", "<TemplateCard><MainTitle><Title>办结</Title></MainTitle></TemplateCard>"))
	})
	a := login(t, p)
	sent := a.post("message/send", cardTo("chen|zhao", fmt.Sprintf(buttonCard, "task")))
	wantCode(t, sent, 0)
	if _, err := p.Click(t.Context(), "chen", sent["msgid"].(string), "accept:1"); err != nil {
		t.Fatal(err)
	}
	if l := p.Chat("chen")[0]; l.Text != "办结" || len(l.Buttons) != 0 {
		t.Fatalf("%+v", l)
	}
	wantCode(t, a.post("message/update_template_card", fmt.Sprintf(`{"atall":1,"agentid":1000002,"response_code":"%s"}`, sent["response_code"])), 40058)
	wantCode(t, a.post("message/update_template_card", fmt.Sprintf(
		`{"atall":1,"agentid":1000002,"response_code":"%s","template_card":{"card_type":"text_notice","main_title":{"title":"已转交"}}}`, sent["response_code"])), 0)
	for _, user := range []string{"chen", "zhao"} {
		if l := p.Chat(user)[0]; l.Text != "已转交" {
			t.Fatalf("%s: %+v", user, l)
		}
	}
}
