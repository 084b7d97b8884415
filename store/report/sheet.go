package report

import (
	"fmt"

	"lianxin/config/policy"
)

// sheet is a picture as shapes, before it is drawn: both drawings, SVG and PNG, show the same. Lengths are in pixels of a phone's width.
type sheet struct {
	Width, Height int
	Alt           string
	Boxes         []box
	Words         []words
}

// box is a filled rectangle.
type box struct {
	X, Y, Width, Height int
	Fill                string // #rrggbb
}

// words is one line of text; Y is its baseline.
type words struct {
	X, Y, Size int
	Fill       string
	End        bool // X is where the line ends, not where it begins
	Text       string
}

// The measures and colours of the picture. Text keeps a contrast of 4.5 to the paper; what a colour says is said in words too.
const (
	sheetWidth = 750
	margin     = 40
	rowHeight  = 118
	barHeight  = 18

	paperColor = "#ffffff"
	ink        = "#1a202c"
	faint      = "#5a6472"
	groove     = "#e8ebf0"
	paceColor  = "#1a202c"
	headColor  = "#1f4e79"
	waitsColor = "#c9973a"
)

// colorOf is the colour of a bar by how the duty stands. No bar is red, and a soft rule is amber.
func colorOf(s State) string {
	switch s {
	case Done:
		return "#2f855a"
	case Behind, Missed:
		return "#c05621"
	case Soft:
		return "#b7791f"
	case Exempt:
		return "#a0aec0"
	}
	return "#2b6cb0"
}

// inkOf is the colour of the words beside it: darker where the bar's own is too light to be read.
func inkOf(s State) string {
	switch s {
	case Soft:
		return "#8a5a00"
	case Exempt:
		return faint
	}
	return colorOf(s)
}

// top lays the head of a picture, and gives where what follows begins.
func (s *sheet) top(title string, day policy.Date, under string) int {
	s.box(0, 0, sheetWidth, 132, headColor)
	s.say(margin, 62, 36, paperColor, title)
	s.end(sheetWidth-margin, 62, 24, paperColor, day.Chinese())
	s.say(margin, 106, 24, paperColor, under)
	return 160
}

// bottom lays what is said below, and closes the sheet.
func (s *sheet) bottom(y int, notes ...string) sheet {
	const width = sheetWidth - 2*margin
	s.box(margin, y, width, 1, groove)
	y += 38
	for _, note := range notes {
		for _, line := range wrap(note, 21, width) {
			s.say(margin, y, 21, faint, line)
			y += 32
		}
	}
	s.Height = y - 4
	s.Boxes = append([]box{{Width: sheetWidth, Height: s.Height, Fill: paperColor}}, s.Boxes...)
	return *s
}

// lay makes the sheet of a progress.
func (p *Progress) lay() sheet {
	s := sheet{Width: sheetWidth, Alt: p.Alt()}
	y := s.top(fmt.Sprintf(sayTitle, p.Name), p.Day, p.Under())
	for i := range p.Duties {
		s.row(y, &p.Duties[i])
		y += rowHeight
	}
	return s.bottom(y, p.ByOtherYear(), sayLegend, sayFoot)
}

// row lays one duty: its name and numbers, a bar with the mark of the pace, and how it stands.
func (s *sheet) row(y int, d *Duty) {
	const width = sheetWidth - 2*margin
	state := d.State()
	s.say(margin, y+30, 28, ink, cut(d.Rule.Name(), longestName))
	if state != Exempt {
		s.end(sheetWidth-margin, y+30, 28, ink, fmt.Sprintf(sayOf, amount(d.Done), amount(d.Need), unitZh(d.Rule.Unit)))
	}
	s.box(margin, y+46, width, barHeight, groove)
	switch {
	case state == Exempt:
	case d.Need > 0:
		s.box(margin, y+46, int(float64(width)*min(d.Done/d.Need, 1)), barHeight, colorOf(state))
		if d.Pace > 0 && !d.Soft && state != Done {
			s.box(min(margin+int(float64(width)*d.Pace/d.Need), sheetWidth-margin)-2, y+40, 4, barHeight+12, paceColor)
		}
	}
	s.say(margin, y+92, 22, faint, d.Period.Name)
	s.end(sheetWidth-margin, y+92, 22, inkOf(state), d.note())
}

func (s *sheet) box(x, y, width, height int, fill string) {
	if width > 0 {
		s.Boxes = append(s.Boxes, box{X: x, Y: y, Width: width, Height: height, Fill: fill})
	}
}

func (s *sheet) say(x, y, size int, fill, text string) {
	s.Words = append(s.Words, words{X: x, Y: y, Size: size, Fill: fill, Text: text})
}

func (s *sheet) end(x, y, size int, fill, text string) {
	s.Words = append(s.Words, words{X: x, Y: y, Size: size, Fill: fill, End: true, Text: text})
}

// wrap cuts a text into lines that fit a width, by rough measure: a Chinese character is as wide as it is high, others a little more than half of it. No
// line begins with a sign that closes something.
func wrap(text string, size, width int) []string {
	var lines []string
	var line []rune
	used := 0
	for _, r := range text {
		w := size
		if r < 0x2000 {
			w = size * 6 / 10
		}
		if used+w > width && !closing(r) {
			lines, line, used = append(lines, string(line)), nil, 0
		}
		line, used = append(line, r), used+w
	}
	if len(line) > 0 {
		lines = append(lines, string(line))
	}
	return lines
}

func closing(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '）', '”', '！', '？', ' ':
		return true
	}
	return false
}
