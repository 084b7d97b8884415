package dingtalk

import (
	"errors"

	"lianxin/bot/wire"
)

// Kind names the check that a callback failed. It is for counters, logs and tests: whoever sent the request learns only the HTTP status, so that no answer
// helps to forge the next one.
type Kind = wire.Kind

// The kinds of rejection, in the order in which they are checked (protocol 3.2, 3.8, 3.9).
const (
	BadEnvelope  Kind = "envelope"        // the body is not that of a callback
	BadAge       Kind = "age"             // the timestamp is no number of milliseconds, or more than an hour from now
	BadSignature      = wire.BadSignature // the signature belongs to another timestamp, secret or ciphertext
	BadBase64         = wire.BadBase64    // not the standard alphabet, wrong padding, or line breaks inside
	BadSize           = wire.BadSize      // ciphertext empty or no multiple of 32 bytes
	BadPadding        = wire.BadPadding   // padding not 1..32 or not all the same byte
	BadLength         = wire.BadLength    // too short, or the length field points outside
	BadReceiver       = wire.BadReceiver  // for another application, robot or organisation
	BadMessage   Kind = "message"         // believed, but not understood
)

// kinds are all of them, for counters.
func kinds() []Kind {
	return []Kind{BadEnvelope, BadAge, BadSignature, BadBase64, BadSize, BadPadding, BadLength, BadReceiver, BadMessage}
}

// Rejection is a callback that is not to be believed or not to be understood. Its text is the same for every kind.
type Rejection = wire.Rejection

func reject(k Kind) error { return wire.Reject("dingtalk", k) }

// kindOf is the kind of a rejection; BadEnvelope for any other error.
func kindOf(err error) Kind {
	if r := (*Rejection)(nil); errors.As(err, &r) {
		return r.Kind
	}
	return BadEnvelope
}
