// Package wire is what the adapters of the platforms do in the same way, whatever their formats: the access token and its one owner, the envelope in which
// callbacks are encrypted, the long connection that is kept open, handling that is bounded and waited for, long texts cut into messages and how far they
// came, which replies were told, files from addresses that came from outside, counting by name, and what an error may say to the log.
//
// It stands below the adapters, which may not import one another. It refuses to know any platform: no address, no error code and no name of a field is in
// it, nor the bot, the ledger, a logger or the configuration. What differs from platform to platform comes in as a value.
package wire
