package reminders

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// withGroups is the sample school with two group robots, its roster of the term published and its ledger full of what no group may read.
func withGroups(t testing.TB) (*policy.School, *store.Store) {
	t.Helper()
	school, st := sample(t), emptyStore(t)
	school.Groups = []policy.Address{policy.GroupAddress("dingtalk", "校长办公室"), policy.GroupAddress("wecom", "党委办公室")}
	update(t, st, clockAt(t, "2026-03-02 10:00"), func(tx *store.Tx) error {
		term, _ := school.Calendar.TermByID("2026-2027-1")
		r, err := ledger.Roster{Term: term.ID, Start: term.Start}.Publish(school, term, office(), tx.At)
		if err != nil {
			return err
		}
		return tx.PutRoster(r)
	})
	filed(t, st, "后勤处", "2026-10-20", "2026-11-17")
	booked(t, school, st, "2026-11-24", "2026-11-30", 0, "热水")
	return school, st
}

// posts lists what is posted in groups in a stretch of days.
func posts(t testing.TB, school *policy.School, st *store.Store, from, to string) []string {
	t.Helper()
	var out []string
	err := st.View(func(tx *store.Tx) error {
		items, err := Preview(school, tx, clockAt(t, from+" 00:00"), clockAt(t, to+" 23:59"), false)
		for _, it := range items {
			if it.To.GroupName() != "" {
				out = append(out, it.At.Format("01-02 15:04")+" "+it.Receiver()+" "+it.Key+"\n"+it.Text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGroupPosts(t *testing.T) {
	school, st := withGroups(t)
	const announced = "【11月25日(周三)】11月30日(周一)15:00—17:00是校领导接待日，由黄立新纪委书记接待师生，地点：当班领导办公室。" +
		"想来反映情况、提建议的请私聊连心预约（11月27日(周五)12:00前），当天也可以直接来。"
	want := []string{
		"11-23 09:00 党委办公室群 office_digest/2026-11-23/group.week/wecom-group:党委办公室\n" +
			"【11月23日(周一)】每周情况：进度偏慢7、接待未登记2、逾期信访1。名单和编号已私聊发给党委办公室。",
		"11-25 09:20 校长办公室群 reception_published/2026-11-30/group.d3/dingtalk-group:校长办公室\n" + announced,
		"11-25 09:20 党委办公室群 reception_published/2026-11-30/group.d3/wecom-group:党委办公室\n" + announced,
	}
	if diff := cmp.Diff(want, posts(t, school, st, "2026-11-23", "2026-11-29")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, text := range posts(t, school, st, "2026-09-01", "2027-01-17") {
		for _, hidden := range []string{"XF2026", "YY2026", "热水", "听课 4", "后勤处", "梁志远：", "visitor"} {
			if strings.Contains(text, hidden) {
				t.Errorf("a group reads %q: %s", hidden, text)
			}
		}
	}
	school.Groups = nil
	if got := posts(t, school, st, "2026-09-01", "2027-01-17"); got != nil {
		t.Errorf("posted without a robot: %q", got)
	}
}

func TestUnpublishedReceptionsAreNotPosted(t *testing.T) {
	school, st := sample(t), emptyStore(t)
	school.Groups = []policy.Address{policy.GroupAddress("wecom", "校长办公室")}
	if got := posts(t, school, st, "2026-09-01", "2027-01-17"); got != nil {
		t.Errorf("%q", got)
	}
}

// TestGroupRowsGoThroughTheOutbox: written once, sent to their channel at an hour at which the bot may speak, and a refusal is named to the office.
func TestGroupRowsGoThroughTheOutbox(t *testing.T) {
	school, st := withGroups(t)
	r := New(school, st, quietLog(), Options{Spread: -1, Channels: []string{"wecom"}})
	for at := clockAt(t, "2026-11-25 08:00"); at.Before(clockAt(t, "2026-11-25 11:00")); at = at.Add(10 * time.Minute) {
		if _, err := r.Tick(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	sent := map[string]string{}
	group := senderFunc(func(_ context.Context, to policy.Address, text string) ledger.Outcome {
		sent[to.String()] += text
		return ledger.Outcome{State: ledger.Refused, Reason: "群机器人已被移除或停用", Code: 93000}
	})
	now := clockAt(t, "2026-11-25 11:00")
	d := NewDelivery(st, map[string]Sender{policy.GroupChannel("wecom"): group}, func() time.Time { return now }, quietLog(), DeliveryOptions{Hours: Hours(school)})
	for range 3 {
		if _, err := d.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(sent) != 1 || strings.Count(sent["wecom-group:党委办公室"], "接待日，由") != 1 {
		t.Errorf("posted: %v", sent)
	}
	day := only(t, school, st, "2026-11-26", "2026-11-26", "chen", KindOfficeDigest)
	for _, part := range []string{"党委办公室群·接待日提醒：群机器人已被移除或停用", "校长办公室群·接待日提醒：群机器人已不在配置里"} {
		if !strings.Contains(day, part) {
			t.Errorf("the office does not read %q: %s", part, day)
		}
	}
}

// senderFunc is a Sender that is one function.
type senderFunc func(context.Context, policy.Address, string) ledger.Outcome

func (f senderFunc) Send(ctx context.Context, to policy.Address, text string) ledger.Outcome {
	return f(ctx, to, text)
}
