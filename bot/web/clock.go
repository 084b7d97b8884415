package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// clockView is the demo's time as the page shows it.
type clockView struct {
	At   string `json:"at"`   // machine-readable
	Day  string `json:"day"`  // 2026年11月19日 周四
	Time string `json:"time"` // 10:00
	Week string `json:"week"` // 第12教学周
}

// step is one of the ways to move the clock forward.
type step struct {
	Value, Word string
	by          time.Duration
}

// steps are the buttons beside the clock.
var steps = [...]step{
	{"hour", "一小时", time.Hour},
	{"day", "一天", 24 * time.Hour},
	{"week", "一周", 7 * 24 * time.Hour},
}

func stepOf(value string) (step, bool) {
	for _, s := range steps {
		if s.Value == value {
			return s, true
		}
	}
	return step{}, false
}

func (s *Sandbox) clockView() clockView {
	now := s.clock.Now().In(s.school.Location)
	return clockView{
		At:   now.Format("2006-01-02T15:04-07:00"),
		Day:  fmt.Sprintf("%d年%d月%d日 %s", now.Year(), now.Month(), now.Day(), weekdays[now.Weekday()]),
		Time: now.Format("15:04"),
		Week: s.week(now),
	}
}

// week says where in the term an instant lies.
func (s *Sandbox) week(now time.Time) string {
	today := s.school.Today(now)
	term, ok := s.school.Calendar.TermOf(today)
	if !ok {
		return "假期"
	}
	if week := term.Week(today); week > term.TeachingWeeks {
		return fmt.Sprintf("第%d周 · 考试周", week)
	}
	return fmt.Sprintf("第%d教学周", term.Week(today))
}

// advance moves the clock: POST /sandbox/clock with step=hour, day or week. One move at a time.
func (s *Sandbox) advance(w http.ResponseWriter, r *http.Request) {
	step, ok := stepOf(r.PostFormValue("step"))
	if !ok {
		s.fail(w, r, http.StatusBadRequest, "时钟只能前进一小时、一天或一周。")
		return
	}
	if !s.advancing.TryLock() {
		s.fail(w, r, http.StatusConflict, "时钟正在前进，请稍候。")
		return
	}
	defer s.advancing.Unlock()
	noDeadline(w)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	before := s.received()
	if err := s.clock.Advance(ctx, step.by); err != nil {
		s.log.Error().Err(err).Str("step", step.Value).Msg("demo clock did not advance")
		s.fail(w, r, http.StatusInternalServerError, "时钟没有走完，详情见运行日志。")
		return
	}
	s.done(w, r, s.advanced(step, s.received()-before))
}

// advanced says in one sentence what came of moving the clock.
func (s *Sandbox) advanced(step step, messages int) string {
	if messages == 0 {
		return "已前进" + step.Word + "，其间没有到期的提醒。"
	}
	return fmt.Sprintf("已前进%s，其间手机上收到 %d 条消息。", step.Word, messages)
}

// received counts the bot's lines on all phones.
func (s *Sandbox) received() int {
	n := 0
	for _, p := range s.people {
		for _, l := range s.phones.Chat(p.user) {
			if !l.Mine {
				n++
			}
		}
	}
	return n
}
