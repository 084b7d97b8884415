package ledger_test

import (
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// TestKeepLeft holds that the plain row of a draft that stays says when the draft was left, not when it was written: that may be the instant of a step in a
// case, whose journal line names nobody.
func TestKeepLeft(t *testing.T) {
	ended := at("2026-11-19 10:30")
	report := ledger.Dialog{Kind: ledger.DialogReport, Expires: ended, Drafts: []ledger.Draft{{}}}
	for _, now := range []time.Time{at("2026-11-19 10:05"), at("2026-11-20 09:00")} {
		left := report.Remains(now)
		row := ledger.KeepLeft(policy.Address{Channel: "wecom", User: "x"}, left)
		if !row.Expires.Equal(ended) || row.Kind != "" || row.Remains(now) != left {
			t.Errorf("at %s: %+v", now, row)
		}
	}
}
