package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// suit fits a change to the kind of a record. What only a lesson has is refused where the record is none and does not become one; a bare value that looked
// like a course is what was talked about.
func (b *Bot) suit(a *ledger.Activity, c *phrase.Changes) error {
	kind := a.Kind
	if slices.Contains(c.Fields, "kind") {
		kind = c.To.Kind
	}
	if kind == policy.ObserveClass {
		return nil
	}
	if kind == policy.ReceptionDay && slices.ContainsFunc(c.Fields, func(f string) bool { return f == "course" || f == "topic" || f == "class_hours" }) {
		return ledger.Refuse("sheet_fixed", saySheetFixed, a.ID, a.ID)
	}
	without := func(names ...string) {
		c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f string) bool { return slices.Contains(names, f) })
	}
	if slices.Contains(c.Fields, "course") && !slices.Contains(c.Fields, "teacher") {
		without("course")
		c.Fields, c.To.Said.Topic = append(c.Fields, "topic"), c.To.Said.Course
	}
	if slices.Contains(c.Fields, "periods") {
		without("class_hours") // 座谈改成3-4节 tells when it was
	}
	var foreign []string
	for _, f := range c.Fields {
		if name := lessonFields[f]; name != "" && (f != "class_hours" || kind != policy.FirstLesson) {
			foreign = append(foreign, name)
		}
	}
	if len(foreign) > 0 {
		return ledger.Refuse("not_of_kind", sayNotOfKind, a.ID, b.kindName(kind), strings.Join(foreign, "、"))
	}
	return nil
}

// lessonFields are the fields that only the record of a lesson has, as they are said.
var lessonFields = map[string]string{"class_hours": "学时", "course": "课程", "teacher": "任课教师", "comment": "听课记录"}

// longestValue is how many letters a bare new value has at most; what is longer is a sentence and means what it says.
const longestValue = 20

// inQuestions stand in a question, which is no value.
var inQuestions = [...]string{"?", "？", "吗", "么", "几点", "多少", "怎", "哪", "谁", "啥"}

// newValue takes a bare value after 改 as what the record becomes: 周二, 3学时, 文学院. What asks or orders something means that instead.
func (b *Bot) newValue(t *talk) (move, bool) {
	d := t.dialog
	if d.Reason != labelChange || len(d.Records) != 1 || len([]rune(t.Text)) > longestValue || hasAny(t.Text, inQuestions[:]) {
		return move{}, false
	}
	switch t.cmd.Intent {
	case phrase.OutOfScope, phrase.Clarify, phrase.Choose:
	case phrase.ReportActivity:
		if len(t.cmd.Activities) != 1 || t.cmd.Activities[0].Date != 0 {
			return move{}, false
		}
	default:
		return move{}, false
	}
	c := b.context(t)
	cmd := b.reader.Parse("刚才那条改成"+cut(t.Text), phrase.Context{Today: c.Today, Who: c.Who})
	if cmd.Intent != phrase.CorrectActivity || len(cmd.Changes.Fields) == 0 {
		return move{}, false
	}
	cmd.Target = phrase.Target{ID: d.Records[0]}
	t.cmd = cmd
	return b.correct(t), true
}

// placeAlone tells whether only a place is told, and no record was just talked of: 地点在主楼 is asked about then.
func (t *talk) placeAlone() bool {
	return t.dialog == nil && t.pick == "" && t.cmd.Target.ID == "" && startsWithWord(t.Text, "地点在", "地点是", "听课地点", "座谈地点") && movedTo(t.Text) == "" &&
		!strings.Contains(t.Text, "应")
}

// moreForm adds periods to a lesson just told: 再加一节, 多听了1学时.
var moreForm = regexp.MustCompile(`^(?:还要|还|应该|刚才)?(?:再加上|再加|多加|加上|加|再多|多听了|多了|再补)([一二两三四1-4])个?(?:节课|节|学时|课时)(?:吧|了)?$`)

// moreHours hears that the lesson just recorded was longer: its hours grow, and are said back. Of several lessons, or where its periods are known, it asks.
func (b *Bot) moreHours(t *talk) (move, bool) {
	if len(t.Text) > 40 || !strings.ContainsAny(t.Text, "加多补") {
		return move{}, false
	}
	m := moreForm.FindStringSubmatch(t.plain())
	if m == nil {
		return move{}, false
	}
	more := map[string]float64{"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m[1]]
	d := *t.dialog
	return change(func(tx *store.Tx) (string, error) {
		list, err := byID(tx, d.Records)
		if err != nil {
			return "", err
		}
		var lessons []ledger.Activity
		for _, a := range list {
			if a.Live() && a.Kind == policy.ObserveClass && a.Said.ClassHours > 0 {
				lessons = append(lessons, a)
			}
		}
		switch {
		case len(lessons) == 0:
			return sayHowToChange, nil
		case len(lessons) > 1:
			return fmt.Sprintf(sayMoreOfWhich, b.numberedCards(lessons, t.today)), nil
		case lessons[0].Said.Periods != "":
			return fmt.Sprintf(sayMorePeriods, lessons[0].ID, b.card(lessons[0], t.today)), nil
		}
		a, said := lessons[0], lessons[0].Said
		said.ClassHours += more
		next := b.goesOn(t, a.ID, []string{"class_hours"})
		return b.change(tx, t, a, ledger.Changes{Kind: a.Kind, Date: a.Date, Said: &said}, next, sayChanged)
	}), true
}

// wordsChange ask for a change without saying which.
var wordsChange = []string{"改", "改一下", "要改", "修改", "更改"}

// whatToChange asks what is to be changed in the one record just made; of several the change itself must tell.
func (b *Bot) whatToChange(t *talk) move {
	if len(t.dialog.Records) != 1 {
		return say(sayHowToChange)
	}
	if groupsForm.MatchString(t.Text) {
		return say(fmt.Sprintf(saySheetFixed, t.dialog.Records[0], t.dialog.Records[0]))
	}
	return b.changeNamed(t, t.dialog.Records)
}

// redraft takes a correction as being about what was just told and is not recorded yet, not about a record before it.
func (b *Bot) redraft(t *talk, d ledger.Dialog) (move, bool) {
	target, c := t.cmd.Target, t.cmd.Changes
	if target.ID != "" || target.Date != 0 || target.Who != "" || len(c.Fields) == 0 || len(d.Ask) == 0 {
		return move{}, false
	}
	at, _ := slotOf(d.Ask[0])
	if at = max(at, 0); target.Kind != "" {
		at = slices.IndexFunc(d.Drafts, func(d ledger.Draft) bool { return d.Kind == target.Kind })
	}
	if at < 0 || at >= len(d.Drafts) {
		return move{}, false
	}
	s := said{drafts: slices.Clone(d.Drafts), leaders: d.For, confirm: d.Confirm, choices: d.Choices, asked: max(0, d.Asked-1)}
	was := s.drafts[at]
	changed := c.Apply(phrase.Activity{Kind: was.Kind, Date: was.Date, Said: was.Said, Leaders: was.Leaders})
	applyRest(&changed.Said, &c.To.Said, c.Fields)
	s.drafts[at] = draft(changed)
	s.drafts[at].Plan, s.drafts[at].Sheet = was.Plan, was.Sheet
	s.ask = slices.DeleteFunc(slices.Clone(d.Ask), func(name string) bool {
		i, field := slotOf(name)
		return max(i, 0) == at && slices.Contains(c.Fields, field)
	})
	t.consume()
	return b.enterOrAsk(t, s), true
}
