package phrase

// Intent is what a message wants. The list is closed: whatever nobody can place is OutOfScope.
type Intent string

// Activities: what was done, what will be done, and changes to what was said before.
const (
	ReportActivity      Intent = "report_activity"       // tells of activities held
	PlanActivity        Intent = "plan_activity"         // tells of one to come; never counted
	CorrectActivity     Intent = "correct_activity"      // changes a record
	RetractActivity     Intent = "retract_activity"      // takes a record back (撤销 too)
	Clarify             Intent = "clarify"               // adds what was asked
	SetPlan             Intent = "set_plan"              // lays down a research plan (Art. 5.3)
	QueryPlan           Intent = "query_plan"            // asks for it
	ScheduleFirstLesson Intent = "schedule_first_lesson" // plans first lessons (Art. 5.4)
)

// Questions about duties, records, people and the measure.
const (
	QueryQuota      Intent = "query_quota"      // what is owed or done
	QueryRecords    Intent = "query_records"    // the records themselves
	QueryAssignment Intent = "query_assignment" // who is in charge of or contact for what
	AskPolicy       Intent = "ask_policy"       // what the measure says
)

// Reception days (Art. 5.8).
const (
	QueryReception         Intent = "query_reception"
	BookReception          Intent = "book_reception"
	RescheduleBooking      Intent = "reschedule_booking"
	CancelBooking          Intent = "cancel_booking"
	SwapDuty               Intent = "swap_duty"
	RecordReception        Intent = "record_reception"
	GenerateSchedule       Intent = "generate_schedule"
	ChangeSchedule         Intent = "change_schedule"
	ReportReceptionAbsence Intent = "report_reception_absence"
	RequestTalk            Intent = "request_talk"
)

// Petitions, by those who file them (Art. 5.7).
const (
	FileCase        Intent = "file_case"
	FileCases       Intent = "file_cases"
	SupplementCase  Intent = "supplement_case"
	WithdrawCase    Intent = "withdraw_case"
	UrgeCase        Intent = "urge_case"
	QueryCase       Intent = "query_case"
	RateCase        Intent = "rate_case"
	RequestReview   Intent = "request_review"
	SetConfidential Intent = "set_confidential"
	MergeRequest    Intent = "merge_request"
	OutOfRemit      Intent = "out_of_remit" // a matter the school cannot take
)

// Petitions, by offices and handlers.
const (
	TransferCase  Intent = "transfer_case"
	TakeCase      Intent = "take_case"
	ReturnCase    Intent = "return_case"
	NotInRemit    Intent = "not_in_remit" // a handler says it is not theirs
	ExtendCase    Intent = "extend_case"
	SubmitReply   Intent = "submit_reply"
	MergeCases    Intent = "merge_cases"
	CloseIssue    Intent = "close_issue"
	QueryOverdue  Intent = "query_overdue"
	QueryIdentity Intent = "query_identity" // asks who filed
)

// Danger: judged before everything else, and nothing of it is kept.
const (
	Crisis           Intent = "crisis"            // danger to life
	ReportDiscipline Intent = "report_discipline" // 检举控告
	LegalChannel     Intent = "legal_channel"     // a matter with a legal route of its own
)

// The offices' papers and the bot's own workings.
const (
	ExportLedger     Intent = "export_ledger"
	ExportPerson     Intent = "export_person"
	GenerateBulletin Intent = "generate_bulletin"
	QueryDelivery    Intent = "query_delivery"    // 谁没收到
	PreviewReminders Intent = "preview_reminders" // 明天会提醒谁
	QueryAccess      Intent = "query_access"      // 谁看过
	SetReminder      Intent = "set_reminder"
	Snooze           Intent = "snooze"
)

// Dialogue acts.
const (
	Confirm    Intent = "confirm"
	Deny       Intent = "deny"
	Choose     Intent = "choose"
	Ack        Intent = "ack"
	Attach     Intent = "attach"
	Help       Intent = "help"
	OutOfScope Intent = "out_of_scope"
)
