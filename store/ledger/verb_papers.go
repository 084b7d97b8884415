package ledger

// Verbs of the journal about records that come from elsewhere, and about the close of a year.
const (
	VerbReported     = "reported"
	VerbRetracted    = "retracted"
	VerbImported     = "imported"
	VerbImportUndone = "import_undone"
	VerbYearClosed   = "year_closed"
)
