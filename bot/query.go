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

// titled gives name and title: 梁志远党委书记.
func (b *Bot) titled(id string) string {
	if m := b.school.Member(id); m != nil {
		return m.Name + m.Title
	}
	return id
}

// undelivered answers 谁没收到: the notices of the last fortnight that could not be sent. The text of a notice is never shown to staff, only what it was about.
func (b *Bot) undelivered(t *talk) move {
	if !readsDelivery(t.who) {
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
			hidden, err := b.keptFrom(tx, t, &n)
			if err != nil {
				return "", err
			}
			if hidden {
				continue
			}
			lines = append(lines, fmt.Sprintf(sayDeliveryLine, b.receiver(&n), b.school.Today(n.Made).Chinese(), n.Reason))
		}
		if len(lines) == 0 {
			return sayDelivered, nil
		}
		return fmt.Sprintf(sayNotDelivered, strings.Join(lines, "\n")), nil
	})
}

// readsDelivery tells whether somebody may know what was sent to whom and what became of it.
func readsDelivery(m *policy.Member) bool {
	return m != nil && m.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin)
}

// receiver names who a notice is for; who must not be named by what he is.
func (b *Bot) receiver(n *ledger.Notice) string {
	switch {
	case store.IsVisitor(n.To):
		return sayVisitorOf
	case n.Kind == noticeReply && n.To.Channel == store.SealedChannel:
		return sayAsker
	case n.To.Channel == store.SealedChannel:
		return sayFiler
	case n.Member != "":
		return b.member(n.Member)
	}
	return n.To.User
}

// keptFrom tells whether a notice went to the people of a case in which the speaker has an interest: he is not to know that there is one.
func (b *Bot) keptFrom(tx *store.Tx, t *talk, n *ledger.Notice) (bool, error) {
	id, _, _ := strings.Cut(strings.ToUpper(n.To.User), "/")
	if n.To.Channel != store.SealedChannel {
		return false, nil
	}
	p, err := tx.Petition(id)
	if isMissing(err) {
		return false, nil // a reply, or a case that retention has deleted
	}
	return err == nil && ledger.Conflicted(b.school, t.who, &p), err
}

// preview answers 明天会提醒谁 with what each is reminded of.
func (b *Bot) preview(t *talk) move {
	if b.opt.Preview == nil {
		return say(sayScope)
	}
	if !readsDelivery(t.who) {
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
			lines = append(lines, fmt.Sprintf(sayPreviewLine, p.At.In(b.school.Location).Format("15:04"), p.To, p.What))
		}
		return fmt.Sprintf(sayPreview, day.Chinese(), strings.Join(slices.Compact(lines), "\n")), nil
	})
}
