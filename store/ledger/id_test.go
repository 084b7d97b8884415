package ledger_test

import (
	"testing"

	"lianxin/store/ledger"
)

func TestSerial(t *testing.T) {
	good := map[string]ledger.Serial{
		"HD2026-0001":       {Year: 2026, Number: 1},
		"HD2026-0117":       {Year: 2026, Number: 117},
		"HD2026-9999":       {Year: 2026, Number: 9999},
		"HD2026-10000":      {Year: 2026, Number: 10000},
		"HD2026-4294967295": {Year: 2026, Number: 4294967295},
	}
	for id, s := range good {
		if got := s.ID(ledger.ActivityLetters); got != id {
			t.Errorf("%+v: %s", s, got)
		}
		if got, ok := ledger.ParseID(ledger.ActivityLetters, id); !ok || got != s {
			t.Errorf("%s: %+v, %v", id, got, ok)
		}
	}
	for _, id := range []string{
		"", "HD", "HD2026", "HD2026-", "HD2026-1", "HD2026-0000", "HD2026-00001", "HD2026-4294967296", "HD2026-99999999999", "XF2026-0001", "hd2026-0001",
		"HD2026 0001", "HD2026-000a", "HD202x-0001", "HD2026-+001", " HD2026-0001", "HD2026-0001 ", "HD+026-0001",
	} {
		if s, ok := ledger.ParseID(ledger.ActivityLetters, id); ok {
			t.Errorf("%q is read as %+v", id, s)
		}
	}
}
