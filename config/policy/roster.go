package policy

// Turn is one leader's turn at the reception (当班): who sits there on which day, before anybody swapped.
type Turn struct {
	Date     Date
	MemberID string // "" if nobody of the roster is in post
}

// Duties hands the reception days of a term to the roster in its order, starting with its first name at the first reception of the term.
// Whoever is not in post or on leave that day is passed over; the turn goes to the next name.
func (s *School) Duties(t Term) []Turn {
	days := s.ReceptionDays(t)
	turns := make([]Turn, 0, len(days))
	next := 0
	for _, day := range days {
		turn := Turn{Date: day}
		for step := range s.Reception.Roster {
			i := (next + step) % len(s.Reception.Roster)
			if s.present(s.Reception.Roster[i], day) {
				turn.MemberID, next = s.Reception.Roster[i], i+1
				break
			}
		}
		turns = append(turns, turn)
	}
	return turns
}

// OnDuty finds whose turn the reception of a day is. False: there is no reception that day, or nobody to hold it.
func (s *School) OnDuty(day Date) (memberID string, ok bool) {
	t, ok := s.Calendar.TermOf(day)
	if !ok {
		return "", false
	}
	for _, turn := range s.Duties(t) {
		if turn.Date == day {
			return turn.MemberID, turn.MemberID != ""
		}
	}
	return "", false
}

// NextTurn finds the first reception on or after d within the known terms; memberID narrows it to one leader, "" means anybody's.
func (s *School) NextTurn(d Date, memberID string) (Turn, bool) {
	for _, t := range s.Calendar.Terms {
		if t.Span().To <= d {
			continue
		}
		for _, turn := range s.Duties(t) {
			if turn.Date >= d && (memberID == "" || turn.MemberID == memberID) {
				return turn, true
			}
		}
	}
	return Turn{}, false
}

// ReceptionPlace is where a leader receives (Art. 5.8): the configured office, else 当班领导办公室.
func (s *School) ReceptionPlace(memberID string) string {
	if place := s.Reception.Place[memberID]; place != "" {
		return place
	}
	return "当班领导办公室"
}

func (s *School) present(id string, d Date) bool {
	m := s.Member(id)
	return m != nil && m.Serves(d) && !m.OnLeave(d)
}
