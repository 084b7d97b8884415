package ledger

import (
	"encoding/binary"
	"errors"
	"math"

	"lianxin/config/policy"
)

// Mark is what a standing needs to know about one leader's credit in one activity: the value of a covering index, so that counting decodes no
// record. It is derived from the activity alone and changes with it.
type Mark struct {
	Serial   Serial // of the activity
	Date     policy.Date
	Kind     policy.Kind
	Hours    float64 // class hours; 0 for kinds counted in times
	Unit     string  // full name
	Audience string  // class of audience: 学生, 教师, 职工, 师生, 离退休, or ""
	Level    string  // "school": the leadership's own meeting
	Print    Print   // of the details

	Own       bool // entered by the credited leader himself
	OwnBranch bool
	Noted     bool // the record that the measure asks for is there: course, teacher and comment (听课记录)
	Confirmed bool
	Declined  bool
	Late      bool
	Approved  bool
	Retracted bool
}

// ID is the id of the activity.
func (m Mark) ID() string { return m.Serial.ID(ActivityLetters) }

// Waits tells what the credit still waits for, in the words of Activity.Waits.
func (m Mark) Waits() string {
	switch {
	case m.Retracted:
		return WaitsRetracted
	case m.Declined:
		return WaitsDeclined
	case !m.Confirmed:
		return WaitsMember
	case m.Late && !m.Approved:
		return WaitsOffice
	}
	return ""
}

// What a credit may wait for: the words of Activity.Waits and Mark.Waits.
const (
	WaitsMember    = "member"
	WaitsOffice    = "office"
	WaitsDeclined  = "declined"
	WaitsRetracted = "retracted"
)

// Marks gives the mark of each credit, in the order of the credits.
func (a *Activity) Marks() []Mark {
	serial, _ := ParseID(ActivityLetters, a.ID)
	common := Mark{
		Serial: serial, Date: a.Date, Kind: a.Kind,
		Hours: a.Said.ClassHours, Unit: a.Said.Unit, Audience: policy.AudienceClass(a.Said.Audience), Level: a.Said.Level,
		Print:     PrintOf(&a.Said),
		OwnBranch: a.Said.OwnBranch,
		Noted:     a.Said.Course != "" && a.Said.Teacher != "" && a.Said.Comment != "",
		Late:      a.Late, Approved: !a.Approved.IsZero(), Retracted: !a.Live(),
	}
	marks := make([]Mark, len(a.Credits))
	for i, c := range a.Credits {
		marks[i] = common
		marks[i].Own = c.Member == a.By
		marks[i].Confirmed, marks[i].Declined = !c.Confirmed.IsZero(), !c.Declined.IsZero()
	}
	return marks
}

// The form of a stored mark: a version byte, the flags, the class hours in hundredths, then texts, each after its length, then the print. Serial and date stand in
// the key. A later program may append fields within the version: what is behind the known ones is skipped, what is missing is zero.
const markVersion = 1

// maxHours is more than any activity lasts.
const maxHours = 10000

const (
	flagOwnBranch = 1 << iota
	flagNoted
	flagConfirmed
	flagDeclined
	flagLate
	flagApproved
	flagRetracted
	flagOwn
)

// AppendMark writes the value of the index entry of a mark to b.
func AppendMark(b []byte, m Mark) []byte {
	flags := bit(m.OwnBranch, flagOwnBranch) | bit(m.Noted, flagNoted) | bit(m.Confirmed, flagConfirmed) | bit(m.Declined, flagDeclined) |
		bit(m.Late, flagLate) | bit(m.Approved, flagApproved) | bit(m.Retracted, flagRetracted) | bit(m.Own, flagOwn)
	b = append(b, markVersion)
	b = binary.AppendUvarint(b, flags)
	b = binary.AppendUvarint(b, uint64(math.Round(min(max(m.Hours, 0), maxHours)*100)))
	for _, text := range [...]string{string(m.Kind), m.Audience, m.Level, m.Unit} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	return appendPrint(b, m.Print)
}

func bit(is bool, flag uint64) uint64 {
	if is {
		return flag
	}
	return 0
}

// ErrMark is what ReadMark gives for bytes that AppendMark did not write.
var ErrMark = errors.New("ledger: a mark cannot be read")

// ReadMark reads the value of an index entry; serial and date come from its key.
func ReadMark(serial Serial, date policy.Date, value []byte) (Mark, error) {
	m := Mark{Serial: serial, Date: date}
	r := markReader{rest: value}
	if r.version() != markVersion {
		return Mark{}, ErrMark
	}
	flags, hours := r.number(), r.number()
	m.Hours = float64(hours) / 100
	m.Kind = kindOf(r.text())
	m.Audience = audienceOf(r.text())
	m.Level = string(r.text())
	m.Unit = string(r.text())
	m.Print = r.print()
	m.Own, m.OwnBranch, m.Noted = flags&flagOwn != 0, flags&flagOwnBranch != 0, flags&flagNoted != 0
	m.Confirmed, m.Declined = flags&flagConfirmed != 0, flags&flagDeclined != 0
	m.Late, m.Approved, m.Retracted = flags&flagLate != 0, flags&flagApproved != 0, flags&flagRetracted != 0
	if r.bad || m.Hours > maxHours {
		return Mark{}, ErrMark
	}
	return m, nil
}

// markReader takes a stored mark apart. Where it ends early everything further is zero; a field cut off in the middle is bad.
type markReader struct {
	rest []byte
	bad  bool
}

func (r *markReader) version() byte {
	if len(r.rest) == 0 {
		return 0
	}
	v := r.rest[0]
	r.rest = r.rest[1:]
	return v
}

func (r *markReader) number() uint64 {
	if len(r.rest) == 0 {
		return 0
	}
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.rest, r.bad = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *markReader) text() []byte {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.rest, r.bad = nil, true
		return nil
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// kindOf and audienceOf give the known words without making a new string of each mark.
func kindOf(b []byte) policy.Kind {
	for _, k := range knownKinds {
		if string(b) == string(k) {
			return k
		}
	}
	return policy.Kind(b)
}

func audienceOf(b []byte) string {
	for _, a := range knownAudiences {
		if string(b) == a {
			return a
		}
	}
	return string(b)
}

// knownKinds, the most frequent first.
var knownKinds = [...]policy.Kind{
	policy.ObserveClass, policy.Forum, policy.Visit, policy.OrgLife, policy.Research, policy.ReceptionDay, policy.FirstLesson,
	policy.NonpartyTalk, policy.NonpartyEvent, policy.RetireeBrief, policy.Consultation, policy.Ideology, policy.ResearchPlan,
}

var knownAudiences = [...]string{"", policy.Students, policy.Teachers, policy.Staff, policy.Everyone, policy.Retirees}
