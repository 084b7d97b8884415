package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// firstLessons judges 第一课安排: 书记3月9日下午、校长3月12日上午.
func (p *reading) firstLessons() *Command {
	if !p.roles.any(roleMarxism|roleOffice|roleDelegate) || !p.cues.has(cueTaught) && p.kindNamed() != kFirst || p.cues.any(cueLack, cueRecords) {
		return nil
	}
	items := p.lessonItems()
	whole := 0
	var first policy.Date
	for _, it := range items {
		if it.whole() {
			if whole++; whole == 1 {
				first = it.Date
			}
		}
	}
	scheduled := p.cues.has(cueSchedule) || p.cues.has(cueFuture)
	if whole == 0 || !scheduled && (whole < 2 || p.cues.has(cuePast)) && first <= p.c.Today {
		return nil
	}
	return &Command{Intent: ScheduleFirstLesson, Topics: items, Confirm: []string{"items"}}
}

// whole tells whether it is known who speaks, and when.
func (it *Item) whole() bool { return it.Who != "" && it.Date != 0 }

// lessonItems pairs each speaker with the day that stands next to him. A speaker without a day, and a day without a speaker, are items of their own: what
// was not understood is not passed over.
func (p *reading) lessonItems() []Item {
	l := lessons{p: p}
	r := resolver{&p.school.Calendar, p.c.Today}
	for _, t := range p.tokens {
		switch t.class {
		case classPerson, classPost:
			who := p.whoIs(t)
			if l.cur.whole() || l.cur.Who != "" && who != "" {
				l.flush()
			}
			if who != "" {
				l.begin(t)
				l.cur.Who, l.name = who, t
			}
		case classDay:
			if l.cur.Date != 0 {
				l.flush()
			}
			l.begin(t)
			l.cur.Date = p.nearest(&r, &p.days[t.n])
			if part := p.days[t.n].part; part > 0 {
				l.cur.PartOfDay = partNames[part]
			}
		case classPart:
			if l.open {
				l.cur.PartOfDay = partNames[t.n]
			}
		case classPunct:
			if l.cur.whole() && (t.n == '、' || t.n == ',' || t.n == ';' || t.n == '\n') {
				l.ends = true
			}
		}
	}
	l.flush()
	return l.all(len(p.s))
}

// lessons gathers items, with where the words about each begin.
type lessons struct {
	p     *reading
	cur   Item
	open  bool  // cur holds something
	ends  bool  // cur is whole and its clause is over: the next speaker or day is another item
	at    int32 // where the words about cur begin
	name  token // of its speaker
	items []Item
	from  []int32
	names []token
}

// begin opens an item at a token, unless it is open.
func (l *lessons) begin(t token) {
	if l.ends {
		l.flush()
	}
	if !l.open {
		l.open, l.at = true, t.at
	}
}

func (l *lessons) flush() {
	if l.open && (l.cur.Who != "" || l.cur.Date != 0) {
		l.items, l.from, l.names = append(l.items, l.cur), append(l.from, l.at), append(l.names, l.name)
	}
	*l = lessons{p: l.p, items: l.items, from: l.from, names: l.names}
}

// all gives the items, each with the words from its beginning to that of the next one.
func (l *lessons) all(end int) []Item {
	for i := range l.items {
		to := int32(end)
		if i+1 < len(l.from) {
			to = l.from[i+1]
		}
		from, name := l.from[i], l.names[i]
		if l.items[i].Who == "" || name.at < from {
			l.items[i].Clause = clean(l.p.s[from:to])
			continue
		}
		l.items[i].Clause = clean(strings.TrimSpace(l.p.s[from:name.at]) + " " + strings.TrimSpace(l.p.s[name.end:to]))
	}
	return l.items
}
