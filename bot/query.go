package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// records lists the speaker's own last records (查询记录).
func (b *Bot) records(t *talk) move {
	if t.who == nil {
		return say(sayNotReporter)
	}
	return ask(func(tx *store.Tx) (string, error) {
		var lines []string
		for a, err := range b.recent(tx, t) {
			if err != nil {
				return "", err
			}
			line := a.ID + " " + b.card(a)
			if state := stateZh(a.Waits(t.by)); state != "" {
				line += "（" + state + "）"
			}
			if lines = append(lines, line); len(lines) == 8 {
				break
			}
		}
		if len(lines) == 0 {
			return sayNoRecords, nil
		}
		return fmt.Sprintf(sayRecords, strings.Join(lines, "\n")), nil
	})
}

// stateZh says why a record does not count yet, or not any more; "" if it counts.
func stateZh(waits string) string {
	switch waits {
	case ledger.WaitsMember:
		return "待确认"
	case ledger.WaitsOffice:
		return "待核准"
	case ledger.WaitsDeclined:
		return "不计入"
	case ledger.WaitsRetracted:
		return "已撤销"
	}
	return ""
}

// reception answers who receives when (Art. 5.8); everybody may ask.
func (b *Bot) reception(t *talk) move {
	if d := t.cmd.Date; d != 0 && !t.cmd.Next {
		if id, ok := b.school.OnDuty(d); ok {
			return say(fmt.Sprintf(sayReception, d.Chinese(), b.titled(id), b.school.ReceptionPlace(id)))
		}
		return say(fmt.Sprintf(sayNoReception, d.Chinese()) + b.nextReception(d, ""))
	}
	return say(b.nextReception(t.today, t.cmd.Person))
}

// nextReception says the next turn on or after a day; person narrows it to one leader.
func (b *Bot) nextReception(d policy.Date, person string) string {
	turn, ok := b.school.NextTurn(d, person)
	if !ok {
		return sayNoTurn
	}
	return fmt.Sprintf(sayNextReception, turn.Date.Chinese(), b.titled(turn.MemberID), b.school.ReceptionPlace(turn.MemberID))
}

// titled gives name and title: 梁志远党委书记.
func (b *Bot) titled(id string) string {
	if m := b.school.Member(id); m != nil {
		return m.Name + m.Title
	}
	return id
}

// undelivered answers 谁没收到: the notices of the last fortnight that could not be sent. The text of a notice is never shown to staff, only what it was about.
func (b *Bot) undelivered(t *talk) move {
	if t.who == nil || !t.who.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin) {
		return say(sayNotAllowed)
	}
	return ask(func(tx *store.Tx) (string, error) {
		failed, err := collect(tx.RefusedNotices(t.Received.AddDate(0, 0, -14)), 20)
		if err != nil {
			return "", err
		}
		if len(failed) == 0 {
			return sayDelivered, nil
		}
		var lines []string
		for _, n := range failed {
			to := n.To.User
			switch {
			case n.To.Channel == store.SealedChannel:
				to = sayFiler
			case n.Member != "":
				to = b.member(n.Member)
			}
			lines = append(lines, fmt.Sprintf(sayDeliveryLine, to, b.school.Today(n.Made).Chinese(), n.Reason))
		}
		return fmt.Sprintf(sayNotDelivered, strings.Join(lines, "\n")), nil
	})
}

// preview answers 明天会提醒谁 with the rule that fired.
func (b *Bot) preview(t *talk) move {
	if b.opt.Preview == nil {
		return say(sayScope)
	}
	if t.who == nil || !t.who.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin) {
		return say(sayNotAllowed)
	}
	day := t.cmd.Date
	if day == 0 {
		day = t.today.Add(1)
	}
	return ask(func(tx *store.Tx) (string, error) {
		from := day.At(0, 0, b.school.Location)
		list, err := b.opt.Preview(tx, from, day.Add(1).At(0, 0, b.school.Location).Add(-time.Nanosecond))
		if err != nil {
			return "", err
		}
		if len(list) == 0 {
			return fmt.Sprintf(sayPreviewNone, day.Chinese()), nil
		}
		var lines []string
		for _, p := range list {
			lines = append(lines, fmt.Sprintf(sayPreviewLine, p.At.In(b.school.Location).Format("15:04"), p.To, p.Rule))
		}
		return fmt.Sprintf(sayPreview, day.Chinese(), strings.Join(slices.Compact(lines), "\n")), nil
	})
}
