package bot

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// offer puts the reply into the outbox as a card where what the bot waits for now can be answered by a button, and tells whether it did: the reply is then
// said by the card, and by nothing else. It is stored in the transaction of what it answers; where it cannot be shown the delivery says its text.
func (b *Bot) offer(tx *store.Tx, t *talk, mv move, text string) (bool, error) {
	if t.Group != "" || text == "" || mv.once != "" || b.opt.Cards == nil || !b.opt.Cards(t.From.Channel) {
		return false, nil
	}
	d, ok, err := tx.Dialog(t.From.Fold())
	if err != nil || !ok || t.was != nil && reflect.DeepEqual(*t.was, d) {
		return false, err
	}
	c, err := b.cardOf(tx, &d)
	if err != nil || !c.Fits() {
		return false, err
	}
	c.Private = mv.seals || d.Private() || t.who == nil
	n := ledger.Notice{
		Key: "card/" + answerKey(t.Message), Kind: noticeReply, To: t.From, Text: text, Made: t.Received, Due: t.Received,
	}
	if t.who != nil {
		n.Member = t.who.ID
	}
	if d.Card, err = tx.Show(n, c); err == nil {
		err = tx.PutDialog(d)
	}
	return err == nil, err
}

// cardOf is the card of a dialog: the answers that it takes, in the words in which it takes them. It has no choices where the answer is not one of a few.
func (b *Bot) cardOf(tx *store.Tx, d *ledger.Dialog) (ledger.Card, error) {
	if d.Kind == ledger.DialogAfter {
		return b.recordCard(tx, d)
	}
	return ledger.Card{Asks: true, Choices: b.answersTo(d)}, nil
}

// recordCard is 对, 改 and 删 under records just made. The words name the records, so that they mean the same for as long as the card lies there.
func (b *Bot) recordCard(tx *store.Tx, d *ledger.Dialog) (c ledger.Card, err error) {
	if len(d.Ask) > 0 || d.Reason == labelChange { // something else is awaited
		return c, nil
	}
	records, err := byID(tx, d.Records)
	if err != nil {
		return c, err
	}
	return ledger.Card{Choices: aboutRecords(d.Records, labelYes, labelChange, labelDelete), About: asSeen(records)}, nil
}

// aboutRecords are the buttons about records; several records are not changed by one word.
func aboutRecords(ids []string, labels ...string) []ledger.Choice {
	var out []ledger.Choice
	for _, label := range labels {
		if label != labelChange || len(ids) == 1 {
			out = append(out, ledger.Choice{Label: label, Say: wordsAboutRecord[label] + " " + strings.Join(ids, "、")})
		}
	}
	return out
}

// askCard is 对 and 不属实 under records that wait for somebody.
func askCard(waiting []ledger.Activity) ledger.Card {
	ids := make([]string, 0, len(waiting))
	for _, a := range waiting {
		ids = append(ids, a.ID)
	}
	return ledger.Card{Choices: aboutRecords(ids, labelYes, labelNo), About: asSeen(waiting)}
}

// yesOrNo is 同意 and 不同意 to something that has a number.
func yesOrNo(id string) ledger.Card {
	return ledger.Card{Choices: choices("同意", "同意 "+id, "不同意", "不同意 "+id)}
}

// asSeen is what records looked like on a card.
func asSeen(records []ledger.Activity) []ledger.AsSeen {
	var out []ledger.AsSeen
	for _, a := range records {
		out = append(out, ledger.AsSeen{ID: a.ID, Version: len(a.History)})
	}
	return out
}

