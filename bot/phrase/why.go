package phrase

// Reason is one step of how a message was understood: which words gave which slot.
type Reason struct {
	Slot  string // "rule", "cue", "date", "class_hours", "unit" ...
	Words string // the words of the message, as they were read; the name of the rule for "rule"
}

// String writes "date: 昨天".
func (r Reason) String() string { return r.Slot + ": " + r.Words }

// slotOf names the slot that a class of tokens fills; "" for classes that only hold a sentence together.
func slotOf(c class) string {
	switch c {
	case classDay, classVague:
		return "date"
	case classTerm:
		return "period"
	case classPart:
		return "part_of_day"
	case classClock:
		return "start"
	case classPeriod, classHours, classMinutes:
		return "class_hours"
	case classPeople:
		return "headcount"
	case classGroups:
		return "visitor_groups"
	case classChoice, classNumber:
		return "option"
	case classDays:
		return "days"
	case classCase, classRecord:
		return "number"
	case classUnit, classOffice:
		return "unit"
	case classPerson, classPost:
		return "person"
	case classTeacher:
		return "teacher"
	case classParty:
		return "party"
	case classCrowd:
		return "audience"
	case classPlace:
		return "place"
	case classKlass:
		return "klass"
	case classQuote, classLessons:
		return "course"
	case classKind, classHint:
		return "kind"
	case classFix:
		return "correction"
	}
	return ""
}

// reasons lists the rule that judged the message, then the words behind its slots and its cues.
func (p *reading) reasons(rule string) []Reason {
	out := make([]Reason, 0, 1+len(p.tokens)+len(p.hits))
	out = append(out, Reason{"rule", rule})
	for _, t := range p.tokens {
		if slot := slotOf(t.class); slot != "" {
			out = append(out, Reason{slot, p.text(t)})
		}
	}
	for _, h := range p.hits {
		slot := "cue"
		if w := &p.lex.words[h.word]; w.topic > 0 && w.cues == (cues{}) {
			slot = "topic"
		}
		out = append(out, Reason{slot, p.s[h.at:h.end]})
	}
	return out[:min(len(out), maxReasons)]
}

// maxReasons is how many reasons are kept: more than anybody reads.
const maxReasons = 60
