// Package policy holds the measure and the school as plain values with date arithmetic: calendar, terms, people, units, rules and quotas.
//
// It is pure: it never sees a clock, a logger, a context, a socket or a file, and nothing in it changes after it was built.
// Civil days are Dates; instants are time.Time; every interval is half-open. What needs a record of what happened belongs to
// store/ledger, what needs a configuration file belongs to config.
package policy
