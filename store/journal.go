package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"

	"lianxin/store/kv"
	"lianxin/store/ledger"
)

const (
	journalTable = "journal"
	journalAbout = "journal_about"
	hashSize     = sha256.Size
)

// A journal row is the hash of the line and then the line itself, whose Hash is empty and whose Prev is the hash before: what was hashed lies on
// the disk as it was hashed. Keys are the line numbers, from 1 without a gap.

// Log writes a line of the journal: who did what to which record, at tx.At. It holds ids and facts, never a petition's text and never an identity.
func (tx *Tx) Log(by, verb, about, note string) error {
	line := ledger.Journal{Seq: 1, At: tx.At, By: by, Verb: verb, About: about, Note: note}
	for key, row := range tx.kv.ScanReverse(journalTable, nil, nil) {
		if len(key) != numberSize || len(row) < hashSize {
			return fmt.Errorf("%w: the last line of the journal", ErrDamaged)
		}
		line.Seq = binary.BigEndian.Uint64(key) + 1
		line.Prev = hex.EncodeToString(row[:hashSize])
		break
	}
	text, err := tx.rows.encode(&line)
	if err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	sum := sha256.Sum256(text)
	tx.set(journalTable, binary.BigEndian.AppendUint64(nil, line.Seq), append(sum[:], text...))
	if hasCourse(about) {
		tx.set(journalAbout, courseKey(about, line.Seq), nil)
	}
	return nil
}

// hasCourse tells whether the lines about a record can be asked for: those of cases and issues, whose course people follow.
func hasCourse(about string) bool {
	_, petition := ledger.ParseID(ledger.PetitionLetters, about)
	_, issue := ledger.ParseID(ledger.IssueLetters, about)
	return petition || issue
}

// courseKey is the key of the index journal_about: id 0 number.
func courseKey(about string, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(appendName(nil, about), seq)
}

// JournalOf gives the lines about one case or issue, the oldest first.
func (tx *Tx) JournalOf(id string) iter.Seq2[ledger.Journal, error] {
	return func(yield func(ledger.Journal, error) bool) {
		from, to := kv.Prefix(appendName(nil, id))
		for key := range tx.kv.Scan(journalAbout, from, to) {
			number := append([]byte(nil), key[len(key)-numberSize:]...)
			row, ok := tx.kv.Get(journalTable, number)
			if !ok {
				yield(ledger.Journal{}, fmt.Errorf("%w: journal line %d is missing", ErrDamaged, readNumber(number)))
				return
			}
			if !yield(readLine(number, row)) {
				return
			}
		}
	}
}

// JournalTail gives up to limit lines, the newest first; a limit of 0 gives all.
func (tx *Tx) JournalTail(limit int) iter.Seq2[ledger.Journal, error] {
	return first(limit, func(yield func(ledger.Journal, error) bool) {
		for key, row := range tx.kv.ScanReverse(journalTable, nil, nil) {
			if !yield(readLine(key, row)) {
				return
			}
		}
	})
}

// readLine reads a journal row and checks it against its own hash and key.
func readLine(key, row []byte) (ledger.Journal, error) {
	var line ledger.Journal
	if len(key) != numberSize || len(row) < hashSize {
		return line, fmt.Errorf("%w: journal line %x is cut off", ErrDamaged, key)
	}
	number := binary.BigEndian.Uint64(key)
	sum := sha256.Sum256(row[hashSize:])
	if !bytes.Equal(sum[:], row[:hashSize]) {
		return line, fmt.Errorf("%w: journal line %d was changed", ErrDamaged, number)
	}
	if err := decodeRow(row[hashSize:], &line); err != nil {
		return line, fmt.Errorf("store: journal line %d: %w", number, err)
	}
	if line.Seq != number {
		return line, fmt.Errorf("%w: journal line %d stands in the place of %d", ErrDamaged, line.Seq, number)
	}
	line.Hash = hex.EncodeToString(sum[:])
	return line, nil
}
