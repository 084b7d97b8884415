package ledger

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"lianxin/config/policy"
)

// Paper is where an imported record comes from: a line of a table of earlier years, with what that table said and a record of ours does not hold.
type Paper struct {
	Batch   string `json:"batch"`             // id of the Import
	Key     string `json:"key"`               // of the line: the same line is imported once
	By      string `json:"by,omitempty"`      // 录入人, as it stood there
	Note    string `json:"note,omitempty"`    // 备注
	Settled string `json:"settled,omitempty"` // 办结
}

// Import 导入: one table of earlier years that was taken into the ledger. Its records can be taken back together; they stay, and count nothing then.
type Import struct {
	ID      string    `json:"id"` // DR2026-0001
	At      time.Time `json:"at"` // UTC
	By      string    `json:"by"`
	File    string    `json:"file"` // its name, without a folder
	Hash    string    `json:"hash"` // hex SHA-256 of its bytes
	Records int       `json:"records"`

	Undone   time.Time `json:"undone,omitzero"`
	UndoneBy string    `json:"undone_by,omitempty"`
}

// ByImport is the name under which imported records are entered, and ByOperator who runs the commands.
const (
	ByImport   = "import"
	ByOperator = "operator"
)

// Live tells whether the import stands.
func (i *Import) Live() bool { return i.Undone.IsZero() }

// mostUndone is how many records one word in a chat takes back.
const mostUndone = 5_000

// MayUndo tells whether an import can be taken back by a word in the chat; nil = yes.
//
// Refusals: import_undone, import_large.
func (i *Import) MayUndo() *Refusal {
	switch {
	case !i.Live():
		return refuseImportUndone(i.ID)
	case i.Records > mostUndone:
		return refuseImportLarge(i.ID, i.Records)
	}
	return nil
}

// Undo takes an import back.
//
// Refusals: import_undone.
func (i Import) Undo(by string, at time.Time) (Import, error) {
	if !i.Live() {
		return i, refuseImportUndone(i.ID)
	}
	i.Undone, i.UndoneBy = at.UTC(), by
	return i, nil
}

// LineKey says what makes a line of a table what it is: who, when, what, where, about what, and how long. Two lines with one key tell the same thing, unless
// the table itself holds both. Notes, opinions and issues are no part of it: they may be written out later.
func LineKey(a *Activity) string {
	var who []string
	for _, c := range a.Credits {
		if c.Declined.IsZero() {
			who = append(who, c.Member)
		}
	}
	slices.Sort(who)
	d := &a.Said
	text, err := json.Marshal([]any{who, a.Date, a.Kind, d.Where(), a.About(), cmp.Or(d.Teacher, d.Speaker), d.When(), d.ClassHours})
	if err != nil { // texts and numbers always have a form
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// BetweenUnitAndPlace stands between a unit and a place in one cell.
const BetweenUnitAndPlace = " · "

// Where is the unit and the place in one cell.
func (d *Details) Where() string {
	if d.Unit == "" || d.Place == "" {
		return d.Unit + d.Place
	}
	return d.Unit + BetweenUnitAndPlace + d.Place
}

// When is the time of day in a word: 5-6节, 15:00-17:00, 15:00, 下午.
func (d *Details) When() string {
	switch {
	case d.Periods != "":
		return d.Periods + "节"
	case d.Start != "" && d.End != "":
		return d.Start + "-" + d.End
	case d.Start != "":
		return d.Start
	}
	return d.PartOfDay
}

// About is the topic: of a lesson its course, of others what they were about.
func (a *Activity) About() string {
	d := &a.Said
	if a.Kind == policy.ObserveClass {
		return cmp.Or(d.Course, d.Topic)
	}
	return cmp.Or(d.Topic, d.Event, d.Matter, d.Meeting, d.Course)
}
