package policy

// Relief 减免: what the office granted one member for some time (1.4 no. 18): leave, in which duties rest, or a number of its own.
type Relief struct {
	Rule   string // id of the one rule meant; "" = every rule
	Span   Span
	Fixed  bool // Need takes the place of what the rule asks in the periods that begin within Span
	Need   int
	Reason string
}

// Share is how a duty falls on one member in one period.
type Share struct {
	Full   int    // what the rule asks of one who serves all of the period
	Need   int    // what it asks of this member; 0: he is exempt, or not bound
	Reason string // of the leave or relief by which Need is less or other than Full; "" if there is none: he joined or left within the period
	Set    bool   // Need was set by the office
	Part   bool   // the member may serve a part of the period only; false: all of it
}

// concerns tells whether a relief is about a rule.
func (g *Relief) concerns(r *Rule) bool { return g.Rule == "" || r.Answers(g.Rule) }

// fixed finds the number that the office set for a rule in a period: the last one granted. nil if it set none.
func fixed(granted []Relief, r *Rule, p Period) *Relief {
	for i := len(granted) - 1; i >= 0; i-- {
		if g := &granted[i]; g.Fixed && g.concerns(r) && g.Span.Holds(p.Span.From) {
			return g
		}
	}
	return nil
}

// rests finds what lets a member's duty under a rule rest on day d; ok tells whether anything does.
func rests(r *Rule, m *Member, granted []Relief, d Date) (reason string, ok bool) {
	for _, l := range m.Leaves {
		if l.Span.Holds(d) {
			return l.Reason, true
		}
	}
	for i := range granted {
		if g := &granted[i]; !g.Fixed && g.concerns(r) && g.Span.Holds(d) {
			return g.Reason, true
		}
	}
	return "", false
}
