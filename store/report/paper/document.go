package paper

// Document is a paper to be read and printed: on A4, in the order of its blocks.
type Document struct {
	Title  string
	Under  string // below the title: who, which period, which day
	Wide   bool   // printed across
	Blocks []Block
	Foot   string // the last line: what it was made from

	Link func(id string) string // address of the page of what bears a number; "" = it has none. Pages (HTML) link with it. nil: no number is a link
}

// Block is one part of a document: exactly one of its fields is set.
type Block struct {
	Heading string
	Text    string
	Grid    *Grid
	Break   bool // what follows begins on a new page
}

// Grid is a table within a document. Widths are in parts of the page's width; a cell's line breaks count.
type Grid struct {
	Head   []string
	Widths []int
	Rows   [][]string
}

// Heading, Paragraph, Rows and PageBreak append a block.
func (d *Document) Heading(text string)   { d.Blocks = append(d.Blocks, Block{Heading: text}) }
func (d *Document) Paragraph(text string) { d.Blocks = append(d.Blocks, Block{Text: text}) }
func (d *Document) PageBreak()            { d.Blocks = append(d.Blocks, Block{Break: true}) }
func (d *Document) Rows(g Grid)           { d.Blocks = append(d.Blocks, Block{Grid: &g}) }

// share is what a column has of a whole width.
func (g *Grid) share(column, whole int) int {
	sum := 0
	for i := range g.Head {
		sum += g.width(i)
	}
	return whole * g.width(column) / max(sum, 1)
}

func (g *Grid) width(column int) int {
	if column < len(g.Widths) && g.Widths[column] > 0 {
		return g.Widths[column]
	}
	return 1
}
