package phrase

import (
	"strings"

	"lianxin/config/policy"
)

// act is an activity with what is still doubtful or missing about it.
type act struct {
	Activity
	tense   tense
	kindOK  bool     // the kind was named
	for_    []string // members on whose behalf it is told
	doubts  []string // slots that want a yes
	missing []string // slots that are needed
	stale   bool     // vague words that point before this term
}

// acts appends what frames tell of as activities.
func (p *reading) acts(out []act, frames []frame) []act {
	when := when{p: p, r: resolver{&p.school.Calendar, p.c.Today}}
	for i := range frames {
		f := &frames[i]
		kind, sure := p.kindOf(f)
		if kind < 0 {
			continue
		}
		a := act{kindOK: sure}
		a.Kind = kinds[kind]
		if !sure {
			a.doubts = append(a.doubts, "kind")
		}
		p.details(&a, f, kind)
		when.date(&a, f, kind)
		p.credit(&a, f, kind)
		p.present(&a, f, kind)
		out = append(out, a)
	}
	p.dropRepeats(&out)
	for i := range out {
		p.need(&out[i])
	}
	return out
}

// dropRepeats drops an activity that says nothing the one before did not say: a kind named twice on one day.
func (p *reading) dropRepeats(list *[]act) {
	kept := (*list)[:0]
	for _, a := range *list {
		if n := len(kept); n > 0 {
			last := &kept[n-1]
			same := last.Kind == a.Kind && last.Date == a.Date && (a.Said.Unit == "" || a.Said.Unit == last.Said.Unit) &&
				a.Said.ClassHours == 0 && a.Said.Course == "" && a.Said.Periods == "" && a.Said.PartOfDay == "" && (a.Said.Place == "" || a.Kind != policy.Visit) && !a.NoHours
			if same {
				continue
			}
		}
		kept = append(kept, a)
	}
	*list = kept
}

// details copies what a frame gathered into the fields of a record.
func (p *reading) details(a *act, f *frame, kind int) {
	d := &a.Said
	d.Audience, d.Headcount, d.Approx = f.crowd, max(f.heads, 0), f.approx
	d.Topic, d.Comment, d.Issues = typed(f.topic), typed(f.comment), typedAll(f.issues)
	d.Klass = f.klass
	a.Handoffs = f.handoffs
	for _, h := range f.handoffs {
		d.Handoffs = append(d.Handoffs, h.String())
		if h.Issue != "" {
			d.Issues = add(d.Issues, typed(h.Issue))
		}
	}
	if len(f.units) > 0 {
		d.Unit = p.unitName(f.units[0])
		if d.Unit == "" || len(f.units) > 1 && kind != kObserve {
			a.doubts = append(a.doubts, "unit")
		}
	} else if f.home != "" && kind != kFirst {
		d.Unit = f.home
	} else if f.foreign {
		a.missing = append(a.missing, "unit")
	}
	if len(f.places) > 0 {
		t := f.places[0]
		d.Place, d.PlaceType = p.s[t.at:t.end], placeKinds[t.n]
	}
	if f.groups >= 0 {
		d.Visitors = f.groups
	}
	p.byKind(a, f, kind)
}

// byKind fills the fields that only some kinds have.
func (p *reading) byKind(a *act, f *frame, kind int) {
	d := &a.Said
	switch kind {
	case kObserve:
		p.lesson(a, f)
	case kOrg:
		p.branch(a, f)
	case kConsult:
		d.Form, d.Matter = f.text, f.topic
	case kIdeology:
		d.Meeting = f.text
	case kResearch:
		if d.Topic == "" {
			d.Topic = p.researchTopic(f)
		}
	case kTalk:
		d.Counterpart = p.counterpart(f)
	case kEvent:
		d.Party = f.party
	case kRetiree:
		d.Speaker = p.speaker(f)
	case kVisit:
		d.Informal = f.hints&(1<<kVisit) != 0 && strings.Contains(p.s[f.from:f.to], "吃") || f.hints&(1<<kForum) != 0 && f.kinds == 0
	}
}

// branch fills the fields of a branch's life.
func (p *reading) branch(a *act, f *frame) {
	d := &a.Said
	d.Subkind, d.Branch = f.text, f.branch
	span := p.s[f.from:f.to]
	if d.Branch == "" {
		d.Branch = branchIn(span)
	}
	if d.Branch == "支部" || d.Branch == "党支部" {
		d.Branch = ""
	}
	d.OwnBranch = strings.Contains(span, "普通党员") || strings.Contains(span, "自己支部") || strings.Contains(span, "所在支部") || strings.Contains(span, "我们支部") || strings.Contains(span, "双重组织生活") || strings.Contains(span, "本支部")
	if strings.Contains(span, "校党委") || strings.Contains(span, "学校党委") || strings.Contains(span, "校领导班子") || strings.Contains(span, "学校领导班子") || strings.Contains(span, "党委班子民主") {
		d.Level = "school"
	}
	switch {
	case strings.Contains(span, "列席"):
		d.Role = "列席"
	case strings.Contains(span, "讲") && d.Subkind == "党课":
		d.Role = "讲党课"
	case strings.Contains(span, "指导"):
		d.Role = "指导"
	}
	if d.Subkind == "" {
		a.doubts = append(a.doubts, "subkind")
	}
}

// branchIn finds the name of a branch: what stands between the unit and 支部.
func branchIn(span string) string {
	end := strings.Index(span, "支部")
	if end < 0 || strings.HasPrefix(span[end:], "支部书记") {
		return ""
	}
	from := max(strings.LastIndexAny(span[:end], ",。;、 院处部办在到的了加席"), 0)
	for from < end && span[from]&0xc0 == 0x80 {
		from++
	}
	name := span[from:end]
	for _, cut := range [...]string{"院", "处", "部", "办", "在", "到", "的", "了", "加", "席", ",", "。", ";", "、", " "} {
		name = strings.TrimPrefix(name, cut)
	}
	if len(name) > 30 {
		return ""
	}
	return name + "支部"
}

// researchTopic is what stands behind 调研: 新宿舍楼进度.
func (p *reading) researchTopic(f *frame) string {
	for _, t := range p.tokens {
		if int(t.at) < f.from || int(t.at) >= f.to || t.class != classKind || t.n != kResearch {
			continue
		}
		rest := p.s[t.end:f.to]
		if j := strings.IndexAny(rest, ",。;、\n "); j >= 0 {
			rest = rest[:j]
		}
		rest = strings.TrimLeft(clean(rest), "了的")
		if len(rest) >= len("两字") && len(rest) <= len("字")*20 {
			return rest
		}
		return ""
	}
	return ""
}

// String writes an issue that was handed over as a record keeps it: 三楼地面湿滑 → 后勤处.
func (h Handoff) String() string {
	issue := h.Issue
	if issue == "" {
		issue = h.Want
	}
	return issue + " → " + h.Unit
}
