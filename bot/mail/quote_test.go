package mail

import "testing"

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name      string
		text      string
		answer    bool
		said, cut string
	}{
		{"nothing to cut", "食堂贵。", false, "食堂贵。", ""},
		{"QQ", "还是没修。\n\n\n------------------&nbsp;原始邮件&nbsp;------------------", false, "还是没修。\n\n------------------&nbsp;原始邮件&nbsp;------------------", ""},
		{"QQ answer", "还是没修。\n\n------------------ 原始邮件 ------------------\n发件人: \"信访\" <xf@x.cn>;\n您的来信", true, "还是没修。", "------------------ 原始邮件 ------------------\n发件人: \"信访\" <xf@x.cn>;\n您的来信"},
		{"163", "收到，谢谢\n在 2026-11-18 15:20:10，\"信访\" <xf@x.cn> 写道：\n> 您的来信已登记", true, "收到，谢谢", "在 2026-11-18 15:20:10，\"信访\" <xf@x.cn> 写道：\n> 您的来信已登记"},
		{"网易邮箱大师", "好的\n---- 回复的原邮件 ----\n| 发件人 | xf@x.cn |", true, "好的", "---- 回复的原邮件 ----\n| 发件人 | xf@x.cn |"},
		{"Gmail in two lines", "ok\n\nOn Wed, Nov 18, 2026 at 3:20 PM Xinfang <xf@x.cn>\nwrote:\n\n> hello", true, "ok", "On Wed, Nov 18, 2026 at 3:20 PM Xinfang <xf@x.cn>\nwrote:\n\n> hello"},
		{"Outlook", "请加快。\n\n________________________________\nFrom: 信访 <xf@x.cn>\nSent: Wednesday\nTo: me\nSubject: x\n\n登记", true, "请加快。", "From: 信访 <xf@x.cn>\nSent: Wednesday\nTo: me\nSubject: x\n\n登记"},
		{"answer below the quote", "> 请问是哪个窗口？\n三号窗口。", true, "三号窗口。", "> 请问是哪个窗口？"},
		{"announcement, then all below it", "在 2026-11-18 15:20，信访 <xf@x.cn> 写道：\n> 哪个窗口？\n三号。", true, "在 2026-11-18 15:20，信访 <xf@x.cn> 写道：\n三号。", "> 哪个窗口？"},
		{"prose is no announcement", "辅导员在群里写道：\n不许投诉。", true, "辅导员在群里写道：\n不许投诉。", ""},
		{"evidence in a first letter stays", "他们这样答复我：\n-----原始邮件-----\n发件人: a\n发送时间: b\n收件人: c\n不管", false, "他们这样答复我：\n-----原始邮件-----\n发件人: a\n发送时间: b\n收件人: c\n不管", ""},
		{"only a quote is kept", "------------------ 原始邮件 ------------------\n您好", true, "------------------ 原始邮件 ------------------\n您好", ""},
		{"phone", "水管坏了\n\n发自我的华为手机", false, "水管坏了", "发自我的华为手机"},
		{"english phone", "broken\n\nSent from my iPhone", false, "broken", "Sent from my iPhone"},
		{"signature", "水管坏了\n--\n张三\n电话 13800000000", false, "水管坏了", "--\n张三\n电话 13800000000"},
		{"prose about phones", "来自我的同学的意见：食堂贵", false, "来自我的同学的意见：食堂贵", ""},
	} {
		said, cut := split(tidy(c.text), c.answer)
		if said != c.said || cut != c.cut {
			t.Errorf("%s:\n%q\n%q, want\n%q\n%q", c.name, said, cut, c.said, c.cut)
		}
	}
}

func TestCaseIn(t *testing.T) {
	for text, want := range map[string]string{
		"Re: [XF2026-0042] 信访事项办理情况": "XF2026-0042",
		"回复：xf2026-42 补充":            "XF2026-0042",
		"XF2026-0042和XF2026-0043":    "XF2026-0042",
		"补充 XF 2026-0042":            "XF2026-0042",
		"ＸＦ２０２６—１００００":               "XF2026-10000",
		"XF2026-0000":                "",
		"XF2026-99999999999":         "",
		"HD2026-0042":                "",
		"AXF2026-0042":               "",
		"":                           "",
	} {
		if got := caseIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestHTMLText(t *testing.T) {
	for in, want := range map[string]string{
		"a<br>b<br/>c":                  "a\nb\nc",
		"<p>a</p>\n<p> b </p>":          "a\nb",
		"a &lt;b&gt; <i>c</i>d":         "a <b> cd",
		"1 < 2 <b>x":                    "1 < 2 x",
		"<a href='x>y'>z</a>":           "z",
		"<a title=\"open>z":             "z",
		"<style>b{}</style>x":           "x",
		"<script>x":                     "",
		"x<!-- y":                       "x",
		"<DIV>一<SPAN>二</SPAN></DIV>三":   "一二\n三",
		"x<":                            "x<",
		"<td>a</td><td>b</td>":          "a b",
		"it's <b class=c>5 o'clock</b>": "it's 5 o'clock",
	} {
		if got := tidy(htmlText(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParams(t *testing.T) {
	for field, want := range map[string][2]string{
		`text/plain; charset=GBK`:                    {"charset", "GBK"},
		`Text/HTML;charset="utf-8";`:                 {"charset", "utf-8"},
		`a/b; name="x;y\"z"`:                         {"name", `x;y"z`},
		`a/b; name=附件 1.doc`:                         {"name", "附件 1.doc"},
		`a/b; name*=utf-8''%E9%99%84a=41%`:           {"name", "附a=41%"},
		`a/b; name*1="b.txt"; name*0="a"`:            {"name", "ab.txt"},
		`a/b; name*0*=gbk'zh'%B8%BD; name*1*=%BC%FE`: {"name", "附件"},
		"a/b; name=\"" + gbk("附件") + "\"":            {"name", "附件"},
		`a/b; name==?gbk?B?uL28/g==?=`:               {"name", "附件"},
	} {
		if _, named := params(field); named[want[0]] != want[1] {
			t.Errorf("%q: %q, want %q", field, named, want)
		}
	}
}
