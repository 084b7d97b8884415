package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// longest is how many bytes of a message are read; a longer one is answered, not understood. A report of a whole term fits many times over.
const longest = 8 << 10

// dialogLasts is how long the bot waits for an answer.
const dialogLasts = 30 * time.Minute

// Planned is one reminder that will be sent, as the office asks for it (明天会提醒谁).
type Planned struct {
	At   time.Time // UTC
	To   string    // name of the member
	What string    // what the reminder is about, in a word or two
	Text string
}

// Options are what the bot needs from other floors of the house, given by main.
type Options struct {
	// Preview lists the reminders planned in [from, to] against the ledger as the transaction sees it. nil: the question is answered as out of scope.
	Preview func(tx *store.Tx, from, to time.Time) ([]Planned, error)
	// Fetch brings the bytes of what was attached to a message from its platform, at most a little more than ledger.MaxAttachment. nil: pictures are not taken.
	Fetch func(ctx context.Context, m Media) ([]byte, error)
	// NoticeName is how staff call a kind of notice: 接待日提醒. nil: 通知.
	NoticeName func(kind string) string
	// Pictures are the channels on which pictures can be sent (Draw).
	Pictures []string
	// Files tells on which channels files can be sent (File). nil: on none.
	Files func(channel string) bool
	// Cards tells whether buttons are shown on a channel now. nil, and where they are not: a reply is its text, which is whole without them.
	Cards func(channel string) bool
}

// Bot answers messages. It is safe for concurrent use; messages of one person are handled one after the other.
type Bot struct {
	school *policy.School
	store  *store.Store
	reader *phrase.Reader
	log    zerolog.Logger
	opt    Options
	turns  turns
	pen    func() (*report.Pen, error) // made when the first picture is drawn
	form   *report.Template            // the school's own form of the 台账; nil: our own
}

// New builds the bot of one school on its ledger.
func New(school *policy.School, st *store.Store, log zerolog.Logger, opt Options) *Bot {
	pen := sync.OnceValues(func() (*report.Pen, error) { return report.NewPen(nil) })
	return &Bot{school: school, store: st, reader: phrase.NewReader(school), log: log, opt: opt, pen: pen}
}

// talk is one message with everything that is known before anything is decided.
type talk struct {
	Message
	today  policy.Date
	who    *policy.Member  // nil: not listed
	by     string          // member id, or the address of an unlisted person
	ended  bool            // the account has left the directory of its platform: nobody is heard from it
	row    *ledger.Dialog  // what is stored of this person's dialog, open or not; nil: nothing
	dialog *ledger.Dialog  // what the bot waits for from this person here; nil: nothing
	cmd    *phrase.Command // what the words mean; the zero Command if there are none
	swaps  []ledger.Swap   // exchanges of receptions that wait for this person's word
	bare   string          // the text without its marks, once somebody asked for it (plain)
	bareOf string          // of which text
	chars  phrase.Chars    // what the bare text is written with
	pick   string          // id of the record that an order names by its place in a list; "" = none
	was    *ledger.Dialog  // what was stored of the dialog when the message came; nil: nothing, or no card could go out
	press  *press          // the button whose words these are; nil: they were typed

	blobs     []store.Blob // pictures of the message, sealed and not yet in the ledger
	unfetched string       // why they are not kept, as it is said to the sender; "" = they are, or there are none
}

// speaker is who said it, as the ledger takes it: somebody unlisted is a member without a name or a role.
func (t *talk) speaker() *policy.Member {
	if t.who != nil {
		return t.who
	}
	return &policy.Member{ID: t.by}
}

// move is what a message comes to: words, after a look at the ledger or a change of it.
type move struct {
	reads bool // only looks: runs in a View and is not stored
	run   func(tx *store.Tx) (string, error)
	seals bool   // the reply repeats a filer's words: it is stored sealed
	once  string // what is stored and said to a repeat of the message in place of a reply that must stand nowhere; "" = the reply itself
}

// say is a move that needs no ledger.
func say(text string) move {
	return move{reads: true, run: func(*store.Tx) (string, error) { return text, nil }}
}

