package bot

import (
	"fmt"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// reply takes a reply to a case in one free sentence: it is read into facts, action, day, contact and finding (Art. 32). What is missing is asked for; what
// is whole is shown first, because it cannot be taken back once the filer has it. A unit that helps gives its part at once.
func (b *Bot) reply(t *talk, o order) move {
	t.consume()
	id := o.cases[0]
	r := readReply(trimReply(o.rest), t.today)
	return change(func(tx *store.Tx) (string, error) { return b.replyRead(tx, t, id, r) })
}

// trimReply takes away the words that only say that a reply follows or that it is done.
func trimReply(text string) string {
	text = strings.TrimSpace(text)
	for _, w := range []string{"回复如下", "答复如下", "回复", "答复", "如下"} {
		if after, ok := strings.CutPrefix(text, w); ok {
			text = trimSeparators(after)
		}
	}
	for _, w := range []string{"请办结", "请结案", "请结"} {
		text = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(text, "。 "), w), " ，,。")
	}
	return text
}

// replyRead goes on with a reply as far as it was read.
func (b *Bot) replyRead(tx *store.Tx, t *talk, id string, r ledger.Reply) (string, error) {
	d, err := b.deskDeed(tx, t, id)
	if err != nil {
		return "", err
	}
	p, err := b.mayReply(tx, d, id)
	if err != nil {
		return "", err
	}
	if b.plays(d, &p, ledger.RoleCoHandler) && !b.plays(d, &p, ledger.RoleHandler) {
		return b.step(tx, t, id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Reply(d, r) })
	}
	whole := r
	if whole.Missing() == nil {
		if _, err := p.Reply(&ledger.Deed{School: d.School, By: d.By, At: d.At}, r); err != nil {
			return "", err
		}
	}
	return b.askReply(tx, t, &p, r)
}

// mayReply finds the case of a reply. Who may not reply, or not now, hears it before he is asked for parts of it.
func (b *Bot) mayReply(tx *store.Tx, d *ledger.Deed, id string) (ledger.Petition, error) {
	p, err := b.caseOf(tx, d, ledger.OpSee, id)
	if err != nil {
		return p, err
	}
	if d.By.Filer || d.By.Follower || b.plays(d, &p, ledger.RoleCoHandler) {
		return p, mayOr(ledger.May(b.school, d.By, ledger.OpPart, &p, b.school.Today(d.At)))
	}
	_, err = p.Reply(&ledger.Deed{School: d.School, By: d.By, At: d.At}, probe(b.school.Today(d.At)))
	return p, err
}

// probe is a reply with all its parts: by it is found out whether any reply can be given. It goes nowhere.
func probe(today policy.Date) ledger.Reply {
	const words = "试着看能否答复"
	return ledger.Reply{Facts: words, Action: words, Date: today, Contact: words, Finding: ledger.FindingExplained}
}

// mayOr gives a nil error for no refusal.
func mayOr(no *ledger.Refusal) error {
	if no == nil {
		return nil
	}
	return no
}

// askReply asks for the parts that are missing, or for a 对 when there are none.
func (b *Bot) askReply(tx *store.Tx, t *talk, p *ledger.Petition, r ledger.Reply) (string, error) {
	d := ledger.Dialog{Kind: ledger.DialogCaseReply, Records: []string{p.ID}, Reason: writeReply(r), Ask: r.Missing()}
	text := ""
	switch {
	case len(d.Ask) == 0:
		text = fmt.Sprintf(sayReplyCheck, p.ID, d.Reason)
	case has(d.Ask, ledger.PartFacts) && has(d.Ask, ledger.PartAction):
		text = fmt.Sprintf(sayReplyHollow, strings.Join(d.Ask, "、"))
		d.Reason = writeReply(ledger.Reply{Contact: r.Contact, Finding: r.Finding})
	default:
		text = fmt.Sprintf(sayReplyLacks, d.Reason, strings.Join(d.Ask, "、"))
	}
	return text, b.await(tx, t, d)
}

// replyGoesOn takes the answer to what a reply lacks, its 对, or new words for parts of it.
func (b *Bot) replyGoesOn(t *talk, d ledger.Dialog) move {
	id, r := d.Records[0], readReply(d.Reason, t.today)
	yes := t.cmd.Intent == phrase.Confirm || t.cmd.Intent == phrase.Ack && !t.thanks() || t.is(wordsSend)
	t.consume()
	text := namesPart.ReplaceAllString(changesReply.ReplaceAllString(strings.TrimSpace(t.Text), ""), "$1：")
	switch {
	case len(d.Ask) == 0 && yes:
		return b.stepping(t, id, func(d *ledger.Deed, p ledger.Petition) (ledger.Petition, error) { return p.Reply(d, r) })
	case yes: // what is missing is said once more
	case len(d.Ask) == 0 && !labelForm.MatchString(text) && hasAny(t.Text, changingReply): // which part is not said: none is lost
		return change(func(tx *store.Tx) (string, error) {
			shown, err := b.replyRead(tx, t, id, r)
			return sayReplyWhich + shown, err
		})
	case len(d.Ask) == 0:
		correctReply(&r, readReply(text, t.today))
	default:
		fillReply(&r, d.Ask, text, t.today)
	}
	return change(func(tx *store.Tx) (string, error) { return b.replyRead(tx, t, id, r) })
}

// correctReply puts new words in the place of the parts that they are.
func correctReply(r *ledger.Reply, more ledger.Reply) {
	put := func(to *string, from string) {
		if from != "" {
			*to = from
		}
	}
	put(&r.Facts, more.Facts)
	put(&r.Action, more.Action)
	put(&r.Contact, contactAnew(r.Contact, more.Contact))
	if more.Finding != "" {
		r.Finding = more.Finding
	}
	if more.Date != 0 {
		r.Date = more.Date
	}
}

// contactAnew keeps the telephone behind another name, and the name before another telephone.
func contactAnew(was, is string) string {
	before, now := phoneInText.FindString(was), phoneInText.FindString(is)
	switch {
	case is == "" || before == "":
		return is
	case now == "":
		return strings.TrimSpace(is) + " " + before
	case strings.TrimSpace(is) == now:
		return strings.Replace(was, before, now, 1)
	}
	return is
}

// changingReply stand in words that change a reply which was shown.
var changingReply = []string{"改成", "改为", "改一下", "改下", "不对", "不是", "错了"}

// wordsSend are whole messages by which a reply that was shown goes out.
var wordsSend = []string{"发出", "发送", "提交", "就这样发", "可以发"}

// wordsNotSend are whole messages by which it does not.
var wordsNotSend = []string{"不", "不发", "不发了", "不办", "不办了", "取消"}
