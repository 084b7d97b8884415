// Package bot is the conversation: one message in, one transaction, one reply out.
//
// It understands what a member wrote (bot/phrase), applies it to the ledger (store) and says what became of it (replies.go). It knows neither
// platform: adapters turn their wire formats into a Message and a Reply into theirs.
package bot

import (
	"time"

	"lianxin/config/policy"
)

// MessageKind says what kind of thing arrived.
type MessageKind int

// The kinds of messages. Text is the zero value.
const (
	Text MessageKind = iota
	Image
	Voice
	Video
	Location
	Link
	File
	Event
	Other // a type the adapter does not know
	Press // a button of a card: TaskID is the id of the card, EventKey the place of the button, from 1
)

// Events that an adapter makes of what a platform tells of its directory: From is the account that it is about.
const (
	EventLeft = "account_left" // it is in the directory no more
	EventBack = "account_back" // it is, again or anew
)

// Message is one thing that reached the bot, whatever the platform.
type Message struct {
	Key      string         // the platform's own identity of the message; a repeated Key gets the stored reply
	From     policy.Address // who said it
	Kind     MessageKind
	Text     string    // what was written, or recognised from a voice message
	Event    string    // name of the event for Kind Event: enter_agent, subscribe, template_card_event ...
	EventKey string    // menu or button key; comes through the client, never trusted
	TaskID   string    // id of the card; as little trusted
	Right    string    // of a press: the platform's right to change the card once, "" = there is none; a secret
	Media    []Media   // pictures, files, voice
	Group    string    // conversation id when it was said in a group, "" one to one
	At       time.Time // UTC: when the platform says it was written
	Received time.Time // UTC: when it reached this process; the instant at which everything it causes happens
}

// Media is something attached to a message that lies on the platform.
type Media struct {
	ID   string // media id or download code
	Name string
	Type string // image, voice, video, file
	URL  string

	Channel string // of the platform on which it lies, as in policy.Address; "" = WeCom
}

// Reply is what is answered at once. The zero Reply says nothing: also where the words went into the outbox as a card (offer).
type Reply struct {
	Text string `json:"text,omitempty"`
	Face Face   `json:"face,omitzero"` // what becomes of the card that was pressed
}
