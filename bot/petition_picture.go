package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// mostPictures is how many pictures of one message are kept.
const mostPictures = 9

// fetch brings the pictures of a message here and seals them, before anything is decided and outside every transaction. What cannot be had, or is not taken,
// becomes a sentence for the sender.
func (b *Bot) fetch(ctx context.Context, t *talk) error {
	mixed := t.Kind == Text && len(t.Media) > 0
	if t.Kind != Image && t.Kind != File && !mixed || !b.takesPictures(t) {
		return nil
	}
	if b.opt.Fetch == nil || len(t.Media) == 0 {
		t.unfetched = sayNoPicture
		return nil
	}
	for _, m := range t.Media[:min(len(t.Media), mostPictures)] {
		data, err := b.opt.Fetch(ctx, m)
		if err != nil {
			b.log.Warn().Str("channel", t.From.Channel).Msg("bot: a picture could not be fetched")
			t.unfetched = sayPictureLost
			return nil
		}
		blob, err := b.store.SealBlob(data, t.Received)
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			t.unfetched = no.Say
			return nil
		}
		if err != nil {
			return err
		}
		t.blobs = append(t.blobs, blob)
	}
	return nil
}

// takesPictures tells whether a picture may belong to a case: not in a group, not while an activity is talked of, and not from those who report activities
// unless a case of theirs is.
func (b *Bot) takesPictures(t *talk) bool {
	ofCase := t.dialog != nil && t.dialog.Filing != nil
	switch {
	case t.Group != "":
		return false
	case ofCase:
		return true
	case t.dialog != nil:
		return false
	}
	return !reporter(t.who) && !office(t.who) && (t.who == nil || !t.who.Has(policy.Secretary))
}

// picture keeps what was sent: with the case that is being told, as 补充 of the one just talked of, else until a word says what it is about.
func (b *Bot) picture(t *talk) move {
	switch {
	case t.unfetched != "":
		return say(t.unfetched)
	case len(t.blobs) == 0:
		return say(sayPicture)
	}
	pictures := t.attached()
	return t.puts(change(func(tx *store.Tx) (string, error) {
		switch {
		case t.dialog != nil && t.dialog.Kind == ledger.DialogFiling:
			return b.pictureOfFiling(tx, t, pictures)
		case t.dialog != nil && t.dialog.Kind == ledger.DialogCase && t.dialog.Filing.Case != "":
			return b.add(tx, t, t.dialog.Filing.Case, "", pictures)
		}
		f := ledger.FilingDraft{Step: stepText, Files: pictures}
		return sayPictureFirst, b.awaitFiling(tx, t, told{FilingDraft: f})
	}))
}

// pictureOfFiling adds pictures to the case that is being told.
func (b *Bot) pictureOfFiling(tx *store.Tx, t *talk, pictures []ledger.Attachment) (string, error) {
	f := t.resume()
	if f.Step == stepText {
		f.Files = fresh(f.Files, pictures)
		return sayPictureFirst, b.awaitFiling(tx, t, f)
	}
	f.Filing.Attachments = fresh(f.Filing.Attachments, pictures)
	ask := sayLevelAgain
	switch f.Step {
	case stepOwn:
		ask = sayAlikeAgain
	case stepJoin:
		ask = sayJoinAgain
	case stepRegister:
		ask = sayRegisterAnyway
	}
	return fmt.Sprintf(sayPictureKept, len(f.Filing.Attachments)) + ask, b.awaitFiling(tx, t, f)
}

// fresh adds pictures to those that are there, each once.
func fresh(have, more []ledger.Attachment) []ledger.Attachment {
	out := slices.Clone(have)
	for _, a := range more {
		if !slices.ContainsFunc(out, func(b ledger.Attachment) bool { return a.Hash == b.Hash }) {
			out = append(out, a)
		}
	}
	return out
}

// filedAfterPicture takes the words that follow a picture: a new case, or 补充 to one that is open.
func (b *Bot) filedAfterPicture(t *talk) (move, bool) {
	if op, ok := caseOps[t.cmd.Intent]; ok && op == opAdd {
		files := t.pictures()
		return change(func(tx *store.Tx) (string, error) {
			list, err := b.meantCases(tx, t, opAdd)
			if err != nil || len(list) == 0 {
				return sayNoCases, err
			}
			if len(list) > 1 {
				f := ledger.FilingDraft{Step: stepText, Files: files}
				return fmt.Sprintf(sayAddToWhich, b.caseList(list)), b.awaitFiling(tx, t, told{FilingDraft: f})
			}
			return b.add(tx, t, list[0].ID, afterWord(t.Text, "补充一下", "补充一点", "补充说明", "再补充", "补充"), files)
		}), true
	}
	if b.foreign(t) {
		return move{}, false
	}
	if len(t.cmd.Topics) > 1 {
		return b.fileSeveral(t), true
	}
	return b.file(t), true
}
