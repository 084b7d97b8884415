// Package wire is what the adapters of the platforms do in the same way, whatever their formats: they count by name and cut texts into messages.
//
// It stands below the adapters, which may not import one another. It refuses to know any platform: no address, no error code, no name of a field and no
// sentence is in it, and neither the bot, the ledger, a logger nor the configuration. What differs from platform to platform comes in as a value.
package wire
