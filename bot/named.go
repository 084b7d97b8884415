package bot

import (
	"fmt"
	"strings"

	"lianxin/store"
	"lianxin/store/ledger"
)

// What the buttons about records say, each followed by their numbers. Typed, the words mean the same: 确认 HD2026-0001、HD2026-0002.
var wordsAboutRecord = map[string]string{labelYes: "确认", labelNo: "不属实", labelChange: "改", labelDelete: "删除"}

const (
	labelYes    = "对"
	labelNo     = "不对"
	labelChange = "改"
	labelDelete = "删"

	labelApprove = "核准" // no button: the office says it of late entries
)

// named hears an order that is nothing but a verb and the numbers of records. It is about these, whatever was asked last.
func (b *Bot) named(t *talk) (move, bool) {
	verb, ids := recordOrder(t.Text)
	switch verb {
	case labelYes:
		return b.confirmNamed(t, ids), true
	case labelNo:
		return onRecords(ids, func(tx *store.Tx, records []ledger.Activity) (string, error) {
			return b.settleAll(tx, t, records, ledger.VerdictDeclined)
		}), true
	case labelApprove:
		return onRecords(ids, func(tx *store.Tx, records []ledger.Activity) (string, error) {
			return b.settleAll(tx, t, records, ledger.VerdictApproved)
		}), true
	case labelDelete:
		return onRecords(ids, func(tx *store.Tx, _ []ledger.Activity) (string, error) { return b.takeBack(tx, t, ids, "") }), true
	case labelChange:
		if len(ids) == 1 {
			return b.changeNamed(t, ids), true
		}
	}
	return move{}, false
}

// recordOrder reads 确认 HD2026-0001、HD2026-0002 and the like, the verb before or behind; "" if the text is anything else.
func recordOrder(text string) (label string, ids []string) {
	if indexFold(text, ledger.ActivityLetters) < 0 {
		return "", nil // most messages
	}
	words := ""
	for _, field := range strings.FieldsFunc(spaced(text), func(r rune) bool { return strings.ContainsRune(" ,，、。.；;：:", r) }) {
		if id := idNamed(field, ledger.ActivityLetters); id != "" && len(id) == len(field) {
			ids = append(ids, id)
			continue
		}
		words += field
	}
	if len(ids) == 0 || len(ids) > mostListed {
		return "", nil
	}
	switch words {
	case "确认", "对", "属实", "确认属实":
		return labelYes, ids
	case "不属实", "没有这回事", "不对", "否认":
		return labelNo, ids
	case "核准", "核准补登", "同意补登":
		return labelApprove, ids
	case "删", "删除", "删掉":
		return labelDelete, ids
	case "改", "更正", "修改":
		return labelChange, ids
	}
	return "", nil
}

// spaced sets the numbers of records apart from the words around them.
func spaced(text string) string {
	var out strings.Builder
	number := false
	for _, r := range strings.TrimSpace(text) {
		is := r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if is != number {
			out.WriteByte(' ')
		}
		number = is
		out.WriteRune(r)
	}
	return out.String()
}

// onRecords is a move on records by their ids. One that is not there is said to be so.
func onRecords(ids []string, run func(*store.Tx, []ledger.Activity) (string, error)) move {
	return change(func(tx *store.Tx) (string, error) {
		records, err := byID(tx, ids)
		switch {
		case isMissing(err):
			return "", ledger.Refuse("nothing_found", sayNothingFound)
		case err != nil:
			return "", err
		}
		return run(tx, records)
	})
}

// confirmNamed is the 对 to records by their ids. What counts already is said to count; whose they are not, the ledger says.
func (b *Bot) confirmNamed(t *talk, ids []string) move {
	return onRecords(ids, func(tx *store.Tx, records []ledger.Activity) (string, error) {
		var open []ledger.Activity
		for _, a := range records {
			switch _, err := a.Confirm(t.by, t.Received); refusalCode(err) {
			case "already_confirmed", "waits_for_leader":
			case "":
				open = append(open, a)
			default:
				return "", err
			}
		}
		if len(open) > 0 {
			return b.settleAll(tx, t, open, ledger.VerdictConfirmed)
		}
		return b.standing(tx, t, records)
	})
}

// standing says of records that need no 对 what they count, or what they wait for.
func (b *Bot) standing(tx *store.Tx, t *talk, records []ledger.Activity) (string, error) {
	lines := make([]string, 0, len(records)+1)
	for _, a := range records {
		line, err := b.cardWithCount(tx, t, a)
		if err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf(sayStands, a.ID, line))
	}
	if note := b.waitNote(t, records); note != "" {
		lines = append(lines, note)
	}
	return strings.Join(lines, "\n"), nil
}

// changeNamed asks what is to be changed in a record. What is said next is about it.
func (b *Bot) changeNamed(t *talk, ids []string) move {
	return onRecords(ids, func(tx *store.Tx, records []ledger.Activity) (string, error) {
		a := records[0]
		if _, err := a.Correct(b.school, t.speaker(), ledger.Changes{Kind: a.Kind, Date: a.Date, Said: &a.Said}, t.Received); err != nil && refusalCode(err) != "nothing_changed" {
			return "", err
		}
		d := b.after(ids, nil)
		d.Reason = labelChange
		return fmt.Sprintf(sayChangeWhat, a.ID, b.card(a, t.today)) + sayHowToChange, b.await(tx, t, d)
	})
}
