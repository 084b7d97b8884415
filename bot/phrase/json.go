package phrase

import (
	"encoding/json"
	"strings"
)

// ShowText is Show of what a text means; explain adds why.
func (r *Reader) ShowText(text string, c Context, explain bool) map[string]any {
	if explain {
		return r.Show(r.Explain(text, c))
	}
	return r.Show(r.Parse(text, c))
}

// Show gives the command as parse prints it: the intents and fields of the corpus, people by their full names, null for a slot that is not known.
// What Explain gave says "why" too.
func (r *Reader) Show(c *Command) map[string]any {
	out := map[string]any{"intent": c.Intent, "ask": orEmpty(c.Ask), "confirm": orEmpty(c.Confirm)}
	if len(c.Why) > 0 {
		why := make([]string, 0, len(c.Why))
		for _, reason := range c.Why {
			why = append(why, reason.String())
		}
		out["why"] = why
	}
	for key, text := range map[string]string{
		"part_of_day": c.PartOfDay, "time": c.Clock, "co_unit": c.CoUnit, "category": c.Category, "type": c.Type, "topic": c.Topic, "text": c.Text, "place": c.Place,
		"satisfaction": c.Rating, "person": r.name(c.Person), "case_no": c.Case, "unit": c.Unit,
	} {
		if text != "" {
			out[key] = text
		}
	}
	for key, n := range map[string]int{"days": c.Days, "party_size": c.People, "lead_days": c.Lead, "option": c.Choice} {
		if n != 0 {
			out[key] = n
		}
	}
	for key, yes := range map[string]bool{"mute": c.Mute, "anonymous": c.Anonymous, "move_to_private": c.Private, "next": c.Next} {
		if yes {
			out[key] = true
		}
	}
	if len(c.Unclear) > 0 {
		out["unclear"] = c.Unclear
	}
	if c.Hidden {
		out["confidential"] = "high"
	}
	if c.Urgent {
		out["urgency"] = "high"
	}
	r.showDuty(out, c)
	r.showPeople(out, c)
	r.showLists(out, c)
	return out
}

// showDuty adds the slots of questions and of days.
func (r *Reader) showDuty(out map[string]any, c *Command) {
	switch c.Intent {
	case QueryQuota:
		out["rule"], out["scope"], out["period"], out["want"] = orNull(c.Rule), orNull(r.scopeName(c.Scope)), orNull(c.Period), orNull(c.Want)
	case QueryReception, BookReception:
		out["date"] = orNull(c.Date.String())
	case QueryAssignment:
		out["what"] = orNull(c.Topic)
	case Snooze:
		out["until"] = orNull(c.Date.String())
	case SwapDuty, ChangeSchedule, ExtendCase, WithdrawCase:
		out["reason"] = orNull(c.Text)
	case GenerateBulletin:
		out["ranking"] = c.Ranking
	case RecordReception:
		out["visitor_groups"] = max(c.Visitors, 0)
	}
	if len(c.Period) == len("2026-03") {
		out["month"] = c.Period
	}
	for key, text := range map[string]string{"scope": r.scopeName(c.Scope), "period": c.Period, "date": c.Date.String()} {
		if _, ok := out[key]; !ok && text != "" {
			out[key] = text
		}
	}
	if t := r.target(c.Target); len(t) > 0 {
		out["target"] = t
	}
}

// showPeople adds on whose behalf it is told, and who takes over from whom.
func (r *Reader) showPeople(out map[string]any, c *Command) {
	switch len(c.For) {
	case 0:
	case 1:
		out["on_behalf_of"] = r.name(c.For[0])
	default:
		out["leaders"] = r.names(c.For)
	}
	switch c.Intent {
	case SwapDuty:
		out["with"] = r.name(c.With)
	case ChangeSchedule:
		out["from"], out["to"] = orNull(r.name(c.Person)), orNull(r.name(c.With))
	case BookReception, ReportReceptionAbsence, QueryReception, RequestTalk:
		if c.Person != "" {
			out["leader"] = r.name(c.Person)
		}
	case ReturnCase:
		out["suggest_unit"] = orNull(c.Unit)
	}
}

