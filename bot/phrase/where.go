package phrase

// unitName gives the full name of the unit that a token names; "" if it may be several.
func (p *reading) unitName(t token) string {
	if t.word < 0 {
		return ""
	}
	units := p.lex.words[t.word].units
	if len(units) != 1 {
		return ""
	}
	return p.school.Units[units[0]].Name
}
