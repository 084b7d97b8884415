package web

import (
	"net/url"
	"strconv"
	"time"

	"lianxin/store"
	"lianxin/store/ledger"
)

// deliveryView is 提醒: what the viewer was told; and for the offices the log of what was sent to whom, when, and why not.
type deliveryView struct {
	Own    []noticeRow
	Staff  bool
	All    []noticeRow
	Only   string // refused: the rows of the last fortnight that reached nobody
	Shows  []option
	Next   string
	Begun  bool
	Shadow bool // some rows are kept from the viewer
}

type noticeRow struct {
	To, What, When, Text, Reason string
	State                        state
}

const (
	mostOwnNotices = 20
	failedDays     = 14 // how far back what was refused is shown, as in the chat
	mostNotices    = 400
)

// delivery shows the notices: GET /app/notices?only=refused&before=NUMBER.
func (a *App) delivery(v *visit) {
	q := v.r.URL.Query()
	view := deliveryView{Staff: v.ReadsDelivery(), Only: q.Get("only"), Begun: q.Has("before")}
	for _, o := range []option{{"", "全部", false}, {"refused", "没有送到的", false}} {
		o.Chosen = o.Value == view.Only
		view.Shows = append(view.Shows, o)
	}
	before, _ := strconv.ParseUint(q.Get("before"), 10, 64)
	err := a.store.View(func(tx *store.Tx) error {
		view.Own, view.All, view.Next = nil, nil, ""
		if !view.Begun {
			if err := collect(tx.NoticesTo(v.session.who, mostOwnNotices), func(n ledger.Notice) {
				row := a.noticeRow(v, &n)
				row.Text = n.Text
				view.Own = append(view.Own, row)
			}); err != nil {
				return err
			}
		}
		switch {
		case !view.Staff:
			return nil
		case view.Only == "refused":
			return a.refused(v, tx, &view)
		}
		return a.allNotices(v, tx, &view, before)
	})
	a.show(v, "notices.html", "提醒", view, err)
}

// allNotices gives a page of the log. What the viewer is kept from is no row of it.
func (a *App) allNotices(v *visit, tx *store.Tx, view *deliveryView, before uint64) error {
	list, err := tx.NoticesBefore(before, mostNotices)
	if err != nil {
		return err
	}
	for i := range list {
		n := &list[i]
		if len(view.All) == mostRows {
			view.Next = "/app/notices?" + url.Values{"before": {strconv.FormatUint(list[i-1].Number, 10)}}.Encode()
			return nil
		}
		kept, err := v.KeptFrom(tx, &n.Notice)
		if err != nil {
			return err
		}
		if !kept && n.To.Channel != ownRows {
			view.All = append(view.All, a.noticeRow(v, &n.Notice))
		}
	}
	if len(list) == mostNotices {
		view.Next = "/app/notices?" + url.Values{"before": {strconv.FormatUint(list[len(list)-1].Number, 10)}}.Encode()
	}
	return nil
}

// refused gives what reached nobody lately, the last one first.
func (a *App) refused(v *visit, tx *store.Tx, view *deliveryView) error {
	var rows []noticeRow
	for n, err := range tx.RefusedNotices(v.at.Add(-failedDays * 24 * time.Hour)) {
		if err != nil {
			return err
		}
		kept, err := v.KeptFrom(tx, &n)
		if err != nil {
			return err
		}
		if !kept {
			rows = append(rows, a.noticeRow(v, &n))
		}
		if len(rows) > mostNotices {
			rows = rows[1:]
		}
	}
	for i := len(rows) - 1; i >= 0 && len(view.All) < 2*mostRows; i-- {
		view.All = append(view.All, rows[i])
	}
	return nil
}

// noticeRow shows a notice without its text: that is for who is told.
func (a *App) noticeRow(v *visit, n *ledger.Notice) noticeRow {
	at := n.Due
	for _, settled := range []time.Time{n.Sent, n.Refused, n.Dropped} {
		if !settled.IsZero() {
			at = settled
		}
	}
	row := noticeRow{To: v.Receiver(n), What: noticeWord(n.Kind), When: instantShort(at.In(a.school.Location), v.Today().Year()), Reason: n.Reason, State: noticeStates[n.State(a.started)]}
	if !n.Sent.IsZero() {
		row.Reason = "" // of an attempt that was made good
	}
	return row
}

// auditView is 审计: the journal, the last line first, with what proves that no line was changed.
type auditView struct {
	Lines []auditRow
	Next  string
	Head  string // hash of the newest line that is shown
	Begun bool
}

type auditRow struct {
	Seq                       uint64
	At, By, What, About, Note string
	Hash                      string
}

// audit shows the journal: GET /app/journal?before=NUMBER.
func (a *App) audit(v *visit) {
	if !v.Audits() {
		a.missing(v.w)
		return
	}
	q := v.r.URL.Query()
	before, _ := strconv.ParseUint(q.Get("before"), 10, 64)
	view := auditView{Begun: q.Has("before")}
	err := a.store.View(func(tx *store.Tx) error {
		view.Lines, view.Next, view.Head = nil, "", ""
		list, err := tx.JournalBefore(before, mostNotices)
		if err != nil {
			return err
		}
		for i := range list {
			line := &list[i]
			if len(view.Lines) == mostRows {
				view.Next = "/app/journal?" + url.Values{"before": {strconv.FormatUint(list[i-1].Seq, 10)}}.Encode()
				return nil
			}
			kept, err := v.KeptLine(tx, line)
			if err != nil {
				return err
			}
			if kept {
				continue
			}
			if view.Head == "" {
				view.Head = line.Hash
			}
			view.Lines = append(view.Lines, a.auditRow(v, line))
		}
		if len(list) == mostNotices {
			view.Next = "/app/journal?" + url.Values{"before": {strconv.FormatUint(list[len(list)-1].Seq, 10)}}.Encode()
		}
		return nil
	})
	a.show(v, "journal.html", "审计", view, err)
}

func (a *App) auditRow(v *visit, line *ledger.Journal) auditRow {
	return auditRow{
		Seq: line.Seq, At: instantShort(line.At.In(a.school.Location), v.Today().Year()), By: a.named(line.By), What: verb(line.Verb), About: line.About,
		Note: a.noted(line.Note, v.Today().Year()), Hash: line.Hash[:12],
	}
}
