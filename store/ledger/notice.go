package ledger

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lianxin/config/policy"
)

// Notice 通知: one row of the outbox, one thing to tell one person. Its Key is its identity (rule, person, period, step): the same Key is never told twice.
// States: pending -> sending(attempt, time) -> sent | refused(reason) | unknown. Nothing expires in silence.
type Notice struct {
	Key      string         `json:"key"`  // stable identity, e.g. "quota/2026-2027-1/w10/lin"
	Kind     string         `json:"kind"` // "reply" for what follows a message, else a reminder kind
	Rule     string         `json:"rule,omitempty"`
	To       policy.Address `json:"to"`
	Member   string         `json:"member,omitempty"` // member id, "" for unlisted people
	Text     string         `json:"text"`
	Picture  string         `json:"picture,omitempty"` // what is drawn when it is sent, "progress/lin/2026-11-19"; Text stands for it where pictures cannot be shown
	File     string         `json:"file,omitempty"`    // what is made into a file when it is sent, "ledger/2026-2027?…"; Text stands for it where files cannot be sent
	Card     string         `json:"card,omitempty"`    // id of the card whose buttons go with it; Text is whole without them
	Sealed   []byte         `json:"sealed,omitempty"`  // receiver and text of a reply that may tell of a case; gone once the row is settled. Text and Member are then empty
	Made     time.Time      `json:"made"`              // UTC: when the row was written
	Planned  time.Time      `json:"planned,omitzero"`  // UTC: when it was meant to be told; zero = at once
	Due      time.Time      `json:"due"`               // UTC: not sent before this; moves on with every retry
	Until    time.Time      `json:"until,omitzero"`    // UTC: past this it is of no use and is dropped with a reason; zero = always useful
	LateNote bool           `json:"late,omitempty"`    // made good after downtime
	Riders   []string       `json:"riders,omitempty"`  // keys of the rows that are told in the message of this one
	With     string         `json:"with,omitempty"`    // key of the row in whose message this one is told

	Attempts   int       `json:"attempts,omitempty"`
	Sending    time.Time `json:"sending,omitzero"` // an attempt began; after a crash the row is unknown
	Unsure     time.Time `json:"unsure,omitzero"`  // the first attempt on the present account began of which nobody knows whether it brought the notice
	Sent       time.Time `json:"sent,omitzero"`
	Refused    time.Time `json:"refused,omitzero"`
	Dropped    time.Time `json:"dropped,omitzero"`
	Reason     string    `json:"reason,omitempty"` // of the last failed attempt, refusal or drop; a sentence for staff
	Code       int       `json:"code,omitempty"`   // platform error code of it
	PlatformID string    `json:"platform_id,omitempty"`

	Tried []Try     `json:"tried,omitempty"` // accounts of the same person that it was sent to in vain before, the first one first
	Via   string    `json:"via,omitempty"`   // channel of the account that came after them
	Began time.Time `json:"began,omitzero"`  // the first attempt on the present account
}

// Try is an account to which a notice could not be brought, before it went to another one of the same person. Which account follows from the channel.
type Try struct {
	Channel  string    `json:"channel"`
	At       time.Time `json:"at"` // UTC: when it was given up
	Attempts int       `json:"attempts,omitempty"`
	Reason   string    `json:"reason"`
	Code     int       `json:"code,omitempty"`
}

// TriedOn tells whether the account on a channel was given up.
func (n *Notice) TriedOn(channel string) bool {
	return slices.ContainsFunc(n.Tried, func(t Try) bool { return t.Channel == channel })
}

// Why is why a notice did not arrive, for staff: the last reason, and before it those of the accounts that were tried first.
func (n *Notice) Why() string {
	if len(n.Tried) == 0 {
		return n.Reason
	}
	var b strings.Builder
	for _, t := range n.Tried {
		fmt.Fprintf(&b, "%s：%s；", policy.ChannelZh(t.Channel), t.Reason)
	}
	return b.String() + policy.ChannelZh(n.Via) + "：" + n.Reason
}

// Settled tells whether nothing more will be done about the notice: also of one that rides on another, unless that fails.
func (n *Notice) Settled() bool {
	return !n.Sent.IsZero() || !n.Refused.IsZero() || !n.Dropped.IsZero() || n.With != ""
}

// State names the derived state: pending, sending, unknown, sent, refused, dropped, joined. A row whose attempt began before `started` (the start of this
// process) is unknown: the platform may or may not have it.
func (n *Notice) State(started time.Time) string {
	switch {
	case !n.Sent.IsZero():
		return "sent"
	case !n.Refused.IsZero():
		return "refused"
	case !n.Dropped.IsZero():
		return "dropped"
	case n.With != "":
		return "joined"
	case n.Sending.IsZero():
		return "pending"
	case n.Sending.Before(started):
		return "unknown"
	}
	return "sending"
}

// OutcomeState says what became of one attempt to send.
type OutcomeState int

// What an attempt may end in.
const (
	Unknown OutcomeState = iota // nothing certain: it may have been delivered; try again with the same body
	Sent                        // the platform took it for this receiver
	Refused                     // permanent: the receiver or the message is impossible
	Retry                       // not taken: try again, not before After
)

// Outcome is what a platform adapter reports of one attempt.
type Outcome struct {
	State  OutcomeState
	Reason string        // short Chinese sentence for staff, without secrets
	Code   int           // platform error code; 0 if there was none
	After  time.Duration // for Retry: the least wait
	ID     string        // platform message id, for Sent
	Update string        // for Sent: the right to change the card that was shown, once; "" = none, or there was no card
}
