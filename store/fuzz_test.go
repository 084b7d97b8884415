package store

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// FuzzRows: whatever lies in the file, reading it gives a record or an error, and what was read can be written and read again.
func FuzzRows(f *testing.F) {
	at := time.Date(2026, 11, 19, 4, 0, 0, 0, time.UTC)
	for _, v := range []any{
		&ledger.Activity{ID: "HD2026-0001", Kind: policy.Forum, Date: 20000, Entered: at, Credits: []ledger.Credit{{Member: "lin", Confirmed: at}}},
		&ledger.Petition{ID: "XF2026-0001", Received: at, Due: 20000},
		&ledger.Petition{
			ID: "XF2026-0002", Received: at, Told: ledger.Told{At: at}, Assignments: []ledger.Assignment{{Unit: "后勤处", Lead: true}},
			Opinions: []ledger.Opinion{{Leading: true, Final: at}}, Reviews: []ledger.Review{{Asked: at}}, Closed: at,
		},
		&ledger.Issue{ID: "WT2026-0001", Trail: []ledger.Handover{{Unit: "后勤处"}}},
		&ledger.Exemption{ID: "JM2026-0001", Member: "lin", Rules: []string{"5.4b"}, Span: policy.Span{From: 20000, To: 20007}, Fixed: true, Need: 2, Made: at},
		&ledger.Notice{Key: "k", Due: at, To: policy.Address{Channel: "wecom", User: "lin"}},
		&ledger.Dialog{Who: policy.Address{Channel: "wecom", User: "lin"}, Expires: at},
		&ledger.Journal{Seq: 1, At: at, By: "lin", Verb: "reported"},
		&ledger.Roster{Term: "2026-2027-1", Start: 20000, Changes: []ledger.SlotChange{{Slot: 20007, Off: true, At: at}}},
		&ledger.Booking{ID: "YY2026-0001", Slot: 20000, Made: at},
	} {
		row, err := new(rowWriter).encode(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(row)
	}
	f.Add([]byte(`{"v":1,"date":"2026-02-30"}`))
	f.Add([]byte(`{"v":1,}`))
	f.Add([]byte(`{"v":1,"credits":[{"confirmed":"x"}],"added":{"later":[1]}}`))
	f.Fuzz(func(t *testing.T, row []byte) {
		roundTrip(t, row, &ledger.Activity{}, &ledger.Activity{})
		roundTrip(t, row, &ledger.Petition{}, &ledger.Petition{})
		roundTrip(t, row, &ledger.Issue{}, &ledger.Issue{})
		roundTrip(t, row, &ledger.Look{}, &ledger.Look{})
		roundTrip(t, row, &ledger.Exemption{}, &ledger.Exemption{})
		roundTrip(t, row, &ledger.Notice{}, &ledger.Notice{})
		roundTrip(t, row, &ledger.Dialog{}, &ledger.Dialog{})
		roundTrip(t, row, &ledger.Journal{}, &ledger.Journal{})
		roundTrip(t, row, &ledger.Roster{}, &ledger.Roster{})
		roundTrip(t, row, &ledger.Booking{}, &ledger.Booking{})
		roundTrip(t, row, &ledger.Sheet{}, &ledger.Sheet{})

		var a ledger.Activity
		if decodeRow(row, &a) == nil {
			var e entries
			activityEntries(&e, make([]byte, serialSize), &a)
		}
		var p ledger.Petition
		if decodeRow(row, &p) == nil {
			var e entries
			petitionEntries(&e, make([]byte, serialSize), &p)
		}
		var i ledger.Issue
		if decodeRow(row, &i) == nil {
			var e entries
			issueEntries(&e, make([]byte, serialSize), &i)
		}
	})
}

func roundTrip(t *testing.T, row []byte, first, second any) {
	t.Helper()
	if decodeRow(row, first) != nil {
		return
	}
	again, err := new(rowWriter).encode(first)
	if err != nil {
		return // an instant that JSON cannot write, such as one of the year 10000
	}
	if err := decodeRow(again, second); err != nil {
		t.Fatalf("%s was written as %s, which cannot be read: %v", row, again, err)
	}
	third, err := new(rowWriter).encode(second)
	if err != nil || !bytes.Equal(again, third) {
		t.Fatalf("%s became %s, %v", again, third, err)
	}
}

// TestRowsOfOtherPrograms: fields may be added and removed without a new version.
func TestRowsOfOtherPrograms(t *testing.T) {
	var a ledger.Activity
	row := []byte(`{"v":1,"id":"HD2026-0001","mood":"good","said":{"weather":["rain"],"unit":"后勤处"},"credits":[{"member":"lin","weight":2}]}`)
	if err := decodeRow(row, &a); err != nil {
		t.Fatal(err)
	}
	if a.ID != "HD2026-0001" || a.Said.Unit != "后勤处" || len(a.Credits) != 1 || a.Credits[0].Member != "lin" || !a.Entered.IsZero() {
		t.Errorf("%+v", a)
	}
	for _, bad := range []string{``, `{}`, `null`, `{"v":2,"id":"HD2026-0001"}`, `{"v":10,"id":"HD2026-0001"}`, `{"id":"HD2026-0001"}`, `{"v":1,"id":5}`, `{"v":1,`} {
		if err := decodeRow([]byte(bad), &a); err == nil {
			t.Errorf("%s: read", bad)
		}
	}
}

// TestRowIsJSON: a row can be read by any tool.
func TestRowIsJSON(t *testing.T) {
	row, err := new(rowWriter).encode(&ledger.Petition{ID: "XF2026-0001", Summary: "<热水> & 路灯"})
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		V       int
		ID      string
		Summary string
	}
	if err := json.Unmarshal(row, &v); err != nil || v.V != 1 || v.ID != "XF2026-0001" || v.Summary != "<热水> & 路灯" {
		t.Errorf("%s: %+v, %v", row, v, err)
	}
}
