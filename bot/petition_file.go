package bot

import (
	"fmt"
	"slices"
	"strings"

	"lianxin/bot/phrase"
	"lianxin/store"
	"lianxin/store/ledger"
)

// file takes a new case in: at once where the message says how open it is to be, else after one question; where a like one is open, after two.
func (b *Bot) file(t *talk) move {
	f := b.heard(t)
	return change(func(tx *store.Tx) (string, error) {
		if err := b.mayFile(tx, t, f.Filing); err != nil {
			return "", err
		}
		f := f
		if err := b.followsClosed(tx, t, &f.Filing); err != nil {
			return "", err
		}
		text, err := b.offerAlike(tx, t, f)
		if text != "" || err != nil {
			return text, err
		}
		return b.levelOrRegister(tx, t, f, "")
	})
}

// told is what was said of a new case, and whether its level was.
type told struct {
	ledger.FilingDraft
	level bool
}

// heard is the case that a message tells of, with the pictures that were sent before it.
func (b *Bot) heard(t *talk) told {
	level, said := t.levelSaid()
	f := ledger.Filing{Level: level, Raw: t.Text, Place: t.cmd.Place, Reps: repsIn(t.Text), Attachments: t.pictures()}
	f.Category, f.Unit = b.sort(t.cmd.Category, t.cmd.Unit, t.Text)
	f.Targets, f.TargetUnits = b.about(f.Category, t.cmd.Type, t.Text)
	return told{ledger.FilingDraft{Filing: f}, said}
}

// pictures are those that were put into the dialog and belong to no case yet.
func (t *talk) pictures() []ledger.Attachment {
	if t.dialog == nil || t.dialog.Filing == nil || t.dialog.Kind != ledger.DialogFiling {
		return nil
	}
	return slices.Clone(t.dialog.Filing.Files)
}

// mayFile refuses before a word is kept what cannot be filed here: without a vault, about a leader, by too many representatives.
func (b *Bot) mayFile(tx *store.Tx, t *talk, f ledger.Filing) error {
	if err := tx.MayFile(); err != nil {
		return err
	}
	_, err := ledger.File(b.filer(t), "", f)
	return err
}

// mayAdd refuses, before they are kept, words that the chat must not take in though the case to which they would be added is none of that kind.
func (b *Bot) mayAdd(t *talk, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	people, _ := b.blamed(t, text)
	_, err := ledger.File(b.filer(t), "", ledger.Filing{Raw: text, Targets: people})
	return err
}

// blamed finds whom words are about that are no case of their own.
func (b *Bot) blamed(t *talk, text string) (people, units []string) {
	cmd := b.reader.Parse(cut(text), phrase.Context{Today: t.today, Who: t.who})
	category, _ := b.sort(cmd.Category, cmd.Unit, text)
	return b.about(category, cmd.Type, text)
}

// filer is the deed of somebody who files something.
func (b *Bot) filer(t *talk) *ledger.Deed {
	return &ledger.Deed{School: b.school, By: ledger.Actor{Filer: true}, At: t.Received.UTC()}
}

// levelOrRegister registers a case of which everything is known, and else asks how open it is to be.
func (b *Bot) levelOrRegister(tx *store.Tx, t *talk, f told, head string) (string, error) {
	if f.level {
		text, err := b.register(tx, t, f.Filing)
		return head + text, err
	}
	text := head + fmt.Sprintf(sayFilingHead, b.placed(f.Filing))
	was := f.Step
	f.Step = stepLevel
	switch was {
	case stepLevel:
		return text + "\n" + sayLevelAgain, b.awaitFiling(tx, t, f)
	case stepRegister: // its channel was told
	default:
		text += b.routeHint(f.Filing.Raw)
	}
	return text + "\n" + sayLevels + "\n" + sayLevelHints, b.awaitFiling(tx, t, f)
}

// awaitFiling keeps what was said of a case, sealed, and waits. Whether its level was said stands in Ask.
func (b *Bot) awaitFiling(tx *store.Tx, t *talk, f told) error {
	d := filing(ledger.DialogFiling, f.FilingDraft)
	if !f.level {
		d.Ask = []string{stepLevel}
	}
	return b.await(tx, t, d)
}

// resume is the case that an open dialog holds.
func (t *talk) resume() told {
	f := *t.dialog.Filing
	f.Texts, f.Files = slices.Clone(f.Texts), slices.Clone(f.Files)
	return told{f, !slices.Contains(t.dialog.Ask, stepLevel)}
}

// placed says where a case goes: 后勤-宿舍，建议由后勤处办理.
func (b *Bot) placed(f ledger.Filing) string {
	unit := f.Unit
	if c := b.school.Petitions.Category(f.Category); unit == "" && c != nil {
		unit = c.Unit
	}
	if slices.Contains(f.TargetUnits, unit) || unit == "" {
		return fmt.Sprintf(sayPlacedOfficer, f.Category)
	}
	return fmt.Sprintf(sayPlaced, f.Category, unit)
}

// register enters the case and gives its receipt, in which no word of it is repeated. From here on the speaker's next words are about it.
func (b *Bot) register(tx *store.Tx, t *talk, f ledger.Filing) (string, error) {
	p, err := b.admit(tx, t, f)
	if err != nil {
		return "", err
	}
	return b.receipt(&p), b.await(tx, t, filing(ledger.DialogCase, ledger.FilingDraft{Step: stepShown, Case: p.ID, Alike: []string{p.ID}}))
}

// admit registers one case and tells those concerned.
func (b *Bot) admit(tx *store.Tx, t *talk, f ledger.Filing) (ledger.Petition, error) {
	d := b.filer(t)
	p, err := tx.File(d, f, store.Person{Address: t.From})
	if err != nil {
		return p, err
	}
	return p, b.tellOthers(tx, p, d.Steps, store.SealedAddress(p.ID, 0))
}

// receipt says number, promised day and how to go on.
func (b *Bot) receipt(p *ledger.Petition) string {
	lines := []string{fmt.Sprintf(sayFiled, p.ID, p.Category, p.Level.Zh())}
	unit := sayOfficerSorts
	if p.Unit != "" {
		unit = fmt.Sprintf(sayUnitSuggested, p.Unit)
	}
	lines = append(lines, unit+fmt.Sprintf(sayPromise, b.dueText(p)))
	if p.Follows != "" {
		lines = append(lines, fmt.Sprintf(sayFollows, p.Follows))
	}
	if n := len(p.Attachments); n > 0 {
		lines = append(lines, fmt.Sprintf(sayWithPictures, n))
	}
	how := sayHowToFollow
	if p.Level == ledger.LevelOpen {
		how = sayHowToFollowOpen
	}
	return strings.Join(append(lines, fmt.Sprintf(how, p.ID)), "\n")
}
