package phrase

// class says what kind of thing a token is. The grammar is written over classes.
type class uint8

const (
	classNone class = iota
	classCue        // a word that says what is wanted: see the cues

	// What stands between.
	classPunct // , . ; : 、 and line ends; n is the character
	classFill  // 啊 嗯 那个: nobody means anything by it
	classLink  // 然后 又 还: goes on to the next thing
	classFix   // 不对 啊不 改一下: what follows replaces what was said
	classShare // 都是 均为: what follows holds for everything said before
	classLabel // 日期: 课程: of a filled-in form; n is the label

	// When.
	classDay    // n indexes reading.days
	classVague  // names a time without fixing the day; n indexes reading.days
	classTerm   // a term, a year, a month as a whole; n indexes reading.days
	classPart   // n: part of the day
	classClock  // n: minutes after midnight as said; m: end of a range or -1
	classPeriod // class periods n..m

	// How much.
	classHours   // n: class hours in halves; 0: so many that the text does not fix
	classMinutes // n: minutes; 0: not exactly
	classPeople  // n: heads; m: 1 if approximate
	classTimes   // n: times
	classGroups  // n: groups of visitors
	classNumber  // n: a bare number
	classChoice  // n: 第一个
	classDays    // n: a length in days; m: 1 for workdays
	classCase    // number of a case; text is the slice itself
	classRecord  // number of an activity

	// Who and where.
	classUnit
	classOffice  // a short word for an office that is also an everyday word: 财务, 后勤
	classForeign // a unit that the school does not have
	classPerson  // somebody of the directory
	classPost    // 书记, 校长 alone
	classTeacher // 王丽老师, 老师姓彭; the name is s[m:n]
	classParty   // 民盟
	classCrowd   // 学生, 青年教师: an audience
	classPlace
	classKlass // 24-2班, 23级1班
	classQuote // 《…》

	// What.
	classKind    // names an activity by itself: 座谈会
	classHint    // may mean an activity: 聊了聊
	classVerb    // 去, 参加: goes or does; leads to a place or a unit
	classOrder   // 让, 请, 叫: hands something to a unit
	classOpens   // 提出, 意见, 反映: opens a text that is kept as it is
	classLessons // 思政课, 专业课: a sort of course, not a course
	classTitle   // 老师, 教授: a name may stand before it
	classKnown   // a plain word that holds a shorter one in check: 主要 (no 要), 思想 (no 想)
)

// token is a piece of the message with a meaning. Offsets are bytes of the folded text.
type token struct {
	class   class
	at, end int32
	word    int32 // entry of the lexicon; -1: it was read by rule
	n, m    int32
}
