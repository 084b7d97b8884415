package config

import (
	"regexp"
	"slices"

	"lianxin/config/policy"
)

// byForm is the only form of window.by: a week of a numbered term.
var byForm = regexp.MustCompile(`^week_([1-9]|[1-3]\d)_of_term_[123]$`)

// readRules reads the rules that can be counted. The kinds must have been read. An id may stand there once for each of its versions, whose days must
// not meet.
func readRules(m *policy.Measure) func(value) {
	return func(v value) {
		first := len(m.Rules)
		list(func(at value) {
			r := readRule(at, m)
			for i := range m.Rules {
				have := &m.Rules[i]
				if r.ID == "" || have.ID != r.ID || i >= first && !meet(have.Span, r.Span) {
					continue
				}
				say := sayRuleTwice
				if have.Span != r.Span {
					say = sayRuleMeets
				}
				at.under("id", at.at("id")).fault(say, r.ID)
				break
			}
			m.Rules = append(m.Rules, r)
		})(v)
	}
}

// meet tells whether two runs of days have one in common. A zero end is open; so is a zero beginning.
func meet(a, b policy.Span) bool {
	return (b.To == 0 || a.From < b.To) && (a.To == 0 || b.From < a.To)
}

func readRule(v value, m *policy.Measure) policy.Rule {
	var r policy.Rule
	entries := append(span(&r.Span, "from"),
		required("id", text(&r.ID)),
		required("article", text(&r.Article)),
		required("title", text(&r.Title)),
		optional("short", text(&r.Short)),
		required("who", readWho(&r.Who)),
		required("kinds", kindList(&r.Kinds)),
		optional("where", readWhere(&r.Where)),
		required("unit", oneOf(&r.Unit, "times", "class_hour", "plan", "slot", "week")),
		required("min", readMin(&r)),
		required("period", oneOf(&r.Per, policy.PerYear, policy.PerTerm)),
		optional("window", readWindow(&r.Window)),
		optional("soft", yesNo(&r.Soft)),
		optional("arranged_by", text(&r.ArrangedBy)),
		optional("record_required", recordFields(&r, m)),
		optional("counts", text(&r.Counts)),
	)
	v.mapping(entries...)
	if (r.Unit == "week" || r.EveryWeek) && (!r.EveryWeek || r.Unit != "week" || r.Per == policy.PerYear) && v.at("min") != nil {
		v.under("min", v.at("min")).fault(sayWeekUnit)
	}
	return r
}

// readMin reads how much the rule asks for.
func readMin(r *policy.Rule) func(value) {
	return func(v value) {
		if isEverySlot(v.node) {
			r.EverySlot = true
			if r.Unit != "slot" {
				v.fault(saySlotUnit)
			}
			return
		}
		if isEveryWeek(v.node) {
			r.EveryWeek = true
			return
		}
		before := len(v.src.faults)
		if number(&r.Min, 1, 1000)(v); len(v.src.faults) > before {
			v.src.faults = v.src.faults[:before]
			v.fault(sayMin)
		}
	}
}

func readWho(w *policy.Who) func(value) {
	return func(v value) {
		v.mapping(
			required("scope", oneOf(&w.Scope, policy.Each, policy.Body)),
			optional("group", oneOf(&w.Group, "学校领导班子成员", "领导班子成员", "校领导班子成员", "学校领导", "校领导")),
			optional("tags_any", texts(&w.TagsAny)),
			optional("posts", oneOrMany(func(at value) {
				var post string
				if oneOf(&post, posts...)(at); post != "" {
					w.Posts = append(w.Posts, post)
				}
			})),
			optional("has", oneOf(&w.Has, policy.HasContactNonparty, policy.HasContactParty)),
			optional("roster", yesNo(&w.Roster)),
		)
		if v.at("group") == nil && v.at("posts") == nil {
			v.fault(sayWho)
		}
	}
}

func readWhere(w *policy.Where) func(value) {
	return func(v value) {
		v.mapping(
			optional("place", oneOrMany(func(at value) {
				var place string
				if oneOf(&place, policy.PlaceInCharge, policy.PlaceContact)(at); place != "" {
					w.Place = append(w.Place, place)
				}
			})),
			optional("not_level", oneOf(&w.NotLevel, "school")),
			optional("units", texts(&w.Units)),
			optional("audience", audiences(&w.Audience)),
			optional("ask_office", audiences(&w.AskOffice)),
		)
	}
}

// audiences reads words that name a class of people.
func audiences(to *[]string) func(value) {
	return oneOrMany(func(v value) {
		s, ok := v.line()
		switch {
		case !ok:
		case policy.AudienceClass(s) == "":
			v.fault(sayAudience, s)
		default:
			*to = append(*to, s)
		}
	})
}

func readWindow(w *policy.Window) func(value) {
	return func(v value) {
		v.mapping(
			optional("by", checked(&w.By, byForm.MatchString, sayWindowBy)),
			optional("weeks", weekPair(&w.Weeks)),
			optional("every", oneOf(&w.Every, "2 weeks")),
			optional("day", oneOf(&w.Day, "双周一")),
			optional("from", clockText(&w.From)),
			optional("to", clockText(&w.To)),
			optional("place", text(&w.Place)),
		)
	}
}

// clockText reads a time of day and keeps its text.
func clockText(to *string) func(value) {
	return func(v value) {
		at := policy.Clock(-1)
		if clock(&at)(v); at >= 0 {
			*to = at.String()
		}
	}
}

// recordFields reads the fields without which a record is flagged.
func recordFields(r *policy.Rule, m *policy.Measure) func(value) {
	return oneOrMany(func(v value) {
		s, ok := v.line()
		switch {
		case !ok:
		case !slices.Contains(fieldsOf(m, r.Kinds), s):
			v.fault(sayNotAField, s)
		default:
			r.RecordRequired = append(r.RecordRequired, s)
		}
	})
}
