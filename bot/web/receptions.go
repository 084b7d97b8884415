package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/rs/zerolog"

	"lianxin/config/policy"
	"lianxin/store"
	"lianxin/store/ledger"
)

// NewReceptions answers GET /calendar/reception.ics: the published reception days as a calendar that phones subscribe to (Art. 5.8). It names leaders,
// days and rooms, and no visitor. What was called off stays in it, marked as cancelled, so that it goes from the subscribers' calendars too.
func NewReceptions(school *policy.School, st *store.Store, log zerolog.Logger) http.Handler {
	r := &receptions{school: school, store: st, log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /calendar/reception.ics", r.serve)
	return mux
}

type receptions struct {
	school *policy.School
	store  *store.Store
	log    zerolog.Logger
}

func (c *receptions) serve(w http.ResponseWriter, r *http.Request) {
	body, changed, err := c.calendar()
	if err != nil {
		c.log.Error().Err(err).Msg("the calendar of receptions could not be read")
		http.Error(w, "接待日历暂时打不开，请稍后再试。", http.StatusInternalServerError)
		return
	}
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="reception.ics"`)
	h.Set("Cache-Control", "no-cache")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	http.ServeContent(w, r, "reception.ics", changed, bytes.NewReader(body))
}

// calendar writes the calendar, and tells when its contents changed last; the zero time if nothing was published. The same ledger gives the same bytes.
func (c *receptions) calendar() (body []byte, changed time.Time, err error) {
	cal := ics.NewCalendarFor("lianxin")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(c.school.Name + "校领导接待日")
	cal.SetRefreshInterval("PT6H", ics.WithValue("DURATION"))
	cal.SetXPublishedTTL("PT6H")
	err = c.store.View(func(tx *store.Tx) error {
		for _, term := range c.school.Calendar.Terms {
			r, err := tx.Roster(term)
			if err != nil {
				return err
			}
			if !r.IsPublished() {
				continue
			}
			for _, slot := range ledger.Slots(c.school, term, &r) {
				if at := c.event(cal, &r, slot); at.After(changed) {
					changed = at
				}
			}
		}
		return nil
	})
	return []byte(cal.Serialize(ics.WithNewLineWindows)), changed, err
}

// event adds one reception and tells when it was changed last. One without a day is not in the calendar.
func (c *receptions) event(cal *ics.Calendar, r *ledger.Roster, slot ledger.Slot) time.Time {
	sequence, changed := lastChange(r, slot.Regular)
	if slot.Day == 0 || slot.Member == "" {
		return changed
	}
	from, until := c.school.ReceptionSpan(slot.Day)
	e := cal.AddEvent("reception-" + slot.Regular.String() + "@lianxin")
	e.SetDtStampTime(changed)
	e.SetLastModifiedAt(changed)
	e.SetSequence(sequence)
	e.SetStartAt(from)
	e.SetEndAt(until)
	e.SetSummary("校领导接待日：" + c.leader(slot.Member))
	e.SetLocation(c.school.ReceptionPlace(slot.Member))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetDescription(c.about(slot))
	if slot.Off {
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	return changed
}

// lastChange counts how often a reception was published or changed, from 0, and tells when it was the last time.
func lastChange(r *ledger.Roster, regular policy.Date) (sequence int, at time.Time) {
	sequence = r.Version() - 1
	at = r.Published[sequence].At
	for _, c := range r.Changes {
		if c.Slot != regular {
			continue
		}
		sequence++
		if c.At.After(at) {
			at = c.At
		}
	}
	return sequence, at.UTC()
}

func (c *receptions) leader(id string) string {
	if m := c.school.Member(id); m != nil {
		return m.Name + m.Title
	}
	return id
}

// about says until when places can be booked, or why the reception falls out.
func (c *receptions) about(slot ledger.Slot) string {
	if slot.Off {
		return strings.TrimSuffix("本次接待取消。"+slot.Reason, "。") + "。"
	}
	until := c.school.BookingEnds(slot.Day).In(c.school.Location)
	text := fmt.Sprintf("预约到%s %s为止，对连心说“预约%d月%d日接待”即可；没有预约的在预约的来访人之后接待。",
		policy.DateOf(until, c.school.Location).Chinese(), until.Format("15:04"), slot.Day.Month(), slot.Day.Day())
	if slot.Holiday != "" {
		text += fmt.Sprintf("（%s是%s，改到这天）", slot.Regular.Chinese(), slot.Holiday)
	}
	return text
}
