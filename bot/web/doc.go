// Package web is what the program shows over plain HTTP: the sandbox that plays the phone in the demo, the health of the house, the operator's
// metrics and the control socket, and the server that carries them.
//
// Pages are rendered on the server and work without a script; the script only makes them live. The package reads the ledger and never changes
// it: what is said in the sandbox goes to Phones, what time it is comes from Clock, and what a command may do comes in as functions. It knows
// no platform, no grammar and no configuration file.
package web
