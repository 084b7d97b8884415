package ledger_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

var serial = ledger.Serial{Year: 2026, Number: 117}

func TestMarkForm(t *testing.T) {
	full := ledger.Mark{
		Serial: serial, Date: day("2026-11-18"), Kind: policy.ObserveClass, Hours: 2.5, Unit: "教育科学学院", Audience: "学生", Level: "school",
		Print: ledger.PrintOf(&ledger.Details{Place: "教三401", Teacher: "王丽"}),
		Own:   true, OwnBranch: true, Noted: true, Confirmed: true, Declined: true, Late: true, Approved: true, Retracted: true,
	}
	for _, m := range []ledger.Mark{full, {Serial: serial}, {Serial: serial, Kind: "new_kind", Audience: "校友"}} {
		value := ledger.AppendMark(nil, m)
		got, err := ledger.ReadMark(m.Serial, m.Date, value)
		refused(t, err, "")
		if diff := cmp.Diff(m, got); diff != "" {
			t.Error(diff)
		}
		longer, err := ledger.ReadMark(m.Serial, m.Date, append(value, "fields of a later program"...))
		refused(t, err, "")
		if diff := cmp.Diff(m, longer); diff != "" {
			t.Errorf("with fields of a later program: %s", diff)
		}
	}

	t.Run("of an earlier program with fewer fields", func(t *testing.T) {
		m := ledger.Mark{Serial: serial, Kind: policy.Visit, Hours: 1, Confirmed: true}
		value := ledger.AppendMark(nil, m)
		got, err := ledger.ReadMark(serial, 0, value[:len(value)-4]) // without audience, level, unit and print
		refused(t, err, "")
		if diff := cmp.Diff(m, got); diff != "" {
			t.Error(diff)
		}
	})

	t.Run("of another version, or cut in the middle", func(t *testing.T) {
		value := ledger.AppendMark(nil, full)
		for _, bad := range [][]byte{nil, {}, {2}, append([]byte{9}, value[1:]...), value[:len(value)-1], {1, 0xFF}, {1, 1, 1, 200}} {
			if _, err := ledger.ReadMark(serial, 0, bad); !errors.Is(err, ledger.ErrMark) {
				t.Errorf("%x: %v", bad, err)
			}
		}
	})
}

// TestMarkRoundTrip: whatever is written is read back.
func TestMarkRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		yes := rapid.Bool()
		m := ledger.Mark{
			Serial: serial, Kind: policy.Kind(text.Draw(t, "kind")), Hours: float64(rapid.IntRange(0, 40).Draw(t, "half hours")) / 2,
			Unit: text.Draw(t, "unit"), Audience: text.Draw(t, "audience"), Level: text.Draw(t, "level"),
			Print: ledger.PrintOf(&ledger.Details{Course: text.Draw(t, "course"), Meeting: text.Draw(t, "meeting")}),
			Own:   yes.Draw(t, "self"), OwnBranch: yes.Draw(t, "own"), Noted: yes.Draw(t, "noted"), Confirmed: yes.Draw(t, "confirmed"), Declined: yes.Draw(t, "declined"),
			Late: yes.Draw(t, "late"), Approved: yes.Draw(t, "approved"), Retracted: yes.Draw(t, "retracted"),
		}
		got, err := ledger.ReadMark(serial, 0, ledger.AppendMark(nil, m))
		if err != nil || got != m {
			t.Fatalf("%+v became %+v, %v", m, got, err)
		}
	})
}

// TestMarksAgree: a mark waits for what its record waits for.
func TestMarksAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yes := rapid.Bool()
		a := ledger.Activity{ID: "HD2026-0117", Date: day("2026-11-18"), Late: yes.Draw(t, "late")}
		c := ledger.Credit{Member: "lin"}
		if yes.Draw(t, "approved") {
			a.Approved = noon
		}
		if yes.Draw(t, "retracted") {
			a.Retracted = noon
		}
		if yes.Draw(t, "confirmed") {
			c.Confirmed = noon
		}
		if yes.Draw(t, "declined") {
			c.Declined = noon
		}
		a.Credits = []ledger.Credit{{Member: "he"}, c}
		m := a.Marks()[1]
		if m.Waits() != a.Waits("lin") || m.ID() != a.ID || m.Serial != serial || m.Date != a.Date {
			t.Fatalf("the mark waits for %q, the record for %q", m.Waits(), a.Waits("lin"))
		}
	})
}

func FuzzReadMark(f *testing.F) {
	f.Add(ledger.AppendMark(nil, ledger.Mark{Kind: policy.Forum, Unit: "文学院", Audience: "学生"}))
	f.Add([]byte{1, 0x80})
	f.Fuzz(func(t *testing.T, value []byte) {
		m, err := ledger.ReadMark(serial, 0, value)
		if err != nil {
			return
		}
		again, err := ledger.ReadMark(serial, 0, ledger.AppendMark(nil, m))
		if err != nil || again != m {
			t.Errorf("%x: %+v became %+v, %v", value, m, again, err)
		}
	})
}

func TestAppendMarkKeepsWhatIsThere(t *testing.T) {
	head := []byte("key")
	if got := ledger.AppendMark(head, ledger.Mark{}); !bytes.HasPrefix(got, head) {
		t.Errorf("%q", got)
	}
}
