package store

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// Shelves of the index of imported records.
const (
	paperBatch = 'b'
	paperKey   = 'k'
)

// imports are kept by their serial.
var imports = table[ledger.Import]{
	name:    "imports",
	keySize: serialSize,
	entries: func(*entries, []byte, *ledger.Import) {},
	say:     func(key []byte) string { return "imports/" + readSerial(key).ID(ledger.ImportLetters) },
}

// Import finds an import by its id; ErrNotFound if there is none.
func (tx *Tx) Import(id string) (ledger.Import, error) {
	serial, ok := ledger.ParseID(ledger.ImportLetters, id)
	if !ok {
		return ledger.Import{}, ErrNotFound
	}
	return imports.get(tx, appendSerial(nil, serial))
}

// PutImport writes an import, new or changed.
func (tx *Tx) PutImport(i ledger.Import) error {
	serial, ok := ledger.ParseID(ledger.ImportLetters, i.ID)
	if !ok {
		return fmt.Errorf("store: import %q is incomplete", i.ID)
	}
	return imports.put(tx, appendSerial(nil, serial), &i)
}

// RecentImports gives up to limit imports, the newest first; a limit of 0 gives all.
func (tx *Tx) RecentImports(limit int) iter.Seq2[ledger.Import, error] {
	return imports.newest(tx, limit)
}

// ActivitiesOfImport gives the records that an import made and that were not taken back.
func (tx *Tx) ActivitiesOfImport(id string) iter.Seq2[ledger.Activity, error] {
	from, to := kv.Prefix(appendName([]byte{paperBatch}, id))
	return activities.follow(tx, tx.kv.Scan(byPaper, from, to))
}

// OnPaper finds the imported record of a line, one that somebody took back too; ErrNotFound if the line was not imported, or its import was undone.
func (tx *Tx) OnPaper(key string) (ledger.Activity, error) {
	from, to := kv.Prefix(appendName([]byte{paperKey}, key))
	for a, err := range activities.follow(tx, tx.kv.Scan(byPaper, from, to)) {
		return a, err
	}
	return ledger.Activity{}, ErrNotFound
}

// PaperLine is one record of a table that is to be imported.
type PaperLine struct {
	Activity ledger.Activity // with the key of its line; its ID is the one that the table gives it, "" = none
	Waits    []string        // ids of the leaders whose 对 it waits for
}

// Found is what becomes of a line, or would.
type Found struct {
	ID    string // of the record that is there already; "" = the line is new
	Other bool   // that record says something else than the line; it stays as it is
}

// FindPaper looks for a record that a line tells of: the one that was imported from it, the one whose number it bears, or one that was entered here and tells
// the same. What the import in hand made of another line is none of them, whatever its number: a table from another ledger has numbers of its own.
func (tx *Tx) FindPaper(l *PaperLine, inHand string) (Found, error) {
	a, err := tx.OnPaper(l.Activity.Paper.Key)
	if errors.Is(err, ErrNotFound) {
		a, err = tx.numbered(l, inHand)
	}
	if errors.Is(err, ErrNotFound) {
		a, err = tx.entered(l)
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return Found{}, nil
	case err != nil:
		return Found{}, err
	}
	return Found{ID: a.ID, Other: !sameSaid(&a, &l.Activity)}, nil
}

// numbered finds the record whose number the line bears, if it tells of the same day, kind and people and was not made by the import in hand.
func (tx *Tx) numbered(l *PaperLine, inHand string) (ledger.Activity, error) {
	a, err := tx.Activity(l.Activity.ID)
	if err != nil {
		return a, err
	}
	credited := func(c ledger.Credit) bool {
		return slices.ContainsFunc(a.Credits, func(have ledger.Credit) bool { return have.Member == c.Member })
	}
	if a.Paper != nil && a.Paper.Batch == inHand {
		return a, ErrNotFound
	}
	if !a.Live() || a.Date != l.Activity.Date || a.Kind != l.Activity.Kind || !slices.ContainsFunc(l.Activity.Credits, credited) {
		return a, ErrNotFound
	}
	return a, nil
}

// entered finds the record that was entered here and tells the same as the line: of several equal ones the one in the same place.
func (tx *Tx) entered(l *PaperLine) (ledger.Activity, error) {
	day := policy.Span{From: l.Activity.Date, To: l.Activity.Date.Add(1)}
	key, n := ledger.LineKey(&l.Activity), 0
	for a, err := range tx.ActivitiesOf(l.Activity.Credits[0].Member, day) {
		switch {
		case err != nil:
			return a, err
		case !a.Live() || a.Paper != nil || ledger.LineKey(&a) != key:
			continue
		}
		if n++; fmt.Sprintf("%s-%d", key, n) == l.Activity.Paper.Key {
			return a, nil
		}
	}
	return ledger.Activity{}, ErrNotFound
}

// sameSaid tells whether a record says what the line does, as far as a line goes.
func sameSaid(a, b *ledger.Activity) bool {
	return a.Said.Comment == b.Said.Comment && slices.Equal(a.Said.Issues, b.Said.Issues) && ledger.LineKey(a) == ledger.LineKey(b)
}

// importSlice is how many records one transaction of an import writes.
const importSlice = 500

// Imported says what an import did, or would do.
type Imported struct {
	Import ledger.Import // with its number, if anything was written
	New    int           // records made
	Known  int           // lines whose record is there already
	Other  []string      // ids of those among them that say something else; they stay as they are
}

