package bot

import (
	"fmt"
	"slices"

	"lianxin/store"
	"lianxin/store/ledger"
)

// showPictures has the pictures of a case follow through the outbox, to an office or a unit that may see them; those of a case that is not open only to
// who may read its words, because a picture may show who filed it. It is noted like a read of the words.
func (b *Bot) showPictures(t *talk, id string) move {
	return change(func(tx *store.Tx) (string, error) {
		d, err := b.deskDeed(tx, t, id)
		if err != nil {
			return "", err
		}
		p, err := b.caseOf(tx, d, ledger.OpAttachments, id)
		if err == nil && p.Level != ledger.LevelOpen {
			p, err = b.caseOf(tx, d, ledger.OpRaw, id)
		}
		if err != nil {
			return "", err
		}
		if len(p.Attachments) == 0 {
			return fmt.Sprintf(sayCaseNoPictures, id), nil
		}
		if !slices.Contains(b.opt.Pictures, t.From.Channel) {
			return sayCasePicturesNot, nil
		}
		if _, err := tx.ReadPetition(d, id); err != nil {
			return "", err
		}
		return b.sendPictures(tx, t, &p)
	})
}

// sendPictures puts the pictures that a chat can show into the outbox.
func (b *Bot) sendPictures(tx *store.Tx, t *talk, p *ledger.Petition) (string, error) {
	sent := 0
	for _, a := range p.Attachments {
		if a.Type != "image/jpeg" && a.Type != "image/png" {
			continue
		}
		sent++
		_, err := tx.Notify(ledger.Notice{
			Key: fmt.Sprintf("picture/%s/%d", answerKey(t.Message), sent), Kind: noticeReply, To: t.From, Member: t.by,
			Text: fmt.Sprintf(sayCasePicture, p.ID, sent), Picture: casePicture(p.ID, a.Hash), Made: t.Received, Due: t.Received,
		})
		if err != nil {
			return "", err
		}
	}
	text := fmt.Sprintf(sayCasePictures, p.ID, sent)
	if rest := len(p.Attachments) - sent; rest > 0 {
		text += fmt.Sprintf(sayCaseOther, rest)
	}
	return text, b.lay(tx, t, p.ID)
}

// casePicture is how a notice names a picture of a case.
func casePicture(id, hash string) string { return "case/" + id + "/" + hash }

// drawnCase opens the picture of a case that a notice names. Who may see it was asked when the notice was written.
func (b *Bot) drawnCase(id, hash string) (data []byte, err error) {
	err = b.store.View(func(tx *store.Tx) error {
		data, err = tx.Picture(id, hash)
		return err
	})
	return data, err
}
