package dingtalk

// Outcomes lists every name under which Intake.Counts may count, in the order in which an operator reads them.
func Outcomes() []string {
	out := []string{
		"stored", "answered", "silent", "repeated", "outbox", "clicked", "late", "event", "unmentioned", "stranger",
		"failed", "busy", "aborted", "panic", "method", "too_large", "garbled", "unknown_topic",
	}
	for _, k := range kinds() {
		out = append(out, string(k))
	}
	return out
}

// Counts tells how many messages, clicks, events and requests ended how since the start.
func (in *Intake) Counts() map[string]uint64 { return in.counts.Copy() }
