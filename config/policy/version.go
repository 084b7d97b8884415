package policy

// InForce tells whether a rule holds in its period around day d. What was in force on the first day of the period holds for all of it, so that a new
// number never reaches back into a term or a year that has begun, and old years keep their old numbers.
func (s *School) InForce(r *Rule, d Date) bool {
	if r.Span == (Span{}) {
		return true
	}
	p, ok := s.PeriodOf(r, d)
	return ok && r.Span.Holds(p.Span.From)
}

// RuleOn finds the version of a rule that is in force in its period around day d; nil if there is no such rule, or none then.
func (s *School) RuleOn(id string, d Date) *Rule {
	for i := range s.Measure.Rules {
		if r := &s.Measure.Rules[i]; r.ID == id && s.InForce(r, d) {
			return r
		}
	}
	return nil
}

// Answers tells whether the rule is the one with the id, or a unit's own after its pattern (Art. 8).
func (r *Rule) Answers(id string) bool { return r.ID == id || r.Like == id && id != "" }

// Name is the rule in a word, as leaders call it.
func (r *Rule) Name() string {
	if r.Short != "" {
		return r.Short
	}
	return r.Title
}
