package ledger

import (
	"time"
)

// Journal 台账流水: one line of what happened, written in the transaction in which it happened. Lines are chained by hash and never change.
// A line names ids and facts, never the text of a petition and never an identity.
type Journal struct {
	Seq   uint64    `json:"seq"`
	At    time.Time `json:"at"`             // UTC
	By    string    `json:"by"`             // member id, address of an unlisted person, or "system"
	Verb  string    `json:"verb"`           // reported, confirmed, corrected, retracted, approved, sent ...
	About string    `json:"about"`          // HD2026-0001
	Note  string    `json:"note,omitempty"` // short facts: "observe_class 2026-11-18 2h"
	Prev  string    `json:"prev"`           // hex SHA-256 of the line before; "" for the first
	Hash  string    `json:"hash"`           // hex SHA-256 over this line with an empty Hash
}
