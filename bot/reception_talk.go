package bot

import (
	"fmt"
	"time"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// wishToTalk answers who wants to speak to a leader: the next reception of that leader can be booked, and the office can be told of the wish.
func (b *Bot) wishToTalk(t *talk) move {
	return shown(func(tx *store.Tx) (string, error) {
		slots, err := tx.Slots(b.school)
		if err != nil {
			return "", err
		}
		d := ledger.Dialog{Kind: ledger.DialogTalk, For: []string{t.cmd.Person}, Booking: &ledger.Booking{Topic: t.cmd.Topic}}
		if s, ok := b.nextBookable(slots, t.Received, t.cmd.Person); ok {
			d.Booking.Slot = s.Regular
			return fmt.Sprintf(sayTalkOffer, b.slotLine(s)), b.await(tx, t, d)
		}
		if t.cmd.Person != "" {
			return fmt.Sprintf(sayTalkNone, b.member(t.cmd.Person)), b.await(tx, t, d)
		}
		return sayTalkNobody, b.await(tx, t, d)
	})
}

// talkChosen hears whether a place is booked or the wish passed on.
func (b *Bot) talkChosen(t *talk) (move, bool) {
	d := *t.dialog
	switch {
	case t.is(wordsPassOn):
		t.consume()
		return b.passOn(t, d.For[0]), true
	case d.Booking.Slot != 0 && (t.is(wordsBookIt) || t.agrees()):
		t.consume()
		return shown(func(tx *store.Tx) (string, error) {
			slots, err := tx.Slots(b.school)
			if err != nil {
				return "", err
			}
			slot, _ := ledger.SlotOf(slots, d.Booking.Slot)
			return b.offerPlaces(tx, t, slot, slots, *d.Booking)
		}), true
	case t.cmd.Intent == phrase.Deny:
		return b.drop(t, sayTalkDropped), true
	}
	return move{}, false
}

// passOn tells the president's office who wants to speak to whom: the visitor asked for it.
func (b *Bot) passOn(t *talk, leader string) move {
	whom := "校领导"
	if leader != "" {
		whom = b.titled(leader)
	}
	return change(func(tx *store.Tx) (string, error) {
		for _, m := range b.keepers(t.today) {
			key := fmt.Sprintf("talk/%s/%s/%s", t.Received.UTC().Format(time.RFC3339), leader, m.ID)
			if err := b.tellMember(tx, t, m.ID, key+"/"+fingerprint(answerKey(t.Message)), fmt.Sprintf(sayTellTalk, b.speakerName(t), whom)); err != nil {
				return "", err
			}
		}
		return sayPassedOn, b.settled(tx, t)
	})
}
