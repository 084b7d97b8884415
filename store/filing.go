package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store/kv"
	"lianxin/store/ledger"
)

// noVault says no to somebody whose identity could not be kept safe.
func noVault() *ledger.Refusal {
	return ledger.Refuse("no_vault", "学校还没有配置信访身份密钥，这里暂时不能接收信访和接待预约，刚才的内容没有保存。请使用意见箱、电子信箱或电话反映。")
}

// MayFile tells whether the ledger can take cases and bookings in: a *ledger.Refusal without a vault.
func (tx *Tx) MayFile() error {
	if tx.vault == nil {
		return noVault()
	}
	return nil
}

// File registers a case: the record without a name, the person and the words in the vault, the journal. It refuses before it writes. For another door than
// the chat who may be without an account.
func (tx *Tx) File(d *ledger.Deed, f ledger.Filing, who Person) (ledger.Petition, error) {
	if tx.vault == nil {
		return ledger.Petition{}, noVault()
	}
	serial := tx.peekSerial(ledger.PetitionLetters)
	p, err := ledger.File(d, serial.ID(ledger.PetitionLetters), f)
	if err != nil {
		return p, err
	}
	if f.Follows != "" {
		if _, err := tx.Petition(f.Follows); errors.Is(err, ErrNotFound) {
			return p, ledger.NoCase()
		} else if err != nil {
			return p, err
		}
	}
	for _, a := range f.Attachments {
		if !tx.hasBlob(a.Hash) {
			return p, fmt.Errorf("store: %s: an attachment that was not put", p.ID)
		}
	}
	tx.NextPetitionID()
	for _, a := range f.Attachments {
		tx.refer(a.Hash, serial)
	}
	return p, errors.Join(
		tx.putPerson(serial, 0, who),
		tx.putSealed(serial, shelfWords, 0, Words{At: tx.At, Text: f.Raw}, sealedRow{}),
		tx.Keep(d, p),
	)
}

// peekSerial is the number that the next record of a kind will get.
func (tx *Tx) peekSerial(letters string) ledger.Serial {
	year := tx.At.In(tx.loc).Year()
	return ledger.Serial{Year: uint16(year), Number: uint32(tx.Count(sequence(letters, year)) + 1)}
}

// Keep writes cases as a deed left them, and its steps into the journal. It is called once at the end of a transaction's deed; d.Steps stays for the
// notices.
func (tx *Tx) Keep(d *ledger.Deed, cases ...ledger.Petition) error {
	for _, p := range cases {
		if err := tx.PutPetition(p); err != nil {
			return err
		}
	}
	return tx.LogDeed(d)
}

// LogDeed writes the steps of a deed into the journal that are not there yet.
func (tx *Tx) LogDeed(d *ledger.Deed) error {
	for ; d.Logged < len(d.Steps); d.Logged++ {
		s := d.Steps[d.Logged]
		if err := tx.Log(d.By.Name(), s.Verb, s.About, s.Note); err != nil {
			return err
		}
	}
	return nil
}

// Change applies a transition to a case and keeps it: the usual transaction. A refusal comes back before anything is written.
func (tx *Tx) Change(d *ledger.Deed, id string, step func(ledger.Petition) (ledger.Petition, error)) (ledger.Petition, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return p, err
	}
	if p, err = step(p); err != nil {
		return p, err
	}
	return p, tx.Keep(d, p)
}

// Add keeps what the filer adds to a case, in his words.
func (tx *Tx) Add(d *ledger.Deed, id, text string, pictures []ledger.Attachment) (ledger.Petition, error) {
	return tx.sealStep(d, id, text, shelfWords, func(p ledger.Petition) (ledger.Petition, int, error) {
		p, err := p.Supplement(d, pictures)
		if err == nil {
			serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
			for _, a := range pictures {
				tx.refer(a.Hash, serial)
			}
		}
		return p, p.Supplements, err
	})
}

// Rate keeps a rating, and why in the filer's words; "" = nothing was said.
func (tx *Tx) Rate(d *ledger.Deed, id string, score ledger.Score, solved, why string) (ledger.Petition, error) {
	return tx.sealStep(d, id, why, shelfRatings, func(p ledger.Petition) (ledger.Petition, int, error) {
		p, err := p.Rate(d, score, solved)
		return p, len(p.Ratings), err
	})
}

// Explain adds to the last rating whether the matter was solved, and why it was rated so in the filer's words; "" leaves either as it is.
func (tx *Tx) Explain(d *ledger.Deed, id, solved, why string) (ledger.Petition, error) {
	return tx.sealStep(d, id, why, shelfRatings, func(p ledger.Petition) (ledger.Petition, int, error) {
		p, err := p.Explain(d, solved)
		return p, len(p.Ratings), err
	})
}

// AskReview keeps a request for 复查 or 复核, with its grounds in the filer's words.
func (tx *Tx) AskReview(d *ledger.Deed, id, grounds string) (ledger.Petition, error) {
	return tx.sealStep(d, id, grounds, shelfGrounds, func(p ledger.Petition) (ledger.Petition, int, error) {
		p, err := p.AskReview(d)
		return p, len(p.Reviews), err
	})
}

