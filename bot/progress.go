package bot

import (
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/report"
)

// progressOf answers 我的进度 in one screen: each duty with what is done, what is asked, what should be done by now and what is missing; the count by the
// other year (1.4 no. 1); and what to do next, with the sentence to type. Who asks what is missing is shown only that.
func (b *Bot) progressOf(t *talk, m *policy.Member, at policy.Date) move {
	return ask(func(tx *store.Tx) (string, error) {
		p, err := report.Make(b.school, m, at, tx)
		if err != nil || len(p.Duties) == 0 {
			return sayQuotaNone, err
		}
		lines := []string{b.progressHead(&p, t.today)}
		missing := t.cmd.Want == wantRemaining
		for i := range p.Duties {
			if d := &p.Duties[i]; !missing || d.Left > 0 {
				lines = append(lines, b.dutyLine(d, t.today, at == t.today))
			}
		}
		switch {
		case missing && len(lines) == 1:
			lines = append(lines, sayProgressAllDone)
		case !missing:
			lines = append(lines, p.ByOtherYear())
		}
		if at == t.today {
			next, err := b.nextDuty(tx, t, m, &p)
			if err != nil {
				return "", err
			}
			lines = append(lines, next)
		}
		return strings.Join(lines, "\n"), nil
	})
}

// wantRemaining is what the grammar calls a question for what is missing.
const wantRemaining = "remaining"

// progressHead says whose progress it is, of what day, and how much of the term is left.
func (b *Bot) progressHead(p *report.Progress, today policy.Date) string {
	switch {
	case p.Day != today || p.Week == 0:
		return fmt.Sprintf(sayProgressHead, p.Name, p.Day.Chinese())
	case p.WeeksLeft == 0:
		return fmt.Sprintf(sayProgressExams, p.Name, p.Day.Chinese(), p.Week)
	}
	return fmt.Sprintf(sayProgressWeek, p.Name, p.Day.Chinese(), p.Week, p.WeeksLeft)
}

// dutyLine says one duty: 听课：本学期 1/4 学时，还差 3，按进度应有 3. now tells that the period is not over, so that the pace matters.
func (b *Bot) dutyLine(d *report.Duty, today policy.Date, now bool) string {
	name, period, unit := d.Rule.Name(), b.school.Say(d.Period, today), policy.UnitZh(d.Rule.Unit)
	if d.State() == report.Exempt {
		return fmt.Sprintf(sayQuotaExempt, name, period) + because(d.Standing)
	}
	line := fmt.Sprintf(sayDuty, name, period, amount(d.Done), amount(d.Need), unit)
	if d.Reduced() {
		line += reduced(d.Standing)
	}
	switch d.State() {
	case report.Done:
		line += sayDutyDone
	case report.Soft:
		line += sayDutySoft
	case report.Missed:
		line += fmt.Sprintf(sayDutyMissed, amount(d.Left), d.Rule.Window.Weeks[0], d.Rule.Window.Weeks[1])
	default:
		line += fmt.Sprintf(sayDutyLeft, amount(d.Left))
		if now && d.State() == report.Behind {
			line += fmt.Sprintf(sayDutyPace, amount(d.Pace))
		}
	}
	if d.Standing.Waiting > 0 {
		line += fmt.Sprintf(sayDutyWaits, amount(d.Standing.Waiting))
	}
	if d.Office > 0 {
		line += fmt.Sprintf(sayDutyOffice, amount(d.Office))
	}
	if d.Unnoted > 0 {
		line += fmt.Sprintf(sayDutyUnnoted, d.Unnoted)
	}
	return line
}
