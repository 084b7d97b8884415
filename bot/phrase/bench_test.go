package phrase

import (
	"strings"
	"testing"

	"lianxin/config/policy"
)

func BenchmarkParse(b *testing.B) {
	r := demoReader(b)
	c := speaker(b, r, "leader:林晓峰", "2026-03-24")
	b.Run("report of 25 characters", func(b *testing.B) {
		const text = "昨天下午去教科院听了两节课，王丽老师的教育心理学"
		b.ReportAllocs()
		for b.Loop() {
			r.Parse(text, c)
		}
	})
	b.Run("petition", func(b *testing.B) {
		c := speaker(b, r, "student", "2026-05-21")
		const text = "榕园7栋402的空调外机一直滴水，滴到楼下阳台，楼下同学天天上来敲门，报修单提交快两周了还显示“待派单”，能不能给个准信"
		b.ReportAllocs()
		for b.Loop() {
			r.Parse(text, c)
		}
	})
	b.Run("20 KB", func(b *testing.B) {
		text := strings.Repeat("昨天下午去教科院听了两节课，王丽老师的教育心理学。", 20<<10/75)
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			r.Parse(text, c)
		}
	})
}

func BenchmarkNewReader(b *testing.B) {
	school := demoSchool(b)
	for b.Loop() {
		NewReader(school)
	}
}

var _ policy.Date
