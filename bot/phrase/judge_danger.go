package phrase

// crisis is danger to life, somebody's own or another's. It goes before everything, whoever says it; only a report of an event on the subject
// (自杀预防座谈会) is none.
func (p *reading) crisis() (Command, bool) {
	if !p.cues.has(cueCrisis) {
		return Command{}, false
	}
	if p.roles.any(reporters) && p.cues.has(cueCare) && !p.cues.has(cueMe) {
		return Command{}, false
	}
	return Command{Intent: Crisis, Urgent: true, Private: p.c.Group, Why: p.because(cueCrisis)}, true
}

// discipline is an accusation against somebody in office. Nothing of it is taken in: the person is shown the right door (2.4).
func (p *reading) discipline() (Command, bool) {
	accused := p.cues.has(cueOfficer) || p.holds(classPost) || p.holds(classPerson)
	accuse, graft := p.cues.has(cueAccuse), p.cues.has(cueGraft)
	switch {
	case p.roles.any(reporters) && !accuse && p.holds(classKind):
		return Command{}, false
	case accuse && !graft && p.cues.any(cueHow, cueHowMany, cueWhat) && p.short(14):
		return Command{Intent: AskPolicy, Topic: "discipline", Why: p.because(cueAccuse)}, true
	case accuse && (accused || graft), graft && accused, accuse && p.short(8):
		return Command{Intent: ReportDiscipline, Private: p.c.Group, Why: p.because(cueAccuse, cueGraft)}, true
	}
	return Command{}, false
}

// legal is a matter for which the law has a way of its own (2.3): a decision about the person, appealed against.
func (p *reading) legal() (Command, bool) {
	if p.roles.any(roleLeader|roleOffice|roleOfficer) || !p.cues.has(cueRuling) && !p.cues.has(cueCourt) {
		return Command{}, false
	}
	if !p.cues.any(cueAppeal, cueCourt) {
		return Command{}, false
	}
	return Command{Intent: LegalChannel, Private: p.c.Group, Why: p.because(cueAppeal, cueRuling, cueCourt)}, true
}
