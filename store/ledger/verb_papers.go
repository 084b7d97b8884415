package ledger

// Verbs of the journal about records that come from elsewhere, about papers that are handed out, and about the close of a year.
const (
	VerbReported     = "reported"
	VerbRetracted    = "retracted"
	VerbImported     = "imported"
	VerbImportUndone = "import_undone"
	VerbExported     = "exported" // about the kind of the paper
	VerbYearClosed   = "year_closed"
)
