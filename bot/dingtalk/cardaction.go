package dingtalk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"lianxin/bot"
	"lianxin/bot/wire"
	"lianxin/config/policy"
	"lianxin/store/ledger"
)

// Action is a click on a card, the same over HTTP and over the stream (protocol 3.8).
type Action struct {
	Type    string `json:"type"` // actionCallback
	CardID  string `json:"outTrackId"`
	Corp    string `json:"corpId"`
	User    string `json:"userId"`
	Content string `json:"content"` // JSON again

	Button string          // the first of its actionIds
	Fields json.RawMessage // values of the card's fields, a JSON object; nil: none
}

// ParseAction reads a click. A text that is no such JSON, or names no card or no person, is a *Rejection of kind BadMessage.
func ParseAction(plain string) (Action, error) {
	var a Action
	var c struct {
		Private struct {
			ActionIDs []string        `json:"actionIds"`
			Params    json.RawMessage `json:"params"`
		} `json:"cardPrivateData"`
	}
	err := json.Unmarshal([]byte(plain), &a)
	a.Button, a.Fields = "", nil // theirs are in content
	if err != nil || a.CardID == "" || a.User == "" || json.Unmarshal([]byte(a.Content), &c) != nil {
		return Action{}, reject(BadMessage)
	}
	if len(c.Private.ActionIDs) > 0 {
		a.Button = c.Private.ActionIDs[0]
	}
	if p := string(c.Private.Params); p != "" && p != "null" && p != "{}" {
		a.Fields = c.Private.Params
	}
	return a, nil
}

// key is the identity of a click; the platform gives none. Two quick clicks of the same person on the same button are one.
func (a *Action) key(robot string) string {
	sum := sha256.Sum256([]byte(a.CardID + "\x00" + a.User + "\x00" + a.Content))
	return robot + "|card|" + hex.EncodeToString(sum[:])
}

// forBot makes of a click what the bot knows. at is when the platform brought it first.
func (a *Action) forBot(robot string, at, received time.Time) bot.Message {
	return bot.Message{
		Key: a.key(robot), From: policy.Address{Channel: Channel, User: a.User}, Kind: bot.Press, Event: CardAction,
		EventKey: a.Button, TaskID: a.CardID, Text: string(a.Fields), At: at, Received: received,
	}
}

// actionAnswer changes the card for the one who clicked: what became of it stands in the variable CardReply, and once the card is answered what was chosen
// in CardChosen, in the place of the buttons.
func actionAnswer(r bot.Reply) any {
	p := map[string]string{}
	if r.Text != "" {
		p[CardReply] = r.Text
	}
	if r.Face.Label != "" {
		p[CardChosen] = r.Face.Label
		for i := range ledger.MostChoices {
			p[cardButton+strconv.Itoa(i+1)] = ""
		}
	}
	if len(p) == 0 {
		return fields{}
	}
	return fields{
		"cardUpdateOptions": fields{"updateCardDataByKey": true, "updatePrivateDataByKey": true},
		"userPrivateData":   params(p),
	}
}

// clicks remembers when a click came first, for as long as the platform or an impatient finger may repeat it.
type clicks struct{ wire.Told }

// sameClick is how long the same click is the same.
const sameClick = 10 * time.Second

// first is the instant at which a click counts: its own, or that of the same click shortly before.
func (c *clicks) first(key string, now time.Time) time.Time { return c.First(key, now, sameClick) }
