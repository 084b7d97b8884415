package store

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// One-time codes by which somebody joins two of his accounts (绑定). Both rows lie under tags and sealed, behind the second of their end, so that they can be
// pruned and tell nothing: a code leads to the account that asked for it, and each account to its last code and to its wrong tries.
//
//	codes  tag -> second of its end, sealed codeRow
const (
	codesTable = "codes"
	shelfCodes = 'c'
	shelfTries = 't'
)

// How long a code can be used, and how many wrong ones lock an account out of trying, for how long.
const (
	CodeLasts  = 10 * time.Minute
	mostTries  = 5
	triesLock  = time.Hour
	codeLength = 6
)

type codeRow struct {
	From  policy.Address `json:"from,omitzero"` // of a code: who asked for it
	Code  string         `json:"code,omitempty"`
	Wrong int            `json:"wrong,omitempty"` // of an account: wrong tries since the first of them
}

func aboutCode(tag []byte) string { return codesTable + "/" + hex.EncodeToString(tag) }

// codeAddress is a code in the form in which tags are made.
func codeAddress(code string) policy.Address { return policy.Address{Channel: "code", User: code} }

func (tx *Tx) code(shelf byte, what policy.Address) (row codeRow, end time.Time, ok bool) {
	for _, tag := range tx.vault.shelfTags(shelf, what) {
		sealed, there := tx.kv.Get(codesTable, tag)
		if !there || len(sealed) < 8 {
			continue
		}
		end = time.Unix(int64(binary.BigEndian.Uint64(sealed)), 0)
		plain, err := tx.vault.open(aboutCode(tag), sealed[8:])
		if err != nil || json.Unmarshal(plain, &row) != nil || !tx.At.Before(end) {
			continue
		}
		return row, end, true
	}
	return codeRow{}, time.Time{}, false
}

func (tx *Tx) putCode(shelf byte, what policy.Address, row codeRow, end time.Time) error {
	plain, err := json.Marshal(&row)
	if err != nil {
		return errors.New("store: a code cannot be written")
	}
	tag := tx.vault.shelfTags(shelf, what)[0]
	tx.set(codesTable, tag, append(binary.BigEndian.AppendUint64(nil, uint64(end.Unix())), tx.seal(aboutCode(tag), plain)...))
	return nil
}

func (tx *Tx) endCode(shelf byte, what policy.Address) {
	for _, tag := range tx.vault.shelfTags(shelf, what) {
		if _, ok := tx.kv.Get(codesTable, tag); ok {
			tx.unset(codesTable, tag)
		}
	}
}

// OfferCode gives somebody a code to type on another platform, the first of these that nobody else has; his earlier one is of no use from then on. The codes
// are random ones of six digits, made outside the transaction. A *ledger.Refusal without a vault.
func (tx *Tx) OfferCode(who policy.Address, codes []string) (string, error) {
	if tx.vault == nil {
		return "", ledger.NoVaultForAccounts()
	}
	if last, _, ok := tx.code(shelfTries, who); ok && last.Code != "" {
		tx.endCode(shelfCodes, codeAddress(last.Code))
	}
	at := slices.IndexFunc(codes, func(code string) bool {
		_, _, taken := tx.code(shelfCodes, codeAddress(code))
		return len(code) == codeLength && !taken
	})
	if at < 0 {
		return "", errors.New("store: no code is free")
	}
	row, end, _ := tx.code(shelfTries, who)
	row.Code = codes[at]
	until := tx.At.Add(CodeLasts)
	if end.Before(until) {
		end = until
	}
	return row.Code, errors.Join(tx.putCode(shelfCodes, codeAddress(row.Code), codeRow{From: who}, until), tx.putCode(shelfTries, who, row, end))
}

