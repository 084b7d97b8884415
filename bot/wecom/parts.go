package wecom

import (
	"strings"

	"lianxin/bot/wire"
)

// MaxText is the number of bytes of UTF-8 that the platform shows of one text; it cuts the rest in silence, in the middle of a character if need be.
const MaxText = 2048

// numbered cuts a text into messages. Several carry their number, which also keeps two parts of the same words apart for the duplicate check.
func numbered(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if len(text) <= MaxText {
		return []string{text}
	}
	return wire.Number(wire.Split(text, MaxText-wire.NumberRoom))
}
