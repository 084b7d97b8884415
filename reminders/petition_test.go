package reminders

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// TestClocks holds each clock against its days: five, two and no workdays before its last good workday, then every workday. A week of 劳动节 lies in them,
// with the make-up Saturday 05-09.
func TestClocks(t *testing.T) {
	fromAbove := func(f *ledger.Filing) { f.Source, f.Superior.Body = ledger.FromSuperior, "省教育厅" }
	suggestion := func(f *ledger.Filing) { f.Class = policy.Suggestion }
	tests := []struct {
		name     string
		set      func(b *casebook)
		who      string
		from, to string
		want     []string
	}{
		{
			"telling, 15 days: the last is a holiday, the last workday before it 04-30",
			func(b *casebook) { b.file("2026-04-20 10:00") }, "liu", "2026-04-20", "2026-05-07",
			[]string{"04-23_tell", "04-28_tell", "04-30_tell", "05-06_overdue", "05-07_overdue"},
		},
		{
			"from above: within 5 workdays it may be objected to, which is no fault to miss; the make-up Saturday is the last day",
			func(b *casebook) { b.file("2026-04-29 10:00", fromAbove) }, "liu", "2026-04-29", "2026-05-18",
			[]string{"04-29_tell", "05-07_tell", "05-08_tell", "05-09_tell", "05-12_tell", "05-14_tell", "05-15_overdue", "05-18_overdue"},
		},
		{
			"taken on and with nobody: 转办 within 3 workdays",
			func(b *casebook) { b.accept("2026-04-20 10:00", b.file("2026-04-20 09:00")) }, "liu", "2026-04-20", "2026-04-27",
			[]string{"04-21_due", "04-23_due", "04-24_overdue", "04-27_overdue"},
		},
		{
			"the same where no unit could take it: the officer answers himself",
			func(b *casebook) {
				b.school.Units[0].Handlers = nil
				b.accept("2026-04-20 10:00", b.file("2026-04-20 09:00"))
			}, "liu", "2026-04-20", "2026-05-20",
			[]string{"04-21_due", "04-23_due"},
		},
		{
			"a unit without 承办人: its head from the beginning",
			func(b *casebook) {
				b.school.Units[0].Handlers = nil
				b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处")
			}, "zeng", "2026-04-20", "2026-05-11",
			[]string{"04-29_due", "05-07_due", "05-09_due", "05-11_overdue"},
		},
		{
			"the unit's own clock",
			func(b *casebook) { b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处") }, "peng", "2026-04-20", "2026-05-12",
			[]string{"04-29_due", "05-07_due", "05-09_due", "05-11_overdue", "05-12_overdue"},
		},
		{
			"the officer hears of the unit's clock too",
			func(b *casebook) { b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处") }, "liu", "2026-04-20", "2026-05-11",
			[]string{"04-29_due", "05-07_due", "05-09_due", "05-11_overdue"},
		},
		{
			"the head of the unit when it is late, every day",
			func(b *casebook) { b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处") }, "zeng", "2026-04-20", "2026-05-12",
			[]string{"05-11_overdue", "05-12_overdue"},
		},
		{
			"another unit hears nothing",
			func(b *casebook) { b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处") }, "tang", "2026-04-20", "2026-05-12",
			nil,
		},
		{
			"a unit that helps has the same clock",
			func(b *casebook) {
				b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00"), "2026-05-09", "后勤处", "教务处")
			}, "tang", "2026-04-20", "2026-05-11",
			[]string{"04-29_due", "05-07_due", "05-09_due", "05-11_overdue"},
		},
		{
			"the decision, 15 workdays for 建议意见",
			func(b *casebook) {
				b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00", suggestion), "2026-05-13", "后勤处")
			}, "liu", "2026-04-20", "2026-05-14",
			[]string{"05-07_due", "05-11_due", "05-13_due", "05-14_overdue"},
		},
		{
			"answered: nothing is due",
			func(b *casebook) {
				id := b.file("2026-04-20 09:00")
				b.assign("2026-04-20 10:00", id, "2026-05-09", "后勤处")
				b.reply("2026-05-08 10:00", "peng", id)
			}, "liu", "2026-05-08", "2026-05-20", nil,
		},
		{
			"不满意: another 10 workdays",
			func(b *casebook) {
				id := b.file("2026-04-20 09:00")
				b.assign("2026-04-20 10:00", id, "2026-05-09", "后勤处")
				b.reply("2026-05-08 10:00", "peng", id)
				b.rate("2026-05-08 12:00", id, ledger.ScoreBad)
			}, "peng", "2026-05-08", "2026-05-25",
			[]string{"05-14_due", "05-19_due", "05-21_due", "05-22_overdue", "05-25_overdue"},
		},
		{
			"复查, 30 days: a Sunday, the Friday before it",
			func(b *casebook) {
				id := b.file("2026-04-20 09:00")
				b.assign("2026-04-20 10:00", id, "2026-05-09", "后勤处")
				b.reply("2026-05-08 10:00", "peng", id)
				b.do("2026-05-08 12:00", "filer", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.AskReview(d) })
			}, "liu", "2026-05-25", "2026-06-09",
			[]string{"05-29_due", "06-03_due", "06-05_due", "06-08_overdue", "06-09_overdue"},
		},
		{
			"in the vacation too",
			func(b *casebook) { b.assign("2026-07-13 10:00", b.file("2026-07-13 09:00"), "2026-08-05", "后勤处") }, "peng", "2026-07-20", "2026-08-07",
			[]string{"07-29_due", "08-03_due", "08-05_due", "08-06_overdue", "08-07_overdue"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBook(t)
			test.set(b)
			if diff := cmp.Diff(test.want, b.hears(test.who, test.from, test.to)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDigestNamesClocksOnly(t *testing.T) {
	b := newBook(t)
	b.assign("2026-04-13 10:00", b.file("2026-04-13 09:00"), "2026-05-09", "后勤处")
	b.file("2026-04-24 09:00")
	b.assign("2026-04-20 10:00", b.file("2026-04-20 09:00", func(f *ledger.Filing) { f.Class = policy.Suggestion }), "2026-05-13", "后勤处", "教务处")
	got := b.text("liu", "2026-05-07", KindPetitionDue)
	want := "【5月7日(周四)】信访件办理提醒\n即将到期：\n· XF2026-0001 后勤-食堂（后勤处）：5月9日(周六)前回复\n" +
		"· XF2026-0003 后勤-食堂（后勤处）：5月13日(周三)前回复；5月13日(周三)前答复\n应告知来信人受理情况：\n· XF2026-0002 后勤-食堂（后勤处）：5月9日(周六)前告知\n" +
		"回编号看详情和能怎么办（例如“看 XF2026-0001”）；办妥后登记，提醒自动停止；超期的会列入党委办公室的每周情况。"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, it := range b.items("2026-04-13", "2026-06-30") {
		for _, word := range []string{"秘密", "原话", "student"} {
			if strings.Contains(it.Text+it.Why+it.Key, word) {
				t.Errorf("%s says %q: %s", it.Key, word, it.Text)
			}
		}
	}
}

// TestNobodyHearsOfHisOwn has cases about an officer, a handler and a unit: whoever has an interest hears nothing, others stand in.
func TestNobodyHearsOfHisOwn(t *testing.T) {
	about := func(ids ...string) func(*ledger.Filing) {
		return func(f *ledger.Filing) { f.Targets, f.Category = ids, "教务-选课" }
	}
	tests := []struct {
		name       string
		set        func(b *casebook) string
		hear, deaf []string
	}{
		{"about nobody", func(b *casebook) string { return b.file("2026-04-20 10:00") }, []string{"liu"}, []string{"sun", "guo"}},
		{"about the only officer: those above", func(b *casebook) string { return b.file("2026-04-20 10:00", about("liu")) }, []string{"sun"}, []string{"liu", "guo"}},
		{
			"about the officer and those above: 纪委办", func(b *casebook) string { return b.file("2026-04-20 10:00", about("liu", "sun")) },
			[]string{"guo"},
			[]string{"liu", "sun"},
		},
		{
			"about the 承办人 of a unit, which loses it", func(b *casebook) string {
				return b.file("2026-04-20 10:00", func(f *ledger.Filing) { f.Targets = []string{"peng"} })
			}, []string{"liu"}, []string{"peng", "zeng"},
		},
		{
			"an officer who withdrew", func(b *casebook) string {
				id := b.file("2026-04-20 10:00")
				b.do("2026-04-20 11:00", "liu", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Recuse(d, "liu") })
				return id
			}, []string{"sun"}, []string{"liu"},
		},
		{
			"a 承办人 who withdrew", func(b *casebook) string {
				id := b.file("2026-04-20 10:00")
				b.assign("2026-04-20 10:30", id, "2026-04-28", "后勤处")
				b.do("2026-04-20 11:00", "peng", id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Recuse(d, "peng") })
				return id
			}, []string{"liu", "zeng"}, []string{"peng"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBook(t)
			id := test.set(b)
			heard := map[string]bool{}
			for _, it := range b.items("2026-04-20", "2026-06-30") {
				if strings.Contains(it.Text, id) {
					heard[whoOf(it)] = true
				}
			}
			for _, who := range test.hear {
				if !heard[who] {
					t.Errorf("%s hears nothing; heard by %v", who, heard)
				}
			}
			for _, who := range test.deaf {
				if heard[who] {
					t.Errorf("%s hears of it", who)
				}
			}
		})
	}
}

// TestOfficeHearsNothingOfItsOwn has an overdue case about somebody of the party office, who reads the digest.
func TestOfficeHearsNothingOfItsOwn(t *testing.T) {
	b := newBook(t)
	b.file("2026-04-20 10:00", func(f *ledger.Filing) { f.Targets = []string{"deng"} })
	other := b.file("2026-04-20 10:00")
	r := b.reminders()
	tick(t, r, "2026-04-20 12:00")
	b.ticks(r, "2026-05-06 00:00", "2026-05-06 08:30")
	for _, on := range []string{"2026-05-06", "2026-05-11"} {
		got := b.text("chen", on, KindOfficeDigest)
		if !strings.Contains(got, other) || strings.Contains(got, "XF2026-0001") {
			t.Errorf("the digest of the office on %s:\n%s", on, got)
		}
	}
}

// TestOfficeHearsOfNoNoticeAboutItsOwn has notices to filers that did not arrive: the office reads of them without a name, and nothing of those about a case
// in which one of it has an interest.
func TestOfficeHearsOfNoNoticeAboutItsOwn(t *testing.T) {
	b := newBook(t)
	about := b.file("2026-04-20 10:00", func(f *ledger.Filing) { f.Targets = []string{"deng"} })
	other := b.file("2026-04-20 10:00")
	at := clockAt(t, "2026-04-21 10:00")
	update(t, b.st, at, func(tx *store.Tx) error {
		for _, id := range []string{about, other} {
			n := ledger.Notice{Key: "case/" + id, Kind: "case", To: store.SealedAddress(id, 0), Text: "告知", Made: at, Due: at, Refused: at, Reason: "账号停用"}
			if _, err := tx.Notify(n); err != nil {
				return err
			}
		}
		return nil
	})
	got := b.text("chen", "2026-04-22", KindOfficeDigest)
	if !strings.Contains(got, "没有送达的通知 1 条：\n· 来信人·办理通知：账号停用") || strings.Contains(got, "XF2026") {
		t.Errorf("the office reads:\n%s", got)
	}
}

// TestChase follows one case that nobody answers: 督办 the day after its limit, then the leader in charge, each told once.
func TestChase(t *testing.T) {
	b := newBook(t)
	id := b.file("2026-04-13 09:00")
	b.assign("2026-04-13 10:00", id, "2026-04-22", "后勤处")
	r := b.reminders()
	tick(t, r, "2026-04-13 12:00")
	b.ticks(r, "2026-04-22 00:00", "2026-04-30 12:00")
	var causes []string
	for _, v := range b.petition(id).Supervised {
		causes = append(causes, fmt.Sprintf("%s %s %s", v.At.In(china()).Format("01-02"), v.Cause, v.For))
	}
	if diff := cmp.Diff([]string{"04-23 逾期 承办单位回复", "04-29 报分管领导 承办单位回复"}, causes); diff != "" {
		t.Errorf("督办 (-want +got):\n%s", diff)
	}
	told := map[string][]string{}
	for _, n := range outbox(t, b.st) {
		if n.Member == "wu" && (!strings.Contains(n.Text, "请您过问") || !strings.Contains(n.Text, "批示") || strings.Contains(n.Text, "新列入督办")) {
			t.Errorf("the leader in charge reads:\n%s", n.Text)
		}
		if strings.Contains(n.Text, "新列入督办") || strings.Contains(n.Text, "请您过问") {
			told[n.Member] = append(told[n.Member], n.Planned.In(china()).Format("01-02"))
		}
	}
	want := map[string][]string{
		"liu": {"04-23", "04-29"}, "sun": {"04-23", "04-29"}, "peng": {"04-23"}, "zeng": {"04-23"}, "wu": {"04-29"},
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestCluster has three open cases of one topic in one unit.
func TestCluster(t *testing.T) {
	b := newBook(t)
	r := b.reminders()
	tick(t, r, "2026-04-13 08:00")
	for i := range 3 {
		b.assign("2026-04-13 10:00", b.file("2026-04-13 09:00"), "2026-05-09", "后勤处")
		if i == 1 {
			tick(t, r, "2026-04-13 11:00")
			if len(b.petition("XF2026-0001").Supervised) > 0 {
				t.Error("two cases are no cluster")
			}
		}
	}
	b.assign("2026-04-13 10:00", b.file("2026-04-13 09:00", func(f *ledger.Filing) { f.Category = "教务-选课" }), "2026-05-09", "教务处")
	b.ticks(r, "2026-04-13 12:00", "2026-04-16 12:00")
	var got []string
	for _, n := range outbox(t, b.st) {
		if n.Kind == KindPetitionOverdue {
			got = append(got, n.Key)
			if strings.Count(n.Text, "同类") != 3 || strings.Contains(n.Text, "XF2026-0004") {
				t.Errorf("%s: %s", n.Key, n.Text)
			}
		}
	}
	slices.Sort(got)
	want := []string{"petition/2026-04-14/digest/liu", "petition/2026-04-14/digest/peng", "petition/2026-04-14/digest/sun", "petition/2026-04-14/digest/zeng"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestMissedDigestIsMadeGood stops the program after a case came under 督办 and before the digest that names it.
func TestMissedDigestIsMadeGood(t *testing.T) {
	for _, back := range []string{"2026-04-23 10:00", "2026-04-24 10:00", "2026-04-28 10:00"} {
		b := newBook(t)
		id := b.file("2026-04-13 09:00")
		b.assign("2026-04-13 10:00", id, "2026-04-22", "后勤处")
		r := b.reminders()
		tick(t, r, "2026-04-22 12:00")
		tick(t, r, "2026-04-23 00:10")
		b.ticks(b.reminders(), back, "2026-04-28 20:00")
		var named []string
		for _, n := range outbox(t, b.st) {
			if n.Member == "peng" && n.Dropped.IsZero() && strings.Contains(n.Text, "新列入督办") {
				named = append(named, n.Made.In(china()).Format("2006-01-02 15:04"))
			}
		}
		if diff := cmp.Diff([]string{back}, named); diff != "" {
			t.Errorf("back at %s (-want +got):\n%s", back, diff)
		}
	}
}

// TestChasedAfterTheDigest puts a case under 督办 in the look that also writes the digest of that morning, too late: the next one names it. What the
// conversation has told is not named again.
func TestChasedAfterTheDigest(t *testing.T) {
	for _, told := range []bool{false, true} {
		b := newBook(t)
		id := b.file("2026-04-13 09:00")
		b.assign("2026-04-13 10:00", id, "2026-04-22", "后勤处")
		r := b.reminders()
		tick(t, r, "2026-04-27 10:00")
		if n := len(outbox(t, b.st)); n == 0 || len(b.petition(id).Supervised) != 1 {
			t.Fatalf("%d rows, 督办 %+v", n, b.petition(id).Supervised)
		}
		if told {
			update(t, b.st, clockAt(t, "2026-04-27 10:00"), func(tx *store.Tx) error {
				_, err := tx.Notify(ledger.Notice{Key: "case/1", Kind: "case", To: address("Upeng"), Member: "peng", Text: "督办", Made: tx.At, Due: tx.At})
				return err
			})
		}
		b.ticks(r, "2026-04-28 08:00", "2026-04-28 09:00")
		for _, n := range outbox(t, b.st) {
			named := strings.Contains(n.Text, "新列入督办")
			switch n.Key {
			case "petition/2026-04-27/digest/peng":
				if named {
					t.Errorf("named before it was time: %s", n.Text)
				}
			case "petition/2026-04-28/digest/peng":
				if named == told {
					t.Errorf("told by the conversation: %v, named: %v", told, named)
				}
			}
		}
	}
}
