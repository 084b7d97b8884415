package phrase

// frame is one activity while its words are being gathered. Numbers that were not said are -1.
type frame struct {
	from, to int // bytes of the message it was said in

	kinds uint16 // set of kinds that were named
	hints uint16 // set of kinds that were hinted at
	text  string // subkind, form or meeting that a kind word said besides
	party string // 民盟

	day    int // index of reading.days; -1: none
	vague  int // index of reading.days of words that fix no day
	vagueT token
	part   int
	clock  int // minutes after midnight on the clock face
	until  int

	periods [2]int // class periods; 0: not said
	halves  int    // class hours in halves; 0: said, but not how many
	loose   bool   // a 堂 may be longer than a class hour
	minutes int    // 0: said, but not exactly
	times   int    // 两次
	shared  bool   // 各, 每次: the hours hold for each

	units   []token
	home    string // the unit of somebody who was named by his post: 文学院院长
	foreign bool   // a unit that the school does not have
	places  []token
	people  []int32 // members named, in order
	with    bool    // 跟 … 一起
	teacher string
	title   string // 石教授, with his title
	crowd   string
	heads   int
	approx  bool
	groups  int // groups of visitors; 0 = nobody came
	klass   string
	quote   string
	course  string
	lessons string // 思政课
	branch  string

	topic    string
	comment  string
	issues   []string
	handoffs []Handoff

	said     [4]bool // evidence for past, future, maybe, own words
	inherits bool    // 他们的: of the same unit as before
	joined   bool    // begun by periods that stand right behind others: 1-2节和7-8节
	another  bool    // begun by 又, 然后 or a day of its own
}

// Indexes of frame.said.
const (
	saidPast = iota
	saidFuture
	saidMaybe
	saidLate
)

func newFrame(at int) frame {
	return frame{from: at, to: at, day: -1, vague: -1, clock: -1, until: -1, halves: -1, minutes: -1, heads: -1, groups: -1, times: -1}
}

// named tells whether a kind was named outright.
func (f *frame) named() bool { return f.kinds != 0 }

// bare tells whether nothing but empty words was said.
func (f *frame) bare() bool {
	return f.kinds == 0 && f.hints == 0 && f.halves < 0 && f.periods[0] == 0 && f.minutes < 0 && len(f.units) == 0 && len(f.places) == 0
}

// measured tells whether a length was said.
func (f *frame) measured() bool { return f.halves >= 0 || f.periods[0] > 0 || f.minutes >= 0 }

// kind gives the strongest kind named, else the strongest hinted at; -1 for none. sure: it was named.
func (f *frame) kind() (kind int, sure bool) {
	for k := range kindCount {
		if f.kinds&(1<<k) != 0 {
			return k, true
		}
	}
	for k := range kindCount {
		if f.hints&(1<<k) != 0 {
			return k, false
		}
	}
	return -1, false
}
