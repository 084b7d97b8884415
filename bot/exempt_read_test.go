package bot

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"lianxin/config"
	"lianxin/config/policy"
)

// relief writes an order in one line.
func (o reliefOrder) String() string {
	verb := [...]string{"-", "leave", "free", "number", "back", "list"}[o.what]
	if o.what == noRelief {
		return verb
	}
	span := ""
	if o.span != (policy.Span{}) {
		span = o.span.From.String() + ".." + o.span.To.Add(-1).String()
	}
	return strings.Join([]string{verb, o.id, o.member, strings.Join(o.rules, "+"), span, fmt.Sprint(o.need), o.reason}, "|")
}

// TestReadRelief: what an order says, on Thursday 2026-11-19.
func TestReadRelief(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	today, _ := policy.ParseDate("2026-11-19")
	const term, year = "2026-08-31..2027-01-17", "2026-08-31..2027-08-29"
	for text, want := range map[string]string{
		"免去林校本学期听课任务，原因：党校学习":               "free||lin|5.4b|" + term + "|0|党校学习",
		"免去林校本学期的听课任务，原因：党校学习。":             "free||lin|5.4b|" + term + "|0|党校学习",
		"林晓峰本学期免听课，理由是党校学习":                 "free||lin|5.4b|" + term + "|0|党校学习",
		"把林校本学期听课免了，因为在党校学习":                "free||lin|5.4b|" + term + "|0|在党校学习",
		"因党校学习，免去林校本学期听课任务":                 "free||lin|5.4b|" + term + "|0|党校学习",
		"免除林校今年座谈任务，原因：挂职":                  "free||lin|5.3a+5.3b|" + year + "|0|挂职",
		"免除林校师生代表座谈，原因：挂职":                  "free||lin|5.3b||0|挂职",
		"免去林校2026-2027学年第一学期听课，原因：挂职":       "free||lin|5.4b|" + term + "|0|挂职",
		"免去林校26-27学年上学期听课，原因：挂职":            "free||lin|5.4b|" + term + "|0|挂职",
		"免去林校本学年全部任务，原因：援藏":                 "free||lin||" + year + "|0|援藏",
		"免去林校听课任务":                          "free||lin|5.4b||0|",
		"免去校长助理本学期听课任务，原因：新设":               "-",
		"免去本学期听课任务，原因：党校学习":                 "free|||5.4b|" + term + "|0|党校学习",
		"免去我本学期听课任务，原因：忙":                   "free|||5.4b|" + term + "|0|忙",
		"林校3月1日到5月31日请假，原因：党校学习":            "leave||lin||2027-03-01..2027-05-31|0|党校学习",
		"林校2026年3月1日至5月31日请假，原因：党校学习":       "leave||lin||2026-03-01..2026-05-31|0|党校学习",
		"林校2026-03-01到2026-05-31请假，原因：党校学习": "leave||lin||2026-03-01..2026-05-31|0|党校学习",
		"给林校登记请假：11.1-11.30，原因：出国访问":        "leave||lin||2026-11-01..2026-11-30|0|出国访问",
		"林校11月2日到20日请假，原因：住院":               "leave||lin||2026-11-02..2026-11-20|0|住院",
		"林校9月到11月请假，原因：党校学习":                "leave||lin||2026-09-01..2026-11-30|0|党校学习",
		"林校12月到2月请假，原因：党校学习":                "leave||lin||2026-12-01..2027-02-28|0|党校学习",
		"林校12月20日到1月10日病假":                  "leave||lin||2026-12-20..2027-01-10|0|病假",
		"林校下周一到周五请假，原因：出差":                  "leave||lin||2026-11-23..2026-11-27|0|出差",
		"林校下周请假，原因：出差":                      "leave||lin||2026-11-23..2026-11-29|0|出差",
		"林校周三到周五请假，原因：出差":                   "leave||lin||2026-11-25..2026-11-27|0|出差",
		"林校明天请假，原因：出差":                      "leave||lin||2026-11-20..2026-11-20|0|出差",
		"林校下周一起请假三天，原因：出差":                  "leave||lin||2026-11-23..2026-11-25|0|出差",
		"林校11月23日起请假两周，原因：出差":               "leave||lin||2026-11-23..2026-12-06|0|出差",
		"我请假三天":               "leave|||||0|",
		"林校11月20日请事假":         "leave||lin||2026-11-20..2026-11-20|0|事假",
		"林校本学期请假，原因：党校学习":     "leave||lin||" + term + "|0|党校学习",
		"林校下学期请假，原因：党校学习":     "leave||lin||2027-03-01..2027-07-18|0|党校学习",
		"林校2月30日到3月5日请假，原因：病": "leave||lin|||0|病",
		"林校5月31日到3月1日请假，原因：病": "leave||lin||2026-05-31..2027-03-01|0|病",
		"林校请假": "leave||lin|||0|",
		"林校本学期听课改为2学时，原因：挂职锻炼":     "number||lin|5.4b|" + term + "|2|挂职锻炼",
		"林晓峰副校长本学期听课定为两学时，原因：挂职锻炼": "number||lin|5.4b|" + term + "|2|挂职锻炼",
		"林校今年组织生活减为1次，原因：十月到任":     "number||lin|5.1|" + year + "|1|十月到任",
		"林校听课按十二学时算，原因：分管教学":       "number||lin|5.4b||12|分管教学",
		"撤销JM2026-0001":   "back|JM2026-0001||||0|",
		"撤销 jm2026-0012":  "back|JM2026-0012||||0|",
		"取消减免JM2026-0001": "back|JM2026-0001||||0|",
		"撤销林校的请假":         "back||lin|||0|",
		"取消林校本学期听课的减免":    "back||lin|5.4b|" + term + "|0|",
		"减免名单":            "list|||||0|",
		"请假名单":            "list|||||0|",

		// What is no order, although it has its words.
		"林校请假了吗？":                     "-",
		"林校11月30日请假，接待日换人":            "-",
		"林校今天请假没来开会":                  "-",
		"我儿子请假三天":                     "-",
		"撤销":                          "-",
		"撤销上周三的听课":                    "-",
		"取消林校的听课":                     "-",
		"昨天林校听课改为3学时":                 "-",
		"改为3学时":                       "-",
		"林校听课改为3学时":                   "-",
		"听课改为3学时":                     "-",
		"以免耽误，林校听课改天":                 "-",
		"学生反映请假太难，辅导员不批":              "-",
		"林校和何校长11月请假，原因：出国":           "-",
		"免费午餐什么时候有":                   "-",
		"上午在教科院听课2学时，避免了打扰老师":         "-",
		strings.Repeat("免去林校听课", 200): "-",
		"": "-",
	} {
		if got := readRelief(school, text, today).String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestCorpusHasNoReliefOrder: not one of the thousand messages is taken for an order about leave.
func TestCorpusHasNoReliefOrder(t *testing.T) {
	school, err := config.DemoSchool()
	if err != nil {
		t.Fatal(err)
	}
	today, _ := policy.ParseDate("2026-11-19")
	n := 0
	for _, name := range []string{"messages.jsonl", "voices.jsonl"} {
		file, err := os.Open("phrase/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(file); lines.Scan(); n++ {
			var m struct{ Text string }
			if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
				t.Fatal(err)
			}
			if o := readRelief(school, m.Text, today); o.what != noRelief {
				t.Errorf("%s: %s", m.Text, o)
			}
		}
		_ = file.Close()
	}
	if n < 500 {
		t.Errorf("%d messages", n)
	}
}

// FuzzReadRelief: no text breaks the reader, and what it reads has days that are real.
func FuzzReadRelief(f *testing.F) {
	school, err := config.DemoSchool()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"林校3月1日到5月31日请假，原因：党校学习", "免去林校本学期听课任务，原因：x", "撤销JM2026-0001", "林校99月1日-0月0日请假", "林校听课改为十十学时"} {
		f.Add(text)
	}
	today, _ := policy.ParseDate("2026-11-19")
	f.Fuzz(func(t *testing.T, text string) {
		o := readRelief(school, text, today)
		if o.span.To != 0 && (o.span.From <= 0 || o.span.To <= o.span.From) {
			t.Errorf("%q: %v", text, o.span)
		}
	})
}
