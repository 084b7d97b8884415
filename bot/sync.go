package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// SyncOptions say what a Sync may do.
type SyncOptions struct {
	Dry   bool // nothing is written
	Force bool // also where so many accounts would end that the visible range has more likely changed
}

// Sync compares the directory of a platform with the list of the configuration and with what was bound (目录同步), and says what it found. Accounts that have
// left end, records stay; accounts that are back are back; somebody listed who has no account on the platform is bound to the one person there of his name
// and unit. Everybody else is a plain member, about whom nothing is kept. The network is asked first, and everything is written in one transaction.
func (b *Bot) Sync(ctx context.Context, channel string, d Directory, at time.Time, o SyncOptions) (string, error) {
	c, err := b.compare(ctx, channel, d, at)
	if err != nil {
		return "", fmt.Errorf("bot: sync %s: %w", channel, err)
	}
	said := b.compared(c)
	switch {
	case o.Dry:
		return said + saySyncDry, nil
	case c.tooMany() && !o.Force:
		return said + fmt.Sprintf(saySyncTooMany, len(c.gone)), nil
	}
	var troubles []string
	err = b.store.Update(at, func(tx *store.Tx) error {
		troubles, err = b.apply(tx, c)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("bot: sync %s: %w", channel, err)
	}
	return said + strings.Join(troubles, "") + saySyncDone, nil
}

// tooMany tells whether more than a fifth of the known accounts would end, and more than a handful.
func (c *comparison) tooMany() bool { return len(c.gone) > 3 && len(c.gone)*5 > c.known }

// compare asks the platform.
func (b *Bot) compare(ctx context.Context, channel string, d Directory, at time.Time) (*comparison, error) {
	c := &comparison{channel: channel, listed: true}
	everybody, err := d.Everybody(ctx)
	if errors.Is(err, ErrNoList) {
		c.listed = false
	} else if err != nil {
		return nil, err
	}
	c.total = len(everybody)
	there := map[policy.Address]bool{}
	for _, one := range everybody {
		there[c.address(one.User).Fold()] = true
	}
	known, ended, lacking, err := b.known(channel, b.school.Today(at))
	if err != nil {
		return nil, err
	}
	c.known = len(known)
	if err := c.leavers(ctx, d, known, there); err != nil {
		return nil, err
	}
	if err := c.returned(ctx, d, ended, there); err != nil {
		return nil, err
	}
	return c, b.matches(ctx, c, d, everybody, slices.Concat(known, ended), lacking)
}

func (c *comparison) address(user string) policy.Address {
	return policy.Address{Channel: c.channel, User: user}
}

// known lists the accounts of a channel that the configuration and the bonds name, those of them that have ended, and the members in post who have none.
func (b *Bot) known(channel string, today policy.Date) (known, ended []policy.Address, lacking []*policy.Member, err error) {
	err = b.store.View(func(tx *store.Tx) error {
		known, ended, lacking = nil, nil, nil
		seen := map[policy.Address]bool{}
		add := func(a policy.Address) {
			if a.Channel != channel || seen[a.Fold()] {
				return
			}
			seen[a.Fold()] = true
			if tx.Ended(a) {
				ended = append(ended, a)
			} else {
				known = append(known, a)
			}
		}
		for i := range b.school.Members {
			m := &b.school.Members[i]
			has := false
			for _, a := range m.Accounts {
				for _, other := range tx.AccountsOf(b.school, a) {
					has = has || other.Channel == channel
					add(other)
				}
			}
			if !has && m.Serves(today) {
				lacking = append(lacking, m)
			}
		}
		for _, a := range tx.KnownAccounts(channel) {
			add(a)
		}
		return nil
	})
	return known, ended, lacking, err
}

// leavers finds the known accounts that are there no more. One that is not in the list is asked for by itself: the list may show less than there is.
func (c *comparison) leavers(ctx context.Context, d Directory, known []policy.Address, there map[policy.Address]bool) error {
	for _, a := range known {
		if there[a.Fold()] {
			continue
		}
		_, err := d.Look(ctx, a.User)
		switch {
		case errors.Is(err, ErrGone):
			c.gone = append(c.gone, a)
		case errors.Is(err, ErrHidden):
			c.hidden = append(c.hidden, a)
		case err != nil:
			return err
		}
	}
	return nil
}

// returned finds the accounts that had ended and are there again.
func (c *comparison) returned(ctx context.Context, d Directory, ended []policy.Address, there map[policy.Address]bool) error {
	for _, a := range ended {
		is := there[a.Fold()]
		if !c.listed {
			_, err := d.Look(ctx, a.User)
			if err != nil && !errors.Is(err, ErrGone) && !errors.Is(err, ErrHidden) {
				return err
			}
			is = err == nil
		}
		if is {
			c.back = append(c.back, a)
		}
	}
	return nil
}

// matches finds the accounts of members who have none on the platform: one person there of the name, in the unit, and one in the list. Where the list tells no
// names each account that is not known is asked for, but only if somebody lacks one.
func (b *Bot) matches(ctx context.Context, c *comparison, d Directory, everybody []Contact, known []policy.Address, lacking []*policy.Member) error {
	if len(lacking) == 0 {
		return nil
	}
	taken := map[policy.Address]bool{}
	for _, a := range known {
		taken[a.Fold()] = true
	}
	found := map[string][]Contact{}
	for _, one := range everybody {
		if taken[c.address(one.User).Fold()] {
			continue
		}
		if one.Name == "" {
			full, err := d.Look(ctx, one.User)
			if errors.Is(err, ErrGone) || errors.Is(err, ErrHidden) {
				continue
			}
			if err != nil {
				return err
			}
			one = full
		}
		found[one.Name] = append(found[one.Name], one)
	}
	names := map[string]int{}
	for i := range b.school.Members {
		names[b.school.Members[i].Name]++
	}
	for _, m := range lacking {
		same := found[m.Name]
		if len(same) == 1 && names[m.Name] == 1 && len(m.Accounts) > 0 && b.inUnit(m, same[0]) {
			c.match = append(c.match, match{m, same[0]})
			continue
		}
		for _, one := range same {
			c.doubt = append(c.doubt, match{m, one})
		}
	}
	return nil
}

// inUnit tells whether a contact stands in the member's unit, by its full name or a short one.
func (b *Bot) inUnit(m *policy.Member, one Contact) bool {
	u := b.school.Unit(m.Unit)
	return u != nil && slices.ContainsFunc(one.Units, func(name string) bool { return name == u.Name || slices.Contains(u.Aliases, name) })
}

// apply writes a comparison down; what is refused becomes a line.
func (b *Bot) apply(tx *store.Tx, c *comparison) (troubles []string, err error) {
	for _, a := range c.gone {
		if err := b.endAccount(tx, a); err != nil {
			return nil, err
		}
	}
	for _, a := range c.back {
		if _, err := tx.ReviveAccount(b.school, a); err != nil {
			return nil, err
		}
	}
	for _, one := range c.match {
		found := c.address(one.contact.User)
		err := tx.Bind(b.school, one.member.Accounts[0], found, "directory")
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			troubles = append(troubles, fmt.Sprintf(saySyncRefused, one.member.Name, no.Say))
			continue
		}
		if err == nil {
			err = b.tellBound(tx, one.member, found)
		}
		if err != nil {
			return nil, err
		}
	}
	return troubles, nil
}

