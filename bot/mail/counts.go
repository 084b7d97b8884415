package mail

// Outcomes lists every name under which Intake.Counts may count, in the order in which an operator reads them.
func Outcomes() []string {
	return []string{
		"filed", "answered", "unanswered", "malformed", "failed",
		"own", "bounce", "reply", "list",
		"connected", "broken",
	}
}
