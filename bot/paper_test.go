package bot

import (
	"testing"

	"lianxin/bot/phrase"
	"lianxin/config"
	"lianxin/config/policy"
)

// What is an order for a paper, and what only sounds like one.
func TestReadPaper(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{school: school}
	today := policy.MakeDate(2026, 11, 19)
	for text, want := range map[string]string{
		"导出台账":              "ledger?day=2026-11-19&for=chen&period=2026-2027",
		"导出我的记录":            "ledger?day=2026-11-19&for=chen&period=2026-2027&whose=chen",
		"下载上学期的台账。":         "ledger?day=2026-11-19&for=chen&period=2025-2026-2",
		"导出 2025-2026学年 台账": "ledger?day=2026-11-19&for=chen&period=2025-2026",
		"导出２０２５－２０２６学年台账":   "ledger?day=2026-11-19&for=chen&period=2025-2026",
		"导出25-26学年第二学期台账":   "ledger?day=2026-11-19&for=chen&period=2025-2026-2",
		"导出2026年台账":         "ledger?day=2026-11-19&for=chen&period=2026",
		"导出10月台账":           "ledger?day=2026-11-19&for=chen&period=2026-10",
		"导出12月的台账":          "ledger?day=2026-11-19&for=chen&period=2025-12",
		"导出梁书记的":            "ledger?day=2026-11-19&for=chen&period=2026-2027&whose=liang",
		"导出林晓峰的材料":          "ledger?day=2026-11-19&for=chen&period=2026-2027&whose=lin",
		"导出教科院的台账":          "ledger?day=2026-11-19&for=chen&period=2026-2027&unit=%E6%95%99%E8%82%B2%E7%A7%91%E5%AD%A6%E5%AD%A6%E9%99%A2",
		"导出台账，一人一表":         "ledger?day=2026-11-19&for=chen&period=2026-2027&sheets=person",
		"通报":                "bulletin?day=2026-11-19&for=chen&period=2026-2027-1",
		"生成学年通报 word":       "bulletin?day=2026-11-19&for=chen&format=.docx&period=2026-2027",
		"通报网页":              "bulletin?day=2026-11-19&for=chen&format=.html&period=2026-2027-1",
		"上学年考核表":            "assessment?day=2026-11-19&for=chen&period=2025-2026",
		"林校的考核表":            "assessment?day=2026-11-19&for=chen&period=2026-2027&whose=lin",
		"信访月报":              "petitions?day=2026-11-19&for=chen&period=2026-10",
		"9月信访月报":            "petitions?day=2026-11-19&for=chen&period=2026-09",
		"信访年报":              "petitions?day=2026-11-19&for=chen&period=2025",
		"导出问题清单":            "issues?day=2026-11-19&for=chen&period=2026-2027-1",
		"导出议题候选":            "agenda?day=2026-11-19&for=chen&period=2026-2027-1",
		"导出接待安排表":           "receptions?day=2026-11-19&for=chen&period=2026-2027-1",
		"接待情况汇总":            "received?day=2026-11-19&for=chen&period=2026-2027-1",
		"问题清单":              "",
		"议题候选":              "",
		"生成接待安排表":           "",
		"我的记录":              "",
		"昨天向离退休人员通报":        "",
		"导出张三的台账":           "",
		"通报一下昨天的会":          "",
		"台账":                "",
		"食堂的台账能不能导出给我看看，我怀疑他们的进货有问题，材料": "",
	} {
		o, ok := b.readPaper(bare(text), school.Member("chen"), today)
		got := ""
		if ok {
			got = o.name(school.Member("chen"), today)
			back, who, day, err := readName(got)
			if back != o || who != "chen" || day != today || err != nil {
				t.Errorf("%s: the name is read as %+v of %s on %s, %v", text, back, who, day, err)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// FuzzReadPaper: no message breaks the reader.
func FuzzReadPaper(f *testing.F) {
	school, err := config.DemoSchool()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"导出台账", "导出13月台账", "导出99-98学年台账", "导出的", "考核表考核表", "信访月报0月"} {
		f.Add(text)
	}
	b := &Bot{school: school}
	f.Fuzz(func(t *testing.T, text string) {
		if o, ok := b.readPaper(bare(text), school.Member("lin"), policy.MakeDate(2026, 11, 19)); ok && (o.kind == "" || o.period == "") {
			t.Errorf("%q is %+v", text, o)
		}
	})
}

// Where files cannot be sent it is said where the paper is to be had.
func TestPaperWithoutFiles(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{school: school}
	chen := school.Member("chen")
	mv, taken := b.papers(&talk{cmd: new(phrase.Command), Message: Message{Text: "导出台账", From: chen.Accounts[0]}, who: chen, by: "chen", today: policy.MakeDate(2026, 11, 19)})
	if !taken || !mv.reads {
		t.Fatalf("taken %v, %+v", taken, mv)
	}
	text, err := mv.run(nil)
	if want := "台账（2026-2027学年）要以文件发，这个平台现在不能发文件：请在企业微信里说同一句话，或请系统管理员用 lianxin ledger 命令导出。"; text != want || err != nil {
		t.Errorf("%s, %v", text, err)
	}
}
