package web

import (
	"slices"

	"lianxin/config/policy"
)

// channel is the platform whose phones the sandbox plays.
const channel = "wecom"

// person is somebody of the demo school who holds a phone.
type person struct {
	*policy.Member
	user  string // account on the platform
	group group
}

// group is one of the circles into which the list of people is divided.
type group int

// The groups in the order of the list. Somebody who fits several stands in the first.
const (
	leaders group = iota
	secretaries
	offices
	colleges
	others
)

var groupNames = [...]string{"校领导", "秘书", "职能部门", "二级学院", "师生员工"}

func (g group) String() string { return groupNames[g] }

// groupOf says where a member stands in the list.
func groupOf(m *policy.Member) group {
	switch {
	case m.Has(policy.Leader):
		return leaders
	case m.Has(policy.Secretary):
		return secretaries
	case m.Has(policy.CollegeSecretary, policy.CollegeDean):
		return colleges
	case len(m.Roles) > 0:
		return offices
	}
	return others
}

// peopleOf lists the members who hold a phone, by group and within a group in the order of the configuration.
func peopleOf(school *policy.School) []person {
	var people []person
	for i := range school.Members {
		m := &school.Members[i]
		if user, ok := userOf(m); ok {
			people = append(people, person{Member: m, user: user, group: groupOf(m)})
		}
	}
	slices.SortStableFunc(people, func(a, b person) int { return int(a.group - b.group) })
	return people
}

// userOf gives the member's account on the platform of the sandbox.
func userOf(m *policy.Member) (user string, ok bool) {
	for _, a := range m.Accounts {
		if a.Channel == channel {
			return a.User, true
		}
	}
	return "", false
}

// person finds somebody by member id; the empty id is the first of the list.
func (s *Sandbox) person(id string) (person, bool) {
	if id == "" {
		return s.people[0], true
	}
	i := slices.IndexFunc(s.people, func(p person) bool { return p.ID == id })
	if i < 0 {
		return person{}, false
	}
	return s.people[i], true
}

// groupView is one group of the list of people as the page shows it.
type groupView struct {
	Name   string
	Number int // colour of the faces
	People []personView
}

// personView is one row of the list of people.
type personView struct {
	ID, Name, Title string
	Face            string // one character on the picture
	Unread          int
	Chosen          bool
}

// groups lays out the list of people; the chosen one's chat counts as read.
func (s *Sandbox) groups(chosen person) []groupView {
	var out []groupView
	for _, p := range s.people {
		if len(out) == 0 || out[len(out)-1].Number != int(p.group) {
			out = append(out, groupView{Name: p.group.String(), Number: int(p.group)})
		}
		g := &out[len(out)-1]
		g.People = append(g.People, personView{
			ID: p.ID, Name: p.Name, Title: s.title(p), Face: face(p.Name), Unread: s.unread(p), Chosen: p.ID == chosen.ID,
		})
	}
	return out
}

// memberKinds are the Chinese names of the kinds of plain members.
var memberKinds = map[string]string{
	"teacher": "教师", "student": "学生", "staff": "职工", "retiree": "离退休人员", "nonparty": "党外人士", "outsider": "校外人员",
}

// title says who somebody is: the title of the configuration, else what the member is, else the first role.
func (wording) title(p person) string {
	if p.Title != "" {
		return p.Title
	}
	if zh, ok := memberKinds[p.Kind]; ok {
		return joined(" · ", zh, p.Unit)
	}
	for _, r := range policy.Roles {
		if p.Has(r.Role) {
			return joined(" · ", r.Zh, p.Unit)
		}
	}
	return p.Unit
}

// face is the character on somebody's picture: the surname.
func face(name string) string {
	for _, r := range name {
		return string(r)
	}
	return ""
}
