package store

import (
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Prefer notes the channel on which a person wants to be told things. He must have an account there; a *ledger.Refusal otherwise.
func (tx *Tx) Prefer(school *policy.School, who policy.Address, channel string) error {
	all := tx.AccountsOf(school, who)
	if !slices.ContainsFunc(all, func(a policy.Address) bool { return a.Channel == channel && !tx.Ended(a) }) {
		return ledger.NoAccountThere(channel)
	}
	for _, a := range all {
		row := tx.account(a)
		row.Prefer = channel
		if err := tx.putAccount(row); err != nil {
			return err
		}
	}
	return tx.logAccount(school, who, "preferred", channel)
}

// logAccount writes a journal line about an account: who by his id if he is listed, and else nobody; never the account.
func (tx *Tx) logAccount(school *policy.School, who policy.Address, verb, note string) error {
	by := byUnlisted
	if m := tx.MemberAt(school, who); m != nil {
		by = m.ID
	}
	return tx.Log(by, verb, "", note)
}

// byUnlisted stands in the journal for somebody who is not listed, where his account would tell who uses the bot.
const byUnlisted = "unlisted"

// EndAccount notes that an account has left the platform's directory: nobody speaks from it, nothing is sent to it, and no other account is bound through it.
// Records stay, and the person's other accounts keep what is theirs. news tells whether it was not known; a listed member is named.
func (tx *Tx) EndAccount(school *policy.School, who policy.Address) (m *policy.Member, news bool, err error) {
	row := tx.account(who)
	if m = listed(school, &row); !row.Ended.IsZero() {
		return m, false, nil
	}
	by := byUnlisted
	if m != nil {
		by = m.ID
	}
	row.Ended = tx.At.UTC()
	if err := tx.putAccount(row); err != nil {
		return m, false, err
	}
	return m, true, tx.Log(by, "account_ended", "", who.Channel)
}

// ReviveAccount notes that an account is in the platform's directory again. It comes back alone: a user id may be given to somebody else, so that what was
// bound to it must be bound anew. news tells whether it had ended.
func (tx *Tx) ReviveAccount(school *policy.School, who policy.Address) (news bool, err error) {
	row := tx.account(who)
	if row.Ended.IsZero() {
		return false, nil
	}
	for _, a := range row.Others {
		other := tx.account(a)
		other.Others = without(other.Others, row.Address)
		if err := tx.putAccount(other); err != nil {
			return false, err
		}
	}
	if err := tx.putAccount(accountRow{Address: row.Address}); err != nil {
		return false, err
	}
	return true, tx.logAccount(school, who, "account_back", who.Channel)
}

// forgetAccounts takes apart what was bound by people all of whose accounts left before an instant: nobody else could any more. That the accounts have ended
// stays known.
func (tx *Tx) forgetAccounts(before time.Time, dry bool) (int, error) {
	if tx.vault == nil {
		return 0, nil
	}
	var due []accountRow
	for tag := range tx.kv.Scan(accountsTable, nil, nil) {
		if row, ok := tx.openAccount(tag); ok && tx.allGone(&row, before) {
			due = append(due, row)
		}
		if !dry && len(due) == retainSlice {
			break
		}
	}
	for _, row := range due {
		if dry {
			break
		}
		for _, a := range append(row.Others, row.Address) {
			one := tx.account(a)
			one.Others, one.Prefer = nil, ""
			if err := tx.putAccount(one); err != nil {
				return 0, err
			}
		}
	}
	return len(due), nil
}

// allGone tells whether something is kept of a person beside that he left, and every one of his accounts left before an instant.
func (tx *Tx) allGone(row *accountRow, before time.Time) bool {
	left := func(r *accountRow) bool { return !r.Ended.IsZero() && r.Ended.Before(before) }
	return left(row) && (len(row.Others) > 0 || row.Prefer != "") && !slices.ContainsFunc(row.Others, func(a policy.Address) bool {
		other := tx.account(a)
		return !left(&other)
	})
}

// resealAccounts seals the rows anew with the first key, under its tags.
func (tx *Tx) resealAccounts() (n, lost int, err error) {
	first := tx.vault.keys[0].id
	var rows []accountRow
	for tag, sealed := range tx.kv.Scan(accountsTable, nil, nil) {
		if id, _, _ := sealedBy(sealed); id == first {
			continue
		}
		row, ok := tx.openAccount(tag)
		if !ok {
			lost++
			continue
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		if err := tx.putAccount(row); err != nil {
			return n, lost, err
		}
		n++
	}
	return n, lost, nil
}

// verifyAccounts finds rows that cannot be opened although their key is at hand, and accounts that are bound on one side only.
func (tx *Tx) verifyAccounts(r *Report) {
	if tx.vault == nil {
		return
	}
	lost := tx.lostKeys()
	for tag, sealed := range tx.kv.Scan(accountsTable, nil, nil) {
		row, ok := tx.openAccount(tag)
		if id, _, known := sealedBy(sealed); !ok && (!known || !slices.Contains(lost, id)) {
			r.fault("accounts/%x cannot be opened", tag)
		}
		for _, a := range row.Others {
			if other := tx.account(a); len(lost) == 0 && !holds(other.Others, row.Address) {
				r.fault("accounts/%x is bound on one side only", tag)
			}
		}
	}
}