// RedeemCode joins the account that asked for a code with the one that types it, which must lie on another platform, and gives the former. Not sure, it only
// tells which account that is: a code may have been asked for by somebody else, who wants to be taken for the one that types it. A code is used once; a
// *ledger.Refusal is an expected no, and a wrong code is counted: after five the account cannot try for an hour. That count is written although the code is
// refused, so that wrong is to be said in place of a refusal: it is how many tries are left, -1 where none are.
func (tx *Tx) RedeemCode(school *policy.School, who policy.Address, code string, sure bool) (other policy.Address, wrong int, err error) {
	if tx.vault == nil {
		return other, 0, ledger.NoVaultForAccounts()
	}
	tries, end, _ := tx.code(shelfTries, who)
	if tries.Wrong >= mostTries {
		return other, -1, nil
	}
	row, _, ok := tx.code(shelfCodes, codeAddress(code))
	switch {
	case !ok:
		tries.Wrong++
		if lock := tx.At.Add(triesLock); tries.Wrong >= mostTries || lock.After(end) {
			end = lock
		}
		left := mostTries - tries.Wrong
		if left == 0 {
			left = -1
		}
		return other, left, tx.putCode(shelfTries, who, tries, end)
	case row.From.Fold() == who.Fold():
		return other, 0, ledger.CodeOnTheOtherSide()
	case !sure:
		return row.From, 0, tx.mayBind(school, row.From, who)
	}
	if err := tx.Bind(school, row.From, who, "code"); err != nil {
		return other, 0, err
	}
	tx.endCode(shelfCodes, codeAddress(code))
	return row.From, 0, errors.Join(tx.usedUp(row.From), tx.usedUp(who))
}

// usedUp forgets the last code of an account. Its wrong tries stay counted for their hour: else a code of one's own would buy five more.
func (tx *Tx) usedUp(who policy.Address) error {
	row, end, ok := tx.code(shelfTries, who)
	if !ok || row.Wrong == 0 {
		tx.endCode(shelfTries, who)
		return nil
	}
	row.Code = ""
	return tx.putCode(shelfTries, who, row, end)
}

// Bind joins two accounts, and all that are joined with either, as those of one person. how stands in the journal: code, directory. A *ledger.Refusal where
// they are of one platform, or two people of the list, or joined already, or where one of them has ended.
func (tx *Tx) Bind(school *policy.School, a, b policy.Address, how string) error {
	if err := tx.mayBind(school, a, b); err != nil {
		return err
	}
	one, two := tx.AccountsOf(school, a), tx.AccountsOf(school, b)
	all := slices.Concat(one, two)
	if tx.MemberAt(school, b) != nil {
		all = slices.Concat(two, one)
	}
	prefer := cmp.Or(tx.Preferred(school, a), tx.Preferred(school, b))
	for _, account := range all {
		row := tx.account(account)
		row.Others = without(all, account)
		row.Prefer = prefer
		if err := tx.putAccount(row); err != nil {
			return err
		}
	}
	return tx.logAccount(school, a, "bound", how)
}

// mayBind is why two accounts cannot be joined: a *ledger.Refusal; nil: they can.
func (tx *Tx) mayBind(school *policy.School, a, b policy.Address) error {
	one, two := tx.AccountsOf(school, a), tx.AccountsOf(school, b)
	first, second := tx.MemberAt(school, a), tx.MemberAt(school, b)
	switch {
	case tx.Ended(a) || tx.Ended(b):
		return ledger.AccountEnded()
	case holds(one, b):
		return ledger.AlreadyBound()
	case first != nil && second != nil && first != second:
		return ledger.TwoPeople()
	case sharesChannel(one, two):
		return ledger.ChannelTaken()
	}
	return nil
}

// sharesChannel tells whether two people who may be one have an account each on the same platform.
func sharesChannel(one, two []policy.Address) bool {
	return slices.ContainsFunc(one, func(a policy.Address) bool {
		return slices.ContainsFunc(two, func(b policy.Address) bool { return a.Channel == b.Channel })
	})
}

// Unbind takes apart what a person has bound: each account stands for itself again, those of the configuration go on together. It gives the other accounts
// that were bound. What was filed from an account stays with that account. A *ledger.Refusal where nothing is bound.
func (tx *Tx) Unbind(school *policy.School, who policy.Address) (others []policy.Address, err error) {
	by := tx.MemberAt(school, who)
	bound := false
	for _, a := range tx.AccountsOf(school, who) {
		row := tx.account(a)
		bound = bound || len(row.Others) > 0
		if row.Address.Fold() != who.Fold() && len(row.Others) > 0 {
			others = append(others, row.Address)
		}
		row.Others = nil
		if err := tx.putAccount(row); err != nil {
			return nil, err
		}
	}
	if !bound {
		return nil, ledger.NothingBound()
	}
	name := byUnlisted
	if by != nil {
		name = by.ID
	}
	return others, tx.Log(name, "unbound", "", "")
}

// pruneCodes deletes the codes that ended before the instant of the transaction.
func (tx *Tx) pruneCodes() int {
	n := 0
	for tag, row := range tx.kv.Scan(codesTable, nil, nil) {
		if len(row) < 8 || !tx.At.Before(time.Unix(int64(binary.BigEndian.Uint64(row)), 0)) {
			tx.unset(codesTable, tag)
			n++
		}
	}
	return n
}
