package config

import (
	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// readPetitions reads what is said of petitions (Art. 5.7).
func (c *Config) readPetitions(v value) {
	p := &c.school.Petitions
	v.mapping(
		optional("categories", categories(&p.Categories)),
		optional("crisis_contacts", texts(&p.CrisisContacts)),
		optional("crisis_responders", distinct(&p.CrisisResponders, person)),
		optional("doors", texts(&p.Doors)),
		optional("mailboxes", texts(&p.Mailboxes)),
		optional("routes", routes(&p.Routes)),
		optional("officer_head", distinct(&p.OfficerHeads, person)),
		optional("review_body", text(&p.ReviewBody)),
		optional("limits", limits(&p.Timings)),
		optional("retention", func(at value) {
			at.mapping(
				optional("case_years", number(&p.Retention.CaseYears, 1, 100)),
				optional("identity_years", number(&p.Retention.IdentityYears, 1, 100)),
				optional("chat_days", number(&p.Retention.ChatDays, 1, 3650)),
			)
		}),
	)
}

// limits reads the time limits of petitions and issues (requirements 2.1); days are calendar days.
func limits(t *policy.Timings) func(value) {
	return func(v value) {
		v.mapping(
			optional("tell_days", number(&t.TellDays, 1, 15)),
			optional("sort_workdays", number(&t.SortWorkdays, 1, 10)),
			optional("object_workdays", number(&t.ObjectWorkdays, 1, 5)),
			optional("decide_days", number(&t.DecideDays, 1, 60)),
			optional("extend_days", number(&t.ExtendDays, 1, 30)),
			optional("suggestion_workdays", number(&t.SuggestionWorkdays, 1, 60)),
			optional("inquiry_workdays", number(&t.InquiryWorkdays, 1, 60)),
			optional("simple_workdays", number(&t.SimpleWorkdays, 1, 30)),
			optional("unit_workdays", number(&t.UnitWorkdays, 1, 60)),
			optional("rework_workdays", number(&t.ReworkWorkdays, 1, 60)),
			optional("review_days", number(&t.ReviewDays, 1, 30)),
			optional("escalate_workdays", number(&t.EscalateWorkdays, 1, 30)),
			optional("rate_again_days", number(&t.RateAgainDays, 1, 30)),
			optional("close_days", number(&t.CloseDays, 30, 365)),
			optional("follow_up_days", dayPair(&t.FollowUpDays)),
			optional("cluster_cases", number(&t.ClusterCases, 2, 100)),
			optional("issue_workdays", number(&t.IssueWorkdays, 1, 60)),
			optional("issue_days", number(&t.IssueDays, 1, 365)),
			optional("representatives", number(&t.Representatives, 1, 5)),
		)
	}
}

// dayPair reads two numbers of days, the second one larger.
func dayPair(to *[2]int) func(value) {
	return func(v value) {
		if v.node.Kind != yaml.SequenceNode || len(v.node.Content) != 2 {
			v.fault(sayDayPair)
			return
		}
		var pair [2]int
		for i, node := range v.node.Content {
			number(&pair[i], 1, 365)(v.item(i, node))
		}
		switch {
		case pair[0] == 0 || pair[1] == 0:
		case pair[0] >= pair[1]:
			v.fault(sayDayPair)
		default:
			*to = pair
		}
	}
}

// routes reads the legal channels that come before a petition (requirements 2.3); a list in the file takes the place of the bundled one.
func routes(to *[]policy.Route) func(value) {
	return func(v value) {
		*to = nil
		list(func(at value) {
			var r policy.Route
			at.mapping(
				required("name", text(&r.Name)),
				required("door", text(&r.Door)),
				optional("limit", text(&r.Limit)),
				optional("keywords", texts(&r.Keywords)),
			)
			*to = append(*to, r)
		})(v)
	}
}

// class reads the legal kind of a matter.
func class(to *policy.Class) func(value) {
	return func(v value) {
		var s string
		if oneOf(&s, string(policy.Suggestion), string(policy.Appeal), string(policy.Inquiry))(v); s != "" {
			*to = policy.Class(s)
		}
	}
}

// categories reads the table that suggests where a petition goes.
func categories(to *[]policy.Category) func(value) {
	return func(v value) {
		names := map[string]bool{}
		list(func(at value) {
			var c policy.Category
			at.mapping(
				required("name", func(v value) {
					text(&c.Name)(v)
					if names[c.Name] && c.Name != "" {
						v.fault(sayCategory, c.Name)
					}
					names[c.Name] = true
				}),
				required("unit", unit(&c.Unit)),
				optional("keywords", texts(&c.Keywords)),
				optional("class", class(&c.Class)),
				optional("simple", yesNo(&c.Simple)),
				optional("two_person", yesNo(&c.TwoPerson)),
				optional("on_conduct", yesNo(&c.OnConduct)),
			)
			*to = append(*to, c)
		})(v)
	}
}
