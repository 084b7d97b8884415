package store

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"lianxin/store/ledger"
)

// cardRow is a card as it lies in the ledger: as it is, or sealed where it tells who has to do with a case.
type cardRow struct {
	ID     string      `json:"id"`
	Card   ledger.Card `json:"card,omitzero"`
	Sealed []byte      `json:"sealed,omitempty"`
}

// cards are kept by their ids, which begin with the second in which they were made: the newest lie together, and the old ones go as one stretch.
var cards = table[cardRow]{
	name:    "cards",
	keySize: cardSize,
	entries: func(*entries, []byte, *cardRow) {},
	say:     func(key []byte) string { return "cards/" + string(key) },
}

// An id is "c", the second of its making in eight hexadecimal digits, "-", and twelve digits that tell nothing of the notice without the key file.
const cardSize = 1 + 8 + 1 + 12

func cardID(made time.Time, mark string) string { return cardStretch(made) + "-" + mark }

func cardStretch(made time.Time) string {
	return fmt.Sprintf("c%08x", uint32(min(max(made.Unix(), 0), maxStamp)))
}

func aboutCard(id string) string { return "cards/" + id }

// Show is Notify for a notice with buttons: the card is written with it, once, addressed as the notice is. The private ones are sealed (NotifySealed). Choices
// that no card can show are left out, the text is whole without them. id is that of the card; "" if there is none, or the notice was there already.
func (tx *Tx) Show(n ledger.Notice, c ledger.Card) (id string, err error) {
	if c.Fits() && n.To.User != "" && !tx.Told(n.Key) {
		c.ID, c.To, c.Made = cardID(n.Made, tx.Mark("card\x00"+n.Key)), n.To, n.Made.UTC()
		if c.Title == "" {
			c.Title = ledger.TitleOf(n.Text)
		}
		if err := tx.PutCard(c); err != nil {
			return "", err
		}
		n.Card = c.ID
	}
	if c.Private {
		_, err = tx.NotifySealed(n)
	} else {
		_, err = tx.Notify(n)
	}
	return n.Card, err
}

// Card finds a card: ErrNotFound if there is none or it is forgotten, ErrSealed if its key is lost.
func (tx *Tx) Card(id string) (ledger.Card, error) {
	if len(id) != cardSize {
		return ledger.Card{}, ErrNotFound
	}
	row, err := cards.get(tx, []byte(id))
	if err != nil {
		return ledger.Card{}, err
	}
	return tx.openCard(&row)
}

func (tx *Tx) openCard(row *cardRow) (ledger.Card, error) {
	if row.Sealed == nil {
		return row.Card, nil
	}
	c := ledger.Card{Private: true}
	plain, err := tx.vault.open(aboutCard(row.ID), row.Sealed)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(plain, &c); err != nil {
		return c, fmt.Errorf("%w: a sealed card holds something else", ErrDamaged)
	}
	return c, nil
}

// PutCard writes a card, new or with what became of it.
func (tx *Tx) PutCard(c ledger.Card) error {
	if len(c.ID) != cardSize || c.To.User == "" || !c.Fits() {
		return fmt.Errorf("store: card %q is incomplete", c.ID)
	}
	row := cardRow{ID: c.ID, Card: c}
	if c.Private && tx.vault != nil {
		plain, err := json.Marshal(&c)
		if err != nil {
			return fmt.Errorf("store: a sealed card: %w", err)
		}
		row = cardRow{ID: c.ID, Sealed: tx.seal(aboutCard(c.ID), plain)}
	}
	return cards.put(tx, []byte(c.ID), &row)
}

// RecentCards gives up to limit cards, the newest first; a limit of 0 gives all. A sealed one whose key is lost is an error of its own.
func (tx *Tx) RecentCards(limit int) iter.Seq2[ledger.Card, error] {
	return func(yield func(ledger.Card, error) bool) {
		for row, err := range cards.newest(tx, limit) {
			var c ledger.Card
			if err == nil {
				c, err = tx.openCard(&row)
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// pruneCards forgets up to most cards that were made before an instant: their buttons say then that they are too old.
func (tx *Tx) pruneCards(before time.Time, most int) int {
	n := 0
	for key := range tx.kv.Scan(cards.name, nil, []byte(cardStretch(before))) {
		if n == most {
			break
		}
		tx.unset(cards.name, key)
		n++
	}
	return n
}
