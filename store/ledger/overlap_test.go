package ledger_test

import (
	"testing"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

func TestOverlaps(t *testing.T) {
	calendar := &policy.Calendar{Periods: []policy.ClassPeriod{
		{Name: "1", Start: 480, End: 525}, {Name: "2", Start: 535, End: 580}, {Name: "3", Start: 600, End: 645}, {Name: "4", Start: 655, End: 700},
	}}
	for _, tt := range []struct {
		a, b ledger.Details
		want bool
	}{
		{ledger.Details{Periods: "1-2"}, ledger.Details{Periods: "2-3"}, true},
		{ledger.Details{Periods: "1-2"}, ledger.Details{Periods: "3-4"}, false},
		{ledger.Details{Periods: "1,4"}, ledger.Details{Periods: "2-3"}, false},
		{ledger.Details{Periods: "1,4"}, ledger.Details{Periods: "3-4"}, true},
		{ledger.Details{Periods: "1-2"}, ledger.Details{Start: "09:00"}, true},
		{ledger.Details{Periods: "1-2"}, ledger.Details{Start: "09:40"}, false}, // the end is not part of it
		{ledger.Details{Periods: "3"}, ledger.Details{Start: "09:00", End: "10:00"}, false},
		{ledger.Details{Periods: "3"}, ledger.Details{Start: "09:00", End: "10:01"}, true},
		{ledger.Details{PartOfDay: "上午"}, ledger.Details{PartOfDay: "上午"}, false},
		{ledger.Details{Periods: "9-12"}, ledger.Details{Periods: "9-12"}, false}, // not in the calendar
		{ledger.Details{Start: "soon"}, ledger.Details{Start: "soon"}, false},
	} {
		a, b := ledger.Activity{Date: 20000, Said: tt.a}, ledger.Activity{Date: 20000, Said: tt.b}
		if a.Overlaps(&b, calendar) != tt.want || b.Overlaps(&a, calendar) != tt.want {
			t.Errorf("%+v and %+v: not %v", tt.a, tt.b, tt.want)
		}
		if b.Date++; a.Overlaps(&b, calendar) {
			t.Error("different days overlap")
		}
	}
}

func TestSameAs(t *testing.T) {
	base := ledger.Activity{Kind: policy.ObserveClass, Date: 20000, Said: ledger.Details{ClassHours: 2, Unit: "文学院", Course: "古代汉语"}}
	for name, tt := range map[string]struct {
		change func(*ledger.Activity)
		want   bool
	}{
		"the same":          {func(*ledger.Activity) {}, true},
		"says less":         {func(a *ledger.Activity) { a.Said.Course = "" }, true},
		"says more":         {func(a *ledger.Activity) { a.Said.Periods = "3-4" }, true},
		"another course":    {func(a *ledger.Activity) { a.Said.Course = "现代汉语" }, false},
		"other hours":       {func(a *ledger.Activity) { a.Said.ClassHours = 1 }, false},
		"another day":       {func(a *ledger.Activity) { a.Date++ }, false},
		"another kind":      {func(a *ledger.Activity) { a.Kind = policy.Visit }, false},
		"another unit":      {func(a *ledger.Activity) { a.Said.Unit = "" }, false},
		"different comment": {func(a *ledger.Activity) { a.Said.Comment = "好" }, true},
	} {
		o := base
		tt.change(&o)
		if base.SameAs(&o) != tt.want || o.SameAs(&base) != tt.want {
			t.Errorf("%s: not %v", name, tt.want)
		}
	}
}

func TestRemains(t *testing.T) {
	drafts := []ledger.Draft{{Kind: policy.Visit}}
	older := &ledger.Left{Until: noon.Add(time.Hour), Drafts: []ledger.Draft{{Kind: policy.Forum}}}
	d := ledger.Dialog{Kind: ledger.DialogReport, Expires: noon, Drafts: drafts, Ask: []string{"date"}, Left: older}
	if left := d.Remains(noon); left == nil || left.Drafts[0].Kind != policy.Visit {
		t.Errorf("%+v", left)
	}
	end := noon.Add(3 * 24 * time.Hour)
	if d.Remains(end.Add(-time.Nanosecond)) == nil || d.Remains(end) != nil {
		t.Error("a draft does not stay three days")
	}
	d.Kind = ledger.DialogAfter
	if left := d.Remains(noon); left != older {
		t.Errorf("%+v", left)
	}
	if d.Remains(noon.Add(time.Hour)) != nil || (*ledger.Dialog)(nil).Remains(noon) != nil {
		t.Error("what is forgotten remains")
	}
}
