package aibot

import (
	"strings"

	"lianxin/bot/wire"
)

// MaxText is the number of bytes of UTF-8 that go out as one message. The platform takes 20,480 bytes of Markdown, in which a line end takes three.
const MaxText = 6000

// room is enough for the number of a part and for sayAgain.
const room = 80

// maxWelcome is what is shown of a welcome, which is one message.
const maxWelcome = 2048

// numbered cuts a text into messages. Several carry their number.
func numbered(text string) []string { return wire.Parts(text, MaxText-room) }

// harmless takes from a text what Markdown would make of it besides letters: people write in it, and a link that shows another address, or a mention, is not
// theirs to make.
var harmless = strings.NewReplacer("](", "] (", "<@", "< @", "\n", "  \n")

// markdown writes a plain text so that it is shown as it is: every line end is one.
func markdown(text string) string { return harmless.Replace(text) }
