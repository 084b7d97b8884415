package paper

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

// page prints well from every browser: heads of tables repeat, rows are not torn, the text is black on white.
var page = template.Must(template.New("page").Funcs(template.FuncMap{"lines": lines, "share": func(g *Grid, i int) int { return g.share(i, 100) }, "numbered": Numbered}).Parse(`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
@page { size: A4 {{if .Wide}}landscape{{else}}portrait{{end}}; margin: 20mm 18mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 18px; max-width: {{if .Wide}}1120px{{else}}820px{{end}}; color: #111; background: #fff; font: 15px/1.7 "Songti SC", "SimSun", "Noto Serif CJK SC", "Source Han Serif SC", serif; }
h1 { margin: 0 0 4px; text-align: center; font: 700 24px/1.4 "Heiti SC", "SimHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
h2 { margin: 22px 0 6px; font: 700 17px/1.5 "Heiti SC", "SimHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; break-after: avoid; }
p { margin: 6px 0; }
.under, .foot { text-align: center; color: #444; }
.foot { margin-top: 24px; font-size: 13px; text-align: left; }
.wrap { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: 8px 0; font-size: 14px; }
th, td { border: 1px solid #555; padding: 4px 6px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef1f5; font-weight: 700; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.break { break-after: page; }
a { color: #174a72; }
@media print { a { color: inherit; text-decoration: none; } body { padding: 0; max-width: none; font-size: 12pt; } table { font-size: 10.5pt; } .wrap { overflow: visible; } }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{with .Under}}<p class="under">{{.}}</p>{{end}}
{{$d := .}}{{range .Blocks}}{{if .Heading}}<h2>{{.Heading}}</h2>
{{else if .Grid}}{{$g := .Grid}}<div class="wrap" tabindex="0"><table><colgroup>{{range $i, $h := .Grid.Head}}<col style="width: {{share $g $i}}%">{{end}}</colgroup>
<thead><tr>{{range .Grid.Head}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>{{range .Grid.Rows}}
<tr>{{range .}}<td>{{range $i, $line := lines .}}{{if $i}}<br>{{end}}{{range numbered $line $d.Link}}{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{end}}{{end}}</td>{{end}}</tr>{{end}}
</tbody></table></div>
{{else if .Break}}<div class="break"></div>
{{else}}<p>{{range $i, $line := lines .Text}}{{if $i}}<br>{{end}}{{$line}}{{end}}</p>
{{end}}{{end}}{{with .Foot}}<p class="foot">{{.}}</p>{{end}}
</body>
</html>
`))

func lines(text string) []string { return strings.Split(text, "\n") }

// Part is a piece of a line, with the address it leads to; "" = nowhere.
type Part struct{ Text, URL string }

// number is what numbers of records look like: HD2026-0007.
var number = regexp.MustCompile(`[A-Z]{2}\d{4}-\d+`)

// Numbered takes the numbers that have a page out of a line. link gives the address of one, "" if it has none; nil: none has.
func Numbered(line string, link func(id string) string) []Part {
	if link == nil {
		return []Part{{Text: line}}
	}
	var out []Part
	from := 0
	for _, at := range number.FindAllStringIndex(line, -1) {
		id := line[at[0]:at[1]]
		url := link(id)
		if url == "" {
			continue
		}
		if at[0] > from {
			out = append(out, Part{Text: line[from:at[0]]})
		}
		out, from = append(out, Part{id, url}), at[1]
	}
	if from < len(line) {
		out = append(out, Part{Text: line[from:]})
	}
	return out
}

// HTML gives the document as one page without a script and without anything from elsewhere.
func (d *Document) HTML() ([]byte, error) {
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return b.Bytes(), nil
}
