package wecom

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/bot"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// updates notes what is to be changed, and how it ends.
type updates struct {
	out  ledger.Outcome
	seen []string
}

func (u *updates) UpdateCard(_ context.Context, to policy.Address, right string, f bot.Face, text string) ledger.Outcome {
	u.seen = append(u.seen, strings.Join([]string{to.User, right, f.Card, f.Label, text}, "/"))
	return u.out
}

const pressXML = `<xml><FromUserName>zhangsan</FromUserName><CreateTime>1760000000</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event>` +
	`<EventKey>1</EventKey><TaskId>c1</TaskId><CardType>button_interaction</CardType><ResponseCode>RC1</ResponseCode></xml>`

// TestLatePress: the answer to a press that the platform does not fetch goes onto the card by the right that came with the press. Where that is no good any
// more (60140), and where the answer does not fit, it is told in the chat; never both.
func TestLatePress(t *testing.T) {
	long := strings.Repeat("一二三四五六七八九。", 40)
	for _, row := range []struct {
		name  string
		out   ledger.Outcome
		text  string
		label string
		seen  []string
		later []string
	}{
		{"onto the card", ledger.Outcome{State: ledger.Sent}, "已确认", "已选 对", []string{"zhangsan/RC1/c1/已选 对/已确认"}, nil},
		{"too late for the card", ledger.Outcome{State: ledger.Refused, Code: codeNoRight}, "已确认", "已选 对", []string{"zhangsan/RC1/c1/已选 对/已确认"}, []string{"zhangsan: 已确认"}},
		{"too long for the card", ledger.Outcome{State: ledger.Sent}, long, "已选 对", []string{"zhangsan/RC1/c1/已选 对/" + long}, []string{"zhangsan: " + long}},
		{"said by another card", ledger.Outcome{State: ledger.Refused}, "", "已选 对", []string{"zhangsan/RC1/c1/已选 对/"}, nil},
		{"the card stays", ledger.Outcome{State: ledger.Sent}, "本学期 2/4 学时", "", nil, []string{"zhangsan: 本学期 2/4 学时"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, u := newDesk(t, nil), &updates{out: row.out}
				d.Updating(u)
				d.bot.handle = func(context.Context, int) (bot.Reply, error) {
					time.Sleep(answerWithin + time.Second)
					return bot.Reply{Text: row.text, Face: bot.Face{Card: "c1", Title: "已登记", Label: row.label}}, nil
				}
				if w := d.post(pressXML); w.Code != http.StatusServiceUnavailable {
					t.Errorf("status %d", w.Code)
				}
				if err := d.Close(t.Context()); err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(row.seen, u.seen); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(row.later, d.bot.later); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// TestCutTitle: nothing of a text is lost between title and rest, and no place holds more than the platform shows.
func TestCutTitle(t *testing.T) {
	for _, text := range []string{
		"已登记", "已登记 HD2026-0001\n听课 2学时", strings.Repeat("长", 36), strings.Repeat("长", 37), strings.Repeat("长", 36+160+160),
		"新来信 XF2026-0001（后勤-环境）：公开实名，建议单位：后勤处。请在 12月4日(周五) 前告知来信人；回“看 XF2026-0001”看内容。", strings.Repeat("一行字\n", 40),
	} {
		title, rest := cutTitle(text)
		desc, sub, fits := spread(rest)
		if !fits || letters(title) > mostTitle || letters(desc) > mostDesc || letters(sub) > mostSub {
			t.Errorf("%q: %q, %q, %q", text, title, desc, sub)
		}
		if got, want := plain(title+desc+sub), plain(text); got != want {
			t.Errorf("%q became %q", want, got)
		}
	}
	if _, _, fits := spread(strings.Repeat("长", 321)); fits {
		t.Error("more than fits is said to fit")
	}
}

func plain(s string) string { return strings.ReplaceAll(s, "\n", "") }

func TestTitleEndsWhereSomethingEnds(t *testing.T) {
	for text, want := range map[string]string{
		"已登记 HD2026-0001\n听课 2学时": "已登记 HD2026-0001",
		"【11月25日(周三)】11月30日(周一)是校领导接待日，由您接待来访师生：15:00—17:00，地点：行政楼309。": "【11月25日(周三)】11月30日(周一)是校领导接待日，",
		"新来信 XF2026-0001（后勤-环境）：对承办单位保密，建议单位：后勤处。请在 12月4日(周五) 前告知来信人。":  "新来信 XF2026-0001（后勤-环境）：",
		"可以约接待日当面谈：11月30日(周一) 15:00-17:00，黄立新纪委书记，行政楼309。":              "可以约接待日当面谈：",
		"【11月20日(周五)】XF2026-0008 的答复，问题解决了吗？请回复“满意”。":                   "【11月20日(周五)】XF2026-0008 的答复，问题解决了吗？",
	} {
		if title, _ := cutTitle(text); title != want {
			t.Errorf("title %q, want %q", title, want)
		}
	}
}
