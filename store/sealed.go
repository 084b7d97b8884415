package store

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// SealedChannel is the channel of an address that stands for somebody who must not be named: its User is the case and a number, XF2026-0042/0 for who
// filed it, /1 and on for those who joined, or the booking, YY2026-0003/0 for who booked. Tx.Resolve finds the account at the moment of sending.
const SealedChannel = "sealed"

// Person is who filed a case or joined it: an account, or for other doors what the letter said. It lies in the vault only.
type Person struct {
	Address policy.Address `json:"address,omitzero"` // zero: cannot be reached in chat
	Name    string         `json:"name,omitempty"`
	Contact string         `json:"contact,omitempty"` // telephone, address
}

// Words are what a filer said, in his own words.
type Words struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// sealedRow is one row of the vault. Its key is the serial of the case, or of what a visitor did, a shelf and a number.
type sealedRow struct {
	Sealed []byte `json:"sealed"`
	Tag    []byte `json:"tag,omitempty"`   // of a person's account: finds "my cases"
	Reach  bool   `json:"reach,omitempty"` // the person has an account
}

// The shelves of a case in the vault.
const (
	shelfPeople  = 'p' // 0 filed it, 1.. joined it
	shelfWords   = 'w' // 0 the first words, 1.. supplements
	shelfRatings = 'r' // why it was rated so, by the number of the rating
	shelfGrounds = 'g' // why a review is asked for, by the number of the review
)

const (
	vaultTable  = "vault"
	vaultByTag  = "vault_by_tag"
	sealedSize  = serialSize + 1 + shortSize
	shortSize   = 4
	mostPersons = 1 << 20
)

var sealed = table[sealedRow]{
	name:    vaultTable,
	keySize: sealedSize,
	indexes: []string{vaultByTag},
	entries: func(into *entries, key []byte, r *sealedRow) {
		if len(r.Tag) == tagSize {
			into.add(vaultByTag, append(append([]byte(nil), r.Tag...), key...), nil)
		}
	},
	say: func(key []byte) string { return "vault/" + hex.EncodeToString(key) },
}

// appendSealed writes the key of a row of the vault.
func appendSealed(b []byte, s ledger.Serial, shelf byte, n int) []byte {
	return binary.BigEndian.AppendUint32(append(appendSerial(b, s), shelf), uint32(n))
}

// aboutSealed is the name under which a row of the vault is sealed.
func aboutSealed(key []byte) string { return vaultTable + "/" + hex.EncodeToString(key) }

// put seals a value into the vault. Tag and reach are those of a person.
func (tx *Tx) putSealed(s ledger.Serial, shelf byte, n int, v any, r sealedRow) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store: vault: %w", err)
	}
	key := appendSealed(nil, s, shelf, n)
	r.Sealed = tx.seal(aboutSealed(key), plain)
	return sealed.put(tx, key, &r)
}

// getSealed opens a row of the vault: ErrNotFound if there is none, ErrSealed if its key is lost.
func (tx *Tx) getSealed(s ledger.Serial, shelf byte, n int, v any) error {
	key := appendSealed(nil, s, shelf, n)
	row, err := sealed.get(tx, key)
	if err != nil {
		return err
	}
	plain, err := tx.vault.open(aboutSealed(key), row.Sealed)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("%w: %s holds something else", ErrDamaged, sealed.say(key))
	}
	return nil
}

// putPerson seals who filed a case (n = 0) or joined it.
func (tx *Tx) putPerson(s ledger.Serial, n int, who Person) error {
	r := sealedRow{Reach: who.Address.User != ""}
	if r.Reach {
		r.Tag = tx.vault.tags(who.Address)[0]
	}
	return tx.putSealed(s, shelfPeople, n, who, r)
}

// ActorOn finds what somebody is to a case: who filed it, who joined it, or a member by his office.
func (tx *Tx) ActorOn(school *policy.School, who policy.Address, id string) (ledger.Actor, error) {
	a := ledger.Actor{Member: tx.MemberAt(school, who)}
	serial, ok := ledger.ParseID(ledger.PetitionLetters, id)
	if !ok {
		return a, ErrNotFound
	}
	for number := range tx.roleNumbers(school, who, serial) {
		if number == 0 {
			a.Filer, a.Follower = true, false
			return a, nil
		}
		a.Follower = true
	}
	return a, nil
}

