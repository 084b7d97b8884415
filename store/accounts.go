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
	m, _ := tx.Holder(school, who)
	return m
}

// Holder is MemberAt that also tells whether the account has ended.
func (tx *Tx) Holder(school *policy.School, who policy.Address) (m *policy.Member, ended bool) {
	row := tx.account(who)
	if !row.Ended.IsZero() {
		return nil, true
	}
	return listed(school, &row), false
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