// sealStep is a transition with words of the filer.
func (tx *Tx) sealStep(d *ledger.Deed, id, text string, shelf byte, step func(ledger.Petition) (ledger.Petition, int, error)) (ledger.Petition, error) {
	if tx.vault == nil {
		return ledger.Petition{}, noVault()
	}
	n := 0
	p, err := tx.Change(d, id, func(p ledger.Petition) (ledger.Petition, error) {
		var err error
		p, n, err = step(p)
		return p, err
	})
	if err != nil || text == "" {
		return p, err
	}
	serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
	return p, tx.putSealed(serial, shelf, n, Words{At: tx.At, Text: text}, sealedRow{})
}

// Join counts somebody who joins a case (附议), and seals who.
func (tx *Tx) Join(d *ledger.Deed, id string, who policy.Address) (ledger.Petition, error) {
	if tx.vault == nil {
		return ledger.Petition{}, noVault()
	}
	p, err := tx.Petition(id)
	if err != nil {
		return p, err
	}
	if p, err = p.Join(d); err != nil {
		return p, err
	}
	d.By = ledger.Actor{Follower: true} // from here on, and in the journal: whoever it was
	if err := tx.Keep(d, p); err != nil {
		return p, err
	}
	serial, _ := ledger.ParseID(ledger.PetitionLetters, id)
	return p, tx.putPerson(serial, p.Followers, Person{Address: who.Fold()})
}

// WordsOf opens what the filer said, the first words first. Only the officers of the case and the filer may (ledger.OpRaw); a case that is not public
// notes the look, so that it is called in an Update. ErrSealed: the key is lost.
func (tx *Tx) WordsOf(d *ledger.Deed, id string) ([]Words, error) {
	p, err := tx.Petition(id)
	if err != nil {
		return nil, err
	}
	if no := ledger.May(d.School, d.By, ledger.OpRaw, &p, d.School.Today(d.At)); no != nil {
		return nil, no
	}
	if err := tx.noteRead(d, &p); err != nil {
		return nil, err
	}
	return tx.words(id, shelfWords)
}

// ReasonsOf opens why a case was rated so and why a review of it was asked for, in the filer's words; for those who may read his words (ledger.OpRaw).
// ErrSealed: the key is lost.
func (tx *Tx) ReasonsOf(d *ledger.Deed, id string) (ratings, reviews []Words, err error) {
	p, err := tx.Petition(id)
	if err != nil {
		return nil, nil, err
	}
	if no := ledger.May(d.School, d.By, ledger.OpRaw, &p, d.School.Today(d.At)); no != nil {
		return nil, nil, no
	}
	if err := tx.noteRead(d, &p); err != nil {
		return nil, nil, err
	}
	if ratings, err = tx.words(id, shelfRatings); err == nil {
		reviews, err = tx.words(id, shelfGrounds)
	}
	return ratings, reviews, err
}

// words opens one shelf of a case.
func (tx *Tx) words(id string, shelf byte) ([]Words, error) {
	serial, ok := ledger.ParseID(ledger.PetitionLetters, id)
	if !ok {
		return nil, ErrNotFound
	}
	var out []Words
	from, to := kv.Prefix(append(appendSerial(nil, serial), shelf))
	for key := range tx.kv.Scan(vaultTable, from, to) {
		var w Words
		if err := tx.getSealed(serial, shelf, int(binary.BigEndian.Uint32(key[len(key)-shortSize:])), &w); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// Match is a case that may be about the same matter.
type Match struct {
	Petition ledger.Petition
	Score    float64 // of ledger.Alike
}

// mostCompared is how many open cases of a topic are compared with a new text, the newest first.
const mostCompared = 300

// Similar finds the open cases that a new text may be about: those that the person filed himself (then 催办 or 补充), and those of others that may be joined
// (附议). The most alike come first. Nothing of another's words comes back.
func (tx *Tx) Similar(school *policy.School, day policy.Date, who policy.Address, category, text string) (own, others []Match, err error) {
	if tx.vault == nil {
		return nil, nil, nil
	}
	mine, err := tx.Mine(school, who, true)
	if err != nil {
		return nil, nil, err
	}
	known := map[string]bool{}
	for _, p := range mine {
		known[p.ID] = true
		if !p.Open() {
			continue
		}
		if score := tx.alike(&p, text); score >= ledger.Same {
			own = append(own, Match{p, score})
		}
	}
	n := 0
	for p, err := range tx.topic(category) {
		if err != nil {
			return nil, nil, err
		}
		if n++; n > mostCompared {
			break
		}
		actor := ledger.Actor{Member: tx.MemberAt(school, who)}
		if known[p.ID] || ledger.May(school, actor, ledger.OpJoin, &p, day) != nil {
			continue
		}
		if score := tx.alike(&p, text); score >= ledger.Same {
			others = append(others, Match{p, score})
		}
	}
	byScore := func(a, b Match) int { return cmp.Compare(b.Score, a.Score) }
	slices.SortStableFunc(own, byScore)
	slices.SortStableFunc(others, byScore)
	return own, others, nil
}

// alike compares a text with the summary of a case and with the words of its filer; words whose key is lost are passed over.
func (tx *Tx) alike(p *ledger.Petition, text string) float64 {
	score := ledger.Alike(p.Summary, text)
	words, err := tx.words(p.ID, shelfWords)
	if err != nil {
		return score
	}
	for _, w := range words {
		score = max(score, ledger.Alike(w.Text, text))
	}
	return score
}
