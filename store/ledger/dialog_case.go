package ledger

// What a dialog about cases waits for on the side of the offices. Their Records are the ids of cases, so that they are sealed.
const (
	DialogCases       = "cases"        // nothing: cases were shown, 这件 and a number mean one of them
	DialogCaseSummary = "case_summary" // the neutral summary without which a case cannot be given out; Reason is the order that waits for it
	DialogCaseLook    = "case_look"    // why an identity is to be opened
	DialogCaseReply   = "case_reply"   // parts of a reply, or 对 before it goes out; Reason is what was said so far
	DialogCaseMerge   = "case_merge"   // 对 before cases are merged into the first of Records
	DialogIssues      = "issues"       // nothing: issues were shown, a number means one of them
)
