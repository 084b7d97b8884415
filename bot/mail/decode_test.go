package mail

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lianxin/config/policy"
)

func TestDecode(t *testing.T) {
	from := func(user string) policy.Address { return policy.Address{Channel: "mail", User: user} }
	for _, c := range []struct {
		name, raw string
		want      Letter
	}{
		{"QQ", qqMail, Letter{
			From: from("2845xxxx@qq.com"), Name: "小雨", Subject: "二饭堂的饭菜", MessageID: "tencent_4F1C0A9B7E@qq.com",
			Text: "老师好：\n二饭堂三号窗口的菜这周两次是凉的，反映过没人管。", Cut: "发自我的iPhone",
		}},
		{"HTML", htmlOnly, Letter{
			From: from("zhang.wei@stu.lianxin.edu.cn"), Subject: "教学楼的空调", MessageID: "html-1@stu.lianxin.edu.cn",
			Text: "三号教学楼 305 的空调坏了—一个月。\n报修单号：A&17\n没有人来。\n周一 没修\n周二 没修",
		}},
		{"Foxmail", foxmail, Letter{
			From: from("li@163.com"), Name: "李老师", Subject: "回复: [XF2026-0042] 信访事项办理情况", Case: "XF2026-0042",
			MessageID: "2026111909124375812310@163.com", InReplyTo: []string{"xf2026-0042.aa@lianxin.edu.cn"},
			References: []string{"xf2026-0042@lianxin.edu.cn", "xf2026-0042.aa@lianxin.edu.cn"},
			Text:       "窗口换人了，但价格还是原来的，请再看看。\n镕基路那边也一样。\n\n李老师",
			Cut:        "发件人： 信访办\n发送时间： 2026-11-18 16:20\n收件人： li@163.com\n主题： [XF2026-0042] 信访事项办理情况\n您的来信已登记。",
		}},
		{"attachments", attached, Letter{
			From: from("a@b.cn"), Subject: "files", MessageID: "att@b.cn", Text: "见附件。",
			Attachments: []Attachment{
				{Name: "情况说明.doc", Type: "application/msword", Size: 9, Content: []byte("DOC bytes")},
				{Name: "照片.jpg", Type: "image/jpeg", Size: 4, Content: []byte("JPEG")},
				{Name: "list.txt", Type: "text/plain", Size: 3, Content: []byte("one")},
			},
		}},
		{"raw GBK in every field", "From: " + gbk("王五") + " <w@b.cn>\r\nSubject: " + gbk("宿舍漏水") + "\r\nMessage-ID: <raw@b.cn>\r\n\r\n" + gbk("六栋三楼漏水。"), Letter{
			From: from("w@b.cn"), Name: "王五", Subject: "宿舍漏水", MessageID: "raw@b.cn", Text: "六栋三楼漏水。",
		}},
		{"a word cut in the middle of a character", "From: a@b.cn\r\nMessage-ID: <cut@b.cn>\r\nSubject: " + wordB("gbk", gbk("食堂")[:3]) + "\r\n " + wordB("GBK", gbk("食堂")[3:]) + " (2)\r\n\r\nx", Letter{
			From: from("a@b.cn"), Subject: "食堂 (2)", MessageID: "cut@b.cn", Text: "x",
		}},
		{"GBK that says Latin", "From: a@b.cn\r\nMessage-ID: <latin@b.cn>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" + gbk("图书馆座位不够，能不能开放到23点？"), Letter{
			From: from("a@b.cn"), MessageID: "latin@b.cn", Text: "图书馆座位不够，能不能开放到23点？",
		}},
		{"Latin that says Latin", "From: a@b.cn\r\nMessage-ID: <fr@b.cn>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nD\xe9j\xe0 vu, tr\xe8s cher", Letter{
			From: from("a@b.cn"), MessageID: "fr@b.cn", Text: "Déjà vu, très cher",
		}},
		{"the number in wide characters", "From: a@b.cn\r\nMessage-ID: <w@b.cn>\r\nSubject: " + wordB("utf-8", "补充：ＸＦ２０２６－４２") + "\r\n\r\n补充", Letter{
			From: from("a@b.cn"), Subject: "补充：ＸＦ２０２６－４２", Case: "XF2026-0042", MessageID: "w@b.cn", Text: "补充",
		}},
		{"a changed subject, the number in what is answered", "From: a@b.cn\r\nMessage-ID: <c@b.cn>\r\nSubject: thanks\r\nReferences: <xf2026-0007.0a1b@lianxin.edu.cn> <xf2026-0009.0a@evil.cn>\r\n\r\nok", Letter{
			From: from("a@b.cn"), Subject: "thanks", Case: "XF2026-0007", MessageID: "c@b.cn", Text: "ok",
			References: []string{"xf2026-0007.0a1b@lianxin.edu.cn", "xf2026-0009.0a@evil.cn"},
		}},
		{"a name that looks like an address", "From: \"boss <boss@lianxin.edu.cn>\" <evil@b.cn>\r\nMessage-ID: <e@b.cn>\r\n\r\nx", Letter{
			From: from("evil@b.cn"), Name: "boss <boss@lianxin.edu.cn>", MessageID: "e@b.cn", Text: "x",
		}},
		{"damaged base64 keeps what there is", "From: a@b.cn\r\nMessage-ID: <d@b.cn>\r\nContent-Transfer-Encoding: base64\r\n\r\n5L2g!!5aW9\r\n*5ZGA\r\n", Letter{
			From: from("a@b.cn"), MessageID: "d@b.cn", Text: "你好呀",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.raw)
			if !strings.HasPrefix(got.Key, "mail:") || len(got.Key) != len("mail:")+32 {
				t.Errorf("key %q", got.Key)
			}
			if d := cmp.Diff(c.want, got, cmpopts.IgnoreFields(Letter{}, "Key"), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	for name, raw := range map[string]string{
		"nothing":             "",
		"no fields":           "\r\nText ohne alles",
		"no sender":           "Subject: x\r\n\r\nx",
		"no address":          "From: 张三\r\n\r\nx",
		"address of no form":  "From: <a@b@c>\r\n\r\nx",
		"line end in address": "From: <a\r\n @b.cn>\r\n\r\nx",
		"two dots":            "From: a..b@c.cn\r\n\r\nx",
		"says nothing":        "From: a@b.cn\r\nMessage-ID: <1@b>\r\n\r\n \r\n",
		"no field":            "From: a@b.cn\r\nthis is no field\r\n\r\nx",
		"endless header":      "From: a@b.cn\r\nX: " + strings.Repeat("x", maxHeader) + "\r\n\r\nx",
		"no part to be found": "From: a@b.cn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nhello",
	} {
		if l, reason, err := decode(strings.NewReader(raw), own); err == nil {
			t.Errorf("%s: %+v %q", name, l, reason)
		}
	}
}

func TestAutomatic(t *testing.T) {
	for _, c := range []struct{ fields, want string }{
		{"From: a@b.cn", ""},
		{"From: a@b.cn\r\nAuto-Submitted: no", ""},
		{"From: a@b.cn\r\nPrecedence: first-class", ""},
		{"From: a@b.cn\r\nSubject: " + wordB("utf-8", "自动回复太慢了"), ""},
		{"From: a@b.cn\r\nAuto-Submitted: auto-replied", "reply"},
		{"From: a@b.cn\r\nAuto-Submitted: auto-generated; type=x", "reply"},
		{"From: a@b.cn\r\nX-Autoreply: yes", "reply"},
		{"From: a@b.cn\r\nSubject: " + wordB("gb18030", gbk("自动回复:来信")), "reply"},
		{"From: a@b.cn\r\nSubject: Automatic reply: letter", "reply"},
		{"From: PostMaster@qq.com\r\nSubject: x", "bounce"},
		{"From: MAILER-DAEMON@b.cn", "bounce"},
		{"From: a@b.cn\r\nReturn-Path: <>", "bounce"},
		{"From: a@b.cn\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"},
		{"From: a@b.cn\r\nPrecedence: bulk", "list"},
		{"From: a@b.cn\r\nList-Id: <l.b.cn>", "list"},
		{"From: Xinfang <XINFANG@lianxin.edu.cn>", "own"},
		{"From: a@b.cn\r\nX-Lianxin-Loop: 1", "own"},
	} {
		_, reason, err := decode(strings.NewReader(c.fields+"\r\nMessage-ID: <1@b.cn>\r\n\r\nhello"), own)
		if err != nil || reason != c.want {
			t.Errorf("%q: %q %v, want %q", c.fields, reason, err, c.want)
		}
	}
}

func TestKey(t *testing.T) {
	mail := func(from, id, text string) string {
		return read(t, "From: "+from+"\r\n"+id+"Date: Wed, 18 Nov 2026 12:31:07 +0800\r\nSubject: s\r\n\r\n"+text).Key
	}
	base := mail("a@b.cn", "Message-ID: <1@b.cn>\r\n", "x")
	if base != mail("A@B.cn", "Received: again\r\nMessage-ID: <1@b.cn>\r\n", "x") {
		t.Error("the same mail by another way has another key")
	}
	without := mail("a@b.cn", "", "x")
	if without != mail("a@b.cn", "Received: again\r\n", "x") {
		t.Error("the same mail without id has another key")
	}
	seen := map[string]bool{base: true, without: true}
	for _, other := range []string{
		mail("a@b.cn", "Message-ID: <2@b.cn>\r\n", "x"), mail("c@b.cn", "Message-ID: <1@b.cn>\r\n", "x"), mail("a@b.cn", "", "y"), mail("c@b.cn", "", "x"),
	} {
		if seen[other] {
			t.Errorf("two letters with the key %s", other)
		}
		seen[other] = true
	}
}

func TestHugeMail(t *testing.T) {
	head := "From: a@b.cn\r\nMessage-ID: <huge@b.cn>\r\nContent-Type: multipart/mixed; boundary=s\r\n\r\n--s\r\n\r\nhello\r\n"
	part := func(size int) io.Reader {
		return io.MultiReader(strings.NewReader("--s\r\nContent-Type: application/zip; name=a.zip\r\n\r\n"),
			io.LimitReader(lines{}, int64(size)), strings.NewReader("\r\n"))
	}
	for _, c := range []struct {
		name  string
		sizes []int
		whole []bool
	}{
		{"at the limit", []int{MaxAttachment}, []bool{true}},
		{"over it", []int{MaxAttachment + 1, 100}, []bool{false, true}},
		{"over it together", []int{MaxAttachment, MaxAttachment, MaxAttachment / 2, 200}, []bool{true, true, true, false}},
		{"without end", []int{1 << 31}, []bool{false}},
	} {
		readers := []io.Reader{strings.NewReader(head)}
		for _, size := range c.sizes {
			readers = append(readers, part(size))
		}
		read := &counted{r: io.MultiReader(append(readers, strings.NewReader("--s--\r\n"))...)}
		l, _, err := decode(read, own)
		if err != nil || l.Text != "hello" || len(l.Attachments) != len(c.whole) {
			t.Fatalf("%s: %v, %d files, text %q", c.name, err, len(l.Attachments), l.Text)
		}
		complete := true
		for i, a := range l.Attachments {
			complete = complete && c.whole[i]
			if (a.Content != nil) != c.whole[i] || c.sizes[i] < maxMail && a.Size != int64(c.sizes[i]) {
				t.Errorf("%s: file %d has %d of %d bytes", c.name, i, len(a.Content), a.Size)
			}
		}
		if l.Incomplete == complete || read.n > maxMail+maxHeader+1<<16 {
			t.Errorf("%s: incomplete %v, read %d bytes", c.name, l.Incomplete, read.n)
		}
	}
}

// lines is a file without end.
type lines struct{}

// Read gives lines.
func (lines) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestManyParts(t *testing.T) {
	var b strings.Builder
	b.WriteString("From: a@b.cn\r\nMessage-ID: <p@b.cn>\r\nContent-Type: multipart/mixed; boundary=s\r\n\r\n")
	for i := range 500 {
		fmt.Fprintf(&b, "--s\r\n\r\npart %d\r\n", i)
	}
	if l := read(t, b.String()+"--s--\r\n"); !l.Incomplete || !strings.HasPrefix(l.Text, "part 0") || strings.Contains(l.Text, "part 300") {
		t.Errorf("%v %.80q", l.Incomplete, l.Text)
	}
	b.Reset()
	b.WriteString("From: a@b.cn\r\nMessage-ID: <p@b.cn>\r\n")
	for i := range 50 {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=s%d\r\n\r\n--s%d\r\n", i, i)
	}
	if l, _, err := decode(strings.NewReader(b.String()+"\r\nhello"), own); err == nil {
		t.Errorf("fifty parts in one another: %q", l.Text)
	}
}

func TestLongText(t *testing.T) {
	l := read(t, "From: a@b.cn\r\nMessage-ID: <l@b.cn>\r\n\r\n"+strings.Repeat("长", MaxText))
	if !l.Incomplete || len(l.Text) > MaxText || len(l.Text) < MaxText-3 || strings.ContainsRune(l.Text, '\uFFFD') {
		t.Errorf("%v, %d bytes", l.Incomplete, len(l.Text))
	}
}

// TestPrintsNothing holds a letter against every way to print it.
func TestPrintsNothing(t *testing.T) {
	l := read(t, attached)
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&out, verb+verb+verb+"\n", l, &l, l.Attachments)
	}
	for _, secret := range []string{"a@b.cn", "见附件", "情况说明", "DOC", "files"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q in %s", secret, out.String())
		}
	}
}
