package ledger_test

import (
	"strings"
	"testing"

	"lianxin/store/ledger"
)

func TestMask(t *testing.T) {
	school := caseSchool()
	school.Member("lin").Aliases = []string{"林校"}
	for _, tt := range []struct{ in, want string }{
		{"宿舍热水供应时间短，希望延长到23点。", "宿舍热水供应时间短，希望延长到23点。"},
		{"我叫李小明，住南苑5栋302，热水坏了", "我叫某某，住南苑5栋〔房号〕，热水坏了"},
		{"联系电话13812345678或138-1234-5678", "联系电话〔号码〕或〔号码〕"},
		{"座机0758-2716586", "座机〔号码〕"},
		{"学号2024101001，身份证44010119990101123X", "学号〔号码〕，身份证〔号码〕"},
		{"邮箱zhang.san@example.edu.cn", "邮箱〔邮箱〕"},
		{"微信号：wxid_abc123，加我", "微信号：〔微信号〕，加我"},
		{"微信支付打不开", "微信支付打不开"},
		{"林晓峰和林校都来看过，李想可以作证", "某某和某某都来看过，某某可以作证"},
		{"２０２４１０１００１", "〔号码〕"},
		{"2024级计算机2班的课", "〔班级〕的课"},
		{"20261119那天停水", "20261119那天停水"},
		{"教学楼335教室投影不清晰", "教学楼335教室投影不清晰"},
		{"实验楼302漏水", "实验楼302漏水"},
		{"宿舍3-402没电", "宿舍〔房号〕没电"},
		{"302宿舍没电", "〔房号〕宿舍没电"},
		{"我是学生，想反映食堂", "我是学生，想反映食堂"},
		{"排队20分钟，建议开12个窗口，共1200人", "排队20分钟，建议开12个窗口，共1200人"},
	} {
		got := ledger.Mask(school, tt.in)
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
		if again := ledger.Mask(school, got); again != got {
			t.Errorf("masking twice: %s became %s", got, again)
		}
	}
}

// FuzzMask: whatever is written around it, a telephone, a number or a name of the directory does not get through.
func FuzzMask(f *testing.F) {
	school := caseSchool()
	for _, s := range []string{"", "电话", "我叫", "南苑5栋", "，", "微信"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, secret := range []string{"13812345678", "2024101001", "林晓峰", "a.b@example.cn"} {
			text := before + " " + secret + " " + after
			if got := ledger.Mask(school, text); strings.Count(got, secret) > 0 && !strings.Contains(before+after, secret) {
				t.Errorf("%q became %q", text, got)
			}
		}
	})
}

func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"宿舍热水器坏了三天没人修", "我们宿舍的热水器已经坏了三天了还没有人来修", true},
		{"南苑5栋热水器坏了", "南苑5栋的热水器还是坏的，什么时候修", true},
		{"一饭堂中午排队太久", "一饭堂中午排队太久了，能不能多开窗口", true},
		{"食堂排队时间长建议增设窗口", "建议一食堂增设窗口，排队时间太长", true},
		{"选课系统打不开", "选课系统一直打不开抢不到课", true},
		{"３３５教室投影看不清", "335教室投影看不清", true},
		{"宿舍热水器坏了三天没人修", "宿舍空调坏了没人修", false},
		{"食堂排队时间长", "图书馆座位太少", false},
		{"校园网晚上很慢", "食堂晚上没有菜", false},
		{"", "宿舍热水器坏了", false},
		{"您好老师请问", "你好谢谢", false},
		{"南苑5栋路灯坏了", "北苑3栋洗衣机不能用", false},
	} {
		if got := ledger.Alike(tt.a, tt.b); got >= ledger.Same != tt.same || got != ledger.Alike(tt.b, tt.a) || got < 0 || got > 1 {
			t.Errorf("%s | %s: %.2f, other way round %.2f, want same %v", tt.a, tt.b, got, ledger.Alike(tt.b, tt.a), tt.same)
		}
	}
}

func TestAttach(t *testing.T) {
	pad := func(head string, n int) []byte { return append([]byte(head), make([]byte, n)...) }
	for _, tt := range []struct {
		name, kind, code string
		data             []byte
	}{
		{"a photograph", "image/jpeg", "", pad("\xff\xd8\xff\xe0", 100)},
		{"a picture", "image/png", "", pad("\x89PNG\r\n\x1a\n", 100)},
		{"a moving one", "image/gif", "", pad("GIF89a", 100)},
		{"a small one", "image/webp", "", pad("RIFF\x00\x00\x00\x00WEBPVP8 ", 100)},
		{"a paper", "application/pdf", "", pad("%PDF-1.7", 100)},
		{"as large as may be", "image/jpeg", "", pad("\xff\xd8\xff", ledger.MaxAttachment-3)},
		{"a byte too large", "", "picture_size", pad("\xff\xd8\xff", ledger.MaxAttachment-2)},
		{"a program", "", "picture_type", pad("MZ", 100)},
		{"a page with a script", "", "picture_type", []byte("<svg onload=alert(1)>")},
		{"sound", "", "picture_type", pad("RIFF\x00\x00\x00\x00WAVEfmt ", 100)},
		{"nothing", "", "picture_type", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ledger.Attach(tt.data, noon)
			refused(t, err, tt.code)
			if a.Type != tt.kind || tt.code == "" && (a.Size != len(tt.data) || len(a.Hash) != 64) {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestBriefs(t *testing.T) {
	for _, kind := range caseKinds {
		p := kind.p
		p.Due, p.DueFor = day("2026-11-20"), ledger.ClockUnit
		b := p.Brief()
		got, err := ledger.ReadBrief(b.Serial, b.Due, ledger.AppendBrief(nil, b))
		if err != nil || got != b {
			t.Errorf("%s: %+v became %+v, %v", kind.name, b, got, err)
		}
	}
	for _, bad := range []string{"", "\x02", "\x01\x00\x7f", "\x01\x00\x01"} {
		if _, err := ledger.ReadBrief(ledger.Serial{}, 0, []byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
