package bot

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"lianxin/bot/phrase"
	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
	"lianxin/store/report"
)

// Viewer is somebody who looks at a page at an instant: the same person as in the chat, with the same rights, by the same account. What pages show is
// asked of him; what is done on them goes to Handle in the words of the chat, so that there is one rulebook.
type Viewer struct {
	b *Bot
	t *talk
}

// ErrEnded says that an account has left the directory of its platform: its holder sees nothing any more.
var ErrEnded = errors.New("bot: the account has left the directory")

// Viewer begins a look of the holder of an account, who is whom the chat would take him for: by the configuration, or because he bound it to an account that
// stands there. Somebody who is not listed is a plain member. ErrEnded for an account that has ended.
func (b *Bot) Viewer(from policy.Address, at time.Time) (*Viewer, error) {
	t := &talk{Message: Message{From: from, Received: at, Page: true}, today: b.school.Today(at), by: from.String(), cmd: new(phrase.Command)}
	err := b.store.View(func(tx *store.Tx) error {
		m, ended := tx.Holder(b.school, from)
		if ended {
			return ErrEnded
		}
		t.who = inPost(m, t.today)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("bot: viewer: %w", err)
	}
	if t.who != nil {
		t.by = t.who.ID
	}
	return &Viewer{b, t}, nil
}

// Member is who looks; nil for somebody who is not listed.
func (v *Viewer) Member() *policy.Member { return v.t.who }

// By is the name under which the ledger keeps what the viewer does: a member id, or the address of an unlisted person.
func (v *Viewer) By() string { return v.t.by }

// Today is the school's day of the look.
func (v *Viewer) Today() policy.Date { return v.t.today }

// SeesAll tells whether the viewer may see everybody's numbers and records.
func (v *Viewer) SeesAll() bool { return seesAll(v.t.who) }

// MaySee tells whether the viewer may see a member's numbers: his own, those of leaders who let him speak, by right everybody's.
func (v *Viewer) MaySee(m *policy.Member) bool { return v.b.maySee(v.t, m) }

// MayRead tells whether the viewer may see a record (Art. 5.2 for those of restricted kinds).
func (v *Viewer) MayRead(a *ledger.Activity) bool { return v.b.mayRead(v.t, a) }

// HasDesk tells whether the viewer may have to do with cases by office.
func (v *Viewer) HasDesk() bool {
	return v.t.who != nil && v.t.who.Serves(v.t.today) && v.b.hasDesk(v.t.who, v.t.today)
}

// ListsCases tells whether the viewer's desk shows cases, and not numbers alone (考核小组).
func (v *Viewer) ListsCases() bool { return v.HasDesk() && listsCases(v.t.who) }

// ReadsDelivery tells whether the viewer may know what was sent to whom and what became of it.
func (v *Viewer) ReadsDelivery() bool { return readsDelivery(v.t.who) }

// Audits tells whether the viewer reads the journal: the discipline office and its head do (requirements, 4).
func (v *Viewer) Audits() bool {
	m := v.t.who
	return m != nil && m.Serves(v.t.today) && (m.Has(policy.DisciplineOffice) || m.Post == policy.PostDiscipline)
}

// Keeps tells whether the viewer keeps the roster of the receptions (Art. 5.8).
func (v *Viewer) Keeps() bool { return ledger.Keeper(v.t.who) }

// Approves tells whether late entries wait for the viewer.
func (v *Viewer) Approves() bool { return office(v.t.who) }

// Receiver names who a notice is for, as staff may read it.
func (v *Viewer) Receiver(n *ledger.Notice) string { return v.b.toWhom(n) }

// KeptFrom tells whether a notice went to the people of a case in which the viewer has an interest: he is not to know that there is one.
func (v *Viewer) KeptFrom(tx *store.Tx, n *ledger.Notice) (bool, error) {
	if v.t.who == nil {
		return true, nil
	}
	return v.b.keptFrom(tx, v.t, n)
}

// KeptLine tells whether a line of the journal is about a case in which the viewer has an interest.
func (v *Viewer) KeptLine(tx *store.Tx, line *ledger.Journal) (bool, error) {
	if _, ok := ledger.ParseID(ledger.PetitionLetters, line.About); !ok || v.t.who == nil {
		return false, nil
	}
	p, err := tx.Petition(line.About)
	if isMissing(err) {
		return false, nil
	}
	return err == nil && ledger.Conflicted(v.b.school, v.t.who, &p), err
}

// Progress judges the rules that bind a member on the day of the look; the viewer must be allowed to see them (MaySee).
func (v *Viewer) Progress(tx *store.Tx, m *policy.Member) (report.Progress, error) {
	return report.Make(v.b.school, m, v.t.today, tx)
}

// DutyLine says how one duty stands, as the chat does.
func (v *Viewer) DutyLine(d *report.Duty) string { return v.b.dutyLine(d, v.t.today, true) }

// Card is a record in one line.
func (v *Viewer) Card(a *ledger.Activity) string { return v.b.card(*a, v.t.today) }

// Lacks names the notes that a record should hold and does not (缺记录).
func (v *Viewer) Lacks(a *ledger.Activity) []string { return lacks(*a) }

// Events says what became of a record, line by line, the first thing first.
func (v *Viewer) Events(a *ledger.Activity) []string {
	var out []string
	for _, e := range v.b.events(a) {
		out = append(out, e.text)
	}
	return out
}

// Entered gives the newest records that the viewer entered and that stand, limit at most.
func (v *Viewer) Entered(tx *store.Tx, limit int) ([]ledger.Activity, error) {
	list, err := collect(tx.EnteredBy(v.t.by), limit)
	return slices.DeleteFunc(list, func(a ledger.Activity) bool { return !v.MayRead(&a) }), err
}

// No tells whether an error is an expected "no", and what is said then.
func No(err error) (say string, is bool) {
	if no := (*ledger.Refusal)(nil); errors.As(err, &no) {
		return no.Say, true
	}
	return "", false
}
