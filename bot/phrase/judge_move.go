package phrase

import "lianxin/config/policy"

// moveWords stand between the day for which something was planned and the new one.
var moveWords = [...]string{"改到", "改成", "改为", "改在", "推迟到", "推迟至", "提前到", "提前至", "挪到", "推到", "延到", "延期到", "顺延到", "调到", "调整到", "调整为", "换到", "换成", "移到"}

// movedPlan names the plan that is given another day, which the activity then has:
// 下周三的听课改到下周四. The zero Target: nothing is moved, what is told is a plan of its own.
func (p *reading) movedPlan(acts []act) Target {
	if len(acts) != 1 || !p.cues.any(cueMove, cueChange) || acts[0].Date == 0 {
		return Target{}
	}
	at := -1
	for _, w := range moveWords {
		at = max(at, p.index(w))
	}
	if at < 0 {
		return Target{}
	}
	var t Target
	var day policy.Date
	for i, tk := range p.tokens {
		switch before := int(tk.at) < at; {
		case tk.class == classDay && before && t.Date == 0:
			t.Date, _ = p.dayFrom(i, future)
		case tk.class == classDay && !before && day == 0:
			day, _ = p.dayFrom(i, future)
		case tk.class == classUnit && before:
			t.Unit = p.unitName(tk)
		}
	}
	if k := p.kindNamed(); k >= 0 {
		t.Kind = kinds[k]
	}
	if day < p.c.Today || t.Kind == "" && t.Date == 0 {
		return Target{}
	}
	acts[0].Date = day
	return t
}

// ofPlan makes a change that names a day to come one of a plan, never of a record: 下周三的听课改成座谈. cmd may be nil.
func (p *reading) ofPlan(cmd *Command) *Command {
	if cmd == nil || cmd.Target.ID != "" {
		return cmd
	}
	at, _ := p.changeAt()
	if day := p.dayBefore(at); day > p.c.Today {
		cmd.Target.Date, cmd.Target.Ahead, cmd.Target.Last = day, day, false
		if k, _ := p.recordKind(at); k >= 0 {
			cmd.Target.Kind = kinds[k]
		}
	}
	return cmd
}

// dayBefore is the day that is named before byte at, if it can only be one to come; 0 otherwise.
func (p *reading) dayBefore(at int) policy.Date {
	for i, tk := range p.tokens {
		if int(tk.at) >= at {
			break
		}
		if tk.class != classDay {
			continue
		}
		if d, j := p.dayFrom(i, past); j == i && d <= p.c.Today {
			return 0
		}
		d, j := p.dayFrom(i, future)
		if j != i {
			return 0
		}
		return d
	}
	return 0
}

// planTarget adds to what an order to take back names the day as one that is still to come: 取消下周三的听课 means a plan. It leaves the day that was
// found alone, since 周五 may be either.
func (p *reading) planTarget(t Target) Target {
	day := p.day(future)
	if t.ID != "" || day < p.c.Today {
		return t
	}
	t.Ahead = day
	if t.Date == 0 {
		t.Date, t.Last = day, false
	}
	if units := p.unitTokens(); len(units) == 1 && t.Date > p.c.Today {
		t.Unit = p.unitName(units[0])
	}
	return t
}
