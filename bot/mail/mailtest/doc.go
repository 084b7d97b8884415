// Package mailtest is a mail server in process: a mailbox over IMAP and a server that takes letters over SMTP, both the real protocols on loopback, with
// knobs for what goes wrong with them. Tests and the demo talk to it as they would to a school's server. It knows nothing of the program.
package mailtest
