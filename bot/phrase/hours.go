package phrase

import "lianxin/config/policy"

// credit finds the class hours of an activity from periods, lessons or minutes. What is no whole number of halves is asked.
func (p *reading) credit(a *act, f *frame, kind int) {
	d := &a.Said
	if f.minutes > 0 {
		d.Minutes = f.minutes
	}
	if f.periods[0] > 0 {
		d.Periods = periodText(f.periods)
	}
	if kind != kObserve && kind != kFirst {
		return
	}
	switch count := f.periods[1] - f.periods[0] + 1; {
	case f.periods[0] > 0 && (f.halves < 0 || f.halves == 2*count):
		d.ClassHours = float64(count)
	case f.periods[0] > 0 && f.halves > 0: // 3-4节, 只听了一节
		d.ClassHours = float64(f.halves) / 2
		a.doubts = append(a.doubts, "class_hours")
	case f.halves > 0:
		d.ClassHours = float64(f.halves) / 2
		if f.loose {
			a.doubts = append(a.doubts, "class_hours")
		}
	case f.halves == 0:
		a.NoHours = true
	case f.minutes >= 0:
		p.fromMinutes(a, f.minutes)
	case f.clock >= 0 && f.until > f.clock && kind == kObserve:
		d.Minutes = f.until - f.clock
		p.fromMinutes(a, d.Minutes)
	}
	if f.shared && f.times > 1 && d.ClassHours > 0 {
		d.ClassHours *= float64(f.times)
	}
}

// fromMinutes converts minutes that are a multiple of a class hour; other lengths leave the hours open (1.4 no. 19).
func (p *reading) fromMinutes(a *act, minutes int) {
	hour := p.school.Measure.Settings.MinutesPerClassHour
	if hour <= 0 {
		hour = 45
	}
	if minutes <= 0 || minutes%hour != 0 {
		a.NoHours = true
		return
	}
	a.Said.ClassHours = float64(minutes / hour)
}

func periodText(periods [2]int) string {
	from, to := itoa(periods[0]), itoa(periods[1])
	if from == to {
		return from
	}
	return from + "-" + to
}

// itoa writes a small number without calling for more than two digits.
func itoa(n int) string {
	if n < 10 {
		return string([]byte{byte('0' + n)})
	}
	return string([]byte{byte('0' + n/10%10), byte('0' + n%10)})
}

// need lists what a record of a kind cannot do without, most needed first.
func (p *reading) need(a *act) {
	if a.Date == 0 {
		a.missing = append([]string{"date"}, a.missing...)
	}
	d := &a.Said
	switch a.Kind {
	case policy.ObserveClass:
		if d.ClassHours == 0 {
			a.missing = append(a.missing, "class_hours")
		}
		if d.Course == "" {
			a.missing = append(a.missing, "course")
			if d.Teacher == "" {
				a.missing = append(a.missing, "teacher")
			}
		}
	case policy.FirstLesson:
		if a.NoHours {
			a.missing = append(a.missing, "class_hours")
		}
	case policy.Forum:
		if d.Audience == "" {
			a.missing = append(a.missing, "audience")
		}
	case policy.OrgLife:
		if d.Unit == "" && d.Level == "" {
			a.missing = append(a.missing, "unit")
		}
	case policy.Research:
		if d.Unit == "" && d.Place == "" {
			a.missing = append(a.missing, "unit")
		}
	case policy.NonpartyTalk:
		if d.Counterpart == "" {
			a.missing = append(a.missing, "counterpart")
		}
	}
}
