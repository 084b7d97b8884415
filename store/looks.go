package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// looks are the requests to open an identity and the readings of cases that are not public: the serial of the case and a number from 1.
var looks = table[ledger.Look]{
	name:    "looks",
	keySize: serialSize + shortSize,
	entries: func(*entries, []byte, *ledger.Look) {},
	say:     func(key []byte) string { return "looks/" + hex.EncodeToString(key) },
}

func appendLook(b []byte, s ledger.Serial, n int) []byte {
	return binary.BigEndian.AppendUint32(appendSerial(b, s), uint32(n))
}

// Looks gives the looks at a case in the order of time.
func (tx *Tx) Looks(id string) ([]ledger.Look, error) {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, id)
	if !ok {
		return nil, ErrNotFound
	}
	var out []ledger.Look
	from, to := kv.Prefix(appendSerial(nil, serial))
	for key, row := range tx.kv.Scan(looks.name, from, to) {
		var l ledger.Look
		if err := decodeRow(row, &l); err != nil {
			return nil, fmt.Errorf("store: %s: %w", looks.say(key), err)
		}
		out = append(out, l)
	}
	return out, nil
}

// putLook keeps a look under its number, a new one under the next.
func (tx *Tx) putLook(l ledger.Look) (ledger.Look, error) {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, l.Case)
	if !ok {
		return l, ErrNotFound
	}
	if l.Number == 0 {
		from, to := kv.Prefix(appendSerial(nil, serial))
		for key := range tx.kv.ScanReverse(looks.name, from, to) {
			l.Number = int(binary.BigEndian.Uint32(key[len(key)-shortSize:]))
			break
		}
		l.Number++
	}
	return l, looks.put(tx, appendLook(nil, serial, l.Number), &l)
}

// look finds one look at a case.
func (tx *Tx) look(id string, number int) (ledger.Petition, ledger.Look, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return p, ledger.Look{}, err
	}
	serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
	l, err := looks.get(tx, appendLook(nil, serial, number))
	return p, l, err
}

// AskLook asks for the identity behind a case with a reason. If the look Needs nobody it can be opened in the same transaction.
func (tx *Tx) AskLook(d *ledger.Deed, id, reason string) (ledger.Look, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return ledger.Look{}, err
	}
	l, err := ledger.AskLook(d, &p, reason)
	if err != nil {
		return l, err
	}
	if l, err = tx.putLook(l); err != nil {
		return l, err
	}
	return l, tx.LogDeed(d)
}

// ApproveLook lets a second person approve a look, or not.
func (tx *Tx) ApproveLook(d *ledger.Deed, id string, number int, granted bool) (ledger.Look, error) {
	p, l, err := tx.look(id, number)
	if err != nil {
		return l, err
	}
	if l, err = l.Approve(d, &p, granted); err != nil {
		return l, err
	}
	l, err = tx.putLook(l)
	return l, errors.Join(err, tx.LogDeed(d))
}

// OpenIdentity shows who filed a case to somebody whose look is good, once, and writes it into the journal. private is false in a group. What it gives is
// shown and nowhere stored. ErrSealed: the key is lost; then the look stays unused.
func (tx *Tx) OpenIdentity(d *ledger.Deed, id string, number int, private bool) (Person, error) {
	p, l, err := tx.look(id, number)
	if err != nil {
		return Person{}, err
	}
	if l, err = l.Open(d, &p, private); err != nil {
		return Person{}, err
	}
	var who Person
	serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
	if err := tx.getSealed(serial, shelfPeople, 0, &who); err != nil {
		return Person{}, err
	}
	_, err = tx.putLook(l)
	return who, errors.Join(err, tx.LogDeed(d))
}

// ReadPetition gives a case to somebody who may see it, or the refusal of a case that is not there. The reading of a case that is not public by staff is
// noted, once a day and person, so that its filer can ask 谁看过; therefore it runs in an Update.
func (tx *Tx) ReadPetition(d *ledger.Deed, id string) (ledger.Petition, error) {
	p, err := tx.Petition(id)
	if errors.Is(err, ErrNotFound) {
		return p, ledger.NoCase()
	}
	if err != nil {
		return p, err
	}
	if no := ledger.May(d.School, d.By, ledger.OpSee, &p, d.School.Today(d.At)); no != nil {
		return ledger.Petition{}, no
	}
	return p.For(d), tx.noteRead(d, &p)
}

// noteRead notes the reading of a case that is not public.
func (tx *Tx) noteRead(d *ledger.Deed, p *ledger.Petition) error {
	if p.Level == ledger.LevelOpen || d.By.Filer || d.By.Member == nil {
		return nil
	}
	before, err := tx.Looks(p.ID)
	if err != nil {
		return err
	}
	for _, l := range before {
		if l.Read && l.By == d.By.Name() && d.School.Today(l.Asked) == d.School.Today(d.At) {
			return nil
		}
	}
	l, ok := ledger.ReadLook(d, p)
	if !ok {
		return nil
	}
	_, err = tx.putLook(l)
	return errors.Join(err, tx.LogDeed(d))
}
