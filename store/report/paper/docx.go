package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
)

// The fixed parts of a Word file. Fonts are those of official papers, which Word and WPS replace where they are missing.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	packageRels  = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	wordSpace    = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	wordStyles   = xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="40"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Under"><w:name w:val="Under"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="楷体"/><w:sz w:val="24"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="30"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLine="560"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="276" w:lineRule="auto"/></w:pPr><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Foot"><w:name w:val="Foot"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style></w:styles>`
)

// Lengths of A4 in twentieths of a point, and what its margins leave.
const (
	shortSide, longSide = 11906, 16838
	marginWord          = 1247
)

// DOCX gives the document as a Word file.
func (d *Document) DOCX() ([]byte, error) {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range []struct {
		path string
		data []byte
	}{
		{"[Content_Types].xml", []byte(contentTypes)},
		{"_rels/.rels", []byte(packageRels)},
		{"word/document.xml", d.word()},
		{"word/styles.xml", []byte(wordStyles)},
		{"word/_rels/document.xml.rels", []byte(documentRels)},
	} {
		w, err := create(out, p.path)
		if err == nil {
			_, err = w.Write(p.data)
		}
		if err != nil {
			return nil, fmt.Errorf("paper: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}

// word writes the body.
func (d *Document) word() []byte {
	b := []byte(xmlHead + `<w:document ` + wordSpace + `><w:body>`)
	wide, high := shortSide, longSide
	if d.Wide {
		wide, high = high, wide
	}
	b = wordParagraph(b, "Title", d.Title)
	if d.Under != "" {
		b = wordParagraph(b, "Under", d.Under)
	}
	for i := range d.Blocks {
		switch k := &d.Blocks[i]; {
		case k.Heading != "":
			b = wordParagraph(b, "Heading1", k.Heading)
		case k.Grid != nil:
			b = wordTable(b, k.Grid, wide-2*marginWord)
		case k.Break:
			b = append(b, `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`...)
		default:
			b = wordParagraph(b, "Body", k.Text)
		}
	}
	if d.Foot != "" {
		b = wordParagraph(b, "Foot", d.Foot)
	}
	turn := ""
	if d.Wide {
		turn = ` w:orient="landscape"`
	}
	return fmt.Appendf(b, `<w:sectPr><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%[4]d" w:right="%[4]d" w:bottom="%[4]d" w:left="%[4]d" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		wide, high, turn, marginWord)
}

// wordParagraph writes a paragraph of a style; line breaks count.
func wordParagraph(b []byte, style, text string) []byte {
	b = append(b, `<w:p><w:pPr><w:pStyle w:val="`+style+`"/></w:pPr><w:r>`...)
	for i, line := range lines(text) {
		if i > 0 {
			b = append(b, `<w:br/>`...)
		}
		b = append(b, `<w:t xml:space="preserve">`...)
		b = appendPlain(b, line)
		b = append(b, `</w:t>`...)
	}
	return append(b, `</w:r></w:p>`...)
}

// wordTable writes a table whose head repeats on each page. Behind it stands an empty paragraph, which Word wants between tables.
func wordTable(b []byte, g *Grid, width int) []byte {
	b = append(b, `<w:tbl><w:tblPr><w:tblW w:w="`+strconv.Itoa(width)+`" w:type="dxa"/><w:tblBorders>`...)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b = append(b, `<w:`+side+` w:val="single" w:sz="4" w:space="0" w:color="555555"/>`...)
	}
	b = append(b, `</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`...)
	for i := range g.Head {
		b = append(b, `<w:gridCol w:w="`+strconv.Itoa(g.share(i, width))+`"/>`...)
	}
	b = append(b, `</w:tblGrid>`...)
	b = wordRow(b, g, g.Head, width, true)
	for _, row := range g.Rows {
		b = wordRow(b, g, row, width, false)
	}
	return append(b, `</w:tbl><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>`...)
}

func wordRow(b []byte, g *Grid, cells []string, width int, head bool) []byte {
	b = append(b, `<w:tr><w:trPr><w:cantSplit/>`...)
	shade := ""
	if head {
		b = append(b, `<w:tblHeader/>`...)
		shade = `<w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/>`
	}
	b = append(b, `</w:trPr>`...)
	for i := range g.Head {
		text := ""
		if i < len(cells) {
			text = cells[i]
		}
		b = append(b, `<w:tc><w:tcPr><w:tcW w:w="`+strconv.Itoa(g.share(i, width))+`" w:type="dxa"/>`+shade+`</w:tcPr>`...)
		b = wordParagraph(b, "Cell", text)
		b = append(b, `</w:tc>`...)
	}
	return append(b, `</w:tr>`...)
}
