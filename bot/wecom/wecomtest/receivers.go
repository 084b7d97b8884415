package wecomtest

import (
	"slices"
	"strconv"
	"strings"
)

// receivers are those whom a message names, sorted by whether it can reach them. Ids are folded, as in the platform's answers.
type receivers struct {
	good       []string
	invalid    []string
	unlicensed []string
	parties    []string // that do not exist
	tags       []string // all of them: this corporation has no tags
}

// receivers resolves touser, toparty and totag. also are invalid by injection. Nobody who can be reached and nothing injected is 81013.
func (p *Platform) receivers(ask sendRequest, also []string) (receivers, response) {
	users, parties, tags := list(ask.ToUser), list(ask.ToParty), list(ask.ToTag)
	if len(users) > 1000 || len(parties) > 100 || len(tags) > 100 {
		return receivers{}, fail(40058, "too many receivers")
	}
	var to receivers
	if ask.ToUser == "@all" {
		for _, m := range p.staff.members {
			to.add(m, also)
		}
	} else {
		p.addUsers(&to, users, also)
		p.addParties(&to, parties, also)
		to.tags = tags
	}
	if len(to.good) == 0 && len(also) == 0 {
		return receivers{}, fail(81013, "")
	}
	return to, nil
}

func list(joined string) []string {
	return slices.DeleteFunc(strings.Split(joined, "|"), func(s string) bool { return s == "" })
}

func (p *Platform) addUsers(to *receivers, users, also []string) {
	for _, user := range users {
		if at := p.staff.index(user); at >= 0 {
			to.add(p.staff.members[at], also)
		} else {
			to.invalid = append(to.invalid, fold(user))
		}
	}
}

func (p *Platform) addParties(to *receivers, parties, also []string) {
	for _, party := range parties {
		id, err := strconv.Atoi(party)
		if err != nil || !slices.ContainsFunc(p.staff.departments, func(d Department) bool { return d.ID == id }) {
			to.parties = append(to.parties, party)
			continue
		}
		for _, m := range p.staff.members {
			if m.Department == id {
				to.add(m, also)
			}
		}
	}
}

// add sorts one member in, once.
func (r *receivers) add(m Member, also []string) {
	id := fold(m.UserID)
	switch {
	case slices.Contains(r.good, id) || slices.Contains(r.invalid, id) || slices.Contains(r.unlicensed, id):
	case slices.ContainsFunc(also, func(u string) bool { return fold(u) == id }):
		r.invalid = append(r.invalid, id)
	case m.Unlicensed:
		r.unlicensed = append(r.unlicensed, id)
	default:
		r.good = append(r.good, id)
	}
}

// identity is the same for the same receivers, however they are ordered.
func (r receivers) identity() string {
	return strings.Join(slices.Sorted(slices.Values(r.good)), "|")
}

// answer names the message and those whom it cannot reach.
func (r receivers) answer(msgID string) answer {
	return answer{
		"msgid": msgID, "invaliduser": strings.Join(r.invalid, "|"), "unlicenseduser": strings.Join(r.unlicensed, "|"),
		"invalidparty": strings.Join(r.parties, "|"), "invalidtag": strings.Join(r.tags, "|"),
	}
}
