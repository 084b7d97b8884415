package bot

import (
	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// pictured decides about words with pictures among them (rich text): they are taken as pictures that were sent just before the words. Where the words begin or
// go on with a case the pictures belong to it; elsewhere they are let go.
func (b *Bot) pictured(t *talk) move {
	if len(t.blobs) == 0 {
		return adding(b.meaning(t), t.unfetched)
	}
	before := t.dialog
	if mv, taken := b.addsPictured(t); taken {
		return t.puts(mv)
	}
	t.dialog = t.withFiles()
	if mv, taken := b.filingGoesOn(t); taken {
		return t.puts(mv)
	}
	t.dialog = before
	return b.meaning(t)
}

// addsPictured takes words and pictures as 补充 to the case just talked of, where they are asked for or say so.
func (b *Bot) addsPictured(t *talk) (move, bool) {
	d := t.dialog
	if d == nil || d.Kind != ledger.DialogCase || d.Filing == nil || d.Filing.Case == "" || t.no() {
		return move{}, false
	}
	if d.Filing.Step != stepAdd && t.cmd.Intent != phrase.SupplementCase {
		return move{}, false
	}
	said := afterWord(t.Text, "补充一下", "补充一点", "补充说明", "再补充", "补充")
	return b.carryOn(t, opAdd, d.Filing.Case, orElse(said, t.Text), t.attached()...), true
}

// withFiles is the dialog about the case that is being told, or that begins here, with the pictures of the message in it.
func (t *talk) withFiles() *ledger.Dialog {
	if t.dialog == nil || t.dialog.Kind != ledger.DialogFiling || t.dialog.Filing == nil {
		d := filing(ledger.DialogFiling, ledger.FilingDraft{Step: stepText, Files: t.attached()})
		d.Who, d.Expires = t.From.Fold(), t.Received.Add(dialogLasts)
		return &d
	}
	d, f := *t.dialog, *t.dialog.Filing
	if f.Step == stepText {
		f.Files = fresh(f.Files, t.attached())
	} else {
		f.Filing.Attachments = fresh(f.Filing.Attachments, t.attached())
	}
	d.Filing = &f
	return &d
}

// attached are the pictures of the message.
func (t *talk) attached() []ledger.Attachment {
	out := make([]ledger.Attachment, 0, len(t.blobs))
	for _, blob := range t.blobs {
		out = append(out, blob.Attachment)
	}
	return out
}

// puts is a move that keeps the pictures of the message before it uses them.
func (t *talk) puts(mv move) move {
	if mv.reads {
		return mv
	}
	run := mv.run
	mv.run = func(tx *store.Tx) (string, error) {
		for _, blob := range t.blobs {
			if err := tx.PutBlob(blob); err != nil {
				return "", err
			}
		}
		return run(tx)
	}
	return mv
}

// adding is a move whose reply ends with a sentence; "" adds none.
func adding(mv move, sentence string) move {
	if sentence == "" {
		return mv
	}
	run := mv.run
	mv.run = func(tx *store.Tx) (string, error) {
		text, err := run(tx)
		return text + "\n" + sentence, err
	}
	return mv
}
