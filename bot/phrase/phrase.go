// Package phrase understands what a member wrote: text, day and role in, Command out. It is pure and deterministic: the same words on the same day in
// the same role always mean the same, in microseconds. It knows no store, no clock, no network and no model; what the words do not fix it asks, and
// never guesses.
//
// A message is read in five steps:
//
//	fold     full width, traditional and Cantonese characters to the ones the lexicon is written in
//	scan     the longest meaning at each place becomes a token; cues (还差, 撤销, 坏了) are noted beside them, and turns of speech whose words
//	         stand apart (没 … 交 … 社保)
//	join     tokens that belong together become one: 去年 + 12月10号, 文学院 + 书记, 王丽 + 老师
//	judge    rules in a fixed order find the intent: danger, acts of a dialog, commands, orders, reports, questions, petitions
//	gather   a report is taken apart into activities, and each into its slots
//
// The grammar of a report, with the tokens in angle brackets:
//
//	report   = activity { break activity } [ share ]
//	activity = { day | part | clock | length | kind | where | who | about | fix }   in any order; each slot once, a second one begins another activity
//	break    = , | ; | 。 | 、 | a blank | 又 | 然后 | "2." of a numbered list | another day | another part of the day
//	day      = 今天 | 上周三 | 3月5日 | 3.5 | 4/30 | 31号 | 第5周周二 | 五一前一天 | 开学第一天 | day (weekday) | day 至 day
//	length   = 两节课 | 2学时 | 90分钟 | 第3-4节 | 三四节
//	kind     = 听课 | 座谈会 | 主题党日 | ...      (hints such as 聊, 看了看 count only if nothing was named)
//	where    = <unit> | <place> { floor | room }
//	who      = [ 跟 | 和 | 陪 ] <person> [ 一起 ] | <name> 老师 | <audience> [ n 人 ]
//	about    = ( 提出 | 反映 | 意见 : | 围绕 | 主要聊 ) text | ( 让 | 请 ) <unit> text
//	fix      = ( 不对 | 啊不 | 改一下 | 不是 X 是 ) slot       the last value wins
//	share    = ( 都是 | 各 | 每次 ) slot                        holds for every activity
//
// A day without its year or week is the nearest one on the side of the sentence's tense: reports look back, plans look ahead. A weekday takes its week
// from the day before it in the message, a bare 6号 its month. 3.5 is a day unless a unit of measure follows; 3-4 are periods if 节 follows.
package phrase

import (
	"strings"
	"sync"

	"lianxin/config/policy"
)

// Reader understands messages of one school. It is immutable after NewReader and safe for concurrent use.
type Reader struct {
	school  *policy.School
	folder  *folder
	lex     lexicon
	sayings lexicon

	receptions []policy.PlannedReception // all that the calendar plans, by day

	readings sync.Pool // of *reading, done with: their lists are written over by those to come
}

// NewReader compiles the words of the language and the names of the school once. The school must not change afterwards.
func NewReader(school *policy.School) *Reader {
	return &Reader{school: school, folder: newFolder(), lex: compile(school), sayings: compileSayings(), receptions: planned(school)}
}

// Parse gives the meaning of a message. It never fails: what nobody can place is OutOfScope. Of a text longer than 32 KB only the beginning is read.
func (r *Reader) Parse(text string, c Context) *Command {
	p := r.read(r.folded(text), c)
	cmd, _ := p.judge()
	p.forget()
	return cmd
}

// Explain is Parse that says why (Command.Why).
func (r *Reader) Explain(text string, c Context) *Command {
	p := r.read(r.folded(text), c)
	cmd, rule := p.judge()
	cmd.Why = p.reasons(rule)
	p.forget()
	return cmd
}

func (r *Reader) folded(text string) string {
	folded := r.folder.text(text)
	if folded == "" && nods(text) {
		return "ok"
	}
	return folded
}

// nods tells whether a message that holds nothing else has a picture of assent.
func nods(text string) bool { return strings.ContainsAny(text, "👌👍🆗✅✔☑") }

// read scans a folded text.
func (r *Reader) read(folded string, c Context) *reading {
	p, _ := r.readings.Get().(*reading)
	if p == nil {
		p = new(reading)
	}
	p.Reader, p.s, p.c, p.roles = r, folded, c, c.roles()
	p.scan()
	p.join()
	if p.cues.has(cueHowMany) && p.holds(classDay) && p.kindNamed() >= 0 && p.says(forgetting...) { // 听了几节我一时说不准
		p.cues = p.cues.without(cueHowMany)
	}
	return p
}

// forget ends a reading, of which nothing may be kept but the Command. A very long one is not kept waiting for another.
func (p *reading) forget() {
	const much = 1000
	if cap(p.tokens) > much || cap(p.hits) > much {
		return
	}
	r := p.Reader
	clear(p.days)
	*p = reading{tokens: p.tokens[:0], days: p.days[:0], hits: p.hits[:0]}
	r.readings.Put(p)
}

// forgetting are the words of somebody who does not know how many it were, and so asks nothing.
var forgetting = []string{"说不准", "记不清", "记不得", "记不住", "不记得", "忘了几", "忘记几", "想不起", "吃不准", "拿不准", "不确定几", "没数过", "没留意几", "没注意几"}
