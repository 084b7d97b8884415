package wire

// Kind names the check that a callback failed. It is for counters, logs and tests: whoever sent the request learns only the HTTP status, so that no answer
// helps to forge the next one. Adapters have kinds of their own besides.
type Kind string

// What may be wrong with an envelope, in the order in which it is checked.
const (
	BadSignature Kind = "signature" // it belongs to another token, timestamp, nonce or ciphertext
	BadBase64    Kind = "base64"    // not the standard alphabet, wrong padding, or line breaks inside
	BadSize      Kind = "size"      // ciphertext empty or no multiple of 32 bytes
	BadPadding   Kind = "padding"   // padding not 1..32 or not all the same byte
	BadLength    Kind = "length"    // too short, or the length field points outside
	BadReceiver  Kind = "receiver"  // encrypted for another receiver
)

// Rejection is a callback that is not to be believed or not to be understood. Its text is the same for every kind.
type Rejection struct {
	Kind Kind
	by   string
}

// Error says who rejected, and nothing about the check that failed.
func (r *Rejection) Error() string { return r.by + ": callback rejected" }

// Reject makes the rejection of an adapter, such as "wecom".
func Reject(by string, k Kind) error { return &Rejection{Kind: k, by: by} }
