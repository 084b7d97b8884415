package phrase

import "slices"

// takePerson notes somebody of the directory. Whether he was there, spoke, or is only spoken to is settled when the activity is closed.
func (g *gatherer) takePerson(i int, t token) {
	f := &g.cur
	people := g.personIndexes(t)
	if g.receives(t) {
		return
	}
	if len(people) > 1 {
		g.doubted = append(g.doubted, people...)
		return
	}
	for _, m := range people {
		if !slices.Contains(f.people, m) {
			f.people = append(f.people, m)
		}
	}
	if m := &g.school.Members[people[0]]; t.word < 0 && m.Unit != "" {
		f.home = m.Unit
	}
	if t.word >= 0 && g.lex.words[t.word].n == 1 {
		g.misheard = true
	}
	if i > 0 && g.tokens[i-1].class == classVerb && g.tokens[i-1].end == t.at && isWith(g.s[g.tokens[i-1].at:t.at]) {
		f.with = true
	}
	if f.title == "" || f.party != "" {
		f.title = g.s[t.at:t.end]
	}
	g.list = 'm'
}

func isWith(word string) bool {
	switch word {
	case "跟", "和", "与", "同", "陪", "陪同":
		return true
	}
	return false
}

// receives tells whether somebody is only told or asked: 向何校长汇报, 请林校审阅.
func (g *gatherer) receives(t token) bool {
	return after(g.s, int(t.at), "向", "请", "报", "呈", "按照", "根据", "按", "受") && oneOf(g.s, int(t.end), "汇报", "报告", "请示", "审阅", "批示", "要求", "指示", "说明", "反映", "委托") > 0 && !after(g.s, int(t.at), "受")
}

// personIndexes gives the members that a token may name.
func (p *reading) personIndexes(t token) []int32 {
	if t.word < 0 {
		return []int32{t.n}
	}
	return p.lex.words[t.word].people
}

// takePost notes a post without a name: 书记, 校长. In a message of an office it is the one person who holds it.
func (g *gatherer) takePost(i int, t token) {
	post := posts[t.n].post
	if post == "" || posts[t.n].unit || !g.roles.any(roleDelegate|roleOffice) || g.stranger(int(t.at)) {
		return
	}
	found := int32(-1)
	for m := range g.school.Members {
		if member := &g.school.Members[m]; member.Post == post && member.Serves(g.c.Today) {
			if found >= 0 {
				g.several(post)
				return
			}
			found = int32(m)
		}
	}
	if found >= 0 && !slices.Contains(g.cur.people, found) {
		g.cur.people = append(g.cur.people, found)
	}
}

// several notes that a post that several people hold (副校长) may mean any of them, where nobody is named.
func (g *gatherer) several(post string) {
	if g.holds(classPerson) || len(g.doubted) > 0 {
		return
	}
	for m := range g.school.Members {
		if member := &g.school.Members[m]; member.Post == post && member.Serves(g.c.Today) {
			g.doubted = append(g.doubted, int32(m))
		}
	}
}

// takeTeacher notes a name with a title that is not of the directory: the teacher of a class, or the one who was talked to.
func (g *gatherer) takeTeacher(t token) {
	f := &g.cur
	name := g.s[t.m:t.n]
	if f.teacher == "" || g.fix {
		f.teacher = name
		if f.party != "" || f.title == "" {
			f.title = g.s[t.at:t.end]
		}
	}
	g.list = 't'
}
