package ledger

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lianxin/config/policy"
)

// Snapshot 学年结账: how every duty stood when an academic year was closed (Art. 6.1): what was asked of whom, what counted, and the records that it was
// counted from. It never changes; the year may be worked out again and be compared with it line by line.
type Snapshot struct {
	ID    string         `json:"id"`   // JZ2026-0001
	Year  string         `json:"year"` // 2025-2026
	Name  string         `json:"name"` // 2025-2026学年
	Day   policy.Date    `json:"day"`  // of the close
	At    time.Time      `json:"at"`   // UTC
	By    string         `json:"by"`
	Rules string         `json:"rules"` // version of the rules and settings it was worked out with: the beginning of their SHA-256
	Lines []SnapshotLine `json:"lines"`
	Prev  string         `json:"prev,omitempty"` // hash of the snapshot of the same year before this one
	Hash  string         `json:"hash"`           // hex SHA-256 over the snapshot with an empty Hash
}

// SnapshotLine is one duty of one person in one period, or of the leadership together (Member "").
type SnapshotLine struct {
	Member  string   `json:"member,omitempty"`
	Name    string   `json:"name"`
	Title   string   `json:"title,omitempty"`
	Leader  bool     `json:"leader,omitempty"`
	Rule    string   `json:"rule"`
	Article string   `json:"article"`
	What    string   `json:"what"`
	Unit    string   `json:"unit"`
	Period  string   `json:"period"`
	In      string   `json:"in"` // name of the period
	Soft    bool     `json:"soft,omitempty"`
	Full    float64  `json:"full"`
	Need    float64  `json:"need"`
	Done    float64  `json:"done"`
	Waiting float64  `json:"waiting,omitempty"` // for the leader, or for the office
	Why     string   `json:"why,omitempty"`     // of a Need other than Full
	Verdict Verdict  `json:"verdict"`
	Other   float64  `json:"other,omitempty"`   // of a rule per year: by the other reading of 每年
	Records []string `json:"records,omitempty"` // ids of what counted, in their order
	Waits   []string `json:"waits,omitempty"`   // ids of what waits
}

// Verdict 认定 is what a line comes to. Its text is what people are told.
type Verdict string

// The verdicts of requirements 1.6 no. 4, and what is said while the period runs.
const (
	VerdictDone    Verdict = "完成"
	VerdictMissing Verdict = "未完成"
	VerdictExempt  Verdict = "不适用"
	VerdictOpen    Verdict = "待认定" // something waits for a 对 or the office, or the measure says 根据情况
	VerdictRunning Verdict = "进行中"
)

// snapshotter works a year out.
type snapshotter struct {
	school *policy.School
	year   policy.Period
	today  policy.Date
	slots  []Slot
	facts  Facts
	lines  []SnapshotLine
}

// YearLines works out every line of an academic year as it stands on the day today: the people in post order, their duties in the order of the measure, the
// terms in theirs; at last the leadership together. slots are the receptions as they stand. Who left within the year is judged on his last day.
func YearLines(school *policy.School, year policy.Period, today policy.Date, slots []Slot, facts Facts) ([]SnapshotLine, error) {
	return YearLinesOf(school, year, today, slots, facts, func(*policy.Member) bool { return true })
}

// YearLinesOf works out the lines of some alone: of the members that takes keeps, and those of the leadership together if it keeps nil.
func YearLinesOf(school *policy.School, year policy.Period, today policy.Date, slots []Slot, facts Facts, takes func(m *policy.Member) bool) ([]SnapshotLine, error) {
	s := &snapshotter{school: school, year: year, today: today, slots: slots, facts: facts}
	for i := range school.Members {
		if m := &school.Members[i]; takes(m) {
			if err := s.member(m); err != nil {
				return nil, err
			}
		}
	}
	if takes(nil) {
		if err := s.body(); err != nil {
			return nil, err
		}
	}
	return s.lines, nil
}

// Freeze makes the snapshot of a year; prev is the hash of the last one of it, "" if there is none. by is nil for the operator's command.
//
// Refusals: year_close_right, year_not_over.
func Freeze(school *policy.School, year policy.Period, lines []SnapshotLine, by *policy.Member, prev, id string, at time.Time) (Snapshot, error) {
	today := school.Today(at)
	switch {
	case by != nil && !by.Has(policy.AssessmentGroup):
		return Snapshot{}, refuseYearClose()
	case today < LastOfTerms(school, year).Add(1):
		return Snapshot{}, refuseYearNotOver(year.Name, LastOfTerms(school, year))
	}
	s := Snapshot{ID: id, Year: year.ID, Name: year.Name, Day: today, At: at.UTC(), By: ByOperator, Rules: RulesVersion(school), Lines: lines, Prev: prev}
	if by != nil {
		s.By = by.ID
	}
	s.Hash = s.sum()
	return s, nil
}

