package wecomtest

import (
	"slices"
	"strconv"
	"strings"
)

// Member is one person of the corporation who sees the application.
type Member struct {
	UserID     string
	Name       string // empty: the UserID
	Department int    // 0: the first one
	Position   string
	Unlicensed bool // has no licence: is named in unlicenseduser and gets nothing (2.2)
	Hidden     bool // of the corporation, but not in the application's visible range: 60011 when asked for
}

// Department is one node of the organisation.
type Department struct {
	ID, ParentID int
	Name         string
}

// People are members of whom only the ids matter.
func People(userIDs ...string) []Member {
	members := make([]Member, 0, len(userIDs))
	for _, id := range userIDs {
		members = append(members, Member{UserID: id})
	}
	return members
}

// Join makes somebody a member who sees the application, or replaces what was known of the same UserID.
func (p *Platform) Join(m Member) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.staff.put(m)
}

// Leave takes somebody out of the application's visible range: whoever sends to them meets 81013 or invaliduser.
func (p *Platform) Leave(userID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.staff.members = slices.DeleteFunc(p.staff.members, func(m Member) bool { return fold(m.UserID) == fold(userID) })
}

// directory is the address book, in the order in which people joined.
type directory struct {
	members     []Member
	departments []Department
}

func newDirectory(members []Member, departments []Department) directory {
	d := directory{departments: slices.Clone(departments)}
	for _, m := range members {
		d.put(m)
	}
	return d
}

func (d *directory) put(m Member) {
	if m.Department == 0 {
		m.Department = d.departments[0].ID
	}
	fill(&m.Name, m.UserID)
	if at := d.index(m.UserID); at >= 0 {
		d.members[at] = m
		return
	}
	d.members = append(d.members, m)
}

func (d *directory) index(userID string) int {
	return slices.IndexFunc(d.members, func(m Member) bool { return strings.EqualFold(m.UserID, userID) })
}

// userGet gives what an application of today may read: no mobile, no address, no gender (2.7).
func (p *Platform) userGet(c *call) response {
	at := p.staff.index(c.query.Get("userid"))
	if at < 0 {
		return fail(60111, "")
	}
	m := p.staff.members[at]
	if m.Hidden {
		return fail(60011, "")
	}
	return answer{
		"userid": m.UserID, "name": m.Name, "department": []int{m.Department}, "order": []int{0}, "position": m.Position,
		"is_leader_in_dept": []int{0}, "direct_leader": []string{}, "status": 1, "main_department": m.Department,
	}.ok()
}

// userListID is for the secret of the contact synchronisation only.
func (p *Platform) userListID(c *call) response {
	if c.token.secret != p.options.ContactSecret {
		return fail(48002, "")
	}
	var ask struct {
		Cursor string
		Limit  int
	}
	if broken := c.decode(&ask); broken != nil {
		return broken
	}
	from, err := strconv.Atoi("0" + ask.Cursor)
	if err != nil || from > len(p.staff.members) || ask.Limit < 0 || ask.Limit > 10000 {
		return fail(40058, "cursor or limit")
	}
	if ask.Limit == 0 {
		ask.Limit = 10000
	}
	page := p.staff.members[from:min(from+ask.Limit, len(p.staff.members))]
	rows := make([]answer, 0, len(page))
	for _, m := range page {
		rows = append(rows, answer{"userid": m.UserID, "department": m.Department})
	}
	next := ""
	if end := from + len(page); end < len(p.staff.members) {
		next = strconv.Itoa(end)
	}
	return answer{"dept_user": rows, "next_cursor": next}.ok()
}

// departmentGet is one department.
func (p *Platform) departmentGet(c *call) response {
	id, _ := strconv.Atoi(c.query.Get("id"))
	for _, d := range p.staff.departments {
		if d.ID == id {
			return answer{"department": answer{"id": d.ID, "name": d.Name, "parentid": d.ParentID, "order": 1}}.ok()
		}
	}
	return fail(60003, "")
}

// agentGet is what an application may read of itself.
func (p *Platform) agentGet(c *call) response {
	if id, _ := strconv.Atoi(c.query.Get("agentid")); id != p.options.AgentID {
		return fail(301002, "")
	}
	var users []answer
	for _, m := range p.staff.members {
		if !m.Hidden {
			users = append(users, answer{"userid": m.UserID})
		}
	}
	return answer{
		"agentid": p.options.AgentID, "name": "连心", "close": 0, "allow_userinfos": answer{"user": users}, "allow_partys": answer{"partyid": []int{}},
		"allow_tags": answer{"tagid": []int{}}, "redirect_domain": "", "report_location_flag": 0, "isreportenter": 0,
	}.ok()
}

func (p *Platform) departmentList(*call) response {
	return answer{"department": p.departmentRows(true)}.ok()
}

func (p *Platform) departmentSimpleList(*call) response {
	return answer{"department_id": p.departmentRows(false)}.ok()
}

func (p *Platform) departmentRows(names bool) []answer {
	rows := make([]answer, 0, len(p.staff.departments))
	for i, d := range p.staff.departments {
		row := answer{"id": d.ID, "parentid": d.ParentID, "order": len(p.staff.departments) - i}
		if names {
			row["name"] = d.Name
		}
		rows = append(rows, row)
	}
	return rows
}
