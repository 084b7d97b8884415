package mail

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gbk writes a text as old mailers do.
func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

// b64 writes base64 in lines of 76.
func b64(s string) string {
	var out strings.Builder
	for e := base64.StdEncoding.EncodeToString([]byte(s)); e != ""; {
		n := min(76, len(e))
		out.WriteString(e[:n] + "\r\n")
		e = e[n:]
	}
	return out.String()
}

// wordB is an encoded word.
func wordB(charset, bytes string) string {
	return "=?" + charset + "?B?" + base64.StdEncoding.EncodeToString([]byte(bytes)) + "?="
}

// qp writes every byte outside ASCII as an escape, in lines that are joined.
func qp(s string) string {
	var out strings.Builder
	column := 0
	for i := 0; i < len(s); i++ {
		one := string(s[i])
		if s[i] >= 0x7f || s[i] == '=' {
			one = fmt.Sprintf("=%02X", s[i])
		}
		if column+len(one) > 72 && s[i] != '\n' {
			out.WriteString("=\r\n")
			column = 0
		}
		if column += len(one); s[i] == '\n' {
			one, column = "\r\n", 0
		}
		out.WriteString(one)
	}
	return out.String()
}

// crlf gives lines the ends of the wire.
func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// own are the addresses of the mailbox in the tests.
var own = map[string]bool{"xinfang@lianxin.edu.cn": true}

// read decodes a mail that must be a letter.
func read(t *testing.T, raw string) Letter {
	t.Helper()
	l, reason, err := decode(strings.NewReader(raw), own)
	if err != nil || reason != "" {
		t.Fatalf("no letter: %q %v", reason, err)
	}
	return l
}

// A letter from each of the mailers that people use here.
var (
	// QQ 邮箱 in the browser: GB18030 everywhere, the name in quotes, plain text beside HTML.
	qqMail = crlf(`From: "`+wordB("gb18030", gbk("小雨"))+`" <2845XXXX@qq.com>
To: "xinfang" <xinfang@lianxin.edu.cn>
Subject: `+wordB("gb18030", gbk("二饭堂的饭菜"))+`
Mime-Version: 1.0
Content-Type: multipart/alternative;
	boundary="----=_NextPart_67A1B2C3_0E5C2D80_5C0F2A11"
Content-Transfer-Encoding: 8Bit
Date: Wed, 18 Nov 2026 12:31:07 +0800
X-Priority: 3
Message-ID: <tencent_4F1C0A9B7E@qq.com>
X-QQ-MIME: TCMime 1.0 by Tencent
X-Mailer: QQMail 2.x

This is a multi-part message in MIME format.

------=_NextPart_67A1B2C3_0E5C2D80_5C0F2A11
Content-Type: text/plain;
	charset="gb18030"
Content-Transfer-Encoding: base64

`) + b64(gbk("老师好：\r\n二饭堂三号窗口的菜这周两次是凉的，反映过没人管。\r\n\r\n\r\n发自我的iPhone")) + crlf(`
------=_NextPart_67A1B2C3_0E5C2D80_5C0F2A11
Content-Type: text/html;
	charset="gb18030"
Content-Transfer-Encoding: base64

`) + b64(gbk("<div>老师好：</div><div>二饭堂…</div>")) + crlf(`
------=_NextPart_67A1B2C3_0E5C2D80_5C0F2A11--
`)

	// An HTML letter without plain text, quoted-printable UTF-8.
	htmlOnly = crlf(`From: zhang.wei@stu.lianxin.edu.cn
Subject: =?utf-8?Q?=E6=95=99=E5=AD=A6=E6=A5=BC?= =?utf-8?Q?=E7=9A=84=E7=A9=BA=E8=B0=83?=
Message-ID: <html-1@stu.lianxin.edu.cn>
MIME-Version: 1.0
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

`) + qp(`<html><head><title>信</title><style>p{margin:0 > a}</style></head><body>
<p>三号教学楼 <b>305</b>&nbsp;的空调坏了&mdash;一个月。</p><div>报修单号：<span title="a>b">A&amp;17</span><br>没有人来。</div>
<table><tr><td>周一</td><td>没修</td></tr><tr><td>周二</td><td>没修</td></tr></table>
<script>alert("x")</script><!-- <p>看不见</p> --></body></html>`)

	// Foxmail answers below a block of fields.
	foxmail = crlf(`From: =?GB2312?B?`+base64.StdEncoding.EncodeToString([]byte(gbk("李老师")))+`?= <li@163.com>
Subject: =?GB2312?B?`+base64.StdEncoding.EncodeToString([]byte(gbk("回复: [XF2026-0042] 信访事项办理情况")))+`?=
In-Reply-To: <xf2026-0042.aa@lianxin.edu.cn>
References: <xf2026-0042@lianxin.edu.cn>
	<xf2026-0042.aa@lianxin.edu.cn>
Message-ID: <2026111909124375812310@163.com>
X-Mailer: Foxmail 7.2.25.254[cn]
Content-Type: text/plain; charset="GB2312"
Content-Transfer-Encoding: 8bit

`) + crlf(gbk(`窗口换人了，但价格还是原来的，请再看看。
镕基路那边也一样。



李老师
 
发件人： 信访办
发送时间： 2026-11-18 16:20
收件人： li@163.com
主题： [XF2026-0042] 信访事项办理情况
您的来信已登记。
`))

	// An attachment with its name in two ways that mailers have.
	attached = crlf(`From: a@b.cn
Subject: files
Message-ID: <att@b.cn>
Content-Type: multipart/mixed; boundary=sep

--sep
Content-Type: text/plain; charset=gbk
Content-Transfer-Encoding: quoted-printable

`) + qp(gbk("见附件。\n")) + crlf(`
--sep
Content-Type: application/msword; name="=?gb2312?B?`) + base64.StdEncoding.EncodeToString([]byte(gbk("情况说明.doc"))) + crlf(`?="
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="=?gb2312?B?`) + base64.StdEncoding.EncodeToString([]byte(gbk("情况说明.doc"))) + crlf(`?="

`) + b64("DOC bytes") + crlf(`
--sep
Content-Type: image/jpeg
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename*0*=gb18030''%D5%D5;
 filename*1*=%C6%AC;
 filename*2=.jpg

`) + b64("JPEG") + crlf(`
--sep
Content-Type: text/plain; name="../../etc/passwd"
Content-Disposition: attachment; filename="..\..\list.txt"

one
--sep--
`)
)
