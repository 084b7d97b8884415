package store

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// What the ledger knows of single accounts beside the configuration: which others belong to the same person, where he wants to be told things, and whether the
// account has ended. A row for each account, sealed, under a tag of a shelf of its own: without the key nobody reads who uses the bot, nor that he also filed
// a case.
//
//	accounts  tag -> sealed accountRow
const (
	accountsTable = "accounts"
	shelfAccounts = 'a'
)

// accountRow is one account. Rows of one person name one another.
type accountRow struct {
	Address policy.Address   `json:"address"`          // as the platform spells it, as are the others
	Others  []policy.Address `json:"others,omitempty"` // bound to it, in the order in which they were
	Prefer  string           `json:"prefer,omitempty"` // channel on which the person wants to be told things
	Ended   time.Time        `json:"ended,omitzero"`   // UTC: when it was found to have left the platform's directory
}

func (r *accountRow) empty() bool { return len(r.Others) == 0 && r.Prefer == "" && r.Ended.IsZero() }

func aboutAccount(tag []byte) string { return accountsTable + "/" + hex.EncodeToString(tag) }

// account reads what is known of an account; a row without anything where nothing is, or where its key is lost.
func (tx *Tx) account(a policy.Address) accountRow {
	if tx.vault != nil {
		for _, tag := range tx.vault.shelfTags(shelfAccounts, a) {
			if row, ok := tx.openAccount(tag); ok {
				return row
			}
		}
	}
	return accountRow{Address: a}
}

func (tx *Tx) openAccount(tag []byte) (row accountRow, ok bool) {
	sealed, ok := tx.kv.Get(accountsTable, tag)
	if !ok {
		return row, false
	}
	plain, err := tx.vault.open(aboutAccount(tag), sealed)
	if err != nil || json.Unmarshal(plain, &row) != nil {
		return accountRow{}, false
	}
	return row, true
}

// putAccount writes what is known of an account; a row that says nothing goes.
func (tx *Tx) putAccount(row accountRow) error {
	if tx.vault == nil {
		return ledger.NoVaultForAccounts()
	}
	tags := tx.vault.shelfTags(shelfAccounts, row.Address)
	for _, tag := range tags {
		if _, ok := tx.kv.Get(accountsTable, tag); ok {
			tx.unset(accountsTable, tag)
		}
	}
	if row.empty() {
		return nil
	}
	plain, err := json.Marshal(&row)
	if err != nil {
		return errors.New("store: an account cannot be written")
	}
	tx.set(accountsTable, tags[0], tx.seal(aboutAccount(tags[0]), plain))
	return nil
}

// AccountsOf gives all accounts of whoever stands behind one: itself, then those of the configuration if he is listed, then those that he bound. Accounts
// that have ended are among them: what was done from them stays his. Of an account that has ended itself it gives nothing else.
func (tx *Tx) AccountsOf(school *policy.School, who policy.Address) []policy.Address {
	if tx.Ended(who) {
		return []policy.Address{who}
	}
	return tx.accountsOf(school, who, true)
}

// accountsOf gives all accounts of a person, of one that has ended too; without itself the account asked for stands where it would stand by its rank.
func (tx *Tx) accountsOf(school *policy.School, who policy.Address, itself bool) []policy.Address {
	row := tx.account(who)
	m := listed(school, &row)
	var out []policy.Address
	add := func(list ...policy.Address) {
		for _, a := range list {
			if !holds(out, a) {
				out = append(out, a)
			}
		}
	}
	if itself || m == nil {
		add(row.Address)
	}
	if m != nil {
		add(m.Accounts...)
		for _, a := range m.Accounts {
			other := tx.account(a)
			add(other.Others...)
		}
	}
	add(row.Others...)
	add(row.Address)
	return out
}

// holds tells whether a list names an account, however it is spelled.
func holds(list []policy.Address, a policy.Address) bool {
	return slices.ContainsFunc(list, func(o policy.Address) bool { return o.Fold() == a.Fold() })
}

// without is a new list that does not name an account.
func without(list []policy.Address, a policy.Address) []policy.Address {
	return slices.DeleteFunc(slices.Clone(list), func(o policy.Address) bool { return o.Fold() == a.Fold() })
}

// listed finds the member who owns an account, or one that is bound to it. What the configuration says of the account itself comes first.
func listed(school *policy.School, row *accountRow) *policy.Member {
	if m := school.MemberAt(row.Address); m != nil {
		return m
	}
	for _, a := range row.Others {
		if m := school.MemberAt(a); m != nil {
			return m
		}
	}
	return nil
}

// MemberAt finds the listed member behind an account: by the configuration, or because it is bound to one of his. nil for everybody else, and for an account
// that has ended.
func (tx *Tx) MemberAt(school *policy.School, who policy.Address) *policy.Member {
	row := tx.account(who)
	if !row.Ended.IsZero() {
		return nil
	}
	return listed(school, &row)
}

// OwnerOf is MemberAt for an account that may have ended.
func (tx *Tx) OwnerOf(school *policy.School, who policy.Address) *policy.Member {
	row := tx.account(who)
	return listed(school, &row)
}

// KnownAccounts lists the accounts of a channel about which anything is kept: bound, preferred, ended. It is for comparing them with a directory, and is
// neither printed nor logged.
func (tx *Tx) KnownAccounts(channel string) (out []policy.Address) {
	if tx.vault == nil {
		return nil
	}
	for tag := range tx.kv.Scan(accountsTable, nil, nil) {
		if row, ok := tx.openAccount(tag); ok && row.Address.Channel == channel {
			out = append(out, row.Address)
		}
	}
	return out
}

// Ended tells whether an account was found to have left the platform's directory.
func (tx *Tx) Ended(who policy.Address) bool {
	row := tx.account(who)
	return !row.Ended.IsZero()
}

// Reach gives the accounts on which a person can be told something, in the order in which they are tried: the channel that he prefers, then the order of the
// configuration, then what he bound; somebody unlisted first where he is known from. Accounts that have ended are left out.
func (tx *Tx) Reach(school *policy.School, who policy.Address) []policy.Address {
	prefer := ""
	out := slices.DeleteFunc(tx.accountsOf(school, who, false), func(a policy.Address) bool {
		row := tx.account(a)
		if prefer == "" {
			prefer = row.Prefer
		}
		return !row.Ended.IsZero()
	})
	slices.SortStableFunc(out, func(a, b policy.Address) int { return rank(a, prefer) - rank(b, prefer) })
	return out
}

// rank is 0 for the preferred channel.
func rank(a policy.Address, prefer string) int {
	if a.Channel == prefer {
		return 0
	}
	return 1
}

// Preferred is the channel on which a person said that he wants to be told things; "" if he said nothing.
func (tx *Tx) Preferred(school *policy.School, who policy.Address) string {
	for _, a := range tx.AccountsOf(school, who) {
		if row := tx.account(a); row.Prefer != "" {
			return row.Prefer
		}
	}
	return ""
}

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