// roleNumbers gives the numbers of somebody's rows among the people of a case.
func (tx *Tx) roleNumbers(school *policy.School, who policy.Address, s ledger.Serial) iter.Seq[int] {
	return func(yield func(int) bool) {
		if tx.vault == nil {
			return
		}
		for _, account := range tx.AccountsOf(school, who) {
			for _, tag := range tx.vault.tags(account) {
				from, to := kv.Prefix(append(appendSerial(append([]byte(nil), tag...), s), shelfPeople))
				for key := range tx.kv.Scan(vaultByTag, from, to) {
					if !yield(int(binary.BigEndian.Uint32(key[len(key)-shortSize:]))) {
						return
					}
				}
			}
		}
	}
}

// Mine gives the cases that somebody filed, the newest first; with joined those too that he joined.
func (tx *Tx) Mine(school *policy.School, who policy.Address, joined bool) ([]ledger.Petition, error) {
	if tx.vault == nil {
		return nil, nil
	}
	var out []ledger.Petition
	seen := map[ledger.Serial]bool{}
	for _, account := range tx.AccountsOf(school, who) {
		for _, tag := range tx.vault.tags(account) {
			from, to := kv.Prefix(tag)
			for key := range tx.kv.ScanReverse(vaultByTag, from, to) {
				row := key[tagSize:]
				serial := ledger.Serial{Year: binary.BigEndian.Uint16(row), Number: binary.BigEndian.Uint32(row[2:])}
				first := binary.BigEndian.Uint32(row[len(row)-shortSize:]) == 0
				if seen[serial] || !first && !joined {
					continue
				}
				seen[serial] = true
				p, err := petitions.get(tx, appendSerial(nil, serial))
				if err != nil {
					return nil, err
				}
				out = append(out, p)
			}
		}
	}
	sortNewest(out)
	return out, nil
}

// Filers gives the sealed addresses of everybody who filed a case or joined it, also through a case that was merged into it, and who can be reached.
func (tx *Tx) Filers(id string) ([]policy.Address, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return nil, err
	}
	var out []policy.Address
	serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
	from, to := kv.Prefix(append(appendSerial(nil, serial), shelfPeople))
	for key, row := range tx.kv.Scan(vaultTable, from, to) {
		var r sealedRow
		if err := decodeRow(row, &r); err != nil {
			return nil, fmt.Errorf("store: %s: %w", sealed.say(key), err)
		}
		if r.Reach {
			out = append(out, SealedAddress(id, int(binary.BigEndian.Uint32(key[len(key)-shortSize:]))))
		}
	}
	for _, other := range p.Merged {
		more, err := tx.Filers(other)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// SealedAddress is the address that stands for the n-th person of a case, 0 filed it; or with 0 for who made a booking.
func SealedAddress(id string, n int) policy.Address {
	return policy.Address{Channel: SealedChannel, User: id + "/" + strconv.Itoa(n)}
}

// Resolve gives the account behind an address: a plain one as it is, a sealed one from the vault. ErrNotFound: retention has deleted it or nobody is
// behind it; ErrSealed: its key is lost. What it gives is used for sending and is neither stored nor logged.
func (tx *Tx) Resolve(a policy.Address) (policy.Address, error) {
	if a.Channel != SealedChannel {
		return a, nil
	}
	shelf, serial, n, ok := behind(a)
	if !ok {
		return policy.Address{}, ErrNotFound
	}
	var who Person
	if err := tx.getSealed(serial, shelf, n, &who); err != nil {
		return policy.Address{}, err
	}
	if who.Address.User == "" {
		return policy.Address{}, ErrNotFound
	}
	return who.Address, nil
}

// behind reads a sealed address: where in the vault its person lies.
func behind(a policy.Address) (shelf byte, s ledger.Serial, n int, ok bool) {
	id, number, _ := strings.Cut(a.User, "/")
	n, err := strconv.Atoi(number)
	if a.Channel != SealedChannel || err != nil || n < 0 || n >= mostPersons {
		return 0, s, 0, false
	}
	id = strings.ToUpper(id)
	if s, ok = ledger.ParseID(ledger.PetitionLetters, id); ok {
		return shelfPeople, s, n, true
	}
	s, ok = ledger.ParseID(ledger.BookingLetters, id)
	return shelfVisitors, s, n, ok
}
