package layout

import (
	"strings"
	"testing"
)

// TestCutTitle: nothing of a text is lost between title and rest, and no place holds more than the platform shows.
func TestCutTitle(t *testing.T) {
	for _, text := range []string{
		"已登记", "已登记 HD2026-0001\n听课 2学时", strings.Repeat("长", 36), strings.Repeat("长", 37), strings.Repeat("长", 36+160+160),
		"新来信 XF2026-0001（后勤-环境）：公开实名，建议单位：后勤处。请在 12月4日(周五) 前告知来信人；回“看 XF2026-0001”看内容。", strings.Repeat("一行字\n", 40),
	} {
		title, rest := cutTitle(text)
		desc, sub, fits := Spread(rest)
		if !fits || letters(title) > mostTitle || letters(desc) > mostDesc || letters(sub) > mostSub {
			t.Errorf("%q: %q, %q, %q", text, title, desc, sub)
		}
		if got, want := plain(title+desc+sub), plain(text); got != want {
			t.Errorf("%q became %q", want, got)
		}
	}
	if _, _, fits := Spread(strings.Repeat("长", 321)); fits {
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
