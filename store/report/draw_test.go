package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"lianxin/config/policy"
	"lianxin/store/ledger"
	"lianxin/store/ledger/ledgertest"
	"lianxin/store/report"
)

func pen(t testing.TB) *report.Pen {
	t.Helper()
	p, err := report.NewPen(nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPNG: a picture 750 pixels wide that grows with the duties, with a green bar for what is done and none that is red.
func TestPNG(t *testing.T) {
	f := facts{marks: []ledger.Mark{did("2026-10-01", policy.ObserveClass), did("2026-10-02", policy.ObserveClass)}}
	pen := pen(t)
	draw := func(who string) image.Image {
		p := progressOf(t, who, "2026-11-19", f)
		data, err := pen.PNG(&p)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil || len(data) > 1<<20 {
			t.Fatalf("%d bytes, %v", len(data), err)
		}
		return picture
	}
	lin, fang := draw("lin"), draw("fang")
	if lin.Bounds().Dx() != 750 || lin.Bounds().Dy() <= fang.Bounds().Dy() {
		t.Errorf("%v and %v", lin.Bounds(), fang.Bounds())
	}
	if n := count(lin, color.RGBA{0x2f, 0x85, 0x5a, 0xff}); n < 670*18 {
		t.Errorf("%d green pixels", n)
	}
	if dark := count(lin, color.RGBA{0x1a, 0x20, 0x2c, 0xff}); dark < 500 {
		t.Errorf("%d pixels of ink: no letters", dark)
	}
	if n := count(lin, color.RGBA{0xc0, 0x56, 0x21, 0xff}); n == 0 {
		t.Error("what is behind has no colour of its own")
	}
}

// count counts the pixels of a colour.
func count(picture image.Image, want color.RGBA) int {
	n := 0
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			if r, g, b, _ := picture.At(x, y).RGBA(); uint8(r>>8) == want.R && uint8(g>>8) == want.G && uint8(b>>8) == want.B {
				n++
			}
		}
	}
	return n
}

// TestSVG: the same picture as well-formed SVG; names cannot become markup.
func TestSVG(t *testing.T) {
	p := progressOf(t, "lin", "2026-11-19", facts{}, func(s *policy.School) { s.Member("lin").Name = `<林&"峰">` })
	data, err := report.SVG(&p)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			texts = append(texts, strings.TrimSpace(string(text)))
		}
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{`<林&"峰">联系基层进度`, "0/4 学时", "还差 4，按进度应有 3", "根据情况安排", "按2026年算："} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not on the picture:\n%s", want, all)
		}
	}
}

// TestAlt: the picture in words.
func TestAlt(t *testing.T) {
	span := policy.Span{From: ledgertest.Day("2026-08-31"), To: ledgertest.Day("2027-01-18")}
	f := facts{
		marks:   []ledger.Mark{did("2026-10-03", policy.Forum)},
		granted: []ledger.Exemption{{Member: "xie", Rules: []string{"5.4b"}, Span: span, Reason: strings.Repeat("很长的原因", 9)}},
	}
	p := progressOf(t, "xie", "2026-11-19", f, func(s *policy.School) {
		for i := range s.Measure.Rules {
			s.Measure.Rules[i].Short = s.Measure.Rules[i].ID
		}
	})
	want := "谢安琪联系基层进度（11月19日(周四)）：5.3a 1/2 次，还差 1；5.3c 0/1 份，根据情况安排；5.4b免（很长的原因很长的原因很长的…）"
	if got := p.Alt(); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestPenTakesOtherFonts: a school may name a font of its own; what is none is refused, however it begins.
func TestPenTakesOtherFonts(t *testing.T) {
	woff, err := os.ReadFile("font/NotoSansSC-subset.woff")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := report.NewPen(woff); err != nil {
		t.Errorf("the file itself: %v", err)
	}
	long := bytes.Clone(woff)
	long[12], long[13] = 0xff, 0xff
	for name, font := range map[string][]byte{
		"nothing": {}, "text": []byte("no font at all"), "head only": woff[:44], "cut": woff[:9000], "too many tables": long, "empty woff": []byte("wOFF"),
	} {
		if _, err := report.NewPen(font); err == nil {
			t.Errorf("%s: taken for a font", name)
		}
	}
}

// FuzzPen: no bytes break the reader of fonts.
func FuzzPen(f *testing.F) {
	woff, err := os.ReadFile("font/NotoSansSC-subset.woff")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(woff[:400])
	f.Add([]byte("wOFF\x00\x01\x00\x00\x00\x00\x00\x2c\x00\x01"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = report.NewPen(append([]byte("wOFF"), data...)) })
}

// BenchmarkPNG draws one picture.
func BenchmarkPNG(b *testing.B) {
	p := pen(b)
	school := ledgertest.School()
	progress, err := report.Make(school, school.Member("lin"), ledgertest.Day("2026-11-19"), facts{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := p.PNG(&progress); err != nil {
			b.Fatal(err)
		}
	}
}
