package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// Letter is one mail that reached the mailbox of Art. 5.7. Everything in it but the Key and the times is the sender's identity or his words; a mail proves
// neither, so that by mail nobody can do more than file a case and add to one.
type Letter struct {
	Key         string         // the same for every repeat of one mail
	From        policy.Address // channel "mail", the user is the sender's address
	Name        string         // what he calls himself; "" often
	Subject     string
	Text        string
	Case        string // number of the case that it claims to be about; "" = none
	Attachments []LetterFile
	At          time.Time // UTC: when the mailbox received it
	Received    time.Time // UTC: when it reached this process; the instant at which everything it causes happens
}

// LetterFile is something attached to a letter. Its type is found in its contents.
type LetterFile struct {
	Name string
	Type string
	Data []byte
}

// Letter takes a letter in and gives what is answered to it: at most one transaction. A repeated Key gets the stored reply. Danger and accusations are judged
// before anything is written; of them only the key, the fixed reply and a counter are kept.
func (b *Bot) Letter(ctx context.Context, l Letter) (string, error) {
	if l.Key == "" || l.From.User == "" {
		return "", errors.New("bot: a letter without a key or a sender")
	}
	done, err := b.turns.take(ctx, l.From.Fold())
	if err != nil {
		return "", fmt.Errorf("bot: %w", err)
	}
	defer done()
	t := &talk{
		Message: Message{Key: l.Key, From: l.From, Text: strings.TrimSpace(l.Subject + "\n" + l.Text), At: l.At, Received: l.Received},
		today:   b.school.Today(l.Received), by: l.From.Channel, cmd: new(phrase.Command),
	}
	mv, dropped, err := b.letter(t, l)
	if err != nil {
		return "", fmt.Errorf("bot: letter: %w", err)
	}
	text, err := b.carryOut(t, mv)
	if err != nil {
		return "", fmt.Errorf("bot: letter: %w", err)
	}
	if dropped > 0 {
		text += "\n" + fmt.Sprintf(sayLetterDropped, dropped)
	}
	return text, nil
}

// letter decides what a letter comes to, and seals its files.
func (b *Bot) letter(t *talk, l Letter) (mv move, dropped int, err error) {
	switch b.weighed(t) {
	case phrase.Crisis:
		return b.crisis(t, l.Name), 0, nil
	case phrase.ReportDiscipline:
		return b.hush(t, "discipline", fill(sayDiscipline, b.school.Petitions.Doors)), 0, nil
	}
	var blobs []store.Blob
	for _, file := range l.Attachments {
		blob, err := b.store.SealBlob(file.Data, l.Received)
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			dropped++
			continue
		}
		if err != nil {
			return move{}, 0, err
		}
		blobs = append(blobs, blob)
	}
	f := b.lettered(t)
	return change(func(tx *store.Tx) (string, error) { return b.takeLetter(tx, t, l, f, blobs) }), dropped, nil
}

// pieceOf is how many bytes of a long letter are read at once, and overlap how many of them are read again with the next piece: what was cut in two in one is
// whole in the other.
const (
	pieceOf = 24 << 10
	overlap = 1 << 10
)

// weighed reads a letter for danger and accusations, to its last word, and gives what it is otherwise.
func (b *Bot) weighed(t *talk) phrase.Intent {
	c := phrase.Context{Today: t.today}
	for from := 0; from < len(t.Text); {
		to := runeBefore(t.Text, min(len(t.Text), from+pieceOf))
		cmd := b.reader.Parse(t.Text[from:to], c)
		if cmd.Intent == phrase.Crisis || cmd.Intent == phrase.ReportDiscipline {
			return cmd.Intent
		}
		if to == len(t.Text) {
			break
		}
		from = runeBefore(t.Text, to-overlap)
	}
	t.cmd = b.reader.Parse(cut(t.Text), c)
	return t.cmd.Intent
}

// runeBefore is the last border of a character at or before a place.
func runeBefore(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// lettered is the case that a letter tells of: for the unit its sender is not to be known, unless he says otherwise.
func (b *Bot) lettered(t *talk) ledger.Filing {
	f := b.heard(t)
	f.Filing.Source = ledger.FromMailbox
	if !f.level {
		f.Filing.Level = ledger.LevelConfidential
	}
	return f.Filing
}

// takeLetter adds a letter to the case of its sender that it names, and registers it as a new one otherwise.
func (b *Bot) takeLetter(tx *store.Tx, t *talk, l Letter, f ledger.Filing, blobs []store.Blob) (string, error) {
	if err := tx.MayFile(); err != nil {
		return "", err
	}
	f.Attachments = nil
	for _, blob := range blobs {
		f.Attachments = fresh(f.Attachments, []ledger.Attachment{blob.Attachment})
	}
	if _, err := ledger.File(&ledger.Deed{School: b.school, By: ledger.TheSystem(), At: tx.At}, "", f); err != nil {
		return "", err
	}
	for _, blob := range blobs {
		if err := tx.PutBlob(blob); err != nil {
			return "", err
		}
	}
	own, err := b.caseOfLetter(tx, t, l.Case)
	switch {
	case err != nil:
		return "", err
	case own != nil && own.Open():
		return b.addLetter(tx, t, own, f)
	case own != nil:
		f.Follows = own.ID
	}
	d := &ledger.Deed{School: b.school, By: ledger.TheSystem(), At: tx.At}
	p, err := tx.File(d, f, store.Person{Address: l.From, Name: l.Name})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayLetterFiled, p.ID, p.Level.Zh(), b.dueText(&p)), b.tellOthers(tx, p, d.Steps, store.SealedAddress(p.ID, 0))
}

// caseOfLetter is the case that a letter names, if its sender filed it; nil otherwise: the number alone proves nothing.
func (b *Bot) caseOfLetter(tx *store.Tx, t *talk, id string) (*ledger.Petition, error) {
	if id == "" {
		return nil, nil
	}
	by, err := tx.ActorOn(b.school, t.From, id)
	if isMissing(err) || err == nil && !by.Filer {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p, err := tx.Petition(id)
	return &p, err
}

// addLetter adds a letter to an open case.
func (b *Bot) addLetter(tx *store.Tx, t *talk, p *ledger.Petition, f ledger.Filing) (string, error) {
	pictures := fresh(p.Attachments, f.Attachments)[len(p.Attachments):]
	added, err := b.stepped(tx, t, p.ID, func(d *ledger.Deed) (ledger.Petition, error) { return b.addWords(tx, t, d, p, f.Raw, pictures) })
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(sayLetterAdded, added.ID, b.dueText(&added)), nil
}