// ImportPapers makes records of the lines of a table. A line whose record is there already changes nothing, so that the same table may be imported again,
// after an interruption too. A year that is over counts at once; a line of the running year without a time of confirmation waits for the leader. A dry run
// writes nothing. It works in slices of one transaction each.
func (s *Store) ImportPapers(school *policy.School, batch ledger.Import, lines []PaperLine, dry bool) (Imported, error) {
	var out Imported
	for done := 0; done < len(lines); done += importSlice {
		part := lines[done:min(done+importSlice, len(lines))]
		one := Imported{}
		run := func(tx *Tx) (err error) {
			one, err = tx.importPart(school, batch, part, dry)
			return err
		}
		var err error
		if dry {
			err = s.View(run)
		} else {
			err = s.Update(batch.At, run)
		}
		if err != nil {
			return out, fmt.Errorf("store: import: %w", err)
		}
		out.New, out.Known, out.Other = out.New+one.New, out.Known+one.Known, append(out.Other, one.Other...)
		if one.Import.ID != "" {
			batch, out.Import = one.Import, one.Import
		}
	}
	return out, nil
}

// importPart imports some lines in one transaction.
func (tx *Tx) importPart(school *policy.School, batch ledger.Import, lines []PaperLine, dry bool) (Imported, error) {
	var out Imported
	for i := range lines {
		l := &lines[i]
		found, err := tx.FindPaper(l, batch.ID)
		switch {
		case err != nil:
			return out, err
		case found.ID != "":
			out.Known++
			if found.Other {
				out.Other = append(out.Other, found.ID)
			}
			continue
		}
		if out.New++; dry {
			continue
		}
		if batch.ID == "" {
			batch.ID = tx.nextID(ledger.ImportLetters)
		}
		if err := tx.putPaper(school, batch, l); err != nil {
			return out, err
		}
	}
	if out.New == 0 || dry {
		return out, nil
	}
	batch.Records += out.New
	out.Import = batch
	if err := tx.PutImport(batch); err != nil {
		return out, err
	}
	return out, tx.Log(batch.By, ledger.VerbImported, batch.ID, fmt.Sprintf("%d records, sha256 %.12s", out.New, batch.Hash))
}

// putPaper makes the record of one line.
func (tx *Tx) putPaper(school *policy.School, batch ledger.Import, l *PaperLine) error {
	a := l.Activity
	at := batch.At.UTC()
	paper := *a.Paper
	paper.Batch = batch.ID
	a.Paper, a.Entered, a.ID = &paper, at, tx.NextActivityID()
	a.Credits = slices.Clone(a.Credits)
	over := school.Year(a.Date).Span
	for i := range a.Credits {
		if c := &a.Credits[i]; c.Confirmed.IsZero() && !slices.Contains(l.Waits, c.Member) && over.To != 0 && school.Today(at) >= over.To {
			c.Confirmed = at
		}
	}
	if a.ApprovedBy != "" {
		a.Approved = at
	}
	if err := tx.PutActivity(&a); err != nil {
		return err
	}
	return tx.Log(ledger.ByImport, ledger.VerbReported, a.ID, fmt.Sprintf("%s %s %g %s", a.Kind, a.Date, a.Said.ClassHours, batch.ID))
}

// UndoImport takes an import back as a whole: its records stay and count nothing. It gives how many were taken back.
//
// Refusals: no_import, import_undone.
func (s *Store) UndoImport(at time.Time, by, id string) (n int, err error) {
	for more := true; more; {
		taken := 0
		err = s.Update(at, func(tx *Tx) (err error) {
			taken, more, err = tx.undoPart(by, id)
			return err
		})
		if n += taken; err != nil {
			return n, err
		}
	}
	return n, nil
}

// UndoImport does the same in the transaction of a word in the chat, for an import of moderate size.
//
// Refusals: no_import, import_undone, import_large.
func (tx *Tx) UndoImport(by, id string) (n int, err error) {
	i, err := tx.Import(id)
	if err == nil {
		if no := i.MayUndo(); no != nil {
			return 0, no
		}
	}
	for more := true; more; {
		var taken int
		taken, more, err = tx.undoPart(by, id)
		if n += taken; err != nil {
			return n, err
		}
	}
	return n, nil
}

// undoPart takes some records of an import back, and with the last of them the import itself; more tells whether there are others.
func (tx *Tx) undoPart(by, id string) (taken int, more bool, err error) {
	i, err := tx.Import(id)
	if errors.Is(err, ErrNotFound) {
		return 0, false, ledger.NoImport(id)
	}
	if err != nil {
		return 0, false, err
	}
	if i, err = i.Undo(by, tx.At); err != nil {
		return 0, false, err
	}
	if taken, more, err = tx.undoSlice(by, id); err != nil || more {
		return taken, more, err
	}
	if err := tx.PutImport(i); err != nil {
		return taken, false, err
	}
	return taken, false, tx.Log(by, ledger.VerbImportUndone, id, "")
}

// undoSlice takes some records of an import back; more tells whether there are others.
func (tx *Tx) undoSlice(by, id string) (n int, more bool, err error) {
	var list []ledger.Activity
	for a, err := range tx.ActivitiesOfImport(id) {
		if err != nil {
			return 0, false, err
		}
		if len(list) == importSlice {
			more = true
			break
		}
		list = append(list, a)
	}
	for _, a := range list {
		a.Retracted, a.RetractedBy, a.Reason = tx.At, by, id
		if err := tx.PutActivity(&a); err != nil {
			return n, false, err
		}
		if err := tx.Log(by, ledger.VerbRetracted, a.ID, id); err != nil {
			return n, false, err
		}
		n++
	}
	return n, more, nil
}