// tellBound tells a member, where he is known, that an account was bound for him.
func (b *Bot) tellBound(tx *store.Tx, m *policy.Member, found policy.Address) error {
	_, err := tx.NotifySealed(ledger.Notice{
		Key: "bound/" + m.ID + "/" + tx.Mark(found.String()) + "/" + b.school.Today(tx.At).String(), Kind: noticeReply, To: m.Accounts[0], Member: m.ID,
		Text: fmt.Sprintf(sayBoundByList, accountZh(found)), Made: tx.At, Due: tx.At,
	})
	return err
}

// compared says what a comparison found. Whoever is not listed is a number, no name.
func (b *Bot) compared(c *comparison) string {
	var s strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&s, format+"\n", args...) }
	line(saySyncHead, policy.ChannelZh(c.channel), c.known)
	if c.listed {
		line(saySyncTotal, c.total)
	} else {
		line(saySyncNoList)
	}
	for _, one := range c.match {
		line(saySyncMatch, one.member.Name, one.member.Unit, one.contact.User)
	}
	for _, one := range c.doubt {
		line(saySyncDoubt, one.member.Name, strings.Join(one.contact.Units, "、"), one.contact.User)
	}
	for _, list := range []struct {
		accounts    []policy.Address
		named, rest string
	}{{c.gone, saySyncGone, saySyncGoneRest}, {c.hidden, saySyncHidden, saySyncHiddenRest}, {c.back, saySyncBack, saySyncBackRest}} {
		unlisted := 0
		for _, a := range list.accounts {
			if m := b.memberAt(a); m != nil {
				line(list.named, m.Name, a.User)
			} else {
				unlisted++
			}
		}
		if unlisted > 0 {
			line(list.rest, unlisted)
		}
	}
	return s.String()
}

// memberAt finds the listed member behind an account, whether or not it has ended.
func (b *Bot) memberAt(a policy.Address) (m *policy.Member) {
	_ = b.store.View(func(tx *store.Tx) error {
		m = tx.OwnerOf(b.school, a)
		return nil
	})
	return m
}
