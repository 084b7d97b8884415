package web

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"lianxin/store"
	"lianxin/store/ledger"
)

// How many rows of each list the sandbox shows.
const (
	activityRows = 30
	petitionRows = 12
	noticeRows   = 40
	journalRows  = 20
)

// ownRows is the channel of rows in the outbox that nobody is told: what the program notes for itself.
const ownRows = "system"

// sealedReceiver stands for somebody who filed a case, sealedAsker for somebody whose answer came later: neither who it is nor what he was told is shown.
const (
	sealedReceiver = "来信人（封存）"
	sealedAsker    = "提问人（封存）"
)

// sealedVisitor stands for somebody who booked a place at a reception.
const sealedVisitor = "来访人（封存）"

// recordsView is what the ledger and the outbox hold at one moment.
type recordsView struct {
	Activities []activityView
	Petitions  []petitionView
	Journal    []journalView
	Notices    []noticeView
}

// activityView is one activity as the sandbox shows it.
type activityView struct {
	ID, Kind, Hours string
	State           state
	Facts           string // who, when, where, what, in one line
	Mine            bool   // it counts for the chosen person or was entered by that person
}

// petitionView is one petition in brief: facts of its course, nothing of its content.
type petitionView struct {
	ID, Category, Unit, Due string
	State                   state
}

// journalView is one line of the journal.
type journalView struct {
	Seq                       uint64
	At, By, Verb, About, Note string
}

// noticeView is one row of the outbox.
type noticeView struct {
	Key, To, ToID, When, Text, Reason string
	Tried                             string // how often, and when again
	State                             state
	Mine                              bool
}

// records reads everything the right-hand side shows in one View.
func (s *Sandbox) records(chosen person) (recordsView, error) {
	now := s.clock.Now().In(s.school.Location)
	var v recordsView
	err := s.store.View(func(tx *store.Tx) error {
		v = recordsView{}
		return firstError(
			collect(tx.RecentActivities(activityRows), func(a ledger.Activity) { v.Activities = append(v.Activities, s.activity(a, chosen, now)) }),
			collect(head(tx.OpenPetitions(), petitionRows), func(p ledger.Petition) { v.Petitions = append(v.Petitions, s.petition(p, now)) }),
			collect(tx.RecentNotices(noticeRows), func(n ledger.Notice) {
				if n.To.Channel != ownRows {
					v.Notices = append(v.Notices, s.notice(n, chosen, now))
				}
			}),
			collect(tx.JournalTail(journalRows), func(j ledger.Journal) { v.Journal = append(v.Journal, s.journal(j, now)) }),
		)
	})
	if err != nil {
		return recordsView{}, fmt.Errorf("web: reading the ledger: %w", err)
	}
	return v, nil
}

// collect gives every record to keep, up to the first error.
func collect[T any](records iter.Seq2[T, error], keep func(T)) error {
	for r, err := range records {
		if err != nil {
			return err
		}
		keep(r)
	}
	return nil
}

// head gives the first n of a sequence.
func head[T any](records iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := n
		for r, err := range records {
			if left--; left < 0 || !yield(r, err) {
				return
			}
		}
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Sandbox) activity(a ledger.Activity, chosen person, now time.Time) activityView {
	what := joined("·", a.Said.Course, a.Said.Teacher, a.Said.Audience, a.Said.Topic, a.Said.Counterpart, a.Said.Event, a.Said.Matter)
	return activityView{
		ID:    a.ID,
		Kind:  s.kindName(a),
		Hours: hours(a.Said.ClassHours),
		State: activityState(&a),
		Facts: joined(" · ", s.credited(&a), dayShort(a.Date, now.Year())+a.Said.PartOfDay, joined(" ", a.Said.Unit, a.Said.Branch, a.Said.Place), what),
		Mine:  concerns(&a, chosen.ID),
	}
}

// credited names the people an activity counts for; where they differ, with what each still has to do.
func (s *Sandbox) credited(a *ledger.Activity) string {
	names := make([]string, len(a.Credits))
	for i, c := range a.Credits {
		names[i] = s.named(c.Member)
		if len(a.Credits) > 1 && a.Waits(c.Member) == ledger.WaitsMember {
			names[i] += "（待确认）"
		}
	}
	return strings.Join(names, "、")
}

// activityState says where the whole record stands: it counts as soon as it counts for somebody.
func activityState(a *ledger.Activity) state {
	waits := ledger.WaitsDeclined
	for _, c := range a.Credits {
		switch w := a.Waits(c.Member); w {
		case "", ledger.WaitsRetracted, ledger.WaitsOffice:
			return creditStates[w]
		case ledger.WaitsMember:
			waits = w
		}
	}
	return creditStates[waits]
}

func concerns(a *ledger.Activity, member string) bool {
	if a.By == member {
		return true
	}
	for _, c := range a.Credits {
		if c.Member == member {
			return true
		}
	}
	return false
}

func (s *Sandbox) petition(p ledger.Petition, now time.Time) petitionView {
	v := petitionView{ID: p.ID, Category: p.Category, Unit: p.Unit, State: state{string(p.Stage()), wait}}
	if p.Unit == "" {
		v.Unit = "待转办"
	}
	if p.Due != 0 {
		v.Due = "期限 " + dayShort(p.Due, now.Year())
	}
	switch {
	case p.Overdue(s.school.Today(now)):
		v.State = state{"逾期", bad}
	case !p.Replied.IsZero():
		v.State.Tone = good
	}
	return v
}

func (s *Sandbox) notice(n ledger.Notice, chosen person, now time.Time) noticeView {
	v := noticeView{
		Key: n.Key, To: n.To.User, When: s.noticeWhen(&n, now), Text: n.Text, Reason: n.Why(),
		State: noticeStates[n.State(s.startOf())],
	}
	if hidden := sealedName(&n); hidden != "" {
		v.To, v.Text = hidden, ""
	} else if m := s.school.MemberAt(n.To); m != nil {
		v.To, v.Mine = m.Name, m.ID == chosen.ID
		if _, ok := s.person(m.ID); ok {
			v.ToID = m.ID
		}
	}
	if !n.Settled() && n.Sending.IsZero() {
		v.Tried = tried(n.Attempts, n.Due.In(s.school.Location).Format("15:04:05"))
	}
	if !n.Sent.IsZero() {
		v.Reason = "" // of an attempt that was made good
	}
	return v
}

// sealedName is what stands in the place of a receiver who is not named; "" for one who is.
func sealedName(n *ledger.Notice) string {
	switch {
	case n.To.Channel != store.SealedChannel:
		return ""
	case store.IsVisitor(n.To):
		return sealedVisitor
	case n.Kind == "reply":
		return sealedAsker
	}
	return sealedReceiver
}

// noticeWhen is the time that matters in the notice's state: when it was settled, else when it is due.
func (s *Sandbox) noticeWhen(n *ledger.Notice, now time.Time) string {
	at := n.Due
	for _, settled := range []time.Time{n.Sent, n.Refused, n.Dropped} {
		if !settled.IsZero() {
			at = settled
		}
	}
	return instantShort(at.In(s.school.Location), now.Year())
}

func (s *Sandbox) journal(j ledger.Journal, now time.Time) journalView {
	return journalView{
		Seq: j.Seq, At: instantShort(j.At.In(s.school.Location), now.Year()), By: s.named(j.By), Verb: verb(j.Verb), About: j.About, Note: s.noted(j.Note, now.Year()),
	}
}
