package dingtalk

import "lianxin/bot/wire"

// MaxText is the number of bytes of UTF-8 that go out as one message. The platform takes a whole body of 20,000 bytes, in which the text stands as JSON inside
// JSON: a quotation mark becomes four bytes.
const MaxText = 4500

// room is enough for the number of a part and for sayAgain.
const room = 80

// numbered cuts a text into messages. Several carry their number.
func numbered(text string) []string { return wire.Parts(text, MaxText-room) }
