package phrase

import "lianxin/config/policy"

// dayForm is the way in which a day was said.
type dayForm uint8

const (
	formRelative  dayForm = iota // 昨天: offset days from today
	formWeekday                  // 周三, 上周三
	formMonthDay                 // 3月5日, 3.5
	formDay                      // 31号
	formFull                     // 2026年3月5日
	formWeek                     // 第5周周二
	formEve                      // 五一前一天
	formHoliday                  // 教师节当天
	formAfter                    // 国庆后第一天
	formLast                     // 五一假期最后一天
	formNext                     // 第二天, 隔天: the day after the one before
	formTermStart                // 开学第一天
	formRange                    // 3月5日至7日: no single day
	formWrong                    // 2.30, 13月1日: no such day
	formVague                    // 上周, 清明前: no day at all
	formMonth                    // 三月: a month
	formTerm                     // 上学期, 去年: a stretch
)

// lastWeek stands for the number of the last teaching week of a term.
const lastWeek = 99

// dayExpr is a day or a stretch of time as it was said, before it is known which one is meant.
type dayExpr struct {
	form             dayForm
	year, month, day int
	offset           int      // days, weeks (formWeekday), months (formDay, formMonth), terms or years (formTerm)
	weeked           bool     // formWeekday: the week was said (上周, 这周, 下周)
	weekday          int      // 1 Monday .. 7 Sunday; 0: not said
	week             int      // teaching week
	holiday          int      // index of holidays
	unit             termUnit // formTerm
	coming           bool     // formVague: lies ahead
	loose            bool     // formHoliday: the bare name of a holiday that lasts several days
	part             int      // part of the day that the word holds
	to, last         *dayExpr // formRange: its first and its last day
}

// termUnit is what a stretch of time is counted in.
type termUnit uint8

const (
	unitTerm termUnit = iota
	unitYear
	unitCalendar
	unitAutumn
	unitSpring
	unitNamed // day.text holds the name: 2025-2026-2, 2025学年
)

// fixed tells whether the words point at one day.
func (d *dayExpr) fixed() bool { return d.form < formRange }

// tense is where in time a sentence lies.
type tense uint8

const (
	open   tense = iota // the words do not say
	past                // it happened
	future              // it has not
)

// resolved is the outcome of looking for the day that is meant.
type resolved struct {
	date  policy.Date // 0: not fixed
	doubt bool        // a guess among several: confirm
	days  []policy.Date
	tense tense // what the words themselves say: 昨天 is past
}
