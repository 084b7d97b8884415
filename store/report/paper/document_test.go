package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// letter is a document with one of each block.
func letter() *Document {
	d := &Document{Title: "通报", Under: "2026-2027学年第一学期", Wide: true, Foot: "按台账生成"}
	d.Heading("一、总体情况")
	d.Paragraph("甲<b>乙&\n第二行")
	d.Rows(Grid{Head: []string{"姓名", "情况"}, Widths: []int{1, 3}, Rows: [][]string{{"林晓峰", "听课 2/4\n座谈 1/2"}, {"何敏华"}}})
	d.PageBreak()
	d.Paragraph("完")
	return d
}

func TestHTML(t *testing.T) {
	b, err := letter().HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"<title>通报</title>", "<h2>一、总体情况</h2>", "甲&lt;b&gt;乙&amp;<br>第二行", `<th scope="col">姓名</th>`, "听课 2/4<br>座谈 1/2", "size: A4 landscape", `<col style="width: 75%">`,
	} {
		if !strings.Contains(string(b), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	if strings.Contains(string(b), "<script") || strings.Contains(string(b), "http") {
		t.Error("the page asks for something from elsewhere")
	}
}

// The parts of the Word file are sound XML, and its text is all there.
func TestDOCX(t *testing.T) {
	b, err := letter().DOCX()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := letter().DOCX()
	if !bytes.Equal(b, again) {
		t.Error("the same document gives other bytes")
	}
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	texts, heads, cells := "", 0, 0
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for in := xml.NewDecoder(r); ; {
			token, err := in.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				switch x.Name.Local {
				case "tblHeader":
					heads++
				case "tc":
					cells++
				}
			case xml.CharData:
				texts += string(x)
			}
		}
	}
	for _, part := range []string{"通报", "甲<b>乙&", "第二行", "林晓峰", "座谈 1/2", "按台账生成"} {
		if !strings.Contains(texts, part) {
			t.Errorf("the file lacks %q", part)
		}
	}
	if heads != 1 || cells != 6 {
		t.Errorf("%d heads that repeat, %d cells", heads, cells)
	}
}
