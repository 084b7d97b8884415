package wecom

// Outcomes lists every name under which Callback.Counts may count, in the order in which an operator reads them.
func Outcomes() []string {
	return []string{
		"verified", "answered", "silent", "late", "system", "unknown",
		"failed", "busy", "aborted", "panic", "method", "too_large",
		string(BadEnvelope), string(BadSignature), string(BadAge), string(BadBase64), string(BadSize), string(BadPadding), string(BadLength),
		string(BadReceiver), string(BadMessage),
	}
}
