package dingtalktest

import (
	"net/http"
	"slices"
)

// Join makes somebody a member, or replaces what was known of the same UserID.
func (p *Platform) Join(m Member) {
	p.Leave(m.UserID)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options.Members = append(p.options.Members, m)
}

// Leave takes somebody out of the organisation. Nobody is told; see Event and Push.
func (p *Platform) Leave(user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options.Members = slices.DeleteFunc(slices.Clone(p.options.Members), func(m Member) bool { return m.UserID == user })
}

func (m Member) name() string { return firstOf(m.Name, m.UserID) }
func (m Member) department() int64 {
	if m.Department == 0 {
		return 1
	}
	return m.Department
}

// listUnits gives the departments right below one.
func (p *Platform) listUnits(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID int64 `json:"dept_id"`
	}
	if !decode(w, r, &in) {
		return
	}
	rows := []object{}
	for _, d := range p.Options().Departments {
		if max(d.Parent, 1) == max(in.ID, 1) {
			rows = append(rows, object{"dept_id": d.ID, "name": d.Name, "parent_id": max(d.Parent, 1)})
		}
	}
	answer(w, object{"errcode": 0, "errmsg": "ok", "result": rows})
}

// listMembers gives a page of the members of one department, with their names.
func (p *Platform) listMembers(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ID     int64 `json:"dept_id"`
		Cursor int
		Size   int
	}
	if !decode(w, r, &in) {
		return
	}
	if in.Size < 1 || in.Size > 100 || in.Cursor < 0 {
		oldAnswer(w, 40035, "不合法的参数")
		return
	}
	rows := []object{}
	for _, m := range p.Options().Members {
		if m.department() == in.ID && !m.Foreign && !m.Hidden {
			rows = append(rows, object{"userid": m.UserID, "name": m.name()})
		}
	}
	from := min(in.Cursor, len(rows))
	to := min(from+in.Size, len(rows))
	result := object{"has_more": to < len(rows), "list": rows[from:to]}
	if to < len(rows) {
		result["next_cursor"] = to
	}
	answer(w, object{"errcode": 0, "errmsg": "ok", "result": result})
}

// userGet gives one member.
func (p *Platform) userGet(w http.ResponseWriter, r *http.Request) {
	var in struct{ UserID string }
	if !decode(w, r, &in) {
		return
	}
	m, ok := p.member(in.UserID)
	switch {
	case !ok || m.Foreign:
		oldAnswer(w, 60121, "找不到该用户")
	case m.Hidden:
		oldAnswer(w, 50002, "请求的员工userid不在授权范围内")
	default:
		answer(w, object{"errcode": 0, "errmsg": "ok", "result": object{"userid": m.UserID, "name": m.name(), "dept_id_list": []int64{m.department()}}})
	}
}
