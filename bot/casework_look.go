package bot

import (
	"errors"
	"fmt"
	"strings"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// look opens who filed a case, once and for one reader, with a typed reason; for a confidential case a second person approves it first (section 4,
// rule 1). The reply is kept nowhere.
func (b *Bot) look(t *talk, id, reason string) move {
	t.consume()
	return once(sayLookOnce, func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		p, err := b.caseOf(tx, d, ledger.OpLook, id)
		if err != nil {
			return "", b.lookRefused(d, &p, err)
		}
		looks, err := tx.Looks(id)
		if err != nil {
			return "", err
		}
		text, err := b.openApproved(tx, t, d, looks)
		switch {
		case text != "" || err != nil:
			return text, err
		case strings.TrimSpace(reason) == "":
			return fmt.Sprintf(sayLookWhy, id), b.await(tx, t, ledger.Dialog{Kind: ledger.DialogCaseLook, Records: []string{id}})
		}
		return b.askLook(tx, t, d, &p, reason)
	})
}

// lookRefused adds to a no where the way is: the filer lets the unit have the contact, and the officer hands it on. Whoever may not see the case hears
// nothing of that.
func (b *Bot) lookRefused(d *ledger.Deed, p *ledger.Petition, err error) error {
	code := refusalCode(err)
	if code != "not_allowed" && code != "not_released" || ledger.May(b.school, d.By, ledger.OpSee, p, b.school.Today(d.At)) != nil {
		return err
	}
	return ledger.Refuse(code, sayLookWay)
}

// openApproved opens the identity with a look of the speaker's that was approved and not used; "" if there is none. One that waits is not asked for again.
func (b *Bot) openApproved(tx *store.Tx, t *talk, d *ledger.Deed, looks []ledger.Look) (string, error) {
	for i := len(looks) - 1; i >= 0; i-- {
		l := looks[i]
		if l.By != d.By.Name() || l.Read || !l.Opened.IsZero() || !l.Denied.IsZero() {
			continue
		}
		if l.Needs && l.Approved.IsZero() {
			return fmt.Sprintf(sayLookWaits, l.Case), nil
		}
		text, err := b.open(tx, t, d, l)
		if refusalCode(err) == "look_over" {
			return "", nil // too old: it is asked for anew
		}
		return text, err
	}
	return "", nil
}

// askLook asks for a look, and opens the identity at once where nobody else has to approve it.
func (b *Bot) askLook(tx *store.Tx, t *talk, d *ledger.Deed, p *ledger.Petition, reason string) (string, error) {
	l, err := tx.AskLook(d, p.ID, reason)
	if err != nil {
		return "", err
	}
	if !l.Needs {
		return b.open(tx, t, d, l)
	}
	if err := b.tellOthers(tx, *p, d.Steps, t.From); err != nil {
		return "", err
	}
	return fmt.Sprintf(sayLookAsked, p.ID), b.lay(tx, t, p.ID)
}

// open shows who filed a case.
func (b *Bot) open(tx *store.Tx, t *talk, d *ledger.Deed, l ledger.Look) (string, error) {
	who, err := tx.OpenIdentity(d, l.Case, l.Number, t.Group == "")
	if errors.Is(err, store.ErrSealed) {
		return sayCaseSealed, nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayLookShown, l.Case, b.personZh(tx, who)), b.lay(tx, t, l.Case)
}

// personZh says who somebody is: by the directory, by the account, or as a letter gave it.
func (b *Bot) personZh(tx *store.Tx, who store.Person) string {
	var parts []string
	if m := tx.MemberAt(b.school, who.Address); m != nil {
		parts = append(parts, m.Name+"（"+strings.Trim(m.Title+"，"+m.Unit, "，")+"）")
	} else if who.Address.User != "" {
		parts = append(parts, "账号 "+who.Address.User)
	}
	for _, part := range []string{who.Name, who.Contact} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return sayLookNobody
	}
	return strings.Join(parts, "，")
}

// pendingLook finds the look at a case that waits for the speaker's word.
func (b *Bot) pendingLook(tx *store.Tx, d *ledger.Deed, p *ledger.Petition) (ledger.Look, bool, error) {
	if ledger.May(b.school, d.By, ledger.OpApproveLook, p, b.school.Today(d.At)) != nil {
		return ledger.Look{}, false, nil
	}
	looks, err := tx.Looks(p.ID)
	for i := len(looks) - 1; i >= 0 && err == nil; i-- {
		l := looks[i]
		if l.Needs && !l.Read && l.Approved.IsZero() && l.Denied.IsZero() && l.Opened.IsZero() && l.By != d.By.Name() {
			return l, true, nil
		}
	}
	return ledger.Look{}, false, err
}

// letLook is the second person's word on a look; the one who asked hears it.
func (b *Bot) letLook(tx *store.Tx, t *talk, d *ledger.Deed, l ledger.Look, granted bool) (string, error) {
	if _, err := tx.ApproveLook(d, l.Case, l.Number, granted); err != nil {
		return "", err
	}
	told, heard := sayLookGranted, sayLookLet
	if !granted {
		told, heard = sayLookDenied, sayLookNotLet
	}
	if m := b.school.Member(l.By); m != nil && len(m.Accounts) > 0 {
		if err := b.tellCase(tx, m, fmt.Sprintf("%s/%s/%d", ledger.LookSeries, l.Case, l.Number), fmt.Sprintf(told, l.Case)); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(heard, l.Case), b.lay(tx, t, l.Case)
}

// tellCase puts one notice about a case or an issue for a member into the outbox.
func (b *Bot) tellCase(tx *store.Tx, m *policy.Member, key, text string) error {
	_, err := tx.Notify(ledger.Notice{
		Key: key + "/" + m.ID, Kind: noticeCase, Rule: "5.7", To: m.Accounts[0], Member: m.ID, Text: text, Made: tx.At, Due: tx.At,
	})
	return err
}