// answersTo are the few answers that a question takes; nil where it takes others.
func (b *Bot) answersTo(d *ledger.Dialog) []ledger.Choice {
	switch d.Kind {
	case ledger.DialogReport:
		if len(d.Ask) > 0 && (d.Ask[0] == "who" || strings.HasSuffix(d.Ask[0], "unit")) {
			return places(b.names(d.Choices))
		}
	case ledger.DialogRetract, ledger.DialogImport:
		return choices("撤销", "对", "保留", "不")
	case ledger.DialogTwin:
		if d.Verdict != "" {
			return choices("确认这一条", "对", "是另一次", "另一次", "都不是", "不")
		}
		return choices("是另一次", "对", "不再登记", "不")
	case ledger.DialogPlan:
		if len(d.Records) == 0 {
			return choices("记为计划", "好", "不用", "不")
		}
	case ledger.DialogChoose:
		return chooseOne(d)
	case ledger.DialogCorrect, ledger.DialogDue:
		return places(d.Records)
	case ledger.DialogSwap:
		return places(b.names(d.Choices))
	case ledger.DialogBook:
		return themselves(d.Choices)
	case ledger.DialogRoster:
		return choices("发布", "发布", "先不发布", "不")
	case ledger.DialogChange:
		return choices("照办", "对", "放弃", "不")
	case ledger.DialogUnbook:
		return choices("取消预约", "对", "保留", "不")
	case ledger.DialogBooked:
		return choices("可以", "可以", "不用", "不用")
	case ledger.DialogTalk:
		if d.Booking != nil && d.Booking.Slot != 0 {
			return choices("预约", "预约", "转告", "转告", "不用了", "不")
		}
		return choices("转告", "转告", "不用了", "不")
	case ledger.DialogCaseMerge:
		return choices("并案", "对", "不并", "不")
	case ledger.DialogCaseReply:
		if len(d.Ask) == 0 {
			return choices("发出", "对", "不发", "算了")
		}
	case ledger.DialogFiling, ledger.DialogCase:
		return answersAboutCase(d)
	}
	return nil
}

// chooseOne are the numbers of a list of records; those that wait can be settled together.
func chooseOne(d *ledger.Dialog) []ledger.Choice {
	list := places(d.Records)
	if d.Verdict == ledger.VerdictConfirmed || d.Verdict == ledger.VerdictApproved {
		list = append(list, ledger.Choice{Label: "以上都对", Say: "对"})
	}
	return list
}

// answersAboutCase are the answers to what a filer is asked.
func answersAboutCase(d *ledger.Dialog) []ledger.Choice {
	if d.Filing == nil {
		return nil
	}
	switch f := d.Filing; f.Step {
	case stepLevel:
		return choices("公开实名", "1", "对单位保密", "2", "匿名", "3")
	case stepOwn:
		return choices("催办", "1", "补充进去", "2", "另登一件", "3")
	case stepJoin:
		return choices("附议", "1", "另登一件", "2")
	case stepWithdraw:
		return choices("撤回", "对", "保留", "不")
	case stepSolved:
		return choices("解决了", "是", "部分解决", "部分", "没解决", "否")
	case stepAdd:
		if len(f.Texts) > 0 {
			return choices("补充进去", "补充", "不用", "不")
		}
	case stepFollow:
		return choices("另登一件", "对", "不用", "不")
	case stepShown, stepReason, stepGrounds:
	default:
		if len(f.Alike) > 1 && f.Step != stepSeveral && f.Step != stepText && f.Step != stepRegister {
			return places(f.Alike)
		}
	}
	return nil
}

// choices makes buttons of pairs: what stands on one, and the word it stands for.
func choices(pairs ...string) []ledger.Choice {
	out := make([]ledger.Choice, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, ledger.Choice{Label: pairs[i], Say: pairs[i+1]})
	}
	return out
}

// themselves are words that stand on their buttons as they are said.
func themselves(words []string) []ledger.Choice {
	out := make([]ledger.Choice, 0, len(words))
	for _, w := range words {
		out = append(out, ledger.Choice{Label: w, Say: w})
	}
	return out
}

// places are the places of a list, each with what stands there.
func places(list []string) []ledger.Choice {
	out := make([]ledger.Choice, 0, len(list))
	for i, one := range list {
		out = append(out, ledger.Choice{Label: placed(i+1, one), Say: strconv.Itoa(i + 1)})
	}
	return out
}

// longestLabel is how many letters stand on a button at most, on any platform.
const longestLabel = 10

// placed is what stands on the button of a place in a list: the name of what is there, or its place alone where the name is a number of a record.
func placed(n int, name string) string {
	if name == "" || name[0] < 0x80 {
		return fmt.Sprintf("第%d个", n)
	}
	label := []rune(fmt.Sprintf("%d %s", n, name))
	return string(label[:min(len(label), longestLabel)])
}