// sum is the hash over everything but itself.
func (s Snapshot) sum() string {
	s.Hash = ""
	text, err := json.Marshal(s)
	if err != nil { // texts, numbers and days always have a form
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Sound tells whether the snapshot is as it was made.
func (s *Snapshot) Sound() bool { return s.sum() == s.Hash }

// RulesVersion names the rules and settings by which is counted: twelve digits that change with any of them.
func RulesVersion(school *policy.School) string {
	text, err := json.Marshal([]any{school.Measure.ID, school.Measure.Rules, school.Measure.Settings})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// LastOfTerms is the last day of the last term of an academic year; the last of the year itself where the calendar has no term of it.
func LastOfTerms(school *policy.School, year policy.Period) policy.Date {
	last := policy.Date(0)
	for _, t := range school.Calendar.Terms {
		if year.Span.Holds(t.Start) {
			last = max(last, t.Span().To.Add(-1))
		}
	}
	if last == 0 {
		return year.Span.To.Add(-1)
	}
	return last
}

// days are those on which the year is judged: the last of each term, for the rules per term, and the last of the year. A day to come is today. Where 每年 is
// the calendar year (1.4 no. 1), the last of the one that ends within the academic year is another; the next one runs on then.
func (s *snapshotter) days() (terms, years []policy.Date) {
	for _, t := range s.school.Calendar.Terms {
		if s.year.Span.Holds(t.Start) && t.Start <= s.today {
			terms = append(terms, min(t.Span().To.Add(-1), s.today))
		}
	}
	last := min(s.year.Span.To.Add(-1), s.today)
	if s.school.Measure.Settings.YearBasis == policy.CalendarBasis {
		if end := policy.CalendarYear(s.year.Span.From).Span.To.Add(-1); end < last {
			years = append(years, end)
		}
	}
	return terms, append(years, last)
}

// member works out the lines of one person.
func (s *snapshotter) member(m *policy.Member) error {
	terms, years := s.days()
	for _, judged := range []struct {
		per  string
		days []policy.Date
	}{{policy.PerYear, years}, {policy.PerTerm, terms}} {
		for _, day := range judged.days {
			if err := s.judge(m, judged.per, lastServed(m, day)); err != nil {
				return err
			}
		}
	}
	s.inOrder(m.ID)
	return nil
}

// lastServed is the day itself, or the last one before it on which the member was in post.
func lastServed(m *policy.Member, day policy.Date) policy.Date {
	if m.Span.To != 0 && day >= m.Span.To {
		return m.Span.To.Add(-1)
	}
	return day
}

// judge adds the lines of the rules of one sort of period. Somebody who had left before the period began has none.
func (s *snapshotter) judge(m *policy.Member, per string, day policy.Date) error {
	if !s.year.Span.Holds(day) || !m.Serves(day) {
		return nil
	}
	ready := slices.DeleteFunc(tallies(s.school, policy.Each, day), func(t *tally) bool { return t.rule.Per != per })
	found := evidence{}
	list, err := standings(ready, m, s.facts, found.take)
	if err != nil || len(list) == 0 {
		return err
	}
	_, other, err := OtherYear(s.school, m, day, s.facts)
	if err != nil {
		return err
	}
	for i := range list {
		l := s.line(&list[i], found)
		l.Member, l.Name, l.Title, l.Leader = m.ID, m.Name, m.Title, m.Has(policy.Leader)
		if per == policy.PerYear {
			l.Other = other[l.Rule]
		}
		if !slices.ContainsFunc(s.lines, func(have SnapshotLine) bool { return have.key() == l.key() }) {
			s.lines = append(s.lines, l)
		}
	}
	return nil
}

// body works out the lines of the leadership together (Art. 5.6, 5.8).
func (s *snapshotter) body() error {
	terms, years := s.days()
	for i := range s.school.Measure.Rules {
		r := &s.school.Measure.Rules[i]
		days := years
		if r.Per == policy.PerTerm {
			days = terms
		}
		for _, day := range days {
			t, ok := newTally(s.school, r, day)
			if !ok || r.Who.Scope != policy.Body {
				continue
			}
			found := evidence{}
			standing, err := bodyStanding(t, s.facts, found.take)
			if err != nil {
				return err
			}
			if r.EverySlot {
				standing.Full = s.receptions(standing.Period.Span)
				standing.Need = standing.Full
				standing.Left = max(0, standing.Need-standing.Done)
			}
			l := s.line(&standing, found)
			l.Name = bodyName
			s.lines = append(s.lines, l)
		}
	}
	return nil
}

// bodyName is what the leadership is called as one.
const bodyName = "学校领导班子"

// receptions counts those of a span that were to be held until today.
func (s *snapshotter) receptions(span policy.Span) float64 {
	n := 0
	for i := range s.slots {
		if slot := &s.slots[i]; slot.Held() && span.Holds(slot.Day) && slot.Day <= s.today {
			n++
		}
	}
	return float64(n)
}

// line puts a standing into the form of a line.
func (s *snapshotter) line(st *Standing, found evidence) SnapshotLine {
	return SnapshotLine{
		Rule: st.Rule.ID, Article: st.Rule.Article, What: st.Rule.Title, Unit: st.Rule.Unit, Period: st.Period.ID, In: st.Period.Name, Soft: st.Soft,
		Full: st.Full, Need: st.Need, Done: st.Done, Waiting: st.Waiting + st.Office, Why: st.Why, Verdict: s.verdict(st),
		Records: found.ids(st.Rule, true), Waits: found.ids(st.Rule, false),
	}
}

// verdict says what a standing comes to.
func (s *snapshotter) verdict(st *Standing) Verdict {
	end := st.Period.Span.To
	if st.Period.ID == s.year.ID {
		end = min(end, LastOfTerms(s.school, s.year).Add(1)) // what is left of the academic year is vacation
	}
	over := end != 0 && s.today >= end
	switch {
	case st.Exempt(), st.Need == 0 && st.Rule.EverySlot:
		return VerdictExempt
	case st.Met():
		return VerdictDone
	case st.Waiting+st.Office >= st.Left && st.Left > 0 && st.Waiting+st.Office > 0:
		return VerdictOpen
	case !over:
		return VerdictRunning
	case st.Soft:
		return VerdictOpen
	}
	return VerdictMissing
}

// inOrder puts the lines of a member, which are the last ones, into the order of the measure and of the periods.
func (s *snapshotter) inOrder(member string) {
	from := len(s.lines)
	for from > 0 && s.lines[from-1].Member == member {
		from--
	}
	place := func(l SnapshotLine) int {
		return slices.IndexFunc(s.school.Measure.Rules, func(r policy.Rule) bool { return r.ID == l.Rule })
	}
	slices.SortStableFunc(s.lines[from:], func(a, b SnapshotLine) int { return cmp.Compare(place(a), place(b)) })
}

// key is what makes two lines the same one.
func (l *SnapshotLine) key() string { return l.Member + "\x00" + l.Rule + "\x00" + l.Period }

// evidence is the records that counted, or wait, by their rule.
type evidence map[*policy.Rule][]Mark

func (e evidence) take(r *policy.Rule, mark *Mark, _ float64) { e[r] = append(e[r], *mark) }

// ids are those of the records that count, or of those that wait, in the order of registration.
func (e evidence) ids(r *policy.Rule, counts bool) []string {
	var out []string
	for _, m := range e[r] {
		switch waits := m.Waits(); {
		case counts && waits == "", !counts && (waits == WaitsMember || waits == WaitsOffice):
			out = append(out, m.recordID())
		}
	}
	slices.Sort(out)
	return out
}

// recordID is the id of the activity or of the plan behind a mark.
func (m *Mark) recordID() string {
	if m.Kind == policy.ResearchPlan {
		return m.Serial.ID(PlanLetters)
	}
	return m.ID()
}

// LineChange is one line that two workings of a year have differently.
type LineChange struct {
	Old, New *SnapshotLine // nil: the line is in one of them only
}

// Compare finds the lines in which a year that was closed differs from the year as it is worked out now, in the order of the lines.
func Compare(closed, now []SnapshotLine) []LineChange {
	fresh := map[string]*SnapshotLine{}
	for i := range now {
		fresh[now[i].key()] = &now[i]
	}
	var out []LineChange
	for i := range closed {
		l := &closed[i]
		n := fresh[l.key()]
		delete(fresh, l.key())
		if n == nil || !l.same(n) {
			out = append(out, LineChange{Old: l, New: n})
		}
	}
	for i := range now {
		if n := fresh[now[i].key()]; n != nil {
			out = append(out, LineChange{New: n})
		}
	}
	return out
}

// same tells whether two lines come to the same from the same records.
func (l *SnapshotLine) same(o *SnapshotLine) bool {
	return l.Need == o.Need && l.Done == o.Done && l.Waiting == o.Waiting && l.Verdict == o.Verdict && l.Why == o.Why &&
		slices.Equal(l.Records, o.Records) && slices.Equal(l.Waits, o.Waits)
}

// String gives a line as text: 林晓峰 听课（2025-2026学年第二学期） 3/4 未完成.
func (l *SnapshotLine) String() string {
	return fmt.Sprintf("%s %s（%s） %g/%g %s", l.Name, l.What, l.In, l.Done, l.Need, l.Verdict)
}