// showLists adds activities, cases, items and changes.
func (r *Reader) showLists(out map[string]any, c *Command) {
	if len(c.Activities) > 0 {
		list := make([]map[string]any, 0, len(c.Activities))
		for i := range c.Activities {
			list = append(list, r.showActivity(&c.Activities[i], c))
		}
		out["activities"] = list
		if c.Intent == PlanActivity && len(list) == 1 { // a plan is also given flat
			for key, v := range list[0] {
				if _, ok := out[key]; !ok {
					out[key] = v
				}
			}
		}
		if handed := r.showHandoffs(c.Activities); len(handed) > 0 {
			out["handoffs"] = handed
		}
	}
	if len(c.Plans) > 0 {
		list := make([]map[string]any, 0, len(c.Plans))
		for i := range c.Plans {
			list = append(list, r.showActivity(&c.Plans[i], c))
		}
		out["plans"] = list
	}
	if len(c.Cases) > 0 {
		out["cases"] = c.Cases
	}
	if len(c.Topics) > 0 {
		list := make([]map[string]any, 0, len(c.Topics))
		for _, it := range c.Topics {
			list = append(list, r.showItem(it))
		}
		out["items"] = list
	}
	if len(c.Changes.Fields) > 0 {
		all := r.showActivity(&c.Changes.To, c)
		changes := map[string]any{}
		for _, f := range c.Changes.Fields {
			changes[f] = all[f]
		}
		out["changes"] = changes
	}
}

// showActivity gives one activity with the names of the measure's data.
func (r *Reader) showActivity(a *Activity, c *Command) map[string]any {
	out := map[string]any{}
	if data, err := json.Marshal(a.Said); err == nil {
		err = json.Unmarshal(data, &out)
		if err != nil { // Details is a flat struct of plain values: it reads back what it wrote
			out = map[string]any{}
		}
	}
	for _, k := range [...]string{"class_hours", "unit"} {
		if _, ok := out[k]; !ok {
			out[k] = nil
		}
	}
	out["kind"], out["date"] = a.Kind, orNull(a.Date.String())
	if a.Vague != "" {
		out["vague"] = a.Vague
	}
	if len(a.Days) > 0 {
		out["date_candidates"] = a.Days
	}
	if len(a.Leaders) > 0 {
		out["leaders_present"] = r.names(a.Leaders)
	}
	if len(c.For) > 1 {
		out["leaders"] = r.names(c.For)
	}
	return out
}

// showHandoffs lists the issues that were handed to units.
func (r *Reader) showHandoffs(list []Activity) []map[string]any {
	var out []map[string]any
	for _, a := range list {
		for _, h := range a.Handoffs {
			out = append(out, map[string]any{"issue": h.Issue, "unit": h.Unit, "want": orNull(h.Want)})
		}
	}
	return out
}

func (r *Reader) showItem(it Item) map[string]any {
	out := map[string]any{}
	for key, text := range map[string]string{"who": r.name(it.Who), "date": it.Date.String(), "part_of_day": it.PartOfDay, "summary": it.Text, "category": it.Category, "unit": it.Unit} {
		if text != "" {
			out[key] = text
		}
	}
	return out
}

// target gives what an order points at.
func (r *Reader) target(t Target) map[string]any {
	out := map[string]any{}
	for key, text := range map[string]string{
		"id": t.ID, "kind": string(t.Kind), "date": t.Date.String(), "topic": t.Text,
		"subkind": t.Subkind, "unit": t.Unit, "who": r.name(t.Who),
	} {
		if text != "" {
			out[key] = text
		}
	}
	if t.Last {
		out["last"] = true
	}
	return out
}

// scopeName shows a member by name.
func (r *Reader) scopeName(scope string) string {
	if scope == "" || scope == "self" || scope == "all" || strings.HasPrefix(scope, "unit:") {
		return scope
	}
	return r.name(scope)
}

// name gives the full name of a member; an unknown id is its own name.
func (r *Reader) name(id string) string {
	if m := r.school.Member(id); m != nil {
		return m.Name
	}
	return id
}

func (r *Reader) names(ids []string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, r.name(id))
	}
	return out
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// orNull makes the empty text null.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
