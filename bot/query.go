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

// deliveriesBack is how many notices are looked through for those that went to another account.
const deliveriesBack = 1000

// undelivered answers 谁没收到 and 哪些提醒没发: the notices of the last fortnight that could not be sent, with every account that was tried, or came too late
// to be of use, the last one of each kind to each person; and those that only arrived on another account than the first. The text of a notice is never
// shown to staff, only what it was about.
func (b *Bot) undelivered(t *talk) move {
	if !readsDelivery(t.who) {
		return say(sayNotAllowed)
	}
	since := t.Received.AddDate(0, 0, -14)
	return ask(func(tx *store.Tx) (string, error) {
		failed, err := collect(tx.RefusedNotices(since), 0)
		if err != nil {
			return "", err
		}
		lines, err := b.deliveryLines(tx, t, failed)
		if err != nil {
			return "", err
		}
		text := sayDelivered
		if len(lines) > 0 {
			text = fmt.Sprintf(sayNotDelivered, len(lines), strings.Join(lines[:min(len(lines), mostUndelivered)], "\n"))
		}
		turned, err := b.turned(tx, since)
		if err != nil {
			return "", err
		}
		if lines, err = b.deliveryLines(tx, t, turned); err == nil && len(lines) > 0 {
			text += "\n" + fmt.Sprintf(sayTurned, strings.Join(lines, "\n"))
		}
		return text, err
	})
}

// mostUndelivered is how many lines the answer to 谁没收到 has.
const mostUndelivered = 20

// turned lists the last notices since an instant that arrived on another account than the first, the oldest first.
func (b *Bot) turned(tx *store.Tx, since time.Time) (out []ledger.Notice, err error) {
	for n, err := range tx.RecentNotices(deliveriesBack) {
		if err != nil {
			return nil, err
		}
		if n.Made.Before(since) || len(out) == mostUndelivered {
			break
		}
		if len(n.Tried) > 0 && !n.Sent.IsZero() {
			n.Reason = sayArrived
			out = append(out, n)
		}
	}
	slices.Reverse(out)
	return out, nil
}

// deliveryLines says of each notice for whom it was, what it was about, when it was made and what became of it, the last one of each kind to each person and
// the newest first, without those that the speaker must not know of.
func (b *Bot) deliveryLines(tx *store.Tx, t *talk, list []ledger.Notice) ([]string, error) {
	var lines []string
	seen := map[string]bool{}
	for _, n := range slices.Backward(list) {
		hidden, err := b.keptFrom(tx, t, &n)
		if err != nil {
			return nil, err
		}
		about := fmt.Sprintf(sayDeliveryAbout, b.toWhom(&n), b.noticeName(n.Kind))
		if hidden || seen[about] {
			continue
		}
		seen[about] = true
		lines = append(lines, about+fmt.Sprintf(sayDeliveryLine, b.school.Today(n.Made).Chinese(), n.Why()))
	}
	return lines, nil
}

// readsDelivery tells whether somebody may know what was sent to whom and what became of it.
func readsDelivery(m *policy.Member) bool {
	return m != nil && m.Has(policy.PartyOffice, policy.PresidentOffice, policy.Admin)
}

// toWhom is how staff call whom a notice was for; who must not be named by what he is.
func (b *Bot) toWhom(n *ledger.Notice) string {
	switch {
	case n.To.GroupName() != "":
		return n.To.GroupName()
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

// noticeName is how staff call what is told.
func (b *Bot) noticeName(kind string) string {
	if b.opt.NoticeName == nil {
		return sayNotice
	}
	return b.opt.NoticeName(kind)
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

// preview answers 明天会提醒谁, and 下周会提醒谁, with what each is reminded of.
func (b *Bot) preview(t *talk) move {
	if b.opt.Preview == nil {
		return say(sayScope)
	}
	if !readsDelivery(t.who) {
		return say(sayNotAllowed)
	}
	if from, to, ok := weekAsked(t.Text, t.today); ok {
		return b.previewWeek(from, to)
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
