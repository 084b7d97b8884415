package wecom

import "lianxin/bot/wire"

// Kind names the check that a callback failed. It is for counters, logs and tests: whoever sent the request learns only the HTTP status, so that no answer
// helps to forge the next one.
type Kind = wire.Kind

// The kinds of rejection, in the order in which they are checked (protocol 1.4 and 1.5).
const (
	BadEnvelope  Kind = "envelope"        // the body is not the XML envelope of a callback
	BadSignature      = wire.BadSignature // msg_signature does not belong to token, timestamp, nonce and ciphertext
	BadAge       Kind = "age"             // outside the configured window; WeCom itself knows no window
	BadBase64         = wire.BadBase64    // not the standard alphabet, wrong padding, or line breaks inside
	BadSize           = wire.BadSize      // ciphertext empty or no multiple of 32 bytes
	BadPadding        = wire.BadPadding   // padding not 1..32 or not all the same byte
	BadLength         = wire.BadLength    // too short, or the length field points outside
	BadReceiver       = wire.BadReceiver  // encrypted for another corporation or application
	BadMessage   Kind = "message"         // decrypted, but not the XML of a message
)

// Rejection is a callback that is not to be believed or not to be understood. Its text is the same for every kind.
type Rejection = wire.Rejection

func reject(k Kind) error { return wire.Reject("wecom", k) }
