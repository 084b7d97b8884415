package ledger

import (
	"encoding/binary"
	"errors"

	"lianxin/config/policy"
)

// Brief is what a list of open cases needs to know of one: the value of a covering index, so that a queue decodes no record. It holds nothing of the
// content.
type Brief struct {
	Serial     Serial
	Due        policy.Date // last good workday of the clock that runs; 0 = none
	For        Clock
	Stage      Stage
	Category   string
	Unit       string
	Level      Level
	Supervised bool // 督办
	Guarded    bool // it is about somebody, or somebody withdrew: who may see it is asked of the record
	Major      bool
}

// ID is the id of the case.
func (b Brief) ID() string { return b.Serial.ID(PetitionLetters) }

// Overdue tells whether the last good workday is gone on day d.
func (b Brief) Overdue(d policy.Date) bool { return b.Due != 0 && d > b.Due }

// Brief gives what an index holds of the case.
func (p *Petition) Brief() Brief {
	serial, _ := ParseID(PetitionLetters, p.ID)
	return Brief{
		Serial: serial, Due: p.Due, For: p.DueFor, Stage: p.Stage(), Category: p.Category, Unit: p.Unit, Level: p.Level,
		Supervised: len(p.Supervised) > 0, Guarded: len(p.Targets)+len(p.TargetUnits)+len(p.Recused) > 0, Major: p.Major,
	}
}

// The form of a stored brief: a version byte, the flags, then texts, each after its length. Serial and due day stand in the key. What is behind the known
// fields is skipped, what is missing is zero.
const briefVersion = 1

const (
	flagSupervised = 1 << iota
	flagGuarded
	flagMajor
)

// AppendBrief writes the value of the index entry of a brief to out.
func AppendBrief(out []byte, b Brief) []byte {
	out = append(out, briefVersion)
	out = binary.AppendUvarint(out, bit(b.Supervised, flagSupervised)|bit(b.Guarded, flagGuarded)|bit(b.Major, flagMajor))
	for _, text := range [...]string{string(b.For), string(b.Stage), b.Category, b.Unit, string(b.Level)} {
		out = binary.AppendUvarint(out, uint64(len(text)))
		out = append(out, text...)
	}
	return out
}

// ErrBrief is what ReadBrief gives for bytes that AppendBrief did not write.
var ErrBrief = errors.New("ledger: a brief cannot be read")

// ReadBrief reads the value of an index entry; serial and due day come from its key.
func ReadBrief(serial Serial, due policy.Date, value []byte) (Brief, error) {
	b := Brief{Serial: serial, Due: due}
	r := markReader{rest: value}
	if r.version() != briefVersion {
		return Brief{}, ErrBrief
	}
	flags := r.number()
	b.Supervised, b.Guarded, b.Major = flags&flagSupervised != 0, flags&flagGuarded != 0, flags&flagMajor != 0
	b.For, b.Stage, b.Category = known(r.text(), knownClocks[:]), known(r.text(), knownStages[:]), string(r.text())
	b.Unit, b.Level = string(r.text()), known(r.text(), knownLevels[:])
	if r.bad {
		return Brief{}, ErrBrief
	}
	return b, nil
}

// UncommonBrief tells of a stored brief, without reading it all, whether its case goes other ways than usual: it is guarded or 重大.
func UncommonBrief(value []byte) bool {
	return len(value) > 1 && value[0] == briefVersion && value[1]&(flagGuarded|flagMajor) != 0
}

// known gives a word of a list without making a new string of it.
func known[T ~string](text []byte, list []T) T {
	for _, word := range list {
		if string(text) == string(word) {
			return word
		}
	}
	return T(text)
}

var (
	knownClocks = [...]Clock{ClockUnit, ClockDecide, ClockSort, ClockTell, ClockRework, ClockReview, ClockObject}
	knownStages = [...]Stage{
		StageWork, StageAnswered, StageFiled, StageTold, StageCheck, StageReview, StageRereview, StageReviewed, StageClosed, StageEnded, StageWithdrawn, StageMerged,
	}
	knownLevels = [...]Level{LevelOpen, LevelConfidential, LevelAnonymous}
)
