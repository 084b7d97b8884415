package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// history shows one record with everything that became of it: who entered, corrected, confirmed, approved it and took it back (Art. 6.2).
func (b *Bot) history(t *talk, id string) move {
	return change(func(tx *store.Tx) (string, error) {
		list, err := b.meant(tx, t, phrase.Target{ID: id}, "")
		if err != nil {
			return "", err
		}
		a := list[len(list)-1]
		if !b.mayRead(t, &a) {
			return sayNotAllowed, nil
		}
		lines := []string{a.ID + " " + b.card(a, t.today)}
		for _, e := range b.events(&a) {
			lines = append(lines, e.text)
		}
		return strings.Join(lines, "\n"), b.remember(tx, t, ledger.Dialog{Kind: ledger.DialogShown, Records: []string{a.ID}})
	})
}

// event is one line of a record's history.
type event struct {
	at   time.Time
	text string
}

// events lists what became of a record, the first thing first.
func (b *Bot) events(a *ledger.Activity) []event {
	var out []event
	add := func(at time.Time, who, what string) {
		if !at.IsZero() {
			out = append(out, event{at, fmt.Sprintf("%s %s%s", at.In(b.school.Location).Format("1月2日 15:04"), b.member(who), what)})
		}
	}
	add(a.Entered, a.By, "登记")
	for _, r := range a.History {
		add(r.At, r.By, "更正："+b.changesZh(r.Changes))
	}
	for _, c := range a.Credits {
		if c.Confirmed.After(a.Entered) || c.Member != a.By {
			add(c.Confirmed, c.Member, "确认")
		}
		add(c.Declined, c.Member, "标为不属实")
	}
	add(a.Approved, a.ApprovedBy, "核准补登")
	reason := ""
	if a.Reason != "" {
		reason = "（" + a.Reason + "）"
	}
	add(a.Retracted, a.RetractedBy, "撤销"+reason)
	slices.SortStableFunc(out, func(x, y event) int { return x.at.Compare(y.at) })
	return out
}

// changesZh says what a correction changed: 学时 2→3；单位 文学院→音乐学院.
func (b *Bot) changesZh(changes []ledger.Change) string {
	parts := make([]string, 0, len(changes))
	for _, c := range changes {
		parts = append(parts, fmt.Sprintf("%s %s→%s", fieldZh(c.Field), b.valueZh(c.Field, c.Old), b.valueZh(c.Field, c.New)))
	}
	return strings.Join(parts, "；")
}

func (b *Bot) valueZh(field, value string) string {
	switch {
	case value == "":
		return "空"
	case field == "kind":
		return b.kindName(policy.Kind(value))
	}
	return value
}

// fieldZh names a field of a record.
func fieldZh(field string) string {
	if name, ok := fieldNames[field]; ok {
		return name
	}
	return "其他内容"
}

var fieldNames = map[string]string{
	"kind": "类别", "date": "日期", "part_of_day": "时段", "start": "开始时间", "end": "结束时间", "periods": "节次", "class_hours": "学时",
	"minutes": "分钟", "unit": "单位", "place": "地点", "place_type": "场所", "course": "课程", "teacher": "任课教师", "klass": "班级",
	"subkind": "形式", "branch": "支部", "own_branch": "本支部", "level": "层级", "role": "身份", "audience": "对象", "headcount": "人数",
	"headcount_approx": "人数约数", "topic": "主题", "counterpart": "谈话对象", "party": "党派", "event": "活动", "speaker": "通报人", "matter": "事项",
	"form": "方式", "meeting": "会议", "visitor_groups": "来访批数", "comment": "听课记录", "issues": "反映问题", "handoffs": "移交",
}

// mayRead tells whether the speaker may see a record: the one who entered it, whom it credits, their delegates, and who sees everybody's; records of
// restricted kinds only their own people, the party secretary and the party office (Art. 5.2).
func (b *Bot) mayRead(t *talk, a *ledger.Activity) bool {
	if a.By == t.by {
		return true
	}
	delegate := false
	for _, c := range a.Credits {
		if c.Member == t.by {
			return true
		}
		m := b.school.Member(c.Member)
		delegate = delegate || m != nil && t.who != nil && m.Delegated(t.who.ID, t.today)
	}
	if t.who == nil {
		return false
	}
	if spec := b.school.Measure.Kind(a.Kind); spec != nil && spec.Restricted {
		return t.who.Has(policy.PartyOffice) || t.who.Post == policy.PostPartySecretary
	}
	return delegate || seesAll(t.who)
}
