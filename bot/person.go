package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lianxin/store"
	"lianxin/store/ledger"
)

// wordsPerson ask for somebody to talk to instead of the bot; they are whole messages.
var wordsPerson = []string{
	"人工", "转人工", "转人工服务", "转人工客服", "人工服务", "人工客服", "找人工", "我要人工", "我要转人工", "要人工", "接人工", "客服", "我要找人", "找人", "我想找人", "我要找个人", "找个人",
	"找真人", "真人", "我要找真人", "找工作人员", "我要找工作人员", "联系工作人员", "怎么联系你们", "怎么找你们", "怎么找到人", "我要找信访办", "怎么找信访办", "信访办电话", "信访办公室电话", "有人工吗", "有没有人工", "能转人工吗",
}

// person says whom to turn to instead of the bot: the ways that the school made known, and the next reception. What was asked stays open.
func (b *Bot) person(t *talk) (move, bool) {
	if len(t.Text) > 60 || !strings.ContainsAny(t.Text, "人办客找") || !t.is(wordsPerson) {
		return move{}, false
	}
	return ask(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		lines := []string{sayPerson}
		if doors := b.school.Petitions.Mailboxes; len(doors) > 0 {
			lines = append(append(lines, sayPersonDoors), doors...)
		}
		if s, ok := nextSlot(slots, t.today, ""); ok {
			lines = append(lines, fmt.Sprintf(sayPersonReception, b.slotLine(s)))
		}
		return strings.Join(append(lines, sayPersonFile), "\n"), nil
	}), true
}

// deletesForm is an order to delete something that is named by a bare number: 把3号删了, 删掉第3号.
var deletesForm = regexp.MustCompile(`^(?:请|麻烦)?(?:把|将)?(?:删除|删掉|删|撤销|撤回)?第?(\d{1,6})(?:号|条)?(?:记录|件)?(?:给我)?(?:删了|删掉|删除|删|撤销|撤回|撤了)?(?:吧|掉)?$`)

// deletes hears an order to delete what is named by a bare number: a record of the list that was shown, else the own record or case of this year with that
// number. It is shown and asked for first, since nothing says what was meant; where there is none, what can be taken back is said.
func (b *Bot) deletes(t *talk) (move, bool) {
	if len(t.Text) > 60 || t.pick != "" || !strings.ContainsAny(t.Text, "删撤") || !strings.ContainsAny(t.Text, "号条") {
		return move{}, false
	}
	m := deletesForm.FindStringSubmatch(t.plain())
	if m == nil {
		return move{}, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n == 0 {
		return move{}, false
	}
	return change(func(tx *store.Tx) (string, error) {
		if a, ok, err := b.recordNumbered(tx, t, n); ok || err != nil {
			if err != nil {
				return "", err
			}
			d := ledger.Dialog{Kind: ledger.DialogRetract, Records: []string{a.ID}}
			return fmt.Sprintf(sayAskTake, a.ID, b.card(a, t.today)), b.await(tx, t, d)
		}
		id := ledger.Serial{Year: uint16(t.today.Year()), Number: uint32(n)}.ID(ledger.PetitionLetters)
		if d, err := b.deed(tx, t, id); err == nil && d.By.Filer {
			return b.askWithdraw(tx, t, id)
		}
		return sayHowToDelete, nil
	}), true
}

// recordNumbered finds the live record that a bare number means: the one in that place of the list that was shown, else the one of this year with that
// number, if the speaker entered it or it credits him.
func (b *Bot) recordNumbered(tx *store.Tx, t *talk, n int) (ledger.Activity, bool, error) {
	id := ledger.Serial{Year: uint16(t.today.Year()), Number: uint32(n)}.ID(ledger.ActivityLetters)
	if d := t.dialog; d != nil && d.Kind == ledger.DialogShown && n <= len(d.Records) {
		id = d.Records[n-1]
	}
	a, err := tx.Activity(id)
	switch {
	case isMissing(err):
		return a, false, nil
	case err != nil:
		return a, false, err
	}
	own := a.By == t.by || slices.ContainsFunc(a.Credits, func(c ledger.Credit) bool { return c.Member == t.by })
	return a, own && a.Live(), nil
}

// What complains that nobody cares, what may stand around it, and what is left of it then.
var (
	neglectHeads = []string{
		"请问", "你们", "学校", "领导", "到底", "难道", "是不是", "怎么", "为什么", "为啥", "就", "都", "还", "又", "一直", "这么久了", "这么久", "好久了",
		"真的", "真", "我的事", "我的问题", "我反映的事", "我反映的问题", "有没有",
	}
	neglectTails = []string{"吗", "了", "啊", "呢", "吧", "么", "呀", "啦", "我们", "我", "是吧", "?", "？"}
	neglects     = []string{
		"不管", "没人管", "没有人管", "管不管", "有人管", "没人理", "没有人理", "不理", "不理人", "没人理睬", "没人回",
		"没人回复", "没人答复", "没人回应", "没人处理", "不处理", "不回复", "不答复", "没回音", "人管", "人理",
	}
)

// complains tells whether a message says nothing but that nobody cares: 你们是不是不管了, 怎么没人理我. What names a matter is one of its own.
func (t *talk) complains() bool {
	text := t.plain()
	if utf8.RuneCountInString(text) > 16 || !strings.ContainsAny(text, "管理回答处") {
		return false
	}
	for changed := true; changed; {
		changed = false
		for _, w := range neglectHeads {
			if rest, ok := strings.CutPrefix(text, w); ok && !slices.Contains(neglects, text) {
				text, changed = rest, true
			}
		}
		for _, w := range neglectTails {
			if rest, ok := strings.CutSuffix(text, w); ok && !slices.Contains(neglects, text) {
				text, changed = rest, true
			}
		}
	}
	return slices.Contains(neglects, text)
}
