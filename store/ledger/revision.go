package ledger

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Revision 更正: one correction of a record, so that every earlier version can be told (requirements, 7.2).
type Revision struct {
	At      time.Time `json:"at"` // UTC
	By      string    `json:"by"` // member id or address
	Changes []Change  `json:"changes"`
}

// Change is one field of a record as it was and as it became; "" is a field without a value.
type Change struct {
	Field string `json:"field"` // name of the measure's data: class_hours
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// Diff lists the fields in which two versions of a record differ, in the order of the record. The sentence as typed is none of them.
func Diff(old, new *Activity) []Change {
	var out []Change
	add := func(field, was, is string) {
		if was != is {
			out = append(out, Change{Field: field, Old: was, New: is})
		}
	}
	add("kind", string(old.Kind), string(new.Kind))
	add("date", old.Date.String(), new.Date.String())
	a, b := reflect.ValueOf(old.Said), reflect.ValueOf(new.Said)
	for i := range a.NumField() {
		if name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ","); name != "text" {
			add(name, fieldText(a.Field(i)), fieldText(b.Field(i)))
		}
	}
	return out
}

// fieldText writes a field of Details; the zero value is "".
func fieldText(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Slice:
		var parts []string
		for i := range v.Len() {
			parts = append(parts, v.Index(i).String())
		}
		return strings.Join(parts, "；")
	}
	text, err := json.Marshal(v.Interface())
	if err != nil { // numbers and truth values always have a text
		return ""
	}
	return string(text)
}

// mostNoted is how many runes of a value a journal line holds.
const mostNoted = 60

// NoteChanges writes what a correction changed for the journal: "class_hours: 2 → 3; unit: 文学院 → 音乐学院". Of restricted kinds (Art. 5.2) it names
// the fields only.
func NoteChanges(school *policy.School, a *Activity, changes []Change) string {
	spec := school.Measure.Kind(a.Kind)
	secret := spec != nil && spec.Restricted
	parts := make([]string, 0, len(changes))
	for _, c := range changes {
		if secret && !slices.Contains([]string{"kind", "date", "class_hours"}, c.Field) {
			parts = append(parts, c.Field)
			continue
		}
		parts = append(parts, c.Field+": "+noted(c.Old)+" → "+noted(c.New))
	}
	return strings.Join(parts, "; ")
}

func noted(value string) string {
	if value == "" {
		return "-"
	}
	runes := []rune(value)
	if len(runes) > mostNoted {
		return string(runes[:mostNoted]) + "…"
	}
	return value
}
