package bot

import (
	"fmt"
	"strings"
	"time"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// What somebody may want of his reminders.
const (
	wishPause  = iota // silence until a day, or until he says so
	wishResume        // on again
	wishState         // what is in force?
	wishDuty          // silence about what never rests
	wishTimes         // other times, other intervals: they are the same for everybody
	wishOther         // somebody else's
)

// pauseWish is what was asked for. until is the first day of reminders again, 0 = until he says so; again: what was told before is to be told on that day.
type pauseWish struct {
	what  int
	until policy.Date
	again bool
	today bool // a later hour of the same day was meant, which is not to be had
	other *policy.Member
}

// readPause reads a wish about reminders. The grammar has found that the message is one, and the day where it names one.
func (b *Bot) readPause(t *talk) pauseWish {
	text := t.Text
	if m := b.otherNamed(t); m != nil {
		return pauseWish{what: wishOther, other: m}
	}
	mute := t.cmd.Mute || hasAny(text, wordsSilence)
	switch {
	case hasAny(text, wordsPauseState):
		return pauseWish{what: wishState}
	case hasAny(text, wordsUnpause):
		return pauseWish{what: wishResume}
	case t.cmd.Intent == phrase.Snooze:
		return snoozed(text, t.cmd.Date, t.today)
	case mute && (hasAny(text, wordsNeverRest) || t.cmd.Topic != "quota"):
		return pauseWish{what: wishDuty}
	case !mute || hasAny(text, wordsHours):
		return pauseWish{what: wishTimes}
	}
	if _, end, named := strings.Cut(text, "到"); named { // 提醒停到12月10日: that day too
		if day := b.dayAhead(t, end); day > t.today {
			return pauseWish{what: wishPause, until: day.Add(1)}
		}
	}
	return pauseWish{what: wishPause, until: b.silenceUntil(text, t.cmd.Lead, t.today)}
}

// otherNamed finds somebody else whose reminders are meant: 别再提醒林校了, and not 和林校开会，周四再提醒我.
func (b *Bot) otherNamed(t *talk) *policy.Member {
	if hasAny(t.Text, []string{"提醒我", "告诉我", "叫我", "喊我", "找我", "催我"}) {
		return nil
	}
	for i := range b.school.Members {
		m := &b.school.Members[i]
		if m.ID == t.by || !m.Has(policy.Leader) {
			continue
		}
		if strings.Contains(t.Text, m.Name) || hasAny(t.Text, m.Aliases) {
			return m
		}
	}
	return nil
}

// snoozed is the day of 周四再提醒我. A weekday that is today means that of the next week; a later hour of today is not to be had, and becomes tomorrow.
func snoozed(text string, day, today policy.Date) pauseWish {
	w := pauseWish{what: wishPause, until: day, again: true}
	if day > today {
		return w
	}
	weekday := string([]rune(today.WeekdayZh())[1:])
	for _, week := range [...]string{"周", "星期", "礼拜"} {
		if strings.Contains(text, week+weekday) {
			w.until = today.Add(7)
			return w
		}
	}
	w.until, w.today = today.Add(1), true
	return w
}

// silenceUntil finds the first day of reminders again in 本周不再提醒, 暂停提醒两周; 0 if no time is named.
func (b *Bot) silenceUntil(text string, days int, today policy.Date) policy.Date {
	monday := today.Monday()
	switch {
	case hasAny(text, []string{"下周", "下星期", "下礼拜", "下个星期"}):
		return monday.Add(14)
	case hasAny(text, []string{"本周", "这周", "这一周", "这星期", "这个星期", "本星期", "这礼拜", "这个礼拜", "周内"}):
		return monday.Add(7)
	case hasAny(text, []string{"今天", "今日", "今儿"}):
		return today.Add(1)
	case hasAny(text, []string{"明天"}):
		return today.Add(2)
	case hasAny(text, []string{"两周", "两个星期", "二周", "2周", "半个月", "两星期", "两个礼拜"}):
		return today.Add(14)
	case hasAny(text, []string{"一周", "一个星期", "1周", "一星期", "一个礼拜"}):
		return today.Add(7)
	case hasAny(text, []string{"一个月", "1个月"}):
		return today.Add(30)
	case hasAny(text, []string{"本月", "这个月", "当月"}):
		return policy.MakeDate(today.Year(), today.Month()+1, 1)
	case hasAny(text, []string{"本学期", "这学期", "这个学期"}):
		if term, ok := b.school.Calendar.TermOf(today); ok {
			return term.Span().To
		}
	case days > 0:
		return today.Add(days)
	}
	return 0
}

// leavesIt tells whether a message puts off what the bot asked, and not its reminders: 晚点再说.
func (t *talk) leavesIt() bool {
	return t.cmd.Intent == phrase.Snooze && t.cmd.Date <= t.today && !hasAny(t.Text, wordsRemind)
}

// sayPause says until when there is silence, what goes on, and how it ends.
func (b *Bot) sayPause(p *ledger.Pause, w pauseWish) string {
	at, ends := p.Resumes(b.school)
	switch {
	case !ends:
		return sayMuted + "\n" + sayGoesOn
	case !p.Again:
		return fmt.Sprintf(sayPaused, b.moment(at)) + "\n" + sayGoesOn
	}
	note := ""
	switch {
	case w.today:
		note = sayNotToday
	case b.school.Today(at) != p.Until:
		note = fmt.Sprintf(sayNoWorkday, p.Until.Chinese())
	}
	return fmt.Sprintf(sayAgainOn, b.moment(at), note) + "\n" + sayGoesOn
}

// moment says a day and an hour.
func (b *Bot) moment(at time.Time) string {
	return b.school.Today(at).Chinese() + " " + at.In(b.school.Location).Format("15:04")
}
