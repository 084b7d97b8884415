package report

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/go-analyze/charts"
	"github.com/go-analyze/charts/chartdraw/drawing"
)

// pointsPerInch turns pixels, in which sizes are here, into points, in which the drawing library takes them.
const pointsPerInch = 72

// PNG draws a picture for a phone: 750 pixels wide, as high as it must be.
func (p *Pen) PNG(picture Picture) ([]byte, error) {
	s := picture.lay()
	paint := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: s.Width, Height: s.Height, Font: p.font})
	for _, b := range s.Boxes {
		fill := charts.ParseColor(b.Fill)
		paint.FilledRect(b.X, b.Y, b.X+b.Width, b.Y+b.Height, fill, fill, 0)
	}
	for _, w := range s.Words {
		style := charts.FontStyle{FontSize: float64(w.Size) * pointsPerInch / drawing.DefaultDPI, FontColor: charts.ParseColor(w.Fill), Font: p.font}
		x := w.X
		if w.End {
			x -= paint.MeasureText(w.Text, 0, style).Width()
		}
		paint.Text(w.Text, x, w.Y, 0, style)
	}
	png, err := paint.Bytes()
	if err != nil {
		return nil, fmt.Errorf("report: png: %w", err)
	}
	return png, nil
}

// svgPage is the same picture as SVG; fonts are those of the viewer.
var svgPage = template.Must(template.New("svg").Funcs(template.FuncMap{"text": escaped}).Parse(
	`<svg xmlns="http://www.w3.org/2000/svg" width="{{.Width}}" height="{{.Height}}" viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-label="{{text .Alt}}" ` +
		`font-family="'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif">
<title>{{text .Alt}}</title>
{{range .Boxes}}<rect x="{{.X}}" y="{{.Y}}" width="{{.Width}}" height="{{.Height}}" fill="{{.Fill}}"/>
{{end}}{{range .Words}}<text x="{{.X}}" y="{{.Y}}" font-size="{{.Size}}" fill="{{.Fill}}"{{if .End}} text-anchor="end"{{end}}>{{text .Text}}</text>
{{end}}</svg>
`))

// SVG draws a picture as SVG, with the text that stands for it as its title.
func SVG(picture Picture) ([]byte, error) {
	var b strings.Builder
	if err := svgPage.Execute(&b, picture.lay()); err != nil {
		return nil, fmt.Errorf("report: svg: %w", err)
	}
	return []byte(b.String()), nil
}

// escape makes text fit for SVG: what is typed into the directory must not become markup.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

func escaped(text string) string { return escape.Replace(text) }
