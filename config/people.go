package config

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"lianxin/config/policy"
)

// idForm is what the key of a person looks like.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// memberKinds are the words of `member` for people without an office.
var memberKinds = []string{"teacher", "student", "staff", "retiree", "nonparty", "outsider"}

// posts are the words of `post`.
var posts = []string{
	policy.PostPartySecretary, policy.PostPresident, policy.PostDeputySecretary, policy.PostVicePresident, policy.PostDiscipline,
	policy.PostCollegeSecretary, policy.PostCollegeDean, "other",
}

// readPeople reads the directory of people 人员.
func (c *Config) readPeople(v value) {
	ids := map[string]int{}               // id -> line
	owners := map[policy.Address]string{} // folded account -> id
	list(func(at value) {
		m := c.readMember(at)
		if line, again := ids[m.ID]; again && m.ID != "" {
			at.under("id", at.at("id")).fault(sayPersonTwice, m.ID, line)
		}
		ids[m.ID] = at.node.Line
		at.claim(m, owners)
		c.school.Members = append(c.school.Members, m)
	})(v)
	if v.node.Kind == yaml.SequenceNode && len(v.node.Content) == 0 {
		v.fault(sayNoPeople)
	}
}

func (c *Config) readMember(v value) policy.Member {
	var m policy.Member
	entries := append(span(&m.Span, "since"),
		required("id", checked(&m.ID, idForm.MatchString, sayPersonID)),
		required("name", text(&m.Name)),
		optional("title", text(&m.Title)),
		optional("aliases", texts(&m.Aliases)),
		optional("roles", roles(&m.Roles)),
		optional("member", oneOf(&m.Kind, memberKinds...)),
		optional("post", oneOf(&m.Post, posts...)),
		optional("party", text(&m.Party)),
		optional("unit", unit(&m.Unit)),
		optional("tags", c.tags(&m.Tags)),
		optional("in_charge", assignments(&m.InCharge, unit)),
		optional("contact_unit", assignments(&m.Contact, unit)),
		optional("delegates", assignments(&m.Delegates, person)),
		optional("contact_nonparty", texts(&m.ContactNonparty)),
		optional("contact_party", texts(&m.ContactParty)),
		optional("own_branch", text(&m.OwnBranch)),
		optional("leave", list(leave(&m.Leaves))),
		optional("accounts", accounts(&m.Accounts)),
	)
	v.mapping(entries...)
	if slices.ContainsFunc(m.Delegates, func(a policy.Assignment) bool { return a.Name == m.ID }) {
		v.under("delegates", v.at("delegates")).fault(sayOwnDelegate)
	}
	if m.Post == "" {
		m.Post = postOf(m)
	}
	return m
}

// postOf is the post of somebody for whom none is written: that of his role in a college, or that of his title in the leadership.
func postOf(m policy.Member) string {
	switch {
	case m.Has(policy.CollegeSecretary):
		return policy.PostCollegeSecretary
	case m.Has(policy.CollegeDean):
		return policy.PostCollegeDean
	case m.Has(policy.Leader) && m.Title == "党委书记":
		return policy.PostPartySecretary
	case m.Has(policy.Leader) && slices.Contains(posts[:5], m.Title):
		return m.Title
	}
	return "other"
}

// roles reads roles of the closed list.
func roles(to *[]policy.Role) func(value) {
	return oneOrMany(func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		var known []string
		for _, row := range policy.Roles {
			if string(row.Role) == s {
				if !slices.Contains(*to, row.Role) {
					*to = append(*to, row.Role)
				}
				return
			}
			known = append(known, string(row.Role))
		}
		v.fault(sayRole, s, strings.Join(known, "、"))
	})
}

// tags reads tags that a rule of the measure asks for; any other would bind nobody to anything.
func (c *Config) tags(to *[]string) func(value) {
	return oneOrMany(func(v value) {
		s, ok := v.line()
		if !ok {
			return
		}
		known := c.school.Measure.Tags()
		if !slices.Contains(known, s) {
			v.fault(sayTag, s, strings.Join(known, "、"))
			return
		}
		*to = append(*to, s)
	})
}

// leave reads one stretch of time in which duties rest.
func leave(to *[]policy.Leave) func(value) {
	return func(v value) {
		var l policy.Leave
		entries := append(span(&l.Span, "from"), optional("reason", text(&l.Reason)))
		entries[0].required = true
		v.mapping(entries...)
		*to = append(*to, l)
	}
}

// accounts reads the platforms' user ids of a person, in order of preference.
func accounts(to *[]policy.Address) func(value) {
	return func(v value) {
		if v.node.Kind != yaml.MappingNode {
			v.fault(sayMapping)
			return
		}
		for key, at := range v.pairs() {
			channel := key.node.Value
			if channel != ChannelWeCom && channel != ChannelDingTalk {
				key.fault(sayChannel, channel)
				continue
			}
			var users []string
			texts(&users)(at)
			for _, user := range users {
				*to = append(*to, policy.Address{Channel: channel, User: user})
			}
		}
	}
}

// claim gives the member his accounts; an account belongs to one person.
func (v value) claim(m policy.Member, owners map[policy.Address]string) {
	for _, a := range m.Accounts {
		if owner, taken := owners[a.Fold()]; taken {
			v.under("accounts", v.at("accounts")).fault(sayAccountTwice, a, owner)
		}
		owners[a.Fold()] = m.ID
	}
}
