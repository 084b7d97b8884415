// Package reminders is the one part that speaks first: it computes what is owed from the ledger, the rules and the date, writes what was not yet told
// into the outbox, and delivers the outbox to the platforms.
//
// Everything is level-triggered. Cron says only "look now"; a missed tick, a failed send or a restart is made good by the next look, a matter that
// was met falls silent by itself, and what is no longer of use is dropped with a reason that staff can read. The package knows neither platform: a
// Sender brings one text to one address. It never reads what a member wrote, and no text reaches a log.
package reminders