// ask is a move that only reads.
func ask(run func(tx *store.Tx) (string, error)) move { return move{reads: true, run: run} }

// change is a move that writes.
func change(run func(tx *store.Tx) (string, error)) move { return move{run: run} }

// shown is a move whose reply may repeat a filer's words.
func shown(run func(tx *store.Tx) (string, error)) move { return move{run: run, seals: true} }

// once is a move whose reply tells who somebody is, and is said once: kept is what a repeat of the message hears.
func once(kept string, run func(tx *store.Tx) (string, error)) move {
	return move{run: run, once: kept}
}

// Handle answers one message: at most one transaction, one reply. A repeated Key gets the stored reply and changes nothing.
// An expected "no" is a reply; an error means that nothing was stored and the platform should try again.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	if m.Key == "" || m.From.User == "" {
		return Reply{}, errors.New("bot: a message without a key or a sender")
	}
	done, err := b.turns.take(ctx, m.From.Fold())
	if err != nil {
		return Reply{}, fmt.Errorf("bot: %w", err)
	}
	defer done()
	t, stored, err := b.hear(m)
	if err != nil {
		return Reply{}, fmt.Errorf("bot: hear %s: %w", m.Key, err)
	}
	if stored != nil {
		return *stored, nil
	}
	if t.press != nil && t.press.no != "" {
		return Reply{Text: t.press.no, Face: t.press.face()}, nil
	}
	if err := b.fetch(ctx, t); err != nil {
		return Reply{}, fmt.Errorf("bot: picture %s: %w", m.Key, err)
	}
	text, err := b.carryOut(t, b.decide(t))
	if err != nil {
		return Reply{}, fmt.Errorf("bot: %s %s: %w", t.cmd.Intent, m.Key, err)
	}
	return Reply{Text: text, Face: t.press.after()}, nil
}

// errUndo takes back what was written before a refusal.
var errUndo = errors.New("bot: refused after writing")

// carryOut runs the move. A refusal becomes the reply and is stored like one; what was written before it does not stay.
func (b *Bot) carryOut(t *talk, mv move) (string, error) {
	var text string
	run := func(tx *store.Tx) error {
		said, err := mv.run(tx)
		if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
			said, err = no.Say, nil
			if t.Group != "" {
				said = sayGroupRefused // why not is nobody else's business
			}
			if tx.Wrote() {
				err = errUndo
			}
		}
		text = said
		return err
	}
	if mv.reads && !t.press.once() {
		err := b.store.View(run)
		return text, err
	}
	err := b.answering(t, mv, &text, run)
	if errors.Is(err, errUndo) {
		err = b.answering(t, mv, &text, func(*store.Tx) error { return nil })
	}
	return text, err
}

// answering runs in the transaction that stores the reply, unless the message was answered before.
func (b *Bot) answering(t *talk, mv move, text *string, run func(*store.Tx) error) error {
	return b.store.Update(t.Received, func(tx *store.Tx) error {
		if said, ok := tx.Answered(answerKey(t.Message)); ok {
			*text = said
			return nil
		}
		if said, err := t.press.taken(tx); said != "" || err != nil {
			*text = said
			return err
		}
		if err := run(tx); err != nil {
			return err
		}
		if err := t.press.note(tx); err != nil {
			return err
		}
		if err := b.sayByCard(tx, t, mv, text); err != nil {
			return err
		}
		return mv.keep(tx, answerKey(t.Message), *text)
	})
}

// sayByCard leaves a reply to its card, where it has one.
func (b *Bot) sayByCard(tx *store.Tx, t *talk, mv move, text *string) error {
	offered, err := b.offer(tx, t, mv, *text)
	if offered {
		*text = ""
	}
	return err
}

// keep stores the reply, or what stands for it.
func (mv move) keep(tx *store.Tx, key, text string) error {
	switch {
	case mv.once != "":
		return tx.Answer(key, mv.once)
	case mv.seals:
		if err := tx.AnswerSealed(key, text); refusalCode(err) == "" {
			return err
		}
		return tx.Answer(key, sayShownOnce) // without a vault there are no words
	}
	return tx.Answer(key, text)
}
